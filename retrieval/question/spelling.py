"""Slips of the keyboard in a question, read as the word of the articles that was meant.

Nothing is read into a word that anybody writes: only what neither the articles nor a
dictionary knows can be a slip, and only one word of the articles may be near it. Whoever
shows the answer says what was read as what.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.tables import dictionary
from index.text.language import detect_language
from index.text.marks import find_marked
from index.text.names import is_given_name, name_keys
from index.text.stemming import alternatives, stem
from index.text.tokens import Token, tokenise
from retrieval.answer import Slip
from retrieval.question.asked import Asked
from retrieval.question.requires import is_place

_SHORTEST: Final = 4
"""Letters of a word from which on a letter for one of the same sound is a slip."""

_ONE_SLIP: Final = 5
_TWO_SLIPS: Final = 7
"""Letters of a stem from which on two slips leave enough of a word to know it by."""

_NAME: Final = 6
"""Letters from which on a name is put right."""

_SOUNDS: Final = str.maketrans("ظذثصط", "ضزتست")
"""Letters that most dialects do not tell apart: الاظطراب, بالصرطان."""

_DICTIONARIES: Final = {"ar": ("ar",), "en": ("en",), "fr": ("fr",)}
_LATIN: Final = ("en", "fr")
"""What a Latin question of another language may be written in."""


def may_be_slips(asked: Asked, unknown: Collection[str]) -> tuple[Token, ...]:
    """Returns the words of a question that may be slips of the keyboard.

    Args:
        asked: What was asked; what stands between quotation marks in it is read as it is.
        unknown: Those of its words, normalised, that no article in the asker's scope has.
    """
    quoted = [mark.outer for mark in find_marked(asked.text)]
    return tuple(
        token
        for token in asked.content
        if token.norm in unknown
        and not any(span.overlaps(token.span) for span in quoted)
        and _may_be_slip(token.norm, asked.language)
    )


def slips_in_name(name: str, vocabulary: Mapping[str, str]) -> tuple[Slip, ...]:
    """Returns the slips in a name that no speaker has, each with the name that was meant.

    A name differs from another by less than a word does: a single slip in a long one is all
    that is put right.

    Args:
        name: As typed.
        vocabulary: Words of the names of those who speak here, as normalised and as written.
    """
    language = detect_language(name)
    doubtful = [
        token
        for token in tokenise(name)
        if token.norm not in vocabulary
        and len(token.norm) >= _NAME
        and _may_be_slip(token.norm, language)
    ]
    near = ((token, _nearest(token.norm, vocabulary, most=1)) for token in doubtful)
    return tuple(
        Slip(token.surface, vocabulary[min(names)])
        for token, names in near
        # Two spellings of one name are no rivals.
        if names and frozenset.intersection(*map(name_keys, names))
    )


def find_slips(doubtful: Sequence[Token], vocabulary: Mapping[str, str]) -> tuple[Slip, ...]:
    """Returns the words that are slips, each with the word that was meant.

    Args:
        doubtful: What ``may_be_slips`` returned.
        vocabulary: Words of articles in the asker's scope, as normalised and as written.
    """
    near = ((token, _nearest(token.norm, vocabulary)) for token in doubtful)
    return tuple(
        dict.fromkeys(
            Slip(token.surface, vocabulary[min(words)])
            for token, words in near
            # Forms of one word are no rivals: any of them finds the same.
            if len({stem(word) for word in words}) == 1
        )
    )


def read_as_meant(question: str, slips: Iterable[Slip]) -> str:
    """Returns a question with its slips put right.

    >>> read_as_meant("متى افتتح المتهف؟", [Slip("المتهف", "المتحف")])
    'متى افتتح المتحف؟'
    """
    for slip in slips:
        question = re.sub(rf"(?<!\w){re.escape(slip.typed)}(?!\w)", slip.read, question)
    return question


def _is_word(norm: str, language: str) -> bool:
    forms = [norm, stem(norm), *alternatives(norm)]
    if norm.endswith("و"):
        # The alef of the plural that is often left out: تجمعو.
        forms.append(f"{norm}ا")
    codes = _DICTIONARIES.get(language, _LATIN)
    return any(dictionary(code).has_any(forms) for code in codes)


def _may_be_slip(norm: str, language: str) -> bool:
    return (
        len(norm) >= _SHORTEST
        and norm.isalpha()
        and not is_place(norm)
        and not is_given_name(norm)
        and not _is_word(norm, language)
    )


def _nearest(norm: str, vocabulary: Iterable[str], most: int = 2) -> list[str]:
    """Returns the words that a slip may have been meant for, all of them equally near.

    Args:
        most: Slips that a long word may have.
    """
    sound = norm.translate(_SOUNDS)
    # Hands slip inside a word; the letter that it begins with is looked at.
    here = [w for w in vocabulary if len(w) >= _SHORTEST and w[0].translate(_SOUNDS) == sound[0]]
    same = [word for word in here if word.translate(_SOUNDS) == sound]
    if same or len(norm) < _ONE_SLIP:
        return same
    slips = most if len(stem(norm)) >= _TWO_SLIPS else 1
    near = process.extract(norm, here, scorer=OSA.distance, score_cutoff=slips, limit=None)
    least = min((distance for _, distance, _ in near), default=0)
    return [word for word, distance, _ in near if distance == least]


def load_dictionaries() -> None:
    """Loads what the first unknown word would wait for, half a second on two cores."""
    for code in dict.fromkeys(itertools.chain(*_DICTIONARIES.values(), _LATIN)):
        dictionary(code)
