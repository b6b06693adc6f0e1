"""A small trained reader of quotations: who said it, or that it is no speech.

It stands beside the rules of ``index.quotes``, which also work alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.encoder.weights import Progress, silent

if TYPE_CHECKING:
    from index.speakers.reader import TrainedReader

__all__ = ["SHIPPED", "load_reader"]

SHIPPED: Final = Path(__file__).with_name("reader.safetensors")
"""The trained part that comes with the package."""


def load_reader(cache_dir: Path, progress: Progress | None = None) -> TrainedReader | None:
    """Returns the reader that comes with the package, ``None`` where it comes without one.

    Its network is loaded at the first use.

    Args:
        cache_dir: Where the converted model is kept.
        progress: Told what takes long.

    Raises:
        EncoderError: The trained part is damaged.
    """
    if not SHIPPED.is_file():
        return None
    # Imported when asked for: a start must not wait for onnxruntime.
    from index.encoder.embedded import default_threads
    from index.speakers.reader import TrainedReader

    return TrainedReader(cache_dir, threads=default_threads(), progress=progress or silent)
