"""Compares names: by their words without titles, and across scripts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile
from typing import Final

from index.language.tables import words
from index.text.names import consonants_alike, name_agreement, name_keys
from index.text.normalise import normalised

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
CLEARLY: Final = 0.8
"""Agreement of names that differ in long and short vowels at most."""

_POSSIBLY: Final = 0.5
_VOWELS: Final = re.compile("[اويىءه]")
_LEAST_CONSONANTS: Final = 3
_LONG: Final = 6
_PAIR: Final = 2
_PARENTS: Final = frozenset(["ابو", "ابي", "ابا", "ام"])


@lru_cache(maxsize=50_000)
def words_of_name(name: str) -> tuple[str, ...]:
    """Returns the words of a name, without titles and particles where any word is left.

    >>> words_of_name("الدكتور محمد بن سالم القندسي")
    ('محمد', 'سالم', 'القندسي')
    """
    all_words = [found.group() for found in _WORD.finditer(normalised(name))]
    aside = words("names", "parts", "titles", "particles")
    return tuple([word for word in all_words if word not in aside] or all_words)


@lru_cache(maxsize=50_000)
def keys_of(name: str) -> frozenset[str]:
    """Returns keys of which two names that agree share at least one."""
    return name_keys(name) or frozenset(words_of_name(name))


@lru_cache(maxsize=50_000)
def agreement(name: str, other: str) -> float:
    """Returns how well two names agree: 1.0 word for word, 0.0 not at all."""
    if _is_by_a_child(name) != _is_by_a_child(other):
        return 0.0
    same = words_of_name(name) == words_of_name(other)
    return 1.0 if same else name_agreement(name, other)


@lru_cache(maxsize=50_000)
def _is_by_a_child(name: str) -> bool:
    """``أبو محمد`` is not ``محمد``; ``أبو الوادي`` may be ``سالم أبو الوادي``."""
    first, _, child = normalised(name).partition(" ")
    return first in _PARENTS and child in words("names", "given", "common")


def agree(name: str, other: str) -> bool:
    """Says whether two names can be one person's, as far as their letters tell.

    A single word says little, so it has to say it clearly.
    """
    alone = min(len(words_of_name(name)), len(words_of_name(other))) == 1
    return agreement(name, other) >= (CLEARLY if alone else _POSSIBLY)


def possible(name: str, asked: str) -> bool:
    """Says whether a name as somebody typed it can mean this one."""
    return agreement(name, asked) >= _POSSIBLY


@lru_cache(maxsize=50_000)
def holds(name: str, asked: str) -> bool:
    """Says whether a name holds all words of another, given names alone included."""
    held = words_of_name(name)
    return all(any(possible(one, word) for one in held) for word in words_of_name(asked))


@lru_cache(maxsize=50_000)
def heard(name: str, asked: str) -> bool:
    """Says whether a name may be this one across scripts: the family names agree clearly,
    and the given names have the same consonants.

    >>> heard("بنيامين نتنياهو", "Benjamin Netanyahu"), heard("سارة نتنياهو", "Benjamin Netanyahu")
    (True, False)
    """
    here, there = words_of_name(name), words_of_name(asked)
    if len(here) < 2 or len(there) < 2 or here[0].isascii() == there[0].isascii():
        return False
    return agreement(here[-1], there[-1]) >= CLEARLY and consonants_alike(here[0], there[0])


@lru_cache(maxsize=50_000)
def respelled(name: str, other: str) -> bool:
    """Says whether two names in full differ in the vowels of a foreign given name alone, or in
    one letter of a long family name.

    >>> respelled("فيليسيا الكندي", "فليسيا الكندي"), respelled("سالم الكندي", "سليم الكندي")
    (True, False)
    >>> respelled("فيليسيا ليبرقان", "فيليسيا ليبرلقان"), respelled("سالم ليبرق", "سالم ليبرك")
    (True, False)
    """
    here, there = words_of_name(name), words_of_name(other)
    if len(here) == len(there) > 1 and here[:-1] == there[:-1]:
        return _is_misspelt(here[-1], there[-1])
    firsts = {here[0], there[0]}
    two = firsts & words("names", "given", "contrasted") or firsts <= words(
        "names", "given", "arabic"
    )
    if here[1:] != there[1:] or len(here) < 2 or two:
        return False
    bare = [_VOWELS.sub("", word[0]) for word in (here, there)]
    return bare[0] == bare[1] and len(bare[0]) >= _LEAST_CONSONANTS


def _is_misspelt(word: str, other: str) -> bool:
    """Says whether a letter is missing, or two that stand together are exchanged."""
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < _LONG:
        return False
    if len(shorter) == len(longer):
        apart = [at for at in range(len(longer)) if longer[at] != shorter[at]]
        return len(apart) == _PAIR and sorted(word) == sorted(other) and apart[1] == apart[0] + 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer)))


def is_common(name: str) -> bool:
    """Says whether many people bear this whole name."""
    return words("names", "given", "common").issuperset(words_of_name(name))


def without_description(name: str) -> str:
    """Returns a name without what describes its bearer before it: in Arabic, titles alone.

    >>> without_description("the foreign minister al-Ramadi"), without_description("the minister")
    ('al-Ramadi', 'the minister')
    >>> without_description("القس الحموي"), without_description("محامي الحموي")
    ('الحموي', 'محامي الحموي')
    """
    describing = words("names", "parts", "describing") | words("offices", "words", "titles")
    parts = name.replace("'", " ").replace("\u2019", " ").split()
    left = list(dropwhile(lambda part: normalised(part).strip("-,") in describing, parts))
    return " ".join(left) if 0 < len(left) < len(parts) else name
