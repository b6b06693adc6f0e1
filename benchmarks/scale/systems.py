"""Qawl's two lists, fused, beside whole systems, on the same grown texts and vectors.

python -m benchmarks.scale.systems texts|ours BASIS SIZE FOLDER

``texts`` writes what ``benchmarks/peers/others.py`` reads; ``ours`` answers from it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.others import TOP, Set, hits
from benchmarks.scale.growth import PER_ARTICLE, Basis, grow_texts

LIMIT_S = 30
"""A system is asked for so long; at 100,000 passages some answer a handful of questions."""


def write_set(basis: Basis, size: int, folder: Path) -> Path:
    """Writes texts, owners and questions; a copy belongs to the article that it takes after."""
    folder.mkdir(parents=True, exist_ok=True)
    texts, vectors = grow_texts(basis, size)
    np.save(folder / "passages.npy", vectors)
    np.save(folder / "questions.npy", basis.question_vectors)
    handed = {
        "texts": texts,
        "owners": [basis.owners[at % len(basis.owners)] for at in range(size)],
        "questions": basis.asked,
        "gold": basis.gold,
        "limit_s": LIMIT_S,
    }
    path = folder / "set.json"
    path.write_text(json.dumps(handed, ensure_ascii=False), "utf-8")
    return path


def ours(path: Path, folder: Path) -> dict[str, Any]:
    from index.engine.base import Addition
    from index.engine.embedded import EmbeddedEngine
    from index.text.tokens import index_terms
    from index.types import content_id
    from retrieval.search.fusion import fuse

    data = Set(path)
    start = time.perf_counter()
    engine = EmbeddedEngine(folder, questions=lambda: data.question_vectors[::2])
    rebuild = engine.rebuild()
    numbers: dict[str, int] = {}
    for at in range(0, len(data.texts), PER_ARTICLE):
        article = content_id("article", str(at))
        here = range(at, min(at + PER_ARTICLE, len(data.texts)))
        ids = [content_id("passage", article, str(number)) for number in here]
        numbers.update(zip(ids, here, strict=True))
        tokens = tuple(index_terms(data.texts[number]) for number in here)
        vectors = data.passage_vectors[here.start : here.stop]
        rebuild.add([Addition(article, "public", tuple(ids), tokens, vectors)])
    rebuild.seal()
    engine.commit(rebuild)
    built = time.perf_counter() - start
    scope = frozenset({"public"})

    def rank(turn: int) -> list[int]:
        tokens, vector = index_terms(data.questions[turn]), data.question_vectors[turn]
        dense = engine.search_dense(vector, TOP, scope)
        lexical = engine.search_lexical(tokens, TOP, scope)
        near = [hit.passage_id for hit in dense]
        worded = [hit.passage_id for hit in lexical]
        fused = fuse(
            dense,
            lexical,
            dense_scores=dict(zip(worded, engine.dense_scores(vector, worded), strict=True)),
            lexical_scores=dict(zip(near, engine.lexical_scores(tokens, near, scope), strict=True)),
            ceiling=engine.term_statistics(tokens, scope).ceiling,
        )
        return [numbers[passage.passage_id] for passage in fused]

    return {"Qawl, its two lists fused": {**hits(data, rank), "build_s": round(built, 1)}}


def main(task: str, basis: str, size: str, folder: str) -> None:
    place = Path(folder)
    if task == "texts":
        print(json.dumps({"set": str(write_set(Basis.load(Path(basis)), int(size), place))}))
    else:
        print(json.dumps({"systems": ours(place / "set.json", place / "index")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
