"""Finds the words of saying: verbs in all their forms, participles, ``قوله``.

The forms are made from the table, so that a new verb is a new line there:

>>> CUES["واضافت"].lemma, CUES["واضافت"].gender, CUES["فقالوا"].number
('أضاف', 'f', 'p')
>>> CUES["مشيرين"].form, CUES["قولها"].form, CUES["يؤكد"].form
('participle', 'masdar', 'imperfect')

Left out are forms that no newsroom needs and that mean other things: the first person
(أقول stands inside quotations), the imperative, and the future with س (سيعلن is a plan,
not a saying).

>>> "سيعلن" in CUES
False
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.quotes.folding import fold
from index.quotes.lexicon.cue_table import CUE_TABLE, POSSESSED


@dataclass(frozen=True, slots=True)
class Cue:
    """One written form of a verb of saying.

    Attributes:
        lemma: The perfect, as in the table.
        kind: ``say``, ``add``, ``confirm``, … as in the table.
        strong: Whether any marked words that it governs are a saying.
        form: ``perfect``, ``imperfect``, ``participle`` or ``masdar``.
        gender: ``m`` or ``f``: of the speaker, or of the verb before its subject.
        number: ``s``, ``d`` or ``p``, likewise.
        joined: Whether و or ف joins it to what was said before.
    """

    lemma: str
    kind: str
    strong: bool
    form: str
    gender: str
    number: str
    joined: bool


_PRONOUNS: Final = {"ه": ("m", "s"), "ها": ("f", "s"), "هم": ("m", "p"), "هما": ("m", "d")}


def _perfect(stem: str) -> list[tuple[str, str, str]]:
    if stem[-1] in "ىا" and len(stem) > 2:
        root = stem[:-1]
        yeh = "و" if stem[-1] == "ا" else "ي"
        return [
            (stem, "m", "s"),
            (root + "ت", "f", "s"),
            (root + "وا", "m", "p"),
            (root + yeh + "ا", "m", "d"),
            (root + "تا", "f", "d"),
        ]
    forms = [
        (stem, "m", "s"),
        (stem + "ت", "f", "s"),
        (stem + "وا", "m", "p"),
        (stem + "ا", "m", "d"),
        (stem + "تا", "f", "d"),
        (stem + "ن", "f", "p"),
    ]
    # A masculine singular with an object: قاله, ذكرته in ``ما ذكرته الصحيفة``.
    forms += [
        (form + obj, gender, "s") for form, gender, number in forms[:2] for obj in ("ه", "ها", "هم")
    ]
    return forms


def _imperfect(third: str) -> list[tuple[str, str, str]]:
    rest = third[1:]
    root = rest[:-1] if rest[-1] in "ىيو" and len(rest) > 2 else rest
    dual = rest if rest[-1] not in "ى" else root + "ي"
    return [
        ("ي" + rest, "m", "s"),
        ("ت" + rest, "f", "s"),
        ("ي" + root + "ون", "m", "p"),
        ("ي" + dual + "ان", "m", "d"),
        ("ت" + dual + "ان", "f", "d"),
        ("ي" + rest + "ه", "m", "s"),
        ("ت" + rest + "ه", "f", "s"),
    ]


def _participle(stem: str) -> list[tuple[str, str, str]]:
    root = stem[:-1] if stem.endswith("ي") else stem
    return [
        (stem + "ا", "m", "s"),
        (stem + "ة", "f", "s"),
        (root + "ين", "m", "p"),
        (stem + "تين", "f", "d"),
        (stem + "ات", "f", "p"),
    ]


# Everyday words that are written like a form of a verb in the table.
_HOMOGRAPHS: Final = frozenset(
    [
        "ضمن",
        "هنا",
        "وهنا",
        "عقب",
        "امل",
        "وامل",
        "بين",
        "دون",
        "وين",
        "ذكرا",
        "ذكرن",
        "بينا",
        "بينها",
        "بينه",
        "بينت",
        "وجها",
        "وجهه",
        "وجهها",
        "نصا",
        "نصها",
        "نصه",
        "ردا",
        "رده",
        "ردها",
        "قدرا",
        "قدره",
        "قدرها",
        "عدا",
        "عده",
        "عدها",
        "خطا",
        "خطه",
        "خطها",
        "سجلا",
        "سجله",
        "سجلها",
        "وصفا",
        "نقلا",
        "نقله",
        "نقلها",
        "كتبا",
        "كتبه",
        "كتبها",
        "طلبا",
        "طلبه",
        "طلبها",
        "نشرا",
        "نشره",
        "نشرها",
        "سردا",
        "شرحا",
        "شرحه",
        "شرحها",
        "ضمنا",
        "ضمنه",
        "ضمنها",
        "حكما",
        "امرا",
        "امره",
        "امرها",
        "املا",
        "امله",
        "املها",
        "وعدا",
        "وعده",
        "وعدها",
        "دعما",
        "رايا",
        "سرا",
        "سره",
        "سرها",
        "خاتما",
        "كاتبا",
        "كاتبة",
        "مقدرا",
        "قضيا",
        "وردا",
        "اطلقا",
        "ظنا",
        "ظنه",
        "ظنها",
        "لاعبين",
        "مهاجما",
        "مهاجمة",
        "مهاجمين",
        "متحدثا",
        "متحدثة",
        "متحدثين",
        "مراقبين",
        "محللين",
        "شارحا",
        "كاتبين",
        "مصرا",
        "مصرين",
        "مصرة",
        "موجها",
        "موجهة",
        "نشرت",
        "تعد",
        "يعد",
        "تعده",
        "يعده",
        "عادا",
        "عادة",
        "عادات",
        "عادين",
        "مبلغا",
        "مبلغين",
        "زائدا",
        "زائدة",
        "زائدين",
        "ترد",
        "يرد",
        "يرده",
        "ترده",
        "خطت",
        "تسر",
        "يسر",
        "اسر",
        "تنص",
        "تقدر",
        "تسجل",
        "مدينة",
        "مدينا",
        "مدينين",
        "مذكرة",
        "مذكرات",
        "معلقات",
        "مضيفات",
        "منادات",
        "صائحات",
        "مدافعين",
        "مدافعات",
        "معلمات",
        "مصادر",
        "ذكره",
        "امرت",
        "تبين",
        "عبرا",
        "حذره",
        "زادا",
        "زاده",
        "دونا",
        "دونه",
        "دونها",
        "تزيد",
        "يزيد",
        "تضمن",
        "تسال",
        "حكت",
        "حاثا",
        "خالصا",
        "خالصة",
        "ظاهرا",
        "مسجلا",
        "محصيا",
        "ينشر",
        "تنشر",
        "يخط",
        "تخط",
        "توجه",
        "يوجه",
        "تطلق",
        "يطلق",
        "تبعث",
        "يبعث",
        "تظهر",
        "يظهر",
        "اطلق",
        "اطلقت",
        "اطلقوا",
        "بعث",
        "بعثت",
        "سجل",
        "سجلت",
        "احصى",
        "ضامنا",
        "كاشفة",
        "مهددة",
        "مهددات",
        "ملحوظات",
        "ملاحظات",
        "ملاحظة",
        "مهددين",
        "رادين",
        "فيده",
        "مفيدا",
        "مفيدة",
        "مفيدين",
        "مخبرين",
        "مخبرا",
        "مخاطبات",
        "معارضين",
        "مبشرات",
        "تعليقا",
        "منشرا",
        "ناشرا",
        "ناشرة",
        "ناشرين",
        "ناشرات",
        "مصدرين",
        "مبينات",
        "واعدة",
        "واعدات",
        "منتقدات",
        "مبلغة",
        "متهما",
        "متهمة",
        "متهمين",
        "متهمات",
        "مقترحا",
        "مقترحة",
        "مقترحات",
        "تصريحات",
        "معتقدات",
        "معتقدا",
        "متوقعا",
        "متوقعة",
        "مستبعدا",
        "مستبعدة",
    ]
)
_KEPT: Final = frozenset(
    [
        "متوقعا",
        "متوقعة",
        "مستبعدا",
        "مستبعدة",
        "متهما",
        "متهمة",
        "متهمين",
        "كاشفة",
        "يظهر",
        "تظهر",
        "مدينة",
        "متحدثا",
        "متحدثة",
        "توجه",
        "نشرت",
        "تنص",
        "ملاحظة",
    ]
)
# ``مدينة "أعمالا وحشية"`` condemns, ``مدينة "رام الله"`` is a town: the frame must tell.
_NEVER: Final = _HOMOGRAPHS - _KEPT


def _made() -> dict[str, Cue]:
    cues: dict[str, Cue] = {}

    def put(form: str, cue: Cue) -> None:
        if form in _NEVER:
            return
        for prefix in ("", "و", "ف"):
            joined = bool(prefix)
            cues.setdefault(
                prefix + form,
                Cue(cue.lemma, cue.kind, cue.strong, cue.form, cue.gender, cue.number, joined),
            )

    rows = [line.split() for line in CUE_TABLE.strip().splitlines()]
    for perfect, imperfect, participle, kind, strength in rows:
        strong = strength == "strong"
        for form, gender, number in _perfect(fold(perfect)):
            put(form, Cue(perfect, kind, strong, "perfect", gender, number, False))
        for form, gender, number in _imperfect(fold(imperfect)):
            put(form, Cue(perfect, kind, strong, "imperfect", gender, number, False))
        if participle != "-":
            for form, gender, number in _participle(fold(participle)):
                put(form, Cue(perfect, kind, strong, "participle", gender, number, False))
    for noun in POSSESSED.split():
        for suffix, (gender, number) in _PRONOUNS.items():
            for prefix in ("", "ب"):
                form = prefix + fold(noun) + suffix
                put(form, Cue("قول", "say", True, "masdar", gender, number, False))
    for form in ("القول", "بالقول"):
        put(form, Cue("قول", "say", True, "participle", "m", "s", False))
    return cues


FIRST_PERSON: Final = frozenset(
    prefix + "أ" + fold(line.split()[0])[1:]
    for line in CUE_TABLE.strip().splitlines()
    if line.startswith("ا")
    for prefix in ("", "و", "ف")
)
"""``أعتقد`` is I, ``اعتقد`` is he; without hamzas they are one."""
CUES: Final = _made()
"""Every form in the form of ``fold``, with and without a joining و or ف."""
