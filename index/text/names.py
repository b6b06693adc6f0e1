"""Names across scripts and spellings: McGurk, ماكغورك and ماكجورك are one.

:func:`name_keys` finds: it gives keys that all spellings of a name share, and a few other
names too. :func:`names_agree` decides: it also compares vowels, and says yes to two names
only where one is a fuller form or another spelling of the other.

>>> name_keys("McGurk") & name_keys("ماكجورك") & name_keys("ماكغيرك")
frozenset({'MKGRK'})
>>> names_agree("Nasser Bourita", "ناصر بوريطة"), names_agree("حسن", "حسين")
(True, False)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from index.text.letters import (
    ARABIC_SOUNDS,
    ARABIC_VOWELS,
    FINAL_VOWELS,
    LATIN_SOUNDS,
    LATIN_VOWELS,
    PARTICLES,
    TITLES,
)
from index.text.normalise import normalised, strip_diacritics

_MOST_KEYS: Final = 64
_TOLERANT_LENGTH: Final = 4
"""Sounds from which on one vowel may differ; in a short name vowels are the name."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_APOSTROPHE: Final = re.compile("(?<=\\w)['’ʼʻʿʾ`](?=\\w)")
_GRAPHEME: Final = re.compile("|".join(sorted(LATIN_SOUNDS, key=len, reverse=True)))
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

# Names that differ in a vowel alone, and are the names of different people.
_CONTRASTED: Final = """
    محمد محمود احمد حمد حامد حميد حماد حمدي حمدان محمدي محمدين عمر عمرو عامر عمار عمير سعد سعيد
    سعود سالم سليم سلام سلمان سليمان حسن حسين حسان كريم كرم اكرم خالد خليل خلود علي علاء على
    جمال جميل جمل رشيد راشد رشاد رشدي ناصر نصر نصير منصور نصار طارق طريق يوسف ياسر يسري صالح
    صلاح صليح مصالح عادل عدل فيصل فاضل فضل شريف شرف امين امان ايمن ماجد مجيد مجد وليد والد مالك
    ملك بدر بدير بشار بشير بشرى زيد زياد يزيد زايد مراد مريد هاني هناء سمير سامر سمر نبيل نبال
    كمال كامل كميل عزيز عزام لطيف لطفي
"""
_DISTINCT: Final = frozenset(_CONTRASTED.split())


@dataclass(frozen=True, slots=True)
class _Name:
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


def name_keys(text: str) -> frozenset[str]:
    """Returns the keys of all words of a name, titles and particles aside.

    Two spellings of a name share a key, whatever their scripts. The reverse does not
    hold: keys leave vowels out, so حسن and حسين share one too.
    """
    keys: set[str] = set()
    for forms in _words(text):
        for form in forms:
            keys |= _keys(form)
    return frozenset(key for key in keys if len(key) > 1)


def names_agree(a: str, b: str) -> bool:
    """Says whether two names can be one person's, as far as their letters tell.

    A short form agrees with a fuller one: the family name alone does, the given name
    alone does not. Namesakes agree; whether they are one person is for others to say.
    """
    return name_agreement(a, b) >= 0.5


def name_agreement(a: str, b: str) -> float:
    """Returns how well two names agree: 1.0 word for word, 0.0 not at all."""
    shorter, longer = sorted((_words(a), _words(b)), key=len)
    if not shorter:
        return 0.0
    if len(shorter) == 1 and len(longer) > 1:
        best = max(_best(shorter[0], word) for word in longer[1:])
        return 0.9 * best
    total, at = 0.0, 0
    for position, word in enumerate(shorter):
        found = 0.0
        while at < len(longer) and not found:
            is_last = position == len(shorter) - 1
            if not (is_last and at == 0 and len(longer) > 1):
                found = _best(word, longer[at], initials=len(shorter) > 1 and not is_last)
            at += 1
        if not found:
            return 0.0
        total += found
    return total / len(shorter) * (1.0 if len(shorter) == len(longer) else 0.95)


def _best(a: tuple[_Name, ...], b: tuple[_Name, ...], *, initials: bool = False) -> float:
    return max(_agreement(x, y, initials) for x in a for y in b)


def _agreement(a: _Name, b: _Name, initials: bool) -> float:
    if a.plain == b.plain:
        return 1.0
    if initials and min(len(a.plain), len(b.plain)) == 1:
        return 0.7 if set(a.sounds[0]) & set(b.sounds[0]) else 0.0
    if a.arabic and b.arabic and {a.plain, b.plain} <= _DISTINCT:
        return 0.0
    if not _keys(a) & _keys(b):
        return 0.0
    if len(a.sounds) == len(b.sounds) == 1:
        # May, ماي: one consonant proves little, so that the vowels must be the same.
        return 0.6 if len(a.slots[0]) > 1 and set(a.slots[0]) == set(b.slots[0]) else 0.0
    tolerant = len(a.sounds) >= _TOLERANT_LENGTH and not {a.plain, b.plain} & _DISTINCT
    if len(a.sounds) != len(b.sounds):
        # Two letters for one sound: the vowels cannot be set against each other.
        return 0.6 if tolerant and len(b.sounds) >= _TOLERANT_LENGTH else 0.0
    differences = sum(
        not _vowels_agree(x, y, a.arabic, b.arabic) for x, y in zip(a.slots, b.slots, strict=True)
    )
    if differences == 0:
        return 0.9
    return 0.6 if differences == 1 and tolerant else 0.0


def _vowels_agree(x: str, y: str, x_arabic: bool, y_arabic: bool) -> bool:
    if x == y or "?" in x + y:
        return True
    if x_arabic and y_arabic:
        return False
    if not x_arabic and not y_arabic:
        if (x.endswith("$") and "i" in y) or (y.endswith("$") and "i" in x):
            return False
        return (not x or not y or any(_near(p, q) for p in x for q in y)) and x != "a$" != y
    arabic, latin = (x, y) if x_arabic else (y, x)
    arabic = arabic.replace("'", "")
    if arabic.endswith("$") or latin.endswith("$"):
        # At the end of a word: teh marbuta and alef are heard, and a French e may be mute.
        heard = latin.rstrip("$")
        return bool(heard) if arabic else heard in {"", "e"}
    if not arabic:
        # Short vowels are not written, long ones are: ee, ei and ai would be.
        return len(latin) < 2 or "i" not in latin
    if "i" in arabic:
        return bool({"i", "e"} & set(latin))
    if "o" in arabic:
        return "o" in latin
    return bool({"a", "e", "o"} & set(latin))


def _near(p: str, q: str) -> bool:
    return p == q or {p, q} in ({"a", "e"}, {"e", "i"})


def _keys(name: _Name) -> frozenset[str]:
    keys = set()
    for choice in islice(product(*name.sounds), _MOST_KEYS):
        keys.add("".join(choice))
        # قج of خاشقجي is gg, and so one sound, in Khashoggi.
        keys.add(
            "".join(
                sound
                for at, sound in enumerate(choice)
                if not (at and choice[at - 1] == sound and not name.slots[at - 1])
            )
        )
    return frozenset(keys)


@lru_cache(maxsize=50_000)
def _words(text: str) -> list[tuple[_Name, ...]]:
    """Returns the words of a name that count, each with its possible readings."""
    text = unicodedata.normalize("NFKC", strip_diacritics(text))
    text = _APOSTROPHE.sub("", _SERVANT.sub("عبد", text)).casefold().replace("ç", "s")
    text = _LATIN_SERVANT.sub("abd", text)
    text = _LATIN_FAITH.sub("din", _FAITH.sub("دين", text))
    text = _GOD.sub(lambda found: found[1] or found[2], text)
    words = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word in PARTICLES or word in TITLES:
            continue
        forms = _arabic_forms(word) if _ARABIC_LETTER.match(word) else _latin_forms(word)
        readings = tuple(form for form in forms if form.sounds)
        if readings:
            words.append(readings)
    return words


def _arabic_forms(word: str) -> list[_Name]:
    forms = [_arabic_name(word)]
    if word.startswith("ال") and len(word) > 4:
        forms.insert(0, _arabic_name(word[2:]))
    return forms


def _latin_forms(word: str) -> list[_Name]:
    word = _SCOTTISH.sub("mac", normalised(word))
    spellings = [word]
    if article := _LATIN_ARTICLE.match(word):
        spellings.append(word[article.end() :])
    # Not heard in John and Sarah, heard in Ahmed and Fattah.
    spellings += [mute for spelling in spellings if (mute := _MUTE_H.sub("", spelling)) != spelling]
    return [_latin_name(spelling) for spelling in spellings]


def _arabic_name(word: str) -> _Name:
    sounds: list[str] = []
    slots: list[str] = []
    at = 0
    while at < len(word):
        letter, pair = word[at], word[at : at + 2]
        last = at == len(word) - 1
        if at == 0 and letter in "وي":
            _put(sounds, slots, "W" if letter == "و" else "Y")
        elif len(pair) == 2 and pair in ARABIC_SOUNDS:
            _put(sounds, slots, ARABIC_SOUNDS[pair])
            at += 1
        elif last and sounds and letter in FINAL_VOWELS:
            slots[-1] += FINAL_VOWELS[letter] if not slots[-1] else ""
        elif letter in ARABIC_SOUNDS:
            _put(sounds, slots, ARABIC_SOUNDS[letter])
        elif at == 0:
            _put(sounds, slots, "A")
        elif sounds != ["A"]:
            slots[-1] += ARABIC_VOWELS.get(letter, "")
        at += 1
    return _Name(tuple(sounds), tuple(slots), True, normalised(word))


def _latin_name(word: str) -> _Name:
    sounds: list[str] = []
    slots: list[str] = []
    at = 0
    while at < len(word):
        options, length = _latin_sound(word, at)
        if options is None:
            if sounds and sounds != ["A"]:
                slots[-1] += LATIN_VOWELS.get(word[at], "")
        elif options == "KS":
            _put(sounds, slots, "K")
            _put(sounds, slots, "S")
        elif not (sounds and sounds[-1] == options and not slots[-1]):
            _put(sounds, slots, options)
        at += length
    if slots and slots[-1] in {"a", "e"}:
        slots[-1] += "$"
    return _Name(tuple(sounds), tuple(slots), False, word)


def _put(sounds: list[str], slots: list[str], sound: str) -> None:
    sounds.append(sound)
    slots.append("")


def _latin_sound(word: str, at: int) -> tuple[str | None, int]:
    """Returns the sounds of the grapheme at a place, ``None`` for a vowel, and its length."""
    letter, following = word[at], word[at + 1 : at + 2]
    if at == 0 and letter in LATIN_VOWELS:
        return _latin_onset(word)
    before_front_vowel = bool(following) and following in "eiy"
    if letter == "c" and before_front_vowel:
        return "S", 1
    if letter == "g" and before_front_vowel:
        return "GJ", 1
    if letter == "j":
        return ("JY" if at == 0 else "J"), 1
    if letter == "x":
        return "KS", 1
    grapheme = _GRAPHEME.match(word, at)
    if grapheme is None:
        return {"c": "K", "g": "G"}.get(letter), 1
    read = grapheme[0]
    voiced = at > 0 and (not following or {word[at - 1], following} <= LATIN_VOWELS.keys())
    if read == "s" and voiced:
        return "SZ", 1
    return LATIN_SOUNDS[read], len(read)


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
