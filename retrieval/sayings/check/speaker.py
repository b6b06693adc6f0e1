"""Whose words a place of an article has, held against whom a claim names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.identity.clean import clean_name
from index.identity.names import agree
from index.identity.people import People
from index.identity.roles import describes, is_title
from index.language.clitics import bare_forms
from index.language.tables import words as listed
from index.quotes.mentions.joint import joint_names
from index.text.normalise import normalised
from index.types import AttributionStatus, QuoteKind, Saying, Speaker, SpeakerKind
from retrieval.question.intent import Claim
from retrieval.sayings.archive import people_of, sentence_at
from retrieval.sayings.check.matching import Match
from retrieval.sayings.check.words import words_of
from retrieval.sayings.values import CitedWords, SpeakerCheck

_SURE: Final = 0.75
_SURE_INFERRED: Final = 0.85
"""Confidence from which a speaker is held against the one claimed."""

_HANDED_ON: Final = re.compile(r':\s*["“”„«‘]\s*([^"“”„«»‘’]+)["”“»’]')


def speaker_check(claim: Claim, match: Match, people: People) -> SpeakerCheck:
    """Compares the speaker of the place found with the one claimed."""
    if claim.speaker is None:
        return SpeakerCheck.NOT_ASKED
    speaker = match.saying.attribution.speaker if match.saying else None
    if match.saying is None or speaker is None or is_anothers_within(match):
        return SpeakerCheck.UNKNOWN
    if any(agree(claim.speaker, name) for name in joint_names(speaker.name)):
        return SpeakerCheck.CONFIRMED
    claimed = {person.id for person in people.find(claim.speaker)}
    if claimed & {person.id for person in people_of(match.saying, people)}:
        return SpeakerCheck.CONFIRMED
    if speaker.role and describes(claim.speaker, [speaker.role]):
        return SpeakerCheck.CONFIRMED
    unsure = (
        not _is_certain(match.saying)
        or _stands_in_sentence(claim.speaker, match)
        or (is_title(claim.speaker) and not _has_other_bearer(claim.speaker, match.saying, people))
    )
    return SpeakerCheck.UNKNOWN if unsure else SpeakerCheck.SOMEONE_ELSE


def _has_other_bearer(title: str, saying: Saying, people: People) -> bool:
    """Says whether the article of a saying has somebody else with a title."""
    speakers = {person.id for person in people_of(saying, people)}
    return any(
        person.id not in speakers
        and saying.article_id in person.articles
        and describes(title, person.roles)
        for person in people.people
    )


def _is_certain(saying: Saying) -> bool:
    """Says whether an article names a speaker so clearly that no one else can be meant."""
    told = saying.attribution
    if told.speaker is None or _is_only_described(told.speaker):
        return False
    first = next(iter(words_of(told.speaker.name).norms), "").removeprefix("ال")
    if first in listed("facts", "words", "statements"):
        return False
    inferred = told.status is AttributionStatus.INFERRED
    return told.confidence >= (_SURE_INFERRED if inferred else _SURE)


def is_anothers_within(match: Match) -> bool:
    """Says whether a speaker hands on the words between marks of their own, after a colon.

    «قالت لي جدتي: "البيت الذي لا يفتحه أحد يموت"» has words of the grandmother.
    """
    if match.saying is None or match.saying.quote.kind is not QuoteKind.DIRECT:
        return False
    whole, span = match.saying.quote.span, match.span
    return any(
        whole.start + inner.start(1) <= span.start and span.end <= whole.start + inner.end(1)
        for inner in _HANDED_ON.finditer(whole.of(match.read.article.text))
    )


def _is_only_described(speaker: Speaker) -> bool:
    """Says whether an article calls a speaker by no name: «الباحثة», «الشركة», «l'autrice»."""
    if speaker.kind is SpeakerKind.INSTITUTION and len(speaker.name.split()) == 1:
        bare = normalised(speaker.name).removeprefix("ال")
        return bare in listed("names", "bodies", "by_name")
    if speaker.kind is not SpeakerKind.PERSON:
        return speaker.kind is SpeakerKind.UNNAMED
    if clean_name(speaker.name, speaker.kind)[1] is SpeakerKind.UNNAMED:
        return True
    # Latin letters write the last word of a name with a capital.
    return speaker.name.split()[-1].rpartition("-")[2][:1].islower()


def _stands_in_sentence(name: str, match: Match) -> bool:
    """Says whether a claimed name stands in the sentence of the words: it may be its subject."""
    sentence = sentence_at(match.read.analysis, match.span).span
    here = words_of(match.read.article.text, sentence.start, sentence.end).norms
    return bool(wanted := words_of(name).norms[-1:]) and any(
        wanted[0] in bare_forms(norm) for norm in here
    )


def _same_speaker(one: CitedWords, other: CitedWords) -> bool:
    if one.person is not None and other.person is not None:
        return one.person.id == other.person.id
    names = [p.saying.attribution.speaker for p in (one, other) if p.saying]
    return len(names) == 2 and all(names) and agree(*(n.name for n in names if n))


def are_of_two(places: Sequence[CitedWords]) -> bool:
    """Says whether words have two speakers, those whom nobody names aside."""
    named = [place for place in places if place.saying and place.saying.attribution.speaker]
    return any(not _same_speaker(named[0], place) for place in named[1:])


def is_of(claim: Claim, place: CitedWords, people: People) -> SpeakerCheck:
    if claim.speaker is None:
        return SpeakerCheck.NOT_ASKED
    found = people.find(claim.speaker)
    own = place.person is not None and any(p.id == place.person.id for p in found)
    return SpeakerCheck.CONFIRMED if own else SpeakerCheck.SOMEONE_ELSE
