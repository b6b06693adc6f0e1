"""A question as typed -> what it asks: read once, in the light of the question before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from index.language.tables import words
from index.text.language import detect_language
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS, Token, index_terms, tokenise
from retrieval.answer import Slip
from retrieval.question.another import joined
from retrieval.question.asked import Asked, Asking, Courtesy
from retrieval.question.followup import take_over
from retrieval.question.intent import AskSaid, read_intent, source_of
from retrieval.question.kinds import QuestionType, kind_of, wanted_of
from retrieval.question.period import day_words, find_period
from retrieval.question.requires import is_place, requirements_of
from retrieval.question.spelling import read_as_meant
from retrieval.question.standard import standard_wording

MAX_QUESTION: Final = 1000
"""Code points of a question that are read; a longer text is somebody's article, not a question."""

_NAME_WORDS: Final = 4

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


def read(asking: Asking, speaks: Callable[[str], bool]) -> Asked:
    """Reads a question, with what it leaves out taken from the question before.

    Args:
        speaks: Says whether somebody of that name speaks in the asker's articles.
    """
    asked = read_question(asking.text, asking.today)
    if _is_name(asked) and speaks(asked.text):
        asked = replace(asked, intent=AskSaid(joined(asked, speaks) or asked.text))
    elif asked.intent is None:
        asked = replace(asked, source=_known(source_of(asked.text), speaks))
    if asking.context is None:
        return asked
    before = read_question(asking.context.question)
    taken = take_over(asked, before, asking.context, speaks)
    if taken.text != asked.text:
        asked = read_question(taken.text, asking.today)
    typed = asking.text if taken.carried else None
    return replace(asked, intent=taken.intent, typed=typed, own=taken.own, faint=taken.faint)


def _known(words: str, speaks: Callable[[str], bool]) -> str:
    """Returns the longest beginning of some words that is the name of somebody who speaks."""
    parts = words.split()[:_NAME_WORDS]
    names = (" ".join(parts[:count]).rstrip("،,;:") for count in range(len(parts), 0, -1))
    return next((name for name in names if speaks(name)), "")


def _is_name(asked: Asked) -> bool:
    """Says whether nothing is asked but a name: who that is, and what they said."""
    bare = asked.kind is QuestionType.NONE and asked.intent is None
    norms = [token.norm for token in asked.tokens]
    return bare and 0 < len(norms) <= _NAME_WORDS and not any(map(is_place, norms))


def read_question(text: str, today: dt.date | None = None) -> Asked:
    """Reads a question that stands alone; any text is a question, the empty one included."""
    text = text.strip()
    intent = read_intent(text, today)
    text = text[:MAX_QUESTION]
    standard = standard_wording(text)
    tokens = tokenise(standard)
    kind, asking = kind_of(tokens)
    empty = FUNCTION_WORDS | words("questions", "other", "dialect")
    if standard != text:
        empty |= words("dialect", "empty")
    content = tuple(t for i, t in enumerate(tokens) if i not in asking and t.norm not in empty)
    norm = normalised(standard)
    return Asked(
        text=text,
        standard=standard,
        norm=norm,
        language=detect_language(text),
        tokens=tuple(tokens),
        kind=kind,
        content=content,
        terms=tuple(index_terms(" ".join(t.surface for t in content) if content else standard)),
        numbers=tuple(_NUMBER.findall(norm)),
        requirements=requirements_of(kind, content, tokens),
        wanted=wanted_of(kind, tokens),
        intent=intent,
        period=find_period(text, today),
        near_days=day_words(tokens),
        latest=any(token.norm in words("questions", "other", "latest") for token in tokens),
        courtesy=_courtesy(tokens),
    )


def _courtesy(tokens: Sequence[Token]) -> Courtesy | None:
    norms = {token.norm for token in tokens}
    for kind in Courtesy:
        core = words("questions", "courtesy", kind)
        if norms & core and norms <= core | words("questions", "courtesy", "beside"):
            return kind
    return None


def read_meant(asked: Asked, slips: Sequence[Slip]) -> Asked:
    """Reads a question anew, with its slips put right."""
    meant = read_question(read_as_meant(asked.standard, slips))
    return replace(
        meant,
        text=read_as_meant(asked.text, slips),
        intent=asked.intent,
        period=asked.period,
        near_days=asked.near_days,
        typed=asked.typed,
        own=read_as_meant(asked.own, slips),
        faint=asked.faint,
        source=asked.source,
    )
