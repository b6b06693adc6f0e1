"""What every encoder of texts into vectors offers, and what every text goes through before.

A vector must depend on the words alone: diacritics and tatweel, which most
writers leave out, move it far (cosine 0.85 between a vocalised sentence and the
same sentence bare), and a surrogate, a NUL or a megabyte of text must not reach
a tokenizer that others wrote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import EncoderError
from index.text.normalise import strip_diacritics

Vectors = npt.NDArray[np.float32]
"""float32 of shape ``[n, dimension]``, each row of L2 length 1."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity.

    Questions and passages go through different doors because most models want
    a prefix that tells them apart; mixing the doors up costs recall silently.
    """

    @property
    def name(self) -> str:
        """Names model, weights and preparation; vectors of two names never mix."""

    @property
    def dimension(self) -> int: ...

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        """Returns the vector of one question, shape ``[dimension]``."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Returns one row a text, in the order given, shape ``[len(texts), dimension]``."""


GUARD_VERSION: Final = "1"
"""Changes whenever some text reaches the encoder in another form."""

LIMIT: Final = 8_192
"""Code points that an encoder sees at most; 512 tokens hold about 2,500 of Arabic."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# The tokenizer's NFKC makes 18 and 8 characters of one: a page of them is a short book.
_LIGATURES: Final = {"\ufdfa": "صلى الله عليه وسلم", "\ufdfb": "جل جلاله"}
_LIGATURE_RUN = re.compile("([" + "".join(_LIGATURES) + "])[" + "".join(_LIGATURES) + r"\s]*")
_SPACE = re.compile(r"\s+")


def prepare(text: str) -> str:
    """Returns what an encoder reads of a text, at most ``LIMIT`` code points.

    Lone surrogates and controls become spaces; a run of the ligatures that stand for
    whole phrases becomes the phrase of its first one; diacritics and tatweel go.
    A text of nothing else comes out empty: its vector is that of the bare prefix.

    >>> prepare("قَالَ\\x00الوزيـــرُ")
    'قال الوزير'

    Raises:
        EncoderError: It is not a text.
    """
    if not isinstance(text, str):
        raise EncoderError(f"only texts can be encoded, not {type(text).__name__}")
    # Cut first, generously: what follows may only shrink a text or grow it a little.
    text = text[: 4 * LIMIT]
    text = _SURROGATE.sub(" ", text)
    text = _CONTROL.sub(" ", text)
    text = _LIGATURE_RUN.sub(lambda found: f" {_LIGATURES[found[1]]} ", text)
    text = strip_diacritics(text)
    return _SPACE.sub(" ", text).strip()[:LIMIT].rstrip()
