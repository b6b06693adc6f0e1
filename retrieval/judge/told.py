"""Whether a sentence tells the attribute that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from index.text.language import main_script
from index.text.normalise import normalised
from index.text.stemming import alternatives, stem
from index.text.tokens import Token, tokenise
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.attributes import Attribute

_BEFORE: Final = 2
"""Sentences before one in which its subject may have been named."""

_LIFE: Final = re.compile(r"\([^()]*\b\d{4}\b")


def telling(asked: Asked, ranked: Sequence[Ranked], shown: int, depth: int) -> list[Ranked]:
    """Returns the sentences that tell what is asked, if one of those to be shown does.

    Where none does, or nothing of the kind is asked, the list is as it was.

    Args:
        asked: What was asked.
        ranked: Best first.
        shown: How many of them would be shown.
        depth: How many of them may be shown for that.
    """
    wanted = asked.wanted
    if wanted is None or not any(_tells(asked, wanted.attribute, one) for one in ranked[:shown]):
        return list(ranked)
    return [one for one in ranked[:depth] if _tells(asked, wanted.attribute, one)]


def untold(asked: Asked, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Returns the word of the question that asks for what none of some sentences tells.

    Args:
        asked: What was asked.
        ranked: The sentences that would be shown.
    """
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
    return any(not told.isdisjoint(_forms(token.norm)) for token in tokenise(text))


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
        for saying in opened.analysis.sayings
        if attribute.personal
        and saying.attribution.speaker is not None
        and saying.quote.outer.overlaps(span)
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
