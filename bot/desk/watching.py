"""What alerts, digests and followed sites share: a list to stop them from, and patience."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.actions import Action, Button
from bot.desk.office import Asker, Office
from bot.render.answer import shortened
from bot.render.message import Message, MessageBuilder
from index.reading.feeds import wait_after

FIRST_WAIT: Final = 60.0
LONGEST_WAIT: Final = 6 * 3_600.0


@dataclass(frozen=True, slots=True)
class Watched:
    """One thing that a chat watches, as its list shows it.

    Attributes:
        stop: What ends it.
        failures: How often it could not be read, one time after the other.
    """

    name: str
    stop: Action
    failures: int = 0


def watched_message(asker: Asker, kind: str, watched: Sequence[Watched]) -> Message:
    """Returns what a chat watches, each with a button that ends it.

    Args:
        kind: ``follow`` or ``alert``: which of the interface's words are used.
    """
    words = asker.words
    builder = MessageBuilder(words)
    if not watched:
        command = "alerts" if kind == "alert" else kind
        return builder.say(f"watched.none.{kind}").line().ask(command).build(awaits=command)
    builder.say(f"watched.title.{kind}")
    rows = []
    for item in watched:
        builder.line().fill("• {name}", name=item.name)
        if item.failures:
            times = words.counted("failure", item.failures)
            builder.text(" ").say("follow.failing", times=times)
        rows.append([stop_button(asker, kind, item)])
    return builder.build(rows)


def stop_button(asker: Asker, kind: str, item: Watched) -> Button:
    label = asker.words(f"button.stop.{kind}")
    return Button(f"{label}: {shortened(item.name)}", item.stop)


@dataclass(frozen=True, slots=True)
class News:
    """Something on its way to a chat that watches.

    Attributes:
        give_back: Lets it be told in a later round, where the chat could not be reached.
    """

    asker: Asker
    message: Message
    give_back: Callable[[], None]


@dataclass(slots=True)
class Patience:
    """Leaves a chat alone for longer and longer while it cannot be reached.

    It is tried again in the next round once; feeds have the like in their own state.
    """

    office: Office
    _failed: dict[int, tuple[int, float]] = field(default_factory=dict)

    def exhausted(self, chat_id: int) -> bool:
        """Tells whether a chat has to be left alone for now."""
        _, until = self._failed.get(chat_id, (0, 0.0))
        return self.office.state.clock() < until

    def settle(self, news: News, *, reached: bool) -> None:
        """Remembers whether a chat could be told."""
        chat_id = news.asker.chat_id
        failures, _ = self._failed.pop(chat_id, (0, 0.0))
        if not reached:
            news.give_back()
            wait = wait_after(failures, FIRST_WAIT, LONGEST_WAIT)
            self._failed[chat_id] = (failures + 1, self.office.state.clock() + wait)
