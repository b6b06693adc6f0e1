"""The table of what is driven by which test is complete, and true in both modes."""

from __future__ import annotations

import importlib
import inspect

import pytest

from tests.emulator.driven import TABLE, expected, table
from tests.emulator.world import World

OF_A_LIVE_BOT = {"live", "reader", "member", "web"}
"""Fixtures that bring a test to the bot of both modes."""


def function(test: str) -> object:
    file, _, name = test.partition("::")
    return getattr(
        importlib.import_module(f"tests.emulator.{file.removesuffix('.py')}"), name, None
    )


async def test_nothing_that_the_bot_takes_is_missing_and_nothing_is_left_over(live: World) -> None:
    names = expected(live.application, live.desk)
    assert names - set(table()) == set(), f"{TABLE.name} names no test for these"
    assert set(table()) - names == set(), f"the bot does not take these any more: {TABLE.name}"


@pytest.mark.parametrize("name", sorted(table()))
def test_each_is_driven_by_a_test_that_runs_in_both_modes(name: str) -> None:
    found = function(table()[name])
    assert callable(found), table()[name]
    if name.startswith("fault:"):
        return
    assert OF_A_LIVE_BOT & set(inspect.signature(found).parameters)
    assert not any(mark.name == "mode" for mark in getattr(found, "pytestmark", []))
