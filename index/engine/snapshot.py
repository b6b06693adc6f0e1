"""One unchanging state of an index: what a question is answered from.

A change makes another snapshot. A question keeps the one that it started with,
so nothing that happens beside it can block it or change its figures midway.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine import lexical
from index.engine.base import Addition, Hit, Operation, TermStatistics
from index.engine.dense import cosines_of
from index.engine.lexical import Corpus, Floats, Mask, Rows, Weights
from index.engine.live import Live
from index.engine.lookup import Ids, id_of, ids_of, number_of, numbers_of
from index.engine.sealed import Holders, Sealed

_VIEWS: Final = 64
"""Scopes whose masks are kept."""

Segment = Sealed | Live


class Sight:
    """One segment as a scope sees it."""

    def __init__(self, segment: Segment, mask: Mask) -> None:
        self.segment: Final = segment
        self.visible: Final = int(np.count_nonzero(mask))
        self.tokens: Final = int(segment.lengths[mask].sum(dtype=np.int64))
        # Where everything is visible, nothing has to be looked up in the mask.
        self.mask: Final = None if self.visible == segment.row_count else mask


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's tokens, looked up in a view.

    Attributes:
        matches: For each sight, the rows that hold each term.
        holding: How many visible passages hold each token.
    """

    matches: Sequence[Any]
    holding: Mapping[str, int]
    weights: Weights


class View:
    """All segments as a scope sees them."""

    def __init__(self, sights: Sequence[Sight]) -> None:
        self.sights: Final = [sight for sight in sights if sight.visible]
        self.corpus: Final = Corpus(
            sum(sight.visible for sight in self.sights), sum(sight.tokens for sight in self.sights)
        )
        self._last: tuple[tuple[str, ...], Asked] | None = None

    def asked(self, tokens: Sequence[str]) -> Asked:
        """Looks a query's tokens up, once for all that is done with them."""
        key, last = tuple(tokens), self._last
        if last is None or last[0] != key:
            last = self._last = (key, self._looked_up(key))
        return last[1]

    def _looked_up(self, tokens: tuple[str, ...]) -> Asked:
        terms = sorted(set(tokens))
        matches: list[Any] = [sight.segment.matches(terms) for sight in self.sights]
        holding = dict.fromkeys(terms, 0)
        for sight, found in zip(self.sights, matches, strict=True):
            mask = sight.mask
            for term, (rows, _) in found.items():
                holding[term] += len(rows) if mask is None else int(np.count_nonzero(mask[rows]))
        return Asked(matches, holding, lexical.weigh(tokens, holding, self.corpus))

    def statistics(self, tokens: Sequence[str]) -> TermStatistics:
        return lexical.statistics(tokens, self.asked(tokens).holding, self.corpus)

    def search_lexical(self, tokens: Sequence[str], top_k: int) -> list[Hit]:
        asked = self.asked(tokens)

        def search(number: int, sight: Sight) -> tuple[Rows, Floats]:
            found = asked.matches[number]
            return sight.segment.best_lexical(found, asked.weights, sight.mask, top_k)

        return self._best(search, top_k)

    def search_dense(self, vector: npt.NDArray[np.float32], top_k: int) -> list[Hit]:
        def search(_: int, sight: Sight) -> tuple[Rows, Floats]:
            rows, scores = sight.segment.nearest(vector, sight.mask, sight.visible, top_k)
            return lexical.best(rows, scores, sight.segment.passages, top_k)

        return self._best(search, top_k)

    def _best(self, search: Callable[[int, Sight], tuple[Rows, Floats]], top_k: int) -> list[Hit]:
        parts = []
        for number, sight in enumerate(self.sights if top_k > 0 else ()):
            rows, scores = search(number, sight)
            parts.append((scores, sight.segment.passages[rows], sight.segment.articles_at(rows)))
        if not parts:
            return []
        scores, passages, articles = parts[0]
        if len(parts) > 1:
            scores, passages, articles = map(np.concatenate, zip(*parts, strict=True))
            order = np.lexsort((passages, -scores))[:top_k]
            scores, passages, articles = scores[order], passages[order], articles[order]
        ranks = range(1, len(scores) + 1)
        columns = zip(ids_of(passages), ids_of(articles), scores.tolist(), ranks, strict=True)
        return list(map(Hit._make, columns))


@dataclass(frozen=True)
class Snapshot:
    """Sealed segments, what changed in them since, and the live segment.

    Attributes:
        changed: As long as ``sealed``.
    """

    sealed: tuple[Sealed, ...]
    changed: tuple[Holders, ...]
    live: Live

    @cached_property
    def _views(self) -> dict[frozenset[str] | None, View]:
        return {}

    @property
    def passage_count(self) -> int:
        return self.view(None).corpus.passages

    def view(self, scope: Collection[str] | None) -> View:
        """Returns what a scope sees; without one, what anybody sees."""
        key = None if scope is None else frozenset(scope)
        view = self._views.get(key)
        if view is None:
            sights = [
                Sight(segment, segment.mask(key, changed))
                for segment, changed in zip(self.sealed, self.changed, strict=True)
            ]
            view = View([*sights, Sight(self.live, self.live.mask(key))])
            if len(self._views) >= _VIEWS:
                self._views.clear()
            self._views[key] = view
        return view

    def dense_scores(
        self, vector: npt.NDArray[np.float32], passage_ids: Sequence[str]
    ) -> list[float]:
        def score(_: int, sight: Sight, rows: Rows) -> Floats:
            return cosines_of(sight.segment.vectors, rows, vector)

        return self._scores(self.view(None), passage_ids, score)

    def lexical_scores(
        self, tokens: Sequence[str], passage_ids: Sequence[str], scope: Collection[str] | None
    ) -> list[float]:
        view = self.view(scope)
        asked = view.asked(tokens)

        def score(number: int, sight: Sight, rows: Rows) -> Floats:
            return sight.segment.score_rows(asked.matches[number], asked.weights, rows)

        return self._scores(view, passage_ids, score)

    def _scores(
        self,
        view: View,
        passage_ids: Sequence[str],
        score: Callable[[int, Sight, Rows], Floats],
    ) -> list[float]:
        wanted = numbers_of(passage_ids)
        scores = np.zeros(len(wanted))
        for number, sight in enumerate(view.sights):
            rows = sight.segment.rows_of(wanted)
            found = rows >= 0
            if sight.mask is not None:
                found &= sight.mask[rows]
            if found.any():
                scores[found] = score(number, sight, rows[found])
        listed: list[float] = scores.tolist()
        return listed

    def holdings(self) -> Iterator[tuple[str, str]]:
        """Yields every (article id, collection) that can be found."""
        for segment, changed in zip(self.sealed, self.changed, strict=True):
            for position, names in enumerate(segment.part.holders()):
                for name in changed.get(position, names):
                    yield id_of(int(segment.columns.articles[position])), name
        for entry in self.live.articles:
            for name in entry.holders:
                yield id_of(entry.article), name

    def holders(self, article: int) -> frozenset[str]:
        """Returns the collections that hold an article now."""
        return frozenset().union(*(held for _, _, held in self._places(article)))

    def holds(self, article: int, collection: str, passages: Ids) -> bool:
        """Returns whether a collection holds an article, cut into these very passages."""
        return any(
            collection in held and np.array_equal(self._segment(at).passages_of(position), passages)
            for at, position, held in self._places(article)
        )

    def after(self, operations: Sequence[Operation]) -> Snapshot:
        """Returns the state after one acknowledged call."""
        snapshot = self
        fresh: dict[int, tuple[Addition, frozenset[str]]] = {}
        for operation in operations:
            article = number_of(operation.article_id)
            if isinstance(operation, Addition):
                if article in fresh:
                    held = fresh[article][1] | {operation.collection}
                    fresh[article] = (operation, held)
                    continue
                snapshot, moved = snapshot._with(article, operation)
                if moved is not None:
                    fresh[article] = (operation, moved)
            else:
                snapshot, fresh = snapshot._grown(fresh), {}
                snapshot = snapshot._without(article, operation.collection)
        return snapshot._grown(fresh)

    def _grown(self, fresh: Mapping[int, tuple[Addition, frozenset[str]]]) -> Snapshot:
        additions = [(article, *rest) for article, rest in fresh.items()]
        return Snapshot(self.sealed, self.changed, self.live.extended(additions))

    def _with(self, article: int, addition: Addition) -> tuple[Snapshot, frozenset[str] | None]:
        """Returns the state, and the holders if the passages have to be put in anew."""
        passages = numbers_of(addition.passage_ids)
        held = self.holders(article) | {addition.collection}
        snapshot, kept = self, False
        for segment, position, holders in self._places(article):
            # One cut of an article is held at a time; an older one may lie
            # dead in a sealed segment, and may come back.
            same = np.array_equal(self._segment(segment).passages_of(position), passages)
            if same and not kept:
                snapshot, kept = snapshot._hold(segment, position, held), True
            elif holders:
                snapshot = snapshot._hold(segment, position, frozenset())
        return snapshot, None if kept else held

    def _without(self, article: int, collection: str) -> Snapshot:
        for segment, position, holders in self._places(article):
            if collection in holders:
                return self._hold(segment, position, holders - {collection})
        return self

    def _segment(self, number: int) -> Segment:
        return self.live if number < 0 else self.sealed[number]

    def _places(self, article: int) -> list[tuple[int, int, frozenset[str]]]:
        """Returns (segment, position, holders) of an article, -1 being the live segment."""
        places = []
        position = self.live.positions.get(article)
        if position is not None:
            places.append((-1, position, self.live.articles[position].holders))
        for number, segment in enumerate(self.sealed):
            position = segment.position_of(article)
            if position >= 0:
                held = self.changed[number].get(position)
                holders = segment.sealed_holders(position) if held is None else held
                places.append((number, position, holders))
        return places

    def _hold(self, segment: int, position: int, holders: frozenset[str]) -> Snapshot:
        if segment < 0:
            live = self.live.with_holders({position: holders})
            return Snapshot(self.sealed, self.changed, live)
        changed = list(self.changed)
        changed[segment] = {**changed[segment], position: holders}
        return Snapshot(self.sealed, tuple(changed), self.live)


def start(sealed: Sequence[Sealed], changed: Mapping[str, Holders]) -> Snapshot:
    """Returns the state of a generation whose journal is empty."""
    return Snapshot(
        tuple(sealed), tuple(changed.get(segment.name, {}) for segment in sealed), Live.empty()
    )
