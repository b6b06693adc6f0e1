"""Finds which names in different articles are one person.

Careful by design, for a wrong merge puts words into somebody's mouth: names must agree
as wholes, roles, countries and offices must not contradict each other at that time, a
bare family name needs a reason to belong to somebody, and a name that thousands bear
needs a role in common. An owner's aliases (``index.identity.aliases``) decide first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.identity.aliases import Aliases, Split
from index.identity.bodies import body_key, told_before_marks
from index.identity.clean import clean, families_of
from index.identity.names import (
    CLEARLY,
    agree,
    agreement,
    heard,
    holds,
    is_common,
    keys_of,
    possible,
    respelled,
    without_description,
    words_of_name,
)
from index.identity.roles import contradict, describes, of_one_country, share
from index.identity.values import Naming, Person
from index.language.places import state_of
from index.quotes.looks import form, look
from index.quotes.mentions.joint import joint_names, joint_places
from index.text.normalise import normalised
from index.types import SpeakerKind, content_id

_NEAR: Final = 45
"""Days within which a family name alone is still that of the person in the news."""


@dataclass(slots=True, eq=False)
class _Cluster:
    """The namings of one person, as far as they are sorted.

    Attributes:
        name: The first full name.
        described: The namings by role and organisation, by which they are compared.
    """

    name: str
    owner: int | None = None
    label: str | None = None
    namings: list[Naming] = field(default_factory=list)
    described: dict[tuple[str | None, str | None], list[Naming]] = field(default_factory=dict)

    def add(self, naming: Naming) -> None:
        self.namings.append(naming)
        self.described.setdefault((naming.role, naming.organisation), []).append(naming)
        if len(words_of_name(self.name)) == 1 < len(words_of_name(naming.name)):
            self.name = naming.name

    def is_known(self, naming: Naming) -> bool:
        """Says whether a name alone without a day is that of one who holds an office, or whom
        several articles name in full: nobody else is called so without a word on who it is.
        """
        full = [one for one in self.namings if len(words_of_name(one.name)) > 1]
        known = any(one.role for one in full) or len({one.article_id for one in full}) > 1
        alone = words_of_name(naming.name) == words_of_name(self.name)[-1:]
        return alone and naming.date is None and not naming.role and known

    def contradicts(self, naming: Naming) -> bool:
        words = words_of_name(naming.name)
        # One name of two words or more and one country: an office was told in other words.
        full = words == words_of_name(self.name) and len(words) > 1 and not is_common(naming.name)
        return any(
            contradict(naming.role, role, _days(naming, others))
            and not (full and of_one_country(naming.role, role))
            for (role, _), others in self.described.items()
        )

    def is_respelled(self, naming: Naming) -> bool:
        """Says whether a name in full is this one with other vowels, of somebody in one office."""
        same = respelled(naming.name, self.name)
        return same and any(share(naming.role, role) for role, _ in self.described)

    def has_reason(self, naming: Naming) -> bool:
        """Says whether more than a name speaks for it that a naming belongs here."""
        alone = len(words_of_name(naming.name)) == 1
        for (role, organisation), others in self.described.items():
            if share(naming.role, role) or share(naming.organisation, organisation):
                return True
            if alone and len(words_of_name(self.name)) == 1 and naming.role == role:
                return True
            days = _days(naming, others)
            if alone and not naming.role and days is not None and days <= _NEAR:
                return True
        return False


class People:
    """The speakers of some articles, each once."""

    def __init__(self, namings: Iterable[Naming], aliases: Aliases | None = None) -> None:
        """Finds who is who; ``aliases`` are the owner's."""
        self._aliases: Final = aliases or Aliases()
        listed = list(namings)
        families = families_of(listed)
        as_named = [(naming, clean(one, families)) for naming in listed for one in _each_of(naming)]
        as_named = _with_bodies(as_named)
        clusters = self._clusters([cleaned for _, cleaned in as_named])
        ids: Counter[str] = Counter()
        members: list[tuple[Person, _Cluster]] = []
        for cluster in sorted(clusters, key=_age):
            person = _person(cluster, ids)
            members.append((person, cluster))
        members.sort(key=lambda member: (-member[0].sayings, member[0].name, member[0].id))
        self.people: Final = tuple(person for person, _ in members)
        self.words: Final = frozenset(
            word
            for person in self.people
            if person.kind is SpeakerKind.PERSON
            for name in person.names
            for word in words_of_name(name)
        )
        self._named: dict[tuple[str, str, str | None], tuple[Person, ...]] = defaultdict(tuple)
        self._forms: list[tuple[str, ...]] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        bearers: dict[Naming, Person] = {}
        for position, (person, cluster) in enumerate(members):
            bearers.update(dict.fromkeys(cluster.namings, person))
            owned = self._aliases.same[cluster.owner] if cluster.owner is not None else None
            forms = (*person.names, *((owned.name, *owned.names) if owned else ()))
            self._forms.append(forms)
            for key in {key for name in forms for key in keys_of(name)}:
                self._by_key[key].append(position)
        for naming, cleaned in as_named:
            self._named[naming.article_id, naming.name, naming.role] += (bearers[cleaned],)

    def of(self, article_id: str, name: str, role: str | None = None) -> Person | None:
        """Returns the person whom an article names so, None where it names no such person."""
        return next(iter(self.all_of(article_id, name, role)), None)

    def all_of(self, article_id: str, name: str, role: str | None = None) -> tuple[Person, ...]:
        """Returns all who are named so together: ``سالم الكندي وسلمى الريحاني`` are two."""
        return self._named.get((article_id, name, role), ())

    def find(self, asked: str) -> tuple[Person, ...]:
        """Returns whom a typed name stands for, the most frequent speaker first.

        Those whose name agrees with it as a whole come alone, before those who
        have it as a part of theirs; a role (``وزير المياه``) finds who holds it.
        """
        count = len(words_of_name(asked))
        near = sorted({at for key in keys_of(asked) for at in self._by_key.get(key, ())})
        scores = {at: max(agreement(asked, form) for form in self._forms[at]) for at in near}
        clear = [
            at
            for at in near
            if scores[at] >= CLEARLY or any(heard(form, asked) for form in self._forms[at])
        ]
        full = [
            at
            for at in clear
            if count > 1 and any(len(words_of_name(form)) == count for form in self._forms[at])
        ]
        found = full or clear
        if found:
            return tuple(self.people[at] for at in found)
        holders = self._holders(asked)
        if holders:
            return holders
        found = [at for at in near if any(possible(form, asked) for form in self._forms[at])]
        found = found or [at for at in near if any(holds(form, asked) for form in self._forms[at])]
        name = without_description(asked)
        if not found and name != asked:
            return self.find(name)
        return tuple(self.people[at] for at in found)

    def _holders(self, role: str) -> tuple[Person, ...]:
        return tuple(person for person in self.people if describes(role, person.roles))

    def _clusters(self, namings: list[Naming]) -> list[_Cluster]:
        clusters = _institutions(one for one in namings if one.kind is SpeakerKind.INSTITUTION)
        for one in namings:
            if one.kind is SpeakerKind.UNNAMED:
                # Two articles' "official" are two officials, as far as anybody knows.
                clusters.append(_Cluster(one.name))
                clusters[-1].add(one)
        return clusters + self._persons([one for one in namings if one.kind is SpeakerKind.PERSON])

    def _persons(self, namings: list[Naming]) -> list[_Cluster]:
        apart: dict[Split, _Cluster] = {}
        owned: dict[int, _Cluster] = {}
        clusters: list[_Cluster] = []
        # Namings that several namesakes could bear: together, and apart from all of them.
        doubtful: dict[tuple[str, ...], _Cluster] = {}
        by_key: dict[str, dict[int, _Cluster]] = defaultdict(dict)
        # Full names with roles first, the most frequent of them before what a text has
        # once: they are what the others are held against.
        frequent = Counter(one.name for one in namings)
        for naming in sorted(
            namings,
            key=lambda one: (
                len(words_of_name(one.name)) == 1,
                one.role is None,
                -frequent[one.name],
                one.name,
                one.date is None,
                one.date,
                one.article_id,
            ),
        ):
            split = self._split_of(naming)
            if split is not None:
                apart.setdefault(split, _Cluster(naming.name, label=split.label)).add(naming)
                continue
            owner = self._owner_of(naming.name)
            if owner is not None:
                chosen = owned.get(owner)
                if chosen is None:
                    label = self._aliases.same[owner].name
                    chosen = owned[owner] = _Cluster(naming.name, owner, label)
                    clusters.append(chosen)
            else:
                keys = keys_of(naming.name)
                near = {at: c for key in keys for at, c in by_key[key].items()}
                fitting = _fitting(naming, list(near.values()))
                words = words_of_name(naming.name)
                if len(fitting) == 1:
                    chosen = fitting[0]
                elif fitting and words in doubtful:
                    chosen = doubtful[words]
                else:
                    chosen = _Cluster(naming.name)
                    clusters.append(chosen)
                    if fitting:
                        doubtful[words] = chosen
                        chosen.add(naming)
                        continue
            chosen.add(naming)
            for key in keys_of(naming.name):
                by_key[key][id(chosen)] = chosen
        return clusters + list(apart.values())

    def _split_of(self, naming: Naming) -> Split | None:
        for split in self._aliases.split:
            if not agree(split.name, naming.name):
                continue
            if naming.article_id in split.articles or share(split.role, naming.role):
                return split
        return None

    def _owner_of(self, name: str) -> int | None:
        words = words_of_name(name)
        for position, same in enumerate(self._aliases.same):
            if any(words == words_of_name(other) for other in (same.name, *same.names)):
                return position
        return None


def _with_bodies(as_named: list[tuple[Naming, Naming]]) -> list[tuple[Naming, Naming]]:
    """A word alone that is a body's name elsewhere is that body: ``الضحى``, ``وكالة الضحى``."""
    institution = SpeakerKind.INSTITUTION
    bodies = {body_key(one.name) for _, one in as_named if one.kind is institution}
    return [
        (naming, replace(one, kind=institution))
        if one.kind is SpeakerKind.PERSON
        and not (one.role or look(form(one.name.split()[0])).given)
        and body_key(one.name) in bodies
        else (naming, one)
        for naming, one in as_named
    ]


def _each_of(naming: Naming) -> Iterator[Naming]:
    """Yields a naming for each of those who are named together."""
    body = naming.kind is SpeakerKind.INSTITUTION
    names = joint_places(naming.name) if body else joint_names(naming.name)
    for name in names:
        yield replace(naming, name=name, role=naming.role if len(names) == 1 else None)


def _fitting(naming: Naming, clusters: Sequence[_Cluster]) -> list[_Cluster]:
    """Returns whom a naming can belong to: one is an answer, several or none are not."""
    fitting = [
        cluster
        for cluster in clusters
        if (agree(naming.name, cluster.name) or cluster.is_respelled(naming))
        and not cluster.contradicts(naming)
    ]
    if len(words_of_name(naming.name)) == 1 or is_common(naming.name):
        only = len(fitting) == 1
        fitting = [
            one for one in fitting if one.has_reason(naming) or (only and one.is_known(naming))
        ]
    if len(fitting) < 2:
        return fitting
    alike = [
        cluster
        for cluster in fitting
        if any(share(naming.role, role) for role, _ in cluster.described)
    ]
    fitting = alike or fitting
    # Between namesakes there is no way to tell; of one person in two parts the larger is taken.
    largest = max(fitting, key=lambda cluster: (len(cluster.namings), cluster.name))
    for other in fitting:
        if other is largest:
            continue
        if not agree(largest.name, other.name):
            return fitting
        if any(largest.contradicts(one) for one in other.namings):
            return fitting
    return [largest]


def _days(naming: Naming, others: Sequence[Naming]) -> int | None:
    """Returns how many days lie between a naming and the nearest of others."""
    if naming.date is None:
        return None
    days = [abs((naming.date - other.date).days) for other in others if other.date]
    return min(days, default=None)


def _institutions(namings: Iterable[Naming]) -> list[_Cluster]:
    """An institution is one by its name alone, however it is written."""
    found: dict[str, _Cluster] = {}
    listed = list(namings)
    full = ((told_before_marks(one.name), body_key(one.name)) for one in listed)
    short = {body_key(name): key for name, key in full if name}
    for naming in listed:
        key = body_key(naming.name)
        found.setdefault(short.get(key, key), _Cluster(naming.name)).add(naming)
    return list(found.values())


def _age(cluster: _Cluster) -> tuple[str, str]:
    first = min(cluster.namings, key=lambda one: (str(one.date or "9999"), one.article_id))
    return str(first.date or "9999"), first.article_id


def _person(cluster: _Cluster, ids: Counter[str]) -> Person:
    namings = cluster.namings
    count: Counter[str] = Counter()
    for one in namings:
        count[one.name] += one.sayings
    names = tuple(sorted(count, key=lambda name: (-count[name], name)))
    fullest = max(
        names,
        key=lambda name: (
            state_of(normalised(name)) is None,
            len(words_of_name(name)) > 1,
            count[name],
            len(words_of_name(name)),
            name,
        ),
    )
    latest = sorted(namings, key=lambda one: (str(one.date or ""), one.article_id), reverse=True)
    dates = sorted(one.date for one in namings if one.date)
    name = cluster.label or fullest
    # An id outlives new articles; of namesakes the first to appear is the first.
    base = content_id("person", namings[0].kind.value, *words_of_name(name))
    if namings[0].kind is SpeakerKind.UNNAMED:
        base = content_id(base, namings[0].article_id)
    ids[base] += 1
    return Person(
        id=base if ids[base] == 1 else content_id(base, str(ids[base])),
        name=name,
        kind=namings[0].kind,
        names=names,
        roles=tuple(dict.fromkeys(one.role for one in latest if one.role)),
        articles=frozenset(one.article_id for one in namings),
        sayings=sum(one.sayings for one in namings),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )
