"""Arabic number words, in normalised form, both genders and cases."""

from __future__ import annotations

from typing import Final

from index.text.normalise import normalised

_UNITS: Final = {
    1: "واحد واحدة",
    2: "اثنان اثنين اثنتان اثنتين إثنان إثنين",
    3: "ثلاث ثلاثة",
    4: "أربع أربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية",
    9: "تسع تسعة",
    10: "عشر عشرة",
}
_TEEN_UNITS: Final = {
    1: "أحد إحدى حادي",
    2: "اثنا اثني اثنتا اثنتي",
    **{number: _UNITS[number] for number in range(3, 10)},
}
_TENS: Final = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "أربعون أربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
}
_HUNDREDS: Final = {
    100: "مئة مائة مئه ميه",
    200: "مئتان مئتين مائتان مائتين مئتا مئتي",
    300: "ثلاثمئة ثلاثمائة",
    400: "أربعمئة أربعمائة",
    500: "خمسمئة خمسمائة",
    600: "ستمئة ستمائة",
    700: "سبعمئة سبعمائة",
    800: "ثمانمئة ثمانمائة ثمانيمئة",
    900: "تسعمئة تسعمائة",
}
_SCALES: Final = {
    1_000: "ألف آلاف ألفا",
    1_000_000: "مليون ملايين مليونا million millions",
    1_000_000_000: "مليار مليارات مليارا بليون بلايين billion billions milliard milliards",
    1_000_000_000_000: "تريليون تريليونات ترليون trillion",
}
_DUAL_SCALES: Final = {
    2_000: "ألفان ألفين ألفا ألفي",
    2_000_000: "مليونان مليونين مليونا مليوني",
    2_000_000_000: "ملياران مليارين مليارا ملياري",
}
_VAGUE: Final = {
    10: "عشرات",
    12: "dozens dizaines",
    100: "مئات hundreds centaines",
    1_000: "آلاف ألوف thousands milliers",
    1_000_000: "ملايين millions",
    1_000_000_000: "مليارات billions milliards",
}


def _by_word(numbers: dict[int, str]) -> dict[str, int]:
    return {normalised(word): number for number, words in numbers.items() for word in words.split()}


UNITS: Final = _by_word(_UNITS)
TEEN_UNITS: Final = _by_word(_TEEN_UNITS)
TENS: Final = _by_word(_TENS)
HUNDREDS: Final = _by_word(_HUNDREDS)
SCALES: Final = _by_word(_SCALES)
DUAL_SCALES: Final = _by_word(_DUAL_SCALES)
VAGUE: Final = _by_word(_VAGUE)
"""``عشرات`` and its like: at least this many, and no number."""

TEEN: Final = frozenset(normalised(word) for word in ("عشر", "عشرة"))
