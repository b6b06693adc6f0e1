"""Search engines over passages: which one a library opens, and what its index is made with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from index.encoder.base import Encoder
from index.engine.base import SearchEngine
from index.errors import IndexMismatchError
from index.text.normalise import NORMALISER_VERSION
from index.text.tokens import TOKENISER_VERSION

Engines = Callable[..., SearchEngine]
"""Opens an engine for the keyword ``identity``, anew for the keyword ``reset``."""


def milvus_engines(uri: str | None, token: str) -> Engines | None:
    """Returns what opens an engine on a Milvus server, None if no server is named.

    Raises:
        IndexMismatchError: pymilvus is not installed.
    """
    if uri is None:
        return None
    # An optional package: it is needed only where it is set.
    try:
        from index.engine.milvus import MilvusEngine
    except ModuleNotFoundError as error:
        raise IndexMismatchError(
            f"a Milvus server is set, but {error.name} is not installed:"
            " pip install 'qawl[milvus]'."
        ) from error
    return partial(MilvusEngine, uri, token=token)


def identity_of(encoder: Encoder, analysis: str) -> dict[str, str]:
    """Returns versions and model, and what runs the encoder where it has a choice."""
    way = getattr(encoder, "way", None)
    return {
        **({"way": way.name} if way else {}),
        "normaliser": NORMALISER_VERSION,
        "tokeniser": TOKENISER_VERSION,
        "analysis": analysis,
        "encoder": encoder.name,
    }
