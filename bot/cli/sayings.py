"""quotes, report, verify, who: sayings as rows, a page of them, and the check of a quotation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.asking import here
from bot.cli.console import Json, opened_library, print_json, say, tell
from bot.desk import Document
from bot.terminal import Terminal
from bot.wiring import build_desk
from index.errors import NotFoundError
from retrieval.question.intent import Claim, read_check, read_who
from retrieval.sayings.export import as_csv, check_row, row


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
        say(as_csv(rows), nl=False)
    else:
        for values in rows:
            name = values["speaker"] or "-"
            say(f"{values['date'] or '-':10}  {name}  [{values['kind']}]")
            say(f"    {' '.join(str(values['words']).split())}")


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
        say(made.data.decode("utf-8"), nl=False)
    else:
        output.write_bytes(made.data)
        tell(f"written: {output}")


def verify(
    claim: Annotated[
        str | None, typer.Argument(help='NAME: "words", or the words alone.', show_default=False)
    ] = None,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Claims, one a line.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check whether quotations are as published, and whose they are."""
    if (claim is None) == (file is None):
        raise typer.BadParameter("give one claim, or --file with one a line.")
    lines = file.read_text(encoding="utf-8-sig").splitlines() if file else [claim or ""]
    _check([line for line in lines if line.strip()], who=False, as_json=as_json)


def who(
    words: Annotated[str, typer.Argument(help="The words, with or without marks.")],
    as_json: Json = False,
) -> None:
    """Tell who said some words."""
    _check([words], who=True, as_json=as_json)


def _check(texts: list[str], *, who: bool, as_json: bool) -> None:
    with opened_library() as (settings, library):
        desk = build_desk(settings, library, tell)
        asker = here(settings)
        if not as_json:
            terminal = Terminal(desk, asker)
            for text in texts:
                show = desk.sayings.who if who else desk.sayings.verify
                terminal.show(show(asker, text), buttons=False)
            return
        door = desk.sayings.door
        rows = []
        for number, text in enumerate(texts, start=1):
            words = read_who(text)
            claim = (Claim(words) if words else None) if who else read_check(text)
            if claim is None:
                raise typer.BadParameter(f"there are no words in {text!r}.")
            check = door.check(claim, asker.scope)
            old = desk.sayings.withdrawn(asker, claim, check)
            rows.append(check_row(check) | ({"older_version": check_row(old)} if old else {}))
            if len(texts) > 1:
                tell(f"claims: {number} of {len(texts)}")
    print_json(rows[0] if len(texts) == 1 else rows)


def register(app: typer.Typer) -> None:
    app.command()(verify)
    app.command()(who)
    app.command()(quotes)
    app.command()(report)
