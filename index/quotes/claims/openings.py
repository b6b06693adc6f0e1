"""The first subject of a sentence: who acts in it, whether or not anything is said.

``وصل القندسي إلى المدينة وقال``: he who arrives is he who says it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from index.language.tables import as_written
from index.quotes.looks import ADVERBS, OCCASIONS, PREPOSITIONS, THINGS, TIMES, look, split_joined
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import CUES

_PAST_MARKERS: Final = as_written("quoting", "openings", "past_markers")


_REMARKS: Final = frozenset(["يشار", "ويشار", "يذكر", "ويذكر", "يذكران", "والجدير", "الجدير"])
"""The newsroom's own remark: ``يشار إلى أن``, ``الجدير بالذكر أن``."""


def main_subject(
    words: Sequence[Word], known: Container[str], start: int, end: int
) -> tuple[Phrase | None, str]:
    """The subject of a sentence's first verb, unless it is a thing or an occasion."""
    phrase, gender = _first_subject(words, known, start, end)
    if phrase is not None:
        base = words[phrase.first].look.base
        possessed = base.removesuffix("ه").removesuffix("ها")
        if {base, possessed} & (THINGS | OCCASIONS):
            return None, "?"
    return phrase, gender


def _first_subject(
    words: Sequence[Word], known: Container[str], start: int, end: int
) -> tuple[Phrase | None, str]:
    """The subject of a sentence's first verb, and the verb's gender, if it is somebody."""
    at = start
    while at < end and (
        words[at].kind in (Kind.ASIDE, Kind.DASH, Kind.SIGN, Kind.NUMBER)
        or words[at].norm in ADVERBS
        or words[at].norm in TIMES
        or words[at].norm in _PAST_MARKERS
    ):
        at += 1
    if at + 1 >= end or words[at].kind is not Kind.WORD:
        return None, "?"
    if look(split_joined(words[at].norm)).preposition or words[at].norm[1:] in PREPOSITIONS:
        # A circumstance in front: ``وخلال مؤتمر صحفي، طرح …``
        comma = next((k for k in range(at, min(at + 18, end)) if words[k].kind is Kind.COMMA), None)
        if comma is None or comma + 2 >= end:
            return None, "?"
        at = comma + 1
    that = next((k for k in range(at, min(at + 4, end - 2)) if words[k].norm == "ان"), None)
    if that is not None and (words[at].norm in _REMARKS or words[at + 1].norm in _REMARKS):
        # ``يشار إلى أن الوزير رائد القندسي …، وقال``: whom the remark is about.
        at = that + 1
    first = words[at].look
    second = words[at + 1].look
    verb = words[at].norm
    if verb in known and at > start:
        phrase = read_phrase(words, at, end)
        return (phrase, phrase.gender) if phrase is not None else (None, "?")
    if (first.unknown and not first.definite) or CUES.get(verb) is not None:
        if words[at + 1].kind is Kind.WORD and (
            second.role
            or second.title
            or second.given
            or second.body
            or words[at + 1].norm in known
            or words[at + 1].norm == "ال"
        ):
            phrase = read_phrase(words, at + 1, end)
            if phrase is not None:
                # تطرق is he and تقول is she: a ت in front tells nothing, a ت at the end does.
                gender = "f" if verb.endswith("ت") else phrase.gender
                if phrase.gender in ("?", gender) or phrase.number != "s":
                    return phrase, gender
        return None, "?"
    if first.role or first.title or first.given or first.body or verb in known:
        phrase = read_phrase(words, at, end)
        if phrase is not None:
            return phrase, phrase.gender
    return None, "?"
