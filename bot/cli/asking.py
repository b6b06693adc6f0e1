"""ask, chat, articles."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer

from bot.cli.console import Json, opened_library, print_json, say, tell
from bot.desk import Asker, asker_of
from bot.settings import Settings
from bot.terminal import Terminal
from bot.wiring import build_answerer, build_desk
from index.store.sql import SqlStore
from index.types import Article
from index.versions import changes, replaced_at, versions_of
from retrieval.answer import Answer, AnswerSentence, NoAnswer
from retrieval.tell.citation import report


def here(settings: Settings) -> Asker:
    """Returns the person at this terminal as an asker: public articles, and those of chat 0."""
    return asker_of(0, settings.language, owner=True)


def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language.")],
    explain: Annotated[
        bool, typer.Option(help="Show the ranks and scores that led to each sentence.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer one question."""
    with opened_library() as (settings, library):
        asker = here(settings)
        if as_json:
            found = build_answerer(settings, library, tell).answer(question, asker.scope)
            print_json(report(found, explain=explain))
            return
        desk = build_desk(settings, library, tell)
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
    sentences: tuple[AnswerSentence, ...]
    if isinstance(found, Answer):
        sentences = found.sentences + found.more
    else:
        sentences = (found.nearest,) if found.nearest else ()
    for number, sentence in enumerate(sentences, start=1):
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
    with opened_library() as (settings, library):
        Terminal(build_desk(settings, library, tell), here(settings)).chat()


def articles(as_json: Json = False) -> None:
    """List the articles, newest first."""
    with opened_library() as (settings, library):
        asker, store = here(settings), library.store
        found = store.articles(asker.scope)
        dated = store.count(asker.outdated) > 0
        older = {a.id: versions_of(store, a, asker.outdated) if dated else [] for a in found}
        if as_json:
            print_json([{**described(a), **_versions(store, a, older[a.id])} for a in found])
            return
        for article in found:
            day = article.date.isoformat() if article.date else "-"
            say(f"{article.id}  {day:10}  {article.outlet}  {article.headline}")
            for version in older[article.id]:
                since = _replaced(store, version)
                say(f"    older version {version.id}" + (f", replaced {since}" if since else ""))
                for before, after in changes(version.text, article.text):
                    say(f"      - {before}\n      + {after}")
        if not found:
            typer.echo("There are no articles yet: `qawl add FILE` or `qawl sample`.", err=True)


def _replaced(store: SqlStore, version: Article) -> str | None:
    """Returns the day on which an older version was replaced, as far as it was noted."""
    moment = replaced_at(store, version.id, store.collections_of(version.id))
    return dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat() if moment else None


def _versions(store: SqlStore, article: Article, older: list[Article]) -> dict[str, object]:
    """Returns the older versions of an article, and what changed; nothing where there is none."""
    if not older:
        return {}
    versions = [
        {
            "id": version.id,
            "replaced": _replaced(store, version),
            "changes": changes(version.text, article.text),
        }
        for version in older
    ]
    return {"older_versions": versions}


def described(article: Article) -> dict[str, object]:
    """Returns what an article is, without its text."""
    return {
        "id": article.id,
        "headline": article.headline,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "language": article.language,
        "characters": len(article.text),
    }


def attached() -> bool:
    """Tells whether input and output are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def register(app: typer.Typer) -> None:
    for command in (ask, chat, articles):
        app.command()(command)
