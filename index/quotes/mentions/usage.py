"""How an article uses the words of its names: a word without which it names them is no part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from index.language.tables import doubtful_words
from index.quotes.lexicon import folded
from index.quotes.looks import PARTICLES, look
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.shapes import is_bare_name
from index.quotes.text import Word

_KINDS: Final = folded("names", "bodies", "by_name")
_SHORT: Final = 2
_JOINED: Final = ("", "و", "ل", "ب", "ول", "وب")


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of an article's words and of those that stand beside each other."""

    words: Sequence[Word]
    counts: Counter[str]
    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, words: Sequence[Word]) -> Usage:
        """Counts the words of an article."""
        counts = Counter(word.norm for word in words if word.norm)
        return cls(
            words, counts, Counter((left.norm, right.norm) for left, right in pairwise(words))
        )

    def is_body(self, norm: str) -> bool:
        """``موقع ريدوت``: a word that is a body's name here, though it stands alone elsewhere."""
        return any(self.pairs[f"{joined}{kind}", norm] for kind in _KINDS for joined in _JOINED)

    def trimmed(self, phrase: Phrase, borne: Mapping[str, Sequence[int]]) -> Phrase:
        """Cuts a word off a long name where the article uses the name without it.

        In ``وصف سيرغي سوبيانين الحادث`` the third word is the object, as ``قال سوبيانين``
        elsewhere shows.

        Args:
            phrase: With a name or without.
            borne: Words of names with the numbers of those who bear them, as far as they are known.
        """
        if phrase.name is None or phrase.quoted is not None:
            return phrase
        first, last = phrase.name
        counts = self.counts
        opening = self.words[first]
        if first == last and phrase.role is not None and phrase.role[1] == first - 1:
            before = self.words[first - 1]
            pair = self.pairs[before.norm, opening.norm]
            closed = before.look.place or before.look.unknown
            if closed and pair > 1 and pair == counts.get(opening.norm, 0):
                # ``مدرب مانشستر سيتي``: the article never has the second word alone.
                return replace(phrase, name=None, role=(phrase.role[0], last))
        joined = opening.norm.startswith(("ل", "ب")) and opening.look.unknown
        if joined and first < last and counts.get(opening.norm[1:], 0) > 0:
            # ``الرئيس التنفيذي للوادي القندسي``: what he heads, known by the article.
            first += 1
        if first < last and self._is_attribute(first):
            # ``الأمير الفرنسي القادم وليام``
            first += 1
        title = phrase.role is not None and phrase.role == (first - 1, first - 1)
        if title and self._is_joined(first) and is_bare_name(opening.norm[1:]):
            # ``ندد الشيخ وزبرقان``: two, the first of them called by his title.
            return replace(phrase, name=(first - 1, last), role=None, number="p")
        for at in range(first + 1, last + 1):
            norm = self.words[at].norm
            if self._is_to_another(norm):
                # ``سالم لقندس``: to whom
                last = at - 1
                break
            if self._is_joined(at):
                # ``شاكا وشاكيري`` are two.
                last = at - 1
                break
        first_norm = self.words[first].norm
        second = self.words[first + 1].norm if last > first else ""
        if last > first and not look(first_norm).given:
            together = self.pairs[first_norm, second]
            seen = look(second)
            alone = seen.common or second in doubtful_words() or (seen.definite and not seen.nisba)
            if counts.get(first_norm, 0) > together + 1 and alone and second not in PARTICLES:
                # ``قاد بوتين الشاحنة``: elsewhere he is named without it.
                last = first
        called = counts.get(first_norm, 0) > self.pairs[first_norm, second] + 1
        if last == first + 1 and called and look(second).definite and look(second).common:
            # ``خطف رونالدو الأنظار``: a given name by which he is called elsewhere.
            last = first
        for at in range(first + 1, last):
            norm, following = self.words[at].norm, self.words[at + 1].norm
            ends = norm not in PARTICLES and not look(norm).given and counts.get(norm, 0) > 1
            object_of = look(following).common or following in doubtful_words()
            once = counts.get(following, 0) < 2 or (object_of and self.pairs[norm, following] < 2)
            if ends and once and not look(following).given and following not in PARTICLES:
                last = at
                break
        for at in range(first, last):
            if self._are_two(self.words[at].norm, self.words[at + 1].norm, borne):
                # ``وصف القندسي الكندي``: whom he speaks of is known by that name.
                last = at
                break
        if last == first + 1 and last == phrase.name[1]:
            norm = self.words[last].norm
            if (
                norm.endswith("ت")
                and counts.get(norm, 0) < 2
                and counts.get(self.words[first].norm, 0) > 1
            ):
                # ``وكانت هيفاء صدمت``: a verb in the feminine, not a second name.
                last = first
        if (first, last) == phrase.name:
            return phrase
        role = (
            (phrase.role[0], first - 1) if phrase.role and first > phrase.name[0] else phrase.role
        )
        return replace(phrase, name=(first, last), role=role, last=min(phrase.last, last))

    def _is_joined(self, at: int) -> bool:
        """Says whether a word is "and" with a name that the article has alone as well."""
        norm = self.words[at].norm
        return norm.startswith("و") and not look(norm).given and self.counts[norm[1:]] > 0

    def _is_to_another(self, norm: str) -> bool:
        """Says whether a word is ل or ب with a name that the article has alone as well."""
        rest = norm[1:]
        joined = norm[:1] in ("ل", "ب") and len(rest) > _SHORT and look(norm).unknown
        return joined and is_bare_name(rest) and self.counts[rest] >= self.counts[norm]

    def _is_attribute(self, at: int) -> bool:
        """Says whether a word with the article describes whom the given name behind it names."""
        word, name = self.words[at], self.words[at + 1]
        alone = self.counts[name.norm] > self.pairs[word.norm, name.norm] == 1
        told = word.look.given or look(word.look.base).given or word.norm.endswith("ي")
        return alone and word.look.definite and name.look.given and not told

    def _are_two(self, left: str, right: str, borne: Mapping[str, Sequence[int]]) -> bool:
        """Says whether two words that stand side by side once are of two people's names."""
        here, there = borne.get(left, ()), borne.get(right, ())
        if not here or not there or self.pairs[left, right] > 1:
            return False
        return set(here).isdisjoint(there)
