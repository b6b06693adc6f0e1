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


async def test_a_short_quotation_is_a_sticker_too(reader: Person) -> None:
    await reader.say("من قال «لن نسلم أحدا قبل أن نتسلم الجميع»؟")
    [_, card] = await reader.press("بطاقة للنشر")
    [_, sticker] = await reader.press("ملصق", card)
    assert sticker.method == "sendSticker"
    with Image.open(io.BytesIO(next(iter(sticker.files.values())))) as picture:
        assert picture.format == "WEBP"
        assert max(picture.size) == 512
        assert picture.getchannel("A").getextrema() == (0, 255)


async def test_what_cannot_be_read_on_a_sticker_is_offered_as_a_card_alone(reader: Person) -> None:
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    [_, card] = await reader.press("بطاقة للنشر")
    assert [button["text"] for button in card.buttons] == []
