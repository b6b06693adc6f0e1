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
from retrieval.order.sentences import Ranked
from retrieval.question.kinds import WORDS, QuestionType
from retrieval.question.read import Query

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


def telling(query: Query, ranked: Sequence[Ranked], shown: int, depth: int) -> list[Ranked]:
    """Returns the sentences that tell what is asked, if one of those to be shown does.

    Where none does, or nothing of the kind is asked, the list is as it was.

    Args:
        query: What was asked.
        ranked: Best first.
        shown: How many of them would be shown.
        depth: How many of them may be shown for that.
    """
    found = _attribute(query)
    if found is None or not any(_tells(query, found[1], one) for one in ranked[:shown]):
        return list(ranked)
    return [one for one in ranked[:depth] if _tells(query, found[1], one)]


def untold(query: Query, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Returns the word of the question that asks for what none of some sentences tells.

    Args:
        query: What was asked.
        ranked: The sentences that would be shown.
    """
    found = _attribute(query)
    if found is None or any(_tells(query, found[1], one) for one in ranked):
        return ()
    return (found[0],)


def _tells(query: Query, attribute: Attribute, one: Ranked) -> bool:
    """Says whether a sentence tells an attribute of what the question names."""
    told = _told(attribute)
    subject = [token for token in query.content if told.isdisjoint(_forms(token.norm))]
    text = one.candidate.article.sentence(one.candidate.position).text
    return tells(attribute, text) and _is_about(one, subject, query, attribute)


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


def _is_about(one: Ranked, subject: Sequence[Token], query: Query, attribute: Attribute) -> bool:
    """Says whether a sentence or what stands before it names whom or what is asked about."""
    opened, at = one.candidate.article, one.candidate.position
    text = opened.sentence(at).text
    if not subject or main_script(text) != main_script(query.text):
        return True
    here = opened.sentence(at).terms
    span = opened.analysis.sentences[at].span
    speakers = [
        normalised(saying.attribution.speaker.name).split()
        for saying in opened.analysis.sayings
        if attribute.personal
        and saying.attribution.speaker is not None
        and saying.quote.outer.overlaps(span)
    ]
    if speakers:
        # Whoever speaks there speaks of themselves: عمري 71 سنة.
        here = here.union(form for name in speakers for word in name for form in _forms(word))
    else:
        before = (opened.sentence(position).terms for position in range(max(0, at - _BEFORE), at))
        here = opened.headline.union(here, *before)
    return any(form in here for token in subject for form in _forms(token.norm))


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
