"""Turns articles into what a search engine takes, and reckons how long a build of them takes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from index.encoder.base import Encoder, Vectors
from index.encoder.cache import CachedEncoder, Group
from index.engine.base import Addition
from index.errors import NotFoundError
from index.passages import passage_text
from index.sentence_vectors import sentence_text
from index.store.sql import SqlStore
from index.text.tokens import index_terms
from index.types import Analysis, Article

_T = TypeVar("_T")

Holding = tuple[str, Article, Analysis]
"""A collection, and an article in it with what was found in it."""


_QUESTIONS: Final = 128
"""Headlines that an approximate index is measured with."""


def open_vectors(encoder: Encoder, path: Path) -> CachedEncoder:
    """Returns what encodes articles, each text once, and keeps what it encoded in a file."""
    for old in path.parent.glob("sentences.sqlite*"):  # of a Qawl before this file
        old.unlink()
    return CachedEncoder(encoder, path)


def additions_of(
    encoder: CachedEncoder, held: Sequence[Holding], *, anew: bool = False
) -> list[Addition]:
    """Returns what a search engine takes of some holdings; of one without passages nothing.

    Args:
        anew: Encode also what is kept.
    """
    groups = [
        Group(article.id, tuple(passage_text(article, passage) for passage in found.passages))
        for _, article, found in held
    ]
    made = encoder.encode_groups(groups, anew=anew)
    return [
        Addition(
            article.id,
            collection,
            tuple(passage.id for passage in found.passages),
            tuple(map(index_terms, group.texts)),
            vectors,
        )
        for (collection, article, found), group, vectors in zip(held, groups, made, strict=True)
        if group.texts
    ]


def sample_questions(store: SqlStore, encoder: Encoder) -> Vectors:
    """Returns headlines, encoded as the questions that an editor would ask."""
    articles = (article for _, article, _ in store.holdings())
    headlines = (article.headline for article in articles if article.headline.strip())
    sample = [encoder.encode_query(text) for text in islice(headlines, _QUESTIONS)]
    return np.stack(sample) if sample else np.empty((0, encoder.dimension), np.float32)


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Yields items in lists of so many."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def held_of(store: SqlStore, keys: Iterable[tuple[str, str]]) -> list[Holding]:
    """Returns the holdings of these articles and collections that are still there."""
    held: list[Holding] = []
    for article_id, collection in keys:
        with suppress(NotFoundError):
            held.append((collection, *store.opened(article_id, (collection,))))
    return held


_ARTICLES: Final = 200
_TEXTS: Final = 24


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a build will have to do at most: nothing of it may be in a cache.

    Attributes:
        passages: To be indexed.
        texts: To be encoded: passages and sentences.
        seconds: For encoding them; the rest takes less than a tenth of that.
    """

    passages: int
    texts: int
    seconds: float


def estimate_build(store: SqlStore, encoder: Encoder) -> Estimate:
    """Encodes some texts and reckons how long all will take.

    Articles are read in the order of their ids, which are hashes: the first
    ones are a fair sample.
    """
    sample = list(islice(store.holdings(), _ARTICLES))
    if not sample:
        return Estimate(0, 0, 0.0)
    holdings = sum(1 for _ in store.holding_keys())
    passages = [passage_text(a, p) for _, a, found in sample for p in found.passages]
    sentences = [sentence_text(a, s) for _, a, found in sample for s in found.sentences]
    share = holdings / len(sample)
    seconds = 0.0
    for texts in (passages, sentences):
        # A small archive is built in the time that a large sample takes.
        wanted = _TEXTS if len(sample) == _ARTICLES else _TEXTS // 4
        picked = texts[:: max(1, len(texts) // wanted)][:wanted]
        if picked:
            start = time.perf_counter()
            encoder.encode_passages(picked)
            seconds += (time.perf_counter() - start) / len(picked) * len(texts) * share
    return Estimate(
        passages=round(len(passages) * share),
        texts=round((len(passages) + len(sentences)) * share),
        seconds=seconds,
    )
