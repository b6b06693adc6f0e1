"""The words of a question are looked for in a sentence, its headline and the sentence before."""

from __future__ import annotations

import numpy as np
import pytest

from index.types import Analysis, Article, Sentence, Span
from retrieval.judge.shared import shared
from retrieval.question.read import read_question
from retrieval.search.opened import OpenArticle

HEADLINE = "مرفأ جديد في نجمان"
SENTENCES = (
    "دشن سالم الكندي المرفأ صباح الثلاثاء.",
    "وبلغت كلفته 40 مليون دينار.",
    "وتعمل فيه رافعتان.",
)


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        # دشن and الكندي stand in the first, beside the second and not near the third.
        ("متى دشن الكندي المرفأ؟", (1.0, 1.0, 1 / 3)),
        ("هل تعمل رافعتان في مرفأ نجمان؟", (0.5, 0.5, 1.0)),
        # Across scripts names are heard, and what is not heard stands nowhere.
        ("Who is Salem Kindi?", (1.0, 1.0, 0.0)),
        ("Who is Kindi's rival Holmqvist?", (1 / 3, 1 / 3, 0.0)),
        ("؟", (0.0, 0.0, 0.0)),
    ],
)
def test_words_in_a_sentence_and_beside_it(question: str, shares: tuple[float, ...]) -> None:
    asked, article = read_question(question), _opened()
    found = [shared(asked, article, at) for at in range(len(SENTENCES))]
    assert found == pytest.approx(shares)


def _opened() -> OpenArticle:
    article = Article(" ".join(SENTENCES), headline=HEADLINE)
    starts = [article.text.index(sentence) for sentence in SENTENCES]
    sentences = tuple(
        Sentence(number, Span(start, start + len(text)))
        for number, (start, text) in enumerate(zip(starts, SENTENCES, strict=True), start=1)
    )
    vectors = np.zeros((len(sentences), 4), np.float32)
    return OpenArticle(article, Analysis(article.id, sentences, (), ()), vectors)
