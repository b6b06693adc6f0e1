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

_WORDS_OF: Final = {
    "en": """
        the a an of to and or in on at by for from with about is are was were be been has
        have had do does did will would can could should what who whom whose which where
        when why how not no that this these those it he she they we you his her their its
        said say says there than into after before between during over under more most many
        much i my your
    """,
    "fr": """
        le la les l un une des du de d et ou à au aux en dans sur par pour avec est sont
        était étaient être été a ont avait c ce cet cette ces que qu qui quoi quel quelle
        quels quelles où quand comment pourquoi combien ne pas n il elle ils elles on nous
        vous je j son sa ses leur leurs se s plus après avant entre selon dit déclaré t sans
        sous y
    """,
    # Only there to keep their speakers from being taken for the two above.
    "de": """
        der die das den dem ein eine einen und oder in im ist sind war wer was wo wann warum
        wie nicht mit von zu auf für über hat haben bei nach aus es er sie wir ihr sich
    """,
    "es": """
        el la los las un una de del y o en con por para es son fue era qué quién dónde
        cuándo cómo no que se su sus al lo más según como está
    """,
    "it": """
        il lo la i gli le un una di del della e o in con per è sono era che chi dove quando
        come perché non si su al più anche ha
    """,
    "pt": """
        o a os as um uma de do da dos das e ou em no na com por para é são foi que quem onde
        quando como não se ao mais
    """,
}
_FUNCTION_WORDS: Final = {name: frozenset(words.split()) for name, words in _WORDS_OF.items()}
_ACCENTED_FRENCH: Final = re.compile("[àâçèéêëîïôûùœ]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")

# Persian and Urdu are written in Arabic letters and share much of its vocabulary.
_NOT_ARABIC_WORDS: Final = """
    است که این از را می با برای شد شده های کرد بود اند چه کیست چیست ہے کے کی میں سے اور ہیں
"""
_NOT_ARABIC: Final = frozenset(_NOT_ARABIC_WORDS.split())
_ARABIC_WORDS: Final = """
    في من على إلى عن التي الذي هذا هذه أن إن ما هل قال قالت كان مع ذلك ماذا متى أين كيف لماذا كم
    أي هو هي بين لا لم ولا وما ومن ايش وش شو ليش فين وين إمتى مين شكون علاش
"""
_ARABIC: Final = frozenset(_ARABIC_WORDS.split())


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
    if 2 * sum(counts.values()) < sum(map(str.isalpha, sample)):
        counts = {name: len(letters.findall(sample)) for name, letters in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] else ""


def detect_language(text: str) -> str:
    """Returns ``"ar"``, ``"en"``, ``"fr"``, or ``"und"`` where neither is evident."""
    arabic = len(_SCRIPTS["arabic"].findall(text))
    latin = len(_SCRIPTS["latin"].findall(text))
    if not arabic and not latin:
        return UNDETERMINED
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {name: sum(word in known for word in words) for name, known in _FUNCTION_WORDS.items()}
    # A name in the other script may have more letters than the question around it:
    # "Who is ماكغورك?" is English, and ماذا قال McGurk Bourita Skhirat؟ is Arabic.
    frame = max(counts.values()), sum(word in _ARABIC for word in words)
    if frame[0] != frame[1] and max(arabic, latin) <= 4 * min(arabic, latin):
        arabic_leads = frame[1] > frame[0]
    else:
        arabic_leads = arabic >= latin
    if arabic_leads:
        return _of_arabic_script(words)
    return _of_latin_script(counts, bool(_ACCENTED_FRENCH.search(text)))


def _of_arabic_script(words: list[str]) -> str:
    foreign = sum(word in _NOT_ARABIC for word in words)
    return UNDETERMINED if foreign > sum(word in _ARABIC for word in words) else "ar"


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
