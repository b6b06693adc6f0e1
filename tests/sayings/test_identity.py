"""Who is one person across articles, and who is not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.errors import SettingsError
from index.identity.aliases import Aliases, Correction, Same, Split, add_correction, read_aliases
from index.identity.people import People
from index.identity.roles import contradict, share
from index.identity.values import Naming
from index.types import SpeakerKind

PERSON = SpeakerKind.PERSON
BODY = SpeakerKind.INSTITUTION
ENVOY = "المبعوث الخاص لمجلس الأقاليم"


def naming(
    article: int,
    name: str,
    role: str | None = None,
    *,
    day: int | None = None,
    kind: SpeakerKind = PERSON,
    organisation: str | None = None,
) -> Naming:
    date = dt.date(2024, 1, 1) + dt.timedelta(days=day) if day is not None else None
    return Naming(f"{article:016x}", name, kind, role, organisation, date)


def names(people: People) -> set[frozenset[str]]:
    return {frozenset(person.names) for person in people.people}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إريك ستالبورغ", "إريك ستالبرغ"),
        ("إريك ستالبورغ", "Erik Stahlborg"),
        ("بريت ماكغورك", "بريت ماكجورك"),
        ("بريت ماكغورك", "Brett McGurk"),
        ("هالة الرمضي", "الوزيرة هالة الرمضي"),
        ("ناصر بوريطة", "Nasser Bourita"),
        ("زَيْنَبُ العَقَّادِي", "زينب العقادي"),
        ("رائد القندسي", "رائد سليم القندسي"),
    ],
)
def test_spellings_of_one_person(one: str, other: str) -> None:
    people = People([naming(1, one), naming(2, other)])
    assert len(people.people) == 1
    assert people.find(one) == people.find(other) == people.people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("رائد القندسي", "سامر القندسي"),
        ("حسن الرمضي", "حسين الرمضي"),
        ("هالة الرمضي", "هالة البيدري"),
        ("خالد ناصر", "خالد ناصر الدين المزدلي"),
    ],
)
def test_two_names_are_two_people(one: str, other: str) -> None:
    assert len(People([naming(1, one), naming(2, other)]).people) == 2


def test_namesakes_whose_roles_contradict_stay_apart() -> None:
    people = People(
        [
            naming(1, "مازن الطويبي", "مهاجم الفريق", day=1),
            naming(2, "مازن الطويبي", "وزير النقل", day=300),
            naming(3, "مازن الطويبي", "المهاجم", day=3),
        ]
    )
    assert sorted(len(person.articles) for person in people.people) == [1, 2]
    assert len(people.find("مازن الطويبي")) == 2


def test_ministers_of_two_countries_stay_apart() -> None:
    people = People(
        [
            naming(1, "محمد الصالحي", "وزير الخارجية المغربي", day=1),
            naming(2, "محمد الصالحي", "وزير الخارجية التونسي", day=2),
        ]
    )
    assert len(people.people) == 2


def test_a_career_moves_on() -> None:
    people = People(
        [
            naming(1, "هدى البيدري", "مديرة الشركة", day=1),
            naming(2, "هدى البيدري", "رئيسة بلدية القرنفل", day=900),
        ]
    )
    [person] = people.people
    assert person.roles == ("رئيسة بلدية القرنفل", "مديرة الشركة")
    assert (person.first, person.last) == (dt.date(2024, 1, 2), dt.date(2026, 6, 19))


def test_two_offices_at_one_time_are_two_people() -> None:
    one = naming(1, "وليد الكرمي", "وزير الخارجية", day=1)
    assert len(People([one, naming(2, "وليد الكرمي", "وزير الدفاع", day=5)]).people) == 2
    assert len(People([one, naming(2, "وليد الكرمي", "وزير الدفاع", day=500)]).people) == 1


def test_a_bare_family_name_needs_a_reason() -> None:
    full = naming(1, "رائد القندسي", "وزير المياه", day=1)
    assert len(People([full, naming(2, "القندسي", "وزير المياه", day=400)]).people) == 1
    assert len(People([full, naming(2, "القندسي", day=10)]).people) == 1
    assert len(People([full, naming(2, "القندسي", day=400)]).people) == 2
    assert len(People([full, naming(2, "القندسي", "لاعب الفريق", day=10)]).people) == 2
    brother = naming(3, "سامر القندسي", "نائب", day=1)
    assert len(People([full, brother, naming(2, "القندسي", day=10)]).people) == 3


def test_a_name_that_thousands_bear_needs_a_role_in_common() -> None:
    assert len(People([naming(1, "محمد علي"), naming(2, "محمد علي")]).people) == 2
    shared = [naming(n, "محمد علي", "بائع الصحف") for n in (1, 2)]
    assert len(People(shared).people) == 1


def test_two_parts_of_one_person_do_not_split_those_that_follow() -> None:
    namings = [naming(n, "رائد القندسي", "وزير المياه", day=n) for n in range(5)]
    namings += [naming(n, "رائد القندسي", day=n) for n in range(5, 9)]
    people = People(namings)
    assert [person.sayings for person in people.people] == [9]


def test_namings_that_two_namesakes_could_bear_are_nobody_s() -> None:
    minister = [naming(n, "مازن الطويبي", "وزير النقل", day=n) for n in range(3)]
    striker = [naming(n, "مازن الطويبي", "مهاجم الفريق", day=n) for n in range(3, 5)]
    doubtful = [naming(n, "مازن الطويبي", day=n) for n in range(5, 9)]
    people = People([*minister, *striker, *doubtful])
    assert sorted(person.sayings for person in people.people) == [2, 3, 4]


def test_unnamed_sources_of_two_articles_are_two() -> None:
    unnamed = SpeakerKind.UNNAMED
    people = People([naming(n, "مسؤول محلي", kind=unnamed) for n in (1, 2)])
    assert len(people.people) == 2
    assert len({person.id for person in people.people}) == 2


def test_an_institution_is_one_by_its_name() -> None:
    kind = SpeakerKind.INSTITUTION
    people = People(
        [naming(1, "هيئة الدفاع المدني", kind=kind), naming(2, "الهيئة الدفاع المدني", kind=kind)]
    )
    assert len(people.people) == 1


def test_finding_whom_a_typed_name_stands_for() -> None:
    people = People(
        [
            naming(1, "إريك ستالبورغ", ENVOY),
            naming(2, "هالة الرمضي", "وزيرة الخارجية"),
            naming(3, "مسؤول أمني", kind=SpeakerKind.UNNAMED),
        ]
    )
    for asked in ("ستالبورغ", "Stahlborg", "المبعوث ستالبرغ", "erik stahlborg", "إريك", "المبعوث"):
        assert [person.name for person in people.find(asked)] == ["إريك ستالبورغ"], asked
    assert [person.name for person in people.find("وزيرة الخارجية")] == ["هالة الرمضي"]
    for asked in ("لافروف", "", "؟", "وزير الدفاع", "ستال"):
        assert people.find(asked) == (), asked


@pytest.mark.parametrize("role", ["وزير الخارجية والتعاون المغربي", "وزير الخارجية"])
def test_an_office_of_another_country_finds_nobody(role: str) -> None:
    people = People([naming(1, "نادر البلوطي", role)])
    assert people.find("وزير الخارجية المصري") == ()
    assert [person.name for person in people.find("وزير الخارجية")] == ["نادر البلوطي"]


def test_an_office_of_the_same_country_finds_its_holder() -> None:
    people = People([naming(1, "نادر البلوطي", "وزير الخارجية والتعاون المغربي")])
    assert [person.name for person in people.find("وزير الخارجية المغربي")] == ["نادر البلوطي"]


def test_ids_do_not_change_with_a_new_article() -> None:
    before = People([naming(1, "هالة الرمضي", "وزيرة الخارجية", day=1)])
    after = People(
        [
            naming(1, "هالة الرمضي", "وزيرة الخارجية", day=1),
            naming(2, "هالة الرمضي", day=9),
            naming(3, "رائد القندسي", day=9),
        ]
    )
    assert before.people[0].id == after.find("هالة الرمضي")[0].id


def test_an_owner_s_aliases_come_first() -> None:
    namings = [naming(1, "بريت ماكغورك"), naming(2, "ماكغيرك"), naming(3, "المبعوث بريت")]
    same = Same("بريت ماكغورك", ("ماكغيرك", "المبعوث بريت"))
    people = People(namings, Aliases(same=(same,)))
    [person] = people.people
    assert person.name == "بريت ماكغورك"
    assert len(person.articles) == 3


def test_a_wrong_merge_is_undone() -> None:
    namings = [naming(n, "رائد القندسي") for n in (1, 2, 3)]
    assert len(People(namings).people) == 1
    split = Split("رائد القندسي", frozenset({f"{2:016x}"}), label="رائد القندسي (الصغير)")
    people = People(namings, Aliases(split=(split,)))
    assert {person.name for person in people.people} == {"رائد القندسي", "رائد القندسي (الصغير)"}
    assert len(people.find("رائد القندسي")) == 2
    by_role = Split("رائد القندسي", role="طبيب")
    namings.append(naming(4, "رائد القندسي", "طبيب الأسنان"))
    assert len(People(namings, Aliases(split=(by_role,))).people) == 2


def test_the_file_of_aliases(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    assert read_aliases(path) == Aliases()
    same = """[[same]]\nname = "بريت ماكغورك"\nnames = ["ماكغيرك", 'Brett "B" McGurk']\n"""
    named = '[[split]]\nname = "محمد علي"\n'
    there = 'articles = ["0000000000000000"]\nlabel = "محمد علي (لاعب)"\n'
    path.write_text(f'{same}{named}{there}{named}role = "طبيب"\n', encoding="utf-8")
    aliases = read_aliases(path)
    assert aliases.same == (Same("بريت ماكغورك", ("ماكغيرك", 'Brett "B" McGurk')),)
    assert aliases.split == (
        Split("محمد علي", frozenset({"0" * 16}), label="محمد علي (لاعب)"),
        Split("محمد علي", role="طبيب"),
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[[same]\n", 1, "line 1"),
        ("# x\n\n[[same]]\nname = 'a'\n", 3, "names"),
        ("[[same]]\nname = 'a'\nnames = ['b']\n[[same]]\nnames = ['b']\n", 4, "name"),
        ("[[split]]\nname = 'a'\n", 1, "articles or role"),
        ("[[split]]\nname = 'a'\narticles = ['x']\n", 1, "article ids"),
        ("[[split]]\nname = 'a'\nrole = 'b'\nwhy = 'c'\n", 1, "why is unknown"),
        ("\n[[merge]]\nname = 'a'\n", 2, "'merge' is unknown"),
        ("same = 3\n", 1, "'same' is unknown"),
        ("[[same]]\nname = 'a'\nnames = [3]\n", 1, "names"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_aliases(path)
    assert str(path) in str(caught.value)
    assert f"line {line}" in str(caught.value)
    assert says in str(caught.value)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_bytes("[[same]]".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_aliases(path)


def test_nothing_is_written_into_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_text("[[same]\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        add_correction(path, Correction("0" * 16, "0" * 16, "a"))
    with pytest.raises(SettingsError):
        add_correction(tmp_path / "new.toml", Correction("no id", "0" * 16, "a"))
    assert path.read_text(encoding="utf-8") == "[[same]\n"
    assert not (tmp_path / "new.toml").exists()


@pytest.mark.parametrize(
    ("one", "other", "days", "contradicts"),
    [
        (None, "وزير", 1, False),
        ("وزير الخارجية", "وزيرة الخارجية", 1, False),
        ("وزير الخارجية المغربي", "وزير الخارجية الفرنسي", 9000, True),
        ("لاعب المنتخب", "روائي", None, True),
        ("طبيب", "وزير الصحة", None, False),
        ("رئيس النادي", "رئيس البلدية", 1, True),
        ("رئيس النادي", "رئيس البلدية", 900, False),
        ("رئيس النادي", "الرئيس", 1, False),
        ("French minister", "وزير فرنسي", 1, False),
        ("Moroccan minister", "وزير فرنسي", 1, True),
    ],
)
def test_roles(one: str | None, other: str, days: int | None, contradicts: bool) -> None:
    assert contradict(one, other, days) is contradicts
    assert contradict(other, one, days) is contradicts


def test_roles_that_share_a_word() -> None:
    assert share("وزير المياه", "الوزير")
    assert not share("لاعب مغربي", "وزير مغربي")
    assert not share(None, "وزير")


LATIN = {
    "David Kamal": "ديفيد كمال",
    "Benjamin Rahali": "بنيامين رحالي",
    "Carlo Ancelli": "كارلو أنشيلي",
    "Recep Karagan": "رجب كاراغان",
    "Nikki Haleb": "نيكي هاليب",
}


@pytest.mark.parametrize("asked", LATIN)
def test_a_full_name_in_latin_letters_finds_whom_the_surname_finds(asked: str) -> None:
    people = People([naming(number, name) for number, name in enumerate(LATIN.values())])
    (found,) = people.find(asked)
    assert found.name == LATIN[asked]
    assert people.find(asked.split()[1]) == (found,)


@pytest.mark.parametrize("asked", ["Bernard Rahali", "Sara Rahali", "Tom Ancelli", "Ali Haleb"])
def test_another_given_name_finds_nobody(asked: str) -> None:
    people = People([naming(number, name) for number, name in enumerate(LATIN.values())])
    assert people.find(asked) == ()


def test_a_given_name_at_the_end_of_a_role_is_the_persons() -> None:
    people = People([naming(1, "الكندي", "وزير المياه الزمرداني سالم"), naming(2, "سالم الكندي")])
    assert [(person.name, person.roles) for person in people.people] == [
        ("سالم الكندي", ("وزير المياه الزمرداني",))
    ]
    assert people.of(f"{1:016x}", "الكندي", "وزير المياه الزمرداني سالم") == people.people[0]


def test_one_minister_by_two_names_of_his_office_is_one() -> None:
    people = People(
        [
            naming(1, "سالم الكندي", "وزير المالية الفرنسي", day=1),
            naming(2, "سالم الكندي", "وزير الاقتصاد الفرنسي", day=3),
        ]
    )
    assert len(people.people) == 1


def test_one_body_is_one_however_it_is_written() -> None:
    written = ['صحيفة "الضحى"', '"الضحى"', 'صحيفة "الضحى" الفرنسية', "وزارة المياه الأميركية"]
    bodies = [naming(n, name, kind=BODY) for n, name in enumerate(written)]
    people = People([*bodies, naming(9, "وزارة المياه الأمريكية", kind=BODY)])
    assert sorted(len(person.names) for person in people.people) == [2, 3]


@pytest.mark.parametrize(
    "name",
    [
        "الصحيفة الفرنسية",
        "الشروط اللازمة",
        "اتفاقات سابقة",
        "الدول الموقعة",
        "الأب",
        "العام الماضي",
    ],
)
def test_what_could_be_any_body_is_unnamed(name: str) -> None:
    (person,) = People([naming(1, name, kind=BODY)]).people
    assert person.kind is SpeakerKind.UNNAMED


@pytest.mark.parametrize("name", ["متطوع", "متابعون", "مسعفون", "مقارنا"])
def test_a_common_word_alone_is_nobodys_name(name: str) -> None:
    (person,) = People([naming(1, name)]).people
    assert person.kind is SpeakerKind.UNNAMED


def test_a_word_alone_is_the_body_that_has_it_elsewhere() -> None:
    people = People([naming(1, "سبوتارك"), naming(2, "وكالة سبوتارك", kind=BODY)])
    assert [(person.kind, len(person.articles)) for person in people.people] == [(BODY, 2)]


@pytest.mark.parametrize("name", ["باسم", "صحيفتا"])
def test_what_is_left_of_a_description_is_no_name(name: str) -> None:
    (person,) = People([naming(1, name)]).people
    assert person.kind is SpeakerKind.UNNAMED


def test_a_body_has_no_office() -> None:
    (body,) = People([naming(1, "شركة الضحى", "المدير التنفيذي", kind=BODY)]).people
    assert body.roles == ()


def test_a_lone_noun_is_a_name_only_where_somebody_bears_it() -> None:
    alone = People([naming(1, "الركاب")])
    assert [person.kind for person in alone.people] == [SpeakerKind.UNNAMED]
    borne = People([naming(1, "السراج"), naming(2, "فايز السراج", "رئيس الحكومة")])
    assert {person.kind for person in borne.people} == {PERSON}
