"""Where names begin and end, as a reader tells it over an article.

A name has no mark in Arabic. Rules end one by tables and by how the article uses its words; a
reader that learned where names stand ends it by the sentence it is in. At each place where the
article has a name the reader may hold that it goes on, or that it ends earlier; what it says of all
quotations counts together.

>>> from index.quotes.claims.claim import Opinion, Pointed
>>> from index.types import Span
>>> text = "قال زو | وليكر إن السد جاهز".replace(" |", "")
>>> read = Opinion(1.0, (), (Pointed(Span(4, 12), 0.9),))
>>> read_names(text, ["زو"], [read])
{'زو': 'زو وليكر'}
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from index.language.tables import doubtful_words
from index.quotes.claims.claim import Opinion
from index.quotes.lexicon import COMPLEMENTIZERS, ENDS
from index.quotes.looks import ADVERBS, TIMES, form, look
from index.quotes.mentions.joint import joint_names
from index.quotes.mentions.names import is_prefixed
from index.quotes.mentions.shapes import is_bare_name, is_verb
from index.quotes.verbs import CUES
from index.types import Saying, Span, SpeakerKind

_SURE: Final = 0.5
"""The share, over all quotations, from which the reader's words count."""
_LONGEST: Final = 6
_FIRST: Final = 4
"""Mentions among which a name stands in full; the first is often a headline's."""
_CLITICS: Final = 2
_WORD_END: Final = re.compile(r"\w*")


def with_read_names(
    text: str, sayings: Sequence[Saying], opinions: Iterable[Opinion | None]
) -> tuple[Saying, ...]:
    """Returns sayings whose speakers are called by the names that the reader tells."""
    speakers = {one.attribution.speaker: None for one in sayings if one.attribution.speaker}
    named = [one for one in speakers if one and one.kind is not SpeakerKind.UNNAMED]
    names = [one.name for one in named]
    told = read_names(text, names, [one for one in opinions if one is not None])
    full = (name.split() for name in (*names, *told.values()) if " " in name)
    known = {word for parts in full if not look(form(parts[0])).role for word in parts}
    for one in named:
        if one.kind is SpeakerKind.PERSON and {one.name, *one.name.split()} == {one.name} - known:
            told.setdefault(one.name, in_full(text, one.name))
    return tuple(_renamed(saying, told) for saying in sayings)


def _renamed(saying: Saying, told: Mapping[str, str]) -> Saying:
    attribution = saying.attribution
    speaker = attribution.speaker
    if speaker is None or speaker.name not in told:
        return saying
    speaker = replace(speaker, name=told[speaker.name])
    return replace(saying, attribution=replace(attribution, speaker=speaker))


def read_names(text: str, names: Iterable[str], opinions: Sequence[Opinion]) -> dict[str, str]:
    """Returns, of some names, those of which the reader tells other edges, with what it tells.

    Args:
        text: The article.
        names: As the rules have them.
        opinions: Of its quotations.
    """
    shares: defaultdict[Span, float] = defaultdict(float)
    for opinion in opinions:
        for one in opinion.named:
            shares[_whole(text, one.span)] += one.share
    told: dict[str, str] = {}
    known = dict.fromkeys(names) if shares else {}
    for name in known:
        read = _read(text, name, shares) if len(joint_names(name)) == 1 else name
        more = set(read.split()) - set(name.split())
        if read != name and not any(more & set(other.split()) for other in known if other != read):
            told[name] = read
    return told


def _whole(text: str, span: Span) -> Span:
    end = _WORD_END.match(text, span.end)
    return Span(span.start, end.end() if end else span.end)


def _read(text: str, name: str, shares: Mapping[Span, float]) -> str:
    """Returns a name as the reader has it at the places where it stands."""
    votes: defaultdict[str, float] = defaultdict(float)
    longer: defaultdict[str, float] = defaultdict(float)
    for place in _places(text, name):
        here: defaultdict[str, float] = defaultdict(float)
        for span, share in shares.items():
            if span.overlaps(place):
                here[span.of(text)] += share
                votes[span.of(text)] += share
        best = max(here, key=lambda one: here[one], default=name)
        if _goes_on(name, best) and here[best] >= _SURE:
            longer[best] += here[best]
    if longer:
        return max(longer, key=lambda one: longer[one])
    best = max(votes, key=lambda one: votes[one], default=name)
    sure = votes[best] >= _SURE and votes[best] > 2 * votes[name]
    whole = f"{best} {_always_behind(text, best, list(_places(text, best)))}" in name
    return best if sure and not whole and _ends_earlier(name, best) else name


def _ends_earlier(name: str, read: str) -> bool:
    """Says whether words of a name are left out that do not tell which body it is."""
    if f" {read} " not in f" {name} " or not name[-1].isalpha():
        return False
    first = form(name.split()[0])
    if first.startswith("و") and read.split()[0] != name.split()[0] and is_bare_name(first):
        # ``وولفرام ايشنبرغ``: a first name, which begins like "and".
        return is_verb(first[1:])
    left = name.replace(read, " ", 1).split()
    rest = [look(form(word)) for word in left]
    if len(left) > 1 and rest[0].body and name.startswith(left[0]) and is_bare_name(form(left[1])):
        # ``صحيفة بيلاد تايمز``: what it is called, behind its kind.
        return False
    return not all(one.definite and (one.nisba or one.adjective) for one in rest)


def _goes_on(name: str, read: str) -> bool:
    """Says whether what the reader has is the name with more words of one."""
    words = read.split()
    if read == name or f" {name} " not in f" {read} " or len(words) > _LONGEST:
        return False
    if not all(word.replace("-", "").replace(".", "").isalpha() for word in words):
        return False
    known = name.split()
    more = [look(form(word)) for word in words if word not in known]
    return not any(one.role or one.title or one.preposition or one.document for one in more)


def _places(text: str, name: str) -> Iterator[Span]:
    for found in re.finditer(rf"{re.escape(name)}(?!\w)", text):
        before = re.search(r"\w*$", text[max(0, found.start() - 8) : found.start()])
        if before is None or len(before[0]) <= _CLITICS:
            yield Span(*found.span())


_OF_VERBS: Final = ("و", "است", "يت", "يست", "تت", "تست")
_OF_NOUNS: Final = ("ه", "ها", "هم", "ة", "ت", "وا")
_BESIDE: Final = re.compile(r"(?:^|(?P<closing>[^\W\d_]+|[،).]) )(?P<word>(?:عبد )?[^\W\d_]{3,}) $")
_BEHIND_COMMA: Final = re.compile(r"، (?P<word>[^\W\d_]{3,})")
_NEXT: Final = re.compile(r" (?P<word>[^\W\d_]{3,})(?!\w)")
_BEHIND: Final = re.compile(r" (?P<word>[^\W\d_]{3,})(?:[،.:؛)]| (?P<next>[^\W\d_]+))")


def in_full(text: str, name: str) -> str:
    """Returns a name of one word as the article has it at its first mention.

    Newsrooms give a name in full once, with a first name that no table may have. The word beside
    it counts if it is used as names are, and never without this one.

    >>> in_full("صدرت عن دوستين فورسيك، عندما كان مديرا. وقال دوستين", "دوستين")
    'دوستين فورسيك'
    >>> in_full("بدأ الناطق الجديد، فوميهارو جويت، عمله. وقال جويت", "جويت")
    'فوميهارو جويت'
    >>> in_full("وصل جويت إلى الوادي", "جويت")
    'جويت'
    """
    places = list(_places(text, name))
    first = next(iter(places), None)
    if first is None or (first.start and text[first.start - 1].isalnum()):
        return name
    more = _always_behind(text, name, places)
    if more:
        return f"{name} {more}"
    for place in places[:_FIRST]:
        before = _BESIDE.search(text[max(0, place.start - 60) : place.start])
        closed = before and (_closes(before["closing"]) or _is_explained(text, place.end))
        if before and closed and _is_only_beside(text, before["word"], name):
            return f"{before['word']} {name}"
    behind = None if look(form(name)).definite else _BEHIND.match(text, first.end)
    if behind and _ends(behind["next"]) and _is_only_beside(text, behind["word"], name):
        return f"{name} {behind['word']}"
    return name


def _always_behind(text: str, name: str, places: Sequence[Span]) -> str | None:
    """Returns the word without which an article never has a given name: ``هشام | إمام``."""
    given = look(form(name)).given or name.startswith("عبد")
    behind = [_NEXT.match(text, place.end) for place in places]
    words = {found["word"] if found else None for found in behind}
    word = words.pop() if len(words) == 1 else None
    norm, seen = form(word or ""), look(form(word or ""))
    closed = norm in COMPLEMENTIZERS | ENDS | ADVERBS | TIMES or norm in CUES or is_verb(norm)
    own = seen.definite or seen.preposition or closed or _is_joined(text, word or "")
    joined = norm.startswith(_OF_VERBS) or norm.endswith(_OF_NOUNS)
    return word if given and len(places) > 1 and not (own or joined) else None


def _is_explained(text: str, at: int) -> bool:
    """``زبرقان الصخري، زعيم الحزب``: what stands before the comma is a name."""
    found = _BEHIND_COMMA.match(text, at)
    seen = look(form(found["word"] if found else ""))
    return (seen.role or seen.title) and seen.number == "s"


def _closes(word: str | None) -> bool:
    """Says whether a name can begin behind a word: ``الناطق الجديد | فوميهارو``, or a comma."""
    seen = look(form(word or ""))
    return word in ("،", ")", ".") or seen.definite or seen.nisba or seen.title or seen.place


def _is_joined(text: str, word: str) -> bool:
    """``سالم | لقندس``: a preposition and a name that stands without it elsewhere."""
    alone = rf"(?<!\w){word[1:]}(?!\w)"
    return is_prefixed(form(word)) or (word.startswith(("ل", "ب")) and bool(re.search(alone, text)))


def _ends(word: str | None) -> bool:
    norm = form(word or "")
    return not norm or look(norm).preposition or norm in COMPLEMENTIZERS | ENDS


def _is_only_beside(text: str, word: str, name: str) -> bool:
    """Says whether a word is used as names are, and only beside this one."""
    alone = len(re.findall(rf"(?<!\w){word}(?!\w)", text))
    beside = (rf"(?<!\w){word} {re.escape(name)}(?!\w)", rf"{re.escape(name)} {word}(?!\w)")
    only = alone == sum(len(re.findall(one, text)) for one in beside)
    return only and (word.startswith("عبد ") or _is_used_as_name(text, word))


def _is_used_as_name(text: str, word: str) -> bool:
    norm = form(word)
    seen = look(norm)
    told = seen.common or norm in doubtful_words() or seen.definite or norm in CUES
    if not (seen.unknown or seen.given) or told or is_verb(norm) or _is_joined(text, word):
        return False
    return not (norm.startswith(_OF_VERBS) or norm.endswith(_OF_NOUNS))
