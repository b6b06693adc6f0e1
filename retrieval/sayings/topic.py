"""Which of a person's sayings are about a topic.

Lexical evidence decides where it can: a saying that has the topic's words, in itself or
in the sentence around it, is about it. Vectors decide where scripts or wordings do not
meet, by how much nearer the topic comes than topics unlikely to come up: a cosine by
itself says little, since all sentences of the news are alike to a small model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np

from index.encoder.base import Encoder, Vectors
from index.identity.names import agree
from index.language.places import countries, country_of
from index.text.language import detect_language, scripts
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from retrieval.sayings.values import CitedSaying

_STANDS_OUT: Final = 0.015
"""Cosine by which the topic must beat every probe."""

_PROBES: Final = {
    "en": ("football match", "weather forecast", "a recipe", "pop music", "car repair", "planets"),
    "fr": ("match de football", "météo", "une recette", "musique pop", "voiture", "planètes"),
    "ar": ("مباراة كرة قدم", "حالة الطقس", "وصفة طبخ", "أغنية جديدة", "إصلاح السيارات", "الكواكب"),
}
"""Unlikely topics: how near they come is how near a topic comes by chance.

A threshold on the cosine itself would hold for one model alone.
"""

_CLEARLY: Final = 0.045
"""Cosine by which a topic must beat every probe of the very sentence to stand beside its words."""

_NEAR_BEST: Final = 0.015
_ENCODED: Final = 200
_KEPT: Final = 5_000
"""Sentences whose vectors stay in memory: 8 MB."""

_NAME_COUNTS: Final = 0.03
"""What a name of the topic adds to a cosine where scripts do not meet."""


@dataclass(frozen=True, slots=True)
class OnTopic:
    """Which sayings are on a topic, in the order given.

    Attributes:
        sayings: Those that hold its words; where none does, the nearest in meaning.
        by_meaning: Whether these are the latter. It is a guess, and must be shown as
            one.
        nearby: Beside sayings that hold the words, others in another script that
            come clearly near in meaning: a guess as well, to be shown apart.
    """

    sayings: tuple[CitedSaying, ...]
    by_meaning: bool = False
    nearby: tuple[CitedSaying, ...] = ()


class Topics:
    """Ranks sayings by a topic, and tells which are on it."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """Without an encoder words alone decide."""
        self._encoder: Final = encoder
        self._probed: dict[str, Vectors] = {}
        self._kept: dict[str, Vectors] = {}

    def on_topic(
        self, topic: str, sayings: Sequence[CitedSaying], aside: Collection[str] = ()
    ) -> OnTopic:
        """Returns the sayings on a topic.

        Args:
            aside: Words of the topic that say nothing about it, as normalised:
                the speaker's own name.
        """
        wanted = [
            token
            for token in tokenise(topic)
            if token.norm not in FUNCTION_WORDS and token.norm not in aside
        ]
        if not wanted:
            return OnTopic(tuple(sayings))
        script = scripts(topic)
        found = {at: _found(wanted, said) for at, said in enumerate(sayings)}
        # Words of its own script that a saying does not have are no topic of its; to one
        # in another script only vectors and names that sound alike can lead.
        same = [at for at, said in enumerate(sayings) if scripts(said.sentence) & script]
        other = [at for at in found if at not in set(same)]
        kept = {at for at in same if _is_on(found[at])} | {at for at in other if all(found[at])}
        elsewhere = any(
            _country(token.norm) and not any(found[at][position] for at in other)
            for position, token in enumerate(wanted)
        )
        near: set[int] = set()
        if other and not kept & set(other) and not elsewhere:
            shares = [sum(found[at]) / len(wanted) for at in other]
            foreign = [sayings[at] for at in other]
            near = {
                other[position]
                for position in (
                    self._clearly_near(topic, foreign)
                    if kept
                    else self._by_vectors(topic, foreign, shares)
                )
            }
        on = tuple(said for at, said in enumerate(sayings) if at in (kept or near))
        if kept:
            return OnTopic(on, nearby=tuple(said for at, said in enumerate(sayings) if at in near))
        return OnTopic(on, by_meaning=bool(on) and not any(_is_on(found[at]) for at in near))

    def _by_vectors(
        self, topic: str, sayings: Sequence[CitedSaying], shares: Sequence[float]
    ) -> list[int]:
        """Returns the positions of the sayings that stand out."""
        if self._encoder is None:
            return [at for at, share in enumerate(shares) if share]
        shown = sayings[:_ENCODED]
        vector = self._encoder.encode_query(topic)
        rows = self._rows(self._encoder, [said.sentence for said in shown])
        scores = rows @ vector + _NAME_COUNTS * np.array(shares[:_ENCODED])
        best = float(scores.max())
        if best < float((rows @ self._probes(detect_language(topic)).T).max()) + _STANDS_OUT:
            return []
        return [int(at) for at in np.flatnonzero(scores >= best - _NEAR_BEST)]

    def _clearly_near(self, topic: str, sayings: Sequence[CitedSaying]) -> list[int]:
        """Returns the positions of the sayings that are about the topic beyond doubt."""
        if self._encoder is None:
            return []
        vector = self._encoder.encode_query(topic)
        rows = self._rows(self._encoder, [said.sentence for said in sayings[:_ENCODED]])
        # Some sentences come near to whatever is asked: each is held against itself.
        by_chance = (rows @ self._probes(detect_language(topic)).T).max(axis=1)
        return [int(at) for at in np.flatnonzero(rows @ vector >= by_chance + _CLEARLY)]

    def _rows(self, encoder: Encoder, texts: Sequence[str]) -> Vectors:
        """Encodes sentences once: the same person is asked about again and again."""
        kept = self._kept if len(self._kept) < _KEPT else {}
        missing = [text for text in dict.fromkeys(texts) if text not in kept]
        if missing:
            fresh = dict(zip(missing, encoder.encode_passages(missing), strict=True))
            # A new dictionary, so that another thread goes on with the one it has.
            kept = self._kept = {**kept, **fresh}
        return np.stack([kept[text] for text in texts])

    def _probes(self, language: str) -> Vectors:
        language = language if language in _PROBES else "en"
        if language not in self._probed and self._encoder is not None:
            rows = [self._encoder.encode_query(probe) for probe in _PROBES[language]]
            self._probed[language] = np.stack(rows)
        return self._probed[language]


def _is_on(found: Sequence[bool]) -> bool:
    """Says whether the words of a topic that were found are enough of it.

    The head of a topic is its matter: كأس in كأس زمردان.
    """
    return 2 * sum(found) > len(found) or (found[0] and 2 * sum(found) >= len(found))


def _found(wanted: Sequence[Token], said: CitedSaying) -> list[bool]:
    """Returns which of the topic's words a saying or its sentence holds.

    A word of another script counts where it is a name that sounds alike: Libya, ليبيا.
    """
    stems, norms = _terms(f"{said.words}\n{said.sentence}")
    return [
        token.stem in stems
        or token.norm in norms
        or bool(_country(token.norm) & norms)
        or _same_country(token.norm, norms)
        or (len(token.norm) > 2 and token.norm.isalpha() and _sounds_alike(token.norm, norms))
        for token in wanted
    ]


@cache
def _countries() -> dict[str, frozenset[str]]:
    """Returns for each name of a country its names in all languages of the interface."""
    names = [frozenset(map(normalised, country.names)) for country in countries()]
    found: dict[str, frozenset[str]] = {}
    for same in names:
        with_clitics = {f"{clitic}{name}" for name in same for clitic in ("", "و", "ب", "ل")}
        found.update(dict.fromkeys(same, frozenset(same | with_clitics)))
    return found


def _country(norm: str) -> frozenset[str]:
    """Returns what else a country of this name is called, nothing for another word."""
    return _countries().get(norm, frozenset())


def _same_country(norm: str, norms: frozenset[str]) -> bool:
    """Says whether a country stands there by its name or its adjective: إيران, الإيرانية."""
    country = country_of(norm)
    return country is not None and any(country_of(other) == country for other in norms)


def _sounds_alike(word: str, norms: frozenset[str]) -> bool:
    script = scripts(word)
    return any(not scripts(other) & script and agree(word, other) for other in norms)


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    tokens = tokenise(text)
    return (
        frozenset(token.stem for token in tokens),
        frozenset(token.norm for token in tokens if len(token.norm) > 2),
    )
