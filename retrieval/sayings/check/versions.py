"""One saying as several articles have it, side by side."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from index.types import SpeakerKind
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.align import align
from retrieval.sayings.check.difference import differences, is_same
from retrieval.sayings.check.words import words_of
from retrieval.sayings.values import CitedSaying, Version, Versions

_READ: Final = 30
_SHARE: Final = 0.6
"""Of the longer version's words: below that they are two sayings on one matter."""

_FEWEST: Final = 4


class VersionFinder:
    """Finds the same saying in other articles."""

    def __init__(self, archive: Archive) -> None:
        """Reads nothing yet."""
        self._archive: Final = archive

    def versions(self, said: CitedSaying, scope: Collection[str]) -> Versions:
        """Returns the versions of a saying, the earliest first, that one included.

        Only sayings of the same person, or of a speaker whom nobody names, are versions.
        """
        words = words_of(said.words)
        found = [said]
        if len(words) >= _FEWEST:
            ids = self._archive.candidates(words.norms, said.words, scope, _READ)
            ids = [key for key in ids if key != said.citation.article_id]
            best: dict[str, tuple[float, CitedSaying]] = {}
            for other in self._archive.sayings(scope, ids):
                share = _shared(said.words, other.words)
                known, _ = best.get(other.citation.article_id, (0.0, other))
                if share >= max(_SHARE, known) and _same_speaker(said, other):
                    best[other.citation.article_id] = (share, other)
            found += [other for _, other in best.values()]
        found.sort(key=lambda one: (str(one.citation.date or "9999"), one.citation.article_id))
        return Versions(tuple(self._version(found[0], one, scope) for one in found))

    def _version(self, first: CitedSaying, one: CitedSaying, scope: Collection[str]) -> Version:
        if one is first:
            return Version(one)
        old, new = words_of(first.words), words_of(one.words)
        pairs = align(new.norms, old.norms)
        # The ends that the alignment leaves free belong to the comparison here.
        told = [position for _, position in pairs if position is not None]
        start = told[0] if told else 0
        end = told[-1] + 1 if told else 0
        pairs = [
            *((None, at) for at in range(start)),
            *pairs,
            *((None, at) for at in range(end, len(old))),
        ]
        names = self._archive.people(scope).words
        return Version(one, differences(one.words, new, first.words, old, pairs, names))


def _same_speaker(said: CitedSaying, other: CitedSaying) -> bool:
    if said.person is None or other.person is None:
        return True
    if said.person.kind is SpeakerKind.UNNAMED or other.person.kind is SpeakerKind.UNNAMED:
        return True
    return said.person.id == other.person.id


def _shared(one: str, other: str) -> float:
    left, right = words_of(one), words_of(other)
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    if not len(shorter) or len(shorter) < _SHARE * len(longer):
        return 0.0
    pairs = align(shorter.norms, longer.norms)
    return sum(is_same(shorter, longer, pair) for pair in pairs) / len(longer)
