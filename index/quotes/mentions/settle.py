"""Brings descriptions to those who bear them, once the whole article was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from index.quotes.mentions.bearers import Known, bearers
from index.quotes.mentions.entity import Entity
from index.quotes.text import Kind, Word
from index.types import SpeakerKind


def settle(
    entities: Sequence[Entity], words: Sequence[Word], by_token: Mapping[str, Sequence[Entity]]
) -> None:
    """Tells each who is only described the one whose name the article gives.

    Args:
        entities: Of the article.
        words: The article.
        by_token: The words of names with those who bear them.
    """
    stops = (word.kind in (Kind.STOP, Kind.BREAK) for word in words)
    sentences = list(accumulate(stops, initial=0))
    mentions = _mentions(words, by_token)
    known = [_known(one, mentions[id(one)], sentences) for one in entities]
    for number, bearer in bearers(known).items():
        entities[number].bearer = entities[bearer.number]
        entities[number].because = bearer.why


def drop_verbs(entities: Sequence[Entity], by_token: Mapping[str, Sequence[Entity]]) -> None:
    """``رفعت القندسي دعوى``: what is written like a man's name is a verb, her name shows."""
    for one in entities:
        if len(one.tokens) < 2 or len(one.seen) > 1 or not one.tokens[0].endswith("ت"):
            continue
        for other in by_token.get(one.tokens[1], ()):
            if other is not one and len(other.tokens) > 1 and other.tokens[0] != one.tokens[0]:
                one.bearer, one.because = other, "a verb that is written like a name"


def _mentions(
    words: Sequence[Word], by_token: Mapping[str, Sequence[Entity]]
) -> Mapping[int, set[int]]:
    """Returns where a word stands that is in the name of one alone."""
    found: dict[int, set[int]] = defaultdict(set)
    for at, word in enumerate(words):
        for norm in (word.norm, word.norm[1:]):
            named = by_token.get(norm, ())
            if len(named) == 1:
                found[id(named[0])].add(at)
    return found


def _known(one: Entity, mentions: set[int], sentences: Sequence[int]) -> Known:
    seen = tuple(sorted(mentions.union(one.seen)))
    named = bool(one.tokens) and one.kind is not SpeakerKind.UNNAMED
    return Known(
        named, tuple(one.roles), frozenset(one.tokens), one.gender, one.number, seen,
        tuple(sentences[at] for at in seen),
    )  # fmt: skip
