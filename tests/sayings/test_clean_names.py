"""Names and roles as lists show them."""

from __future__ import annotations

from typing import Final

import pytest

from index.identity.clean import clean_name, clean_role
from index.types import SpeakerKind

PERSON: Final = SpeakerKind.PERSON
BODY: Final = SpeakerKind.INSTITUTION


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("رباب العامري باتخاذ", PERSON, ("رباب العامري", PERSON)),
        ("سالم الكندي القوانين", PERSON, ("سالم الكندي", PERSON)),
        ("سالم الكندي هجوما", PERSON, ("سالم الكندي", PERSON)),
        ("سالم الكندي أمس", PERSON, ("سالم الكندي", PERSON)),
        ("سالم الكندي الثلاثة", PERSON, ("سالم الكندي", PERSON)),
        ("جابر #النعماني", PERSON, ("جابر النعماني", PERSON)),
        ("زين العابدين", PERSON, ("زين العابدين", PERSON)),
        ("أمين الحسين", PERSON, ("أمين الحسين", PERSON)),
        ("جو بايدن", PERSON, ("جو بايدن", PERSON)),
        ("أبو وائل", PERSON, ("أبو وائل", PERSON)),
        ("أبو بكر الكندي", PERSON, ("أبو بكر الكندي", PERSON)),
        ("أم أحمد", PERSON, ("أم أحمد", PERSON)),
        ("ابن سالم", PERSON, ("ابن سالم", PERSON)),
        ("أم الطفل", PERSON, ("أم الطفل", SpeakerKind.UNNAMED)),
        ("المذيعة", PERSON, ("المذيعة", SpeakerKind.UNNAMED)),
        ("المشرفون", PERSON, ("المشرفون", SpeakerKind.UNNAMED)),
        ("وبذلك رصدوا", PERSON, ("وبذلك رصدوا", SpeakerKind.UNNAMED)),
        ("انضمام", PERSON, ("انضمام", SpeakerKind.UNNAMED)),
        ("Rami Kassar", PERSON, ("Rami Kassar", PERSON)),
        ("البيان", BODY, ("البيان", SpeakerKind.UNNAMED)),
        ("بيان للجيش الزمرداني", BODY, ("الجيش الزمرداني", BODY)),
        ("بكين فرض رسوم", BODY, ("بكين", BODY)),
        ("شركة الضحى", BODY, ("شركة الضحى", BODY)),
        ("الشرطة", BODY, ("الشرطة", SpeakerKind.UNNAMED)),
        ("الفاتيكان", BODY, ("الفاتيكان", BODY)),
        ("المتحدث باسم القناة", PERSON, ("المتحدث باسم القناة", SpeakerKind.UNNAMED)),
        ("فيس بوك سالم الكندي", PERSON, ("سالم الكندي", PERSON)),
        ('"ضحى تايمز"', BODY, ("ضحى تايمز", BODY)),
        ('"الضحى"', BODY, ('"الضحى"', BODY)),
        ('بنك الوادي الفرنسي "فرض رسوما على كل الناس"', BODY, ("بنك الوادي الفرنسي", BODY)),
        ("8", BODY, ("8", SpeakerKind.UNNAMED)),
        ("BKN", PERSON, ("BKN", BODY)),
        ("بيني قندولت", PERSON, ("بيني قندولت", PERSON)),
        ("اللجنة المركزية للسدود التابعة", BODY, ("اللجنة المركزية للسدود", BODY)),
    ],
)
def test_clean_names(name: str, kind: SpeakerKind, clean: tuple[str, SpeakerKind]) -> None:
    assert clean_name(name, kind) == clean


@pytest.mark.parametrize(
    ("role", "clean"),
    [
        ("وزير المياه الزمرداني", "وزير المياه الزمرداني"),
        ("رئيس مجلس إدارة المؤسسة المهندس", "رئيس مجلس إدارة المؤسسة"),
        ("المتحدث باسم الحلف العقيد الركن", "المتحدث باسم الحلف"),
        ("زعيم الحزب الحاكم", "زعيم الحزب الحاكم"),
        ("عضو مجلس إدارة الاتحاد المشرف", "عضو مجلس إدارة الاتحاد"),
        ("وإلى جانب عائلة", None),
        ("محافظة المصرف", "محافظة المصرف"),
        ("محافظة الوادي الزمردانية", None),
        ("نائب الرئيس", "نائب الرئيس"),
        ("ولي العهد الزمرداني الأمير", "ولي العهد الزمرداني"),
        ("المتحدثة باسم", "المتحدثة"),
        ("المدير التنفيذي لشركة", "المدير التنفيذي"),
        ("قيادي يدعى", "قيادي"),
        ("محاميها", None),
        ("عضو المجلس #", "عضو المجلس"),
        ("foreign minister", "foreign minister"),
        ("اليمين", None),
        ("الصحفيين", None),
        ("لكرة القدم", None),
        ("أعضاء لجنته", None),
        ("", None),
        (None, None),
    ],
)
def test_clean_roles(role: str | None, clean: str | None) -> None:
    assert clean_role(role) == clean
