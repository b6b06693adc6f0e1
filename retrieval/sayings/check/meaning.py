"""The saying nearest to a claim in meaning, for where no words are shared."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from index.encoder.base import Encoder
from index.engine.base import SearchEngine
from index.text.language import UNDETERMINED, detect_language, main_script
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.words import words_of
from retrieval.sayings.values import CitedSaying

_PASSAGES: Final = 12
_ENCODED: Final = 32
_FEWEST: Final = 3
"""Words of a claim that can mean something on their own."""

CLOSE: Final = 0.875
"""Cosine from which a saying is shown as close.

With the embedded model, of quotations of other news 1 % come so near to one of 400
sayings, and those that do are mostly other translations of the same words.
"""

CLOSE_ACROSS: Final = 0.81
"""The same for the claimed speaker's sayings in another language than the claim.

Of claims that were put into English and French, all come so near to that speaker's nearest
saying, and of others' words none do.
"""


class NearestMeaning:
    """Compares a claim with the sayings of the passages that are nearest to it."""

    def __init__(self, archive: Archive, engine: SearchEngine, encoder: Encoder) -> None:
        """The encoder must be the one that the engine's passages were encoded with."""
        self._archive: Final = archive
        self._engine: Final = engine
        self._encoder: Final = encoder

    def nearest(self, claim: Claim, scope: Collection[str]) -> tuple[CitedSaying, float] | None:
        """Returns the saying nearest to a claim, by the claimed speaker where one is claimed."""
        if len(words_of(claim.words)) < _FEWEST:
            return None
        if claim.speaker is not None:
            people = self._archive.people(scope).find(claim.speaker)
            if not people:
                return None
            sayings = self._archive.sayings_of(people, scope)[:_ENCODED]
        else:
            vector = self._encoder.encode_query(claim.words)
            hits = self._engine.search_dense(vector, _PASSAGES, scope)
            ids = {hit.article_id for hit in hits}
            sayings = self._archive.sayings(scope, ids)[:_ENCODED] if ids else []
        if not sayings:
            return None
        # Both sides go through one door: two statements are compared, no question is asked.
        rows = self._encoder.encode_passages([claim.words, *(said.words for said in sayings)])
        cosines = rows[1:] @ rows[0]
        best = int(np.argmax(cosines))
        cosine = float(cosines[best])
        across = claim.speaker is not None and _in_two_languages(claim.words, sayings[best].words)
        return (sayings[best], cosine) if cosine >= (CLOSE_ACROSS if across else CLOSE) else None


def _in_two_languages(one: str, other: str) -> bool:
    if main_script(one) != main_script(other):
        return True
    told = {detect_language(one), detect_language(other)}
    return len(told) == 2 and UNDETERMINED not in told
