"""Sayings as rows: what ``qawl quotes`` prints and the bot exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from retrieval.sayings.values import CitedSaying

COLUMNS: Final = (
    "article_id",
    "headline",
    "outlet",
    "date",
    "sentence",
    "url",
    "speaker",
    "speaker_kind",
    "role",
    "organisation",
    "person",
    "status",
    "cue",
    "kind",
    "words",
    "start",
    "end",
    "rule",
    "confidence",
    "polarity",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def row(said: CitedSaying) -> dict[str, Any]:
    """Returns one saying as plain values, in the order of ``COLUMNS``."""
    quote, attribution = said.saying.quote, said.saying.attribution
    speaker = attribution.speaker
    return {
        "article_id": said.citation.article_id,
        "headline": said.citation.headline,
        "outlet": said.citation.outlet,
        "date": said.citation.date.isoformat() if said.citation.date else None,
        "sentence": said.citation.sentence,
        "url": said.citation.url,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        "role": speaker.role if speaker else None,
        "organisation": speaker.organisation if speaker else None,
        "person": said.person.name if said.person else None,
        "status": attribution.status.value,
        "cue": said.cue or None,
        "kind": quote.kind.value,
        "words": said.words,
        "start": quote.span.start,
        "end": quote.span.end,
        "rule": attribution.rule,
        "confidence": round(attribution.confidence, 4),
        "polarity": attribution.polarity.value,
    }


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Returns rows as CSV that a spreadsheet opens: UTF-8 with a byte order mark.

    A cell that would be taken for a formula gets an apostrophe before it; the words
    themselves stay as published everywhere else.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for values in rows:
        writer.writerow({key: _cell(value) for key, value in values.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
