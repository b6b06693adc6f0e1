"""What sayings are about, by the words that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from index.text.tokens import Token, content_words
from retrieval.sayings.values import CitedSaying

MOST: Final = 8
"""Topics of one page."""

_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """Sayings that share a word.

    Attributes:
        label: The word, in its most frequent form; empty for what is left over.
        members: Positions of the sayings.
    """

    label: str
    members: tuple[int, ...]


def find_topics(sayings: Sequence[CitedSaying], aside: Collection[str] = ()) -> list[Topic]:
    """Groups sayings by the content words that most of them share, each under one word.

    The word that covers most of what is not covered yet comes first; a word of one
    saying alone is no topic.

    Args:
        aside: Normalised words that say nothing: the speaker's own name.
    """
    stems: list[dict[str, Token]] = [
        {
            token.stem: token
            for token in content_words(said.sentence)
            if len(token.norm) >= _SHORTEST
            and token.norm not in aside
            and not token.norm.isdecimal()
        }
        for said in sayings
    ]
    labels: dict[str, Counter[str]] = {}
    for found in stems:
        for stem, token in found.items():
            labels.setdefault(stem, Counter())[token.surface] += 1
    left = set(range(len(sayings)))
    topics: list[Topic] = []
    while left and len(topics) < MOST:
        counts = Counter(stem for at in left for stem in stems[at])
        best = max(counts, key=lambda stem: (counts[stem], stem), default=None)
        if best is None or counts[best] < 2:
            break
        members = tuple(sorted(at for at in left if best in stems[at]))
        topics.append(Topic(labels[best].most_common(1)[0][0], members))
        left -= set(members)
    if left:
        topics.append(Topic("", tuple(sorted(left))))
    return topics
