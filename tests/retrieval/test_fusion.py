from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.base import Hit
from retrieval.search.fusion import CROSSING_WEIGHT, fuse, with_heard


def hits(scores: dict[str, float]) -> list[Hit]:
    order = sorted(scores, key=lambda name: -scores[name])
    return [Hit(name, f"article-{name}", scores[name], rank) for rank, name in enumerate(order, 1)]


def test_scores_add_up_as_the_docstring_says() -> None:
    fused = fuse(
        hits({"a": 0.9, "b": 0.8}),
        hits({"b": 6.0, "c": 3.0}),
        dense_scores={"c": 0.5},
        lexical_scores={"a": 0.0},
        ceiling=12.0,
        weight=0.4,
    )
    assert [f.passage_id for f in fused] == ["b", "a", "c"]
    assert [f.score for f in fused] == pytest.approx([0.8 + 0.2, 0.9, 0.5 + 0.1])
    assert [(f.dense_rank, f.lexical_rank) for f in fused] == [(2, 1), (1, None), (None, 2)]
    assert fused[0].lexical_share == pytest.approx(0.5)


def test_a_question_of_unknown_words_leaves_the_dense_list_alone() -> None:
    dense = hits({"a": 0.9, "b": 0.85, "c": 0.8})
    fused = fuse(dense, [], dense_scores={}, lexical_scores={"a": 0, "b": 0, "c": 0}, ceiling=30.0)
    assert [f.passage_id for f in fused] == [h.passage_id for h in dense]


def test_nothing_asked_nothing_found() -> None:
    assert fuse([], [], dense_scores={}, lexical_scores={}, ceiling=0.0) == []


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 1), max_size=6),
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 20), max_size=6),
)
def test_every_passage_once_and_best_first(
    dense: dict[str, float], lexical: dict[str, float]
) -> None:
    fused = fuse(
        hits(dense),
        hits(lexical),
        dense_scores={name: 0.0 for name in lexical if name not in dense},
        lexical_scores={name: 0.0 for name in dense if name not in lexical},
        ceiling=40.0,
    )
    assert {f.passage_id for f in fused} == dense.keys() | lexical.keys()
    assert len(fused) == len({f.passage_id for f in fused})
    assert [f.score for f in fused] == sorted((f.score for f in fused), reverse=True)


@given(st.permutations("abc"))
def test_a_passage_best_in_both_lists_is_best(order: list[str]) -> None:
    dense = {name: 0.9 - 0.1 * i for i, name in enumerate(order)}
    lexical = {name: 9.0 - 3.0 * i for i, name in enumerate(order)}
    fused = fuse(hits(dense), hits(lexical), dense_scores={}, lexical_scores={}, ceiling=10.0)
    assert [f.passage_id for f in fused] == order


def test_what_is_heard_in_another_script_adds_to_the_cosine() -> None:
    dense = hits({"a": 0.9, "b": 0.88, "c": 0.5})
    fused = fuse(dense, [], dense_scores={}, lexical_scores={}, ceiling=0.0)
    assert with_heard(fused, [0.0, 0.0, 0.0]) == fused
    heard = with_heard(fused, [0.0, 0.5, 0.0])
    assert [f.passage_id for f in heard] == ["b", "a", "c"]
    assert heard[0].nearness == pytest.approx(0.88 + 0.5 * CROSSING_WEIGHT)
    assert heard[0].score == pytest.approx(heard[0].nearness)
    assert heard[0].dense_score == 0.88
