"""Run as a program: builds an index, says what it encodes, and dies by SIGKILL when told to.

python -m tests.library.building FOLDER LOG TEXTS
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from index.encoder.base import Vectors
from index.library import Library
from tests.library.fakes import HashingEncoder


class Mortal(HashingEncoder):
    """Writes down what it encodes; the process is killed after so many texts."""

    def __init__(self, log: Path, texts: int) -> None:
        super().__init__()
        self._log, self._left = log, texts

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        with self._log.open("a", encoding="utf-8") as file:
            file.writelines(f"{text!r}\n" for text in texts)
        self._left -= len(texts)
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts)


def main(folder: str, log: str, texts: str) -> None:
    library = Library.open(Path(folder), Mortal(Path(log), int(texts)))
    library.build()
    library.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
