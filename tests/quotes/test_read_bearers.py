"""Descriptions and the names of those who bear them, as a reader tells it."""

from __future__ import annotations

import pytest

from index.quotes.claims.claim import Claim
from index.quotes.read_bearers import Weighed, read_bearers
from index.quotes.weigh import Candidate
from index.types import Speaker, SpeakerKind

TEXT = "وصل سالم الكندي إلى المدينة أمس. ثم قال الوزير الزهراني إن رجلا يدعى سالم الكندي عاد."
"""Whoever is first mentioned at 72 stands behind the verb of saying of one who is at 40."""


def described(name: str, kind: SpeakerKind = SpeakerKind.PERSON, gender: str = "m") -> Candidate:
    return Candidate(Speaker(name, kind), 0.9, None, by_name=False, gender=gender, first=40)


def named(
    name: str,
    share: float,
    *,
    kind: SpeakerKind = SpeakerKind.PERSON,
    role: str | None = None,
    gender: str = "m",
    first: int = 0,
) -> Candidate:
    speaker = Speaker(name, kind, role)
    return Candidate(speaker, 0.0, None, True, name_share=share, gender=gender, first=first)


def bearer(chosen: Candidate, *others: Candidate) -> str | None:
    claim = Claim(chosen.speaker, None, None, (), "after", 0.9)
    found = read_bearers(TEXT, [Weighed(claim, (chosen, *others), chosen)])
    return found[chosen.speaker.name].speaker.name if found else None


@pytest.mark.parametrize(
    ("chosen", "other", "is_borne"),
    [
        (described("اللاعب الشاب"), named("سالم الكندي", 0.2), True),
        (described("قائد المنتخب الزهراني"), named("سالم الكندي", 0.2), True),
        (described("اللاعب الشاب"), named("سالم الكندي", 0.02), False),
        # The name is first told behind the description: of whom that one speaks.
        (described("وزير الداخلية"), named("سالم الكندي", 0.3, first=72), False),
        (described("وزير الداخلية"), named("سالم الكندي", 0.6, first=72), True),
        (described("الأم", gender="f"), named("سالم الكندي", 0.9), False),
        (described("الأم", gender="f"), named("سلمى الكندي", 0.9, gender="f"), True),
        (described("والدة اللاعب", gender="f"), named("سلمى", 0.3, gender="f"), False),
        (described("المتحدث باسم رجل الأعمال"), named("سالم الكندي", 0.3), False),
        (described("المصدر"), named("سالم الكندي", 0.3), False),
        (described("لاعب شاب"), named("سالم الكندي", 0.3), False),
        (described("مصدر في الشرطة"), named("سالم الكندي", 0.9), False),
        (described("المصدر"), named("سالم الكندي", 0.9), True),
        (described("محامي سالم"), named("سالم الكندي", 0.9), False),
        (described("الوزير الفرنسي"), named("سالم", 0.9, role="وزير التجارة الصيني"), False),
        (
            described("المعهد", SpeakerKind.INSTITUTION),
            named("معهد الضحى", 0.3, kind=SpeakerKind.INSTITUTION),
            True,
        ),
        (described("المعهد", SpeakerKind.INSTITUTION), named("سالم الكندي", 0.9), False),
    ],
)
def test_a_description_is_borne_by_whom_it_fits(
    chosen: Candidate, other: Candidate, is_borne: bool
) -> None:
    assert bearer(chosen, other) == (other.speaker.name if is_borne else None)


def test_all_quotations_of_one_who_is_described_count_together() -> None:
    chosen = described("اللاعب الشاب")
    claim = Claim(chosen.speaker, None, None, (), "after", 0.9)
    sure = Weighed(claim, (chosen, named("سالم الكندي", 0.3)), chosen)
    silent = Weighed(claim, (chosen,), chosen)
    assert set(read_bearers(TEXT, [sure, silent])) == {"اللاعب الشاب"}
    assert read_bearers(TEXT, [sure, silent, silent, silent]) == {}


@pytest.mark.parametrize(
    ("text", "is_borne"),
    [
        ("قال السفير الزهراني في الوادي أمام المجلس الدولي سالم «لن نعود»", True),
        ("قال السفير الزهراني في الوادي إلى سالم «لن نعود»", False),
        ("قال السفير الزهراني في الوادي إن صاحبه سالم «لن يعود»", False),
        ("قال السفير الزهراني في الوادي «لن نعود» وسالم", False),
    ],
)
def test_a_name_that_ends_what_tells_who_he_is_is_his(text: str, is_borne: bool) -> None:
    speaker = Speaker("السفير الزهراني", SpeakerKind.PERSON)
    chosen = Candidate(speaker, 0.9, None, by_name=False, gender="m", first=text.index("السفير"))
    other = named("سالم", 0.2, first=text.index("سالم"))
    claim = Claim(speaker, None, None, (), "after", 0.9)
    assert bool(read_bearers(text, [Weighed(claim, (chosen, other), chosen)])) is is_borne


def test_nobody_bears_what_nobody_is_called() -> None:
    assert read_bearers(TEXT, [Weighed(None), Weighed(None, (described("اللاعب"),))]) == {}
