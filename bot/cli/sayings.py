"""quotes: sayings as rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import here
from bot.cli.console import Json, opened_library, print_json, tell
from bot.desk import Document
from bot.wiring import build_desk
from index.errors import NotFoundError
from retrieval.sayings.export import as_csv, row


def quotes(
    speaker: Annotated[str, typer.Option(help="A name in any script, or a role.")] = "",
    topic: Annotated[str, typer.Option(help="Words that the sayings are about.")] = "",
    article: Annotated[str | None, typer.Option(help="The id of one article.")] = None,
    as_csv_table: Annotated[bool, typer.Option("--csv", help="A table for spreadsheets.")] = False,
    as_json: Json = False,
) -> None:
    """List quotations with their speakers."""
    with opened_library() as (settings, library):
        desk = build_desk(settings, library, tell)
        asker = here(settings)
        found = desk.sayings.door.quotes(
            asker.scope, speaker=speaker or None, topic=topic or None, article_id=article
        )
    rows = [row(said) for said in found]
    if as_json:
        print_json(rows)
    elif as_csv_table:
        typer.echo(as_csv(rows), nl=False)
    else:
        for values in rows:
            name = values["speaker"] or "-"
            typer.echo(f"{values['date'] or '-':10}  {name}  [{values['kind']}]")
            typer.echo(f"    {' '.join(str(values['words']).split())}")


def report(
    name: Annotated[str, typer.Argument(help="A name in any script, or a role.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; standard output without.")
    ] = None,
) -> None:
    """Write an HTML page of all that somebody said."""
    with opened_library() as (settings, library):
        desk = build_desk(settings, library, tell)
        made = desk.sharing.report(here(settings), name)
    if not isinstance(made, Document):
        raise NotFoundError(f"nobody called {name!r} speaks in these articles.")
    if output is None:
        typer.echo(made.data.decode("utf-8"), nl=False)
    else:
        output.write_bytes(made.data)
        tell(f"written: {output}")


def register(app: typer.Typer) -> None:
    app.command()(quotes)
    app.command()(report)
