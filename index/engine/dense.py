"""Nearest passages by cosine: exact up to a size, then a FAISS index that is checked against exact.

An approximate index only proposes; what it proposes is scored again with the
vectors themselves, so a score never depends on how the passage was found.

The index is RaBitQ (Gao and Long, 2024): the sign of each component of a vector, its mean
taken away, with two numbers that make distances of it, scanned from one end to the other
by FAISS's fast scan. It visits everything, so it cannot miss where to look: questions lie
apart from all passages, and lists or graphs over passages lead them astray.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine.lexical import Floats, Mask, Rows

# Its own annotations describe the C++ side, not what its Python wrappers take.
faiss: Any = _faiss

EXACT_ROWS: Final = 20_000
"""Segments up to this size are searched exactly; 384 dimensions of it take about 3 ms."""

SCOPE_ROWS: Final = 5_000
"""Scopes that see no more rows than this are searched exactly in a segment of any size."""

RECALL_GOAL: Final = 0.98
RECALL_AT: Final = 10
INDEX_FILE: Final = "dense.faiss"

Questions = Callable[[], Vectors]
"""Gives vectors of real questions, to measure recall with: passages are found far more
easily when one asks for something that is like a passage."""

_KIND: Final = "IVF1,RaBitQfs"
"""A single list, since FAISS's flat twin takes no selector, and the selector is the wall
between chats."""

_FEWEST: Final = 64
_SAMPLE: Final = 128
_TRAIN_ROWS: Final = 65_536
_BLOCK: Final = 65_536
_SCORED: Final = 512
"""Rows that are scored at a time: what fits the processor's cache."""


@dataclass(frozen=True, slots=True)
class DensePlan:
    """How a segment's vectors are searched, as its manifest records it.

    Attributes:
        kind: ``"exact"`` or a FAISS factory string.
        candidates: Rows that it proposes for every ten that are wanted.
        recall: recall@10 against exact, measured when it was built.
        questions: Real questions that it was measured with; where there were
            none, points between passages stood in.
    """

    kind: str
    candidates: int = 0
    recall: float = 1.0
    questions: int = 0


EXACT: Final = DensePlan("exact")


class Dense:
    """The vectors of one sealed segment."""

    def __init__(self, vectors: Vectors, plan: DensePlan, folder: Path | None = None) -> None:
        """Opens what ``build`` has written.

        Args:
            folder: Where the FAISS file lies; not needed for an exact plan.
        """
        self._vectors, self._plan = vectors, plan
        self._index: Any = None
        if plan.kind != EXACT.kind and folder is not None:
            self._index = faiss.read_index(str(folder / INDEX_FILE))

    def nearest(
        self, vector: npt.NDArray[np.float32], mask: Mask | None, visible: int, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns up to ``top_k`` visible rows with their cosines, in no order.

        Args:
            mask: The rows that may be found; all where it is None.
            visible: How many those are.
        """
        wanted = min(top_k, visible)
        if not wanted:
            return np.empty(0, np.intp), np.empty(0)
        fetched = -(-wanted // RECALL_AT) * self._plan.candidates
        if self._index is not None and visible > max(SCOPE_ROWS, fetched):
            rows = _proposed(self._index, vector[None], fetched, mask)[0]
            if len(rows) < wanted:
                rows = exact_rows(self._vectors, vector, mask, wanted)
        elif mask is not None and visible * 4 < len(self._vectors):
            rows = np.flatnonzero(mask)
        else:
            rows = exact_rows(self._vectors, vector, mask, wanted)
        return rows, cosines_of(self._vectors, rows, vector)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Lets FAISS use so many threads inside; the setting belongs to the calling thread."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def cosines(vectors: Vectors, vector: npt.NDArray[np.float32]) -> Floats:
    """Returns the cosine of each row with a vector.

    Row by row in double precision: a matrix product rounds differently with
    its shape, and equal passages would not score the same.
    """
    products: Floats = (vectors.astype(np.float64) * vector).sum(axis=1)
    return products


def cosines_of(vectors: Vectors, rows: Rows, vector: npt.NDArray[np.float32]) -> Floats:
    """Returns the cosine of some rows with a vector."""
    products = np.empty(len(rows))
    for start in range(0, len(rows), _SCORED):
        end = start + _SCORED
        products[start:end] = cosines(vectors[rows[start:end]], vector)
    return products


def exact_rows(
    vectors: Vectors, vector: npt.NDArray[np.float32], mask: Mask | None, wanted: int
) -> Rows:
    """Returns the rows nearest to a vector, by FAISS's exact search over the array itself."""
    query = np.ascontiguousarray(vector[None], np.float32)
    scores, found = np.empty((1, wanted), np.float32), np.empty((1, wanted), np.int64)
    selector = _selector(mask)
    # Several questions at a time share the cores; threads for each of them
    # wait for one another on a busy machine, and made 0.3 ms into 40.
    with threads(1):
        faiss.knn_inner_product(
            faiss.swig_ptr(query),
            faiss.swig_ptr(vectors),
            vectors.shape[1],
            1,
            len(vectors),
            wanted,
            faiss.swig_ptr(scores),
            faiss.swig_ptr(found),
            selector,
        )
    rows: Rows = found[0][found[0] >= 0].astype(np.intp)
    return rows


def _selector(mask: Mask | None) -> Any:
    return None if mask is None else faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def _proposed(index: Any, asked: Vectors, count: int, mask: Mask | None = None) -> list[Rows]:
    """Returns the rows that an index proposes for each question, ascending.

    In the order of the file, they are read faster where they lie on a disk.
    """
    parameters = faiss.SearchParametersIVF(nprobe=1, sel=_selector(mask))
    with threads(1):
        _, found = index.search(np.ascontiguousarray(asked, np.float32), count, params=parameters)
    proposed = [np.sort(rows[rows >= 0]).astype(np.intp) for rows in found]
    # FAISS before 1.14.2 took a selector here and did not heed it.
    return proposed if mask is None else [rows[mask[rows]] for rows in proposed]


def build(folder: Path, vectors: Vectors, questions: Questions | None = None) -> DensePlan:
    """Chooses an index for a segment's vectors, writes it, and measures its recall."""
    if len(vectors) <= EXACT_ROWS:
        return EXACT
    index = faiss.index_factory(vectors.shape[1], _KIND, faiss.METRIC_L2)
    chosen = np.random.default_rng(0).choice(
        len(vectors), min(len(vectors), _TRAIN_ROWS), replace=False
    )
    # All that is learned is the mean, which is taken away: vectors of one
    # model point much the same way, and what tells them apart is the rest.
    index.train(np.ascontiguousarray(vectors[np.sort(chosen)]))
    for start in range(0, len(vectors), _BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + _BLOCK]))
    plan = _tune(index, vectors, questions() if questions else None)
    faiss.write_index(index, str(folder / INDEX_FILE))
    return plan


def _tune(index: Any, vectors: Vectors, questions: Vectors | None) -> DensePlan:
    """Finds how many rows have to be proposed to reach the goal, and the recall reached."""
    asked = _between(vectors) if questions is None or not len(questions) else questions
    with threads(1):
        _, truth = faiss.knn(
            np.ascontiguousarray(asked, np.float32), vectors, RECALL_AT, faiss.METRIC_INNER_PRODUCT
        )
    goal = RECALL_GOAL + (1 - RECALL_GOAL) / 2
    candidates, recall = _FEWEST, 0.0
    while True:
        found = _proposed(index, asked, candidates)
        shared = sum(np.isin(w, f).sum() for w, f in zip(truth, found, strict=True))
        recall = float(shared) / truth.size
        if recall >= goal or candidates >= len(vectors):
            break
        candidates = min(2 * candidates, len(vectors))
    if asked is not questions:
        # Questions lie apart from all passages, which points between passages
        # do not: more rows were needed where both were tried.
        return DensePlan(_KIND, 2 * candidates, round(recall, 4))
    return DensePlan(_KIND, candidates, round(recall, 4), len(asked))


def _between(vectors: Vectors) -> Vectors:
    """Returns points half-way between passages, where no real questions are at hand."""
    random = np.random.default_rng(1)
    one, other = (vectors[np.sort(random.choice(len(vectors), _SAMPLE))] for _ in range(2))
    sums = one + random.permutation(other)
    points: Vectors = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return points
