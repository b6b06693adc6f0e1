"""``qawl eval asked``: what people ask about news, answered the whole way as in a chat.

Questions were written by reading the articles: three in four are answered by their
article, the others are near misses that it does not answer. All articles are searched;
the questions on one article in five are kept for measuring, and nothing is trained on them.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder.base import Encoder
from index.errors import ReadingError
from index.library import Library
from index.quotes import SpeakerReader
from index.types import PUBLIC, Article
from retrieval.answer import Answer, AnswerSentence, NoAnswer
from retrieval.answerer import Answerer
from retrieval.evaluation.rows import (
    Case,
    Part,
    Progress,
    read_articles,
    read_cases,
    share_of,
    silent,
    within,
    words_of,
)
from retrieval.judge.reader import Reader
from retrieval.order.reranker import Reranker


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question came to.

    Attributes:
        answered: Whether there was an answer, right or wrong.
        first: Whether the first sentence shown answers.
        shown: Whether one of those shown does.
        nearest: Whether the nearest sentence of a no does.
        bold: Of a right first sentence, whether the words in bold hold the answer or are in
            it; None where nothing is bold.
    """

    case: Case
    answered: bool
    first: bool
    shown: bool
    nearest: bool
    bold: bool | None
    milliseconds: float


def evaluate_asked(
    articles: Sequence[Path],
    questions: Sequence[Path],
    *,
    encoder: Encoder,
    distractors: Path | None = None,
    most: int | None = None,
    part: Part = Part.MEASURING,
    reranker: Reranker | None = None,
    reader: Reader | None = None,
    quotations: SpeakerReader | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Asks the questions over all articles, each as if typed on the day of its article.

    Args:
        articles: Files with ``id``, ``text``, ``title``, ``source``, ``date`` and ``url``.
        questions: Files with the keys that docs/evaluation.md names.
        distractors: Further articles, which no question is about.
        most: Use so many of them at most, chosen by a hash of their ids.
        quotations: Reads who said what; without it the rules decide alone.

    Returns:
        The figures by name, ready for JSON.

    Raises:
        ReadingError: A file is damaged, or a question names an article that is not there.
    """
    asked_about = read_articles(articles)
    cases = read_cases(questions, part)
    unknown = next((case.article for case in cases if case.article not in asked_about), None)
    if unknown is not None or not cases:
        what = f"no article {unknown!r}" if unknown else f"no question of the part {part.value!r}"
        raise ReadingError(f"cannot evaluate {', '.join(map(str, questions))}: {what}.")
    others = _others(distractors, asked_about, most)
    with tempfile.TemporaryDirectory(prefix="qawl-asked-") as folder:
        library = Library.open(Path(folder), encoder, reader=quotations)
        everything = [*asked_about.values(), *others.values()]
        library.add_many(everything, progress=partial(progress, "articles"))
        answerer = Answerer(library, reranker=reranker, reader=reader)
        outcomes = []
        for number, case in enumerate(cases, start=1):
            outcomes.append(ask(answerer, case, asked_about[case.article].date))
            progress("questions", number, len(cases))
        library.close()
    return {
        "articles": len(asked_about) + len(others),
        "part": part.value,
        "encoder": encoder.name,
        **figures_of(outcomes),
    }


def _others(path: Path | None, but: Iterable[str], most: int | None) -> dict[str, Article]:
    if path is None:
        return {}
    left_out = set(but)
    found = {name: a for name, a in read_articles([path]).items() if name not in left_out}
    chosen = sorted(found, key=lambda name: zlib.crc32(name.encode()))[:most]
    return {name: found[name] for name in chosen}


def ask(answerer: Answerer, case: Case, today: dt.date | None) -> Outcome:
    """Asks one question as the first of a conversation, and judges what would be shown."""
    started = time.perf_counter()
    found = answerer.answer(case.question, frozenset({PUBLIC}), today)
    return judged(case, found, 1000 * (time.perf_counter() - started))


def judged(case: Case, found: Answer | NoAnswer, milliseconds: float) -> Outcome:
    """Compares what would be shown with what answers."""
    shown = found.sentences if isinstance(found, Answer) else ()
    nearest = found.nearest if isinstance(found, NoAnswer) else None
    right = [case.answerable and case.answered_by(sentence.text) for sentence in shown]
    first = bool(right) and right[0]
    return Outcome(
        case=case,
        answered=bool(shown),
        first=first,
        shown=any(right),
        nearest=case.answerable and nearest is not None and case.answered_by(nearest.text),
        bold=_bold(case, shown[0]) if first else None,
        milliseconds=milliseconds,
    )


def _bold(case: Case, sentence: AnswerSentence) -> bool | None:
    if sentence.highlight is None:
        return None
    start = sentence.span.start
    bold = words_of(
        sentence.text[sentence.highlight.start - start : sentence.highlight.end - start]
    )
    answer = words_of(case.answer)
    return within(answer, bold) or within(bold, answer)


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Returns the figures of all, and of each language and kind."""
    p50, p95 = np.percentile([o.milliseconds for o in outcomes], [50, 95])
    return {
        **_shares(outcomes),
        "dialects": _shares([o for o in outcomes if o.case.language not in ("msa", "en", "fr")]),
        "by_language": _by(lambda case: case.language, outcomes),
        "by_kind": _by(lambda case: case.kind, outcomes),
        "ms_per_question": {"p50": round(float(p50), 1), "p95": round(float(p95), 1)},
    }


def _by(key: Callable[[Case], str], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    names = sorted({key(o.case) for o in outcomes})
    return {name: _shares([o for o in outcomes if key(o.case) == name]) for name in names}


def _shares(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    answerable = [o for o in outcomes if o.case.answerable]
    others = [o for o in outcomes if not o.case.answerable]
    right = [o for o in answerable if o.first]
    marked = [o for o in right if o.bold is not None]
    return {
        "answerable": len(answerable),
        "right_first": share_of([o.first for o in answerable]),
        "right_shown": share_of([o.shown for o in answerable]),
        "refused": share_of([not o.answered for o in answerable]),
        "refused_as_nearest": share_of([o.nearest for o in answerable]),
        "wrong": share_of([o.answered and not o.shown for o in answerable]),
        "near_misses": len(others),
        "no_where_no": share_of([not o.answered for o in others]),
        "phrase_shown": share_of([o.bold is not None for o in right]),
        "phrase_right": share_of([bool(o.bold) for o in marked]),
    }
