"""What confidence is read from, where one story stands in several outlets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.encoder import Encoder
from index.library import Library
from index.types import PUBLIC
from retrieval.answerer import Answerer
from retrieval.judge.decide import Findings
from retrieval.question.read import read_question
from tests.retrieval.conftest import DAM, FAIR

QUESTION = "كم دار نشر شاركت في معرض الكتاب؟"


def _found(folder: Path, encoder: Encoder, outlets: int, question: str = QUESTION) -> Findings:
    library = Library.open(folder, encoder)
    copies = [
        replace(FAIR, outlet=f"وكالة {number}", text=f"{FAIR.text}\nنشرته الوكالة {number}.")
        for number in range(outlets - 1)
    ]
    library.add_many([DAM, FAIR, *copies])
    found = Answerer(library).find(read_question(question), frozenset({PUBLIC}))
    library.close()
    return found


def test_copies_of_the_first_sentence_are_no_rivals(tmp_path: Path, encoder: Encoder) -> None:
    alone = _found(tmp_path / "one", encoder, 1)
    copied = _found(tmp_path / "five", encoder, 5)
    first = alone.sentences[0].candidate
    assert "118" in first.article.sentence(first.position).text
    assert copied.sentences[0].score - copied.sentences[1].score < 0.3 * copied.signs["margin"]
    assert copied.signs["margin"] > 0.8 * alone.signs["margin"] > 0
    assert copied.signs["margin_to_other_article"] > 0


def test_a_question_in_another_script_says_so(tmp_path: Path, encoder: Encoder) -> None:
    english = _found(tmp_path / "en", encoder, 1, "How many publishers came to the book fair?")
    arabic = _found(tmp_path / "ar", encoder, 1)
    assert english.signs["other_script"] == 1
    assert arabic.signs["other_script"] == 0
