"""What somebody wants to know about sayings, read from free text and from commands.

In Arabic and its dialects, English and French. A text that asks nothing of the kind is
``None``: then it is a question for the articles' sentences. Patterns are matched on the
normalised text; names, topics and words are cut out of the text as typed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from index.quotes import find_sayings
from index.quotes.verbs import CUES
from index.text.marks import find_marked
from index.text.normalise import Normalised, normalise, normalised
from index.text.sentences import split_sentences
from index.text.tokens import tokenise
from index.types import Article, QuoteKind, Saying, Span
from retrieval.question.patterns import (
    CHECK,
    FURTHER,
    PRONOUN_TOPICS,
    SAID,
    SOURCES,
    SPEAKERS,
    VERBS,
    WHAT_WORDS,
    WHO,
    WHO_BACK,
    addressee,
    any_of,
    without_to,
)
from retrieval.question.period import find_time


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody is claimed to have said.

    Attributes:
        speaker: The name as claimed, None where only the words are asked about.
        reported: The words are told without marks, so that they need not be anybody's own.
    """

    words: str
    speaker: str | None = None
    reported: bool = False


@dataclass(frozen=True, slots=True)
class AskSaid:
    """What did somebody say?

    Attributes:
        name: As typed; empty where the question before has it.
        refers_back: Name or topic are those of the question before (``عنها``).
        latest: Only the newest saying is asked for.
    """

    name: str
    topic: str = ""
    refers_back: bool = False
    latest: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AskWho:
    """Who said these words? Without words: those of the answer before.

    Attributes:
        reported: The words are told without marks: an article may have others for them.
    """

    words: str
    refers_back: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True)
class AskSpeakers:
    """Who speaks in these articles?"""


@dataclass(frozen=True, slots=True)
class AskCheck:
    """Did somebody say this?"""

    claim: Claim


Intent = AskSaid | AskWho | AskSpeakers | AskCheck

_FEWEST: Final = 3
"""Words from which something between marks is a quotation to look up."""


_FRAME: Final = re.compile(
    r"[\s,،](?:pour (?:ma|mon|mes|un|une|les|des) (?:grand[- ](?:m|p)[èe]re|fils|fille|enfants?)"
    r"|s['’]il (?:te|vous) pla[iî]t|stp|svp|en (?:termes simples|deux mots|bref)|please"
    r"|in (?:simple|plain|short) (?:words|terms)|for (?:my|a) (?:grand(?:mother|father)|child)"
    r"|من فضلك|لو سمحت[ي]?|رجاء|الله يخليك|عفاك|باختصار|بكلمات بسيطة|(?:ل|من أجل )جدتي)"
    r"(?=[\s?!.؟]*$)",
    re.IGNORECASE,
)
"""For whom, and how, something is to be told: no part of what is asked."""

_EMPTY_QUOTE: Final = re.compile(r"«[\W_]*»|\"[\W_]*\"|“[\W_]*”")
_LATIN_VERBS: Final = frozenset({"said", "says", "stated", "told", "dit", "déclare", "selon"})
_NAMED_QUOTE: Final = re.compile(r"^\W*(?P<name>[^:\"?!]{2,60}?)\s*:\s*(?P<words>\".+)$", re.DOTALL)
_PRONOUNS: Final = frozenset(
    normalised("هو هي هم هما he she they it him her il elle ils elles on lui").split()
)
_THAT: Final = re.compile(r"^\W*(?:إن|أن|ان|بأن|بان|that|que)\s+|^\W*qu['’]", re.IGNORECASE)
_ASKS: Final = re.compile(
    rf"[?]|^\W*(?:و\s?)?(?:{WHAT_WORDS}|هل|من|كم|متي|اين|لماذا|كيف|who|what|when|why|how|where|did|"
    r"does|is|was|qui|que|quand|pourquoi|comment|ou)(?:\s|$)"
)
_VERBLESS: Final = re.compile(rf"(?:^|\s)(?:{VERBS}|{WHAT_WORDS}|هل|من|كم|متي|اين)(?:\s|$)")


def read_intent(text: str, today: dt.date | None = None) -> Intent | None:
    """Returns what is asked about sayings, None for any other question.

    Args:
        today: The asker's day, for ``أمس``.
    """
    asked = _FRAME.sub("", text.strip()).rstrip(" ,،")
    if not asked or len(asked) > 2000:
        return None
    form = normalise(asked)
    if any(pattern.match(form.text) for pattern in SPEAKERS):
        return AskSpeakers()
    if any(pattern.match(form.text) for pattern in WHO_BACK):
        return AskWho("", refers_back=True)
    return (
        _read_who(asked, form)
        or _read_said(FURTHER.sub("", asked), today)
        or _read_check(asked, form)
        or _read_named_quote(asked, form)
        or _read_told_quote(asked, form)
    )


def source_of(text: str) -> str:
    """Returns the words that begin with the name of whose word is asked for, as typed.

    >>> source_of("لماذا أغلق السد بحسب رائد القندسي؟"), source_of("بماذا وصف القندسي السد؟")
    ('رائد القندسي', 'القندسي السد؟')
    >>> source_of("كم بلغت كلفة السد؟")
    ''
    """
    form = normalise(text)
    found = next(filter(None, (pattern.search(form.text) for pattern in SOURCES)), None)
    return _cut(text, form, found, "name") if found else ""


def _read_who(asked: str, form: Normalised) -> AskWho | None:
    for pattern in WHO:
        found = pattern.match(form.text)
        if found is None:
            continue
        words = _cut(asked, form, found, "words")
        if _is_back(words):
            return AskWho("", refers_back=True)
        quoted = _quoted(words)
        # من كتب رواية ...: who wrote is a question about a book, unless words are given.
        writes = re.search(rf"(?:{any_of('كتب كتبت')}|wrote|ecrit)\s", found[0])
        if writes and quoted is None:
            return None
        if found["words"].startswith(("عن ", "about ", "sur ")):
            return None
        return AskWho(quoted or words, reported=quoted is None)
    return None


def _read_check(asked: str, form: Normalised) -> AskCheck | None:
    for pattern in CHECK:
        found = pattern.match(form.text)
        if found is None:
            continue
        name = _cut(asked, form, found, "name")
        words = _cut(asked, form, found, "words")
        words = _quoted(words) or words
        if tokenise(words):
            return AskCheck(Claim(words, None if normalised(name) in _PRONOUNS else name))
    return None


def _read_said(asked: str, today: dt.date | None) -> AskSaid | None:
    form = normalise(asked)
    for pattern in SAID:
        found = pattern.match(form.text)
        if found is None:
            continue
        groups = found.groupdict()
        name = _cut(asked, form, found, "name") if groups.get("name") else ""
        topic = _cut(asked, form, found, "topic") if groups.get("topic") else ""
        if len(name.split()) > 8:
            continue
        if groups.get("of"):
            name = without_to(name)
        told = find_time(name, today)
        name = told.rest if told else name
        about = find_time(topic, today) if topic else None
        topic = about.rest if about else topic
        period = told or about
        if not topic:
            name, topic = addressee(name)
        refers_back = not groups.get("topic") and bool(_BACK_RE.search(form.text))
        if normalised(name) in _PRONOUNS or not name:
            name, refers_back = "", True
        topic = topic.strip()
        if _is_back(topic):
            topic, refers_back = "", True
        if normalised(topic) in _PLACES_TO_POST:
            topic = ""
        return AskSaid(
            name.strip(),
            topic,
            refers_back=refers_back,
            latest=bool(groups.get("latest")),
            since=period.since if period else None,
            until=period.until if period else None,
        )
    return None


_PLACES_TO_POST: Final = frozenset(
    normalised("تويتر فيسبوك إنستغرام إكس حسابه حسابها صفحته صفحتها twitter facebook x").split()
)
"""Where somebody wrote; after ``كتب على`` that is no topic."""

_BACK_RE: Final = re.compile(rf"(?<!\w){PRONOUN_TOPICS}(?!\w)")
_BACK_TOPICS: Final = frozenset(
    normalised("it that this them him her ça cela lui ذلك هذا هذه هيدا هاد هالكلام هيك كده").split()
)


def _is_back(topic: str) -> bool:
    return normalised(topic) in _BACK_TOPICS


def _read_named_quote(asked: str, form: Normalised) -> AskCheck | None:
    found = _NAMED_QUOTE.match(form.text)
    if found is None or _VERBLESS.search(found["name"]) or len(found["name"].split()) > 7:
        return None
    words = _quoted(_cut(asked, form, found, "words"))
    if words is None or len(tokenise(words)) < _FEWEST:
        return None
    return AskCheck(Claim(words, _cut(asked, form, found, "name")))


def _read_told_quote(asked: str, form: Normalised) -> AskCheck | None:
    """Reads ``صلاح قال «…»``: words between marks, their speaker and a verb, and no question."""
    if '"' not in form.text or _ASKS.search(form.text):
        return None
    words = _quoted(asked)
    if words is None or len(tokenise(words)) < _FEWEST or len(_outside(asked).split()) > 7:
        return None
    speaker = _told_speaker(asked)
    return AskCheck(Claim(words, speaker)) if speaker else None


def _told_speaker(text: str) -> str | None:
    """Returns who is told to have said the words between the marks of a text."""
    told = _longest(text, reported=False)
    if told is not None and told.attribution.speaker is not None:
        return told.attribution.speaker.name
    outside = _outside(text)
    name = _without_verb(outside)
    read = name != outside and len(name.split()) < 7 and not _is_verb(name)
    return name if read and normalised(name) not in _PRONOUNS else None


def _outside(text: str) -> str:
    """Returns what stands before and after the words between marks."""
    marked = [mark.outer for mark in find_marked(text) if mark.depth == 0]
    if not marked:
        return ""
    return f"{text[: marked[0].start]} {text[marked[-1].end :]}".strip(" \t\n.,،:;؛!-")


def _longest(text: str, *, reported: bool) -> Saying | None:
    """Reads a message as an article is read; returns its longest quotation, or reported saying."""
    sayings = find_sayings(Article(text=text), split_sentences(text))
    kept = (one for one in sayings if (one.quote.kind is QuoteKind.INDIRECT) is reported)
    return max(kept, key=lambda one: len(one.quote.span), default=None)


def _read_reported(text: str) -> Claim | None:
    """Reads ``قال سالم إن السد جاهز``: to its end what somebody is told to have said."""
    told = None if find_marked(text) else _longest(text, reported=True)
    if told is None or told.attribution.speaker is None:
        return None
    span = told.quote.span
    words = _THAT.sub("", span.of(text), count=1)
    if tokenise(text[span.end :]) or len(tokenise(words)) < _FEWEST:
        return None
    return Claim(words, told.attribution.speaker.name, reported=True)


def _cut(asked: str, form: Normalised, found: re.Match[str], group: str) -> str:
    start, end = found.span(group)
    return form.original(start, end).of(asked).strip()


def _quoted(text: str) -> str | None:
    """Returns the words between the outermost marks of a text, None without marks."""
    marked = [mark for mark in find_marked(text) if mark.depth == 0]
    if marked:
        return Span(marked[0].span.start, marked[-1].span.end).of(text)
    form = normalise(text)
    first = form.text.find('"')
    if first < 0:
        return None
    last = form.text.rfind('"')
    end = last if last > first else len(form.text)
    words = form.original(first + 1, end).of(text).strip()
    return words or None


def read_check(arguments: str) -> Claim | None:
    """Reads what follows ``/verify``: ``NAME: "words"``, or words alone; None for no words."""
    arguments = arguments.strip()
    if _EMPTY_QUOTE.search(arguments) and not tokenise(_quoted(arguments) or ""):
        return None
    form = normalise(arguments)
    found = _NAMED_QUOTE.match(form.text)
    if found is not None:
        words = _quoted(_cut(arguments, form, found, "words"))
        if words:
            return Claim(words, _without_verb(_cut(arguments, form, found, "name")))
    intent = read_intent(arguments)
    if isinstance(intent, AskCheck):
        return intent.claim
    name, colon, rest = arguments.partition(":")
    if colon and len(name.split()) <= 6 and len(tokenise(rest)) >= _FEWEST and '"' not in name:
        return Claim(_quoted(rest) or rest.strip(), _without_verb(name.strip()) or None)
    quoted = _quoted(arguments)
    if quoted is not None:
        return Claim(quoted, _told_speaker(arguments)) if tokenise(quoted) else None
    return _read_reported(arguments) or (Claim(arguments) if tokenise(arguments) else None)


def _without_verb(name: str) -> str:
    """Returns a name without the verb of saying before or after it.

    >>> _without_verb("قال زبرقان المهاوي"), _without_verb("زبرقان أكد"), _without_verb("Doe said")
    ('زبرقان المهاوي', 'زبرقان', 'Doe')
    """
    words = name.split()
    for end in (0, -1):
        if len(words) > 1 and _is_verb(words[end]):
            del words[end]
    return " ".join(words)


def _is_verb(word: str) -> bool:
    cue = CUES.get(word) or CUES.get(normalised(word))
    if cue is not None:
        return cue.strong and cue.form in ("perfect", "imperfect")
    return word.lower() in _LATIN_VERBS


def read_who(arguments: str) -> str | None:
    """Reads what follows ``/who``: words, with or without marks."""
    words = _quoted(arguments) or arguments.strip()
    return words if tokenise(words) else None


def forwarded_claim(text: str) -> Claim | None:
    """Returns the quotation that a forwarded message holds, with its speaker.

    The message is read as an article is; of several quotations the longest counts.
    """
    told = _longest(text, reported=False)
    if told is not None:
        words = told.quote.span.of(text)
        if len(tokenise(words)) >= _FEWEST:
            speaker = told.attribution.speaker
            return Claim(words, speaker.name if speaker else None)
    named = _read_named_quote(text.strip(), normalise(text.strip()))
    if named is not None:
        return named.claim
    marked = [mark.span for mark in find_marked(text) if not mark.depth]
    longest_span = max(marked, key=len, default=None)
    if longest_span is None or len(tokenise(longest_span.of(text))) < _FEWEST:
        return None
    return Claim(longest_span.of(text))
