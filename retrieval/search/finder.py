"""From a question to passages: the search, which orders no sentence and decides nothing."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.engine.base import Hit, TermStatistics
from index.library import Library
from index.passages import passage_text
from index.text.language import main_script
from index.text.spelling import arabic_spellings
from index.text.stemming import alternatives, stem
from index.text.tokens import index_terms
from retrieval.answer import Slip, Stage, Stopwatch, untimed
from retrieval.question.asked import Asked
from retrieval.question.read import read_meant
from retrieval.question.requires import Requirement
from retrieval.question.spelling import find_slips, may_be_slips
from retrieval.search.fusion import Fused, crossing_shares, elsewhere, fuse, lone, with_heard
from retrieval.search.opened import Shelf

TOP_K: Final = 100
"""Passages taken from each list."""

PASSAGES: Final = 20
"""Fused passages whose sentences are looked at."""

HEARD: Final = 60
"""Fused passages in which the question's words are looked for by their sound."""

NAMED: Final = 30
"""Passages in another script that are looked at for the names in them."""

_NO_WORD: Final = "\x00"

_FAINT: Final = 0.3
"""Weight of a word that a follow-up takes from the question before."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one search has found.

    Attributes:
        asked: What was searched in the end: slips of the keyboard are put right.
        dense: Passages by cosine alone, best first.
        lexical: Passages by BM25 alone.
        fused: The list that both make together.
        towards: The vector that sentences are compared with.
        weights: The same, lower for words that another question asked.
        known: For every term of the question, whether any passage in scope has it.
    """

    asked: Asked
    slips: tuple[Slip, ...]
    dense: Sequence[Hit]
    lexical: Sequence[Hit]
    fused: Sequence[Fused]
    towards: npt.NDArray[np.float32]
    idf: Mapping[str, float]
    weights: Mapping[str, float]
    known: Sequence[bool]


@dataclass(frozen=True, slots=True)
class _Search:
    """What the engine has found for one question."""

    vector: npt.NDArray[np.float32]
    dense: Sequence[Hit]
    lexical: Sequence[Hit]
    statistics: TermStatistics
    fused: Sequence[Fused]


class Finder:
    """Searches a library."""

    def __init__(self, library: Library, shelf: Shelf, stopwatch: Stopwatch = untimed) -> None:
        self._library = library
        self._shelf = shelf
        self._stopwatch = stopwatch

    def find(
        self,
        asked: Asked,
        scope: Collection[str],
        vector: npt.NDArray[np.float32] | None = None,
        names: Sequence[str] = (),
    ) -> Found:
        """Searches without deciding anything: what an evaluation measures.

        Args:
            names: Whom it names, as articles in another script write them.
        """
        search = self._search(asked, vector, scope)
        doubtful = may_be_slips(asked, self._unknown(asked, search, scope))
        slips: tuple[Slip, ...] = ()
        if doubtful:
            first = self._shelf.open_all((f.article_id for f in search.fused[:PASSAGES]), scope)
            words = ChainMap(*(opened.words for opened in first.values()))
            slips = find_slips(doubtful, words)
        if slips:
            asked = read_meant(asked, slips)
            search = self._search(asked, None, scope)
        weights = dict(search.statistics.idf)
        for term in index_terms(" ".join(asked.faint)):
            weights[term] = weights.get(term, 0.0) * _FAINT
        known = self._known(asked, search, scope)
        return Found(
            asked=asked,
            slips=slips,
            dense=search.dense,
            lexical=search.lexical,
            fused=self._listened(asked, search, names, scope),
            towards=self._towards(asked, search.vector),
            idf=search.statistics.idf,
            weights=weights,
            known=[known[term] for term in asked.terms],
        )

    def stands(self, required: Sequence[Requirement], words: str, scope: Collection[str]) -> bool:
        """Says whether any passage in scope has one of some words, in any of their forms."""
        forms = {term for one in required for form in one.forms for term in form}
        terms = [*forms, *index_terms(words)]
        return bool(self._library.engine.search_lexical(terms, 1, scope))

    def _search(
        self, asked: Asked, vector: npt.NDArray[np.float32] | None, scope: Collection[str]
    ) -> _Search:
        """Returns both lists, and the one that they make together."""
        engine = self._library.engine
        if vector is None:
            with self._stopwatch(Stage.ENCODE):
                vector = self._library.encoder.encode_query(asked.standard)
        with self._stopwatch(Stage.DENSE):
            dense = engine.search_dense(vector, TOP_K, scope)
        with self._stopwatch(Stage.LEXICAL):
            lexical = engine.search_lexical(asked.terms, TOP_K, scope)
            statistics = engine.term_statistics(asked.terms, scope)
        in_dense = {hit.passage_id for hit in dense}
        in_lexical = {hit.passage_id for hit in lexical}
        only_lexical = [h.passage_id for h in lexical if h.passage_id not in in_dense]
        only_dense = [h.passage_id for h in dense if h.passage_id not in in_lexical]
        cosines = engine.dense_scores(vector, only_lexical)
        bm25 = engine.lexical_scores(asked.terms, only_dense, scope)
        fused = fuse(
            dense,
            lexical,
            dense_scores=dict(zip(only_lexical, cosines, strict=True)),
            lexical_scores=dict(zip(only_dense, bm25, strict=True)),
            ceiling=statistics.ceiling,
        )
        return _Search(vector, dense, lexical, statistics, fused)

    def _known(self, asked: Asked, search: _Search, scope: Collection[str]) -> dict[str, bool]:
        """Returns for every term of a question whether any passage in scope has it."""
        # A word that no passage has weighs as much as one that is no word at all.
        most = self._library.engine.term_statistics([_NO_WORD], scope).idf[_NO_WORD]
        return {term: search.statistics.idf[term] < most for term in asked.terms}

    def _unknown(self, asked: Asked, search: _Search, scope: Collection[str]) -> frozenset[str]:
        """Returns the words of a question that no passage in scope has in any form."""
        known = self._known(asked, search, scope)
        return frozenset(
            token.norm
            for token in asked.content
            if not any(known.get(term) for term in (token.stem, *alternatives(token.norm)))
        )

    def _listened(
        self, asked: Asked, search: _Search, names: Sequence[str], scope: Collection[str]
    ) -> list[Fused]:
        """Returns the list with the passages of another script in the order of what is heard."""
        fused = list(search.fused)
        texts = self._texts(fused[:PASSAGES], scope)
        if elsewhere(asked.text, texts):
            named = self._named(asked, search, names, scope)
            fused = [*fused[:HEARD], *named, *fused[HEARD:]]
            texts += self._texts(fused[PASSAGES : HEARD + len(named)], scope)
        heard = crossing_shares(asked.text, texts)
        return with_heard(fused[: len(texts)], heard) + list(fused[len(texts) :])

    def _named(
        self, asked: Asked, search: _Search, names: Sequence[str], scope: Collection[str]
    ) -> list[Fused]:
        """Returns further passages in another script that have the names of a question."""
        script = main_script(asked.text)
        forms = (term for one in asked.requirements for form in one.forms for term in form)
        terms = (*forms, *index_terms(" ".join(names)), *_spelt(asked, script))
        abroad = [t for t in dict.fromkeys(terms) if t.isalpha() and main_script(t) != script]
        if not abroad:
            return []
        found = self._library.engine.search_lexical(abroad, NAMED, scope)
        known = {fused.passage_id for fused in search.fused}
        new = {hit.passage_id: hit.article_id for hit in found if hit.passage_id not in known}
        return self._lone(asked, search.vector, search.statistics.ceiling, new, scope)

    def _lone(
        self,
        asked: Asked,
        vector: npt.NDArray[np.float32],
        ceiling: float,
        passages: Mapping[str, str],
        scope: Collection[str],
    ) -> list[Fused]:
        """Returns passages that neither list holds, by id with their articles' ids."""
        ids = list(passages)
        cosines = self._library.engine.dense_scores(vector, ids)
        scores = self._library.engine.lexical_scores(asked.terms, ids, scope)
        return [
            lone(passage, passages[passage], float(cosine), float(bm25), ceiling)
            for passage, cosine, bm25 in zip(ids, cosines, scores, strict=True)
        ]

    def _texts(self, fused: Sequence[Fused], scope: Collection[str]) -> list[str]:
        opened = self._shelf.open_all((one.article_id for one in fused), scope)
        texts = []
        for one in fused:
            article = opened[one.article_id]
            passage = article.passages.get(one.passage_id)
            texts.append(passage_text(article.article, passage) if passage else "")
        return texts

    def _towards(self, asked: Asked, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Returns the vector that sentences are held against.

        Passages are found by all words of a follow-up; among their sentences
        those are nearer that answer what is asked now.
        """
        if not asked.own:
            return vector
        mixed = vector + self._library.encoder.encode_query(asked.own)
        return mixed / np.float32(np.linalg.norm(mixed))


def _spelt(asked: Asked, script: str) -> list[str]:
    """Returns the terms by which names in Latin letters may stand in Arabic articles."""
    if script != "latin":
        return []
    names = [token.norm for token in asked.content if token.surface[0].isupper()]
    return [stem(spelling) for name in names for spelling in arabic_spellings(name)]
