"""Values of ``index.types`` as rows of the tables, and back."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from index.errors import DamagedError, StoreError
from index.store import schema
from index.types import (
    Analysis,
    Article,
    Attribution,
    AttributionStatus,
    Passage,
    Polarity,
    Quote,
    QuoteKind,
    Saying,
    Sentence,
    Span,
    Speaker,
    SpeakerKind,
)

Row = sa.RowMapping
"""One row by column name."""


def _spread(name: str, span: Span | None) -> dict[str, int | None]:
    return {
        # A span may be empty, and is then false.
        f"{name}_start": None if span is None else span.start,
        f"{name}_end": None if span is None else span.end,
    }


def _span(row: Row, name: str) -> Span:
    return Span(row[f"{name}_start"], row[f"{name}_end"])


def _span_or_none(row: Row, name: str) -> Span | None:
    return None if row[f"{name}_start"] is None else _span(row, name)


def article_row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "headline": article.headline,
        "outlet": article.outlet,
        "date": article.date,
        "url": article.url,
        "language": article.language,
        **_spread("headline", article.headline_span),
        "text": article.text,
    }


def article_of(row: Row) -> Article:
    """Returns a row's article.

    Raises:
        DamagedError: Its words are not those that it was stored with.
    """
    article = Article(
        text=row["text"],
        headline=row["headline"],
        outlet=row["outlet"],
        date=row["date"],
        url=row["url"],
        language=row["language"],
        headline_span=_span_or_none(row, "headline"),
    )
    if article.id != row["id"]:
        raise DamagedError(row["id"])
    return article


def analysis_rows(analysis: Analysis) -> dict[sa.Table, list[dict[str, Any]]]:
    """Returns the rows of one analysis, by table."""
    key = analysis.article_id
    return {
        schema.sentences: [
            {
                "article_id": key,
                "position": position,
                "number": sentence.number,
                **_spread("text", sentence.span),
            }
            for position, sentence in enumerate(analysis.sentences)
        ],
        schema.sayings: [
            {"article_id": key, "position": position, **_saying_row(saying)}
            for position, saying in enumerate(analysis.sayings)
        ],
        schema.passages: [
            {
                "article_id": key,
                "position": position,
                **_spread("text", passage.span),
                "first": passage.first,
                "last": passage.last,
            }
            for position, passage in enumerate(analysis.passages)
        ],
    }


def _saying_row(saying: Saying) -> dict[str, Any]:
    attribution, speaker = saying.attribution, saying.attribution.speaker
    return {
        "id": saying.id,
        **_spread("quote", saying.quote.span),
        **_spread("outer", saying.quote.outer),
        "kind": saying.quote.kind.value,
        "status": attribution.status.value,
        "speaker_name": speaker.name if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        "speaker_role": speaker.role if speaker else None,
        "speaker_organisation": speaker.organisation if speaker else None,
        **_spread("mention", attribution.mention),
        **_spread("cue", attribution.cue),
        "chain": " ".join(map(str, attribution.chain)),
        "rule": str(attribution.rule),
        "confidence": attribution.confidence,
        "polarity": attribution.polarity.value,
    }


def _saying_of(row: Row) -> Saying:
    speaker = None
    if row["speaker_name"] is not None:
        speaker = Speaker(
            name=row["speaker_name"],
            kind=SpeakerKind(row["speaker_kind"]),
            role=row["speaker_role"],
            organisation=row["speaker_organisation"],
        )
    return Saying(
        article_id=row["article_id"],
        quote=Quote(_span(row, "quote"), _span(row, "outer"), QuoteKind(row["kind"])),
        attribution=Attribution(
            status=AttributionStatus(row["status"]),
            speaker=speaker,
            mention=_span_or_none(row, "mention"),
            cue=_span_or_none(row, "cue"),
            chain=tuple(map(int, row["chain"].split())),
            rule=row["rule"],
            confidence=row["confidence"],
            polarity=Polarity(row["polarity"]),
        ),
    )


def checksum(rows: Mapping[sa.Table, Sequence[Any]]) -> int:
    """Returns a checksum of one analysis's rows, written or read."""
    total = 0
    for table in _ANALYSIS_TABLES:
        names = table.columns.keys()
        listed = [[row[name] for name in names] for row in rows[table]]
        total = zlib.crc32(repr(listed).encode("utf-8", "surrogatepass"), total)
    return total


def read_analyses(
    connection: sa.Connection, checksums: Mapping[str, int | None]
) -> dict[str, Analysis]:
    """Returns the analyses of these articles, by article id; damaged ones are left out.

    Args:
        checksums: What each was stored with, by article id.
    """
    found = {table: _rows_by_article(connection, table, checksums) for table in _ANALYSIS_TABLES}
    analyses: dict[str, Analysis] = {}
    for key, expected in checksums.items():
        rows = {table: grouped[key] for table, grouped in found.items()}
        if expected is not None and checksum(rows) != expected:
            continue
        with suppress(ValueError, TypeError):
            analyses[key] = _analysis_of(key, rows)
    return analyses


def _analysis_of(key: str, rows: Mapping[sa.Table, Sequence[Row]]) -> Analysis:
    return Analysis(
        article_id=key,
        sentences=tuple(
            Sentence(row["number"], _span(row, "text")) for row in rows[schema.sentences]
        ),
        sayings=tuple(map(_saying_of, rows[schema.sayings])),
        passages=tuple(
            Passage(key, _span(row, "text"), row["first"], row["last"])
            for row in rows[schema.passages]
        ),
    )


_ANALYSIS_TABLES = (schema.sentences, schema.sayings, schema.passages)


def _rows_by_article(
    connection: sa.Connection, table: sa.Table, ids: Iterable[str]
) -> dict[str, list[Row]]:
    query = (
        sa.select(table)
        .where(table.c.article_id.in_(list(ids)))
        .order_by(table.c.article_id, table.c.position)
    )
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        grouped[row["article_id"]].append(row)
    return grouped


def refuse_unstorable(article: Article) -> None:
    """Refuses what no database can hold.

    Raises:
        StoreError: A field holds a NUL or half a character.
    """
    fields = (article.text, article.headline, article.outlet, article.url or "", article.language)
    for value in fields:
        # PostgreSQL has no NUL, and no database has half a character; silently
        # dropping either would move every offset behind it.
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise StoreError(
                "the article holds a NUL or an unpaired surrogate, which is no text."
                " Save its file again as UTF-8."
            )
