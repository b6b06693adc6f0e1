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

from index.text.normalise import normalise, normalised
from index.text.tokens import tokenise
from retrieval.answer import Answer, NoAnswer
from retrieval.question.intent import AskCheck, AskSaid, AskWho, Intent, read_intent
from retrieval.question.kinds import POINTING, QuestionType
from retrieval.question.read import Query, read_question
from retrieval.question.requires import requirements_of

_FEW: Final = 2
"""Content words up to which a question that opens with "and" is not understood alone."""

_AND: Final = re.compile(r"^\W*(?:و\s?|and\s+|et\s+)", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"^\W*(?:و\s?)?(?:ماذا|ايش|إيش|شو|وش|شنو|ايه)\s+(?:عن|بشأن|بخصوص)\s+(?P<ar>.+?)\s*[؟?!.]*$"
    r"|^\W*(?:and\s+)?(?:what|how)\s+about\s+(?P<en>.+?)\s*[?!.]*$"
    r"|^\W*et\s+(?:pour|sur|concernant)\s+(?P<fr>.+?)\s*[?!.]*$",
    re.IGNORECASE,
)
_WHAT_ABOUT: Final = re.compile(
    r"^\W*(?:و\s?)?(?:ماذا|شو|ايش|وش|شنو|ايه|اش)\s+(?:عن|بشان|بخصوص|في)\s+(?P<about>.+?)\s*[?!.]*$"
    r"|^\W*و(?:عن|بشان)\s+(?P<and>.+?)\s*[?!.]*$"
    r"|^\W*(?:and\s+)?(?:what|how)\s+about\s+(?P<en>.+?)\s*[?!.]*$"
    r"|^\W*and\s+(?:about|on)\s+(?P<en2>.+?)\s*[?!.]*$"
    r"|^\W*et\s+(?:sur|pour|concernant)\s+(?P<fr>.+?)\s*[?!.]*$"
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


def read_follow_up(
    text: str, previous: Intent | None, speaks: Callable[[str], bool]
) -> Intent | None:
    """Returns what is asked, with what it leaves out taken from the question before.

    Args:
        previous: What the last question asked about sayings, None where it asked
            something else; then nothing is carried over.
        speaks: Says whether somebody of that name speaks in these articles:
            ``وماذا عن بوريطة؟`` asks for another speaker, ``وماذا عن ليبيا؟`` for
            another topic.
    """
    intent = read_intent(text)
    if intent is None and isinstance(previous, AskSaid):
        form = normalise(text)
        found = _WHAT_ABOUT.match(form.text)
        if found is None:
            return None
        group = next(name for name, value in found.groupdict().items() if value)
        about = form.original(*found.span(group)).of(text).strip()
        if speaks(about):
            return replace(previous, name=about, refers_back=True, latest=False)
        return replace(previous, topic=about, refers_back=True, latest=False)
    if isinstance(intent, AskSaid) and intent.refers_back:
        name, topic = intent.name, intent.topic
        if isinstance(previous, AskSaid):
            name, topic = name or previous.name, topic or previous.topic
        elif isinstance(previous, AskCheck) and previous.claim.speaker:
            name = name or previous.claim.speaker
        # Nobody to carry over: better not understood than answered for somebody else.
        return replace(intent, name=name, topic=topic) if name else None
    if isinstance(intent, AskWho) and intent.refers_back and isinstance(previous, AskCheck):
        return AskWho(previous.claim.words, refers_back=True)
    return intent
