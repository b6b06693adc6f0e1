"""Who is called otherwise while they go on: ``قال سالم الكندي … وأضاف المسؤول الزهراني``.

A verb of going on has the subject of the words before it. Where that subject is a description
which fits nobody by name, it is a new word for the one who spoke last, as newsrooms like to
change their words.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from index.quotes.cues.clause import Clause, Relation
from index.quotes.looks import PREPOSITIONS, look, split_joined
from index.quotes.mentions.entity import Entity
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.roster import People
from index.types import SpeakerKind

_WHY: Final = "goes on with what was said just before"


def called_anew(people: People, clause: Clause, phrase: Phrase, who: int, last: int) -> People:
    """Returns the people, a description borne by who spoke last where it goes on with that.

    Args:
        people: Of the article, as far as it is read.
        clause: Of saying.
        phrase: Its subject.
        who: The number of the one whom it describes.
        last: That of who spoke last.
    """
    here, before = people.entities[who], people.meant(last)
    goes_on = clause.cue.kind == "add" and clause.relation is Relation.AFTER and not clause.changes
    if not goes_on or phrase.name is not None or phrase.quoted is not None or here.is_named:
        return people
    if here.bearer is not None or here.seen != (phrase.first,) or not before.is_named:
        return people
    if not _is_definite(people, phrase) or not _can_be(here, before):
        return people
    number = next(number for number, one in people.entities.items() if one is before)
    borne = replace(here, bearer=number, because=_WHY)
    return replace(people, entities={**people.entities, who: borne})


def _is_definite(people: People, phrase: Phrase) -> bool:
    """``الدبلوماسي الأميركي``, ``مدرب الفريق``; ``مسؤول في الفريق`` is somebody new."""
    for at in range(phrase.first, phrase.last + 1):
        norm = people.words[at].norm
        if look(norm).definite:
            return True
        if norm in PREPOSITIONS or split_joined(norm) in PREPOSITIONS or norm == "باسم":
            return False
    return False


def _can_be(here: Entity, before: Entity) -> bool:
    """Says whether gender, number, kind, office and country let one be called the other."""
    if here.number != before.number or {here.gender, before.gender} == {"m", "f"}:
        return False
    described, roles = here.roles[0], before.roles
    if before.kind is SpeakerKind.INSTITUTION or look(described.head).body:
        return any(described.head == word for word in before.name.split())
    countries = frozenset[str]().union(*(role.countries for role in roles))
    if described.countries and countries and not described.countries & countries:
        return False
    # ``قال السفير سالم … وأضاف الوزير``: another office is another person's.
    return look(described.head).unnamed or not any(look(role.head).role for role in roles)
