"""Words after which a full stop does not end the sentence.

A title goes before a name, a reference before a number. Abbreviations that as often close
a sentence (``etc.``, ``Inc.``, ``p.m.``) are in neither: what follows them decides.
"""

from __future__ import annotations

from typing import Final

_TITLES: Final = """
    mr mrs ms dr prof sr jr st gen col lt sgt capt cmdr maj adm gov sen rep pres hon rev vs mt
    m mm mme mmes mlle mlles me mgr pr cf eg ie al av أد د أ م ا
"""
_REFERENCES: Final = """
    no nos vol fig figs art arts p pp ch sec par eq approx ca est
    jan feb mar apr jun jul aug sept sep oct nov dec janv févr avr juil déc
    ص ج ط ع ف ق م ت رقم
"""
_CONNECTIVES: Final = """
    ثم أو أم بل لكن بينما فيما حيث إذ حتى كي لأن لأنه لأنها الذي التي الذين عندما حين وهو وهي وهم
"""
_PREPOSITIONS: Final = """
    في من على إلى عن مع قبل بعد منذ خلال دون ردا تعليقا مشيرا مضيفا مؤكدا معتبرا موضحا متسائلا
"""

TITLES: Final = frozenset(_TITLES.split())
"""Go on before anything; in case-folded form, without their full stop."""

REFERENCES: Final = frozenset(_REFERENCES.split())
"""Go on before a number."""

CONNECTIVES: Final = frozenset(_CONNECTIVES.split())
"""Arabic words that go on with a sentence after a pause; without diacritics."""

CONTINUATIONS: Final = CONNECTIVES | frozenset(_PREPOSITIONS.split())
"""Those, and the words with which a sentence goes on after a question that it quotes."""
