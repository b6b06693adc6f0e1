"""Nearest passages by cosine: exact up to a size, then a FAISS index that is checked against exact.

An approximate index only proposes; what it proposes is scored again with the
vectors themselves, so a score never depends on how the passage was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import faiss as _faiss
import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine.lexical import Floats, Mask, Rows

# Its own annotations describe the C++ side, not what its Python wrappers take.
faiss: Any = _faiss

EXACT_ROWS: Final = 50_000
"""Segments up to this size are searched exactly; 384 dimensions of it take about 10 ms."""

SCOPE_ROWS: Final = 20_000
"""Scopes that see no more rows than this are searched exactly in a segment of any size."""

RECALL_GOAL: Final = 0.98
INDEX_FILE: Final = "dense.faiss"
CENTRE_FILE: Final = "centre.npy"

Questions = Callable[[], Vectors]
"""Gives vectors of real questions, to measure recall with: passages are found far more
easily when one asks for something that is like a passage."""

_OVERFETCH: Final = 4
_SAMPLE: Final = 128
_TRAIN_ROWS: Final = 100_000
_BLOCK: Final = 65_536


@dataclass(frozen=True, slots=True)
class DensePlan:
    """How a segment's vectors are searched, as its manifest records it.

    Attributes:
        kind: ``"exact"`` or a FAISS factory string.
        nprobe: Lists that are visited.
        recall: recall@10 against exact, measured when it was built.
        questions: Real questions that it was measured with; where there were
            none, points between passages stood in.
    """

    kind: str
    nprobe: int = 0
    recall: float = 1.0
    questions: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


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
            self._index = faiss.read_index(str(folder / INDEX_FILE), faiss.IO_FLAG_MMAP)
            self._centre = np.load(folder / CENTRE_FILE, allow_pickle=False)

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
        if self._index is not None and visible > SCOPE_ROWS:
            rows = self._propose(vector, mask, visible, wanted)
        elif mask is not None and visible * 4 < len(self._vectors):
            rows = np.flatnonzero(mask)
        else:
            rows = exact_rows(self._vectors, vector, mask, wanted)
        return rows, cosines(self._vectors[rows], vector)

    def _propose(
        self, vector: npt.NDArray[np.float32], mask: Mask | None, visible: int, wanted: int
    ) -> Rows:
        # Lists hold fewer visible rows where the scope hides many: visit as
        # many more of them.
        nprobe = min(self._index.nlist, -(-self._plan.nprobe * len(self._vectors) // visible))
        selector = _selector(mask)
        parameters = faiss.SearchParametersIVF(nprobe=nprobe, sel=selector)
        moved = np.ascontiguousarray((vector - self._centre)[None], np.float32)
        with threads(1):
            _, found = self._index.search(moved, wanted * _OVERFETCH, params=parameters)
        rows: Rows = found[0][found[0] >= 0].astype(np.intp)
        if len(rows) < wanted:
            return exact_rows(self._vectors, vector, mask, wanted)
        return rows


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


def build(folder: Path, vectors: Vectors, questions: Questions | None = None) -> DensePlan:
    """Chooses an index for a segment's vectors, writes it, and measures its recall.

    Vectors of one model point much the same way. Their mean is taken away
    first: the order of the distances stays, and the lists tell passages apart
    by what differs.
    """
    if len(vectors) <= EXACT_ROWS:
        return EXACT
    lists = int(2 * np.sqrt(len(vectors)))
    kind = f"IVF{lists},SQ8"
    index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_L2)
    chosen = np.random.default_rng(0).choice(
        len(vectors), min(len(vectors), _TRAIN_ROWS), replace=False
    )
    sample = vectors[np.sort(chosen)]
    centre = sample.mean(axis=0)
    index.train(np.ascontiguousarray(sample - centre))
    for start in range(0, len(vectors), _BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + _BLOCK] - centre))
    plan = _tune(kind, index, vectors, centre, questions() if questions else None)
    faiss.write_index(index, str(folder / INDEX_FILE))
    np.save(folder / CENTRE_FILE, centre.astype(np.float32), allow_pickle=False)
    return plan


def _tune(
    kind: str,
    index: Any,
    vectors: Vectors,
    centre: npt.NDArray[np.float32],
    questions: Vectors | None,
) -> DensePlan:
    """Finds the fewest lists to visit that reach the goal, and the recall reached."""
    asked = _between(vectors) if questions is None or not len(questions) else questions
    truth = [exact_rows(vectors, question, None, 10) for question in asked]
    nprobe = max(1, index.nlist // 64)
    while True:
        parameters = faiss.SearchParametersIVF(nprobe=nprobe)
        moved = np.ascontiguousarray(asked - centre, np.float32)
        _, found = index.search(moved, 10 * _OVERFETCH, params=parameters)
        shared = sum(
            len(np.intersect1d(wanted, got)) for wanted, got in zip(truth, found, strict=True)
        )
        recall = shared / sum(map(len, truth))
        if recall >= RECALL_GOAL + (1 - RECALL_GOAL) / 4 or nprobe >= index.nlist:
            break
        nprobe = min(index.nlist, nprobe + max(1, nprobe // 2))
    if asked is not questions:
        # Questions lie apart from all passages, which points between passages
        # do not: four times as many lists were needed where both were tried.
        nprobe = min(index.nlist, 4 * nprobe)
    return DensePlan(kind, nprobe, round(recall, 4), len(asked) if asked is questions else 0)


def _between(vectors: Vectors) -> Vectors:
    """Returns points half-way between passages, where no real questions are at hand."""
    random = np.random.default_rng(1)
    one, other = (vectors[np.sort(random.choice(len(vectors), _SAMPLE))] for _ in range(2))
    sums = one + random.permutation(other)
    points: Vectors = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return points
