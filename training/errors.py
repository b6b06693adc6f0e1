"""Where the first sentence lies when it is a wrong one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from training.lists import Sample

NEXT: Final = "next to the right one"
PASSAGE: Final = "elsewhere in the right passage"
SUBJECT: Final = "another passage of the same title"
ELSEWHERE: Final = "another title"
LOST: Final = "no right one among the ranked"
KINDS: Final = (NEXT, PASSAGE, SUBJECT, ELSEWHERE, LOST)


def error_of(sample: Sample, order: npt.NDArray[np.int64], titles: Mapping[str, str]) -> str | None:
    """Returns the kind of a sample's error, None where its first sentence answers.

    Args:
        sample: Asked over all passages.
        order: Places in its listing, best first.
        titles: Of every article, by id.
    """
    listing = sample.whole
    if len(order) and listing.answers[order[0]]:
        return None
    if not listing.answers.any():
        return LOST
    first = listing.ranked[int(order[0])].candidate
    right = [
        listing.ranked[int(i)].candidate.position
        for i in np.flatnonzero(listing.answers)
        if listing.ranked[int(i)].candidate.article.id == first.article.id
    ]
    if any(abs(position - first.position) == 1 for position in right):
        return NEXT
    if right:
        return PASSAGE
    return SUBJECT if titles.get(first.article.id) == sample.title else ELSEWHERE


def titles_of(samples: Iterable[Sample]) -> dict[str, str]:
    """Returns the titles of the articles that questions were written for, by article id."""
    return {sample.gold: sample.title for sample in samples}


def shares(errors: Sequence[str | None]) -> dict[str, float]:
    """Returns how large a part of all questions each kind of error is."""
    count = Counter(error for error in errors if error)
    return {kind: round(count[kind] / len(errors), 4) for kind in KINDS if count[kind]}
