"""One measurement in a process of its own, so that memory and start-up are its own.

python -m benchmarks.scale.measure build|ask BASIS SIZE FOLDER
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.growth import Basis, grow

PUBLIC = frozenset({"public"})


def resident_mb() -> dict[str, float]:
    """Returns what the process holds: in all, and without mapped files."""
    pages = {}
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "RssAnon", "VmHWM"):
            pages[name] = round(int(value.split()[0]) / 1024, 1)
    return {"resident_mb": pages["VmRSS"], "anonymous_mb": pages["RssAnon"]}


def spread(seconds: Sequence[float]) -> dict[str, float]:
    return {
        "p50_ms": round(1000 * float(np.percentile(seconds, 50)), 3),
        "p95_ms": round(1000 * float(np.percentile(seconds, 95)), 3),
        "per_second": round(len(seconds) / sum(seconds), 1),
    }


def timed(call: Callable[[int], object], turns: int) -> dict[str, float]:
    taken, worked = [], []
    for turn in range(turns):
        start, before = time.perf_counter(), time.thread_time()
        call(turn)
        taken.append(time.perf_counter() - start)
        worked.append(time.thread_time() - before)
    # On a machine that is shared, time on the processor is what compares.
    on_processor = spread(worked)
    return spread(taken) | {f"cpu_{name}": found for name, found in on_processor.items()}


def build(basis: Basis, size: int, folder: Path) -> dict[str, Any]:
    from index.engine.embedded import EmbeddedEngine

    start = time.perf_counter()
    making = 0.0
    # Measured with one half of the questions, asked with the other.
    engine = EmbeddedEngine(folder, questions=lambda: basis.question_vectors[::2])
    rebuild = engine.rebuild()
    before = time.perf_counter()
    for additions in grow(basis, size):
        making += time.perf_counter() - before
        rebuild.add(additions)
        before = time.perf_counter()
    rebuild.seal()
    engine.commit(rebuild)
    seconds = time.perf_counter() - start - making
    info = engine.info()
    return {
        "build_s": round(seconds, 1),
        "build_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "disk_mb": round(info["bytes"] / 2**20, 1),
        "terms": info["segments"][0]["terms"],
        "dense_index": info["segments"][0]["dense"],
    }


def ask(basis: Basis, size: int, folder: Path) -> dict[str, Any]:
    start = time.perf_counter()
    from index.engine.base import Addition
    from index.engine.dense import exact_rows
    from index.engine.embedded import EmbeddedEngine
    from index.types import Passage, Span, content_id

    engine = EmbeddedEngine(folder)
    engine.search_dense(basis.question_vectors[0], 10, PUBLIC)
    engine.search_lexical(basis.questions[0], 10, PUBLIC)
    started = time.perf_counter() - start
    turns = len(basis.questions)

    def lexical(turn: int) -> object:
        return engine.search_lexical(basis.questions[turn], 50, PUBLIC)

    def dense(turn: int) -> object:
        return engine.search_dense(basis.question_vectors[turn], 50, PUBLIC)

    def both(turn: int) -> None:
        tokens, vector = basis.questions[turn], basis.question_vectors[turn]
        one = engine.search_dense(vector, 50, PUBLIC)
        two = engine.search_lexical(tokens, 50, PUBLIC)
        engine.lexical_scores(tokens, [hit.passage_id for hit in one], PUBLIC)
        engine.dense_scores(vector, [hit.passage_id for hit in two])
        engine.term_statistics(tokens, PUBLIC)

    for turn in range(turns):
        both(turn)
    result: dict[str, Any] = {
        "start_s": round(started, 2),
        "lexical": timed(lexical, turns),
        "dense": timed(dense, turns),
        "retrieval": timed(both, turns),
        **resident_mb(),
    }
    vectors = engine._current().sealed[0].columns.vectors
    rows = engine._current().sealed[0]
    shared = total = 0
    for turn in range(1, turns, 2):
        truth = exact_rows(vectors, basis.question_vectors[turn], None, 10)
        wanted = {f"{rows.passages[row]:016x}" for row in truth}
        got = engine.search_dense(basis.question_vectors[turn], 10, PUBLIC)
        shared += len(wanted & {hit.passage_id for hit in got})
        total += len(wanted)
    result["recall_on_questions"] = round(shared / total, 4)

    def add(turn: int) -> None:
        article = content_id("article", f"live {turn}")
        word = f"live{turn}"
        passage = Passage(article, Span(0, 1), 0, 0)
        vectors = basis.vectors[turn : turn + 1]
        engine.add([Addition(article, "public", (passage.id,), ([word],), vectors)])
        assert engine.search_lexical([word], 1, PUBLIC)[0].article_id == article

    result["add_until_found"] = timed(add, 40)
    stop = threading.Event()
    merging = threading.Thread(target=lambda: (engine.merge(), stop.set()))
    merging.start()
    during = []
    turn = 0
    while not stop.is_set() or turn < 20:
        start = time.perf_counter()
        both(turn % turns)
        during.append(time.perf_counter() - start)
        turn += 1
    merging.join()
    result["retrieval_during_a_merge"] = spread(during)
    return result


def main(task: str, basis: str, size: str, folder: str) -> None:
    work = {"build": build, "ask": ask}[task]
    print(json.dumps(work(Basis.load(Path(basis)), int(size), Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
