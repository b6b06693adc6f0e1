"""A question in Latin letters is about an article in which one of its names is heard."""

from __future__ import annotations

import numpy as np
import pytest

from index.types import Analysis, Article
from retrieval.judge.heard import unheard
from retrieval.question.read import read_question
from retrieval.search.opened import OpenArticle

KINDI = "أعلن سالم الكندي أن المرفأ يفتح في الخريف."
ROMANO = "قالت لوتشيا رومانو لصحيفة محلية إن المسرح لن يغلق."
STORM = "اقتلعت العاصفة عشرات الأشجار في الوادي وحتى سقف المحطة."
GARDEN = "The garden of the old mill was opened to the public."


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("What did Lucia Romano say about the theatre?", [KINDI, STORM]),
        ("Qu'a dit Lucia Romano du théâtre ?", [KINDI, STORM]),
        ("When does the harbour open, according to Kindi?", [ROMANO, STORM]),
        # One of two names is half of them, and one of three is chance.
        ("Where did Romano Westergaard sing?", [KINDI, STORM]),
        ("Where did Romano Westergaard meet Holmqvist?", []),
        # وحتى sounds like White, and is nobody's name.
        ("Who saw White Weft in Vienna?", []),
        # None of them is heard: it may be translated.
        ("Who leads the Green Valley Trust?", []),
        # The first word is written large in any question, and a country has names of its own.
        ("Kindi said what?", []),
        ("What did France say to Romania?", []),
        ("Who spoke on Tuesday?", []),
        ("Combien de Kényans le KND a-t-il invités ?", []),
        ("How many trees fell?", []),
        ("متى يفتح سالم الكندي المرفأ؟", []),
    ],
)
def test_articles_in_which_no_name_is_heard(question: str, left_out: list[str]) -> None:
    articles = [_opened(text) for text in (KINDI, ROMANO, STORM, GARDEN)]
    ids = unheard(read_question(question), articles)
    assert [one.article.text for one in articles if one.id in ids] == left_out


def test_nothing_is_left_out_of_nothing() -> None:
    assert unheard(read_question("What did Lucia Romano say?"), []) == frozenset()


def _opened(text: str) -> OpenArticle:
    article = Article(text)
    return OpenArticle(article, Analysis(article.id, (), (), ()), np.zeros((0, 4), np.float32))
