"""Where the reporter's own words begin behind what somebody said, in one sentence.

They are known by what they do: they say that nothing could be checked, what is alluded to, that the
speaker would tell no more, or what somebody else says of it.

>>> from index.quotes.text import read_words
>>> def said(text):
...     words = read_words(text, ())
...     return text[: words[remark_in(words, 0, len(words)) - 1].end]
>>> said("إن مئة بيت احترقت، ولم يتسن للواحة التحقق من ذلك")
'إن مئة بيت احترقت،'
>>> said("أن القرض كامل، في إشارة إلى الاتفاق"), said("أن القرض كامل، وهو ما تنفيه الشركة")
('أن القرض كامل،', 'أن القرض كامل،')
>>> said("أن العقوبات باقية، ولن ترفع قبل التحقق من ذلك")
'أن العقوبات باقية، ولن ترفع قبل التحقق من ذلك'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.lexicon import COMPLEMENTIZERS, NEGATIONS, folded
from index.quotes.text import Kind, Word
from index.quotes.verbs import CUES, Cue

_CONTRASTS: Final = folded("quoting", "remarks", "contrasts")
_EXCEPT: Final = folded("quoting", "remarks", "except")
_WITH_NEGATION: Final = folded("quoting", "remarks", "with_negation")
_UNABLE: Final = folded("quoting", "remarks", "unable")
_IMPOSSIBLE: Final = folded("quoting", "remarks", "impossible")
_CHECKING: Final = folded("quoting", "remarks", "checking")
_NOT_BEFORE: Final = folded("quoting", "remarks", "not_before")
_ALLUSION: Final = folded("quoting", "remarks", "allusion")
_ALLUDED: Final = frozenset(["الى", "منه", "منها", "منهم", "ضمنية", "واضحة"])
_DECLINED: Final = folded("quoting", "remarks", "declined")
_ASKED: Final = folded("quoting", "remarks", "asked")
_RELATIVES: Final = folded("quoting", "remarks", "relatives")
_SHORTEST: Final = 2
"""Words that were said before the reporter speaks again."""
_WITHIN: Final = 10


def remark_in(words: Sequence[Word], start: int, end: int, cue: Cue | None = None) -> int:
    """Returns where the reporter's own words begin, ``end`` where they do not.

    Args:
        start: Where the words begin that are said.
        cue: The verb that brings them in; whose gender ``لكنه رفض التعليق`` has to have.
    """
    for at in range(start + _SHORTEST, end):
        if words[at].kind is Kind.WORD and (
            _alludes(words, at, end)
            or _is_unchecked(words, at, end)
            or _tells_no_more(words, at, end, cue)
            or _comments(words, at, end)
        ):
            return at - 1 if words[at - 1].norm == "وذلك" else at
    return end


def contrast_ends(words: Sequence[Word], at: int) -> int:
    """Returns where a contrast ends that begins at a word (``لكن``, ``إلا أن``), -1 for none."""
    if words[at].norm in _CONTRASTS:
        return at + 1
    if at + 1 == len(words):
        return -1
    pair = words[at].norm, words[at + 1].norm
    if pair == ("في", "حين") or (pair[0] in _EXCEPT and pair[1] in COMPLEMENTIZERS):
        return at + 2
    return -1


def contrast_before(words: Sequence[Word], at: int, start: int) -> int:
    """Returns where a contrast begins that ends right before a word, -1 for none."""
    near = (one for one in (at - 1, at - 2) if one > start)
    return next((one for one in near if contrast_ends(words, one) == at), -1)


def _alludes(words: Sequence[Word], at: int, end: int) -> bool:
    """``…، في إشارة إلى الاتفاق``: what the speaker meant, as the reporter explains it."""
    if at + 2 >= end or words[at].norm != "في":
        return False
    return words[at + 1].norm in _ALLUSION and words[at + 2].norm in _ALLUDED


def _is_unchecked(words: Sequence[Word], at: int, end: int) -> bool:
    """``ولم يتسن التحقق``, ``لكن لم يكن ممكنا التأكد``, ``وتعذر التثبت``: nobody could check it."""
    begin = contrast_ends(words, at)
    if words[at].norm in _WITH_NEGATION or words[at].norm in _IMPOSSIBLE:
        begin = at
    if begin < 0:
        return False
    denied = unable = False
    for position in range(begin, min(begin + _WITHIN, end)):
        norm = words[position].norm
        if norm in _NOT_BEFORE or words[position].kind is Kind.COMMA:
            return False
        if norm in _CHECKING:
            return unable
        denied = denied or norm in NEGATIONS or norm in _WITH_NEGATION
        unable = unable or norm in _IMPOSSIBLE or (denied and norm in _UNABLE)
    return False


def _tells_no_more(words: Sequence[Word], at: int, end: int, cue: Cue | None) -> bool:
    """``لكنه لم يوضح متى``, ``إلا أنها رفضت التعليق``: the speaker, seen from outside."""
    begin = contrast_ends(words, at)
    if cue is None or not 0 <= begin < end - 2:
        return False
    whose = words[begin - 1].norm
    agrees = (cue.gender == "m" and whose.endswith("ه")) or (
        cue.gender == "f" and whose.endswith("ها")
    )
    if not agrees or cue.number != "s":
        return False
    first, second, third = (words[begin + step].norm for step in range(3))
    if first in NEGATIONS:
        return (second in CUES or second in _DECLINED) and third in _ASKED
    return first in _DECLINED and (second in _ASKED or third in _ASKED)


def _comments(words: Sequence[Word], at: int, end: int) -> bool:
    """``وهو ما تنفيه الشركة``: what somebody says of it; ``"…"، والذي``: behind marked words."""
    before = words[at - 1].kind
    if before not in (Kind.COMMA, Kind.QUOTE):
        return False
    if words[at].norm in _RELATIVES:
        return before is Kind.QUOTE or words[at - 2].kind is Kind.QUOTE
    if at + 3 >= end or (words[at].norm, words[at + 1].norm) not in _OF_SENTENCES:
        return False
    told = words[at + 2].cue or CUES.get(words[at + 2].norm.removesuffix("ه"))
    return told is not None and told.form in ("perfect", "imperfect") and told.strong


_OF_SENTENCES: Final = frozenset([("وهو", "ما"), ("وهو", "امر"), ("الامر", "الذي")])
