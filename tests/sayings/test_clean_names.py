"""Names and roles as lists show them."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.identity.clean import clean, clean_name, clean_role
from index.identity.people import People
from index.identity.values import Naming
from index.types import SpeakerKind

PERSON: Final = SpeakerKind.PERSON
BODY: Final = SpeakerKind.INSTITUTION
UNNAMED: Final = SpeakerKind.UNNAMED


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("رباب العامري باتخاذ", PERSON, ("رباب العامري", PERSON)),
        ("سالم الكندي القوانين", PERSON, ("سالم الكندي", PERSON)),
        ("سالم الكندي هجوما", PERSON, ("سالم الكندي", PERSON)),
        ("سالم السبع", PERSON, ("سالم السبع", PERSON)),
        ("بيونغيانغ", PERSON, ("بيونغيانغ", BODY)),
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
        ("أم الطفل", PERSON, ("أم الطفل", UNNAMED)),
        ("المذيعة", PERSON, ("المذيعة", UNNAMED)),
        ("المشرفون", PERSON, ("المشرفون", UNNAMED)),
        ("وبذلك رصدوا", PERSON, ("وبذلك رصدوا", UNNAMED)),
        ("انضمام", PERSON, ("انضمام", UNNAMED)),
        ("Rami Kassar", PERSON, ("Rami Kassar", PERSON)),
        ("البيان", BODY, ("البيان", UNNAMED)),
        ("بيان للجيش الزمرداني", BODY, ("الجيش الزمرداني", BODY)),
        ("بكين فرض رسوم", BODY, ("بكين", BODY)),
        ("شركة الضحى", BODY, ("شركة الضحى", BODY)),
        ("الشرطة", BODY, ("الشرطة", UNNAMED)),
        ("الفاتيكان", BODY, ("الفاتيكان", BODY)),
        ("المتحدث باسم القناة", PERSON, ("المتحدث باسم القناة", UNNAMED)),
        ("فيس بوك سالم الكندي", PERSON, ("سالم الكندي", PERSON)),
        ('"ضحى تايمز"', BODY, ("ضحى تايمز", BODY)),
        ('"الضحى"', BODY, ('"الضحى"', BODY)),
        ('بنك الوادي الفرنسي "فرض رسوما على كل الناس"', BODY, ("بنك الوادي الفرنسي", BODY)),
        ("8", BODY, ("8", UNNAMED)),
        ("BKN", PERSON, ("BKN", BODY)),
        ("بيني قندولت", PERSON, ("بيني قندولت", PERSON)),
        ("سالم الكندي هدفا", PERSON, ("سالم الكندي", PERSON)),
        ("زميلها سالم الكندي", PERSON, ("سالم الكندي", PERSON)),
        ("سيد البيت الأخضر", PERSON, ("سيد البيت الأخضر", UNNAMED)),
        ("فرنسا الصين", BODY, ("فرنسا", BODY)),
        ("كوريا الجنوبية", BODY, ("كوريا الجنوبية", BODY)),
        ("الحكومة الفرنسية الشرعية والتحالف العربي", BODY, ("الحكومة الفرنسية الشرعية", BODY)),
        ("إدارة الأدوية والتمور الفرنسية", BODY, ("إدارة الأدوية والتمور الفرنسية", BODY)),
        ('صحيفة "ضحى" في نسختها', BODY, ('صحيفة "ضحى"', BODY)),
        ("دائرة الإطفاء في منطقة الوادي", BODY, ("دائرة الإطفاء في منطقة الوادي", BODY)),
        ("قناة ضحى في 8", BODY, ("قناة ضحى", BODY)),
        ("وانغ دي سفير", PERSON, ("وانغ دي", PERSON)),
        ("محمد علي نجار", PERSON, ("محمد علي نجار", PERSON)),
        ("سيدة أخرى", PERSON, ("سيدة أخرى", UNNAMED)),
        ("المزارعين زاهو قندس", PERSON, ("زاهو قندس", PERSON)),
        ("المزارعون في زمردان", PERSON, ("المزارعون في زمردان", UNNAMED)),
        ("عن130 شخصا", PERSON, ("عن130 شخصا", UNNAMED)),
        ("البنك الدولي لبنان", BODY, ("البنك الدولي", BODY)),
        ("وزارة التجارة الأميركية للعام", BODY, ("وزارة التجارة الأميركية", BODY)),
        ("اللجنة الدولية المؤلفة", BODY, ("اللجنة الدولية", BODY)),
        ("هيئة الصحة العامة ومركز", BODY, ("هيئة الصحة العامة", BODY)),
        ("صحيفة اليوم", BODY, ("صحيفة اليوم", BODY)),
        ("البيت الأخضر اليوم", BODY, ("البيت الأخضر", BODY)),
        ("سالم لفرنسا", PERSON, ("سالم", PERSON)),
        ("وسلمى الريحاني", PERSON, ("سلمى الريحاني", PERSON)),
        ("وليد الريحاني", PERSON, ("وليد الريحاني", PERSON)),
        ("ويدعى سالم", PERSON, ("سالم", PERSON)),
        ("زيبو قندس المعلق", PERSON, ("زيبو قندس", PERSON)),
        ("وليد المعلم", PERSON, ("وليد المعلم", PERSON)),
        ("زيس فان", PERSON, ("زيس فان", PERSON)),
        ("عبد العزيز بن سالم آل الشيخ", PERSON, ("عبد العزيز بن سالم آل الشيخ", PERSON)),
        ("هيئة البث الفرنسية الممولة", BODY, ("هيئة البث الفرنسية", BODY)),
        ("الجيش الفرنسي والحرس", BODY, ("الجيش الفرنسي", BODY)),
        ("الهيئة العامة للغذاء والدواء", BODY, ("الهيئة العامة للغذاء والدواء", BODY)),
        ("شركة يوتيوب خدمة جديدة", BODY, ("شركة يوتيوب", BODY)),
        ('منظمة "ضحى', BODY, ('منظمة "ضحى', UNNAMED)),
        ("موقعها الإلكتروني", BODY, ("موقعها الإلكتروني", UNNAMED)),
        ("محكمة بأحكام", BODY, ("محكمة", BODY)),
        ("الخارجية الفرنسي", BODY, ("الخارجية الفرنسي", UNNAMED)),
        ("الخارجية الفرنسية", BODY, ("الخارجية الفرنسية", BODY)),
        ("ثلاث سنوات أخرى", BODY, ("ثلاث سنوات أخرى", UNNAMED)),
        ("سالم الكندي بأدق", PERSON, ("سالم الكندي", PERSON)),
        ("غوستاف السادس عشر كنداو", PERSON, ("غوستاف السادس عشر كنداو", PERSON)),
        ("هوراس إنغيال", PERSON, ("هوراس إنغيال", PERSON)),
        ("عبدالهادي فتح", PERSON, ("عبدالهادي فتح", PERSON)),
        ("جنرال زمرداني", PERSON, ("جنرال زمرداني", PERSON)),
        ("جنرال فرنسي", PERSON, ("جنرال فرنسي", UNNAMED)),
        ("سيول المزارعين", PERSON, ("سيول المزارعين", UNNAMED)),
        ("لموسكو", PERSON, ("موسكو", BODY)),
        ("يوماً «كان»", BODY, ("يوماً «كان»", UNNAMED)),
        ("مجلس الوادي الأعلى بالإجماع", BODY, ("مجلس الوادي الأعلى", BODY)),
        ("مركز السدود بالرياض", BODY, ("مركز السدود بالرياض", BODY)),
        ("الحكومة الفرنسية الجماعة الليبية", BODY, ("الحكومة الفرنسية", BODY)),
        ("التحالف المزارعين الغاضبين", BODY, ("التحالف المزارعين الغاضبين", UNNAMED)),
        ("الوكالة الإيرانية الموالية لسالم", BODY, ("الوكالة الإيرانية", BODY)),
        ("اللجنة المركزية للسدود التابعة", BODY, ("اللجنة المركزية للسدود", BODY)),
    ],
)
def test_clean_names(name: str, kind: SpeakerKind, clean: tuple[str, SpeakerKind]) -> None:
    assert clean_name(name, kind) == clean


@pytest.mark.parametrize(
    ("name", "kind", "role", "families", "shown"),
    [
        ("كيم لزبرقان", PERSON, None, ["زبرقان"], "كيم"),
        ("سالم لزبرقان", PERSON, None, [], "سالم لزبرقان"),
        ("سالم", PERSON, "سيد", [], "سيد سالم"),
        ("راج ستين", PERSON, "المتحدث باسم المصرف", [], "راج ستين"),
        ("راج ستين", PERSON, None, [], None),
        ("سالم الكندي", BODY, None, [], "سالم الكندي"),
        ("ممازحا", BODY, None, [], None),
        ("منظمة غير حكومية", BODY, None, [], None),
        ("ويستندون", PERSON, "إعلامي", [], None),
        ("أتعهد", PERSON, None, [], None),
        ("لفنون", PERSON, None, [], None),
        ("سالم", PERSON, "وزير المياه أبي", [], "أبي سالم"),
        ('الدول "الغاضبة"', BODY, None, [], None),
        ("شريط فيديو", BODY, None, [], None),
        ("فريق طبي", BODY, None, [], None),
        ("القس بجانب", BODY, None, [], None),
        ("النظام الفرنسي", BODY, None, [], "النظام الفرنسي"),
        ("مستأجر", PERSON, None, [], None),
        ("مستأجري", PERSON, None, [], None),
        ("مستأجر آخر", PERSON, None, [], None),
        ("بعضهم", PERSON, None, [], None),
        ("إحداهن", PERSON, None, [], None),
        ("ثلاث", PERSON, "منظمات", [], None),
        ("عبد", PERSON, None, [], None),
        ("بخفة", PERSON, "الممثلة", [], None),
        ("سيتي", PERSON, "مدرب مانشستر", [], None),
        ("المخضرم", PERSON, "الحارس الفرنسي", [], None),
        ("المقدادي", PERSON, "الوزير الفرنسي", [], "المقدادي"),
        ("ابتعدت", PERSON, "ممثلة شهيرة", [], None),
        ('"أوقفوا الحرب"', BODY, None, [], None),
        ('"ضحى تايمز"', BODY, None, [], "ضحى تايمز"),
        ("الحركة المناوئة لفرنسا", BODY, None, [], None),
        ("الموقع الإلكتروني للميناء", BODY, None, [], None),
        ("الشركة المشغلة لدور الألعاب", BODY, None, [], None),
        ("وحدات حماية الشعب", BODY, None, [], "وحدات حماية الشعب"),
        ("شركتين", PERSON, None, [], None),
        ("صحيفة", BODY, None, [], None),
        ("صحيفتان", BODY, None, [], None),
        ("نائمتين", BODY, None, [], None),
        ("فريق آخر", BODY, None, [], None),
        ("حزب سياسي", BODY, None, [], None),
        ("موقع التواصل الاجتماعي", BODY, None, [], None),
        ("منصة التواصل الاجتماعي", BODY, None, [], None),
        ("منصة التواصل الاجتماعي زبرقان", BODY, None, [], "منصة التواصل الاجتماعي زبرقان"),
        ("الصحف الفرنسية", BODY, None, [], None),
        ("السلطات الفرنسية", BODY, None, [], "السلطات الفرنسية"),
        ("الشرطة الفرنسية", BODY, None, [], "الشرطة الفرنسية"),
        ("مكتب مدير المقاطعة", BODY, None, [], None),
        ("إدارة النادي", BODY, None, [], None),
        ("الجمعية الوحيدة للسدود في زمردان", BODY, None, [], None),
        ("الشركة الفرنسية المصدرة للتمور", BODY, None, [], None),
        ("المفوضية العليا المستقلة للسدود", BODY, None, [], "المفوضية العليا المستقلة للسدود"),
        ("وكالة رويترز", BODY, None, [], "وكالة رويترز"),
        ('وكالة "ضحى برس"', BODY, None, [], 'وكالة "ضحى برس"'),
    ],
)
def test_who_is_listed(
    name: str, kind: SpeakerKind, role: str | None, families: list[str], shown: str | None
) -> None:
    found = clean(Naming("0" * 16, name, kind, role), families)
    assert (found.name if found.kind is not UNNAMED else None) == shown


_WORDS: Final = (
    *("سالم", "الكندي", "شركة", "موقع", "شركة-ب", "لفرنسا", "«", '"', "“", "”", "-", "#", "_"),
    *("\u0640", "\u064e", "8", "A", "و", "ل", "ب", "،", ".", "مستأجر"),
)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4), st.sampled_from(SpeakerKind))
def test_any_name_can_be_cleaned(parts: list[str], kind: SpeakerKind) -> None:
    for name in (" ".join(parts), "".join(parts)):
        found = clean(Naming("0" * 16, name, kind, name), ["الكندي"])
        assert 0 < len(found.name) <= len(name) + 1


@pytest.mark.parametrize(
    ("role", "clean"),
    [
        ("وزير المياه الزمرداني", "وزير المياه الزمرداني"),
        ("وزيرا لخارجية زمردان", "وزير لخارجية زمردان"),
        ("الرئيس الزمرداني للملك الفرنسي", "الملك الفرنسي"),
        ("المستشار الخاص للرئيس", "المستشار الخاص للرئيس"),
        ("لاعبه الزمرداني المصاب", None),
        ("كبير أصاب رئيس البلدية", None),
        ("كبير المستشارين", "كبير المستشارين"),
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
        ("رئيس", None),
        ("رئيس وزير المياه", None),
        ("مستشاري الرئيس", None),
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


def naming(article: int, name: str, role: str | None = None, kind: SpeakerKind = PERSON) -> Naming:
    return Naming(f"{article:016x}", name, kind, role)


def test_a_given_name_in_two_spellings_is_one_person_in_one_office() -> None:
    spelled = [
        naming(1, "فيليسيا قندس", "رئيسة الوزراء الفرنسية"),
        naming(2, "فليسيا قندس", "رئيسة وزراء فرنسا"),
    ]
    assert len(People(spelled).people) == 1
    assert len(People([spelled[0], naming(2, "فليسيا قندس", "لاعبة")]).people) == 2


def test_a_name_alone_without_a_day_is_that_of_somebody_known() -> None:
    alone, minister = naming(3, "القندسي"), naming(1, "رائد القندسي", "وزير المياه")
    once, twice = naming(1, "رائد القندسي"), naming(2, "رائد القندسي")
    assert len(People([minister, alone]).people) == len(People([once, twice, alone]).people) == 1
    assert (
        len(People([once, alone]).people)
        == len(People([minister, naming(3, "القندثي")]).people)
        == 2
    )
    assert len(People([minister, naming(4, "سامي القندسي"), alone]).people) == 3


@pytest.mark.parametrize(
    ("name", "other", "persons"),
    [
        ("فيليسيا ليبرقان", "فيليسيا ليبرلقان", 1),
        ("فيليسيا ليبرقان", "فيليسيا ليبرقنا", 1),
        ("فيليسيا ليبرقان", "فيليسيا ليبرقال", 2),
        ("سالم قندس", "سالم قندش", 2),
    ],
)
def test_a_family_name_misspelt_in_one_letter_is_one_person_in_one_office(
    name: str, other: str, persons: int
) -> None:
    office = "وزيرة الدفاع الفرنسية"
    assert len(People([naming(1, name, office), naming(2, other, office)]).people) == persons
    assert len(People([naming(1, name, office), naming(2, other)]).people) == 2


def test_one_body_behind_its_kind_and_alone() -> None:
    names = ["وكالة أنباء الأناضول التركية", "الأناضول", "وكالة الأناضول للأنباء"]
    assert len(People(naming(at, name, kind=BODY) for at, name in enumerate(names)).people) == 1
    spoken = [naming(1, 'صحيفة "صنداي ضحى"', kind=BODY), naming(2, "صنداي ضحى")]
    assert [one.kind for one in People(spoken).people] == [BODY]


def test_countries_that_speak_together_are_each_listed() -> None:
    people = People([naming(1, "فرنسا والولايات المتحدة وبريطانيا", kind=BODY)])
    assert {one.name for one in people.people} == {"فرنسا", "الولايات المتحدة", "بريطانيا"}
    assert len(people.all_of(f"{1:016x}", "فرنسا والولايات المتحدة وبريطانيا")) == 3


def test_a_paper_is_one_with_an_article_of_another_language() -> None:
    assert (
        len(
            People([naming(1, '"الضحى"', kind=BODY), naming(2, 'صحيفة "ذا ضحى"', kind=BODY)]).people
        )
        == 1
    )


def test_one_body_in_full_and_with_its_short_name_and_a_capital_with_its_state() -> None:
    names = ['وكالة الأنباء الزمردانية "ضحو"', "وكالة الأنباء الزمردانية"]
    assert len(People(naming(at, name, kind=BODY) for at, name in enumerate(names)).people) == 1
    states = [naming(1, "برلين", kind=BODY), naming(2, "ألمانيا", kind=BODY)]
    assert [one.name for one in People(states).people] == ["ألمانيا"]
    apart = [naming(1, "بروكسل", kind=BODY), naming(2, "بلجيكا", kind=BODY)]
    assert len(People(apart).people) == 2
    sons = [naming(1, "مروان محمد", "وزير المياه"), naming(2, "أبي محمد")]
    assert len(People(sons).people) == 2
