"""The same bot behind a webhook, with its secret."""

from __future__ import annotations

import aiohttp
import pytest

from tests.emulator.world import SECRET, World

pytestmark = pytest.mark.mode("webhook")

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def _address(world: World) -> str:
    settings = world.desk.office.settings
    return f"http://127.0.0.1:{settings.port}/telegram"


async def test_the_webhook_is_set_with_its_secret_and_the_updates_wanted(live: World) -> None:
    call = next(c for c in live.calls if c.method == "setWebhook")
    assert call.fields["secret_token"] == SECRET
    assert "inline_query" in call.fields["allowed_updates"]
    assert "poll" not in call.fields["allowed_updates"]


async def test_a_question_is_answered(live: World) -> None:
    [answer] = await live.person().say("كم دولة شاركت في اجتماع الصخيرات؟")
    assert "42 دولة" in answer.text


async def test_a_button_is_answered(live: World) -> None:
    reader = live.person()
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    [_, context] = await reader.press("السياق")
    assert context.method == "editMessageText"


@pytest.mark.parametrize("secret", ["wrong", "", None, SECRET + "x"])
async def test_a_wrong_secret_is_refused(live: World, secret: str | None) -> None:
    headers = {} if secret is None else {HEADER: secret}
    before = len(live.calls)
    async with (
        aiohttp.ClientSession() as client,
        client.post(_address(live), json={"update_id": 1}, headers=headers) as response,
    ):
        assert response.status == 403
    assert len(live.calls) == before


async def test_what_is_no_update_is_refused(live: World) -> None:
    async with (
        aiohttp.ClientSession() as client,
        client.post(_address(live), data=b"[1", headers={HEADER: SECRET}) as response,
    ):
        assert response.status == 400


async def test_an_update_that_comes_again_is_answered_once(live: World) -> None:
    reader = live.person()
    update = {"update_id": 777_000_001, "message": reader.message("كم دولة شاركت؟")}
    async with aiohttp.ClientSession() as client:
        for _ in range(3):
            async with client.post(
                _address(live), json=update, headers={HEADER: SECRET}
            ) as response:
                assert response.status == 200
    await live.settle(777_000_001)
    assert len(reader.shown()) == 1


async def test_health_and_figures(live: World) -> None:
    port = live.desk.office.settings.health_port
    async with aiohttp.ClientSession() as client:
        async with client.get(f"http://127.0.0.1:{port}/health") as response:
            assert response.status == 200
            assert (await response.json())["mode"] == "webhook"
        async with client.get(f"http://127.0.0.1:{port}/metrics") as response:
            assert "qawl_questions_total" in await response.text()
