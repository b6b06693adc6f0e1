"""What the product says today, recorded: each later change shows that it changed nothing, or what.

    python -m tests.golden        records anew, and lists what differs from before

Two files lie beside this module. ``told.jsonl`` holds whole answers over articles of the project's
own, and hashes of those over the first article, which is a publisher's. ``hashes.jsonl`` holds a
hash an article of the development data. What is absent here is left as it was recorded.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bot.desk import Desk, Office, asker_of
from bot.render.message import Message
from bot.settings import Settings
from bot.state import State
from index.analysis import analyse
from index.encoder import Encoder
from index.library import Library
from index.reading import read_path
from index.samples import sample_articles
from index.store.sql import SqlStore
from index.types import Article, Saying
from retrieval.answerer import Answerer

HERE: Final = Path(__file__).parent
TESTS: Final = HERE.parent
SHARED: Final = TESTS.parent.parent / "shared"
TOLD: Final = HERE / "told.jsonl"
HASHES: Final = HERE / "hashes.jsonl"

NOON: Final = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC).timestamp()
"""The moment at which all is asked, since "yesterday" is asked too."""

_NEWS: Final = 300
"""Articles of the unlabelled news that are recorded."""

Row = dict[str, Any]


def lines(path: Path) -> list[Row]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def sayings(article: Article) -> list[list[Any]]:
    """Returns what is found of quotations, in plain values."""
    return [_saying(article.text, saying) for saying in analyse(article).sayings]


def _saying(text: str, saying: Saying) -> list[Any]:
    quote, found = saying.quote, saying.attribution
    return [
        quote.span.of(text)[:60],
        [quote.span.start, quote.span.end],
        quote.kind.value,
        found.speaker.name if found.speaker else None,
        found.status.value,
        found.mention.of(text) if found.mention else None,
        found.cue.of(text) if found.cue else None,
        list(found.chain),
        found.confidence,
    ]


def open_desk(folder: Path, encoder: Encoder, articles: list[Article]) -> Desk:
    """Opens a desk over some articles, at an hour that does not pass."""
    library = Library.open(folder, encoder)
    library.add_many(articles)
    assert isinstance(library.store, SqlStore)
    state = State(library.store.database, clock=lambda: NOON)
    settings = Settings(_env_file=None, data_dir=folder, questions_per_day=100_000)  # type: ignore[call-arg]
    return Desk(Office(library, Answerer(library), state, settings))


def told(encoder: Encoder, folder: Path) -> Iterator[Row]:
    """Yields everything that is recorded of the project's own articles."""
    samples = sample_articles()
    for article in samples:
        yield {"case": f"quotes {article.headline}", "told": sayings(article)}
    desks = {"samples": open_desk(folder / "samples", encoder, samples)}
    skhirat = SHARED / "articles" / "skhirat-2018.txt"
    if skhirat.is_file():
        desks["skhirat"] = open_desk(folder / "skhirat", encoder, read_path(skhirat))
    number = 0
    for row in lines(TESTS / "cases" / "questions.jsonl"):
        number += 1
        desk = desks.get(row["corpus"])
        if desk is None:
            continue
        for turn in row["turns"]:
            said = desk.ask(asker_of(number, "ar"), turn)
        seen = _message(said)
        own = row["corpus"] == "samples"
        yield {"case": f"ask {row['id']}", "told": seen if own else _hash(seen)}
    for kind in ("checks", "meanings"):
        for row in lines(TESTS / "sayings" / "cases" / f"{kind}.jsonl"):
            number += 1
            words = f"{row['speaker']}: «{row['words']}»" if row.get("speaker") else row["words"]
            said = desks["samples"].sayings.verify(asker_of(number, "ar"), words)
            yield {"case": f"verify {words}", "told": _message(said)}


def _message(message: object) -> list[Any]:
    assert isinstance(message, Message)
    return [message.text.splitlines(), [[q.span.start, q.span.end] for q in message.quoted]]


def hashes() -> Iterator[Row]:
    """Yields a hash an article of the development data, by its place there."""
    for name, most in (
        ("quotes_news_dev", None),
        ("quotes_news_train", None),
        ("news_dev.articles", _NEWS),
    ):
        path = SHARED / "data" / f"{name}.jsonl.gz"
        if not path.is_file():
            continue
        for number, row in enumerate(lines(path)[:most]):
            article = Article(row["text"], row.get("title", ""))
            yield {"case": f"{name} {number}", "told": _hash(sayings(article))}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def write(path: Path, rows: list[Row]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
