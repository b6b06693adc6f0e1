"""What every search engine over passages offers, and what it takes in at once: an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.types import Passage

NOTED: Final = frozenset({"way"})
"""What an index's identity records without refusing another: what ran the encoder."""


class Hit(NamedTuple):
    """One passage that a list returned; a tuple, since a question makes a hundred of them.

    Attributes:
        score: Higher is better, always. Cosine for dense, BM25 for lexical.
        rank: 1 for the best of its list.
    """

    passage_id: str
    article_id: str
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage on its way into an engine.

    Attributes:
        collection: Who may find it.
        tokens: What lexical search matches, in text order.
    """

    collection: str
    passage: Passage
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True)
class Addition:
    """All passages of one article, put into one collection.

    Attributes:
        tokens: One list a passage.
        vectors: Shape ``[len(passage_ids), dimension]``.
    """

    article_id: str
    collection: str
    passage_ids: tuple[str, ...]
    tokens: tuple[Sequence[str], ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Removal:
    """One article, taken out of one collection."""

    article_id: str
    collection: str


Operation = Addition | Removal


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What a query's terms are worth in this corpus.

    Attributes:
        idf: ``log(1 + (N - n + 0.5) / (n + 0.5))`` of every term asked for,
            unknown ones (n = 0) included.
        ceiling: The highest BM25 score that the query's terms, those unknown
            to the corpus included, could reach: ``sum(idf * (k1 + 1))`` over
            the tokens given, one that is repeated as often as it is.
    """

    idf: Mapping[str, float]
    ceiling: float


class SearchEngine(Protocol):
    """Holds passages under collections; a search sees the collections of its scope alone.

    A passage is held once, however many collections hold it, and is one hit.
    What is counted (N, n, the mean length) is counted within the scope as well:
    a score, or a term known to nobody, would otherwise tell one chat what
    another one added. Without a scope everything held counts.
    """

    @property
    def passage_count(self) -> int: ...

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Makes passages findable; durable and visible when it returns.

        All passages of an article come in one call. Adding what is there
        changes nothing; a passage's id stands for its tokens and its vector.
        """

    def remove(self, article_id: str, collection: str) -> None:
        """Makes an article's passages unfindable for one collection, at once."""

    def search_dense(
        self, vector: npt.NDArray[np.float32], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        """Returns the nearest passages by cosine, best first, never padded."""

    def search_lexical(
        self, tokens: Sequence[str], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        """Returns passages that share a token with the query, by BM25, best first."""

    def dense_scores(
        self, vector: npt.NDArray[np.float32], passage_ids: Sequence[str]
    ) -> list[float]:
        """Returns the cosine of each passage named, for a lexical hit without a dense one.

        It is 0.0 for a passage that has been removed in the meantime.
        """

    def lexical_scores(
        self,
        tokens: Sequence[str],
        passage_ids: Sequence[str],
        scope: Collection[str] | None = None,
    ) -> list[float]:
        """Returns the BM25 score of each passage named, 0.0 where no token is shared."""

    def term_statistics(
        self, tokens: Sequence[str], scope: Collection[str] | None = None
    ) -> TermStatistics: ...

    @property
    def damage(self) -> Exception | None:
        """The damage that was found while it was open, None if there was none."""

    @property
    def is_large(self) -> bool:
        """Whether ``check`` and ``holdings`` take longer than a start may."""

    def holdings(self) -> Iterator[tuple[str, str]]:
        """Yields every (article id, collection) that can be found."""

    def rebuild(self) -> Any:
        """Begins a new index, which only this engine can commit.

        It has ``add(additions)``, which takes in articles, each as often as there are
        collections that hold it, and ``seal()``, which does the work that takes long.
        """

    def commit(self, rebuild: Any, late: Sequence[Operation] = ()) -> None:
        """Switches over to it.

        Args:
            late: What happened since, in order.
        """

    @property
    def has_leftovers(self) -> bool:
        """Whether words of what was removed are still written anywhere."""

    def purge(self) -> None:
        """Writes anew whatever holds words of what was removed."""

    def check(self) -> list[str]:
        """Returns what is damaged, in words, looking at everything."""

    def info(self) -> dict[str, Any]:
        """Returns what the index is made of, ready for JSON."""

    def close(self) -> None: ...


def additions_of(entries: Iterable[Entry], vectors: Vectors) -> list[Addition]:
    """Groups passages by article and collection, with their vectors.

    Raises:
        ValueError: Not one finite vector a passage.
    """
    listed = list(entries)
    if vectors.ndim != 2 or len(vectors) != len(listed):
        raise ValueError(f"{len(listed)} passages, but vectors of shape {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds a value that is not finite")
    additions = []
    numbered = sorted(
        enumerate(listed), key=lambda item: (item[1].passage.article_id, item[1].collection)
    )
    for (article_id, collection), group in groupby(
        numbered, key=lambda item: (item[1].passage.article_id, item[1].collection)
    ):
        members = list(group)
        additions.append(
            Addition(
                article_id,
                collection,
                tuple(entry.passage.id for _, entry in members),
                tuple(tuple(entry.tokens) for _, entry in members),
                vectors[[number for number, _ in members]],
            )
        )
    return additions
