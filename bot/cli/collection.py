"""add, remove, sample, index: what is in the collection, and whether its index is sound."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import (
    Json,
    opened_library,
    print_figures,
    print_json,
    print_result,
    say,
    tell,
    waiting,
)
from bot.texts import words_of
from bot.wiring import build_reader
from index.article_vectors import batches, estimate_build
from index.errors import NotFoundError, ReadingError
from index.library import Library
from index.reading.contents import Notes
from index.reading.gathering import gather
from index.reading.tasks import SourceReader
from index.types import PUBLIC, Added, Article
from index.versions import add_versions, older, versions_of

Collection = Annotated[
    str, typer.Option(help="Which collection: 'public', or 'chat:ID' for one chat's own.")
]


_TOGETHER = 400
"""Articles that are added before what they replace moves aside."""


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.", exists=True)],
    collection: Collection = PUBLIC,
    as_json: Json = False,
) -> None:
    """Add articles: text, Markdown, HTML, Word, PDF, EPUB, JSON lines, exports, folders of them.

    Files that cannot be read are listed; the others are added all the same. A command that was
    interrupted goes on where it stopped when it is given again.
    """
    failed: dict[str, str] = {}
    notes, new, known = Notes(), list[str](), list[str]()
    with opened_library() as (settings, library):
        reader = build_reader(settings, patience=30)
        for path in paths:
            together: set[str] = set()
            with waiting(f"adding {path}") as progress:
                so_far = _SoFar(progress)
                for some in batches(_readable(path, reader, failed, notes), _TOGETHER):
                    so_far.begin()
                    outcomes = add_versions(
                        library, some, collection, together=together, progress=so_far
                    )
                    together |= {article.id for article in some}
                    added = {outcome.article_id for outcome in outcomes if outcome.added}
                    new += added
                    known += {article.id for article in some} - added
    told = {note.kind.value: note.count for note in notes.all()}
    if as_json:
        value = {"added": new, "already_there": known, "failed": failed}
        print_json({**value, "notes": told} if told else value)
    else:
        for kind, count in told.items():
            say(words_of(settings.language)(f"read.{kind}", n=count))
        say(f"{len(new)} added, {len(known)} already there, {len(failed)} failed.")
    if failed:
        raise typer.Exit(1)


@dataclass(slots=True)
class _SoFar:
    """Shows what is done of all, where it comes a part at a time."""

    progress: Callable[[int, int], None]
    before: int = 0
    reached: int = 0

    def begin(self) -> None:
        self.before = self.reached

    def __call__(self, done: int, total: int) -> None:
        self.reached = self.before + done
        self.progress(self.reached, self.before + total)


def _readable(
    path: Path, reader: SourceReader, failed: dict[str, str], notes: Notes
) -> Iterator[Article]:
    """Yields the articles below a path; tells what cannot be read, and keeps it in ``failed``."""

    def fail(name: str, error: ReadingError) -> None:
        failed[name] = str(error)
        tell(f"qawl: {error}")

    try:
        for name, found in gather(path, reader):
            if isinstance(found, ReadingError):
                fail(name, found)
                continue
            for part, error in found.failed.items():
                fail(f"{name}: {part}", error)
            notes.extend(found.notes)
            yield from found.articles
    except ReadingError as error:
        fail(str(path), error)


def remove(
    names: Annotated[list[str], typer.Argument(help="Ids of articles, or their beginnings.")],
    collection: Collection = PUBLIC,
    as_json: Json = False,
) -> None:
    """Remove articles from a collection, with their older versions."""
    with opened_library() as (_, library):
        gone = [_resolve(library, name, collection) for name in names]
        for article_id in gone:
            article = library.store.article(article_id, (collection,))
            library.remove(article_id, collection)
            for before in versions_of(library.store, article, (older(collection),)):
                library.remove(before.id, older(collection))
    print_result({"removed": gone}, f"{len(gone)} removed.", as_json=as_json)


def _resolve(library: Library, name: str, collection: str) -> str:
    held = [i for i, c in library.store.holding_keys() if c == collection and i.startswith(name)]
    if not name or not held:
        raise NotFoundError(f"no article {name!r} in {collection!r}; `qawl articles` lists them.")
    if len(held) > 1:
        raise NotFoundError(f"{name!r} is the beginning of {len(held)} ids; write more of it.")
    return held[0]


def sample(
    quiet: Annotated[bool, typer.Option(help="Say nothing where all are there already.")] = False,
    as_json: Json = False,
) -> None:
    """Add the sample articles."""
    with opened_library() as (_, library):
        outcome = add_samples(library)
    new = [o.article_id for o in outcome if o.added]
    known = [o.article_id for o in outcome if not o.added]
    if as_json or new or not quiet:
        value = {"added": new, "already_there": known, "failed": {}}
        line = f"{len(new)} added, {len(known)} already there."
        print_result(value, line, as_json=as_json)


def add_samples(library: Library) -> list[Added]:
    """Adds the sample articles, and shows that it is at work where that takes time."""
    from index.samples import sample_articles

    articles = sample_articles()
    held = set(library.store.article_ids(frozenset({PUBLIC})))
    if held.issuperset(article.id for article in articles):
        return library.add_many(articles)
    with waiting(f"adding {len(articles)} sample articles") as progress:
        return library.add_many(articles, PUBLIC, progress)


index_app = typer.Typer(
    no_args_is_help=True, help="The search index, which can always be built anew from the store."
)


@index_app.command()
def build(as_json: Json = False) -> None:
    """Build the index anew from the store, and switch over to it."""
    with opened_library() as (_, library):
        expected = estimate_build(library.store, library.encoder)
        minutes = expected.seconds / 60
        tell(f"{expected.passages} passages to index: {minutes:.1f} minutes of encoding at most")
        started = time.monotonic()

        def progress(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - started, 1e-3)
            left = (total - done) / rate / 60 if rate else 0.0
            tell(f"{done} of {total} passages, {rate:.0f} a second, {left:.1f} minutes left")

        library.build(progress)
        facts = library.info()
    line = f"built: {facts.get('passages', 0)} passages of {facts['articles']} articles."
    print_result(facts, line, as_json=as_json)


@index_app.command()
def check(as_json: Json = False) -> None:
    """Check the index against the store and the model."""
    with opened_library() as (_, library):
        problems = library.check()
    line = "\n".join(problems) or "The index is sound."
    print_result({"ok": not problems, "problems": problems}, line, as_json=as_json)
    if problems:
        raise typer.Exit(1)


@index_app.command()
def info(as_json: Json = False) -> None:
    """Tell what the index is made of."""
    with opened_library() as (_, library):
        facts = library.info()
    print_figures(facts, as_json=as_json)


def register(app: typer.Typer) -> None:
    for command in (add, remove, sample):
        app.command()(command)
    app.add_typer(index_app, name="index")
