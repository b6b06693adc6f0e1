"""What kind of error a wrong first sentence is."""

from __future__ import annotations

import numpy as np
import pytest

from index.encoder import Encoder
from retrieval.evaluation.retrieval import Bench, Row
from training.errors import ELSEWHERE, LOST, NEXT, PASSAGE, SUBJECT, error_of, shares, titles_of
from training.lists import Sample, _sample

TEXTS = {
    "dam": {
        "id": "dam",
        "title": "سد الوادي",
        "text": "بني السد عام 1962. يبلغ ارتفاعه 70 مترا. وتديره هيئة المياه منذ افتتاحه.",
    },
    "lake": {"id": "lake", "title": "سد الوادي", "text": "خلف السد بحيرة. يصطاد الناس فيها."},
    "books": {"id": "books", "title": "المكتبة", "text": "تضم المكتبة مليون كتاب. بنيت قرب السد."},
}
TITLES = {name: row["title"] for name, row in TEXTS.items()}


@pytest.fixture(scope="module")
def samples(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    bench = Bench(tmp_path_factory.mktemp("errors"), encoder)
    bench.fill(TEXTS, headlines=True, separable=True)
    bench.library.build()
    rows = [
        Row("متى بني السد؟", "dam", (TEXTS["dam"]["text"].index("1962"),), (" 1962 ",)),
        Row("ما الذي خلف السد؟", "lake", (TEXTS["lake"]["text"].index("بحيرة"),), (" بحيره ",)),
    ]
    found = [_sample(bench, "own", TITLES, row, encoder) for row in rows]
    bench.library.close()
    return found


def _starting(sample: Sample, words: str) -> np.ndarray:
    texts = [r.candidate.article.sentence(r.candidate.position).text for r in sample.whole.ranked]
    first = next(i for i, text in enumerate(texts) if text.startswith(words))
    return np.array([first, *(i for i in range(len(texts)) if i != first)])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("بني السد", None),
        ("يبلغ ارتفاعه", NEXT),
        ("وتديره", PASSAGE),
        ("خلف السد", SUBJECT),
    ],
)
def test_an_error_is_told_by_where_it_lies(
    samples: list[Sample], words: str, kind: str | None
) -> None:
    assert error_of(samples[0], _starting(samples[0], words), titles_of(samples)) == kind


def test_an_article_that_nobody_asks_about_is_elsewhere(samples: list[Sample]) -> None:
    order = _starting(samples[0], "تضم المكتبة")
    assert error_of(samples[0], order, titles_of(samples)) == ELSEWHERE


def test_what_is_not_among_the_ranked_is_lost(samples: list[Sample]) -> None:
    sample = samples[1]
    answers, sample.whole.answers = sample.whole.answers, np.zeros_like(sample.whole.answers)
    try:
        assert error_of(sample, _starting(sample, "بني"), titles_of(samples)) == LOST
    finally:
        sample.whole.answers = answers


def test_shares_are_of_all_questions() -> None:
    assert shares([None, NEXT, None, LOST]) == {NEXT: 0.25, LOST: 0.25}
