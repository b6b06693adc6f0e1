"""From an article to all that is found in it, in the order in which it has to happen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.passages import cut_passages
from index.quotes import QUOTES_VERSION, find_sayings
from index.text.normalise import NORMALISER_VERSION
from index.text.sentences import split_sentences
from index.types import Analysis, Article

_HERE: Final = Path(__file__).parent
_PARTS: Final = ("analysis.py", "language", "passages.py", "quotes", "text", "types.py")
_KINDS: Final = frozenset({".py", ".toml", ".tsv"})


def rules() -> Iterator[Path]:
    """Yields the files of code and tables that an analysis may depend on, in a fixed order."""
    for part in _PARTS:
        path = _HERE / part
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in _KINDS)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in rules():
        digest.update(f"\0{file.relative_to(_HERE).as_posix()}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


ANALYSIS_VERSION: Final = (
    f"2-normaliser{NORMALISER_VERSION}-quotes{QUOTES_VERSION}-rules{_fingerprint()}"
)
"""Changes whenever the same article may be analysed differently than before.

Nobody has to think of it: it holds a hash of all code and tables that an analysis reads. It takes
a few milliseconds, and at times it changes where no article's analysis would.
"""


def analyse(article: Article) -> Analysis:
    """Finds sentences, then sayings on the whole article, then passages that cut none."""
    sentences = split_sentences(article.text, article.headline_span)
    sayings = find_sayings(article, sentences)
    passages = cut_passages(article, sentences, sayings)
    return Analysis(article.id, sentences, sayings, passages)
