"""What the commands share: what they open, two kinds of output, a sign of life."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from bot.desk import Asker, Desk, asker_of
from bot.settings import Settings, load_settings
from bot.terminal import visible
from bot.wiring import build_desk, build_library
from index.library import Library

Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON value on standard output, all else on standard error."),
]


def print_json(value: Any) -> None:
    """Prints the one JSON value of a command."""
    typer.echo(_escaped(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def print_result(value: Any, line: str, *, as_json: bool) -> None:
    """Prints what a command did: its JSON value, or a line for people."""
    if as_json:
        print_json(value)
    else:
        say(line)


def print_figures(figures: dict[str, Any], *, as_json: bool) -> None:
    """Prints figures: as one JSON value, or a line each."""
    print_result(figures, "\n".join(f"{k}: {v}" for k, v in figures.items()), as_json=as_json)


def _escaped(written: str) -> str:
    """JSON may hold some controls as they are; a terminal would obey them."""
    return re.sub(r"[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", written)


def say(text: str, *, nl: bool = True) -> None:
    """Writes to standard output; no control of an article's words reaches the terminal."""
    typer.echo(visible(text), nl=nl)


def tell(text: str) -> None:
    """Writes to standard error, for the person at the terminal."""
    typer.echo(visible(text), err=True)


@contextmanager
def waiting(text: str) -> Iterator[Callable[[int, int], None]]:
    """Shows that work goes on: a line with a clock in a terminal, else lines in a log.

    Yields:
        A function to call with the passages that are done and those in all; with the same
        number twice where the second is unknown.
    """

    def far(done: int, total: int) -> str:
        return f"{done} of {total} passages" if done < total else f"{done} passages can be found"

    if not sys.stderr.isatty():
        tell(f"{text} ...")
        yield lambda done, total: tell(far(done, total))
        return
    # Imported here, for most commands have ended before it would be there.
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(text)
        yield lambda done, total: shown.update(task, description=f"{text}: {far(done, total)}")


@contextmanager
def opened_library(settings: Settings | None = None) -> Iterator[tuple[Settings, Library]]:
    """Opens the data folder that the settings name, and closes it again."""
    found = settings or load_settings()
    library = build_library(found, tell)
    try:
        yield found, library
    finally:
        library.close()


def here(settings: Settings) -> Asker:
    """Returns the person at this terminal as an asker: public articles, and those of chat 0."""
    return asker_of(0, settings.language, owner=True)


@contextmanager
def opened_desk() -> Iterator[tuple[Desk, Asker]]:
    """Opens all that the bot can do on the data folder, for the person at this terminal."""
    with opened_library() as (settings, library):
        yield build_desk(settings, library, tell), here(settings)
