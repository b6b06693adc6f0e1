"""A synthetic archive of any size, grown from real news.

Passage i takes after real passage ``i % basis``. Its first copy is the real one;
in later ones 30 % of the tokens are drawn anew from the whole basis, 1 % of them
replaced by words that were never seen before (a vocabulary keeps growing), and
the vector is moved along the difference of two other real vectors, so that it
stays where real vectors lie. Some hundred copies of one passage lie closer together
than real passages do: which ten are nearest is harder to tell, which article is not.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.analysis import analyse
from index.encoder.base import Encoder, Vectors
from index.engine.base import Addition
from index.passages import passage_text
from index.text.tokens import index_terms
from index.types import Article, content_id

PER_ARTICLE = 4
MOVED = 0.45
DRAWN = 0.3
NEW = 0.01


@dataclass(frozen=True)
class Basis:
    """Real passages and real questions, tokenised and encoded.

    Attributes:
        owners: The article that each passage is of.
        gold: The article that each question, an editor's headline, was written for.
    """

    texts: list[str]
    owners: list[str]
    tokens: list[list[str]]
    vectors: Vectors
    asked: list[str]
    gold: list[str]
    questions: list[list[str]]
    question_vectors: Vectors

    def save(self, path: Path) -> None:
        listed = [self.texts, self.owners, self.tokens, self.asked, self.gold, self.questions]
        texts = json.dumps(listed, ensure_ascii=False)
        np.savez(path, v=self.vectors, q=self.question_vectors, t=np.array(texts))

    @classmethod
    def load(cls, path: Path) -> Basis:
        with np.load(path, allow_pickle=False) as kept:
            texts, owners, tokens, asked, gold, questions = json.loads(str(kept["t"]))
            return cls(texts, owners, tokens, kept["v"], asked, gold, questions, kept["q"])


def read_basis(data: Path, encoder: Encoder, passages: int, questions: int) -> Basis:
    """Encodes headlines, and passages of the articles that they were written for.

    The headline itself is left out of the passages, which would name themselves.
    """
    path = data / "news_dev_headlines.questions.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        headlines = [json.loads(line) for line in rows][:questions]
    named = {row["passage_id"] for row in headlines}
    with gzip.open(data / "news_dev.articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        articles = sorted(map(json.loads, rows), key=lambda row: row["id"] not in named)
    texts: list[str] = []
    owners: list[str] = []
    for row in articles:
        day = dt.date.fromisoformat(row["date"]) if row.get("date") else None
        article = Article(row["text"], "", row["source"], day, row.get("url"))
        found = [passage_text(article, passage) for passage in analyse(article).passages]
        texts += found
        owners += [row["id"]] * len(found)
        if len(texts) >= passages:
            break
    texts, owners = texts[:passages], owners[:passages]
    asked = [row["question"] for row in headlines]
    return Basis(
        texts,
        owners,
        [index_terms(text) for text in texts],
        encoder.encode_passages(texts),
        asked,
        [row["passage_id"] for row in headlines],
        [index_terms(text) for text in asked],
        np.stack([encoder.encode_query(text) for text in asked]),
    )


def grow(basis: Basis, size: int) -> Iterator[list[Addition]]:
    """Yields the archive, some hundred articles at a time."""
    words = np.array([word for tokens in basis.tokens for word in tokens], object)
    for block, here, vectors, random in _blocks(basis, size):
        start = block * len(basis.tokens)
        yield [
            _article(basis, start + at, min(PER_ARTICLE, here - at), vectors[at:], words, random)
            for at in range(0, here, PER_ARTICLE)
        ]


def grow_texts(basis: Basis, size: int) -> tuple[list[str], Vectors]:
    """Returns the archive as texts, for systems that have tokenisers of their own."""
    split = [text.split() for text in basis.texts]
    words = np.array([word for tokens in split for word in tokens], object)
    texts: list[str] = []
    parts = []
    for block, here, vectors, random in _blocks(basis, size):
        texts += [" ".join(_tokens(split[at], block, words, random)) for at in range(here)]
        parts.append(vectors)
    return texts, np.concatenate(parts)


def _blocks(basis: Basis, size: int) -> Iterator[tuple[int, int, Vectors, np.random.Generator]]:
    count = len(basis.vectors)
    for start in range(0, size, count):
        random = np.random.default_rng(start // count)
        here = min(count, size - start)
        vectors = basis.vectors[:here]
        if start:
            one, other = random.integers(0, count, (2, here))
            vectors = vectors + MOVED * (basis.vectors[one] - basis.vectors[other])
            vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        yield start // count, here, vectors, random


def _article(
    basis: Basis,
    start: int,
    passages: int,
    vectors: Vectors,
    words: np.ndarray,
    random: np.random.Generator,
) -> Addition:
    article = content_id("article", str(start))
    count = len(basis.tokens)
    return Addition(
        article,
        "public",
        tuple(content_id("passage", article, str(at)) for at in range(passages)),
        tuple(
            _tokens(basis.tokens[(start + at) % count], (start + at) // count, words, random)
            for at in range(passages)
        ),
        np.ascontiguousarray(vectors[:passages], np.float32),
    )


def _tokens(
    tokens: list[str], block: int, words: np.ndarray, random: np.random.Generator
) -> list[str]:
    if not block:
        return tokens
    grown = np.array(tokens, object)
    drawn = random.random(len(grown))
    replaced = drawn < DRAWN
    grown[replaced] = words[random.integers(0, len(words), int(replaced.sum()))]
    for at in np.flatnonzero(drawn < DRAWN * NEW):
        grown[at] = f"new{block}x{random.integers(0, 200)}"
    listed: list[str] = grown.tolist()
    return listed
