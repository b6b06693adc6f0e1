"""Whether a sentence tells what is asked for, of the person asked about, on the topic."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from index.identity.names import holds, possible, words_of_name
from index.language.clitics import without_particles
from index.language.tables import words
from index.text.language import main_script, scripts
from index.text.names import is_given_name, name_keys
from index.text.normalise import normalised
from index.text.stemming import alternatives, stem
from index.text.tokens import FUNCTION_WORDS, Token, content_words, tokenise
from index.types import SpeakerKind
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.kinds import Attribute

_BEFORE: Final = 2
"""Sentences before one in which its subject may have been named."""

_SOON: Final = 4
"""Words before one among which stands what makes a length of time of it."""

_DIGITS_OF_A_YEAR: Final = 4

_LIFE: Final = re.compile(r"\([^()]*\b\d{4}\b")


def telling(asked: Asked, ranked: Sequence[Ranked], shown: int, depth: int) -> list[Ranked]:
    """Returns the sentences that tell what is asked, if one of those to be shown does.

    Where none does, or nothing of the kind is asked, the list is as it was.

    Args:
        shown: How many of them would be shown.
        depth: How many of them may be shown for that.
    """
    wanted = asked.wanted
    if wanted is None or not any(_tells(asked, wanted.attribute, one) for one in ranked[:shown]):
        return list(ranked)
    return [one for one in ranked[:depth] if _tells(asked, wanted.attribute, one)]


def untold(asked: Asked, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Returns the word of the question that asks for what none of some sentences tells."""
    wanted = asked.wanted
    if wanted is None or any(_tells(asked, wanted.attribute, one) for one in ranked):
        return ()
    return (wanted.word,)


def _tells(asked: Asked, attribute: Attribute, one: Ranked) -> bool:
    """Says whether a sentence tells an attribute of what the question names."""
    told = _told(attribute)
    subject = [token for token in asked.content if told.isdisjoint(_forms(token.norm))]
    text = one.candidate.article.sentence(one.candidate.position).text
    return tells(attribute, text) and _is_about(one, subject, asked, attribute)


def tells(attribute: Attribute, text: str) -> bool:
    """Says whether a sentence has a word by which an attribute is told."""
    told = _told(attribute)
    if attribute.life and _LIFE.search(text):
        return True
    tokens = tokenise(text)
    aside = {"length": _squared, "age": _lasting}.get(attribute.name)
    others = aside(tokens) if aside else [False] * len(tokens)
    return any(
        not told.isdisjoint(_forms(token.norm)) and not other
        for token, other in zip(tokens, others, strict=True)
    )


def _squared(tokens: Sequence[Token]) -> list[bool]:
    """Returns for each word whether it is a measure of length that another makes one of area."""
    squares = words("questions", "told", "squared")
    beside = ([*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]] for at in range(len(tokens)))
    return [any(token.norm in squares for token in near) for near in beside]


def _lasting(tokens: Sequence[Token]) -> list[bool]:
    """Returns for each word whether it tells how long or in which year, and no age.

    ``قبل 18 عاما`` and ``18 years ago`` are none, ``عمره 18 عاما`` is one.
    """
    lasting, asked = words("questions", "told", "lasting"), words("questions", "asked", "age")
    found = []
    for at, token in enumerate(tokens):
        before = {one.norm.lstrip("و") for one in tokens[max(0, at - _SOON) : at]}
        after = [one.norm for one in tokens[at + 1 : at + 2]]
        year = any(len(norm) == _DIGITS_OF_A_YEAR and norm.isdigit() for norm in after)
        long = not before.isdisjoint(lasting) or after == ["ago"]
        found.append((long or year) and token.norm not in asked)
    return found


def _is_about(one: Ranked, subject: Sequence[Token], asked: Asked, attribute: Attribute) -> bool:
    """Says whether a sentence or what stands before it names whom or what is asked about."""
    opened, at = one.candidate.article, one.candidate.position
    text = opened.sentence(at).text
    if not subject or main_script(text) != main_script(asked.text):
        return True
    here = opened.sentence(at).terms
    span = opened.analysis.sentences[at].span
    speakers = [
        normalised(saying.attribution.speaker.name).split()
        for saying in (opened.sayings_in(span) if attribute.personal else ())
        if saying.attribution.speaker is not None
    ]
    if speakers:
        # A speaker there speaks of themselves: عمري 71 سنة.
        here = here.union(form for name in speakers for word in name for form in _forms(word))
    else:
        before = (opened.sentence(position).terms for position in range(max(0, at - _BEFORE), at))
        here = opened.headline.union(here, *before)
    return any(form in here for token in subject for form in _forms(token.norm))


def _forms(norm: str) -> tuple[str, ...]:
    return (norm, stem(norm), *alternatives(norm))


@cache
def _told(attribute: Attribute) -> frozenset[str]:
    told = attribute.asked | attribute.told
    return told | {stem(word) for word in told}


_NAMED_BEFORE: Final = 2
"""Sentences before one in which whom it tells of may have been named."""


def touches(topic: str, one: Ranked) -> bool:
    """Says whether a sentence or what stands beside it has a word of a topic.

    Where scripts do not meet, words cannot tell, and meaning has to.
    """
    opened, at = one.candidate.article, one.candidate.position
    last = len(opened.analysis.sentences) - 1
    beside = [opened.sentence(i).terms for i in range(max(0, at - 1), min(last, at + 1) + 1)]
    here = opened.headline.union(*beside)
    asked = content_words(topic)
    if not asked or not scripts(topic) & scripts(opened.sentence(at).text):
        return True
    return any(form in here for token in asked for form in (token.stem, *alternatives(token.norm)))


def another(asked: Asked, one: Ranked) -> tuple[str, ...]:
    """Returns the person whom a question names, where a sentence tells of somebody else.

    How many goals one player scored is not told by those of another: the sentence names a
    person, and neither it nor what stands before it names the one who is asked about.
    """
    opened, at = one.candidate.article, one.candidate.position
    wanted = _persons(asked.content, opened.surnames)
    if not wanted or not _persons(tokenise(opened.sentence(at).text), opened.surnames):
        return ()
    before = (opened.sentence(position).text for position in range(max(0, at - _NAMED_BEFORE), at))
    around = tokenise(" ".join((opened.article.headline, *before, opened.sentence(at).text)))
    keys = frozenset[str]().union(*(_keys(token) for person in wanted for token in person))
    if any(not keys.isdisjoint(_keys(token)) for token in around):
        return ()
    return (" ".join(token.surface for token in wanted[0]),)


def _persons(tokens: Sequence[Token], family_names: Collection[str]) -> list[tuple[Token, Token]]:
    """Returns the pairs of words that are a person's name."""
    return [
        (given, family)
        for given, family in pairwise(tokens)
        if family.span.start - given.span.end == 1
        and given.norm not in FUNCTION_WORDS
        and (family.norm in family_names or is_given_name(given.norm))
    ]


def _keys(token: Token) -> frozenset[str]:
    return name_keys(token.norm) | {token.norm, token.stem}


def speaks_of(name: str, one: Ranked) -> bool:
    """Says whether a sentence names a speaker and gives nobody else's words.

    Args:
        name: As asked; a body or a role as well as a person.
        one: The sentence; what stands just before it may name the speaker too.
    """
    opened, at = one.candidate.article, one.candidate.position
    span = opened.analysis.sentences[at].span
    for saying in opened.sayings_in(span):
        speaker = saying.attribution.speaker
        if speaker is not None:
            known = f"{speaker.name} {speaker.role or ''} {speaker.organisation or ''}"
            if not holds(known, name):
                return False
    before = opened.sentence(at - 1).text if at else ""
    tokens = tokenise(f"{opened.article.headline} {before} {opened.sentence(at).text}")
    here = {form for token in tokens for form in (token.norm, token.stem)}
    return all(word in here or stem(normalised(word)) in here for word in words_of_name(name))


def names(name: str, text: str) -> bool:
    """Says whether a text has a word of a name, given names aside, in whatever letters.

    >>> names("Salem al-Kindi", "وزار الكندي المرفأ"), names("سالم الكندي", "وزار سالم المرفأ")
    (True, False)
    """
    known = words_of_name(name)
    wanted = [word for word in known if not is_given_name(word)] or known
    keys = {key for word in wanted for key in (word, stem(word), *name_keys(word))}
    return any(not keys.isdisjoint(_keys(token)) for token in tokenise(text))


def could_say(asked: str, one: Ranked) -> bool:
    """Says whether a sentence may give the words of somebody whom no speaker is called.

    ``مشجع نيجيري`` may be ``أحد مشجعي المنتخب النيجيري``: half of the words have to stand
    there. One who is named there and is not the one asked for never says it.

    Args:
        asked: A description, or a name with one.
        one: The sentence; what stands just before it may tell who speaks.
    """
    opened, at = one.candidate.article, one.candidate.position
    span = opened.analysis.sentences[at].span
    before = opened.sentence(at - 1).text if at else ""
    tokens = tokenise(f"{opened.article.headline} {before} {opened.sentence(at).text}")
    here = {form for token in tokens for form in (token.norm, token.stem)}
    words = words_of_name(asked)
    there = [any(f in here or stem(f) in here for f in without_particles(word)) for word in words]
    for saying in opened.sayings_in(span):
        speaker = saying.attribution.speaker
        if speaker is None:
            continue
        known = words_of_name(f"{speaker.name} {speaker.role or ''} {speaker.organisation or ''}")
        shared = [any(possible(one, word) for one in known) for word in words]
        if not any(shared) or (speaker.kind is SpeakerKind.PERSON and not all(there)):
            return False
    return 2 * sum(there) >= len(there)
