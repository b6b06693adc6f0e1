"""What a person said: theirs alone, on the topic asked for, newest first, each cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from index.encoder.base import Encoder
from index.identity.names import holds, possible, words_of_name
from index.identity.people import People
from index.identity.values import Person
from index.language.tables import words
from index.text.language import scripts
from index.text.names import is_given_name
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS, tokenise
from index.types import QuoteKind, SpeakerKind
from retrieval.answer import Slip
from retrieval.question.spelling import read_as_meant, slips_in_name
from retrieval.sayings.archive import Archive
from retrieval.sayings.topic import Topics
from retrieval.sayings.values import CitedSaying, Said

_SHOWN: Final = 50
_TO: Final = "ل"
_SHORTEST_ADDRESSEE: Final = 3
_LONG: Final = 3
"""Words of a name above which one of them in somebody's role does not make it theirs."""


class SaidFinder:
    """Answers ``what did X say about Y``."""

    def __init__(self, archive: Archive, encoder: Encoder | None = None) -> None:
        """The encoder finds topics across languages; words alone do without it."""
        self._archive: Final = archive
        self._topics: Final = Topics(encoder)

    def said(
        self,
        name: str,
        topic: str,
        scope: Collection[str],
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = _SHOWN,
    ) -> Said:
        """Returns what somebody said.

        Args:
            name: As typed, in any script, with or without title; or a role.
            topic: Empty for everything.
        """
        everybody = self._archive.people(scope)
        people = everybody.find(name)
        slips: tuple[Slip, ...] = ()
        people = people or _by_family_name(name, everybody)
        if not any(holds(form, name) for person in people for form in person.names):
            begins, rest = without_circumstance(name, everybody)
            if rest:
                name, topic, people = begins, topic or rest, everybody.find(begins)
            elif len(name.split()) > _LONG:
                people = tuple(person for person in people if _described(name, person))
        people = tuple(
            person
            for person in people
            if not of_theirs(name, person) and not _by_given_name(name, person)
        )
        if not people:
            slips = slips_in_name(name, _names(everybody))
            read = read_as_meant(name, slips)
            people = everybody.find(read) if slips else ()
            name, slips = (read, slips) if people else (name, ())
        sayings = self._archive.sayings_of(people, scope) if people else []
        if since or until:
            sayings = [said for said in sayings if _within(said, since, until)]
        sayings = once(without_parts(sayings))
        aside = frozenset(words_of_name(name))
        found = self._topics.on_topic(topic, sayings, aside)
        return Said(
            asked=name,
            topic=topic,
            people=people,
            sayings=found.sayings[:limit],
            total=len(found.sayings),
            off_topic=len(sayings) if not found.sayings else 0,
            by_meaning=found.by_meaning,
            nearby=found.nearby[:limit],
            slips=slips,
        )

    def said_by_words(self, words: str, scope: Collection[str]) -> Said:
        """Answers ``/said NAME topic``, where nothing tells the name from the topic.

        The name is the longest beginning that anybody here bears.
        """
        name, topic = split_name(words, self._archive.people(scope))
        return self.said(name, topic, scope)


def _described(asked: str, person: Person) -> bool:
    """Says whether a person is named, or has all words asked in their roles."""
    words = words_of_name(asked)
    named = [name_words[-1:] for name in person.names if (name_words := words_of_name(name))]
    if any(possible(last[0], word) for last in named for word in words):
        return True
    known = [word for one in (*person.names, *person.roles) for word in words_of_name(one)]
    return all(any(possible(one, word) for one in known) for word in words)


def of_theirs(asked: str, person: Person) -> bool:
    """Says whether somebody of a person's is asked about: محامي سالم الكندي is not سالم الكندي.

    A noun without an article right before a name is joined to it, unless it is a title.
    """
    first, *rest = asked.split()
    norm = normalised(first)
    known = [word for name in person.names for word in words_of_name(name)]
    return (
        bool(rest)
        and scripts(first) == {"arabic"}
        and not norm.startswith("ال")
        and norm not in words("offices", "words", "before_names")
        and not any(possible(one, norm) for one in known)
        and any(possible(one, normalised(rest[0])) for one in known)
    )


def _by_family_name(name: str, everybody: People) -> tuple[Person, ...]:
    """Returns the one person of a family name whose given name is not known to be another.

    Given names are spelt and chosen otherwise in other scripts: Benjamin, بنيامين.
    """
    words = words_of_name(name)
    if len(words) < 2:
        return ()
    found = [p for p in everybody.find(words[-1]) if p.kind is SpeakerKind.PERSON]
    if len(found) != 1:
        return ()
    known = [form for form in found[0].names if len(words_of_name(form)) > 1]
    here = [form for form in known if scripts(form) & scripts(name)]
    return tuple(found) if not here else ()


def _by_given_name(asked: str, person: Person) -> bool:
    """Says whether a full name has but its given name in common with somebody called by that."""
    first, *rest = words_of_name(asked) or [""]
    known = [words_of_name(name) for name in person.names]
    return bool(rest) and all(
        len(name) == 1 and is_given_name(name[0]) and possible(name[0], first) for name in known
    )


def without_circumstance(asked: str, everybody: People) -> tuple[str, str]:
    """Returns a name that somebody here bears, and where, when or to whom they spoke.

    ``الجبير في ميونخ``, ``سالم الكندي لبرنامج الصباح``. A given name alone is nobody's.
    """
    words = asked.split()
    for count in range(len(words) - 1, 0, -1):
        name, link = " ".join(words[:count]), normalised(words[count])
        addressed = link.startswith(_TO) and len(link) > _SHORTEST_ADDRESSEE
        if not addressed and link not in FUNCTION_WORDS:
            continue
        alone = count == 1 and is_given_name(normalised(name))
        if not alone and any(holds(f, name) for p in everybody.find(name) for f in p.names):
            return name, " ".join(words[count:])
    return asked, ""


def _names(everybody: People) -> dict[str, str]:
    """Returns the words of all names, as normalised and as written."""
    persons = (person for person in everybody.people if person.kind is SpeakerKind.PERSON)
    names = (name for person in persons for name in person.names)
    return {token.norm: token.surface for name in names for token in tokenise(name)}


def split_name(words: str, people: People) -> tuple[str, str]:
    """Returns the name that some words begin with, and the rest of them."""
    parts = words.split()
    best = ""
    found: tuple[Person, ...] = ()
    for count in range(1, min(len(parts), 6) + 1):
        name = " ".join(parts[:count])
        here = people.find(name)
        # A longer beginning is the name only while it says more about the same person.
        if here and (not found or {p.id for p in here} <= {p.id for p in found}):
            if found and not _says_more(name, here):
                continue
            best, found = name, here
    if not best:
        return words.strip(), ""
    return best, " ".join(parts[len(best.split()) :])


def _says_more(name: str, people: tuple[Person, ...]) -> bool:
    last = words_of_name(name)[-1:]
    known = {word for person in people for one in person.names for word in words_of_name(one)}
    roles = {word for person in people for role in person.roles for word in words_of_name(role)}
    return any(word in known or word in roles for word in last) or not last


def _within(said: CitedSaying, since: dt.date | None, until: dt.date | None) -> bool:
    day = said.citation.date
    return day is not None and (since or day) <= day <= (until or day)


def once(sayings: list[CitedSaying]) -> list[CitedSaying]:
    """Returns the saying of each sentence whose speaker is surest: a sentence is shown once."""
    kept: dict[tuple[str, int], CitedSaying] = {}
    for said in sayings:
        key = (said.citation.article_id, said.sentence_span.start)
        other = kept.setdefault(key, said)
        if said.saying.attribution.confidence > other.saying.attribution.confidence:
            kept[key] = said
    return list(kept.values())


def without_parts(sayings: list[CitedSaying]) -> list[CitedSaying]:
    """Leaves out a quotation that is shown inside a wider one of the same person.

    ``قال إن الاجتماع «الأول من نوعه»`` is one saying to a reader: the reported clause
    with the quoted words in it.
    """
    kept: list[CitedSaying] = []
    wider = [said for said in sayings if said.saying.quote.kind is QuoteKind.INDIRECT]
    for said in sayings:
        span = said.saying.quote.span
        inside = any(
            other is not said
            and other.citation.article_id == said.citation.article_id
            and other.saying.quote.span.contains(span)
            and other.saying.quote.span != span
            and other.person == said.person
            for other in wider
        )
        if not inside:
            kept.append(said)
    return kept
