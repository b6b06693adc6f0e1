"""Brings descriptions to those who bear them, once the whole article was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from index.quotes.mentions.bearers import Known, bearers
from index.quotes.mentions.entity import Entity
from index.quotes.text import Kind, Word
from index.types import SpeakerKind

Entities = Mapping[int, Entity]
Borne = Mapping[str, Sequence[int]]
"""The words of names with the numbers of those who bear them."""


def settled(entities: Entities, words: Sequence[Word], borne: Borne) -> Entities:
    """Returns the entities; who is only described has the number of the one who is named."""
    stops = (word.kind in (Kind.STOP, Kind.BREAK) for word in words)
    sentences = list(accumulate(stops, initial=0))
    mentions = _mentions(words, borne)
    known = [_known(one, mentions[number], sentences) for number, one in entities.items()]
    found = bearers(known).items()
    told = {at: replace(entities[at], bearer=one.number, because=one.why) for at, one in found}
    return {**entities, **told}


def without_verbs(entities: Entities, borne: Borne) -> Entities:
    """``رفعت القندسي دعوى``: رفعت is a man's name, and a verb where her full name is another."""
    told: dict[int, Entity] = {}
    for number, one in entities.items():
        if len(one.tokens) < 2 or len(one.seen) > 1 or not one.tokens[0].endswith("ت"):
            continue
        for other in borne.get(one.tokens[1], ()):
            tokens = entities[other].tokens
            if other != number and len(tokens) > 1 and tokens[0] != one.tokens[0]:
                why = "a verb that is written like a name"
                told[number] = replace(one, bearer=other, because=why)
    return {**entities, **told}


def _mentions(words: Sequence[Word], borne: Borne) -> Mapping[int, set[int]]:
    """Returns where a word stands that is in the name of one alone."""
    found: dict[int, set[int]] = defaultdict(set)
    for at, word in enumerate(words):
        for norm in (word.norm, word.norm[1:]):
            named = borne.get(norm, ())
            if len(named) == 1:
                found[named[0]].add(at)
    return found


def _known(one: Entity, mentions: set[int], sentences: Sequence[int]) -> Known:
    seen = tuple(sorted(mentions.union(one.seen)))
    named = bool(one.tokens) and one.kind is not SpeakerKind.UNNAMED
    return Known(
        named, one.roles, frozenset(one.tokens), one.gender, one.number, seen,
        tuple(sentences[at] for at in seen),
    )  # fmt: skip
