"""Who bears a description, as a reader tells it over an article.

Newsrooms name somebody once and then call him ``اللاعب الشاب``, with words that nothing else
in the article ties to the name. A reader points at the words that hold the speaker's name,
wherever they stand; what it says of all quotations of the one who is described counts together.

>>> [is_one_persons(one) for one in ("اللاعب الشاب", "قائد المنتخب", "لاعب شاب", "أحد اللاعبين")]
[True, True, False, False]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from index.quotes.claims.claim import Claim
from index.quotes.lexicon import COMPLEMENTIZERS, fold
from index.quotes.looks import BELONGING, look
from index.quotes.mentions.alike import alike, root
from index.quotes.mentions.bearers import countries_in
from index.quotes.mentions.joint import joint_names
from index.quotes.weigh import Candidate, is_nameless
from index.types import SpeakerKind

_LEAST: Final = 0.08
"""The share of the name, over the quotations, from which it counts."""
_BODY: Final = 0.2
"""The same for a body whose name begins like its description."""
_BESIDE: Final = 120
_ENDS: Final = re.compile(r"[.:;؛\"«»“”\n]")
_MOST: Final = 0.5
"""The same where the description could be anybody's, or leans on somebody else."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was made of one quotation.

    Attributes:
        claim: ``None`` where nothing was said.
        candidates: Whom the reader likes most first.
        chosen: One of them; ``None`` where nobody is named.
    """

    claim: Claim | None
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None


def read_bearers(text: str, weighed: Iterable[Weighed]) -> dict[str, Candidate]:
    """Returns, for descriptions of an article's speakers, those who bear them by name."""
    shares: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    asked: dict[str, Candidate] = {}
    named: dict[str, Candidate] = {}
    quotations: Counter[str] = Counter()
    for one in weighed:
        if one.chosen is None:
            continue
        described = next((c for c in (one.chosen, one.candidates[0]) if not c.by_name), None)
        if described is None:
            continue
        name = described.speaker.name
        asked.setdefault(name, described)
        quotations[name] += 1
        for other in one.candidates:
            if other.by_name and _can_bear(described, other):
                shares[name][other.speaker.name] += other.name_share
                named.setdefault(other.speaker.name, other)
    found: dict[str, Candidate] = {}
    for name, told in shares.items():
        best = max(told, key=lambda one: told[one])
        if told[best] >= quotations[name] * _needed(text, asked[name], named[best]):
            found[name] = named[best]
    return found


def _needed(text: str, described: Candidate, other: Candidate) -> float:
    """Returns the share from which a name counts for a description.

    Who is first named behind a description may be one of whom that one tells.
    """
    name = described.speaker.name
    if described.speaker.kind is SpeakerKind.INSTITUTION:
        return _BODY
    told = other.first < described.first or _is_beside(text[described.first : other.first])
    return _LEAST if told and is_one_persons(name) and not _leans(name) else _MOST


def _is_beside(between: str) -> bool:
    """``السفير في الوادي أمام المجلس | سالم الكندي``: the name ends what tells who he is."""
    words = fold(between).split()
    if not words or len(between) > _BESIDE or _ENDS.search(between):
        return False
    return not look(words[-1]).preposition and not COMPLEMENTIZERS.intersection(words)


def is_one_persons(description: str) -> bool:
    """Says whether a description is of somebody in particular: it is definite.

    ``قائد المنتخب`` is, by the noun behind it; ``عضو بالمجلس`` is not.
    """
    for word in description.split():
        seen = look(fold(word))
        if seen.definite or seen.place:
            return True
        if seen.preposition or (seen.unnamed and not seen.definite):
            return False
    return False


def _leans(description: str) -> bool:
    """``والدة اللاعب``, ``المتحدث باسم اللاعب``, ``المصدر``: the name near is rather another's."""
    words = fold(description).split()
    head = look(words[0])
    return head.base in BELONGING or "باسم" in words or (head.unnamed and len(words) == 1)


def _can_bear(described: Candidate, other: Candidate) -> bool:
    """Says whether somebody who is named can be the one who is described."""
    asked, known = described.speaker, other.speaker
    if other.number != described.number or {other.gender, described.gender} == {"m", "f"}:
        return False
    if is_nameless(asked):
        return False
    if SpeakerKind.INSTITUTION in (asked.kind, known.kind):
        return asked.kind is known.kind and _is_of_kind(asked.name, fold(known.name))
    words, name = (set(fold(one.name).split()) for one in (asked, known))
    if words & name or len(joint_names(known.name)) > 1:
        return False
    here, there = _countries(asked.name), _countries(known.role or "")
    return not (here and there) or bool(here & there)


def _is_of_kind(description: str, name: str) -> bool:
    """``المعهد`` can be ``معهد الضحى``."""
    head = root(fold(description.split()[0]))
    return any(alike(head, root(word)) for word in name.split())


def _countries(words: str) -> frozenset[str]:
    return frozenset(code for word in words.split() for code in countries_in(fold(word)))
