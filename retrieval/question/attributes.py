"""Questions for one thing about somebody or something: a birth, an age, a cost, a length.

An article that does not tell it has sentences which come near in every other way, so a
sentence answers only if it has a word of the kind: ولد or مواليد for a birth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.text.normalise import normalised
from index.text.tokens import Token
from retrieval.question.kinds import WORDS, QuestionType

_SOON: Final = 3
"""Words after the one that asks within which stands what it asks for."""

_CURRENCIES: Final = """
    دينار دينارا دنانير دولار دولارا دولارات يورو درهم درهما دراهم ريال ريالا ريالات جنيه جنيها
    جنيهات ليرة ليرات فرنك فرنكا روبل روبية يوان ين فلس قرش سنت dinar dinars dollar dollars euro
    euros dirham dirhams riyal riyals rial pound pounds lira franc francs rouble rubles rupee yuan
    yen livre livres cents
"""

_MONEY: Final = """
    كلفة تكلفة تكاليف كلف كلفت تكلف ثمن سعر أسعار قيمة ميزانية مبلغ cost costs price budget worth
    coût coûte coûtent budget
"""
_LENGTH: Final = """
    متر مترا مترين أمتار كيلومتر كيلومترا كيلومترات كم سنتيمتر سنتيمترا ميل ميلا أميال قدم قدما
    أقدام metre metres meter meters kilometre kilometres kilometer kilometers km mile miles foot
    feet mètre mètres kilomètre kilomètres ضوئية
"""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is asked about somebody or something.

    Attributes:
        kinds: Of the questions that ask for it.
        asked: Words that ask for it.
        told: Further words that a sentence which tells it may have.
        life: Whether the dates in brackets after a name tell it.
        personal: Whether it is a person's: who speaks of it speaks of themselves.
    """

    kinds: frozenset[QuestionType]
    asked: str
    told: str
    life: bool = False
    personal: bool = False


_TIME_OR_PLACE: Final = frozenset({QuestionType.WHEN, QuestionType.WHERE})
_AMOUNT: Final = frozenset({QuestionType.HOW_MANY})

ATTRIBUTES: Final = (
    Attribute(
        _TIME_OR_PLACE,
        "ولد ولدت يولد مولد ميلاد ولادة born birth né née naissance naquit",
        "مواليد مولود مولودة مسقط النور اتولد اتولدت birthplace native natif native",
        life=True,
        personal=True,
    ),
    Attribute(
        _AMOUNT,
        "عمر عمره عمرها سن age old âge",
        "عام عاما عامها عامه سنة سنوات أعوام العقد عقد aged years year ans âgé âgée",
        personal=True,
    ),
    Attribute(
        _TIME_OR_PLACE,
        "مات ماتت توفي توفيت توفى وفاة رحل رحلت died die death mort morte décès décédé",
        "رحيل قتل قتلت مقتل اغتيل اغتيلت اغتيال استشهد قضى مصرع مصرعه حتفه جنازة دفن شيع شيعت"
        " dead killed funeral buried tué tuée obsèques",
        life=True,
        personal=True,
    ),
    Attribute(
        _TIME_OR_PLACE,
        "درس درست يدرس تدرس تخرج تخرجت study studied graduate graduated étudié étudie études",
        "دراسة دراسته دراستها تعلم تعليم تعليمه تعليمها جامعة كلية معهد مدرسة أكاديمية شهادة"
        " دكتوراه ماجستير التحق التحقت university college school degree université école diplôme",
        personal=True,
    ),
    Attribute(_AMOUNT, _MONEY, _CURRENCIES),
    Attribute(_AMOUNT, "راتب راتبه راتبها أجر مرتب salary wage pay salaire", _CURRENCIES),
    Attribute(
        _AMOUNT,
        "طول طوله طولها ارتفاع ارتفاعه عرض عمق مسافة length height depth width distance tall"
        " high deep longueur hauteur profondeur largeur",
        _LENGTH,
    ),
    Attribute(
        _AMOUNT,
        "مساحة مساحته مساحتها superficie",
        f"{_LENGTH} هكتار هكتارا هكتارات فدان فدانا دونم hectare hectares acre acres square carré",
    ),
    Attribute(
        _AMOUNT,
        "وزن وزنه وزنها weight weigh poids pèse",
        "كيلوغرام كيلوغراما كيلو غرام غراما طن طنا أطنان رطل kilogram kilograms kg ton tons tonnes",
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The attribute that a question asks for.

    Attributes:
        word: The word of the question that asks for it, as typed.
    """

    word: str
    attribute: Attribute


def wanted_of(kind: QuestionType, tokens: Sequence[Token]) -> Wanted | None:
    """Returns the attribute that a question asks for, None where it asks for none of these."""
    asking = next((at for at, token in enumerate(tokens) if _asks(token)), 0)
    for token in tokens[asking : asking + _SOON + 1]:
        for attribute in ATTRIBUTES:
            if kind in attribute.kinds and token.norm in _asked(attribute):
                return Wanted(token.surface, attribute)
    return None


def _asks(token: Token) -> bool:
    return token.norm in _asking() or token.norm[1:] in _asking()


@cache
def _asking() -> frozenset[str]:
    return frozenset(word for words in WORDS.values() for word in normalised(words).split())


@cache
def _asked(attribute: Attribute) -> frozenset[str]:
    return frozenset(normalised(attribute.asked).split())
