"""Names behind what Arabic writes on to them: ``لسامي القندسي``, ``ورئيس الوفد سامي القندسي``.

>>> from index.quotes.text import read_words
>>> text = "لسامي القندسي"
>>> word = without_joined(text, read_words(text, ())[0])
>>> word and text[word.start : word.end]
'سامي'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, overload

from index.language.tables import doubtful_words
from index.quotes.looks import look
from index.quotes.mentions.shapes import is_noun_of_action
from index.quotes.text import Kind, Word

_JOINED: Final = ("و", "ل", "ب", "ول", "وب")
_ARTICLE: Final = "ال"
_SHORTEST: Final = 3
_TATWEEL: Final = "\u0640"


@dataclass(frozen=True, slots=True)
class Unjoined(Sequence[Word]):
    """The words of an article, one of them without what is joined to it."""

    words: Sequence[Word]
    at: int
    word: Word

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        """Returns a word of the article, or several."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.word if at == self.at else self.words[at]

    def __len__(self) -> int:
        """Returns how many words there are."""
        return len(self.words)


def without_joined(text: str, word: Word) -> Word | None:
    """Returns a given name, a title or an office without the و, ل or ب in front of it.

    What is a word with them, ``وليد`` or ``لصالح``, stays as it is.
    """
    if word.kind is not Kind.WORD or not word.look.unknown:
        return None
    told = word.look.common or word.norm in doubtful_words()
    for joined in _JOINED:
        rest = word.norm.removeprefix(joined)
        if joined.endswith("ل") and rest.startswith("ل"):
            # للوزير is ل and الوزير, written with one alef less.
            rest = f"{_ARTICLE}{rest[1:]}"
        seen = look(rest)
        # لمراقبة is to watch, and no watcher.
        called = seen.title or (seen.role and seen.number == "s" and not is_noun_of_action(rest))
        if rest != word.norm and len(rest) >= _SHORTEST and (called or (seen.given and not told)):
            start = word.start + len(joined)
            while start < word.end and _is_mark(text[start]):
                start += 1
            return replace(word, norm=rest, look=seen, cue=None, start=start)
    return None


def _is_mark(char: str) -> bool:
    return char == _TATWEEL or unicodedata.combining(char) > 0
