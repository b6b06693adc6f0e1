"""The sayings that a scope sees, with the people who said them, and where words can stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.engine.base import SearchEngine
from index.identity.aliases import Aliases, read_aliases
from index.identity.people import People
from index.identity.values import Person
from index.store.sql import SqlStore
from index.text.tokens import index_terms
from index.types import Analysis, Article, Saying, Sentence, Span
from retrieval.sayings.check.words import words_of
from retrieval.sayings.values import CitedSaying, CitedWords
from retrieval.tell.citation import cite

Keys = npt.NDArray[np.uint64]

_PAIR: Final = np.uint64(0x9E3779B1)
_MASK: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)
_SHINGLED: Final = 20_000
"""Articles up to which the shingles are kept in memory, some 5 kB an article."""

_SCOPES: Final = 64
"""Scopes whose people are kept in memory: those that asked last."""

HELD: Final = 100_000
"""Articles of all scopes together that speakers and words are kept of: some 7 KB each."""

_PASSAGES: Final = 200
"""Passages by BM25 whose articles are looked at beyond that."""


def shingles(words: Sequence[str]) -> Keys:
    """Returns the distinct 32-bit keys of all words and of all pairs of neighbours, sorted."""
    single = np.array([crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    pairs = (single[:-1] * _PAIR + single[1:] + np.uint64(1)) & _MASK
    return np.unique(np.concatenate([single, pairs]))


def article_shingles(text: str) -> Keys:
    """Returns the shingles of an article's words."""
    return shingles(words_of(text).norms)


class ShingleIndex:
    """Finds articles by the words and pairs of words that they share with a claim.

    It is one sorted array of 64-bit keys: 32 bits of the shingle's hash, 32 of the article. A
    collision of hashes costs a look at one more article, never a wrong verdict: what is found
    here is compared word by word afterwards.
    """

    def __init__(self, entries: Iterable[tuple[str, Keys]]) -> None:
        """Lays the index out.

        Args:
            entries: Article ids, each with ``article_shingles`` of its text.
        """
        self.ids: Final[list[str]] = []
        parts: list[Keys] = []
        for position, (article_id, keys) in enumerate(entries):
            self.ids.append(article_id)
            parts.append((keys << _SHIFT) | np.uint64(position))
        packed = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
        packed.sort()
        self._keys: Final[Keys] = packed

    def candidates(self, words: Sequence[str], limit: int) -> list[str]:
        """Returns the articles that share most with the words, rare shingles first.

        Each shared shingle counts ``log(1 + N / n)``, n being the articles with it.
        """
        if not self.ids or not words:
            return []
        asked = shingles(words)
        low = np.searchsorted(self._keys, asked << _SHIFT, side="left")
        high = np.searchsorted(self._keys, (asked << _SHIFT) | _MASK, side="right")
        scores = np.zeros(len(self.ids))
        for start, end in zip(low.tolist(), high.tolist(), strict=True):
            if start < end:
                holders = (self._keys[start:end] & _MASK).astype(np.int64)
                scores[holders] += np.log1p(len(self.ids) / (end - start))
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found], kind="stable")[:limit]]
        return [self.ids[at] for at in best.tolist()]


@dataclass(slots=True)
class _View:
    """What was worked out for one state of one scope."""

    ids: tuple[str, ...]
    stamp: tuple[int, int]
    people: People
    shingles: ShingleIndex | None = None


class Archive:
    """Reads sayings from a store; what it keeps in memory follows the store by itself."""

    def __init__(
        self,
        store: SqlStore,
        *,
        engine: SearchEngine | None = None,
        aliases_path: Path | None = None,
    ) -> None:
        """Opens no file yet.

        Args:
            engine: Finds candidates in scopes too large for shingles in memory.
            aliases_path: The owner's ``people.toml``, which need not exist.
        """
        self.store: Final = store
        self._engine: Final = engine
        self._aliases_path: Final = aliases_path
        self._views: OrderedDict[frozenset[str], _View] = OrderedDict()
        self._keys: dict[str, Keys] = {}
        self._lock: Final = Lock()

    def people(self, scope: Collection[str]) -> People:
        """Returns the speakers that a scope sees.

        Raises:
            SettingsError: The file of aliases makes no sense.
        """
        return self._view(scope).people

    def sayings_of(self, people: Sequence[Person], scope: Collection[str]) -> list[CitedSaying]:
        """Returns everything that these people said, newest article first, in its order."""
        wanted = {person.id for person in people}
        ids = {article_id for person in people for article_id in person.articles}
        known = self.people(scope)
        return [
            said
            for said in self.sayings(scope, ids)
            if wanted & {person.id for person in people_of(said.saying, known)}
        ]

    def sayings(
        self, scope: Collection[str], article_ids: Collection[str] | None = None
    ) -> list[CitedSaying]:
        """Returns the sayings of some articles, or of all, newest article first."""
        view = self._view(scope)
        ids = [key for key in view.ids if article_ids is None or key in article_ids]
        return [
            self.cite(article, analysis, saying, view.people)
            for article, analysis in self.store.read_many(ids, scope)
            for saying in analysis.sayings
        ]

    def cite(
        self, article: Article, analysis: Analysis, saying: Saying, people: People
    ) -> CitedSaying:
        """Returns a saying with its words, its sentence, its citation and its person."""
        sentence = sentence_at(analysis, saying.quote.span)
        cue = saying.attribution.cue
        return CitedSaying(
            saying=saying,
            words=saying.quote.span.of(article.text),
            span=saying.quote.span,
            sentence=sentence.span.of(article.text),
            sentence_span=sentence.span,
            citation=cite(article, sentence),
            person=person_of(saying, people),
            cue=cue.of(article.text) if cue else "",
        )

    def cite_words(
        self,
        article: Article,
        analysis: Analysis,
        span: Span,
        saying: Saying | None,
        people: People,
    ) -> CitedWords:
        """Returns a stretch of an article with its sentence and its citation."""
        sentence = sentence_at(analysis, span)
        return CitedWords(
            words=span.of(article.text),
            span=span,
            sentence=sentence.span.of(article.text),
            sentence_span=sentence.span,
            citation=cite(article, sentence),
            saying=saying,
            person=person_of(saying, people) if saying else None,
        )

    def candidates(
        self, words: Sequence[str], text: str, scope: Collection[str], limit: int
    ) -> list[str]:
        """Returns ids of the articles that most likely hold these words, the best first."""
        view = self._view(scope)
        if len(view.ids) > _SHINGLED and self._engine is not None:
            hits = self._engine.search_lexical(index_terms(text), _PASSAGES, scope)
            return list(dict.fromkeys(hit.article_id for hit in hits))[:limit]
        if view.shingles is None:
            view.shingles = ShingleIndex(self._entries(view.ids, scope))
        return view.shingles.candidates(words, limit)

    def _entries(self, ids: Sequence[str], scope: Collection[str]) -> list[tuple[str, Keys]]:
        # What was removed, and what others asked about long ago, is not kept for ever.
        kept = self._keys if len(self._keys) <= 2 * _SHINGLED else {}
        self._keys = kept
        missing = [key for key in ids if key not in kept]
        for start in range(0, len(missing), 500):
            page = missing[start : start + 500]
            for article, _ in self.store.read_many(page, scope):
                kept[article.id] = article_shingles(f"{article.headline}\n{article.text}")
        return [(key, kept[key]) for key in ids if key in kept]

    def _view(self, scope: Collection[str]) -> _View:
        key = frozenset(scope)
        held = self.store.held(key)
        stamp = self._stamp()
        with self._lock:
            view = self._views.get(key)
            if view is None or view.stamp != stamp or held.symmetric_difference(view.ids):
                ids = tuple(self.store.article_ids(key))
                aliases = read_aliases(self._aliases_path) if self._aliases_path else Aliases()
                people = People(self.store.namings(key), aliases)
                view = self._views[key] = _View(ids, stamp, people)
            self._views.move_to_end(key)
            count = sum(len(one.ids) for one in self._views.values())
            while len(self._views) > _SCOPES or (count > HELD and len(self._views) > 1):
                count -= len(self._views.popitem(last=False)[1].ids)
            return view

    def _stamp(self) -> tuple[int, int]:
        if self._aliases_path is None or not self._aliases_path.exists():
            return (0, 0)
        state = self._aliases_path.stat()
        return (state.st_mtime_ns, state.st_size)


def sentence_at(analysis: Analysis, span: Span) -> Sentence:
    """Returns the sentence that holds the start of a span, or the one before it."""
    starts = [sentence.span.start for sentence in analysis.sentences]
    if not starts:
        return Sentence(1, span)
    return analysis.sentences[max(0, bisect_right(starts, span.start) - 1)]


def person_of(saying: Saying, people: People) -> Person | None:
    """Returns who said it, across articles; None where the speaker is unknown."""
    return next(iter(people_of(saying, people)), None)


def people_of(saying: Saying, people: People) -> tuple[Person, ...]:
    """Returns all who said it together, across articles; nobody where that is unknown."""
    speaker = saying.attribution.speaker
    if speaker is None:
        return ()
    return people.all_of(saying.article_id, speaker.name, speaker.role)
