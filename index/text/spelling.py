"""How a name may be read, and spelt in Arabic: the sounds of its letters, and the vowels between.

What was never indexed under its sounds can be looked up by its spellings: a name has a few
hundred, of which an index holds one or two.

>>> {"اليسا", "اليسه"} <= set(arabic_spellings("Elissa"))
True
>>> "ماكغورك" in arabic_spellings("McGurk"), arabic_spellings("Ann")
(True, ())
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Final

from index.language.tables import as_written, pairs
from index.text.normalise import normalised, strip_diacritics

_WORD: Final = re.compile(r"[^\W\d_]+")
_APOSTROPHE: Final = re.compile("(?<=\\w)['’ʼʻʿʾ`](?=\\w)")
_ARABIC_LETTER: Final = re.compile("[\u0621-\u06d3\u0750-\u077f]")
_SCOTTISH: Final = re.compile(r"^mc(?=[^aeiouy])")
_MUTE_H: Final = re.compile(r"(?<=[aeiouy])h(?=[b-df-hj-np-tv-xz]|$)")
_SERVANT: Final = re.compile("عبد[ _-]?ال(?=[\u0621-\u064a])")
_LATIN_SERVANT: Final = re.compile(
    r"\babd(?:[aeou]?[ -]?(?:[aeou]l|[aeou]?([rsznd])(?=\1)|[aeou](?:sh|ch)(?=sh|ch))"
    r"|[aeou](?:[rsznd])(?=[ -]))[ -]?(?=[a-z])"
)
# سعد الدين is Saadeddine, and نصر الله is Nasrallah: one word there, two here.
_FAITH: Final = re.compile("(?<=[\u0621-\u064a])د? الدين\\b")
_LATIN_FAITH: Final = re.compile(r"(?<=[a-z]{2})d?[ -]?[aeou](?:d[ -]?d|l[ -]?d)(?:ee|ie|i)ne?\b")
_GOD: Final = re.compile("(?<=[a-z\u0621-\u064a]{2})[ -](?:(al)(?=lah\\b)|ا(لله)\\b)")
_LATIN_ARTICLE: Final = re.compile(
    r"(?:[ae]l(?=[^aeiouy\W])|e([b-df-hj-np-tv-z])(?=\1)|ech(?=ch))(?=\w{4})"
)

_MOST_SPELLINGS: Final = 300
"""Spellings of one word, the likeliest ones."""

_FEWEST_SOUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One word of a name as sounds, and the vowels around them.

    Attributes:
        sounds: For each consonant the sounds it may stand for.
        slots: The vowels after each of them, as written; one for each sound.
        arabic: Whether it is written in Arabic letters.
        plain: Its normalised spelling.
    """

    sounds: tuple[str, ...]
    slots: tuple[str, ...]
    arabic: bool
    plain: str


@lru_cache(maxsize=10_000)
def read_name(text: str) -> tuple[tuple[Reading, ...], ...]:
    """Returns the words of a name that count, each with its possible readings."""
    text = unicodedata.normalize("NFKC", strip_diacritics(text))
    text = _APOSTROPHE.sub("", _SERVANT.sub("عبد", text)).casefold().replace("ç", "s")
    text = _LATIN_SERVANT.sub("abd", text)
    text = _LATIN_FAITH.sub("din", _FAITH.sub("دين", text))
    text = _GOD.sub(lambda found: found[1] or found[2], text)
    words = []
    aside = as_written("names", "parts", "particles", "titles")
    for match in _WORD.finditer(text):
        word = match[0]
        if word in aside:
            continue
        forms = _arabic_forms(word) if _ARABIC_LETTER.match(word) else _latin_forms(word)
        readings = tuple(form for form in forms if form.sounds)
        if readings:
            words.append(readings)
    return tuple(words)


def _arabic_forms(word: str) -> list[Reading]:
    forms = [_arabic_name(word)]
    if word.startswith("ال") and len(word) > 4:
        forms.insert(0, _arabic_name(word[2:]))
    return forms


def _latin_forms(word: str) -> list[Reading]:
    word = _SCOTTISH.sub("mac", normalised(word))
    spellings = [word]
    if article := _LATIN_ARTICLE.match(word):
        spellings.append(word[article.end() :])
    # Not heard in John and Sarah, heard in Ahmed and Fattah.
    spellings += [mute for spelling in spellings if (mute := _MUTE_H.sub("", spelling)) != spelling]
    return [_latin_name(spelling) for spelling in spellings]


def _arabic_name(word: str) -> Reading:
    known, finals = pairs("letters", "arabic_sounds"), pairs("letters", "final_vowels")
    vowels = pairs("letters", "arabic_vowels")
    sounds: list[str] = []
    slots: list[str] = []
    at = 0
    while at < len(word):
        letter, pair = word[at], word[at : at + 2]
        last = at == len(word) - 1
        if at == 0 and letter in "وي":
            _put(sounds, slots, "W" if letter == "و" else "Y")
        elif len(pair) == 2 and pair in known:
            _put(sounds, slots, known[pair])
            at += 1
        elif last and sounds and letter in finals:
            slots[-1] += finals[letter] if not slots[-1] else ""
        elif letter in known:
            _put(sounds, slots, known[letter])
        elif at == 0:
            _put(sounds, slots, "A")
        elif sounds != ["A"]:
            slots[-1] += vowels.get(letter, "")
        at += 1
    return Reading(tuple(sounds), tuple(slots), True, normalised(word))


def _latin_name(word: str) -> Reading:
    vowels = pairs("letters", "latin_vowels")
    sounds: list[str] = []
    slots: list[str] = []
    at = 0
    while at < len(word):
        options, length = _latin_sound(word, at)
        if options is None:
            if sounds and sounds != ["A"]:
                slots[-1] += vowels.get(word[at], "")
        elif options == "KS":
            _put(sounds, slots, "K")
            _put(sounds, slots, "S")
        elif not (sounds and sounds[-1] == options and not slots[-1]):
            _put(sounds, slots, options)
        at += length
    if slots and slots[-1] in {"a", "e"}:
        slots[-1] += "$"
    return Reading(tuple(sounds), tuple(slots), False, word)


def _put(sounds: list[str], slots: list[str], sound: str) -> None:
    sounds.append(sound)
    slots.append("")


def _latin_sound(word: str, at: int) -> tuple[str | None, int]:
    """Returns the sounds of the grapheme at a place, ``None`` for a vowel, and its length."""
    vowels = pairs("letters", "latin_vowels")
    letter, following = word[at], word[at + 1 : at + 2]
    if at == 0 and letter in vowels:
        return _latin_onset(word)
    before_front_vowel = bool(following) and following in "eiy"
    if letter == "c" and before_front_vowel:
        # In French, in Italian (Ancelotti, أنشيلوتي) and in Turkish (Recep, رجب).
        return "SCJ", 1
    if letter == "g" and before_front_vowel:
        return "GJ", 1
    if letter == "j":
        return ("JY" if at == 0 else "J"), 1
    if letter == "x":
        return "KS", 1
    grapheme = _grapheme().match(word, at)
    if grapheme is None:
        return {"c": "K", "g": "G"}.get(letter), 1
    read = grapheme[0]
    voiced = at > 0 and (not following or {word[at - 1], following} <= vowels.keys())
    if read == "s" and voiced:
        return "SZ", 1
    return pairs("letters", "latin_sounds")[read], len(read)


@cache
def _grapheme() -> re.Pattern[str]:
    return re.compile("|".join(sorted(pairs("letters", "latin_sounds"), key=len, reverse=True)))


def _latin_onset(word: str) -> tuple[str, int]:
    if word[0] == "w":
        return "WF", 1
    if word[0] == "y":
        return "Y", 1
    if word.startswith("ou") and word[2:3] in set("aei"):
        return "W", 2
    if word.startswith("eu"):
        return "AY", 2
    return "A", 1


@lru_cache(maxsize=1024)
def arabic_spellings(word: str) -> tuple[str, ...]:
    """Returns the normalised Arabic spellings of one word of a name, the likeliest first.

    A short name has none, for too many other words are spelt like it.
    """
    found: dict[str, int] = {}
    for reading in (one for readings in read_name(word) for one in readings):
        if len(reading.sounds) >= _FEWEST_SOUNDS and not reading.arabic:
            for spelling, cost in _spelt(reading):
                found[spelling] = min(cost, found.get(spelling, cost))
    return tuple(sorted(found, key=lambda spelling: found[spelling]))[:_MOST_SPELLINGS]


def _spelt(reading: Reading) -> list[tuple[str, int]]:
    letters, written = pairs("letters", "latin_letters"), pairs("letters", "written_vowels")
    spelt = [("", 0)]
    for sounds, slot in zip(reading.sounds, reading.slots, strict=True):
        vowels = [slot] if slot in written else list(dict.fromkeys(slot.rstrip("$")))
        parts = [
            _ways(" ".join(letters[sound] for sound in sounds)),
            *(_ways(written[vowel]) for vowel in vowels),
        ]
        ways = [
            ("".join(letter for letter, _ in way), sum(cost for _, cost in way))
            for way in product(*parts)
        ]
        longer = [(old + new, cost + more) for old, cost in spelt for new, more in ways]
        spelt = sorted(longer, key=lambda one: one[1])[:_MOST_SPELLINGS]
    return spelt


@lru_cache(maxsize=1024)
def _ways(options: str) -> list[tuple[str, int]]:
    """Returns how something is written, each way with how unlikely it is."""
    found = dict.fromkeys(options.split())
    return [(way.replace("-", ""), at) for at, way in enumerate(found)]
