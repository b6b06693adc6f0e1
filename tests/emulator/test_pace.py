"""Telegram's limits, by a clock of the tests' own: what takes minutes takes no time here."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.pace import ChatPace, Pace

Sent = list[tuple[float, int]]


class _AtOnce(selectors.DefaultSelector):
    """Waits for nothing: the seconds to wait pass on the loop's clock instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0 if timeout is not None else None)
        if not ready and timeout is not None:
            # As with a real clock, some time has passed whatever there was to wait for.
            self.now += max(timeout, 1e-6)
        return ready


class Clockwork(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to whatever is due next."""

    def __init__(self) -> None:
        self._clock = _AtOnce()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def play(work: Callable[[ChatPace, Sent], Awaitable[None]], pace: Pace | None = None) -> Sent:
    """Runs sends against the clock; returns when each went out, and to which chat."""
    sent: Sent = []
    loop = Clockwork()
    try:
        loop.run_until_complete(work(ChatPace(pace or Pace()), sent))
    finally:
        loop.close()
    return sent


async def send(
    pace: ChatPace,
    sent: Sent,
    chat: int,
    *errors: Exception,
    endpoint: str = "sendMessage",
) -> bool:
    """Sends one message, which goes wrong as often as there are errors."""
    left = list(errors)

    async def call() -> bool:
        sent.append((asyncio.get_running_loop().time(), chat))
        if left:
            raise left.pop(0)
        return True

    return bool(await pace.process_request(call, (), {}, endpoint, {"chat_id": chat}, None))


def most_within(moments: list[float], window: float) -> int:
    """Returns how many fell into the fullest window."""
    # What falls on the edge belongs to the next window.
    return max(sum(0 <= b - a < window - 1e-3 for b in moments) for a in moments)


def test_thirty_a_second_over_all_chats() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        await asyncio.gather(*(send(pace, sent, chat) for chat in range(1, 201)))
        await asyncio.sleep(0.4)
        await asyncio.gather(*(send(pace, sent, chat) for chat in range(301, 401)))

    moments = [moment for moment, _ in play(work)]
    assert len(moments) == 300
    assert most_within(moments, 1.0) <= 30
    # Nor is anybody held up for nothing.
    assert moments[29] < 0.001
    assert moments[-1] <= 300 / 30 + 0.1


def test_twenty_a_minute_in_a_group_and_other_chats_go_on() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        busy = [send(pace, sent, -100) for _ in range(60)]
        await asyncio.gather(*busy, *(send(pace, sent, 7) for _ in range(5)))

    sent = play(work)
    group = [moment for moment, chat in sent if chat == -100]
    assert len(group) == 60
    assert most_within(group, 60.0) <= 20
    assert [round(moment) for moment, chat in sent if chat == 7] == [0, 1, 2, 3, 4]


def test_one_a_second_in_a_chat() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        kinds = ("sendMessage", "sendPhoto", "editMessageText", "sendDocument")
        await asyncio.gather(*(send(pace, sent, 5, endpoint=kind) for kind in kinds))

    assert [round(moment, 3) for moment, _ in play(work)] == [0.0, 1.0, 2.0, 3.0]


def test_what_is_no_message_waits_for_nothing() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        free = ("sendChatAction", "answerCallbackQuery", "getFile", "deleteMessage")
        await asyncio.gather(*(send(pace, sent, 5, endpoint=kind) for kind in free * 3))

    assert {round(moment, 3) for moment, _ in play(work)} == {0.0}


def test_asked_to_wait_a_chat_waits_so_long_and_alone() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        held = [send(pace, sent, 5, RetryAfter(35)), send(pace, sent, 5)]
        await asyncio.gather(*held, *(send(pace, sent, chat) for chat in (6, 7)))

    sent = play(work)
    assert [round(moment, 3) for moment, chat in sent if chat == 5] == [0.0, 35.0, 36.0]
    assert all(moment < 1 for moment, chat in sent if chat != 5)


@pytest.mark.parametrize("times", range(5))
def test_it_waits_as_often_as_it_is_asked_and_then_says_so(times: int) -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        await send(pace, sent, 5, *[RetryAfter(10)] * times)

    assert len(play(work)) == times + 1

    async def too_often(pace: ChatPace, sent: Sent) -> None:
        with pytest.raises(RetryAfter):
            await send(pace, sent, 5, *[RetryAfter(10)] * 9)

    assert len(play(too_often)) == Pace().retries + 1


def test_a_gateway_in_trouble_is_left_longer_each_time() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        await send(pace, sent, 5, *[NetworkError("Bad Gateway")] * 4)

    assert [round(moment, 3) for moment, _ in play(work)] == [0, 1, 3, 7, 15]


@pytest.mark.parametrize(
    "error", [TimedOut(), NetworkError("Internal Server Error"), BadRequest("chat not found")]
)
def test_what_may_have_arrived_or_never_will_is_sent_once(error: Exception) -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        with pytest.raises(type(error)):
            await send(pace, sent, 5, error)
        await send(pace, sent, 5)

    assert [round(moment, 3) for moment, _ in play(work)] == [0.0, 1.0]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 90), st.sampled_from([-2, -1, 1, 2, 3, 4, 5, 6])), max_size=120)
)
def test_whatever_is_asked_the_limits_hold_and_nothing_is_lost(
    wanted: list[tuple[float, int]],
) -> None:
    async def later(pace: ChatPace, sent: Sent, moment: float, chat: int) -> None:
        await asyncio.sleep(moment)
        await send(pace, sent, chat)

    async def work(pace: ChatPace, sent: Sent) -> None:
        await asyncio.gather(*(later(pace, sent, *each) for each in wanted))

    sent = play(work)
    assert sorted(chat for _, chat in sent) == sorted(chat for _, chat in wanted)
    if sent:
        assert most_within([moment for moment, _ in sent], 1.0) <= 30
    for chat in {chat for _, chat in sent}:
        moments = [moment for moment, to in sent if to == chat]
        assert most_within(moments, 1.0) <= 1
        assert chat > 0 or most_within(moments, 60.0) <= 20
