"""Namings in, people out: who is one person across articles.

Careful by design, for a wrong merge puts words into somebody's mouth: names must agree
as wholes, roles, countries and offices must not contradict each other at that time, a
bare family name needs a reason to belong to somebody, and a name that thousands bear
needs a role in common. An owner's aliases (``index.identity.aliases``) decide first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.identity.aliases import Aliases, Split
from index.identity.names import Part, agree, is_common, parts_of, within, words_of_name
from index.identity.roles import contradict, role_terms, share
from index.identity.values import Naming, Person
from index.text.normalise import normalised
from index.types import SpeakerKind, content_id

_NEAR: Final = 45
"""Days within which a family name alone is still that of the person in the news."""


@dataclass(slots=True)
class _Cluster:
    """A person in the making: the namings and the longest name so far."""

    parts: tuple[Part, ...]
    owner: int | None = None
    label: str | None = None
    namings: list[Naming] = field(default_factory=list)

    def add(self, naming: Naming, parts: tuple[Part, ...]) -> None:
        self.namings.append(naming)
        if len(parts) > len(self.parts):
            self.parts = parts


class People:
    """The speakers of some articles, each once."""

    def __init__(self, namings: Iterable[Naming], aliases: Aliases | None = None) -> None:
        self._aliases = aliases or Aliases()
        self._same = [
            (one.name, [parts_of(name) for name in (one.name, *one.names)])
            for one in self._aliases.same
        ]
        self._person: dict[tuple[str, str, str | None], Person] = {}
        clusters = [*self._named(list(namings))]
        people = []
        for cluster in clusters:
            person = _person(cluster)
            people.append(person)
            for naming in cluster.namings:
                self._person[naming.article_id, naming.name, naming.role] = person
        people.sort(key=lambda person: (-person.sayings, person.name, person.id))
        self.people: Final[tuple[Person, ...]] = tuple(people)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._forms: list[list[tuple[Part, ...]]] = []
        for position, person in enumerate(self.people):
            forms = [parts_of(name) for name in person.names]
            for name, parts in self._same:
                if name in person.names or any(one in forms for one in parts):
                    forms += parts
            self._forms.append(forms)
            for key in {key for parts in forms for part in parts for key in part}:
                self._by_key[key].append(position)

    def of(self, article_id: str, name: str, role: str | None = None) -> Person | None:
        """Returns who is named so in an article, None where nobody is."""
        return self._person.get((article_id, name, role))

    def find(self, asked: str) -> tuple[Person, ...]:
        """Returns whom a typed name stands for, the most frequent speaker first.

        A full name finds those whose whole name it is before those who share a
        part of it; a role (``وزير المياه``) finds those who hold it.
        """
        asked_words = words_of_name(asked)
        if not asked_words:
            return ()
        parts = parts_of(asked)
        near = sorted({at for part in parts for key in part for at in self._by_key.get(key, ())})
        whole = [
            at
            for at in near
            if any(len(f) == len(parts) and within(parts, f) for f in self._forms[at])
        ]
        if len(parts) > 1 and whole:
            return tuple(self.people[at] for at in whole)
        holding = [at for at in near if any(within(parts, form) for form in self._forms[at])]
        if holding:
            return tuple(self.people[at] for at in holding)
        # The articles may know only the family name of somebody asked for in full.
        short = [
            at
            for at in near
            if any(
                len(f) < len(parts) and f[-1] & parts[-1] and within(f, parts)
                for f in self._forms[at]
            )
        ]
        return tuple(self.people[at] for at in short) or self._holding_role(asked)

    def _holding_role(self, asked: str) -> tuple[Person, ...]:
        wanted = role_terms(asked)
        if not wanted:
            return ()
        return tuple(
            person
            for person in self.people
            if any(wanted <= role_terms(role) for role in person.roles)
        )

    def _named(self, namings: list[Naming]) -> list[_Cluster]:
        people = [one for one in namings if one.kind is SpeakerKind.PERSON]
        clusters = _institutions(one for one in namings if one.kind is SpeakerKind.INSTITUTION)
        # Two articles' "official" are two officials, as far as anybody knows.
        for one in namings:
            if one.kind is SpeakerKind.UNNAMED:
                clusters.append(_Cluster((), namings=[one]))
        return clusters + self._persons(people)

    def _persons(self, namings: list[Naming]) -> list[_Cluster]:
        apart: dict[Split, _Cluster] = {}
        clusters: list[_Cluster] = []
        by_last: dict[str, list[_Cluster]] = defaultdict(list)
        forms = Counter(one.name for one in namings)
        order = sorted(
            namings,
            key=lambda one: (
                -len(words_of_name(one.name)),
                -forms[one.name],
                one.role is None,
                one.name,
                one.article_id,
            ),
        )
        for naming in order:
            parts = parts_of(naming.name)
            split = self._split_of(naming)
            if split is not None:
                cluster = apart.setdefault(split, _Cluster(parts, label=split.label))
                cluster.add(naming, parts)
                continue
            owner = self._owner_of(parts)
            near = {id(c): c for key in (parts[-1] if parts else ()) for c in by_last[key]}
            if owner is not None:
                known = [c for c in clusters if c.owner == owner]
            else:
                known = _candidates(naming, parts, list(near.values()))
            if len(known) == 1:
                chosen = known[0]
                chosen.add(naming, parts)
            else:
                chosen = _Cluster(parts, owner=owner, namings=[naming])
                if owner is not None:
                    chosen.label = self._same[owner][0]
                clusters.append(chosen)
            for key in parts[-1] if parts else ():
                if chosen not in by_last[key]:
                    by_last[key].append(chosen)
        return clusters + list(apart.values())

    def _split_of(self, naming: Naming) -> Split | None:
        for split in self._aliases.split:
            if not agree(parts_of(split.name), parts_of(naming.name)):
                continue
            if naming.article_id in split.articles:
                return split
            if split.role and share(split.role, naming.role):
                return split
        return None

    def _owner_of(self, parts: tuple[Part, ...]) -> int | None:
        for position, (_, forms) in enumerate(self._same):
            for form in forms:
                if len(form) == len(parts) and within(form, parts):
                    return position
        return None


def _candidates(
    naming: Naming, parts: tuple[Part, ...], clusters: Sequence[_Cluster]
) -> list[_Cluster]:
    """Returns whom a naming can belong to: one is an answer, several or none are not."""
    fitting = [
        cluster
        for cluster in clusters
        if agree(parts, cluster.parts)
        and not any(_contradict(naming, other) for other in cluster.namings)
    ]
    short = len(parts) == 1
    if short or is_common(naming.name):
        fitting = [cluster for cluster in fitting if _has_reason(naming, cluster, short=short)]
    if len(fitting) > 1:
        shared = [c for c in fitting if any(share(naming.role, o.role) for o in c.namings)]
        fitting = shared if len(shared) == 1 else fitting
    return fitting


def _has_reason(naming: Naming, cluster: _Cluster, *, short: bool) -> bool:
    for other in cluster.namings:
        if share(naming.role, other.role) or share(naming.organisation, other.organisation):
            return True
        if other.article_id == naming.article_id:
            return True
        if short and len(cluster.parts) > 1 and not naming.role:
            days = _days(naming, other)
            if days is not None and days <= _NEAR:
                return True
        if short and len(cluster.parts) == 1 and other.role == naming.role:
            return True
    return False


def _contradict(naming: Naming, other: Naming) -> bool:
    if naming.article_id == other.article_id and naming.name != other.name:
        # One article names two people by two names; else it would have named one.
        return words_of_name(naming.name) != words_of_name(other.name)
    return contradict(naming.role, other.role, _days(naming, other))


def _days(naming: Naming, other: Naming) -> int | None:
    if naming.date is None or other.date is None:
        return None
    return abs((naming.date - other.date).days)


def _institutions(namings: Iterable[Naming]) -> list[_Cluster]:
    """An institution is one by its name alone, the article's ``ال`` aside."""
    found: dict[str, _Cluster] = {}
    for naming in namings:
        words = [w.removeprefix("ال") for w in normalised(naming.name).split()]
        found.setdefault(" ".join(words), _Cluster(parts_of(naming.name))).namings.append(naming)
    return list(found.values())


def _person(cluster: _Cluster) -> Person:
    namings = cluster.namings
    count: Counter[str] = Counter()
    for one in namings:
        count[one.name] += one.sayings
    names = tuple(sorted(count, key=lambda name: (-count[name], name)))
    fullest = max(names, key=lambda name: (len(words_of_name(name)), count[name], name))
    latest = (
        sorted(namings, key=lambda one: (one.date is not None, one.date), reverse=True)
        if all(one.date for one in namings)
        else namings
    )
    dates = sorted(one.date for one in namings if one.date)
    return Person(
        id=content_id("person", *sorted({f"{one.article_id} {one.name}" for one in namings})),
        name=cluster.label or fullest,
        kind=namings[0].kind,
        names=names,
        roles=tuple(dict.fromkeys(one.role for one in latest if one.role)),
        organisations=tuple(dict.fromkeys(one.organisation for one in latest if one.organisation)),
        articles=frozenset(one.article_id for one in namings),
        sayings=sum(one.sayings for one in namings),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )
