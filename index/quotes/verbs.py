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

from dataclasses import dataclass, replace
from typing import Final

from index.language.tables import listed, rows
from index.quotes.lexicon import fold, folded


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
    short = rest[-1] == "ى" or (rest[-1] in "يو" and len(rest) > 2)
    root = rest[:-1] if short else rest
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


_NEVER: Final = folded("quoting", "saying", "homographs")


def _made() -> dict[str, Cue]:
    cues: dict[str, Cue] = {}

    def put(form: str, cue: Cue) -> None:
        if form in _NEVER:
            return
        for prefix in ("", "و", "ف"):
            cues.setdefault(prefix + form, replace(cue, joined=bool(prefix)))

    for perfect, imperfect, participle, kind, strength in rows("cues"):
        made = {"perfect": _perfect(fold(perfect)), "imperfect": _imperfect(fold(imperfect))}
        if participle != "-":
            made["participle"] = _participle(fold(participle))
        for name, forms in made.items():
            for form, gender, number in forms:
                put(form, Cue(perfect, kind, strength == "strong", name, gender, number, False))
    for noun in listed("quoting", "saying", "possessed"):
        for suffix, (gender, number) in _PRONOUNS.items():
            for prefix in ("", "ب"):
                form = prefix + fold(noun) + suffix
                put(form, Cue("قول", "say", True, "masdar", gender, number, False))
    for form, gender in (("ليقول", "m"), ("لتقول", "f"), ("ليضيف", "m"), ("لتضيف", "f")):
        # ``خرج ليقول إن``: a clause of purpose that reports words all the same.
        put(form, Cue("قال", "say", True, "imperfect", gender, "s", False))
    for form, gender, number in (("يقل", "m", "s"), ("تقل", "f", "s"), ("يقولوا", "m", "p")):
        put(form, Cue("قال", "say", True, "imperfect", gender, number, False))
    for form, gender in (("يوصف", "m"), ("توصف", "f")):
        # No active verb is written so: ``ما توصف بأنها``.
        put(form, Cue("وصف", "judge", True, "imperfect", gender, "s", False))
    put("بيّن", Cue("بين", "say", False, "perfect", "m", "s", False))
    for form in ("القول", "بالقول"):
        put(form, Cue("قول", "say", True, "participle", "m", "s", False))
    return cues


ASKING: Final = frozenset(["سأل", "أخبر", "أبلغ", "خاطب", "ناشد"])
"""Verbs whose object stands right behind their subject: ``سأل المذيع الوزير``."""
JUSSIVES: Final = frozenset(["يقل", "تقل", "يقولوا"])
"""Verbs of saying behind لم alone: ``لا يقل عن`` is a number."""
FIRST_PERSON: Final = frozenset(
    prefix + "أ" + fold(perfect)[1:]
    for perfect, *_ in rows("cues")
    if perfect.startswith("ا")
    for prefix in ("", "و", "ف")
)
"""``أعتقد`` is I, ``اعتقد`` is he; without hamzas they look alike."""
OPENING_BAYYANA: Final = Cue("بين", "say", False, "perfect", "m", "s", True)
"""``وبين القندسي أن`` opens a sentence; anywhere else it is the preposition."""
CUES: Final = _made()
"""Every form in the form of ``fold``, with and without a joining و or ف."""
