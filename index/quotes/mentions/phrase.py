"""The noun phrase that names a speaker, and where one can go on no further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.quotes.lexicon import COMPLEMENTIZERS, ENDS, MONTHS
from index.quotes.looks import ADVERBS, AGENT_CHANGE, THINGS, TIMES, look
from index.quotes.mentions.shapes import is_bare_name
from index.quotes.text import Kind, Word

_SAYING: Final = frozenset(["القول", "بالقول"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, in positions of the list of words, all of them included.

    Attributes:
        name: The words of a proper name in it.
        role: The words that describe.
        head: Form of the word that counts for gender, number and kind.
        next: Where reading goes on, an apposition after a comma included.
        also: A role or a name that an apposition adds.
    """

    first: int
    last: int
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    head: str
    gender: str
    number: str
    next: int
    quoted: int | None = None
    also: tuple[int, int] | None = None


def ends_phrase(words: Sequence[Word], at: int) -> bool:
    """Says whether a word can't go on with a noun phrase."""
    word = words[at]
    if word.kind in (Kind.STOP, Kind.BREAK, Kind.COLON, Kind.COMMA):
        return True
    norm = word.norm
    if norm in COMPLEMENTIZERS or norm in _SAYING or norm in ENDS or norm in ADVERBS:
        return True
    if norm[:1] in "لب" and norm[1:2].isascii() and norm[1:2].isalpha():
        # ``مسؤول لـCNN``: to whom.
        return True
    cue = word.cue
    if cue is None:
        return False
    return (
        cue.form != "participle"
        or norm.endswith("ا")
        or (norm.endswith("ة") and not look(norm).role)
    )


def _is_time(words: Sequence[Word], at: int, limit: int) -> bool:
    """``العام`` is a time before الماضي alone, and الشيخ صباح is a name."""
    norm = words[at].norm
    if norm == "العام":
        return at + 1 < limit and words[at + 1].norm in (
            "الماضي",
            "المقبل",
            "الحالي",
            "الجاري",
            "الفائت",
        )
    if words[at - 1].look.title and words[at - 1].norm.startswith("ال"):
        return norm in TIMES and norm not in ("صباح", "فجر")
    if norm == "عام" and words[at - 1].look.role:
        # أمين عام is an office, عام 2018 a year.
        return at + 1 < limit and words[at + 1].kind is Kind.NUMBER
    if norm == "لدى":
        # ``لدى وصوله`` is a time, ``مبعوث الأقاليم لدى زمردان`` is where he serves.
        after = words[at + 1].norm if at + 1 < limit else ""
        return not after or after.endswith("ه") or look(after).base in THINGS
    return norm in TIMES or norm in MONTHS


def _changes_agent(words: Sequence[Word], at: int) -> bool:
    return words[at].norm == "من" and at + 1 < len(words) and words[at + 1].norm in AGENT_CHANGE


def is_of_office(words: Sequence[Word], at: int) -> bool:
    """``لوزير | الخارجية الزمرداني``: a word of an office, whose attribute is the minister's."""
    before = words[at - 1].norm if at else ""
    seen = look(before[1:]) if before[:1] in ("و", "ل", "ب") else look(before)
    return seen.role and not (seen.definite or seen.given)


def has_another_subject(words: Sequence[Word], at: int) -> bool:
    """``أعلنت روابي …. | وقالت الشركة``: a name that agrees with it, in the sentence before."""
    first = _sentence_before(words, at)
    if first is None or words[at].look.gender != "f":
        return False
    verb, subject = words[first], words[first + 1]
    return verb.norm.endswith("ت") and (is_bare_name(subject.norm) or subject.look.body)


def _sentence_before(words: Sequence[Word], at: int) -> int | None:
    """Returns where the sentence before that of a position begins, None in the first one."""
    ends = [k for k in range(at - 1, -1, -1) if words[k].kind in (Kind.STOP, Kind.BREAK)]
    apart = [k for k in ends if k + 1 not in ends]
    if not apart:
        return None
    return apart[1] + 1 if len(apart) > 1 else 0
