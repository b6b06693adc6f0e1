"""What Arabic writes on to a word in front: و and ف, ب ل ك, and the article.

The letters alone do not tell whether وليد is a name or "and a son of", so every form that a
word may have is given, the word itself first.

>>> list(without_particles("وبالمدينه")), list(without_particles("للوزير"))
(['وبالمدينه', 'المدينه', 'بالمدينه'], ['للوزير', 'لوزير', 'الوزير'])
>>> without_article("الوزير"), without_article("الف")
('وزير', 'الف')
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from index.language.tables import words

ARTICLE: Final = "ال"
_JOINED_ARTICLE: Final = "لل"
_SHORTEST: Final = 3
_SHORTEST_WITH_ARTICLE: Final = 5


@cache
def particles() -> frozenset[str]:
    """Returns the letters that may stand before any word: و ف ب ل ك."""
    return words("grammar", "clitics", "conjunctions", "prepositions")


@cache
def _before_words() -> tuple[str, ...]:
    """One or two letters before a word, the longer ones first."""
    joining = words("grammar", "clitics", "conjunctions")
    governing = words("grammar", "clitics", "prepositions")
    return (*sorted(a + b for a in joining for b in governing), *sorted(particles()))


def without_particles(norm: str, shortest: int = _SHORTEST) -> Iterator[str]:
    """Yields a normalised word, then what is left of it without the particles before it.

    Args:
        shortest: Letters that have to be left.
    """
    yield norm
    if norm[:1] in particles():
        for particle in _before_words():
            if norm.startswith(particle) and len(norm) - len(particle) >= shortest:
                yield norm[len(particle) :]
    if norm.startswith(_JOINED_ARTICLE):
        yield ARTICLE + norm[2:]


def without_article(norm: str) -> str:
    """Returns a word without the article, where enough of it is left to be one."""
    long = len(norm) >= _SHORTEST_WITH_ARTICLE
    return norm[len(ARTICLE) :] if long and norm.startswith(ARTICLE) else norm


def bare_forms(norm: str, shortest: int = 2) -> frozenset[str]:
    """Returns a word with and without the particles and the article before it."""
    forms = set(without_particles(norm, shortest))
    for form in tuple(forms):
        if form.startswith(ARTICLE) and len(form) - len(ARTICLE) >= shortest:
            forms.add(form[len(ARTICLE) :])
    return frozenset(forms)
