"""Questions that lean on the one before: what they leave out, taken from there and shown.

``ومتى كان ذلك؟`` asks about what the last question was about; a question that can
stand alone starts afresh, so that a new topic never inherits the old one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from index.text.normalise import normalised
from index.text.tokens import tokenise
from retrieval.answer import Answer, NoAnswer
from retrieval.coverage.requirements import requirements_of
from retrieval.question.query import Query, read_question
from retrieval.question.question_words import POINTING, QuestionType
from retrieval.sayings.followup import read_follow_up
from retrieval.sayings.intent import AskSaid, Intent, read_intent

_FEW: Final = 2
"""Content words up to which a question that opens with "and" is not understood alone."""

_AND: Final = re.compile(r"^\W*(?:و\s?|and\s+|et\s+)", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"^\W*(?:و\s?)?(?:ماذا|ايش|إيش|شو|وش|شنو|ايه)\s+(?:عن|بشأن|بخصوص)\s+(?P<ar>.+?)\s*[؟?!.]*$"
    r"|^\W*(?:and\s+)?(?:what|how)\s+about\s+(?P<en>.+?)\s*[?!.]*$"
    r"|^\W*et\s+(?:pour|sur|concernant)\s+(?P<fr>.+?)\s*[?!.]*$",
    re.IGNORECASE,
)
_POINTING: Final = frozenset(normalised(POINTING).split())


@dataclass(frozen=True, slots=True)
class Context:
    """What the last question was about.

    Attributes:
        question: In full, as it was understood.
        intent: What it asked about sayings, None for another question.
        named: Words of its answer that a pronoun may now stand for.
    """

    question: str
    intent: Intent | None = None
    named: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched.

    Attributes:
        text: In full.
        intent: What it asks about sayings, None for another question.
        carried: Whether something was taken from the question before.
        faint: Words taken from there: they say what it is about, not what is asked.
    """

    text: str
    intent: Intent | None
    carried: bool
    faint: tuple[str, ...] = ()


def understand(
    question: str,
    context: Context | None,
    speaks: Callable[[str], bool],
    today: dt.date | None = None,
) -> Understood:
    """Reads a question in the light of the one before.

    Args:
        question: As typed.
        context: None for the first question of a conversation.
        speaks: Says whether somebody of that name speaks in these articles.
        today: The asker's day, for ``أمس``.
    """
    alone = read_intent(question, today)
    if context is None:
        return Understood(question, alone, carried=False)
    intent = read_follow_up(question, context.intent, speaks)
    if intent is not None:
        carried = intent != read_intent(question)
        return Understood(question, intent if carried else alone, carried)
    before = read_question(context.question)
    if isinstance(alone, AskSaid) and not alone.name:
        # مين هو ستالبورغ؟ وشو قال عن الهدنة؟
        name = " ".join(token.surface for token in before.content)
        if name and speaks(name):
            return Understood(question, replace(alone, name=name), carried=True)
    about = _ABOUT.match(question)
    if about is not None:
        subject = next(words for words in about.groups() if words)
        return _instead(before, subject)
    query = read_question(question)
    if not _leans(question, query):
        return Understood(question, None, carried=False)
    carried_words = [token.surface for token in before.content]
    here = {token.stem for token in query.content}
    words = tuple(
        dict.fromkeys(w for w in (*carried_words, *context.named.split()) if _stem(w) not in here)
    )
    return Understood(" ".join([question.strip(), *words]), None, carried=True, faint=words)


def remember(understood: Understood, answer: Answer | NoAnswer) -> Context:
    """Returns what the next question may lean on."""
    named = ""
    if isinstance(answer, Answer) and answer.sentences:
        first = answer.sentences[0]
        kind = read_question(understood.text).kind
        if kind is QuestionType.WHO and first.highlight is not None:
            start = first.highlight.start - first.span.start
            named = first.text[start : start + len(first.highlight)]
    return Context(understood.text, understood.intent, named)


def _leans(question: str, query: Query) -> bool:
    if query.kind is QuestionType.NONE:
        return False
    if not query.content:
        # كم؟, Why?: there is nothing in it but the word that asks.
        return True
    words = {token.norm for token in tokenise(question)}
    points = bool(words & _POINTING)
    opens = bool(_AND.match(question)) and not _names_subject(query)
    return len(query.content) <= _FEW and (opens or points)


def _names_subject(query: Query) -> bool:
    """Says whether a question has a subject of its own: ``وكم عمر القندسي؟``."""
    last = query.content[-1]
    named = last.norm.startswith("ال") or last.surface[0].isupper()
    return len(query.content) > 1 and named and not query.content[0].norm.startswith("ال")


def _instead(before: Query, subject: str) -> Understood:
    """Returns the question before, with a place replaced by the new one, or about the subject."""
    places = [r.words for r in requirements_of(before) if not r.words.isdigit()]
    new = [
        r.words for r in requirements_of(read_question(f"ما {subject}")) if not r.words.isdigit()
    ]
    if places and new:
        return Understood(before.text.replace(places[0], subject, 1), None, carried=True)
    words = tuple(dict.fromkeys(token.surface for token in before.content))
    return Understood(" ".join([subject, *words]), None, carried=True, faint=words)


def _stem(word: str) -> str:
    return next((token.stem for token in tokenise(word)), word)
