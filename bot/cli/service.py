"""serve: the bot, in Telegram or in this terminal."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.cli.app import opened_library, tell
from bot.cli.asking import attached, here
from bot.logs import set_up_logging
from bot.terminal import Terminal
from bot.wiring import build_desk
from index.types import PUBLIC


def serve(
    sample: Annotated[
        bool, typer.Option(help="Add the sample articles first where there are no articles.")
    ] = False,
) -> None:
    """Run the bot: in Telegram with a token, else in this terminal."""
    with opened_library() as (settings, library):
        if sample and library.store.count(frozenset({PUBLIC})) == 0:
            from index.samples import sample_articles

            tell("adding the sample articles ...")
            library.add_many(sample_articles(), PUBLIC)
        desk = build_desk(settings, library)
        if settings.token:
            # Imported here, for a terminal must not wait for the Telegram library.
            from bot.telegram.serve import serve as serve_telegram

            set_up_logging(settings)
            asyncio.run(serve_telegram(settings, desk))
            return
        terminal = Terminal(desk, here(settings))
        if attached():
            tell(here(settings).words("terminal.no_token"))
            terminal.chat()
        else:
            terminal.samples()


def register(app: typer.Typer) -> None:
    app.command()(serve)
