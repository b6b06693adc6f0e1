"""Whether an opened article covers what a question requires of an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.language.clitics import without_particles
from index.text.names import name_keys
from index.text.tokens import Token, tokenise
from retrieval.question.places import gazetteer
from retrieval.question.requires import Requirement
from retrieval.search.opened import OpenArticle

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SHORTEST_ROOT: Final = 3

_BEFORE_OFFICE: Final = 2
_AFTER_OFFICE: Final = 4
"""Words around an office among which its country's adjective stands.

``French foreign minister``, ``وزير الخارجية والتعاون الفرنسي``.
"""


def missing(requirements: Sequence[Requirement], article: OpenArticle) -> tuple[str, ...]:
    """Returns the words of the question that an article does not cover."""
    return tuple(r.words for r in requirements if not _is_met(r, article))


def _is_met(required: Requirement, article: OpenArticle) -> bool:
    """Says whether an article's words, or for a year its date, cover a requirement."""
    date = article.article.date
    if required.year and date is not None and str(date.year) == required.words:
        return True
    if required.office:
        return _holds_office(article, required.office, required.forms)
    if any(all(_has(article, term) for term in form) for form in required.forms):
        return True
    if any(all(term in article.terms for term in form) for form in required.towns):
        return True
    return required.heard and not article.sounds.isdisjoint(name_keys(required.words))


def _has(article: OpenArticle, term: str) -> bool:
    if term in article.terms:
        return True
    # ليبيا is covered by الليبي: what follows the stem is the ending of a nisba.
    return (
        len(term) >= _SHORTEST_ROOT
        and not term.isdigit()
        and any(other.startswith(term) for other in article.terms)
    )


def _holds_office(
    article: OpenArticle, office: frozenset[str], forms: tuple[tuple[str, ...], ...]
) -> bool:
    """Says whether an article tells of an office of a country.

    الترجمة الفرنسية has nothing of France but an adjective, which belongs to its noun. So
    the country is named by its noun, or its adjective stands by the office: الرئيس الفرنسي.
    """
    tokens = tokenise(f"{article.article.headline}\n{article.article.text}")
    held = [at for at, token in enumerate(tokens) if token.stem in office]
    if not held:
        return False
    if any(len(form) > 1 and all(_has(article, term) for term in form) for form in forms):
        return True
    single = frozenset(form[0] for form in forms if len(form) == 1)
    if any(_is_noun(token, forms, single) for token in tokens):
        return True
    after = {t.stem for at in held for t in tokens[at : at + _AFTER_OFFICE + 1]}
    # An Arabic adjective never stands before its noun.
    before = {
        t.stem
        for at in held
        for t in tokens[max(0, at - _BEFORE_OFFICE) : at]
        if not _ARABIC.match(t.norm)
    }
    roots = tuple(root for root in single if len(root) >= _SHORTEST_ROOT)
    return any(stem.startswith(roots) for stem in after | before)


def _is_noun(token: Token, forms: tuple[tuple[str, ...], ...], single: frozenset[str]) -> bool:
    """Says whether a word is a country's name, not its adjective."""
    return any(
        not set(gazetteer().get(head, ())).isdisjoint(forms)
        or (head in single and bool(_ARABIC.match(head)))
        for head in without_particles(token.norm)
    )
