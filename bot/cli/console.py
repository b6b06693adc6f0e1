"""What the commands share: the library that they open, and two kinds of output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from bot.settings import Settings, load_settings
from index.library import Library

Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON value on standard output, all else on standard error."),
]


def print_json(value: Any) -> None:
    """Prints the one JSON value of a command."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def tell(text: str) -> None:
    """Writes to a person who waits; never on standard output."""
    typer.echo(text, err=True)


@contextmanager
def opened_library(settings: Settings | None = None) -> Iterator[tuple[Settings, Library]]:
    """Opens the data folder that the settings name, and closes it again."""
    from bot.wiring import build_library

    found = settings or load_settings()
    library = build_library(found, tell)
    try:
        yield found, library
    finally:
        library.close()
