"""``qawl eval retrieval``: how often the right passage and the right sentence come first.

Every passage of the set becomes an article of its own text, in a library that is
built as any other in a folder that is thrown away. What is measured is the way
that a question takes in the product.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.analysis import analyse
from index.encoder.base import Encoder
from index.errors import ReadingError
from index.library import Library
from index.text.tokens import tokenise
from index.types import PUBLIC, Article
from retrieval.answerer import Answerer
from retrieval.evaluation.rows import (
    Progress,
    auroc,
    hit_at,
    mrr_at,
    overlap_f1,
    read_rows,
    refused_at_coverage,
    silent,
)
from retrieval.judge.decide import Findings
from retrieval.judge.reader import Reader
from retrieval.order.reranker import Reranker
from retrieval.order.sentences import Ranked
from retrieval.question.read import read_question
from retrieval.tell.phrase import phrase_of

LISTS: Final = ("lexical", "dense", "hybrid")
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a set.

    Attributes:
        starts: Where accepted answers start in the gold passage.
        answers: Accepted answers as normalised token sequences, spaces around.
    """

    question: str
    passage: str
    starts: tuple[int, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """How the words in bold compare with the accepted answers.

    Attributes:
        f1: Overlap in words with the nearest of them.
        right: Whether they hold an accepted answer, or are a part of one.
    """

    f1: float
    right: bool


@dataclass(slots=True)
class Tally:
    """What the questions came to, one item a question."""

    gold: dict[str, list[int | None]]
    answering: dict[str, list[int | None]]
    sentences: list[int | None]
    answered: list[float]
    robbed: list[float]
    milliseconds: list[float]
    marked: list[Marked | None] = field(default_factory=list)


def evaluate_retrieval(
    passages: Path,
    questions: Path,
    *,
    encoder: Encoder,
    reranker: Reranker | None = None,
    reader: Reader | None = None,
    limit: int | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Measures retrieval on one set.

    A headline that is itself asked is not indexed: the question would find it
    by being equal to it. Where one is asked, the set is indexed without any.

    Args:
        passages: Rows with ``id``, ``text`` and, where there is one, ``title``.
        questions: Rows with ``question``, ``passage_id`` and ``answers``.
        limit: Ask the first questions only; all passages are searched.

    Returns:
        The figures by name, ready for JSON; see ``docs/evaluation.md``.

    Raises:
        ReadingError: A file is damaged or names a passage that is not there.
    """
    texts = {str(r["id"]): r for r in read_rows(passages, "id", "text")}
    asked = read_questions(questions)[:limit]
    unknown = next((row.passage for row in asked if row.passage not in texts), None)
    if not texts or not asked or unknown is not None:
        what = f"no passage {unknown!r} in {passages}" if unknown else "no passage or no question"
        raise ReadingError(f"cannot evaluate {questions}: {what}.")
    headlines = not headlines_are_asked(texts.values(), asked)
    with tempfile.TemporaryDirectory(prefix="qawl-eval-") as folder:
        bench = Bench(Path(folder), encoder, reranker, reader)
        bench.fill(texts, headlines=headlines, separable=any(r.starts for r in asked))
        bench.library.build(partial(progress, "passages"))
        tally = bench.ask(asked, progress)
        bench.library.close()
    return {
        "passages": len(texts),
        "questions": len(asked),
        "headlines_indexed": headlines,
        "encoder": encoder.name,
        **_figures(tally),
    }


class Bench:
    """A library of evaluation passages, and the answerer that is measured over it."""

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.library = Library.open(folder, encoder)
        self.answerer = Answerer(self.library, reranker=reranker, reader=reader)
        self._encoder = encoder
        self.article_ids: dict[str, str] = {}
        self._norms: dict[str, str] = {}

    def fill(self, rows: dict[str, dict[str, Any]], *, headlines: bool, separable: bool) -> None:
        """Stores every passage in the public collection and, if asked, in one of its own.

        With a collection each, a question can be asked again in a scope that
        lacks some passages: all statistics are those of what is left.
        """
        for name, row in rows.items():
            title = " ".join(str(row.get("title") or "").replace("_", " ").split())
            article = Article(
                text=str(row["text"]),
                headline=title if headlines else "",
                # Two passages of one text are two articles all the same.
                outlet=name,
            )
            analysis = analyse(article)
            self.library.store.add(article, analysis, PUBLIC)
            if separable:
                self.library.store.add(article, analysis, own_collection(name))
            self.article_ids[name] = article.id
            self._norms[name] = _norm(article.text)

    def ask(self, rows: Sequence[Row], progress: Progress) -> Tally:
        """Asks every question, and those with an answer again without it."""
        tally = Tally({n: [] for n in LISTS}, {n: [] for n in LISTS}, [], [], [], [])
        everywhere = frozenset({PUBLIC})
        for number, row in enumerate(rows, start=1):
            started = time.perf_counter()
            query = read_question(row.question)
            vector = self._encoder.encode_query(query.text)
            found = self.answerer.find(query, everywhere, vector)
            tally.milliseconds.append(1000 * (time.perf_counter() - started))
            holding = self.holding(row)
            self._note_passages(tally, row, found, holding)
            if row.starts:
                tally.sentences.append(_first(self.answers(r, row) for r in found.sentences))
                tally.answered.append(found.confidence)
                if tally.sentences[-1] == 1:
                    tally.marked.append(self._marked(found, row))
                left = frozenset(own_collection(n) for n in self.article_ids if n not in holding)
                again = self.answerer.find(query, left, vector) if left else None
                tally.robbed.append(again.confidence if again else 0.0)
            progress("questions", number, len(rows))
        return tally

    def holding(self, row: Row) -> frozenset[str]:
        """Returns the passages that are gold or contain an accepted answer."""
        return frozenset({row.passage}) | {
            name
            for name, text in self._norms.items()
            if any(answer in text for answer in row.answers)
        }

    def _note_passages(
        self, tally: Tally, row: Row, found: Findings, holding: frozenset[str]
    ) -> None:
        gold = self.article_ids[row.passage]
        accepted = {self.article_ids[name] for name in holding}
        lists = {
            "lexical": [article for article, _ in found.lexical],
            "dense": [article for article, _ in found.dense],
            "hybrid": [passage.article_id for passage in found.passages],
        }
        for name, articles in lists.items():
            order = list(dict.fromkeys(articles))
            tally.gold[name].append(_first(article == gold for article in order))
            if row.starts:
                tally.answering[name].append(_first(article in accepted for article in order))

    def _marked(self, found: Findings, row: Row) -> Marked | None:
        """Compares the words in bold of the first sentence with the accepted answers."""
        candidate = found.sentences[0].candidate
        span = phrase_of(found.asked, candidate)
        if span is None:
            return None
        words = _norm(span.of(candidate.article.article.text))
        return Marked(
            max(overlap_f1(words.split(), answer.split()) for answer in row.answers),
            any(answer in words or words in answer for answer in row.answers),
        )

    def answers(self, ranked: Ranked, row: Row) -> bool:
        """Tells whether a sentence holds the start of an answer or contains an accepted one."""
        article = ranked.candidate.article.article
        span = ranked.candidate.span
        if article.id == self.article_ids[row.passage] and any(
            span.start <= start < span.end for start in row.starts
        ):
            return True
        words = _norm(span.of(article.text))
        return any(answer in words for answer in row.answers)


def read_questions(path: Path, field: str = "question") -> list[Row]:
    """Reads the questions of a set; ``field`` is the one that is asked.

    Raises:
        ReadingError: The file is damaged.
    """
    return [_row(row, field) for row in read_rows(path, field, "passage_id")]


def _row(row: dict[str, Any], field: str) -> Row:
    answers = row.get("answers") or []
    words = dict.fromkeys(_norm(str(answer["text"])) for answer in answers)
    return Row(
        question=str(row[field]),
        passage=str(row["passage_id"]),
        starts=tuple(int(answer["start"]) for answer in answers),
        answers=tuple(word for word in words if word.strip()),
    )


def _norm(text: str) -> str:
    """Returns the normalised words of a text with a space around each."""
    return f" {' '.join(token.norm for token in tokenise(text))} "


def own_collection(name: str) -> str:
    """Returns the collection that holds one passage alone."""
    return f"passage:{name}"


def headlines_are_asked(rows: Iterable[dict[str, Any]], asked: Sequence[Row]) -> bool:
    """Tells whether a passage's own headline is asked as a question."""
    titles = {str(r["id"]): _norm(str(r.get("title") or "")) for r in rows}
    return any(
        not row.answers
        and titles[row.passage].strip()
        and titles[row.passage] == _norm(row.question)
        for row in asked
    )


def _first(hits: Iterable[bool]) -> int | None:
    """Returns the 1-based rank of the first hit, None if there is none."""
    return next((rank for rank, hit in enumerate(hits, start=1) if hit), None)


def _figures(tally: Tally) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in LISTS:
        ranks = tally.gold[name]
        figures[name] = {f"hit@{k}": hit_at(ranks, k) for k in (1, 3, _DEEPEST)}
        figures[name][f"mrr@{_DEEPEST}"] = mrr_at(ranks, _DEEPEST)
        if tally.sentences:
            answering = tally.answering[name]
            figures[name].update({f"answer_hit@{k}": hit_at(answering, k) for k in (1, 3)})
    if tally.sentences:
        figures.update({f"sentence_hit@{k}": hit_at(tally.sentences, k) for k in (1, 3)})
        figures["abstention_auroc"] = auroc(tally.answered, tally.robbed)
        figures["refused_at_90_coverage"] = refused_at_coverage(tally.answered, tally.robbed, 0.9)
    if tally.marked:
        shown = [marked for marked in tally.marked if marked is not None]
        figures["phrase_shown"] = len(shown) / len(tally.marked)
        if shown:
            figures["phrase_f1"] = sum(marked.f1 for marked in shown) / len(shown)
            figures["phrase_precision"] = sum(marked.right for marked in shown) / len(shown)
    p50, p95 = np.percentile(tally.milliseconds, [50, 95])
    figures["ms_per_question"] = {"p50": float(p50), "p95": float(p95)}
    return {name: _rounded(figure) for name, figure in figures.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value
