"""Pictures and pages that leave the chat."""

from __future__ import annotations

import io

from PIL import Image

from tests.emulator.world import Person, World


async def test_a_card_is_a_picture_with_its_source(reader: Person) -> None:
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    [_, card] = await reader.press("بطاقة للنشر")
    assert card.method == "sendPhoto"
    with Image.open(io.BytesIO(next(iter(card.files.values())))) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1_080
        assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 10
    assert "26 يونيو 2018" in card.text


async def test_a_report_is_one_page_that_needs_no_other(reader: Person, live: World) -> None:
    [file] = await reader.say("/report ستالبورغ")
    page = next(iter(file.files.values())).decode()
    assert page.startswith("<!DOCTYPE html>")
    assert 'dir="rtl"' in page
    for outside in ('src="http', "@import", "<script"):
        assert outside not in page
    found = live.desk.sayings.door.said("ستالبورغ", "", {"public"}, limit=1_000)
    assert page.count("<article ") == found.total
    [nobody] = await reader.say("/report نابليون")
    assert "لا أحد بهذا الاسم" in nobody.text


async def test_the_report_button_of_a_person(reader: Person) -> None:
    await reader.say("/said ستالبورغ")
    [_, file] = await reader.press("تقرير كامل")
    assert file.method == "sendDocument"
