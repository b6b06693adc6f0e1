"""How long a build will take, measured on a sample before it begins."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import islice
from typing import Final

from index.encoder.base import Encoder
from index.passages import passage_text
from index.sentence_vectors import sentence_text
from index.store.sql import SqlStore

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
