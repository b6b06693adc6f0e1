"""Cuts texts into the model's word pieces: a unigram model (Kudo 2018, SentencePiece).

The ids are those that the library ``tokenizers`` gives, and so are the places; a test holds
that. Its tree of 250,000 pieces takes 280 MB, the dictionary here a seventh of that.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.encoder.e5s1 import Vocabulary
from index.errors import EncoderError
from index.types import Span

MAX_PIECES: Final = 512
"""Of one text, the marks of its start and end included."""

PIECES: Final = "pieces.txt"
_SCORES: Final = "scores.npy"
_LETTERS: Final = "letters.json"

_SPACE: Final = "\u2581"
_WORD: Final = re.compile(f"{_SPACE}[^{_SPACE}]*")
_MARKS: Final = re.compile("(</?s>|<pad>|<unk>|<mask>)")
_SPACES: Final = re.compile(" {2,}")
_BEGIN: Final = 0
_END: Final = 2
_UNKNOWN: Final = 3
_UNLIKELY: Final = 10.0
"""How much less likely than the rarest piece a letter is that no piece has."""

_KEPT: Final = 20_000
_SHORT: Final = 40
"""Letters of the words whose pieces are kept."""


class _Cut(NamedTuple):
    ids: tuple[int, ...]
    sizes: tuple[int, ...]


class Pieces:
    """Cuts texts into word pieces. Safe to be used by several threads at once.

    Args:
        pieces: By their ids.
        scores: Their log probabilities, float64.
        letters: What single code points become before a text is cut; the rest is NFKC.
    """

    def __init__(
        self, pieces: Sequence[str], scores: npt.NDArray[np.float64], letters: dict[int, str]
    ) -> None:
        self._pieces: Final = pieces
        self._scores: Final = scores.data
        self._letters: Final = letters
        self._unknown: Final = float(scores.min()) - _UNLIKELY
        self._numbers: Final = {piece: number for number, piece in enumerate(pieces) if piece}
        self._longest: Final = max(map(len, pieces))
        self._kept: Final = lru_cache(_KEPT)(self._best)

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Pieces:
        """Returns what cuts texts by the vocabulary of the weights' file."""
        pieces = list(vocabulary.pieces)
        marks = ((_BEGIN, "<s>"), (vocabulary.pad, "<pad>"), (_END, "</s>"), (_UNKNOWN, "<unk>"))
        for number, mark in marks:
            pieces[number] = mark
        letters = {
            code: "".join(map(chr, becomes))
            for code, becomes in vocabulary.replaced.items()
            if becomes in ((), (0x20,)) and code != 0x20
        }
        return cls(pieces, np.array(vocabulary.scores, np.float64), letters)

    @classmethod
    def read(cls, folder: Path) -> Pieces:
        """Reads what ``write`` has written.

        Raises:
            EncoderError: It is damaged.
        """
        try:
            pieces = (folder / PIECES).read_text("utf-8").split("\n")
            scores = np.load(folder / _SCORES, mmap_mode="r", allow_pickle=False)
            told = json.loads((folder / _LETTERS).read_text("utf-8"))
            letters = {int(code): letter for code, letter in told.items()}
            if len(pieces) != len(scores):
                raise ValueError(f"{len(pieces)} pieces and {len(scores)} scores")
        except (OSError, ValueError, EOFError, AttributeError) as error:
            raise EncoderError(
                f"the word pieces cannot be loaded: {error}. Delete {folder} and start again"
            ) from error
        return cls(pieces, np.asarray(scores), letters)

    def write(self, folder: Path) -> None:
        """Writes the vocabulary into a folder.

        Raises:
            OSError: It cannot be written.
        """
        (folder / PIECES).write_text("\n".join(self._pieces), "utf-8", newline="\n")
        (folder / _LETTERS).write_text(json.dumps(self._letters), "utf-8")
        np.save(folder / _SCORES, np.asarray(self._scores), allow_pickle=False)

    def ids(self, text: str) -> list[int]:
        """Returns the ids of a text's pieces."""
        found: list[int] = []
        for at, part in enumerate(_MARKS.split(text)):
            if at % 2:
                found.append(self._numbers[part])
                continue
            form = unicodedata.normalize("NFKC", part.translate(self._letters))
            for word in _words(_SPACES.sub(" ", form)):
                found += self._cut(word).ids
        return found

    def framed(self, text: str) -> list[int]:
        """Returns the ids between the marks of start and end, cut where they are too many."""
        return [_BEGIN, *self.ids(text)[: MAX_PIECES - 2], _END]

    def text(self, ids: Sequence[int]) -> str:
        """Returns what pieces say, the marks left out."""
        marks = (_BEGIN, _END)
        said = "".join(self._pieces[number] for number in ids if number not in marks)
        return said.replace(_SPACE, " ").strip()

    def placed(self, text: str) -> tuple[list[int], list[Span]]:
        """Returns the ids of a text's pieces, and where each of them stands in it."""
        ids: list[int] = []
        spans: list[Span] = []
        start = 0
        for at, part in enumerate(_MARKS.split(text)):
            if at % 2:
                ids.append(self._numbers[part])
                spans.append(Span(start, start + len(part)))
            else:
                self._place(part, start, ids, spans)
            start += len(part)
        return ids, spans

    def _place(self, part: str, start: int, ids: list[int], spans: list[Span]) -> None:
        """Adds the pieces of a text that begins at a place, and their places."""
        form, places = self._form(part, start)
        words = _words(form)
        if words and not form.startswith((" ", _SPACE)):
            # The space that is set in front of a text stands where its first letter does.
            places.insert(0, places[0])
        at = 0
        for word in words:
            cut = self._cut(word)
            ids += cut.ids
            for size in cut.sizes:
                spans.append(Span(places[at].start, places[at + size - 1].end))
                at += size

    def _form(self, part: str, start: int) -> tuple[str, list[Span]]:
        """Returns the form of a text that is cut, and where each letter of it stands."""
        form: list[str] = []
        places: list[Span] = []
        at = 0
        while at < len(part):
            end = at + 1
            while end < len(part) and _joins(part[end]):
                end += 1
            raw = part[at:end]
            letters = unicodedata.normalize("NFKC", raw.translate(self._letters))
            for number, letter in enumerate(letters):
                first, last = (at + number, at + number + 1) if letters == raw else (at, end)
                place = Span(start + first, start + last)
                if letter == " " and form[-1:] == [" "]:
                    places[-1] = place
                else:
                    form.append(letter)
                    places.append(place)
            at = end
        return "".join(form), places

    def _cut(self, word: str) -> _Cut:
        return self._kept(word) if len(word) <= _SHORT else self._best(word)

    def _best(self, word: str) -> _Cut:
        """Returns the likeliest pieces of a word (Viterbi)."""
        size, numbers, scores = len(word), self._numbers, self._scores
        best = [0.0, *[-math.inf] * size]
        came: list[tuple[int, int]] = [(0, _UNKNOWN)] * (size + 1)
        for start in range(size):
            known = False
            for end in range(start + 1, min(size, start + self._longest) + 1):
                number = numbers.get(word[start:end])
                if number is None:
                    continue
                known = known or end == start + 1
                score = best[start] + scores[number]
                if score > best[end]:
                    best[end], came[end] = score, (start, number)
            if not known and best[start] + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = best[start] + self._unknown, (start, _UNKNOWN)
        ids: list[int] = []
        sizes: list[int] = []
        end = size
        while end:
            start, number = came[end]
            if ids and number == ids[-1] == _UNKNOWN:
                sizes[-1] += end - start
            else:
                ids.append(number)
                sizes.append(end - start)
            end = start
        return _Cut(tuple(reversed(ids)), tuple(reversed(sizes)))


def _words(form: str) -> list[str]:
    """Returns the words of a text, each with the space in front of it."""
    spaced = form.replace(" ", _SPACE)
    if spaced and spaced[0] != _SPACE:
        spaced = _SPACE + spaced
    return _WORD.findall(spaced)


def _joins(letter: str) -> bool:
    """Tells whether a letter may become one with what stands before it."""
    return unicodedata.combining(letter) > 0 or "\u1160" <= letter <= "\u11ff"
