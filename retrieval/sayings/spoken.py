"""Questions about what somebody said, answered from the sayings instead of the search.

A search for meaning finds sentences near the topic, whoever speaks in them. Who
asks what one person said wants that person's words or an honest no.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.text.language import scripts
from index.types import Saying, Span
from retrieval.answer import Slip
from retrieval.question.intent import AskCheck, AskSaid, AskWho, Intent
from retrieval.sayings.door import Sayings
from retrieval.sayings.values import Check, CitedSaying, Verdict

_HELD = frozenset({Verdict.WORD_FOR_WORD, Verdict.SAME_WORDS, Verdict.ALTERED, Verdict.CUT_SHORT})


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that holds a saying.

    Attributes:
        sure: Confidence that the saying is the speaker's.
    """

    article_id: str
    sentence: Span
    saying: Saying | None
    sure: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the sayings hold for a question.

    Attributes:
        places: Best first; empty where the articles do not cover ``uncovered``.
        uncovered: The speaker who does not speak here, or the topic.
        foreign: Where the topic is named in a script that the speaker's
            sayings do not use, all of them: words cannot tell which are on it.
        slips: What of the name was read as what.
    """

    places: tuple[Place, ...]
    uncovered: tuple[str, ...] = ()
    foreign: tuple[Place, ...] = ()
    slips: tuple[Slip, ...] = ()


def look_up(door: Sayings, intent: Intent, scope: Collection[str]) -> Spoken | None:
    """Returns what the sayings hold, None where the search should answer instead."""
    if isinstance(intent, AskSaid) and intent.name:
        return _said(door, intent, scope)
    if isinstance(intent, AskWho) and intent.words:
        return _checked(door.who_said(intent.words, scope).check)
    if isinstance(intent, AskCheck):
        return _checked(door.check(intent.claim, scope))
    return None


def _said(door: Sayings, intent: AskSaid, scope: Collection[str]) -> Spoken:
    said = door.said(intent.name, intent.topic, scope, since=intent.since, until=intent.until)
    if not said.people:
        return Spoken((), (intent.name,))
    if not said.sayings:
        everything = door.said(intent.name, "", scope, since=intent.since, until=intent.until)
        asked = scripts(intent.topic)
        foreign = [one for one in everything.sayings if not asked & scripts(one.words)]
        return Spoken((), (intent.topic or intent.name,), _places(foreign), said.slips)
    places = _places(said.sayings)
    return Spoken(places[:1] if intent.latest else places, slips=said.slips)


def _places(sayings: Sequence[CitedSaying]) -> tuple[Place, ...]:
    places = (
        Place(
            one.citation.article_id,
            one.sentence_span,
            one.saying,
            one.saying.attribution.confidence,
        )
        for one in sayings
    )
    once = {(place.article_id, place.sentence): place for place in reversed(list(places))}
    return tuple(reversed(once.values()))


def _checked(check: Check) -> Spoken | None:
    found = check.original
    if found is None or check.verdict not in _HELD:
        return None
    sure = found.saying.attribution.confidence if found.saying else 0.0
    return Spoken((Place(found.citation.article_id, found.sentence_span, found.saying, sure),))
