from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.order.features import kinship, root_of

WORDS = st.lists(st.text(alphabet="ابتجحدرسعفقكلمنهوي", min_size=2, max_size=7), max_size=6)


def test_equal_words_are_kin_in_every_view() -> None:
    assert np.allclose(kinship(["كتاب"], {}, [["بيت", "كتاب"]]), [[1, 1, 1]])


def test_a_slip_is_kin_by_spelling() -> None:
    spelling, _, _ = kinship(["نيوتون"], {}, [["نيوتن"]])[0]
    assert spelling > 0.7


def test_derivation_is_kin_by_root() -> None:
    assert root_of("انتخاب") == root_of("منتخب")
    assert kinship(["انتخاب"], {}, [["منتخب"]])[0, 2] == 1


def test_strangers_are_no_kin() -> None:
    assert np.allclose(kinship(["سفينة"], {}, [["جبل"], []]), 0)


def test_a_rare_word_weighs_more() -> None:
    table = kinship(["سد", "عقيق"], {"سد": 1.0, "عقيق": 3.0}, [["سد"], ["عقيق"]])
    assert table[0, 2] == 0.25
    assert table[1, 2] == 0.75


@given(WORDS, st.lists(WORDS, max_size=5))
def test_shares_lie_between_nothing_and_all(asked: list[str], sentences: list[list[str]]) -> None:
    table = kinship(asked, {}, sentences)
    assert table.shape == (len(sentences), 3)
    assert ((table >= 0) & (table <= 1 + 1e-9)).all()
