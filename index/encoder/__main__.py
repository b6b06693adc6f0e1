"""``python -m index.encoder``: makes the embedded model's files now, not at the first start.

With ``--sentence-transformers FOLDER`` it writes the same model as a folder that
sentence-transformers loads, for a GPU or for training.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index.encoder.embedded import EmbeddedEncoder
from index.encoder.st_folder import build_folder
from index.errors import EncoderError


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 1 where the model cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m index.encoder", description=__doc__)
    parser.add_argument("--cache-dir", type=Path, required=True)
    parser.add_argument("--sentence-transformers", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        if options.sentence_transformers:
            tell("Writing the model (470 MB)")
            made = build_folder(options.sentence_transformers, options.cache_dir, progress=tell)
            print(made)
        else:
            print(EmbeddedEncoder(options.cache_dir, progress=tell).name)
    except EncoderError as error:
        tell(f"qawl: {error}")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
