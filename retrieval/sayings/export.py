"""Sayings as rows: what ``qawl quotes`` prints and the bot exports."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from retrieval.sayings.values import Check, CitedSaying, CitedWords
from retrieval.tell.citation import as_values

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
    "saying",
)
# Spreadsheets look past blanks, marks of direction and the width of a sign.
_BEFORE: Final = re.compile(
    "^[\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f]*"
)
_FORMULA: Final = ("=", "+", "-", "@", "|", "%")


def row(said: CitedSaying) -> dict[str, Any]:
    """Returns one saying as plain values, in the order of ``COLUMNS``."""
    quote, attribution = said.saying.quote, said.saying.attribution
    speaker = attribution.speaker
    return {
        **as_values(said.citation),
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
        "saying": said.saying.id,
    }


def check_row(check: Check) -> dict[str, Any]:
    """Returns the check of a claim as plain values: what ``qawl verify --json`` prints."""
    original = check.original
    told = original.saying.attribution if original and original.saying else None
    return {
        "claim": {"words": check.claim.words, "speaker": check.claim.speaker},
        "verdict": check.verdict.value,
        "speaker_check": check.speaker_check.value,
        "denied": check.denied,
        "confidence": round(told.confidence, 4) if told else 0.0,
        "similarity": round(check.similarity, 4),
        "differences": [
            {
                "operation": part.operation.value,
                "claimed": part.claimed,
                "original": part.original,
                "weights": [weight.value for weight in part.weights],
            }
            for part in check.differences
        ],
        "before": check.before,
        "after": check.after,
        "original": _place(original) if original else None,
        "elsewhere": [_place(place) for place in check.elsewhere],
        "headlines": [as_values(title, "sentence") for title in check.headlines],
    }


def _place(place: CitedWords) -> dict[str, Any]:
    told = place.saying.attribution if place.saying else None
    speaker = told.speaker if told else None
    return {
        **as_values(place.citation, "sentence"),
        "start": place.span.start,
        "end": place.span.end,
        "words": place.words,
        "sentence": place.sentence,
        "speaker": speaker.name if speaker else None,
        "speaker_status": told.status.value if told else None,
        "polarity": told.polarity.value if told else None,
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
    if not isinstance(value, str) or not value:
        return value
    start = _BEFORE.sub("", value)[:1]
    computed = unicodedata.normalize("NFKC", start).startswith(_FORMULA)
    return "'" + value if computed or value[0] in "\t\r\n" else value
