"""The command ``qawl``: its groups, its errors, its two kinds of output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import Annotated, Any, Final

import typer

from bot.settings import Settings, load_settings
from index.errors import QawlError, SettingsError
from index.library import Library

USAGE: Final = 2
"""Exit code of a command that was written wrongly; 1 is one that could not be done."""

Json = Annotated[
    bool,
    typer.Option("--json", help="One JSON value on standard output, all else on standard error."),
]

app = typer.Typer(
    name="qawl",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Questions about news articles, answered with the articles' own sentences.",
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qawl {version('qawl')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Questions about news articles, answered with the articles' own sentences."""


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


def main(arguments: list[str] | None = None) -> None:
    """Runs the command; what Qawl knows to be wrong is told in one line, without a traceback."""
    from bot.cli import asking, collection, evaluation, sayings, service

    for module in (asking, collection, evaluation, sayings, service):
        module.register(app)
    code = 0
    try:
        result = app(args=arguments, prog_name="qawl", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except SettingsError as error:
        tell(f"qawl: {error}")
        code = USAGE
    except QawlError as error:
        tell(f"qawl: {error}")
        code = 1
    except typer.Exit as error:
        code = error.exit_code
    except typer.Abort:
        code = 130
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader has gone, as `head` does; Python would complain once more at its end.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        tell(f"qawl: {error.strerror or error}{where}")
        code = 1
    except Exception as error:
        code = _unexpected(error)
    sys.exit(code)


def _unexpected(error: Exception) -> int:
    """Shows a usage error as such, and a fault of ours in one line; whole where it is asked for."""
    show = getattr(error, "show", None)
    if show is not None and hasattr(error, "exit_code"):
        show()
        return int(error.exit_code)
    if os.environ.get("QAWL_LOG_LEVEL", "").upper() == "DEBUG":
        raise error
    tell(f"qawl: this should not have happened: {type(error).__name__}: {error}")
    tell("QAWL_LOG_LEVEL=DEBUG shows where; please report it.")
    return 70
