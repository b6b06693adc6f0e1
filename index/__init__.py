"""Articles in, an index out.

The names below are what a program needs; each is imported when it is first used, so that
reading an article loads no search engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.encoder import load_encoder
    from index.errors import QawlError
    from index.library import Library
    from index.reading import read_path
    from index.types import PUBLIC, Article

__all__ = ["PUBLIC", "Article", "Library", "QawlError", "load_encoder", "read_path"]

_HOMES = {
    "PUBLIC": "index.types",
    "Article": "index.types",
    "Library": "index.library",
    "QawlError": "index.errors",
    "load_encoder": "index.encoder",
    "read_path": "index.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
