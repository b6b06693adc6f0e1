"""ask, chat, articles, verify, who, quotes, report: what the articles hold, for a terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import Json, here, opened_desk, opened_library, print_json, say, tell
from bot.desk import Document
from bot.terminal import Terminal
from index.errors import NotFoundError
from index.store.sql import SqlStore
from index.types import Article
from index.versions import changes, replaced_at, versions_of
from retrieval.answer import Answer, NoAnswer
from retrieval.question.intent import Claim, read_check, read_who
from retrieval.sayings.export import as_csv, check_row, row
from retrieval.tell.citation import report as as_data


def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language.")],
    explain: Annotated[
        bool, typer.Option(help="Show the ranks and scores that led to each sentence.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer one question."""
    with opened_desk() as (desk, asker):
        if as_json:
            print_json(as_data(desk.office.answerer.answer(question, asker.scope), explain=explain))
            return
        terminal = Terminal(desk, asker)
        terminal.show(desk.ask(asker, question), buttons=False)
        if explain and desk.answers.refusal(asker, question) is None:
            _explain(desk.office.answerer.answer(question, asker.scope, desk.office.today()))


def _explain(found: Answer | NoAnswer) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"confidence {found.confidence:.3f}", title_justify="left")
    for name in ("", "score", "fused", "dense", "rank", "lexical", "rank", "article", "sentence"):
        table.add_column(name, justify="left" if name == "article" else "right")
    answered = found.sentences + found.more if isinstance(found, Answer) else (found.nearest,)
    for number, sentence in enumerate(filter(None, answered), start=1):
        evidence = sentence.evidence
        table.add_row(
            str(number),
            f"{sentence.score:.3f}",
            f"{evidence.fused_score:.4f}",
            f"{evidence.dense_score:.4f}",
            str(evidence.dense_rank or "-"),
            f"{evidence.lexical_score:.3f}",
            str(evidence.lexical_rank or "-"),
            sentence.citation.article_id,
            str(sentence.citation.sentence),
        )
    Console().print(table)


def chat() -> None:
    """Ask and answer in this terminal."""
    with opened_desk() as (desk, asker):
        Terminal(desk, asker).chat()


def articles(as_json: Json = False) -> None:
    """List the articles, newest first."""
    with opened_library() as (settings, library):
        asker, store = here(settings), library.store
        found = store.articles(asker.scope)
        dated = store.count(asker.outdated) > 0
        older = {a.id: versions_of(store, a, asker.outdated) if dated else [] for a in found}
        rows = [_described(store, article, older[article.id]) for article in found]
    if as_json:
        print_json(rows)
        return
    for one in rows:
        say(f"{one['id']}  {one['date'] or '-':10}  {one['outlet']}  {one['headline']}")
        for version in one.get("older_versions", ()):
            since = f", replaced {version['replaced']}" if version["replaced"] else ""
            say(f"    older version {version['id']}{since}")
            for before, after in version["changes"]:
                say(f"      - {before}\n      + {after}")
    if not rows:
        tell("There are no articles yet: `qawl add FILE` or `qawl sample`.")


def _described(store: SqlStore, article: Article, older: list[Article]) -> dict[str, Any]:
    """Returns what an article is, without its text; its older versions, and what changed."""
    row: dict[str, Any] = {
        "id": article.id,
        "headline": article.headline,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "language": article.language,
        "characters": len(article.text),
    }
    for version in older:
        moment = replaced_at(store, version.id, store.collections_of(version.id))
        day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat() if moment else None
        told = {"id": version.id, "replaced": day, "changes": changes(version.text, article.text)}
        row.setdefault("older_versions", []).append(told)
    return row


def quotes(
    speaker: Annotated[str, typer.Option(help="A name in any script, or a role.")] = "",
    topic: Annotated[str, typer.Option(help="Words that the sayings are about.")] = "",
    article: Annotated[str | None, typer.Option(help="The id of one article.")] = None,
    as_csv_table: Annotated[bool, typer.Option("--csv", help="A table for spreadsheets.")] = False,
    as_json: Json = False,
) -> None:
    """List quotations with their speakers."""
    with opened_desk() as (desk, asker):
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
    with opened_desk() as (desk, asker):
        made = desk.sharing.report(asker, name)
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
    with opened_desk() as (desk, asker):
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
    for command in (ask, chat, articles, verify, who, quotes, report):
        app.command()(command)
