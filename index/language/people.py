"""Words in and around the names of people, in normalised form."""

from __future__ import annotations

from functools import cache

from index.language.tables import words


@cache
def name_particles() -> frozenset[str]:
    """Returns words inside a name that one writer sets and another leaves out."""
    return words("names", "parts", "particles")


@cache
def titles() -> frozenset[str]:
    """Returns words before a name that are not part of it."""
    return words("names", "parts", "titles")


@cache
def describing_words() -> frozenset[str]:
    """Returns what stands before a name in Latin letters to describe its bearer."""
    return words("names", "parts", "describing")


@cache
def contrasted_names() -> frozenset[str]:
    """Returns given names that differ in a vowel alone, and are different people's."""
    return words("names", "given", "contrasted")


@cache
def common_names() -> frozenset[str]:
    """Returns words of which many people's whole names are made."""
    return words("names", "given", "common")
