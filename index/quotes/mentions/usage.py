"""How an article uses the words of its names: what it says without a word is no part of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.quotes.looks import PARTICLES, look
from index.quotes.mentions.phrase import Phrase
from index.quotes.text import Word


class Usage:
    """Counts of an article's words and of those that stand beside each other."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self.counts = Counter(word.norm for word in words if word.norm)
        self._pairs = Counter((left.norm, right.norm) for left, right in pairwise(words))

    def trimmed(self, phrase: Phrase) -> Phrase:
        """Cuts a word off a long name where the article uses the name without it.

        In ``وصف سيرغي سوبيانين الحادث`` the third word is the object, as ``قال سوبيانين``
        elsewhere shows.
        """
        if phrase.name is None or phrase.quoted is not None:
            return phrase
        first, last = phrase.name
        counts = self.counts
        for at in range(first + 1, last + 1):
            norm = self._words[at].norm
            if norm.startswith("و") and not look(norm).given and counts.get(norm[1:], 0) > 0:
                # ``شاكا وشاكيري`` are two.
                last = at - 1
                break
        first_norm = self._words[first].norm
        if last > first and not look(first_norm).given:
            second = self._words[first + 1].norm
            together = self._pairs[first_norm, second]
            alone = look(second).definite or counts.get(second, 0) == together
            if counts.get(first_norm, 0) > together + 1 and alone and second not in PARTICLES:
                # ``قاد بوتين الشاحنة``: elsewhere he is named without it.
                last = first
        for at in range(first + 1, last):
            norm, following = self._words[at].norm, self._words[at + 1].norm
            ends = norm not in PARTICLES and not look(norm).given and counts.get(norm, 0) > 1
            if ends and counts.get(following, 0) < 2 and not look(following).given:
                last = at
                break
        if last == first + 1 and last == phrase.name[1]:
            norm = self._words[last].norm
            if (
                norm.endswith("ت")
                and counts.get(norm, 0) < 2
                and counts.get(self._words[first].norm, 0) > 1
            ):
                # ``وكانت هيفاء صدمت``: a verb in the feminine, not a second name.
                last = first
        if last == phrase.name[1]:
            return phrase
        return replace(phrase, name=(first, last), last=min(phrase.last, last))
