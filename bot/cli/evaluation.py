"""eval: measured on files in the formats of docs/evaluation.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import Json, print_figures, tell
from bot.settings import load_settings
from retrieval.evaluation.rows import Part

eval_app = typer.Typer(no_args_is_help=True, help="Measure retrieval, quotations and the check.")

Files = Annotated[list[Path], typer.Option(exists=True, dir_okay=False)]
File = Annotated[Path, typer.Option(exists=True, dir_okay=False)]
Quick = Annotated[
    bool, typer.Option(help="Encode nothing twice: keep vectors in the cache folder.")
]


def _models(quick: bool) -> dict[str, Any]:
    """Returns the models that answers are measured with, and who is told how far it is."""
    from bot.wiring import build_answer_reader, build_encoder, build_reranker
    from index.encoder import CachedEncoder

    settings = load_settings()
    encoder = build_encoder(settings, tell)
    return {
        "encoder": CachedEncoder(encoder, settings.cache_dir / "vectors") if quick else encoder,
        "reranker": build_reranker(settings, tell),
        "reader": build_answer_reader(settings, tell),
        "progress": lambda what, done, total: tell(f"{what}: {done} of {total}"),
    }


@eval_app.command()
def retrieval(
    passages: File,
    questions: File,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask the first questions only.")] = None,
    quick: Quick = False,
    as_json: Json = False,
) -> None:
    """Measure how well passages and sentences are found, and how well it is known when not."""
    from retrieval.evaluation.retrieval import evaluate_retrieval

    print_figures(
        evaluate_retrieval(passages, questions, limit=limit, **_models(quick)), as_json=as_json
    )


@eval_app.command()
def asked(
    articles: Files,
    questions: Files,
    distractors: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Further articles.")
    ] = None,
    most: Annotated[int | None, typer.Option(min=0, help="So many distractors at most.")] = None,
    part: Annotated[Part, typer.Option(help="Which questions are asked.")] = Part.MEASURING,
    quick: Quick = False,
    as_json: Json = False,
) -> None:
    """Measure answers to what people ask about news, the whole way as in a chat."""
    from bot.wiring import build_quote_reader
    from retrieval.evaluation.asked import evaluate_asked

    figures = evaluate_asked(
        articles,
        questions,
        distractors=distractors,
        most=most,
        part=part,
        quotations=build_quote_reader(load_settings(), tell),
        **_models(quick),
    )
    print_figures(figures, as_json=as_json)


@eval_app.command()
def quotes(
    articles: File,
    rules_only: Annotated[bool, typer.Option(help="Without the trained reader.")] = False,
    as_json: Json = False,
) -> None:
    """Measure quotations and their speakers on whole articles."""
    from bot.wiring import build_quote_reader
    from retrieval.evaluation.quotes import evaluate_quotes

    reader = None if rules_only else build_quote_reader(load_settings(), tell)
    print_figures(evaluate_quotes(articles, reader), as_json=as_json)


@eval_app.command()
def statements(
    statements: File,
    negatives: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    as_json: Json = False,
) -> None:
    """Measure speakers and cues on single statements."""
    from retrieval.evaluation.quotes import evaluate_statements

    print_figures(evaluate_statements(statements, negatives), as_json=as_json)


@eval_app.command()
def verify(
    articles: File,
    seed: Annotated[int, typer.Option(help="Which quotations are made.")] = 0,
    as_json: Json = False,
) -> None:
    """Measure the check of quotations on ones made from the articles."""
    from retrieval.evaluation.verify import evaluate_verify

    print_figures(evaluate_verify(articles, seed), as_json=as_json)


@eval_app.command()
def sources(
    folder: Annotated[Path, typer.Option(exists=True, file_okay=False)], as_json: Json = False
) -> None:
    """Measure how truly sources are read: pairs of NAME.ext and NAME.expected.txt."""
    from bot.wiring import build_reader
    from retrieval.evaluation.sources import evaluate_sources

    print_figures(evaluate_sources(folder, build_reader(load_settings())), as_json=as_json)


def register(app: typer.Typer) -> None:
    app.add_typer(eval_app, name="eval")
