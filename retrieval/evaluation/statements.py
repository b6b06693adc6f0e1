"""Measures speakers and cues on single sentences of newswire, and false alarms on others.

A row of statements: ``text``, ``speaker`` (``text``, ``start``, ``head``) and ``cue`` (``text``,
``start``). A row of negatives: a ``text`` that reports no statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.quotes import find_sayings
from index.text.normalise import normalised
from index.text.sentences import split_sentences
from index.types import Article, Attribution, Saying, Span
from retrieval.evaluation.quotes import MATCHES_AT, overlap, ratio
from retrieval.evaluation.rows import read_rows


def evaluate_statements(path: Path, negatives: Path | None = None) -> dict[str, float | int]:
    """Returns how often speaker and cue of a statement are right.

    A statement counts for the saying whose cue is the gold one, else for the one that
    overlaps what was said most.

    Args:
        path: Statements in the format of this module's docstring.
        negatives: Sentences without a statement.

    Raises:
        ReadingError: A file can't be read.
    """
    statements = speakers = cues = 0
    for row in read_rows(path, "text", "speaker", "cue"):
        statements += 1
        sayings = sayings_of(row["text"])
        saying = _saying_for(row, sayings)
        if saying is None:
            continue
        cues += _same_cue(row, saying)
        speakers += _same_speaker(row, saying.attribution)
    summary: dict[str, float | int] = {
        "statements": statements,
        "speaker_accuracy": ratio(speakers, statements),
        "cue_accuracy": ratio(cues, statements),
    }
    if negatives is not None:
        total = alarms = 0
        for row in read_rows(negatives, "text"):
            total += 1
            alarms += bool(sayings_of(row["text"]))
        summary["negatives"] = total
        summary["false_positive_rate"] = ratio(alarms, total)
    return summary


def sayings_of(text: str) -> tuple[Saying, ...]:
    """Returns the sayings of a text that stands on its own."""
    return find_sayings(Article(text), split_sentences(text))


def _span(part: dict[str, Any]) -> Span:
    return Span(part["start"], part["start"] + len(part["text"]))


def _saying_for(row: dict[str, Any], sayings: Sequence[Saying]) -> Saying | None:
    for saying in sayings:
        if _same_cue(row, saying):
            return saying
    if "content" not in row:
        return None
    content = _span(row["content"])
    best = max(sayings, key=lambda saying: overlap(saying.quote.span, content), default=None)
    if best is None or overlap(best.quote.span, content) < MATCHES_AT:
        return None
    return best


def _same_cue(row: dict[str, Any], saying: Saying) -> bool:
    cue = saying.attribution.cue
    return cue is not None and cue.overlaps(_span(row["cue"]))


def _same_speaker(row: dict[str, Any], attribution: Attribution) -> bool:
    """By the head word of the gold speaker, or by half of the union of the two spans."""
    if attribution.speaker is None or attribution.mention is None:
        return False
    gold = _span(row["speaker"])
    mention = attribution.mention
    if overlap(mention, gold) >= MATCHES_AT:
        return True
    head = normalised(row["speaker"]["head"])
    words = normalised(mention.of(row["text"])).split()
    return gold.overlaps(mention) and head in words
