"""rank_bm25 and bm25s on the same passages and questions as ours, in a process of their own.

python -m benchmarks.scale.lexical_peers rank_bm25|bm25s|bm25s-numba BASIS SIZE FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.growth import Basis, grow
from benchmarks.scale.measure import resident_mb, timed


def passages_of(basis: Basis, size: int) -> list[list[str]]:
    return [
        list(tokens)
        for block in grow(basis, size)
        for article in block
        for tokens in article.tokens
    ]


def rank_bm25(basis: Basis, passages: list[list[str]]) -> tuple[Callable[[int], Any], int]:
    from index.engine.live import LiveBM25

    # Its own get_scores, with nothing but the IDF exchanged.
    index = LiveBM25(passages)

    def search(turn: int) -> Any:
        scores = index.get_scores(basis.questions[turn])
        return np.sort(scores[np.argpartition(scores, -50)[-50:]])[::-1]

    return search, 8


def bm25s(
    basis: Basis, passages: list[list[str]], backend: str = "numpy"
) -> tuple[Callable[[int], Any], int]:
    import bm25s as library

    index = library.BM25(k1=1.5, b=0.75, method="atire", idf_method="lucene", backend=backend)
    index.index(passages, show_progress=False)
    # Whoever searches wants to know what was found: both give the ids of passages.
    blocks = grow(basis, len(passages))
    ids = [passage for block in blocks for article in block for passage in article.passage_ids]

    def search(turn: int) -> Any:
        found = index.retrieve(
            [basis.questions[turn]], corpus=ids, k=50, show_progress=False, n_threads=0
        )
        return found.scores[0]

    return search, len(basis.questions)


def main(name: str, basis_path: str, size: str, folder: str) -> None:
    from index.engine.embedded import EmbeddedEngine

    basis = Basis.load(Path(basis_path))
    passages = passages_of(basis, int(size))
    start = time.perf_counter()
    if name == "rank_bm25":
        search, turns = rank_bm25(basis, passages)
    else:
        search, turns = bm25s(basis, passages, "numba" if name.endswith("numba") else "numpy")
    built = time.perf_counter() - start
    for turn in range(turns):
        search(turn)
    result: dict[str, Any] = {"build_s": round(built, 1), **timed(search, turns), **resident_mb()}
    engine = EmbeddedEngine(Path(folder))
    scope = frozenset({"public"})
    for turn in range(turns):
        engine.search_lexical(basis.questions[turn], 50, scope)
    ours = timed(lambda turn: engine.search_lexical(basis.questions[turn], 50, scope), turns)
    result["ours_in_the_same_process"] = ours
    difference = 0.0
    for turn in range(min(turns, 20)):
        mine = [hit.score for hit in engine.search_lexical(basis.questions[turn], 50, scope)]
        difference = max(difference, float(np.abs(np.array(mine) - search(turn)).max()))
    result["largest_difference_of_a_score"] = difference
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
