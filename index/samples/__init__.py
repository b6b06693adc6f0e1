"""The sample articles: one retold meeting, and many invented stories of every form of quotation."""

from __future__ import annotations

from importlib import resources

from index.reading import read_path
from index.types import Article


def sample_articles() -> list[Article]:
    """Returns the sample articles, in the order of their file names."""
    folder = resources.files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    articles: list[Article] = []
    for name in names:
        with resources.as_file(folder / name) as path:
            articles.extend(read_path(path))
    return articles
