"""The reader of quotations: what the network's numbers say about the article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import numpy as np

from index.encoder.e5s1 import Floats
from index.encoder.embedded import PointerModel
from index.encoder.weights import Progress, short_hash, silent
from index.errors import EncoderError
from index.quotes.claims.claim import Judge, Opinion, Pointed, Quotation
from index.quotes.weigh import SPEAKER_FEATURES, SPEECH_FEATURES
from index.speakers import SHIPPED
from index.speakers.context import CONTEXT_VERSION, Context, read_context
from index.text.marks import find_marked
from index.types import Span

_LIKELY: Final = 0.02
"""Places below this share are not told."""
_LONGEST: Final = 24
"""Tokens of a mention."""
_COLUMNS: Final = {
    "speech": SPEECH_FEATURES,
    "choice": SPEAKER_FEATURES,
    "right": SPEAKER_FEATURES,
}

JUDGE: Final = "judge.json"
"""Lies beside the trained part."""

BEGIN, END, SPEECH, NAME_BEGIN, NAME_END = range(5)
"""The five numbers that the network gives for each token; see ``training.speakers.pointer``."""

_VERSION: Final = "1"
"""Changes whenever files built from the same weights read otherwise."""

MOST_READ: Final = 200
"""Quotations of one text that are read, at some 40 to 60 ms each."""


def most_read(letters: int) -> int:
    """Returns how many quotations of a text are read: two for a hundred letters, and ten.

    In two thousand articles of news no more than one and a half came on a hundred letters. A
    stranger's short text of nothing but marks would else cost what a long article does.

    >>> most_read(900), most_read(100_000)
    (28, 200)
    """
    return min(MOST_READ, 10 + letters // 50)


class TrainedReader:
    """Reads quotations with the network of this package, which is loaded when it is needed.

    Args:
        cache_dir: Where the converted model is kept; made when it is first needed.
        trained: The trained part; the one that comes with the package unless told otherwise.
        threads: Of onnxruntime.
        progress: Told when the model is converted.

    Raises:
        EncoderError: The trained part is missing or damaged.
    """

    def __init__(
        self,
        cache_dir: Path,
        trained: Path = SHIPPED,
        *,
        threads: int = 1,
        progress: Progress = silent,
    ) -> None:
        judge = trained.with_name(JUDGE)
        self.judge: Final = read_judge(judge)
        # The trained part, the code that shows it a quotation, and how its word is weighed.
        self.name: Final = (
            f"reader-{short_hash(trained)}-c{CONTEXT_VERSION}-v{_VERSION}-j{short_hash(judge)}"
        )
        self._load: Final = partial(
            PointerModel, cache_dir, trained, threads=threads, progress=progress
        )

    def prepare(self) -> None:
        """Loads the network now, and converts it where that was never done.

        Raises:
            EncoderError: The model cannot be found, converted or loaded.
        """
        _ = self._model

    @cached_property
    def _model(self) -> PointerModel:
        return self._load()

    def read(self, text: str, quotations: Sequence[Quotation]) -> list[Opinion | None]:
        """Returns one opinion for each quotation between marks, ``None`` for other words.

        Of a text with very many marks, which no article has, the first ones are read.
        """
        marked = [at for at, one in enumerate(quotations) if one.marked]
        marked = marked[: most_read(len(text))]
        opinions: list[Opinion | None] = [None] * len(quotations)
        outer = [quotations[at].quote.outer for at in marked]
        for at, opinion in zip(marked, self.opinions(text, outer), strict=True):
            opinions[at] = opinion
        return opinions

    def opinions(self, text: str, quotes: Sequence[Span]) -> Iterator[Opinion]:
        """Yields one opinion for each quotation, given with its marks."""
        others = tuple(marked.outer for marked in find_marked(text)) if quotes else ()
        contexts = [read_context(text, quote, others, self._model.pieces) for quote in quotes]
        # What stands in the very same words again is read once.
        asked = list(dict.fromkeys(tuple(context.ids) for context in contexts))
        pointed = dict(zip(asked, self._model.run(asked), strict=True))
        yield from (opinion_of(one, pointed[tuple(one.ids)]) for one in contexts)


def read_judge(path: Path) -> Judge:
    """Reads how rules and reader are weighed.

    Raises:
        EncoderError: The file is missing or damaged.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        weights = {
            name: tuple(float(told[name][column]) for column in columns)
            for name, columns in _COLUMNS.items()
        }
        return Judge(**weights, spoken=float(told["spoken"]), named=float(told["named"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"the weights of the reader, {path}, cannot be read: {error}") from error


def opinion_of(context: Context, numbers: Floats) -> Opinion:
    """Returns what the network's numbers say.

    Args:
        context: What the network was shown.
        numbers: ``[tokens, 5]``.
    """
    speech = float(1 / (1 + np.exp(-numbers[0, SPEECH])))
    return Opinion(
        speech,
        tuple(_pointed(context, numbers[:, BEGIN], numbers[:, END])),
        tuple(_pointed(context, numbers[:, NAME_BEGIN], numbers[:, NAME_END])),
    )


def _pointed(context: Context, begins: Floats, ends: Floats) -> Iterator[Pointed]:
    """Yields the likeliest words, best first."""
    begin, end = _shares(begins), _shares(ends)
    for first in (int(i) for i in np.argsort(-begin) if begin[i] >= _LIKELY):
        start = context.places[first]
        if start is None:
            continue
        stop = context.places[first + int(np.argmax(end[first : first + _LONGEST]))]
        yield Pointed(
            Span(start.start, max(stop.end if stop else 0, start.end)), float(begin[first])
        )


def _shares(numbers: Floats) -> Floats:
    powers = np.exp(numbers - numbers.max())
    shares: Floats = powers / powers.sum()
    return shares
