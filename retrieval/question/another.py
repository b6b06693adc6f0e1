"""Whom a few words join to the question before, and whom a text names of those who speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from index.text.names import is_given_name
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.question.requires import is_place

_LONGEST: Final = 4
"""Words of a name."""

_AND: Final = ("and", "et")
_OWN: Final = ("ال", "أ", "إ", "آ")
"""What no word has behind a و of its own."""


def joined(asked: Asked, speaks: Callable[[str], bool]) -> str:
    """Returns what ``وإندبندنت؟`` and ``And Roe?`` join to the question before, empty for nothing.

    Args:
        asked: The question, read as if it stood alone.
        speaks: Says whether somebody of that name speaks in these articles.
    """
    if not asked.tokens or asked.kind is not QuestionType.NONE or len(asked.tokens) > _LONGEST + 1:
        return ""
    first, *others = asked.tokens
    end = asked.tokens[-1].span.end
    if first.norm in _AND and others:
        rest = asked.text[others[0].span.start : end]
    elif first.surface.startswith("و") and len(first.surface) > 2:
        rest = asked.text[first.span.start + 1 : end]
        head = tokenise(rest)[0]
        known = is_place(head.norm) or is_given_name(head.norm) or speaks(rest)
        if not known and not rest.startswith(_OWN):
            return ""
        if speaks(asked.text[first.span.start : end]):
            return ""
    else:
        return ""
    read = tokenise(rest)
    return "" if asked.bare or read[0].norm in FUNCTION_WORDS else rest


def only_speaker(text: str, speaks: Callable[[str], bool]) -> str:
    """Returns the one name in a text that somebody who speaks bears; empty for none, or for two."""
    tokens = tokenise(text)
    found, at = [], 0
    while at < len(tokens):
        run = _longest(text, tokens[at : at + _LONGEST], speaks)
        if run:
            found.append(" ".join(token.surface for token in tokens[at : at + run]))
        at += run or 1
    alone = dict.fromkeys(found)
    return next(iter(alone)) if len(alone) == 1 else ""


def _longest(text: str, tokens: Sequence[Token], speaks: Callable[[str], bool]) -> int:
    """Returns how many of some words are a name, the most that are; 0 for none."""
    if tokens[0].norm in FUNCTION_WORDS or is_place(tokens[0].norm):
        return 0
    for count in range(len(tokens), 0, -1):
        name = text[tokens[0].span.start : tokens[count - 1].span.end]
        if tokens[count - 1].norm not in FUNCTION_WORDS and speaks(name):
            return count
    return 0
