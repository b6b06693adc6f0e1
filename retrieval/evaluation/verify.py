"""How often the check of a quotation says the right thing: ``qawl eval verify``.

Quotations are taken from a file's own articles and then treated as people treat
them: copied, re-punctuated, changed by a word, negated, given another number, cut,
put into another's mouth; and quotations of articles that are held out stand for those
that these articles do not hold. What is right follows from how each was made.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from index.analysis import analyse
from index.identity.names import agree
from index.store.database import sqlite_url
from index.store.sql import SqlStore
from index.text.marks import find_marked
from index.text.tokens import FUNCTION_WORDS
from index.types import PUBLIC, Analysis, Article, AttributionStatus, Saying, Span
from retrieval.evaluation.rows import read_rows, share_of
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.check.words import is_negation, is_number, words_of
from retrieval.sayings.values import Verdict

PER_KIND: Final = 400
"""Claims of each kind that are checked at most."""

_SHORTEST: Final = 5
"""Words of a quotation from which one can be changed and the rest still be told apart."""

_LONGEST: Final = 120
_HELD_OUT: Final = 0.15
_SCOPE: Final = frozenset({PUBLIC})
_ALTERED: Final = ("one_word_changed", "negated", "number_changed")
_EXPECTED: Final = {
    "exact": Verdict.WORD_FOR_WORD,
    "repunctuated": Verdict.SAME_WORDS,
    "one_word_changed": Verdict.ALTERED,
    "negated": Verdict.ALTERED,
    "number_changed": Verdict.ALTERED,
    "truncated": Verdict.CUT_SHORT,
    "speaker_swapped": Verdict.SAID_BY_SOMEONE_ELSE,
    "foreign": Verdict.NOT_IN_THESE_ARTICLES,
}
_SENTENCE_END: Final = re.compile(r"[.!?؟۔…\n]")
_NUMBERS: Final = ("ثلاثة", "سبعة", "عشرون", "مئتان", "5", "70")
_FATHA: Final = "\u064e"
_TATWEEL: Final = "\u0640"


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation of the file: its words, and the saying found there, if any."""

    article: Article
    text: str
    saying: Saying | None


def evaluate_verify(path: Path, seed: int = 0) -> dict[str, Any]:
    """Returns ``verdict_accuracy``, the same for each kind, and ``altered_called_exact``.

    Args:
        path: JSON lines (plain or .gz) with ``text`` and, where there are, ``quotes``
            with ``start``, ``end`` and ``label``; else all words between marks count.

    Raises:
        ReadingError: The file can't be read.
    """
    generator = random.Random(seed)
    rows = list(read_rows(path, "text"))
    generator.shuffle(rows)
    out = max(1, round(len(rows) * _HELD_OUT)) if len(rows) > 1 else 0
    kept = [_row(row) for row in rows[out:]]
    held_out = [_row(row) for row in rows[:out]]
    grounds = [f" {' '.join(words_of(a.text).norms)} " for a, _, _ in kept]
    claims = _Claims(generator, [q for _, _, quotations in kept for q in quotations], grounds)
    foreign = [q for _, _, quotations in held_out for q in quotations]
    verdicts: dict[str, list[Verdict]] = {kind: [] for kind in _EXPECTED}
    with tempfile.TemporaryDirectory(prefix="qawl-verify-") as folder:
        store = SqlStore(sqlite_url(Path(folder) / "articles.db"))
        for article, analysis, _ in kept:
            store.add(article, analysis, PUBLIC)
        checker = Checker(Archive(store))
        for kind, claim in claims.all(foreign):
            verdicts[kind].append(checker.check(claim, _SCOPE).verdict)
        store.close()
    right = {kind: [v is _EXPECTED[kind] for v in found] for kind, found in verdicts.items()}
    exact = (Verdict.WORD_FOR_WORD, Verdict.SAME_WORDS)
    return {
        "articles": len(kept),
        "claims": sum(map(len, verdicts.values())),
        "verdict_accuracy": share_of([hit for hits in right.values() for hit in hits]),
        "by_kind": {kind: share_of(hits) for kind, hits in right.items()},
        "asked": {kind: len(found) for kind, found in verdicts.items()},
        "verdicts": {k: dict(Counter(v.value for v in found)) for k, found in verdicts.items()},
        "altered_called_exact": sum(v in exact for kind in _ALTERED for v in verdicts[kind]),
    }


def _row(row: dict[str, Any]) -> tuple[Article, Analysis, list[_Quotation]]:
    article = Article(
        text=row["text"], headline=row.get("title") or "", outlet=row.get("source") or ""
    )
    analysis = analyse(article)
    if "quotes" in row:
        spans = [Span(q["start"], q["end"]) for q in row["quotes"] if q["label"] == "speech"]
    else:
        spans = [mark.span for mark in find_marked(article.text) if mark.closed and not mark.depth]
    quotations = []
    for span in spans:
        if not _SHORTEST <= len(words_of(span.of(article.text))) <= _LONGEST:
            continue
        inside = [s for s in analysis.sayings if s.quote.span.overlaps(span)]
        nearest = min(inside, key=lambda s: _apart(s.quote.span, span), default=None)
        quotations.append(_Quotation(article, span.of(article.text), nearest))
    return article, analysis, quotations


def _apart(one: Span, other: Span) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)


class _Claims:
    """Makes claims out of quotations, by kind."""

    def __init__(
        self, generator: random.Random, quotations: list[_Quotation], grounds: list[str]
    ) -> None:
        self._random = generator
        self._quotations = quotations
        self._grounds = grounds
        self._vocabulary = sorted(
            {
                w.span.of(q.text)
                for q in quotations
                for w in words_of(q.text)
                if len(w.norm) > 3 and w.norm not in FUNCTION_WORDS and not is_number(w.norm)
            }
        )
        self._speakers = sorted(
            {
                q.saying.attribution.speaker.name
                for q in quotations
                if q.saying and q.saying.attribution.speaker
            }
        )

    def all(self, foreign: list[_Quotation]) -> Iterator[tuple[str, Claim]]:
        makers = {
            "exact": lambda q: q.text,
            "repunctuated": self._repunctuated,
            "one_word_changed": self._one_word_changed,
            "negated": self._negated,
            "number_changed": self._number_changed,
            "truncated": self._truncated,
        }
        # What was altered must stand nowhere, and what was cut in its own place alone.
        most = {"truncated": 1, **dict.fromkeys(_ALTERED, 0)}
        for kind, make in makers.items():
            made = 0
            for quotation in self._shuffled(self._quotations):
                words = make(quotation)
                if words is None or self._places(words) > most.get(kind, sys.maxsize):
                    continue
                yield kind, Claim(words)
                made += 1
                if made == PER_KIND:
                    break
        for quotation in self._shuffled(self._quotations)[:PER_KIND]:
            name = self._another_speaker(quotation)
            if name is not None:
                yield "speaker_swapped", Claim(quotation.text, name)
        for quotation in self._shuffled([q for q in foreign if not self._known(q.text)])[:PER_KIND]:
            yield "foreign", Claim(quotation.text)

    def _shuffled(self, quotations: list[_Quotation]) -> list[_Quotation]:
        return self._random.sample(quotations, len(quotations))

    def _places(self, words: str) -> int:
        """Returns how often words stand in the articles, by chance or in a copy."""
        needle = f" {' '.join(words_of(words).norms)} "
        return sum(ground.count(needle) for ground in self._grounds)

    def _known(self, words: str) -> bool:
        """Says whether an article that is kept has a copy of most of a held-out quotation."""
        norms = words_of(words).norms
        width = min(4, len(norms))
        pieces = [f" {' '.join(norms[at : at + width])} " for at in range(len(norms) - width + 1)]
        return any(
            2 * sum(piece in ground for piece in pieces) > len(pieces) for ground in self._grounds
        )

    def _repunctuated(self, quotation: _Quotation) -> str | None:
        text = quotation.text
        words = words_of(text)
        inner = self._random.randrange(1, len(words) - 1)
        at = words[inner].span.end
        arabic = "\u0620" <= text[at - 1] <= "\u064a"
        ways = [f"{text[:at]}،{text[at:]}", f"{text[:at]} –{text[at:]}"]
        if arabic:
            ways.append(f"{text[:at]}{_FATHA}{text[at:]}")
        if "،" in text.strip("،"):
            ways.append(text.replace("،", ""))
        if len(words[inner].norm) > 3 and arabic:
            ways.append(f"{text[: at - 1]}{_TATWEEL}{text[at - 1 :]}")
        made = self._random.choice(ways)
        return made if words_of(made).norms == words.norms else None

    def _one_word_changed(self, quotation: _Quotation) -> str | None:
        words = words_of(quotation.text)
        places = [
            w
            for w in words
            if w.norm not in FUNCTION_WORDS and not is_number(w.norm) and len(w.norm) > 2
        ]
        if not places:
            return None
        place = self._random.choice(places)
        other = self._random.choice(self._vocabulary)
        if words_of(other)[0].norm == place.norm:
            return None
        return _replaced(quotation.text, place.span, other)

    def _negated(self, quotation: _Quotation) -> str | None:
        text, words = quotation.text, words_of(quotation.text)
        inner = words[1:-1]
        there = [w for w in inner if is_negation(w.norm)]
        if there:
            span = self._random.choice(there).span
            return re.sub(r"\s+", " ", text[: span.start] + text[span.end :])
        place = self._random.choice(inner)
        particle = self._random.choice(["لا", "لم", "لن", "ليس"])
        return _replaced(text, Span(place.span.start, place.span.start), particle + " ")

    def _number_changed(self, quotation: _Quotation) -> str | None:
        numbers = [w for w in words_of(quotation.text) if is_number(w.norm) and len(w.norm) > 1]
        if not numbers:
            return None
        place = self._random.choice(numbers)
        if place.norm.isdigit():
            other = str(int(place.norm) + self._random.choice([1, 2, 5, 10]))
        else:
            other = self._random.choice([word for word in _NUMBERS if word != place.norm])
        return _replaced(quotation.text, place.span, other)

    def _truncated(self, quotation: _Quotation) -> str | None:
        text, words = quotation.text, words_of(quotation.text)
        lost = self._random.randint(1, max(1, len(words) // 2))
        if self._random.random() < 0.7:
            kept = words[:-lost]
            between = text[kept[-1].span.end : words[-lost].span.start] if kept else ""
        else:
            kept = words[lost:]
            between = text[words[lost - 1].span.end : kept[0].span.start] if kept else ""
        if len(kept) < _SHORTEST - 2 or _SENTENCE_END.search(between):
            return None
        return text[kept[0].span.start : kept[-1].span.end]

    def _another_speaker(self, quotation: _Quotation) -> str | None:
        told = quotation.saying.attribution if quotation.saying else None
        speaker = told.speaker if told else None
        # A speaker who is not named for sure is not compared with another.
        if told is None or speaker is None or told.status is not AttributionStatus.EXPLICIT:
            return None
        others = [name for name in self._speakers if not agree(name, speaker.name)]
        return self._random.choice(others) if others else None


def _replaced(text: str, span: Span, other: str) -> str:
    return text[: span.start] + other + text[span.end :]
