"""What a question asks for; the words that ask stand in ``index/language/questions.toml``."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from index.language.tables import listed


class QuestionType(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"
    NONE = "none"
    """A headline, a statement or a few key words: nothing asks."""


def _words(section: str, *keys: str) -> str:
    return " ".join(listed("questions", section, *keys))


_BY_FORM: Final = (QuestionType.WHAT, QuestionType.YES_NO)
_ASKING: Final = tuple(kind for kind in QuestionType if kind is not QuestionType.NONE)

WORDS: Final[dict[QuestionType, str]] = {kind: _words("words", kind) for kind in _ASKING}
"""Words that ask, one type each; a word of two meanings stands under the commoner one."""

OPENERS_ONLY: Final = _words("other", "openers_only")
"""Words that ask only at the head of a clause: ``من`` is "who" there and "from" elsewhere."""

NOUNS: Final[dict[QuestionType, str]] = {
    kind: _words("nouns", kind) for kind in _ASKING if kind not in _BY_FORM
}
"""Nouns that say what is asked for after a word that leaves it open: ``في أي عام``, ``ما عدد``."""

HOW_MANY_AFTER_HOW: Final = _words("other", "how_many_after_how")
"""What turns an English "how" into a question for a number."""

LINKS: Final = _words("other", "links")
"""Words that may stand between the asking word and its noun: ``ما هو عدد``."""

EMPTY_VERBS: Final[dict[QuestionType, str]] = {
    kind: _words("empty_verbs", kind)
    for kind in (QuestionType.HOW_MANY, QuestionType.WHERE, QuestionType.WHEN)
}
"""Verbs right after the asking word that only say "is": ``كم تبلغ الكلفة`` asks for the cost."""

POINTING: Final = _words("other", "pointing")
"""Words that stand for something said before."""
