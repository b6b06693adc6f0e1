"""Asks the questions of ``tests/cases/questions.jsonl``, as a conversation where they are one.

    python -m tests.retrieval.asking        prints what fails, with what was answered
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.encoder import Encoder
from index.library import Library
from index.reading import read_path
from index.samples import sample_articles
from retrieval.answer import Answer, AnswerSentence, NoAnswer
from retrieval.answerer import Answerer
from retrieval.conversation import Context

CASES = Path(__file__).resolve().parents[1] / "cases"
SKHIRAT = Path(__file__).resolve().parents[3] / "shared" / "articles" / "skhirat-2018.txt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question.

    Attributes:
        right: Answered with an expected sentence among those shown, or not
            answered where there is no answer.
        first: The first sentence is an expected one.
    """

    answer: Answer | NoAnswer
    right: bool
    first: bool


def questions() -> list[dict[str, Any]]:
    lines = (CASES / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def known_failures() -> dict[str, str]:
    """Reasons by the question's id."""
    lines = (CASES / "questions_known_failures.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row["reason"] for row in map(json.loads, lines)}


def open_answerer(corpus: str, folder: Path, encoder: Encoder) -> Answerer:
    library = Library.open(folder, encoder)
    library.add_many(sample_articles() if corpus == "samples" else read_path(SKHIRAT))
    return Answerer(library)


def ask(answerer: Answerer, row: dict[str, Any]) -> Outcome:
    context: Context | None = None
    answer: Answer | NoAnswer | None = None
    for turn in row["turns"]:
        answer, context = answerer.converse(turn, context)
    assert answer is not None
    if row.get("none"):
        return Outcome(answer, isinstance(answer, NoAnswer), isinstance(answer, NoAnswer))
    if isinstance(answer, NoAnswer):
        return Outcome(answer, False, False)
    fits = _fits(row)
    found = [fits(sentence) for sentence in answer.sentences]
    return Outcome(answer, any(found), found[0])


def _fits(row: dict[str, Any]) -> Callable[[AnswerSentence], bool]:
    expected = row["expect"]
    if row["corpus"] == "skhirat":
        return lambda sentence: sentence.citation.sentence in expected
    return lambda sentence: any(words in sentence.text for words in expected)


def main() -> None:
    import platformdirs

    from index.encoder import load_encoder

    encoder = load_encoder("embedded", Path(platformdirs.user_cache_dir("qawl", appauthor=False)))
    with tempfile.TemporaryDirectory() as folder:
        answerers = {
            corpus: open_answerer(corpus, Path(folder) / corpus, encoder)
            for corpus in ("samples", *(["skhirat"] if SKHIRAT.exists() else []))
        }
        counts: dict[str, list[bool]] = {}
        for row in questions():
            if row["corpus"] not in answerers:
                continue
            outcome = ask(answerers[row["corpus"]], row)
            group = "none" if row.get("none") else "answered"
            for name in (group, f"{group} {row['lang'][:2]}", f"{group} {row['kind']}"):
                counts.setdefault(name, []).append(outcome.right)
            if not row.get("none"):
                counts.setdefault("answered first", []).append(outcome.first)
            if not outcome.right:
                answer = outcome.answer
                if isinstance(answer, Answer):
                    told = " / ".join(sentence.text[:60] for sentence in answer.sentences)
                else:
                    nearest = answer.nearest.text[:60] if answer.nearest else ""
                    told = f"{answer.reason.value} {' '.join(answer.uncovered)} | {nearest}"
                print(row["id"], row["kind"], row["turns"], f"{answer.confidence:.2f}", told)
        for name, right in sorted(counts.items()):
            print(f"{name:32} {sum(right):4} of {len(right):4}  {sum(right) / len(right):.3f}")


if __name__ == "__main__":
    main()
