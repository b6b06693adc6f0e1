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
_NAME_COUNTS: Final = 0.03
"""What a name of the topic adds to a cosine where scripts do not meet."""


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
        found = [_found(wanted, said) for said in sayings]
        if any(map(all, found)) or _meets(topic, sayings):
            # The head of a topic is its matter: كأس in كأس زمردان.
            return [
                said
                for said, words in zip(sayings, found, strict=True)
                if sum(words) > len(words) / 2 or (words[0] and 2 * sum(words) >= len(words))
            ]
        return self._by_vectors(topic, sayings, [sum(words) / len(words) for words in found])

    def _by_vectors(
        self, topic: str, sayings: Sequence[CitedSaying], shares: Sequence[float]
    ) -> list[CitedSaying]:
        if self._encoder is None or not sayings:
            return [said for said, share in zip(sayings, shares, strict=True) if share]
        shown = sayings[:_ENCODED]
        vector = self._encoder.encode_query(topic)
        rows = self._encoder.encode_passages([said.sentence for said in shown])
        scores = rows @ vector + _NAME_COUNTS * np.array(shares[:_ENCODED])
        best = float(scores.max())
        if len(shown) > 1 and best - float(np.mean(scores)) < _STANDS_OUT:
            return []
        return [
            said
            for said, score in zip(shown, scores.tolist(), strict=True)
            if score >= best - _NEAR_BEST
        ]


def _meets(topic: str, sayings: Sequence[CitedSaying]) -> bool:
    """Says whether the topic is written in the sayings' script.

    Then words that are nowhere in them are no topic of theirs.
    """
    here = {name for said in sayings for name in scripts(said.sentence)}
    return bool(scripts(topic) & here)


def _found(wanted: Sequence[Token], said: CitedSaying) -> list[bool]:
    """Returns which of the topic's words a saying or its sentence holds.

    A word of another script counts where it is a name that sounds alike: Libya, ليبيا.
    """
    stems, norms = _terms(f"{said.words}\n{said.sentence}")
    return [
        token.stem in stems
        or token.norm in norms
        or (len(token.norm) > 2 and token.norm.isalpha() and _sounds_alike(token.norm, norms))
        for token in wanted
    ]


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
