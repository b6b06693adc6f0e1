"""What every search engine over passages offers, and what it takes in at once: an article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors

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
class Addition:
    """All passages of one article, put into one collection.

    Attributes:
        collection: Who may find it.
        tokens: What lexical search matches of each passage, in text order.
        vectors: Shape ``[len(passage_ids), dimension]``.

    Raises:
        ValueError: Not one finite vector a passage.
    """

    article_id: str
    collection: str
    passage_ids: tuple[str, ...]
    tokens: tuple[Sequence[str], ...]
    vectors: Vectors

    def __post_init__(self) -> None:
        count, shape = len(self.passage_ids), self.vectors.shape
        if len(shape) != 2 or shape[0] != count or len(self.tokens) != count:
            raise ValueError(f"{count} passages, but vectors of shape {shape}")
        if not np.isfinite(self.vectors).all():
            raise ValueError("a vector holds a value that is not finite")

    def __len__(self) -> int:
        return len(self.passage_ids)


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

    def add(self, additions: Sequence[Addition]) -> None:
        """Makes passages findable; durable and visible when it returns.

        Adding what is there changes nothing; a passage's id stands for its tokens and its
        vector.
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
