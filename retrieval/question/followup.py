"""Questions that lean on the one before: what they leave out, taken from there and shown.

``ومتى كان ذلك؟`` asks about what the last question was about; a question that can
stand alone starts afresh, so that a new topic never inherits the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.language.tables import words
from index.text.normalise import normalise, normalised
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from index.types import SpeakerKind
from retrieval.answer import AnswerSentence, Slip
from retrieval.question.another import joined, only_speaker
from retrieval.question.asked import Asked, Context
from retrieval.question.intent import AskCheck, AskSaid, AskSpeakers, AskWho, Intent
from retrieval.question.kinds import QuestionType
from retrieval.question.requires import is_place, requirements_of
from retrieval.question.spelling import read_as_meant

_FEW: Final = 2
"""Content words up to which a question that opens with "and" is not understood alone."""

_AND: Final = re.compile(r"^\W*(?:و\s?|and\s+|et\s+)", re.IGNORECASE)
_WHAT_ABOUT: Final = re.compile(
    r"^\W*(?:و\s?)?(?:ماذا|شو|ايش|وش|شنو|ايه|اش)\s+"
    r"(?:(?:عن|بشان|بخصوص)\s+(?P<about>.+?)|في\s+(?P<inside>.+?))\s*[?!.]*$"
    r"|^\W*و(?:عن|بشان|بخصوص)\s+(?P<and>.+?)\s*[?!.]*$"
    r"|^\W*(?:and\s+)?(?:what|how)\s+about\s+(?P<en>.+?)\s*[?!.]*$"
    r"|^\W*and\s+(?:about|on)\s+(?P<en2>.+?)\s*[?!.]*$"
    r"|^\W*et\s+(?:sur|pour|concernant)\s+(?P<fr>.+?)\s*[?!.]*$"
)
_INSTEAD: Final = ("about", "en", "fr")
"""The ways that put it into a question about anything, not about sayings alone."""
_AND_WHAT: Final = re.compile(
    r"^\W*(?:و\s?(?=(?:ماذا|ما|شو|ايش|وش|شنو|ايه|اش)\s)|and\s|et\s)", re.IGNORECASE
)
"""``وماذا قال``: not ``وش قال``, where the letter is the word's own."""
_OF_SOMETHING: Final = (
    QuestionType.HOW_MANY,
    QuestionType.WHEN,
    QuestionType.WHY,
    QuestionType.HOW,
)
"""Questions that no noun alone makes complete, as a name does ``من ماكغورك؟``."""
_VERB: Final = re.compile(r"(?:س[يتن]|ي)\w{2}")
_POINTING: Final = words("questions", "other", "pointing")
_ASKING: Final = words("questions", "words")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a question is in full.

    Attributes:
        carried: Whether something was taken from the question before.
        own: What of it was asked now, where words were added to that.
        faint: Words taken from there: they say what it is about, not what is asked.
    """

    text: str
    intent: Intent | None
    carried: bool
    own: str = ""
    faint: tuple[str, ...] = ()


def take_over(
    asked: Asked, before: Asked, context: Context, speaks: Callable[[str], bool]
) -> Taken:
    """Returns a question with what it leaves out taken from the one before.

    Args:
        asked: The question, read as if it stood alone.
        context: What that one asked and what was answered.
        speaks: Says whether somebody of that name speaks in these articles.
    """
    alone = asked.intent
    other = joined(asked, speaks)
    if other:
        return _with_another(asked, before, context, other, speaks)
    if isinstance(alone, AskWho) and not alone.words and context.told:
        return Taken(asked.text, replace(alone, words=context.told), carried=True)
    intent = follow_up(asked.text, alone, context.intent, speaks)
    if intent is not None:
        return Taken(asked.text, intent, carried=intent != alone)
    if isinstance(alone, AskSaid) and not alone.name:
        # مين هو ستالبورغ؟ وشو قال عن الهدنة؟
        name = _spoken_of(before, context, speaks)
        if name:
            return Taken(asked.text, replace(alone, name=name), carried=True)
    way, about = _what_about(asked.text)
    if way in _INSTEAD:
        return _instead(before, about)
    if not (_leans(asked) or _lacks_subject(asked, speaks)):
        return Taken(asked.text, None, carried=False)
    if asked.kind is QuestionType.WHO and asked.bare and isinstance(context.intent, AskSaid):
        # Who else said it: the one who did is not looked for.
        topic = context.intent.topic
        if not topic:
            return Taken(asked.text, AskSpeakers(), carried=True)
        return Taken(f"{asked.text} {topic}", None, carried=True, faint=(topic,))
    here = {token.stem for token in asked.content}
    empty = words("questions", "other", "bare")
    spoken = context.intent if isinstance(context.intent, AskSaid) else None
    asked_of = tokenise(f"{spoken.name} {spoken.topic}") if spoken else before.content
    content = (token.surface for token in asked_of if token.norm not in empty)
    others = (*content, *context.named.split())
    taken = tuple(dict.fromkeys(word for word in others if _stem(word) not in here))
    own = "" if asked.bare else asked.text
    full = " ".join([asked.text, *taken])
    return Taken(full, None, carried=bool(taken), own=own, faint=taken)


def _with_another(
    asked: Asked, before: Asked, context: Context, other: str, speaks: Callable[[str], bool]
) -> Taken:
    """Returns the question before with somebody or something else in it."""
    said = context.intent
    if isinstance(said, AskSaid):
        named = speaks(other) or not said.topic
        intent = replace(said, name=other) if named else replace(said, topic=other)
        return Taken(asked.text, replace(intent, refers_back=True, latest=False), carried=True)
    if said is not None or not before.content:
        return Taken(asked.text, asked.intent, carried=False)
    name = only_speaker(before.text, speaks)
    if name and speaks(other):
        return Taken(before.text.replace(name, other, 1), None, carried=True)
    return _instead(before, other)


def _spoken_of(before: Asked, context: Context, speaks: Callable[[str], bool]) -> str:
    """Returns of whom the question before was, or its answer; empty where that is not one alone."""
    if context.named and speaks(context.named):
        return context.named
    named = only_speaker(before.text, speaks)
    if before.kind is QuestionType.WHO and len(tokenise(named)) < len(before.content):
        # Who is the minister of X? Not X itself is spoken of.
        named = ""
    return named or context.speaker or only_speaker(context.told, speaks)


def _what_about(text: str) -> tuple[str, str]:
    """Returns how something else is put in the place of what was asked, and what; both empty."""
    form = normalise(text)
    found = _WHAT_ABOUT.match(form.text)
    if found is None:
        return "", ""
    way = next(name for name, value in found.groupdict().items() if value)
    return way, form.original(*found.span(way)).of(text).strip()


def remember(
    asked: Asked, first: AnswerSentence | None, told: str, slips: Iterable[Slip]
) -> Context:
    """Returns what the next question may lean on.

    Args:
        first: The sentence that answered it, None where none did.
        told: The words that answered it.
        slips: What of it was read as what.
    """
    named = ""
    if asked.kind is QuestionType.WHO and first is not None and first.highlight is not None:
        start = first.highlight.start - first.span.start
        named = first.text[start : start + len(first.highlight)]
    said = first.saying.attribution.speaker if first is not None and first.saying else None
    speaker = said.name if said is not None and said.kind is SpeakerKind.PERSON else ""
    return Context(read_as_meant(asked.text, slips), asked.intent, named, told, speaker)


def _leans(asked: Asked) -> bool:
    if asked.kind is QuestionType.NONE:
        return False
    if asked.bare:
        # كم؟, Why?: there is nothing in it but the word that asks.
        return True
    points = any(token.norm in _POINTING for token in asked.tokens)
    # The first letter of وين is its own.
    asks = asked.tokens[0].norm in _ASKING
    opens = not asks and bool(_AND.match(asked.text)) and not _names_subject(asked.content)
    return len(asked.content) <= _FEW and (opens or points)


def _lacks_subject(asked: Asked, speaks: Callable[[str], bool]) -> bool:
    """Says whether a question has but one word, which tells nothing of whom: ``كم ستدفع؟``."""
    if len(asked.content) != 1 or asked.intent is not None:
        return False
    [word] = asked.content
    named = word.norm.startswith("ال") or word.surface[0].isupper() or word.norm.isdigit()
    if named or asked.requirements or speaks(word.surface):
        return False
    return asked.kind in _OF_SOMETHING or (
        asked.kind is not QuestionType.NONE and bool(_VERB.match(word.norm))
    )


def _names_subject(content: Sequence[Token]) -> bool:
    """Says whether a question has a subject of its own: ``وكم عمر القندسي؟``."""
    last = content[-1]
    named = last.norm.startswith("ال") or last.surface[0].isupper()
    return len(content) > 1 and named and not content[0].norm.startswith("ال")


def _instead(before: Asked, subject: str) -> Taken:
    """Returns the question before, with a place replaced by the new one, or about the subject."""
    places = [r.words for r in before.requirements if not r.words.isdigit()]
    content = [token for token in tokenise(subject) if token.norm not in FUNCTION_WORDS]
    new = [r for r in requirements_of(QuestionType.WHAT, content) if not r.words.isdigit()]
    if places and new:
        return Taken(before.text.replace(places[0], subject, 1), None, carried=True)
    taken = tuple(dict.fromkeys(token.surface for token in before.content))
    return Taken(" ".join([subject, *taken]), None, carried=True, own=subject, faint=taken)


def _stem(word: str) -> str:
    return next((token.stem for token in tokenise(word)), word)


def follow_up(
    text: str, intent: Intent | None, previous: Intent | None, speaks: Callable[[str], bool]
) -> Intent | None:
    """Returns what is asked about sayings, with what it leaves out taken from before.

    Args:
        text: As typed.
        intent: What it asks if it stands alone.
        previous: What the last question asked about sayings, None where it asked
            something else; then nothing is carried over.
        speaks: Says whether somebody of that name speaks in these articles:
            ``وماذا عن بوريطة؟`` asks for another speaker, ``وماذا عن ليبيا؟`` for
            another topic.
    """
    if intent is None and isinstance(previous, AskSaid):
        way, about = _what_about(text)
        if not way:
            return None
        # وعن X is a topic; وماذا عن X may be another speaker, unless it is a place.
        if way != "and" and speaks(about) and not is_place(normalised(about)):
            return replace(previous, name=about, refers_back=True, latest=False)
        return replace(previous, topic=about, refers_back=True, latest=False)
    if isinstance(intent, AskSaid) and isinstance(previous, AskSaid) and previous.topic:
        whole = intent.name and not (intent.topic or intent.refers_back or intent.latest)
        if whole and _AND_WHAT.match(normalise(text).text):
            return replace(intent, topic=previous.topic)
    if isinstance(intent, AskSaid) and intent.refers_back:
        name, topic = intent.name, intent.topic
        if isinstance(previous, AskSaid):
            name, topic = name or previous.name, topic or previous.topic
        elif isinstance(previous, AskCheck) and previous.claim.speaker:
            name = name or previous.claim.speaker
        # No person to carry over: better not understood than answered for another person.
        return replace(intent, name=name, topic=topic) if name else None
    if isinstance(intent, AskWho) and intent.refers_back and isinstance(previous, AskCheck):
        return AskWho(previous.claim.words, refers_back=True)
    return intent
