"""The form of a text that is searched, with a map back to the text as published.

Each character is folded on its own, by :func:`fold`; two things look around them: a
hamza mark that follows its carrier, and runs of white space, which become one space.
What people type differently and mean alike comes out alike:

>>> normalised("الأُولى") == normalised("الاولي") == normalised("الأولـــى")
True
>>> normalised("مسؤول") == normalised("مسئول")
True
>>> normalised("٤٢ دولة"), normalised("État")
('42 دوله', 'etat')

The normalised text is for searching only. What is shown is a slice of the original:

>>> text = "قالَ ﷺ: نَعَمْ"
>>> form = normalise(text)
>>> at = form.text.index("نعم")
>>> form.original(at, at + 3).of(text) == "نَعَمْ"
True
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Span

NORMALISER_VERSION: Final = "1"
"""Changes whenever some text gets another normalised form."""

Offsets = npt.NDArray[np.int64]

_LETTERS: Final = {
    # A hamza's carrier follows from grammar and from the school: مسؤول and مسئول, and
    # بناؤه beside بنائه, are one word; a hamza on alef is left out as often as written.
    **dict.fromkeys("أإآٱ\u0672\u0673\u0675", "ا"),
    **dict.fromkeys("ؤئ\u06d3\u0674\u0676\u0677\u0678", "ء"),
    # Persian, Urdu and Maghrebi letters, in names and on Persian keyboards.
    **dict.fromkeys("ىیےې", "ي"),
    **dict.fromkeys("ةہھەۀۂۃ", "ه"),
    **dict.fromkeys("کڪگڭݣڬ", "ك"),
    **dict.fromkeys("ڤڥڢڡ", "ف"),
    **dict.fromkeys("ڨٯڧ", "ق"),
    **dict(zip("پچژ", "بجز", strict=True)),
    # Latin letters that Unicode does not take apart.
    **dict(zip("øłđðħıŧŋ", "olddhitn", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    # The marks of writing, where only the script differs.
    **dict(zip("،؛؟۔٫٬٪", ",;?..,%", strict=True)),
    "…": "...",
    **dict.fromkeys("«»“”„‟″ˮ〝〞", '"'),
    **dict.fromkeys("‘’‚‛′ʼʻ`´‹›", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
}

_TATWEEL: Final = "\u0640"
_HAMZA_MARKS: Final = (0x0654, 0x0655)
_HAMZA_MARK: Final = re.compile("[\u0654\u0655]")
_SPACE: Final = 0x20
_SPACES: Final = re.compile("  +")
_SHORT: Final = 300
_UNKNOWN: Final = -1

_DIACRITICS: Final = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff]+"
)
_COMPOSABLE: Final = re.compile("[\u0653-\u0655]")


def _dropped(char: str) -> bool:
    """Says whether a character leaves nothing behind: marks, tatweel, controls."""
    category = unicodedata.category(char)
    if category in {"Cf", "Me"} or char == _TATWEEL:
        return True
    if category == "Cc":
        return not char.isspace()
    if category == "Mn":
        # Below 10 stand the nuktas and viramas of India, which are part of a letter.
        ignorable = "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100" or char == "\u034f"
        return ignorable or unicodedata.combining(char) >= 10
    return False


def fold(char: str) -> str:
    """Returns what one character is searched as: none, one or (U+FDFA) 18 characters.

    >>> fold("\\ufefb"), fold("ٱ"), fold("٣"), fold("\\u0651"), fold("É"), len(fold("\\ufdfa"))
    ('لا', 'ا', '3', '', 'e', 18)
    """
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if char in _LETTERS:
        return _LETTERS[char]
    if _dropped(char):
        return ""
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    compatible = unicodedata.normalize("NFKC", char).casefold()
    if compatible != char:
        return "".join(map(fold, compatible))
    parts = unicodedata.normalize("NFD", char)
    bare = "".join(part for part in parts if not _dropped(part))
    if bare != parts:
        return "".join(map(fold, unicodedata.normalize("NFC", bare)))
    return char


class _Table:
    """What each code point folds to, found when it is first met."""

    def __init__(self) -> None:
        self.length = np.full(0x110000, _UNKNOWN, dtype=np.int8)
        self.single = np.zeros(0x110000, dtype=np.uint32)
        self.attached = np.zeros(0x110000, dtype=np.bool_)
        self.longer: dict[int, list[int]] = {}

    def learn(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int8]:
        lengths = self.length[codes]
        if lengths.size and lengths.min() == _UNKNOWN:
            for code in np.unique(codes[lengths == _UNKNOWN]).tolist():
                self._learn(code)
            lengths = self.length[codes]
        return lengths

    def _learn(self, code: int) -> None:
        char = chr(code)
        folded = fold(char)
        if len(folded) == 1:
            self.single[code] = ord(folded)
        elif folded:
            self.longer[code] = [ord(part) for part in folded]
        else:
            self.attached[code] = char == _TATWEEL or unicodedata.category(char) in {"Mn", "Me"}
        self.length[code] = len(folded)


_TABLE: Final = _Table()


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """A text to search in, and where each of its characters came from.

    Attributes:
        text: The normalised text.
        starts: For each of its characters, where the original characters start
            that it stands for; never falls.
        ends: Where they end, their diacritics included; never falls.
    """

    text: str
    starts: Offsets
    ends: Offsets

    def original(self, start: int, end: int) -> Span:
        """Returns the original span of ``text[start:end]``, in whole original characters.

        Raises:
            ValueError: ``[start, end)`` is no span of the normalised text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is no span of a text of {len(self.text)}")
        if start == end:
            last = int(self.ends[-1]) if self.text else 0
            at = int(self.starts[start]) if start < len(self.text) else last
            return Span(at, at)
        return Span(int(self.starts[start]), int(self.ends[end - 1]))


def normalise(text: str) -> Normalised:
    """Returns the form of a text that is searched, with its map back."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = _TABLE.learn(codes)
    attached = _TABLE.attached[codes]
    firm = np.flatnonzero(~attached)
    # The end of a character is where the next one starts that is no mark on it.
    ends = np.empty(codes.size, dtype=np.int64)
    ends[firm] = np.append(firm[1:], codes.size)

    out = _TABLE.single[codes]
    if _HAMZA_MARK.search(text):
        _lift_hamza(codes, attached, out)
    if lengths.size and lengths.max() > 1:
        origin = np.repeat(np.arange(codes.size), lengths)
        folded = out[origin]
        first = np.cumsum(lengths, dtype=np.int64) - lengths
        for at in np.flatnonzero(lengths > 1).tolist():
            folded[first[at] : first[at] + lengths[at]] = _TABLE.longer[int(codes[at])]
    else:
        origin = np.flatnonzero(lengths)
        folded = out[origin]
    starts, ends = origin, ends[origin]

    space = folded == _SPACE
    again = np.flatnonzero(space[1:] & space[:-1]) + 1
    if again.size:
        kept = np.delete(np.arange(folded.size), again)
        ends = ends[np.append(kept[1:], folded.size) - 1]
        starts, folded = starts[kept], folded[kept]
    return Normalised(folded.tobytes().decode("utf-32-le", "surrogatepass"), starts, ends)


def _lift_hamza(
    codes: npt.NDArray[np.uint32], attached: npt.NDArray[np.bool_], out: npt.NDArray[np.uint32]
) -> None:
    """Folds waw or yeh with a hamza mark after it as the single letter would be."""
    firm = np.maximum.accumulate(np.where(attached, 0, np.arange(codes.size)))
    bases = firm[np.isin(codes, _HAMZA_MARKS)]
    out[bases[np.isin(out[bases], (ord("و"), ord("ي")))]] = ord("ء")


class _Folded(dict[int, str]):
    """What each code point folds to, for ``str.translate``; filled as it is asked."""

    def __missing__(self, code: int) -> str:
        self[code] = fold(chr(code))
        return self[code]


_FOLDED: Final = _Folded()


def normalised(text: str) -> str:
    """Returns the normalised form alone. Patterns to find in it go through here too."""
    if len(text) > _SHORT or _HAMZA_MARK.search(text):
        return normalise(text).text
    # Arrays do not pay for a word or two.
    return _SPACES.sub(" ", text.translate(_FOLDED))


def strip_diacritics(text: str) -> str:
    """Takes diacritics and tatweel away and leaves all else: what an encoder reads.

    >>> strip_diacritics("قَالَ الـــرئيسُ") == "قال الرئيس"
    True
    """
    if _COMPOSABLE.search(text):
        text = unicodedata.normalize("NFC", text)
    return _DIACRITICS.sub("", text)
