"""The reader of answers: the embedded model, trained to read a question with a sentence.

Three numbers come out for each word piece: how well the answer's words begin there, how
well they end there, and one whose mean over all pieces says how well the sentence fits.

    <s> query: question </s></s> headline </s> before </s></s> sentence </s>

Training and asking lay texts out by one function, ``lay_out``. Words are cut at white space, so
that what the reader says of word pieces can be said of the article's own letters.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import prepare
from index.encoder.embedded import PointerModel, default_threads
from index.encoder.pieces import Pieces
from index.encoder.weights import Progress, silent
from index.errors import EncoderError
from index.types import Span
from retrieval.judge.reader import Line, Mix, Reading

LAYOUT_VERSION: Final = "1"
"""Changes whenever some text is laid out in another form."""

QUESTION_TOKENS: Final = 32
HEADLINE_TOKENS: Final = 16
BEFORE_TOKENS: Final = 14
SENTENCE_TOKENS: Final = 80

_START: Final = 0
_END: Final = 2
_WORD: Final = re.compile(r"\S+")
_PREFIX: Final = "query: "


@dataclass(frozen=True, slots=True)
class Laid:
    """What the reader gets of one sentence.

    Attributes:
        ids: Of all word pieces.
        first: Where the sentence's own begin.
        words: For each piece of the sentence, which of its words it belongs to.
        spans: Of the sentence's words, in code points of the sentence.
    """

    ids: tuple[int, ...]
    first: int
    words: tuple[int, ...]
    spans: tuple[Span, ...]


def lay_out(pieces: Pieces, question: str, sentences: Sequence[tuple[str, str, str]]) -> list[Laid]:
    """Returns one text for each sentence.

    Args:
        pieces: The embedded model's.
        sentences: Each with its headline and the sentence before it in front.
    """
    asked = pieces.ids(prepare(_PREFIX + question))[:QUESTION_TOKENS]
    start = [_START, *asked, _END, _END]
    known: dict[str, list[int]] = {}
    found = []
    for headline, before, sentence in sentences:
        for text in (headline, before):
            if text not in known:
                known[text] = pieces.ids(prepare(text))
        context = [*known[headline][:HEADLINE_TOKENS], _END, *known[before][:BEFORE_TOKENS]]
        spans = [Span(*word.span()) for word in _WORD.finditer(sentence)]
        own = [pieces.ids(prepare(span.of(sentence))) for span in spans]
        ids = [number for word in own for number in word]
        words = [at for at, word in enumerate(own) for _ in word]
        head = [*start, *context, _END, _END]
        found.append(
            Laid(
                ids=(*head, *ids[:SENTENCE_TOKENS], _END),
                first=len(head),
                words=tuple(words[:SENTENCE_TOKENS]),
                spans=tuple(spans),
            )
        )
    return found


SHIPPED: Final = Path(__file__).with_name("answers.safetensors")
"""The trained part that comes with the package; its card is the ``.json`` beside it."""

USUAL_PIECES: Final = 60
"""Of a sentence; longer ones must not win by their length."""

_LONGEST: Final = 40
"""Pieces of the words that answer, at most."""

_EDGES: Final = "«»\"'“”()[]،,.;؛:!؟?-–—…"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Card:
    """What was fitted after the training, read from the card.

    Attributes:
        scale: Weight of what the model says.
        prior: Weight of how far a sentence is ordered below the first.
        shift: Added to each sentence's number.
        bold: Probability of its edges from which on words are shown in bold.
        mix: How the reader's word is weighed.
    """

    scale: float
    prior: float
    shift: float
    bold: float
    mix: Mix

    @classmethod
    def read(cls, path: Path) -> Card:
        """Reads a card.

        Raises:
            EncoderError: It is missing or damaged.
        """
        try:
            fitted = json.loads(path.read_text(encoding="utf-8"))["fitted"]
            return cls(
                float(fitted["scale"]),
                float(fitted["prior"]),
                float(fitted["shift"]),
                float(fitted["bold"]),
                Mix(**{name: float(value) for name, value in fitted["mix"].items()}),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(f"the reader's card {path} cannot be read: {error!r}") from error


class AnswerReader:
    """Reads a question with sentences that may answer it.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        trained: The trained part, with its card beside it.
        threads: Of onnxruntime.
        progress: Told when the model is converted.

    Raises:
        EncoderError: The model or its card cannot be found, converted or loaded.
    """

    def __init__(
        self,
        cache_dir: Path,
        trained: Path = SHIPPED,
        *,
        threads: int = 2,
        progress: Progress = silent,
    ) -> None:
        self._card: Final = Card.read(trained.with_suffix(".json"))
        self._model: Final = PointerModel(cache_dir, trained, threads=threads, progress=progress)

    @property
    def name(self) -> str:
        """Names the trained part and how it gets a text."""
        return f"{self._model.name}-l{LAYOUT_VERSION}"

    @property
    def mix(self) -> Mix:
        """How its word is weighed."""
        return self._card.mix

    def read(self, question: str, lines: Sequence[Line]) -> Reading:
        """Returns one number and one span a sentence."""
        texts = [(line.headline, line.before, line.sentence) for line in lines]
        laid = lay_out(self._model.pieces, question, texts)
        pointed = self._model.run([one.ids for one in laid])
        top = max((line.score for line in lines), default=0.0)
        odds = tuple(
            self._card.scale * number_of(one, points)
            + self._card.prior * (line.score - top)
            + self._card.shift
            for one, points, line in zip(laid, pointed, lines, strict=True)
        )
        spans = []
        for one, points, line in zip(laid, pointed, lines, strict=True):
            span, sure = words_of(one, points, line.sentence)
            spans.append(span if sure >= self._card.bold else None)
        return Reading(odds, tuple(spans))


def load_answer_reader(cache_dir: Path, progress: Progress | None = None) -> AnswerReader | None:
    """Returns the reader that comes with the package, None where it comes without one.

    Raises:
        EncoderError: The trained part or its card is damaged.
    """
    if not SHIPPED.is_file():
        return None
    return AnswerReader(cache_dir, threads=default_threads(), progress=progress or silent)


def number_of(laid: Laid, points: Floats) -> float:
    """Returns how well a sentence answers: where its words begin, and how it fits as a whole."""
    begins = points[laid.first : laid.first + len(laid.words), 0]
    if not len(begins):
        return -math.inf
    return float(np.logaddexp.reduce(begins)) - math.log(USUAL_PIECES) + float(points[:, 2].mean())


def words_of(laid: Laid, points: Floats, sentence: str) -> tuple[Span | None, float]:
    """Returns the words that answer in code points of the sentence, and how sure they are."""
    own = points[laid.first : laid.first + len(laid.words), :2].astype(np.float64)
    if not len(own):
        return None, 0.0
    begins, ends = (own - np.logaddexp.reduce(own, axis=0)).T
    pairs = np.where(_allowed(len(own)), begins[:, None] + ends[None, :], -np.inf)
    first, last = divmod(int(pairs.argmax()), len(own))
    start = laid.spans[laid.words[first]].start
    end = laid.spans[laid.words[last]].end
    words = sentence[start:end]
    start += len(words) - len(words.lstrip(_EDGES))
    bare = words.strip(_EDGES)
    span = Span(start, start + len(bare)) if bare else None
    return span, math.exp(pairs[first, last])


def _allowed(count: int) -> npt.NDArray[np.bool_]:
    """Returns which pairs of a first and a last piece are words in a row, not too many."""
    ones: npt.NDArray[Any] = np.ones((count, count), dtype=bool)
    return np.asarray(np.triu(ones) & ~np.triu(ones, _LONGEST))
