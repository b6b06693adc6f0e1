"""Encoders: texts into vectors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.encoder.base import Encoder, Vectors
from index.encoder.cache import CachedEncoder
from index.encoder.weights import Progress, silent

EMBEDDED: Final = "embedded"
"""The name of the model that comes with the package."""

__all__ = ["EMBEDDED", "CachedEncoder", "Encoder", "Vectors", "load_encoder"]


def load_encoder(
    model: str = EMBEDDED,
    cache_dir: Path = Path("index/data/cache"),
    progress: Progress | None = None,
) -> Encoder:
    """Loads the encoder that a setting names.

    Args:
        model: ``"embedded"``, or the id or folder of a sentence-transformers model.
        cache_dir: Where the embedded model is kept once it is converted.

    Raises:
        EncoderError: The model cannot be loaded; the message says what to do.
    """
    # Each is imported when asked for: the default must not wait for torch.
    if model.strip().lower() in ("", EMBEDDED):
        from index.encoder.embedded import EmbeddedEncoder

        return EmbeddedEncoder(cache_dir, progress=progress or silent)
    from index.encoder.sentence_transformers import SentenceTransformersEncoder

    return SentenceTransformersEncoder(model, progress=progress or silent)
