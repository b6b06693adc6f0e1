"""Names of months, days and moments, in normalised form: Arabic of all regions, English, French."""

from __future__ import annotations

from typing import Final

from index.text.normalise import normalised

_MONTHS: Final = {
    1: "يناير|كانون الثاني|جانفي|january|jan|janvier|janv",
    2: "فبراير|شباط|فيفري|فبرائر|february|feb|fevrier|fevr",
    3: "مارس|آذار|march|mar|mars",
    4: "أبريل|إبريل|نيسان|أفريل|april|apr|avril|avr",
    5: "مايو|أيار|ماي|may|mai",
    6: "يونيو|يونيه|حزيران|جوان|june|jun|juin",
    7: "يوليو|يوليه|تموز|جويلية|يوليوز|july|jul|juillet|juil",
    8: "أغسطس|آب|أوت|غشت|august|aug|aout",
    9: "سبتمبر|أيلول|شتنبر|september|sept|sep|septembre",
    10: "أكتوبر|تشرين الأول|october|oct|octobre",
    11: "نوفمبر|تشرين الثاني|نونبر|نوفنبر|november|nov|novembre",
    12: "ديسمبر|كانون الأول|دجنبر|december|dec|decembre",
}
_HIJRI_MONTHS: Final = (
    "محرم|صفر|ربيع الأول|ربيع الثاني|ربيع الآخر|جمادى الأولى|جمادى الآخرة|جمادى الثانية|رجب|شعبان"
    "|رمضان|شوال|ذو القعدة|ذي القعدة|ذو الحجة|ذي الحجة"
)
# Monday is 0, as in datetime.
_WEEKDAYS: Final = {
    0: "الاثنين|الإثنين|monday|lundi",
    1: "الثلاثاء|tuesday|mardi",
    2: "الأربعاء|wednesday|mercredi",
    3: "الخميس|thursday|jeudi",
    4: "الجمعة|friday|vendredi",
    5: "السبت|saturday|samedi",
    6: "الأحد|sunday|dimanche",
}
_RELATIVE_DAYS: Final = {
    -2: "أول أمس|أول من أمس|أمس الأول|قبل أمس|the day before yesterday|avant-hier",
    -1: "أمس|البارحة|إمبارح|yesterday|hier",
    0: "اليوم|today|aujourd'hui",
    1: "غدا|غد|الغد|بكرة|tomorrow|demain",
    2: "بعد غد|بعد الغد|the day after tomorrow|apres-demain",
}
_ORDINALS: Final = (
    "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"
    " الحادي_عشر الثاني_عشر الثالث_عشر الرابع_عشر الخامس_عشر السادس_عشر السابع_عشر الثامن_عشر"
    " التاسع_عشر العشرين الحادي_والعشرين الثاني_والعشرين الثالث_والعشرين الرابع_والعشرين"
    " الخامس_والعشرين السادس_والعشرين السابع_والعشرين الثامن_والعشرين التاسع_والعشرين الثلاثين"
    " الحادي_والثلاثين"
)


def _by_name(names: dict[int, str]) -> dict[str, int]:
    return {
        normalised(name): number for number, listed in names.items() for name in listed.split("|")
    }


MONTHS: Final = _by_name(_MONTHS)
HIJRI_MONTHS: Final = frozenset(normalised(name) for name in _HIJRI_MONTHS.split("|"))
WEEKDAYS: Final = _by_name(_WEEKDAYS)
RELATIVE_DAYS: Final = _by_name(_RELATIVE_DAYS)
ORDINAL_DAYS: Final = {
    normalised(name.replace("_", " ")): number
    for number, name in enumerate(_ORDINALS.split(), start=1)
}

_AMBIGUOUS: Final = "مارس آب ماي جوان أوت may march mar mars mai sep jan"
AMBIGUOUS_MONTHS: Final = frozenset(normalised(name) for name in _AMBIGUOUS.split())
"""Other words too (مارس, he practised; Theresa May): a day, a year or a preposition must be by."""

_PAST: Final = """
    الماضي الماضية الفائت الفائتة المنصرم المنصرمة السابق السابقة last past
    dernier derniere passe passee
"""
_FUTURE: Final = """
    المقبل المقبلة القادم القادمة التالي التالية الجاي next prochain prochaine
"""
_PRESENT: Final = """
    الجاري الجارية الحالي الحالية هذا هذه this ce cette courant
"""
_YEAR_WORDS: Final = "عام العام سنة السنة year an annee annees l'annee"
_MONTH_WORDS: Final = "شهر الشهر month mois"
_BEFORE_MONTHS: Final = """
    في شهر خلال منذ حتى مطلع أوائل أواخر منتصف نهاية بداية in since until during en depuis
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(normalised(word) for word in listed.split())


PAST: Final = _words(_PAST)
FUTURE: Final = _words(_FUTURE)
PRESENT: Final = _words(_PRESENT)
YEAR_WORDS: Final = _words(_YEAR_WORDS)
MONTH_WORDS: Final = _words(_MONTH_WORDS)
BEFORE_MONTHS: Final = _words(_BEFORE_MONTHS)
"""Words that make a month of a name that may be another word."""
