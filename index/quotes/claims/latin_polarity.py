"""Whether an English or French clause of saying tells that the words were said.

>>> def told(text, cue):
...     at = text.index(cue)
...     return polarity_of(text, Span(at, at + len(cue)), len(text)).value
>>> told("Jane Roe never said ", "said"), told("Jane Roe denied saying that", "denied")
('denied', 'denied')
>>> told("If Jane Roe said ", "said"), told("Jane Roe said it was not true: ", "said")
('unreal', 'said')
"""

from __future__ import annotations

import re
from typing import Final

from index.types import Polarity, Span

DID_NOT_SAY: Final = r"(?:did|does|do)(?:\snot|n['’]t)(?:\sever)?\ssay"
"""A denial, as a pattern."""

_FARTHEST: Final = 160
_SENTENCE: Final = re.compile(r".*[.!?;\n»”]\s", re.DOTALL)
_NOT: Final = re.compile(
    r"(?:\b(?:never|not|neither|nobody)|\b(?:do|does|did|has|have|had)n['’]t)\b[^,;:]{0,30}$"
    r"|\bn['’](?:a|ai|ont|avait|avaient)\s+(?:pas|jamais)\b[^,;:]{0,20}$"
    r"|\b(?:ne|n['’])\s?[\w-]{0,12}\s?(?:pas|jamais)\s*$",
    re.IGNORECASE,
)
_NOT_INSIDE: Final = re.compile(r"\b(?:pas|jamais|not)\b|n['’]t\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed)|ni(?:e|ent|é|ait)|dément(?:ent|i)?|conteste)"
    r"[^.;:]{0,60}$",
    re.IGNORECASE,
)
_DENIED_DEED: Final = re.compile(
    r"^\s*(?:ever\s)?(?:(?:having\s)?(?:said|saying|told|telling|called|calling|written|claiming)"
    r"|that\b|avoir\s|que\b|qu['’])",
    re.IGNORECASE,
)
_UNREAL: Final = re.compile(
    r"^\W*(?:(?:and|but|even|et|mais|même)\s)?(?:if|had|did|does|would|unless|whether|suppose|si|"
    r"s['’]il|est-ce\sque)\b[^,;:]*$",
    re.IGNORECASE,
)
_INVENTED: Final = re.compile(
    r"\b(?:false|fake|fabricated|invented|bogus|faux|fausse|inventée?)\s(?:quote|quotation|report|"
    r"post|story|claim|citation|message|rumeur|information)s?\b",
    re.IGNORECASE,
)


def polarity_of(text: str, cue: Span, end: int) -> Polarity:
    """Reads the clause before a verb of saying, and what lies between it and the words.

    Args:
        text: The article.
        cue: The verb.
        end: Where the words begin; before ``cue`` where they stand in front of it.
    """
    before = text[max(0, cue.start - _FARTHEST) : cue.start]
    sentence = _SENTENCE.match(before)
    before = before[sentence.end() :] if sentence else before
    between = text[cue.end : max(cue.end, end)]
    verb = cue.of(text)
    if _UNREAL.match(before):
        return Polarity.UNREAL
    if _NOT.search(before) or _NOT_INSIDE.search(verb):
        return Polarity.DENIED
    if _DENIES.search(before) or (_DENIES.search(verb) and _DENIED_DEED.match(between)):
        return Polarity.DENIED
    return Polarity.DENIED if _INVENTED.search(before) else Polarity.SAID
