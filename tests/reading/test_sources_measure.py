"""The measure of reading, and what it gives on files that other programs wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import ReadingError
from retrieval.evaluation.sources import compare, evaluate_sources, pairs_of

PAIRS = Path(__file__).resolve().parents[1] / "cases" / "sources"


def test_words_are_compared_in_their_order() -> None:
    counts = compare("لن نرفع السعر 40 درهما.\nسطر ثان.", "نرفع السعر 400 درهما. سطر ثان. زيادة")
    assert (counts["words"], counts["kept"], counts["lost"], counts["changed"]) == (7, 5, 1, 1)
    assert (counts["added"], counts["numbers"], counts["negations"]) == (1, 1, 1)
    assert (counts["sentences"], counts["exact"]) == (2, 1)
    assert compare("a b", "a b")["kept"] == 2


def test_the_files_of_other_programs_are_read_as_a_careful_reader_does() -> None:
    assert len(pairs_of(PAIRS)) >= 140
    figures = evaluate_sources(PAIRS)
    assert figures["refused"] == {}
    assert figures["kept"] >= 0.999
    assert figures["sentences_exact"] >= 0.99
    assert figures["numbers_changed"] == figures["negations_changed"] == 0


def test_what_is_refused_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "a.expected.txt").write_text("كلمة واحدة", encoding="utf-8")
    figures = evaluate_sources(tmp_path)
    assert list(figures["refused"]) == ["a.pdf"]
    assert figures["kept"] == 0


def test_a_folder_without_pairs(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no pair"):
        evaluate_sources(tmp_path)
