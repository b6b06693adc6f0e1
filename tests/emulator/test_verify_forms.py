"""A quotation is checked however it is written down."""

from __future__ import annotations

import pytest

from tests.emulator.world import Person

WORDS = "الأمن لا يشترى بالوعود"
FORMS = [
    f"الرمضي: «{WORDS}»",
    f"قالت الرمضي: «{WORDS}»",
    f"الرمضي قالت: «{WORDS}»",
    f"الرمضي أكدت: «{WORDS}»",
    f"وقالت الرمضي: «{WORDS}»",
    f'قالت الرمضي: "{WORDS}"',
]


@pytest.mark.parametrize("form", FORMS)
async def test_the_verb_is_no_part_of_the_name(reader: Person, form: str) -> None:
    [check] = await reader.say(f"/verify {form}")
    assert "مطابق حرفًا بحرف" in check.text
    assert "القائل نفسه" in check.text or "ليس" not in check.text.splitlines()[1]


@pytest.mark.parametrize("form", ["«»", "الرمضي: «»", "الرمضي: « »", 'الرمضي: ""'])
async def test_an_empty_quotation_is_told_as_that(reader: Person, form: str) -> None:
    [told] = await reader.say(f"/verify {form}")
    assert "مطابق" not in told.text
    assert "ليس في المقالات" not in told.text
    assert "كلمات" in told.text


async def test_a_quotation_over_paragraphs_is_checked(reader: Person) -> None:
    [check] = await reader.say("/verify الرمضي: «الأمن لا يشترى\n\nبالوعود»")
    assert "مطابق" in check.text or "الكلمات نفسها" in check.text
