"""Vectors of single sentences, made when an article is added and read when one is asked.

Encoding the sentences of the candidate passages while a person waits would take
longer than everything else together. They are derived data: the file can be
deleted, and what is missing or stale is made again when it is asked for.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.encoder.base import Encoder, Vectors
from index.types import Article, Sentence, content_id

_VERSION = "headline-1"
"""Changes whenever ``sentence_text`` does."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sentence_vectors (
    article_id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    vectors BLOB NOT NULL
) WITHOUT ROWID
"""


def sentence_text(article: Article, sentence: Sentence) -> str:
    """Returns what is embedded for a sentence: the headline as context, then its own words.

    The headline names what a sentence in the middle of an article calls "it":
    with it the vector alone finds the right sentence 4 to 8 points more often.
    """
    words = " ".join(sentence.span.of(article.text).split())
    if not article.headline or sentence.number == 0:
        return words
    return f"{' '.join(article.headline.split())}: {words}"


class SentenceVectors:
    """Keeps one float16 row a sentence for every article.

    Args:
        path: The SQLite file; ``":memory:"`` keeps nothing.
        encoder: Makes what is missing. Vectors of another encoder's name are
            never read.
    """

    def __init__(self, path: Path | str, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(_SCHEMA)
        self._db.commit()

    def add(self, articles: Iterable[tuple[Article, Sequence[Sentence]]]) -> None:
        """Makes and keeps the vectors of several articles with one call of the encoder."""
        once = {article.id: (article, sentences) for article, sentences in articles}
        wanted = [
            (article, sentences)
            for article, sentences in once.values()
            if self._read(article.id, self._key(sentences), len(sentences)) is None
        ]
        texts = [sentence_text(article, s) for article, sentences in wanted for s in sentences]
        if not texts:
            return
        vectors = self._encoder.encode_passages(texts).astype(np.float16)
        rows, at = [], 0
        for article, sentences in wanted:
            rows.append(
                (article.id, self._key(sentences), vectors[at : at + len(sentences)].tobytes())
            )
            at += len(sentences)
        with self._lock, self._db:
            self._db.executemany("INSERT OR REPLACE INTO sentence_vectors VALUES (?, ?, ?)", rows)

    def of(self, article: Article, sentences: Sequence[Sentence]) -> Vectors:
        """Returns one row a sentence, shape ``[len(sentences), dimension]``."""
        found = self._read(article.id, self._key(sentences), len(sentences))
        if found is None:
            self.add([(article, sentences)])
            found = self._read(article.id, self._key(sentences), len(sentences))
        if found is None:
            return np.zeros((0, self._encoder.dimension), np.float32)
        return found

    def remove(self, article_id: str) -> None:
        """Forgets an article; nothing happens where it is unknown."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM sentence_vectors WHERE article_id = ?", (article_id,))

    def close(self) -> None:
        self._db.close()

    def _key(self, sentences: Sequence[Sentence]) -> str:
        spans = ",".join(f"{s.span.start}-{s.span.end}" for s in sentences)
        return content_id("sentences", _VERSION, self._encoder.name, spans)

    def _read(self, article_id: str, key: str, count: int) -> Vectors | None:
        with self._lock:
            row = self._db.execute(
                "SELECT vectors FROM sentence_vectors WHERE article_id = ? AND key = ?",
                (article_id, key),
            ).fetchone()
        if row is None:
            return None
        flat = np.frombuffer(row[0], np.float16).astype(np.float32)
        if flat.size != count * self._encoder.dimension:
            return None
        return flat.reshape(count, self._encoder.dimension)
