"""What became of an article's quotations in a newer version of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from index.types import Article, QuoteKind, SpeakerKind
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.versions import shared
from retrieval.sayings.check.words import words_of
from retrieval.sayings.said import without_parts
from retrieval.sayings.values import CitedSaying

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
    named = [s.person for s in (said, other) if s.person is not None]
    known = [person for person in named if person.kind is not SpeakerKind.UNNAMED]
    return len(known) == 2 and known[0].id != known[1].id


def _norms(text: str) -> str:
    return f" {' '.join(words_of(text).norms)} "
