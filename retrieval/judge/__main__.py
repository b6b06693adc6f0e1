"""``python -m retrieval.judge``: makes the files of the reader of answers now, not at a start."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index.errors import EncoderError
from retrieval.judge.answers import AnswerReader


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 1 where the model cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.judge", description=__doc__)
    parser.add_argument("--cache-dir", type=Path, required=True)
    options = parser.parse_args(arguments)

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        reader = AnswerReader(options.cache_dir, progress=tell)
    except EncoderError as error:
        tell(f"qawl: {error}")
        return 1
    print(reader.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
