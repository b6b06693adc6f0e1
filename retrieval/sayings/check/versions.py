"""One saying as several articles have it, side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from index.types import Article, QuoteKind, SpeakerKind
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.difference import align, differences, is_same
from retrieval.sayings.check.words import words_of
from retrieval.sayings.said import without_parts
from retrieval.sayings.values import CitedSaying, Version

_READ: Final = 30
_SHARE: Final = 0.6
"""Of the longer version's words: below that they are two sayings on one matter."""

_FEWEST: Final = 4


def find_versions(
    archive: Archive, said: CitedSaying, scope: Collection[str]
) -> tuple[Version, ...]:
    """Returns the versions of a saying, the earliest first, that one included.

    Only sayings of the same person, or of a speaker without a name, are versions.
    """
    words = words_of(said.words)
    found = [said]
    if len(words) >= _FEWEST:
        ids = archive.candidates(words.norms, said.words, scope, _READ)
        ids = [key for key in ids if key != said.citation.article_id]
        best: dict[str, tuple[float, CitedSaying]] = {}
        for other in archive.sayings(scope, ids):
            share = shared(said.words, other.words)
            known, _ = best.get(other.citation.article_id, (0.0, other))
            if share >= max(_SHARE, known) and not _by_another(said, other):
                best[other.citation.article_id] = (share, other)
        found += [other for _, other in best.values()]
    first, *later = sorted(
        found, key=lambda one: (str(one.citation.date or "9999"), one.citation.article_id)
    )
    names = archive.people(scope).words
    return (Version(first), *(_version(first, one, names) for one in later))


def _version(first: CitedSaying, one: CitedSaying, names: frozenset[str]) -> Version:
    old, new = words_of(first.words), words_of(one.words)
    pairs = align(new.norms, old.norms)
    # The ends that the alignment leaves free belong to the comparison here.
    told = [position for _, position in pairs if position is not None] or [0, -1]
    pairs = [
        *((None, at) for at in range(told[0])),
        *pairs,
        *((None, at) for at in range(told[-1] + 1, len(old))),
    ]
    return Version(one, differences(one.words, new, first.words, old, pairs, names))


def shared(one: str, other: str) -> float:
    """Returns the share of the longer text's words that the other one has in the same order."""
    left, right = words_of(one), words_of(other)
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    if not len(shorter) or len(shorter) < _SHARE * len(longer):
        return 0.0
    pairs = align(shorter.norms, longer.norms)
    return sum(is_same(shorter, longer, pair) for pair in pairs) / len(longer)


_LIKE: Final = 0.5
"""Share of words in common from which a new quotation stands in the place of an old one."""


@dataclass(frozen=True, slots=True)
class ChangedSaying:
    """A quotation that a newer version of its article does not have so any more.

    Attributes:
        now: What stands in its place, None where it was withdrawn.
    """

    before: CitedSaying
    now: CitedSaying | None


def changed_sayings(
    archive: Archive, before: Article, now: Article, scope: Collection[str]
) -> list[ChangedSaying]:
    """Returns the quotations of an article whose words or speaker a newer version changed.

    A report in the outlet's own words may be worded anew: only words between marks count.

    Args:
        scope: The collections that hold the two versions.
    """
    text = _norms(now.text)
    newer = _quotations(archive, now, scope)
    found = []
    for said in _quotations(archive, before, scope):
        if _norms(said.words) not in text:
            found.append(ChangedSaying(said, _in_its_place(said, newer, _norms(before.text))))
            continue
        same = [other for other in newer if _norms(other.words) == _norms(said.words)]
        if same and all(_by_another(said, other) for other in same):
            found.append(ChangedSaying(said, same[0]))
    return found


def _quotations(archive: Archive, article: Article, scope: Collection[str]) -> list[CitedSaying]:
    found = archive.sayings(scope, [article.id])
    return without_parts([s for s in found if s.saying.quote.kind is not QuoteKind.INDIRECT])


def _in_its_place(said: CitedSaying, newer: Sequence[CitedSaying], text: str) -> CitedSaying | None:
    """Returns the likest of the quotations that the older text did not have."""
    fresh = [other for other in newer if _norms(other.words) not in text]
    shares = [(shared(said.words, other.words), other) for other in fresh]
    share, best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= _LIKE else None


def _by_another(said: CitedSaying, other: CitedSaying) -> bool:
    """Says whether two sayings are of two people; not where one has no name."""
    named = [s.person for s in (said, other) if s.person is not None]
    known = [person for person in named if person.kind is not SpeakerKind.UNNAMED]
    return len(known) == 2 and known[0].id != known[1].id


def _norms(text: str) -> str:
    return f" {' '.join(words_of(text).norms)} "
