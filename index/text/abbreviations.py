"""Abbreviations that a full stop ends without ending the sentence.

Words that are whole words too (``no.`` for number, ``fig.``) are left out: a sentence cut
short is worse to read than two sentences in one, but a page in one sentence is worst.
"""

from __future__ import annotations

from typing import Final

_ARABIC: Final = "أ إ د م ص ج ت هـ ق ه أد إلخ الخ تحـ ط ح ر س ف ب ن ك ل ع و ش ذ ض غ خ ث ز ظ"
_ENGLISH: Final = """
    mr mrs ms dr prof sr jr st gen col lt sgt capt cmdr maj adm gov sen rep pres hon rev fr
    vs etc approx dept est inc ltd co corp bros cf al eg ie e.g i.e p.m a.m
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri
"""
_FRENCH: Final = "m mm mme mmes mlle mlles me mgr dr pr av env ex janv févr avr juil déc c.-à-d"

ABBREVIATIONS: Final = frozenset(
    word for words in (_ARABIC, _ENGLISH, _FRENCH) for word in words.split()
)
"""In case-folded form, without their last full stop."""
