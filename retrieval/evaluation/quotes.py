"""Measures quotations, their speakers and cues: on whole articles, and on single sentences.

A row of articles: ``text`` and ``quotes``, each with ``start``, ``end``, ``label`` (``speech``
or ``not_speech``) and, for speech, ``names`` (accepted names), ``descriptions`` (right, but not
by name) and ``dropped_subject``. A row of statements: ``text``, ``speaker`` (``text``, ``start``,
``head``) and ``cue`` (``text``, ``start``). A row of negatives: a ``text`` that reports no
statement.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from index.language.tables import words
from index.quotes import SpeakerReader, find_sayings
from index.text.normalise import normalised
from index.text.sentences import split_sentences
from index.types import Article, Attribution, QuoteKind, Saying, Span
from retrieval.evaluation.rows import read_rows

MATCHES_AT: Final = 0.5
"""Share of their union by which a found and a labelled span must overlap."""

SURE_FROM: Final = 0.9
"""From this confidence on, a speaker is shown as sure."""

_WORD: Final = re.compile(r"[^\W_]+")
_ASIDE: Final = words("names", "parts", "titles", "particles")


def name_words(name: str) -> frozenset[str]:
    """Returns the words by which two names are compared: no titles, no particles.

    >>> name_words("الدكتور سالم بن ناصر") == name_words("سالم ناصر")
    True
    """
    found = frozenset(_WORD.findall(normalised(name)))
    return (found - _ASIDE) or found


def share_a_word(name: str, accepted: Sequence[str]) -> bool:
    """Says whether a name shares a word with one of the accepted names."""
    return any(name_words(name) & name_words(one) for one in accepted)


def evaluate_quotes(path: Path, reader: SpeakerReader | None = None) -> dict[str, float | int]:
    """Returns precision, recall and speakers over the articles of a file.

    Raises:
        ReadingError: The file can't be read.
    """
    counts: Counter[str] = Counter()
    seconds = 0.0
    for row in read_rows(path, "text", "quotes"):
        counts["articles"] += 1
        article = Article(row["text"])
        started = time.perf_counter()
        sentences = split_sentences(article.text)
        sayings = [
            s
            for s in find_sayings(article, sentences, reader)
            if s.quote.kind is not QuoteKind.INDIRECT
        ]
        seconds += time.perf_counter() - started
        _count(row["quotes"], sayings, counts)
    return _summary(counts, seconds)


def _count(gold: Sequence[dict[str, Any]], found: Sequence[Saying], counts: Counter[str]) -> None:
    left = list(found)
    counts["found"] += len(left)
    for quote in sorted(gold, key=lambda item: item["label"] != "speech"):
        span = Span(quote["start"], quote["end"])
        match = max(left, key=lambda saying: overlap(saying.quote.span, span), default=None)
        if match is not None and overlap(match.quote.span, span) < MATCHES_AT:
            match = None
        sure = match is not None and match.attribution.confidence >= SURE_FROM
        counts["sure"] += sure
        if quote["label"] != "speech":
            counts["not_speech"] += 1
            counts["rejected"] += match is None
            continue
        counts["gold"] += 1
        dropped = bool(quote.get("dropped_subject"))
        counts["dropped"] += dropped
        if match is None:
            continue
        left.remove(match)
        counts["matched"] += 1
        verdict = _verdict(match, quote)
        counts[verdict] += 1
        counts["dropped_right"] += dropped and verdict == "right"
        counts["sure_right"] += sure and verdict in ("right", "described")


def _verdict(saying: Saying, quote: dict[str, Any]) -> str:
    speaker = saying.attribution.speaker
    if speaker is None:
        return "unknown"
    if share_a_word(speaker.name, quote.get("names") or [quote.get("speaker") or ""]):
        return "right"
    if share_a_word(speaker.name, quote.get("descriptions") or []):
        return "described"
    return "wrong"


def overlap(left: Span, right: Span) -> float:
    """Returns the intersection of two spans over their union, in [0, 1].

    >>> overlap(Span(0, 10), Span(5, 15))
    0.3333333333333333
    """
    both = min(left.end, right.end) - max(left.start, right.start)
    union = max(left.end, right.end) - min(left.start, right.start)
    return max(both, 0) / union if union else 0.0


def ratio(part: int, whole: int) -> float:
    """Returns a share rounded to four digits, 0.0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def _summary(counts: Counter[str], seconds: float) -> dict[str, float | int]:
    precision = ratio(counts["matched"], counts["found"])
    recall = ratio(counts["matched"], counts["gold"])
    total = precision + recall
    return {
        "articles": counts["articles"],
        "quotes": counts["gold"],
        "quote_precision": precision,
        "quote_recall": recall,
        "quote_f1": round(2 * precision * recall / total, 4) if total else 0.0,
        "speaker_accuracy": ratio(counts["right"], counts["gold"]),
        "speaker_or_description_accuracy": ratio(
            counts["right"] + counts["described"], counts["gold"]
        ),
        "wrong_speaker_rate": ratio(counts["wrong"] + counts["described"], counts["gold"]),
        "wrong_person_rate": ratio(counts["wrong"], counts["gold"]),
        "unknown_rate": ratio(counts["unknown"], counts["gold"]),
        "dropped_subject_accuracy": ratio(counts["dropped_right"], counts["dropped"]),
        "not_speech_rejected": ratio(counts["rejected"], counts["not_speech"]),
        "sure_share": ratio(counts["sure"], counts["gold"]),
        "sure_right": ratio(counts["sure_right"], counts["sure"]),
        "seconds_per_article": round(seconds / counts["articles"], 5)
        if counts["articles"]
        else 0.0,
    }


def evaluate_statements(path: Path, negatives: Path | None = None) -> dict[str, float | int]:
    """Returns how often speaker and cue of a statement are right.

    A statement counts for the saying whose cue is the gold one, else for the one that
    overlaps what was said most.

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
