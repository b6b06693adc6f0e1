"""Questions for one thing about somebody or something, and whether a sentence tells it.

Where somebody was born, how old they are, what a bridge costs or how long it is: an article
on them that does not say so has sentences which come near in every other way. A sentence
answers only if it has a word of the kind: ولد or مواليد for a birth, a currency for a cost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.text.language import main_script
from index.text.normalise import normalised
from index.text.stemming import alternatives, stem
from index.text.tokens import Token, tokenise
from retrieval.query import Query
from retrieval.question_words import WORDS, QuestionType
from retrieval.sentences import Ranked

_BEFORE: Final = 2
"""Sentences before one in which its subject may have been named."""

_SOON: Final = 3
"""Words after the one that asks within which stands what it asks for."""

_LIFE: Final = re.compile(r"\([^()]*\b\d{4}\b")

_CURRENCIES: Final = """
    دينار دينارا دنانير دولار دولارا دولارات يورو درهم درهما دراهم ريال ريالا ريالات جنيه جنيها
    جنيهات ليرة ليرات فرنك فرنكا روبل روبية يوان ين فلس قرش سنت dinar dinars dollar dollars euro
    euros dirham dirhams riyal riyals rial pound pounds lira franc francs rouble rubles rupee yuan
    yen livre livres cents
"""

_MONEY: Final = """
    كلفة تكلفة تكاليف كلف كلفت تكلف ثمن سعر أسعار قيمة ميزانية مبلغ cost costs price budget worth
    coût prix budget
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
    """

    kinds: frozenset[QuestionType]
    asked: str
    told: str
    life: bool = False


_TIME_OR_PLACE: Final = frozenset({QuestionType.WHEN, QuestionType.WHERE})
_AMOUNT: Final = frozenset({QuestionType.HOW_MANY})

ATTRIBUTES: Final = (
    Attribute(
        _TIME_OR_PLACE,
        "ولد ولدت يولد مولد ميلاد ولادة born birth né née naissance naquit",
        "مواليد مولود مولودة مسقط النور اتولد اتولدت birthplace native natif native",
        life=True,
    ),
    Attribute(
        _AMOUNT,
        "عمر عمره عمرها سن age old âge",
        "عام عاما عامها عامه سنة سنوات أعوام العقد عقد aged years year ans âgé âgée",
    ),
    Attribute(
        _TIME_OR_PLACE,
        "مات ماتت توفي توفيت توفى وفاة رحل رحلت died die death mort morte décès décédé",
        "رحيل قتل قتلت مقتل اغتيل اغتيلت اغتيال استشهد قضى مصرع مصرعه حتفه جنازة دفن شيع شيعت"
        " dead killed funeral buried tué tuée obsèques",
        life=True,
    ),
    Attribute(
        _TIME_OR_PLACE,
        "درس درست يدرس تدرس تخرج تخرجت study studied graduate graduated étudié étudie études",
        "دراسة دراسته دراستها تعلم تعليم تعليمه تعليمها جامعة كلية معهد مدرسة أكاديمية شهادة"
        " دكتوراه ماجستير التحق التحقت university college school degree université école diplôme",
    ),
    Attribute(_AMOUNT, _MONEY, _CURRENCIES),
    Attribute(_AMOUNT, "راتب راتبه راتبها أجر مرتب salary wage pay salaire", _CURRENCIES),
    Attribute(
        _AMOUNT,
        "طول طوله طولها ارتفاع ارتفاعه عرض عمق مسافة length height depth width distance long tall"
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


def untold(query: Query, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Returns the word of the question that asks for what none of some sentences tells.

    Args:
        query: What was asked.
        ranked: The sentences that would be shown.
    """
    found = _attribute(query)
    if found is None:
        return ()
    word, attribute = found
    told = _told(attribute)
    subject = [token for token in query.content if told.isdisjoint(_forms(token.norm))]
    if any(
        tells(attribute, one.candidate.article.sentence(one.candidate.position).text)
        and _is_about(one, subject, query)
        for one in ranked
    ):
        return ()
    return (word,)


def tells(attribute: Attribute, text: str) -> bool:
    """Says whether a sentence has a word by which an attribute is told."""
    told = _told(attribute)
    if attribute.life and _LIFE.search(text):
        return True
    return any(not told.isdisjoint(_forms(token.norm)) for token in tokenise(text))


def _attribute(query: Query) -> tuple[str, Attribute] | None:
    """Returns the word that asks for an attribute, and which one it is."""
    tokens = tokenise(query.text)
    asking = next((at for at, token in enumerate(tokens) if _asks(token)), 0)
    for token in tokens[asking : asking + _SOON + 1]:
        for attribute in ATTRIBUTES:
            if query.kind in attribute.kinds and token.norm in _asked(attribute):
                return token.surface, attribute
    return None


def _asks(token: Token) -> bool:
    return token.norm in _asking() or token.norm[1:] in _asking()


def _is_about(one: Ranked, subject: Sequence[Token], query: Query) -> bool:
    """Says whether a sentence or what stands before it names whom or what is asked about."""
    opened, at = one.candidate.article, one.candidate.position
    text = opened.sentence(at).text
    if not subject or main_script(text) != main_script(query.text):
        return True
    around = range(max(0, at - _BEFORE), at + 1)
    here = opened.headline.union(*(opened.sentence(position).terms for position in around))
    return any(term in here for token in subject for term in _forms(token.norm))


def _forms(norm: str) -> tuple[str, ...]:
    return (norm, stem(norm), *alternatives(norm))


@cache
def _asking() -> frozenset[str]:
    return frozenset(word for words in WORDS.values() for word in normalised(words).split())


@cache
def _asked(attribute: Attribute) -> frozenset[str]:
    return frozenset(normalised(attribute.asked).split())


@cache
def _told(attribute: Attribute) -> frozenset[str]:
    words = _asked(attribute).union(normalised(attribute.told).split())
    return frozenset(form for word in words for form in (word, stem(word)))
