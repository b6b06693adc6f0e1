"""The one place where settings, library, answerer and bot meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.desk import Desk, Office
from bot.figures import Figures
from bot.restore import finish_restore
from bot.settings import Settings
from bot.state import State
from index.encoder import load_encoder
from index.encoder.base import Encoder
from index.identity.aliases import FILE_NAME
from index.library import Library
from index.reading.contents import Limits
from index.reading.sandbox import Sandbox
from index.reading.tasks import SourceReader
from index.reading.web import Fetcher
from index.speakers import load_reader
from retrieval.answer import Stopwatch, untimed
from retrieval.answerer import Answerer
from retrieval.judge.answers import AnswerReader, load_answer_reader
from retrieval.order.reranker import CrossEncoderReranker, Reranker

if TYPE_CHECKING:
    from index.speakers.reader import TrainedReader

Told = Callable[[str], None]
"""Called with a line for the person at the terminal."""


def build_encoder(settings: Settings, progress: Told | None = None) -> Encoder:
    """Returns the encoder that the settings name; the first time prepares it in the cache."""
    return load_encoder(settings.embedding_model, settings.cache_dir, progress)


def build_quote_reader(settings: Settings, progress: Told | None = None) -> TrainedReader | None:
    """Returns what reads quotations beside the rules, None where the settings want none."""
    return load_reader(settings.cache_dir, progress) if settings.quote_reader else None


def build_library(settings: Settings, progress: Told | None = None) -> Library:
    """Opens the data folder, with the encoder that the settings name."""
    finish_restore(settings)
    encoder = build_encoder(settings, progress)
    token = settings.milvus_token
    return Library.open(
        settings.data_dir,
        encoder,
        store_url=settings.database_url,
        milvus_uri=settings.milvus_uri,
        milvus_token=token.get_secret_value() if token else "",
        reader=build_quote_reader(settings, progress),
    )


def build_reranker(settings: Settings, progress: Told | None = None) -> Reranker | None:
    """Returns what reads the first sentences once more, None where the settings name nothing."""
    return CrossEncoderReranker(settings.reranker, progress) if settings.reranker else None


def build_answer_reader(settings: Settings, progress: Told | None = None) -> AnswerReader | None:
    """Returns what reads sentences with the question, None where there is none or none is wanted.

    Its figures hold for the embedded encoder, whose model it shares.
    """
    if not (settings.answer_reader and settings.embedding_model == "embedded"):
        return None
    return load_answer_reader(settings.cache_dir, progress)


def build_answerer(
    settings: Settings,
    library: Library,
    progress: Told | None = None,
    stopwatch: Stopwatch = untimed,
) -> Answerer:
    """Returns what answers, with the owner's file of who is who."""
    return Answerer(
        library,
        aliases_path=settings.data_dir / FILE_NAME,
        reranker=build_reranker(settings, progress),
        reader=build_answer_reader(settings, progress),
        stopwatch=stopwatch,
    )


def build_reader(settings: Settings, *, patience: int = 1) -> SourceReader:
    """Returns what reads files, pages and feeds, in processes that can be killed.

    Args:
        patience: How many times as much work and as many articles one file may take: more
            where an owner adds archives of their own.
    """
    limits = Limits(
        memory_mb=settings.reading_memory_mb,
        seconds=settings.reading_seconds * patience,
        pages=settings.pages_per_file,
        chapters=settings.chapters_per_file,
        articles=settings.articles_per_file * patience,
    )
    sandbox = Sandbox(limits, settings.reading_workers)
    return SourceReader(sandbox.perform, zone=settings.timezone)


def build_desk(settings: Settings, library: Library, progress: Told | None = None) -> Desk:
    """Returns all that the bot can do."""
    figures = Figures()
    answerer = build_answerer(settings, library, progress, figures.timing)
    fetcher = Fetcher(reader=build_reader(settings))
    # The bot's memory lies in the library's own database.
    state = State(library.store.database)
    return Desk(Office(library, answerer, state, settings, figures=figures, fetcher=fetcher))
