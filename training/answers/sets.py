"""Sets of questions on Wikipedia -> the same lists: what is learnt there holds elsewhere too."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.encoder import Encoder
from index.types import PUBLIC
from retrieval.evaluation.retrieval import Bench, Row, read_questions
from retrieval.evaluation.rows import measuring, read_rows
from retrieval.order.sentences import Ranked
from retrieval.question.read import read_question
from training.answers.lists import FIRST, Choice, Listed, Told, choice_of
from training.lists import SETS


def wikipedia_lists(data: Path, name: str, encoder: Encoder, told: Told) -> Iterator[Listed]:
    """Yields the questions of one of the sets on Wikipedia passages, as they are and robbed."""
    files, field = SETS[name]
    texts = {str(r["id"]): r for r in read_rows(data / f"{files}.passages.jsonl.gz", "id", "text")}
    rows = read_questions(data / f"{files}.questions.jsonl.gz", field)
    answers = [
        str(row["answers"][0]["text"])
        for row in read_rows(data / f"{files}.questions.jsonl.gz", field)
    ]
    with tempfile.TemporaryDirectory(prefix="qawl-lists-") as folder:
        bench = Bench(Path(folder), encoder)
        bench.fill(texts, headlines=True, separable=False)
        bench.library.build()
        for number, (row, answer) in enumerate(zip(rows, answers, strict=True), start=1):
            found = bench.answerer.find(read_question(row.question), frozenset({PUBLIC}))
            title = str(texts[row.passage].get("title", row.passage)).replace("_", " ")
            right = [bench.answers(r, row) for r in found.sentences]
            rest = [r for r, ok in zip(found.sentences, right, strict=True) if not ok]
            yield _of_row(row, title, name, found.sentences, right, answer)
            yield _of_row(row, title, f"{name} robbed", rest, [False] * len(rest), "")
            told(name, number, len(rows))
        bench.library.close()


def _of_row(
    row: Row,
    title: str,
    origin: str,
    ranked: Sequence[Ranked],
    right: Sequence[bool],
    answer: str,
) -> Listed:
    pairs = list(zip(ranked, right, strict=True))[:FIRST]
    return Listed(
        origin=origin,
        group=title,
        measuring=measuring(title),
        question=row.question,
        language="",
        kind="",
        answerable=not origin.endswith("robbed"),
        confidence=0.0,
        signs={},
        choices=tuple(choice_of(r, ok, answer) for r, ok in pairs),
    )


def selqa_lists(data: Path) -> Iterator[Listed]:
    """Yields English questions with the sentences of a section around those that answer."""
    for row in read_rows(data / "selqa.jsonl.gz", "question", "sentences", "answers"):
        sentences, right = list(map(str, row["sentences"])), set(row["answers"])
        start = max(0, min(right) - FIRST // 2)
        title = str(row["title"])
        yield Listed(
            origin="selqa",
            group=title,
            measuring=measuring(title),
            question=str(row["question"]),
            language="en",
            kind="",
            answerable=True,
            confidence=0.0,
            signs={},
            choices=tuple(
                Choice(sentences[i], sentences[i - 1] if i else "", title, 0.0, i in right)
                for i in range(start, min(len(sentences), start + FIRST))
            ),
        )
