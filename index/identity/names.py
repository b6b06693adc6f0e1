"""Names as lists of parts that agree across spellings and scripts, titles aside."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from index.text.names import name_keys
from index.text.normalise import normalised

Part = frozenset[str]
"""The keys of one word of a name; two words agree where they share one."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

_TITLES: Final = frozenset(
    normalised(
        "السيد السيدة الآنسة سيد سيدة الدكتور الدكتورة دكتور دكتورة د المهندس المهندسة م الشيخ"
        " الشيخة الحاج الحاجة الرئيس الرئيسة رئيس الوزير الوزيرة وزير وزيرة الملك الملكة الأمير"
        " الأميرة أمير الأستاذ الأستاذة العميد العقيد اللواء الفريق الجنرال المشير الرائد النقيب"
        " المقدم المستشار المستشارة النائب النائبة السفير السفيرة القاضي القاضية البروفيسور"
        " المبعوث المبعوثة المدرب المدربة اللاعب اللاعبة الناطق المتحدث المتحدثة سيدي مولاي العم"
        " الخالة البابا الأب المطران الإمام السيناتور mr mrs ms dr sir lord president minister"
        " envoy general colonel prof professor senator judge ambassador king queen prince princess"
        " sheikh pope mme monsieur madame m me"
    ).split()
)
_PARTICLES: Final = frozenset(
    normalised("بن ابن بنت آل ال al el bin ibn ben bint de du la le von van der den di da").split()
)

# Of these many people's whole names are made; they prove nothing on their own.
_COMMON: Final = frozenset(
    normalised(
        "محمد أحمد محمود مصطفى علي حسن حسين عبد الله عبدالله عبدالرحمن الرحمن إبراهيم خالد يوسف"
        " عمر عثمان سعيد صالح سالم كمال جمال عادل فاطمة مريم زينب عائشة عيسى موسى إسماعيل حمد ناصر"
        " طارق john james robert michael david william smith jones brown johnson martin jean"
        " pierre marie mohamed mohammed muhammad ahmed ali hassan hussein omar ibrahim khaled"
        " youssef"
    ).split()
)


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) >= 5 else word


@lru_cache(maxsize=100_000)
def _part(word: str) -> Part:
    return name_keys(word) | name_keys(_bare(word)) | {word}


def words_of_name(name: str) -> tuple[str, ...]:
    """Returns the words of a name, without titles and particles where any word is left.

    >>> words_of_name("الدكتور محمد بن سالم القندسي")
    ('محمد', 'سالم', 'القندسي')
    >>> words_of_name("الرئيس")
    ('الرءيس',)
    """
    words = [found.group() for found in _WORD.finditer(normalised(name))]
    names = [word for word in words if word not in _TITLES and word not in _PARTICLES]
    return tuple(names or words)


def parts_of(name: str) -> tuple[Part, ...]:
    """Returns the parts of a name, in its order."""
    return tuple(_part(word) for word in words_of_name(name))


def is_common(name: str) -> bool:
    """Says whether many people bear this whole name."""
    return all(word in _COMMON for word in words_of_name(name))


def within(shorter: tuple[Part, ...], longer: tuple[Part, ...]) -> bool:
    """Says whether every part of a name agrees with one of another, in order."""
    at = 0
    for part in shorter:
        while at < len(longer) and not part & longer[at]:
            at += 1
        if at == len(longer):
            return False
        at += 1
    return bool(shorter)


def agree(one: tuple[Part, ...], other: tuple[Part, ...]) -> bool:
    """Says whether two full names can be one person's.

    One holds the other, and both end alike: the family's name is the last one, and
    ``خالد ناصر`` is no short form of ``خالد ناصر الدين المزدلي``.
    """
    if not one or not other or not one[-1] & other[-1]:
        return False
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    return within(shorter, longer)
