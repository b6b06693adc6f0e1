"""Run as a program: adds and removes without end, and says what was acknowledged.

python -m tests.engine.crashing FOLDER SEED
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from index.engine import embedded
from index.engine.embedded import EmbeddedEngine
from index.types import PUBLIC
from tests.engine.corpus import addition_of, article_id, random_vectors


def passages_of(number: int) -> list[list[str]]:
    return [["ميناء", f"w{number}"]] * (1 + number % 3)


def main(folder: str, seed: str) -> None:
    # A merge is under way at almost any moment, so that a kill hits one too.
    embedded.LIVE_ROWS = 8
    random = np.random.default_rng(int(seed))
    engine = EmbeddedEngine(Path(folder))
    held: list[int] = []
    for number in range(int(seed) * 100_000, sys.maxsize):
        if held and random.random() < 0.3:
            gone = held.pop(int(random.integers(len(held))))
            engine.remove(article_id(str(gone)), PUBLIC)
            print(f"- {gone}", flush=True)
        passages = passages_of(number)
        engine.add([addition_of(str(number), passages, random_vectors(len(passages), seed=number))])
        held.append(number)
        print(f"+ {number}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
