"""The reader's network on onnxruntime, made from the embedded model's weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from index.encoder import pointers
from index.encoder.pieces import Pieces
from index.encoder.weights import Progress, sha256_of, silent
from index.errors import EncoderError
from index.speakers.context import CONTEXT_VERSION, Context

Floats = pointers.Floats

BEGIN: Final = 0
END: Final = 1
SPEECH: Final = 2
NAME_BEGIN: Final = 3
NAME_END: Final = 4

_VERSION: Final = "1"
"""Changes whenever files built from the same weights read otherwise."""


def reader_name(trained: Path) -> str:
    """Names the trained part and the code that shows it a quotation.

    Raises:
        EncoderError: The file cannot be read.
    """
    try:
        return f"reader-{sha256_of(trained)[:8]}-c{CONTEXT_VERSION}-v{_VERSION}"
    except OSError as error:
        raise EncoderError(f"the reader {trained} cannot be read: {error}") from error


class PointerModel:
    """Five numbers for each token of a context: see ``training.speakers.pointer``.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        trained: The trained part.
        threads: Of onnxruntime.
        progress: Told when the model is converted.

    Raises:
        EncoderError: The model cannot be found, converted or loaded.
    """

    def __init__(
        self,
        cache_dir: Path,
        trained: Path,
        *,
        threads: int = 1,
        progress: Progress = silent,
    ) -> None:
        self._model = pointers.PointerModel(cache_dir, trained, threads=threads, progress=progress)
        self.pieces: Pieces = self._model.pieces

    def run(self, contexts: Sequence[Context]) -> list[Floats]:
        """Returns ``[tokens, 5]`` for each context."""
        return self._model.run([context.ids for context in contexts])
