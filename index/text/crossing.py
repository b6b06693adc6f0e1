"""What a question and a text in another script share: names, loan words and numbers.

No word of ``When did Luther go to Wittenberg?`` stands in an Arabic text, but two of them are
heard in it: لوثر and ويتمبيرغ. Where the scripts differ, this is the lexical evidence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from index.text.language import main_script
from index.text.names import name_keys
from index.text.tokens import content_words

CROSSING_WEIGHT: Final = 0.15
"""What a full match adds to a cosine, as measured in docs/arabic-text.md."""

_WORD: Final = re.compile(r"[^\W_]+")
_FEWEST_SOUNDS: Final = 3


def crossing_shares(question: str, texts: Sequence[str]) -> list[float]:
    """Returns for each text the share of the question's words that are heard in it.

    A word counts by its rarity among the texts, ``log(1 + (N - n + 0.5) / (n + 0.5))``, so a
    number or a name that all of them hold tells them apart as little as it should.

    Args:
        question: As it was asked.
        texts: The passages to choose among; those in the question's own script get 0.0, for
            there the words themselves are the evidence.

    Returns:
        Shares in [0, 1], in the order of the texts.
    """
    far = _far(question, texts)
    if not any(far):
        return [0.0] * len(texts)
    heard = [
        _heard(text) if is_far else frozenset() for text, is_far in zip(texts, far, strict=True)
    ]
    wanted = [keys for token in content_words(question) if (keys := _keys(token.norm))]
    if not wanted or not any(heard):
        return [0.0] * len(texts)
    holding = Counter(key for keys in heard for key in keys)
    weights = [
        max(
            # The most frequent of the keys that a text holds is what would be found.
            min((_rarity(len(texts), holding[key]) for key in keys if key in holding), default=0.0),
            0.0 if any(key in holding for key in keys) else _rarity(len(texts), 0),
        )
        for keys in wanted
    ]
    total = sum(weights)
    return [
        sum(weight for keys, weight in zip(wanted, weights, strict=True) if keys & here) / total
        for here in heard
    ]


def elsewhere(question: str, texts: Sequence[str]) -> bool:
    """Says whether any of the texts is in another script than the question."""
    return any(_far(question, texts))


def _far(question: str, texts: Sequence[str]) -> list[bool]:
    asked = main_script(question)
    return [bool(script := _script(text)) and script != asked for text in texts]


def _rarity(texts: int, holding: int) -> float:
    return math.log(1 + (texts - holding + 0.5) / (holding + 0.5))


@lru_cache(maxsize=2048)
def _script(text: str) -> str:
    return main_script(text)


@lru_cache(maxsize=2048)
def _heard(text: str) -> frozenset[str]:
    """Returns the keys of a text's words; the same passages come up often."""
    return frozenset[str]().union(*(_keys(word) for word in set(_WORD.findall(text))))


@lru_cache(maxsize=20_000)
def _keys(word: str) -> frozenset[str]:
    """Returns a word's keys with enough sounds to tell it from others; of a number, itself."""
    if word[0].isdecimal():
        return frozenset({str(int(word))}) if word.isdecimal() else frozenset()
    return frozenset(key for key in name_keys(word) if len(key) >= _FEWEST_SOUNDS)
