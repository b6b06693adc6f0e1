"""Which of a person's sayings are about a topic.

Lexical evidence decides where it can: a saying that has the topic's words, in itself or
in the sentence around it, is about it. Vectors decide where scripts or wordings do not
meet, by how far a sentence stands out from the person's others: a cosine by itself
says little, since all sentences of the news are alike to a small model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from index.encoder.base import Encoder
from index.identity.names import agree
from index.text.function_words import FUNCTION_WORDS
from index.text.language import scripts
from index.text.tokens import Token, tokenise
from retrieval.sayings.values import CitedSaying

_STANDS_OUT: Final = 0.02
"""Cosine above the mean of a person's sayings from which one may be on the topic."""

_NEAR_BEST: Final = 0.015
_ENCODED: Final = 200
_LEXICAL_SHARE: Final = 0.5


class Topics:
    """Ranks sayings by a topic, and tells which are on it."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Without an encoder words alone decide."""
        self._encoder: Final = encoder

    def on_topic(
        self, topic: str, sayings: Sequence[CitedSaying], aside: Collection[str] = ()
    ) -> list[CitedSaying]:
        """Returns the sayings on a topic, in the order given.

        Args:
            aside: Words of the topic that say nothing about it, as normalised:
                the speaker's own name.
        """
        wanted = [
            token
            for token in tokenise(topic)
            if token.norm not in FUNCTION_WORDS and token.norm not in aside
        ]
        if not wanted:
            return list(sayings)
        shares = [_share(wanted, said) for said in sayings]
        best = max(shares, default=0.0)
        if best >= _LEXICAL_SHARE:
            return [
                said
                for said, share in zip(sayings, shares, strict=True)
                if share >= max(_LEXICAL_SHARE, best - 0.34)
            ]
        return self._by_vectors(topic, sayings)

    def _by_vectors(self, topic: str, sayings: Sequence[CitedSaying]) -> list[CitedSaying]:
        # Words of the same script that are nowhere in the sayings are no topic of theirs.
        here = {name for said in sayings for name in scripts(said.sentence)}
        if self._encoder is None or not sayings or scripts(topic) & here:
            return []
        shown = sayings[:_ENCODED]
        vector = self._encoder.encode_query(topic)
        rows = self._encoder.encode_passages([said.sentence for said in shown])
        cosines = rows @ vector
        best = float(cosines.max())
        if len(shown) > 1 and best - float(np.mean(cosines)) < _STANDS_OUT:
            return []
        return [
            said
            for said, cosine in zip(shown, cosines.tolist(), strict=True)
            if cosine >= best - _NEAR_BEST
        ]


def _share(wanted: Sequence[Token], said: CitedSaying) -> float:
    """Returns the share of the topic's words that a saying or its sentence holds.

    A word of another script counts where it is a name that sounds alike: Libya, ليبيا.
    """
    stems, norms = _terms(f"{said.words}\n{said.sentence}")
    found = 0
    for token in wanted:
        if token.stem in stems or token.norm in norms:
            found += 1
        elif not token.norm.isdigit() and len(token.norm) > 2:
            found += _sounds_alike(token.norm, norms)
    return found / len(wanted)


def _sounds_alike(word: str, norms: frozenset[str]) -> bool:
    script = scripts(word)
    return any(not scripts(other) & script and agree(word, other) for other in norms)


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    tokens = tokenise(text)
    return (
        frozenset(token.stem for token in tokens),
        frozenset(token.norm for token in tokens if len(token.norm) > 2),
    )
