"""eval: measured on files in the formats of docs/evaluation.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import Json, print_json, tell
from bot.settings import load_settings

eval_app = typer.Typer(no_args_is_help=True, help="Measure retrieval, quotations and the check.")

File = Annotated[Path, typer.Option(exists=True, dir_okay=False)]


def _progress(what: str, done: int, total: int) -> None:
    tell(f"{what}: {done} of {total}")


def _show(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        typer.echo(f"{name}: {value}")


@eval_app.command()
def retrieval(
    passages: File,
    questions: File,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask the first questions only.")] = None,
    quick: Annotated[
        bool, typer.Option(help="Encode nothing twice: keep vectors in the cache folder.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure how well passages and sentences are found, and how well it is known when not."""
    from bot.wiring import build_encoder, build_reranker
    from index.encoder import CachedEncoder
    from index.encoder.base import Encoder
    from retrieval.evaluation.retrieval import evaluate_retrieval

    settings = load_settings()
    encoder: Encoder = build_encoder(settings, tell)
    if quick:
        encoder = CachedEncoder(encoder, settings.cache_dir / "vectors")
    figures = evaluate_retrieval(
        passages,
        questions,
        encoder=encoder,
        reranker=build_reranker(settings, tell),
        limit=limit,
        progress=_progress,
    )
    _show(figures, as_json)


@eval_app.command()
def quotes(articles: File, as_json: Json = False) -> None:
    """Measure quotations and their speakers on whole articles."""
    from retrieval.evaluation.quotes import evaluate_quotes

    _show(evaluate_quotes(articles), as_json)


@eval_app.command()
def statements(
    statements: File,
    negatives: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    as_json: Json = False,
) -> None:
    """Measure speakers and cues on single statements."""
    from retrieval.evaluation.statements import evaluate_statements

    _show(evaluate_statements(statements, negatives), as_json)


@eval_app.command()
def verify(
    articles: File,
    seed: Annotated[int, typer.Option(help="Which quotations are made.")] = 0,
    as_json: Json = False,
) -> None:
    """Measure the check of quotations on ones made from the articles."""
    from retrieval.evaluation.verify import evaluate_verify

    _show(evaluate_verify(articles, seed), as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(eval_app, name="eval")
