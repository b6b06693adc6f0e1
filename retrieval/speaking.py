"""Which sentences give the words of somebody who is asked about, and what is told of them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Sequence
from typing import Final

from index.identity.people import People
from index.identity.roles import describes, is_title
from index.identity.values import Person
from index.language.tables import words
from index.text.language import main_script
from index.text.normalise import normalised
from index.text.tokens import content_words
from index.types import Saying, SpeakerKind
from retrieval.answer import Answer
from retrieval.judge.decide import May
from retrieval.judge.told import could_say, names, speaks_of
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.intent import AskSaid
from retrieval.question.requires import Forms, place_at, towns_within, with_adjectives
from retrieval.sayings.archive import people_of
from retrieval.sayings.values import CitedSaying, Said

_NAME: Final = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’.-]+(?:\s+(?:(?:al|el|bin|ben|ibn|abu|de|von|van|der)[\s-])?[A-ZÀ-Þ][\w'’-]+)*"
)
_MOST: Final = 3
"""Names of a question that are looked up, and forms of each."""

_LETTERS: Final = 3
"""Capitals in a row that are a body's letters, and no person's; letters of a country's root."""

_FORMS: Final = 8
"""Names of a person that are looked for in a sentence without a saying of theirs."""


_READ_ON: Final = 20
"""Sentences among which those of one person are looked for."""

OTHERWISE: Final = 0.6
"""Confidence from which a sentence answers that does not show whose words it gives."""

NEVER: Final = math.inf
"""The same where the article does not even name whom the question asks about."""


def names_abroad(text: str, everybody: Callable[[], People]) -> tuple[str, ...]:
    """Returns the names of speakers that a question in Latin letters has, in other letters."""
    if main_script(text) != "latin":
        return ()
    people = everybody()
    typed = [found[0].rstrip(".'’") for found in _NAME.finditer(text)]
    found = (person for name in typed for person in people.find(name)[:_MOST])
    names = (name for person in found for name in person.names[:_MOST])
    return tuple(dict.fromkeys(name for name in names if main_script(name) != "latin"))


def is_described(asked: str) -> bool:
    """Says whether somebody is called in Latin letters by what they are, or by letters.

    >>> [is_described(name) for name in ("the witness", "le FMI", "NCCIH", "a Swiss researcher")]
    [True, True, True, True]
    >>> [is_described(name) for name in ("Selma Rihani", "Sam al-Kent", "البائع")]
    [False, False, False]
    """
    if main_script(asked) != "latin":
        return False
    first, *rest = asked.replace("'", " ").replace("\u2019", " ").split() or [""]
    article = bool(rest) and first.lower() in words("questions", "other", "articles")
    letters = any(len(part) >= _LETTERS and part.isupper() for part in (first, *rest))
    return article or letters or is_title(asked)


class Words:
    """The sayings of some people, as a sentence may hold them.

    Args:
        asked: The name, as asked.
        bearers: Who that is here.
        people: Everybody who speaks in the asker's articles.
        topic: What they are asked to have spoken about.
        loose: Whether a sentence without a saying may give the words of somebody described.
    """

    def __init__(
        self,
        asked: str,
        bearers: Sequence[Person],
        people: People,
        topic: str = "",
        *,
        loose: bool = False,
    ) -> None:
        self._asked: Final = asked
        self._loose: Final = loose
        self._ids: Final = frozenset(person.id for person in bearers)
        self._people: Final = people
        self._topic: Final = topic
        self._place: Final = _place_alone(topic)
        self._untold: Final = not bearers and is_described(asked)
        forms = [asked, *(name for person in bearers for name in person.names)]
        self._forms: Final = tuple(dict.fromkeys(forms))[:_FORMS]

    def has(self, saying: Saying) -> bool:
        """Says whether a saying is theirs; of somebody described, whether its speaker is so."""
        if self._ids:
            return any(person.id in self._ids for person in people_of(saying, self._people))
        speaker = saying.attribution.speaker
        if speaker is None:
            return False
        return describes(self._asked, [f"{speaker.name} {speaker.role or ''}"])

    def gives(self, one: Ranked) -> bool:
        """Says whether a sentence gives their words, or may give them and nobody else's."""
        opened = one.candidate.article
        here = opened.sayings_in(one.candidate.span)
        if not self._ids:
            text = opened.sentence(one.candidate.position).text
            if self._untold and main_script(text) != main_script(self._asked):
                # Words of two scripts never meet: the reader has to tell.
                return True
            told = (bool(here) or self._loose) and could_say(self._asked, one)
            return told or speaks_of(self._asked, one)
        return any(map(self.has, here)) or any(speaks_of(form, one) for form in self._forms)

    def may_give(self, one: Ranked) -> bool:
        """Says whether a sentence may give their words: one that names them, or nobody else's."""
        if self._gives_topic(one) or not self._tells_place(one):
            return False
        if not self._ids or self.leaves(one) or self.gives(one):
            return True
        text = one.candidate.article.sentence(one.candidate.position).text
        return any(names(form, text) for form in self._forms)

    def _gives_topic(self, one: Ranked) -> bool:
        """Says whether a sentence gives the words that they are asked about, and none of theirs.

        What one answered to another's letter is not told by the letter.
        """
        here = one.candidate.article.sayings_in(one.candidate.span)
        speakers = [saying.attribution.speaker for saying in here]
        spoken = any(
            speaker.kind is SpeakerKind.PERSON and names(speaker.name, self._topic)
            for speaker in speakers
            if speaker is not None
        )
        return bool(self._asked) and spoken and not any(map(self.has, here))

    def _tells_place(self, one: Ranked) -> bool:
        """Says whether a sentence or what leads to it names the place, where one is the topic."""
        if not self._place:
            return True
        opened, at = one.candidate.article, one.candidate.position
        before = opened.sentence(at - 1).terms if at else frozenset[str]()
        here = opened.headline.union(before, opened.sentence(at).terms)
        return any(all(_begins(term, here) for term in form) for form in self._place)

    def told_of(self, one: Ranked) -> bool:
        """Says whether the article of a sentence speaks of them.

        Nobody's name tells of somebody who is described in another language.
        """
        article = one.candidate.article.article
        here = bool(self._ids) or self._untold
        return here or names(self._asked, f"{article.headline}\n{article.text}")

    def only(self, sentences: Sequence[Ranked]) -> tuple[Ranked, ...]:
        """Returns the sentences without another's words behind some that are surely theirs."""
        if not self.gives(sentences[0]):
            return tuple(sentences)
        return tuple(filter(self.gives, sentences[:_READ_ON]))

    def least(self, one: Ranked) -> float:
        """Returns from what confidence a sentence answers: from any, where it gives their words."""
        if self.gives(one):
            return 0.0
        return OTHERWISE if self.told_of(one) else NEVER

    def leaves(self, one: Ranked) -> bool:
        """Says whether a sentence does not give somebody else's words alone."""
        opened, span = one.candidate.article, one.candidate.span
        by = [
            saying
            for saying in opened.sayings_in(span)
            if (speaker := saying.attribution.speaker) is not None
            and speaker.kind is SpeakerKind.PERSON
        ]
        return not by or any(map(self.has, by))


def _place_alone(topic: str) -> Forms:
    """Returns the names of the place that a topic is and nothing else, as stems."""
    # In which town somebody spoke, no sentence need tell.
    first = normalised(topic.split()[0]) if topic else ""
    tokens = content_words(topic) if first not in words("facts", "words", "in") else []
    found = place_at([token.norm for token in tokens], 0) if tokens else None
    if found is None or found[1] < len(tokens):
        return ()
    return (*with_adjectives(found[0]), *towns_within(found[0]))


def _begins(term: str, here: Collection[str]) -> bool:
    """Says whether a term stands there, with or without an ending: ليبي, ليبيا."""
    return term in here or (len(term) >= _LETTERS and any(other.startswith(term) for other in here))


def within_days(may: May, since: dt.date | None, until: dt.date | None) -> May:
    """Returns the same for articles of some days alone."""
    if since is None and until is None:
        return may

    def then(one: Ranked) -> bool:
        day = one.candidate.article.article.date
        inside = day is not None and (since or day) <= day <= (until or day)
        # An article tells of what was said in other years as well.
        told = (
            since is not None
            and str(since.year) in one.candidate.article.sentence(one.candidate.position).terms
        )
        return (inside or told) and may(one)

    return then


def asks_latest(asked: Asked) -> bool:
    """Says whether a question about sayings asks for the newest alone."""
    return isinstance(asked.intent, AskSaid) and asked.intent.latest


def at_any_time(asked: Asked) -> bool:
    """Says whether a question about sayings asks for no time of its own."""
    wanted = asked.intent
    return not (isinstance(wanted, AskSaid) and (wanted.since or wanted.until))


def near_top(places: Sequence[CitedSaying], ranked: Sequence[Ranked]) -> list[CitedSaying]:
    """Returns the places that the search, blind to who speaks, puts among its first."""
    by_key = {(place.citation.article_id, place.sentence_span): place for place in reversed(places)}
    top = [(r.candidate.article.id, r.candidate.span) for r in ranked]
    return [by_key[key] for key in top if key in by_key]


def words_told(found: object) -> str:
    """Returns the words that answer: what was said where the sentence holds a saying."""
    if isinstance(found, Said) and found.sayings:
        return found.sayings[0].words
    if isinstance(found, Answer) and found.sentences:
        first = found.sentences[0]
        if first.saying is None:
            return first.text
        quote, start = first.saying.quote.span, first.span.start
        return first.text[max(0, quote.start - start) : quote.end - start]
    return ""


def governs(asked: Asked) -> bool:
    """Says whether a capital is asked for its word: who speaks for it goes by many names."""
    name = asked.intent.name if isinstance(asked.intent, AskSaid) else ""
    return any(required.states and required.words == name for required in asked.requirements)
