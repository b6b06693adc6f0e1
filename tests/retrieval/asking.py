"""Asks the questions of ``tests/cases/questions.jsonl``, as a conversation where they are one.

python -m tests.retrieval.asking        prints what fails, with what was answered
"""

from __future__ import annotations

import datetime as dt
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
from index.types import PUBLIC
from retrieval.answer import Answer, NoAnswer
from retrieval.answerer import Answerer
from retrieval.question.asked import Asked, Asking, Context
from retrieval.question.intent import AskCheck, AskSaid, AskWho
from retrieval.question.read import read_question

SCOPE = frozenset({PUBLIC})
TODAY = dt.date(2026, 5, 20)

CASES = Path(__file__).resolve().parents[1] / "cases"
SKHIRAT = Path(__file__).resolve().parents[3] / "shared" / "articles" / "skhirat-2018.txt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question.

    Attributes:
        right: Answered with an expected sentence among those shown, or not
            answered where there is no answer.
        found: An expected sentence is among the first three, whether or not
            the confidence was enough to show them.
        by_sayings: The sayings decided it, not the search.
    """

    answer: Answer | NoAnswer
    right: bool
    found: bool
    by_sayings: bool


def questions() -> list[dict[str, Any]]:
    lines = (CASES / "questions.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def open_answerer(corpus: str, folder: Path, encoder: Encoder) -> Answerer:
    library = Library.open(folder, encoder)
    library.add_many(sample_articles() if corpus == "samples" else read_path(SKHIRAT))
    return Answerer(library)


def ask(answerer: Answerer, row: dict[str, Any]) -> Outcome:
    context: Context | None = None
    for turn in row["turns"][:-1]:
        context = answerer.ask(Asking(turn, context=context, today=TODAY)).context
    last = row["turns"][-1]
    answer = answerer.answer(last, today=TODAY, context=context)
    asked = answerer._read(Asking(last, context=context, today=TODAY))
    intent = asked.intent
    by_sayings = isinstance(intent, AskWho | AskCheck) or (
        isinstance(intent, AskSaid) and bool(intent.name)
    )
    if row.get("none"):
        return Outcome(answer, isinstance(answer, NoAnswer), False, by_sayings)
    fits = _fits(row)
    shown = answer.sentences if isinstance(answer, Answer) else ()
    right = any(fits(one.text, one.citation.sentence) for one in shown)
    return Outcome(answer, right, right or _is_found(answerer, asked, fits), by_sayings)


def _is_found(answerer: Answerer, asked: Asked, fits: Callable[[str, int], bool]) -> bool:
    findings = answerer.find(read_question(asked.text), SCOPE)
    ranked = [
        (one.span.of(ranked.candidate.article.article.text), one.number)
        for ranked in findings.sentences[:3]
        for one in [ranked.candidate.sentence]
    ]
    return any(fits(text, number) for text, number in ranked)


def _fits(row: dict[str, Any]) -> Callable[[str, int], bool]:
    expected = row["expect"]
    if row["corpus"] == "skhirat":
        return lambda text, number: number in expected
    return lambda text, number: any(words in text for words in expected)


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
                counts.setdefault("found", []).append(outcome.found)
            if not outcome.right:
                mark = "" if row.get("none") or outcome.found else "NOT FOUND"
                answer = outcome.answer
                if isinstance(answer, Answer):
                    told = " / ".join(sentence.text[:60] for sentence in answer.sentences)
                else:
                    nearest = answer.nearest.text[:60] if answer.nearest else ""
                    told = f"{answer.reason.value} {' '.join(answer.uncovered)} | {nearest}"
                print(row["id"], row["kind"], row["turns"], f"{answer.confidence:.2f}", mark, told)
        for name, right in sorted(counts.items()):
            print(f"{name:32} {sum(right):4} of {len(right):4}  {sum(right) / len(right):.3f}")


if __name__ == "__main__":
    main()
