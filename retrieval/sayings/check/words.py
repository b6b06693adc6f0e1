"""The words that a check compares, and which of them turn a meaning round.

Search may fold more (stems); a check may not: two words are the same here only
if they are written alike after normalisation. Numbers stay whole, and signs that
change a number are words of their own:

>>> [word.norm for word in words_of("رفع الفائدة إلى ٦٫٥٪ و«لم» يعتذر")]
['رفع', 'الفاءده', 'الي', '6.5', '%', 'و', 'لم', 'يعتذر']
>>> [word.norm for word in words_of("1,200 and 1200, 3,5 and 3.5, the price[2]")]
['1200', 'and', '1200', '3.5', 'and', '3.5', 'the', 'price']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, overload

from index.language.clitics import bare_forms, without_article
from index.language.places import countries, nationalities
from index.language.quantities import comparing_words
from index.language.tables import words
from index.text.normalise import normalise, normalised
from index.text.stemming import stem
from index.text.tokens import FUNCTION_WORDS
from index.types import Span
from retrieval.sayings.values import Weight

_WORD: Final = re.compile(
    r"\d+(?:[.,/:\u2044]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[%$€£]|(?<![^\W_])[-+](?=\d)"
)
_THOUSANDS: Final = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_DECIMAL: Final = re.compile(r"^\d+,\d{1,2}$")
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to compare.

    Attributes:
        norm: What is compared.
        span: Code points of the text it was cut from.
    """

    norm: str
    span: Span


class Words(Sequence[Word]):
    """The words of a text; where each of them stands is worked out when it is asked for.

    Attributes:
        norms: What is compared, in order.
        text: The stretch that was cut.
    """

    __slots__ = ("_form", "_places", "_shift", "norms", "text")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        """Cuts ``text[start:end]``; spans are counted in the whole text."""
        self._form: Final = normalise(text[start:end])
        self._shift: Final = start
        self.text: Final = Span(start, len(text) if end is None else end)
        self._places: Final[list[tuple[int, int]]] = []
        self.norms: Final[list[str]] = []
        for match in _WORD.finditer(self._form.text):
            if _FOOTNOTE.fullmatch(self._form.text, max(0, match.start() - 1), match.end() + 1):
                continue
            self.norms.append(_number(match[0]))
            self._places.append(match.span())

    def __len__(self) -> int:
        return len(self.norms)

    @overload
    def __getitem__(self, at: int) -> Word: ...

    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...

    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        span = self._form.original(*self._places[at])
        return Word(self.norms[at], Span(span.start + self._shift, span.end + self._shift))

    def inside(self, span: Span) -> range:
        """Returns the positions of the words that stand wholly in a span."""
        first = bisect_left(range(len(self)), span.start, key=lambda at: self[at].span.start)
        last = bisect_right(range(len(self)), span.end, key=lambda at: self[at].span.end)
        return range(first, max(first, last))


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    """Returns the words of ``text[start:end]``, their spans counted in the whole text."""
    return Words(text, start, end)


def _number(norm: str) -> str:
    """Returns a number in one spelling: 1,200 as 1200, 3,5 as 3.5; any other word as it is."""
    if _THOUSANDS.match(norm):
        return norm.replace(",", "")
    return norm.replace(",", ".") if _DECIMAL.match(norm) else norm


_CONTRACTED: Final = re.compile(r"n't$|^n'")


def is_negation(norm: str) -> bool:
    # لما and إلا turn a clause round as لم and غير do; with clitics only for words
    # of three letters and more, since ولا is "and not" but ولد is a boy.
    return norm in words("grammar", "negations") or bool(_CONTRACTED.search(norm))


def turns_round(norm: str, *, opens: bool) -> bool:
    """Says whether a word before others denies them.

    Args:
        opens: Whether a clause begins with it: ``ما`` denies there, and elsewhere is "what".
    """
    if norm in words("grammar", "negations_at_opening"):
        return opens
    return norm not in words("grammar", "negations_of_their_own") and is_negation(norm)


def is_led(one: str, other: str) -> bool:
    """Says whether two words are one but for an "and" that is written on to it.

    A verb that begins with و is another word without it: وعدنا, عدنا.

    >>> is_led("لا", "ولا"), is_led("سنرفع", "وسنرفع"), is_led("وعدنا", "عدنا")
    (True, True, False)
    """
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if longer[1:] != shorter or longer[0] not in "وف":
        return False
    bound = shorter.startswith("ال") or (len(shorter) > 3 and shorter[0] in "سيتن")
    return (
        bound or shorter in FUNCTION_WORDS or is_negation(shorter) or stem(longer) == stem(shorter)
    )


def is_number(norm: str) -> bool:
    """Says whether a word is a number, or a sign that changes one."""
    return (
        norm[0].isdigit() or norm in "%$€£-+" or not bare_forms(norm).isdisjoint(comparing_words())
    )


@cache
def _places() -> frozenset[str]:
    """Returns the names of countries that are one word, and their adjectives in Arabic.

    Of a name of several words each may be an ordinary one: Northern Mariana Islands.
    """
    names = (normalised(name) for country in countries() for name in country.names)
    single = [name for name in names if " " not in name and len(name) > 2]
    return frozenset((*nationalities(), *single, *map(without_article, single)))


def _named(norm: str) -> frozenset[str]:
    bare = bare_forms(norm)
    return bare | {form.removesuffix("ه") for form in bare}


def weights_of(
    words: Sequence[str], names: frozenset[str] = frozenset(), shown: str = ""
) -> tuple[Weight, ...]:
    """Returns what to call out about changed words.

    Args:
        names: Normalised words that are known to belong to names, those of the
            speakers for one.
        shown: The words as written; a capital inside a sentence marks a name.
    """
    found: list[Weight] = []
    if any(is_negation(word) for word in words):
        found.append(Weight.NEGATION)
    if any(is_number(word) for word in words):
        found.append(Weight.NUMBER)
    known = names | _places()
    capital = re.search(r"(?<![.!?] )\b[A-Z]\w{3,}", shown)
    if capital or any(_named(word) & known for word in words):
        found.append(Weight.NAME)
    return tuple(found)
