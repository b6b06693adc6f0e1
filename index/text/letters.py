"""Letters of both scripts as the sounds that they may stand for in a name.

A sound is one capital; a letter that newsrooms write in several ways has several. The
English *g* of McGurk is غ in Beirut, ج in Cairo, ق in the Gulf and گ in Baghdad, so ج
stands for ``J`` and ``G``.
"""

from __future__ import annotations

from typing import Final

ARABIC_SOUNDS: Final = {
    "ب": "B",
    "پ": "B",
    "ت": "T",
    "ط": "T",
    "ث": "TS",
    "ج": "JG",
    "چ": "CG",
    "ح": "H",
    "خ": "X",
    "د": "D",
    "ذ": "ZD",
    "ر": "R",
    "ز": "Z",
    "ژ": "JZ",
    "س": "S",
    "ش": "C",
    "ص": "S",
    "ض": "DZ",
    "ظ": "ZD",
    "غ": "G",
    "ف": "F",
    "ڤ": "F",
    "ڢ": "F",
    "ق": "KG",
    "ڨ": "G",
    "ك": "K",
    "ک": "K",
    "گ": "G",
    "ڭ": "G",
    "ݣ": "G",
    "ل": "L",
    "م": "M",
    "ن": "N",
    "ه": "H",
    "تش": "C",
}

ARABIC_VOWELS: Final = {
    "ا": "a",
    "أ": "a",
    "إ": "a",
    "آ": "a",
    "ٱ": "a",
    "ى": "a",
    "ة": "",
    "ع": "'",
    "ء": "",
    "ؤ": "o",
    "ئ": "i",
    "و": "o",
    "ي": "i",
    "ی": "i",
}
"""Long vowels as written; a short one is not written, so an empty slot proves nothing.

The ain is no vowel; it tells two Arabic spellings apart, and is not heard in Latin ones.
"""

FINAL_VOWELS: Final = {"ا": "a$", "ة": "a$", "ه": "a$", "ى": "?"}
"""At the end of a word. In Cairo the alef maksura there is as often a yeh."""

LATIN_SOUNDS: Final = {
    "tsch": "C",
    "sch": "C",
    "tch": "C",
    "ch": "CKX",
    "sh": "C",
    "kh": "X",
    "gh": "G",
    "dj": "J",
    "dh": "DZ",
    "th": "TD",
    "ph": "F",
    "zh": "J",
    "ck": "K",
    "qu": "K",
    "b": "B",
    "p": "B",
    "d": "D",
    "f": "F",
    "v": "F",
    "h": "H",
    "j": "J",
    "k": "K",
    "q": "KG",
    "l": "L",
    "m": "M",
    "n": "N",
    "r": "R",
    "s": "S",
    "t": "T",
    "z": "Z",
}
"""Graphemes whose sound does not hang on their neighbours; the longest one is read."""

LATIN_VOWELS: Final = {"a": "a", "e": "e", "i": "i", "y": "i", "o": "o", "u": "o", "w": "o"}
