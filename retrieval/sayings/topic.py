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
        script = scripts(topic)
        found = {at: _found(wanted, said) for at, said in enumerate(sayings)}
        # Words of its own script that a saying does not have are no topic of its; to one
        # in another script only vectors and names that sound alike can lead.
        same = [at for at, said in enumerate(sayings) if scripts(said.sentence) & script]
        other = [at for at in found if at not in set(same)]
        kept = {at for at in same if _is_on(found[at])} | {at for at in other if all(found[at])}
        if other and not kept & set(other):
            shares = [sum(found[at]) / len(wanted) for at in other]
            near = self._by_vectors(topic, [sayings[at] for at in other], shares)
            kept |= {other[position] for position in near}
        return [said for at, said in enumerate(sayings) if at in kept]

    def _by_vectors(
        self, topic: str, sayings: Sequence[CitedSaying], shares: Sequence[float]
    ) -> list[int]:
        """Returns the positions of the sayings that stand out."""
        if self._encoder is None:
            return [at for at, share in enumerate(shares) if share]
        shown = sayings[:_ENCODED]
        vector = self._encoder.encode_query(topic)
        rows = self._encoder.encode_passages([said.sentence for said in shown])
        scores = rows @ vector + _NAME_COUNTS * np.array(shares[:_ENCODED])
        best = float(scores.max())
        if len(shown) > 1 and best - float(np.mean(scores)) < _STANDS_OUT:
            return []
        return np.flatnonzero(scores >= best - _NEAR_BEST).tolist()


def _is_on(found: Sequence[bool]) -> bool:
    """Says whether the words of a topic that were found are enough of it.

    The head of a topic is its matter: كأس in كأس زمردان.
    """
    return 2 * sum(found) > len(found) or (found[0] and 2 * sum(found) >= len(found))


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
