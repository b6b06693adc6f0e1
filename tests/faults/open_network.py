"""The bot, as `qawl` starts it, but for one thing: links may lead to this machine.

The tests have their slow servers here, which the bot would refuse to ask.
"""

from __future__ import annotations

from bot import wiring
from bot.cli import main
from index.reading.network import TimedTransport
from index.reading.tasks import SourceReader
from index.reading.web import Fetcher


class _Open(Fetcher):
    def __init__(self, *, reader: SourceReader) -> None:
        super().__init__(TimedTransport(), reader=reader, seconds=5.0)


if __name__ == "__main__":
    wiring.Fetcher = _Open  # type: ignore[assignment,misc]
    main()
