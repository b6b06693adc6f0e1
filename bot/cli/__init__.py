"""``qawl``: everything from the command line, and what becomes of its errors."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.metadata import version
from typing import Annotated, Final

import typer

from bot.cli import asking, collection, evaluation, service
from bot.cli.console import tell
from index.errors import QawlError, SettingsError

USAGE: Final = 2
"""Exit code of a command that was written wrongly; 1 is one that could not be done."""

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


for _module in (asking, collection, evaluation, service):
    _module.register(app)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command; what Qawl knows to be wrong is told in one line, without a traceback."""
    # What Qawl writes is for its owner's eyes alone, whatever the system's habit.
    os.umask(0o077)
    code = 0
    try:
        result = app(args=arguments, prog_name="qawl", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except QawlError as error:
        tell(f"qawl: {error}")
        code = USAGE if isinstance(error, SettingsError) else 1
    except typer.Exit as error:
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
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
