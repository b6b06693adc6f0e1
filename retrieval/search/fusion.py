"""Dense and lexical hits -> one list that is never worse than the better of the two.

Ranks alone forget how sure a list is, and z-scores make a useless list look as
sure as a good one. Both scores are kept on scales of their own instead: the
cosine, and the share of the BM25 score that the query's terms, those unknown
to the corpus included, could reach. A question in a script that the articles do
not use has a share near zero, and the lexical list falls silent by itself. No word of ``When did
Luther go to Wittenberg?`` stands in an Arabic text, but two of them are heard in it, لوثر and
ويتمبيرغ: there names, loan words and numbers that sound alike take its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from index.engine.base import Hit
from index.engine.lexical import idf
from index.text.language import main_script
from index.text.names import name_keys
from index.text.tokens import content_words

CROSSING_WEIGHT: Final = 0.15
"""What a full match across scripts adds to a cosine, as measured in docs/arabic-text.md."""

LEXICAL_WEIGHT: Final = 0.3
"""What a full lexical match adds to a cosine, measured on the development sets."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage of the fused list.

    Attributes:
        dense_rank: 1-based rank in the dense list, None where it was not there.
        dense_score: Cosine, also of a passage that only the lexical list brought.
        lexical_rank: Likewise in the lexical list.
        lexical_score: BM25 score, 0.0 where no term is shared.
        lexical_share: ``lexical_score`` over the ceiling of the query's terms, in [0, 1].
        score: ``nearness + weight * lexical_share``.
        heard_share: Of the question's words, how many are heard in a passage of another
            script, in [0, 1]; 0.0 in one of the question's own.
    """

    passage_id: str
    article_id: str
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    lexical_share: float
    score: float
    heard_share: float = 0.0

    @property
    def nearness(self) -> float:
        """The cosine, and what the other script's words add to it."""
        return self.dense_score + CROSSING_WEIGHT * self.heard_share


def fuse(
    dense: Sequence[Hit],
    lexical: Sequence[Hit],
    *,
    dense_scores: Mapping[str, float],
    lexical_scores: Mapping[str, float],
    ceiling: float,
    weight: float = LEXICAL_WEIGHT,
) -> list[Fused]:
    """Fuses two lists, best first; ties keep the dense order, then the lexical one.

    Args:
        dense_scores: Cosines of passages that stand in ``lexical`` alone.
        lexical_scores: BM25 scores of passages that stand in ``dense`` alone.
        ceiling: The highest BM25 score that the query could reach.
        weight: What a full lexical match adds to a cosine.
    """
    by_dense = {hit.passage_id: hit for hit in dense}
    by_lexical = {hit.passage_id: hit for hit in lexical}
    fused = []
    for passage_id, hit in (
        by_dense | {k: v for k, v in by_lexical.items() if k not in by_dense}
    ).items():
        in_dense, in_lexical = by_dense.get(passage_id), by_lexical.get(passage_id)
        cosine = in_dense.score if in_dense else dense_scores[passage_id]
        bm25 = in_lexical.score if in_lexical else lexical_scores.get(passage_id, 0.0)
        share = bm25 / ceiling if ceiling > 0 else 0.0
        fused.append(
            Fused(
                passage_id=passage_id,
                article_id=hit.article_id,
                dense_rank=in_dense.rank if in_dense else None,
                dense_score=cosine,
                lexical_rank=in_lexical.rank if in_lexical else None,
                lexical_score=bm25,
                lexical_share=share,
                score=cosine + weight * share,
            )
        )
    return sorted(fused, key=lambda f: -f.score)


def lone(passage_id: str, article_id: str, cosine: float, bm25: float, ceiling: float) -> Fused:
    """Returns a passage that neither list holds as the fused list would have it."""
    share = bm25 / ceiling if ceiling > 0 else 0.0
    score = cosine + LEXICAL_WEIGHT * share
    return Fused(passage_id, article_id, None, cosine, None, bm25, share, score)


def with_heard(fused: Sequence[Fused], shares: Sequence[float]) -> list[Fused]:
    """Returns a fused list in the order that it has with what is heard in its passages.

    Args:
        shares: What ``crossing_shares`` says of each.
    """
    heard = [
        replace(f, heard_share=share, score=f.score + CROSSING_WEIGHT * share) if share else f
        for f, share in zip(fused, shares, strict=True)
    ]
    return sorted(heard, key=lambda f: -f.score)


_WORD: Final = re.compile(r"[^\W_]+")
_FEWEST_SOUNDS: Final = 3


def crossing_shares(question: str, texts: Sequence[str]) -> list[float]:
    """Returns for each text the share of the question's words that are heard in it.

    A word counts by its rarity among the texts (``idf``), so a number or a name that all of
    them hold tells them apart as little as it should.

    Args:
        texts: The passages to choose among; those in the question's own script get 0.0, for
            there the words themselves are the evidence.

    Returns:
        Shares in [0, 1], in the order of the texts.
    """
    far = _far(question, texts)
    if not any(far):
        return [0.0] * len(texts)
    heard = [
        sounds_in(text) if is_far else frozenset() for text, is_far in zip(texts, far, strict=True)
    ]
    wanted = [keys for token in content_words(question) if (keys := sounds_of(token.norm))]
    if not wanted or not any(heard):
        return [0.0] * len(texts)
    holding = Counter(key for keys in heard for key in keys)
    weights = [
        max(
            # The most frequent of the keys that a text holds is what would be found.
            min((idf(len(texts), holding[key]) for key in keys if key in holding), default=0.0),
            0.0 if any(key in holding for key in keys) else idf(len(texts), 0),
        )
        for keys in wanted
    ]
    total = sum(weights)
    return [
        sum(weight for keys, weight in zip(wanted, weights, strict=True) if keys & here) / total
        for here in heard
    ]


def elsewhere(question: str, texts: Sequence[str]) -> bool:
    """Says whether any of the texts is in another script than the question."""
    return any(_far(question, texts))


def _far(question: str, texts: Sequence[str]) -> list[bool]:
    asked = main_script(question)
    return [bool(script := _script(text)) and script != asked for text in texts]


_script = lru_cache(maxsize=2048)(main_script)


@lru_cache(maxsize=2048)
def sounds_in(text: str) -> frozenset[str]:
    """Returns the keys of a text's words; the same passages come up often."""
    return frozenset[str]().union(*(sounds_of(word) for word in set(_WORD.findall(text))))


@lru_cache(maxsize=20_000)
def sounds_of(word: str) -> frozenset[str]:
    """Returns a word's keys with enough sounds to tell it from others; of a number, itself."""
    if word[0].isdecimal():
        return frozenset({str(int(word))}) if word.isdecimal() else frozenset()
    return frozenset(key for key in name_keys(word) if len(key) >= _FEWEST_SOUNDS)
