"""The words that a check compares, and which of them turn a meaning round.

Search may fold more (stems); a check may not: two words are the same here only
if they are written alike after normalisation. Numbers stay whole, and signs that
change a number are words of their own:

>>> [word.norm for word in words_of("رفع الفائدة إلى ٦٫٥٪ و«لم» يعتذر")]
['رفع', 'الفاءده', 'الي', '6.5', '%', 'و', 'لم', 'يعتذر']
>>> [word.norm for word in words_of("1,200 and 1200")]
['1200', 'and', '1200']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, overload

from babel import Locale

from index.identity.roles import country_words
from index.text.normalise import normalise, normalised
from index.types import Span
from retrieval.sayings.values import Weight

_WORD: Final = re.compile(
    r"\d+(?:[.,/:\u2044]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[%$€£]|(?<![^\W_])[-+](?=\d)"
)
_THOUSANDS: Final = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")


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
    """

    __slots__ = ("_form", "_places", "_shift", "norms")

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        """Cuts ``text[start:end]``; spans are counted in the whole text."""
        self._form: Final = normalise(text[start:end])
        self._shift: Final = start
        self._places: Final[list[tuple[int, int]]] = []
        self.norms: Final[list[str]] = []
        for match in _WORD.finditer(self._form.text):
            norm = match[0]
            self.norms.append(norm.replace(",", "") if _THOUSANDS.match(norm) else norm)
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


def _forms(*lists: str) -> frozenset[str]:
    return frozenset(normalised(" ".join(lists)).split())


_NEGATIONS: Final = _forms(
    "لا لم لن ليس ليست ليسوا لسنا لست لستم لسن ليسا ما غير بلا دون بدون عدم كلا أبدا قط لما ألا",
    "إلا مش مو ماشي مهوب ماكو مفيش مافي ولا ولم ولن وليس وليست وما فلا فلم فلن فليس وغير ودون",
    "أليس ألم not no never none neither nor without cannot n't dont don't doesn't didn't isn't",
    "aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't ain't ne",
    "pas jamais aucun aucune sans rien ni non n' guere nul nulle",
)

_NUMBERS: Final = _forms(
    "صفر واحد واحدة اثنان اثنين اثنتان اثنتين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع",
    "ثمانية ثماني ثمان تسعة تسع عشرة عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون",
    "ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مائتين مئات ألف ألفا ألفين",
    "ألفان آلاف مليون مليونا مليونين مليونان ملايين مليار مليارا مليارين مليارات تريليون نصف ثلث",
    "ثلثي ربع خمس الأول الأولى الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة عشرات",
    "ضعف ضعفين one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty",
    "ninety hundred hundreds thousand thousands million millions billion billions half third",
    "quarter dozen dozens twice first second un deux trois quatre cinq six sept huit neuf dix",
    "onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent cents",
    "mille millions milliard milliards moitie tiers",
)

_CONTRACTED: Final = re.compile(r"n't$|^n'")
_CLITICS: Final = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")


def _bare(norm: str) -> frozenset[str]:
    """Returns a word with and without the particles that Arabic writes on to it."""
    forms = {norm}
    for clitic in _CLITICS:
        if norm.startswith(clitic) and len(norm) - len(clitic) >= 2:
            forms.add(norm[len(clitic) :])
    return frozenset(forms)


def is_negation(norm: str) -> bool:
    # لما and إلا turn a clause round as لم and غير do; with clitics only for words
    # of three letters and more, since ولا is "and not" but ولد is a boy.
    return norm in _NEGATIONS or bool(_CONTRACTED.search(norm))


def is_number(norm: str) -> bool:
    """Says whether a word is a number, or a sign that changes one."""
    return norm[0].isdigit() or norm in "%$€£-+" or bool(_bare(norm) & _NUMBERS)


@cache
def _places() -> frozenset[str]:
    """Returns the names of countries that are one word, and their adjectives in Arabic.

    Of a name of several words each may be an ordinary one: Northern Mariana Islands.
    """
    names = set(country_words())
    for language in ("ar", "en", "fr"):
        for code, name in Locale(language).territories.items():
            words = normalised(name).split()
            if code.isalpha() and len(words) == 1 and len(words[0]) > 2:
                names.update(words, (words[0].removeprefix("ال"),))
    return frozenset(names)


def _named(norm: str) -> frozenset[str]:
    bare = _bare(norm)
    return bare | {form.removesuffix("ه") for form in bare}


def weights_of(
    words: Sequence[str], names: frozenset[str] = frozenset(), shown: str = ""
) -> tuple[Weight, ...]:
    """Returns what to call out about changed words.

    Args:
        words: The normalised words, of both sides.
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
