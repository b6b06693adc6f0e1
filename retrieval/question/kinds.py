"""The words that ask, in Arabic and its dialects, English and French, as data.

Kept apart from the code that reads them, so that a speaker of a dialect can
mend the table without reading the rest. Words are matched after normalising,
so one spelling of hamza or teh marbuta stands for all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class QuestionType(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"
    NONE = "none"
    """A headline, a statement or a few key words: nothing asks."""


WORDS: Final[dict[QuestionType, str]] = {
    QuestionType.WHO: """من مين منو منهو منهي شكون لمن بمن ممن who whom whose qui""",
    QuestionType.WHEN: """متى امتى إمتى إيمتى ايمتا وقتاش فوقاش وينتى when quand""",
    QuestionType.WHERE: """أين اين وين فين إلام where où منين لوين""",
    QuestionType.HOW_MANY: """كم بكم كام قديش أديش قداش شحال بشحال gaddesh combien""",
    QuestionType.WHY: """لماذا لم لمَ ليش ليه علاش علاه لشو why pourquoi""",
    QuestionType.HOW: """كيف كيفاش إزاي ازاي شلون كيفية how comment""",
    QuestionType.WHAT: """
    ما ماذا بماذا فيما فيم عم علام ماهو ماهي ماهى ماهم أي أية شو ايش إيش وش شنو شنوة شنهو ايه
    إيه أش آش اشنو أشنو what which que quoi quel quelle quels quelles
""",
    QuestionType.YES_NO: """
    هل أليس ألم واش is are was were do does did has have had can could will would est-ce
""",
}
"""Words that ask, one type each; a word of two meanings stands under the commoner one."""

OPENERS_ONLY: Final = """
    من لم ما عم أي أية مين هل is are was were do does did has have had can could will would que
    qui how
"""
"""Words that ask only at the head of a clause: ``من`` is "who" there and "from" elsewhere."""

NOUNS: Final[dict[QuestionType, str]] = {
    QuestionType.WHO: """
    شخص رئيس وزير مدير لاعب مدرب كاتب مؤلف مخرج ممثل مؤسس عالم قائد ملك صاحب مسؤول متحدث ناطق
    person president minister author director player founder scientist king personne président
    ministre auteur directeur joueur fondateur
""",
    QuestionType.WHEN: """
    عام سنة يوم شهر تاريخ موعد عقد قرن ساعة وقت زمن فترة توقيت year day month date century
    decade time hour année jour mois date siècle heure
""",
    QuestionType.WHERE: """
    مكان مدينة بلد دولة قارة منطقة عاصمة موقع محافظة ولاية مقر قرية بلدة إقليم place city
    country continent region capital location state province town village lieu ville pays
    continent région capitale endroit
""",
    QuestionType.HOW_MANY: """
    عدد نسبة سعر ثمن كمية مساحة طول ارتفاع وزن قيمة عمر سرعة تكلفة حجم مبلغ مسافة درجة معدل عمق
    number percentage price amount area length height weight value age speed cost size distance
    rate population nombre pourcentage prix montant superficie longueur hauteur poids valeur
    âge vitesse coût taille taux
""",
    QuestionType.WHY: """سبب أسباب دافع reason reasons cause causes raison raisons""",
    QuestionType.HOW: """طريقة كيفية way method manner façon manière méthode""",
}
"""Nouns that say what is asked for after a word that leaves it open: ``في أي عام``, ``ما عدد``."""

HOW_MANY_AFTER_HOW: Final = """
    many much long old far large big tall high deep fast often heavy
"""
"""What turns an English "how" into a question for a number."""

LINKS: Final = """
    هو هي هم هما كان كانت يكون تكون تم يعد تعد يعتبر تعتبر اسم الـ the a an is are was were le
    la les l un une est sont était هذا هذه ذلك تلك
"""
"""Words that may stand between the asking word and its noun: ``ما هو عدد``."""

EMPTY_VERBS: Final[dict[QuestionType, str]] = {
    QuestionType.HOW_MANY: """بلغ بلغت يبلغ تبلغ بيبلغ يساوي تساوي""",
    QuestionType.WHERE: """يقع تقع يوجد توجد يتواجد تتواجد""",
    QuestionType.WHEN: """حدث حدثت حصل حصلت جرى جرت صار صارت""",
}
"""Verbs right after the asking word that only say "is": ``كم تبلغ الكلفة`` asks for the cost, and
no article has to say ``تبلغ``. Not ``وصل``, who may have arrived, nor ``وقعت``, which may mean that
something was signed."""

POINTING: Final = """
    ذلك هذا هذه تلك هناك هنا حينها عندها منه منها عنه عنها فيه فيها له لها لهم به بها إليه
    إليها عليه عليها قبله قبلها بعده بعدها مثله مثلها it he she they him her them that this
    there then its his their cela ça il elle ils elles lui y en
"""
"""Words that stand for something said before."""
