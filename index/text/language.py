"""Which language a text is in, by its script and its function words.

Questions are a handful of words, too few for a statistical model to be sure of; function
words and accents decide them, and nothing is claimed where they say nothing.

>>> detect_language("ماذا قال McGurk؟"), detect_language("Who is ماكغورك?")
('ar', 'en')
>>> detect_language("Qu'a dit le ministre ?"), detect_language("Wer ist das?")
('fr', 'und')
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from index.language.tables import as_written

UNDETERMINED: Final = "und"
_SAMPLE: Final = 1000

_SCRIPTS: Final = {
    "arabic": re.compile(
        "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
        "\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdfb\ufe70-\ufefc]"
    ),
    "latin": re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "devanagari": re.compile("[\u0904-\u0939]"),
}

_TOLD: Final = ("en", "fr", "de", "es", "it", "pt")
"""Languages in Latin letters; those beside English and French keep their speakers from being
taken for these."""

_ACCENTED_FRENCH: Final = re.compile("[àâçèéêëîïôûùœ]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")


def scripts(text: str) -> frozenset[str]:
    """Returns the names of the scripts that letters of a text belong to, in lower case."""
    return frozenset(name for name, letters in _SCRIPTS.items() if letters.search(text))


def main_script(text: str) -> str:
    """Returns the name of the script that most letters of a text belong to, or the empty one.

    >>> main_script("قال Brett McGurk إن التحالف مستمر في عمله"), main_script("42")
    ('arabic', '')
    """
    # The beginning tells, and the two scripts of nearly all texts are tried first.
    sample = text[:_SAMPLE]
    counts = {name: len(_SCRIPTS[name].findall(sample)) for name in ("arabic", "latin")}
    found = 2 * sum(counts.values())
    if found < len(sample) and found < sum(map(str.isalpha, sample)):
        counts = {name: len(letters.findall(sample)) for name, letters in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] else ""


_DIGIT_LETTERS: Final = re.compile(
    r"\b(?:[23579](?!(?:st|nd|rd|th|km|kg|cm|mm|am|pm|bn|mn|min|er|eme|ème)\b)[a-z]{2,}"
    r"|(?=\w{4})[a-z]+[23579][a-z]+)\b",
    re.IGNORECASE,
)
"""Words in which a digit stands for an Arabic letter."""


def is_arabizi(text: str) -> bool:
    """Says whether a text is Arabic in Latin letters, as phones write it.

    >>> is_arabizi("chno 9al l wazir 3la lmatch"), is_arabizi("the 3rd B2B fair, 5km away")
    (True, False)
    """
    return main_script(text) == "latin" and bool(_DIGIT_LETTERS.search(text))


def detect_language(text: str) -> str:
    """Returns ``"ar"``, ``"en"``, ``"fr"``, or ``"und"`` where neither is evident."""
    arabic = len(_SCRIPTS["arabic"].findall(text))
    latin = len(_SCRIPTS["latin"].findall(text))
    if not arabic and not latin:
        return UNDETERMINED
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {name: _count(words, name) for name in _TOLD}
    # A name in the other script may have more letters than the question around it:
    # "Who is ماكغورك?" is English, and ماذا قال McGurk Bourita Skhirat؟ is Arabic.
    frame = max(counts.values()), _count(words, "ar")
    if frame[0] != frame[1] and max(arabic, latin) <= 4 * min(arabic, latin):
        arabic_leads = frame[1] > frame[0]
    else:
        arabic_leads = arabic >= latin
    if arabic_leads:
        return UNDETERMINED if _count(words, "not_arabic") > _count(words, "ar") else "ar"
    return _of_latin_script(counts, bool(_ACCENTED_FRENCH.search(text)))


def _count(words: list[str], language: str) -> int:
    known = as_written("grammar", "telling", language)
    return sum(word in known for word in words)


def _of_latin_script(counts: dict[str, int], accented: bool) -> str:
    best, most = Counter(counts).most_common(1)[0]
    if not most:
        return UNDETERMINED
    leaders = [name for name, count in counts.items() if count == most]
    if len(leaders) > 1 and "fr" in leaders and accented:
        return "fr"
    if len(leaders) > 1 or best not in {"en", "fr"}:
        return UNDETERMINED
    return best
