"""What every search engine keeps, whatever is beneath it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from index.engine.base import SearchEngine
from index.types import PUBLIC
from tests.engine.corpus import DIMENSION, addition_of, article_id, random_vectors, unit

CHAT = "chat:7"
EVERYBODY = {PUBLIC, CHAT}


def test_an_empty_engine_finds_nothing(engine: SearchEngine) -> None:
    assert engine.passage_count == 0
    assert engine.search_dense(unit(1), 5, EVERYBODY) == []
    assert engine.search_lexical(["ميناء"], 5, EVERYBODY) == []
    assert engine.term_statistics(["ميناء"]).idf["ميناء"] > 0


def test_what_is_added_is_found_by_both_lists(engine: SearchEngine) -> None:
    vectors = np.stack([unit(1), unit(0, 1)])
    added = addition_of("a", [["ميناء", "جديد"], ["ميناء", "قديم"]], vectors)
    engine.add([added])
    dense = engine.search_dense(unit(1, 0.1), 5, {PUBLIC})
    assert [hit.passage_id for hit in dense] == list(added.passage_ids)
    assert [hit.rank for hit in dense] == [1, 2]
    assert {hit.article_id for hit in dense} == {article_id("a")}
    assert dense[0].score == pytest.approx(1 / math.hypot(1, 0.1), abs=1e-5)
    lexical = engine.search_lexical(["جديد"], 5, {PUBLIC})
    assert [hit.passage_id for hit in lexical] == [added.passage_ids[0]]


def test_a_term_in_every_passage_is_a_hit_with_a_score_above_zero(engine: SearchEngine) -> None:
    # rank_bm25 alone gives 0 or less to a term that half of the passages hold.
    engine.add([addition_of("a", [["قال", "وزير"], ["قال", "سفير"]])])
    hits = engine.search_lexical(["قال"], 5, {PUBLIC})
    assert len(hits) == 2
    assert all(hit.score > 0 for hit in hits)


def test_one_article_of_one_passage(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء"]])])
    hit = engine.search_lexical(["ميناء", "مجهول"], 5, {PUBLIC})[0]
    # tf = 1 and |p| = avgdl leave the IDF alone, and N = n = 1.
    assert hit.score == pytest.approx(math.log(1 + 0.5 / 1.5))


def test_only_the_scope_is_seen(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء"]], np.stack([unit(1)]))])
    engine.add([addition_of("b", [["ميناء"]], np.stack([unit(1, 0.2)]), CHAT)])
    for scope, names in ((PUBLIC, "a"), (CHAT, "b")):
        wanted = [article_id(name) for name in names]
        assert [hit.article_id for hit in engine.search_dense(unit(1), 5, {scope})] == wanted
        assert [hit.article_id for hit in engine.search_lexical(["ميناء"], 5, {scope})] == wanted
    assert engine.search_dense(unit(1), 5, {"chat:8"}) == []
    assert engine.search_lexical(["ميناء"], 5, {"chat:8"}) == []
    assert engine.search_lexical(["ميناء"], 5, set()) == []
    assert len(engine.search_dense(unit(1), 5, EVERYBODY)) == 2


def test_what_another_chat_added_does_not_show_in_the_figures(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء", "جديد"], ["سفينة"]])])
    before = engine.search_lexical(["ميناء", "سر"], 5, {PUBLIC})
    figures = engine.term_statistics(["ميناء", "سر"], {PUBLIC})
    engine.add([addition_of("b", [["سر", "ميناء", "كبير", "بعيد"]], collection=CHAT)])
    assert engine.search_lexical(["ميناء", "سر"], 5, {PUBLIC}) == before
    assert engine.term_statistics(["ميناء", "سر"], {PUBLIC}) == figures


def test_an_article_in_two_collections_is_one_hit(engine: SearchEngine) -> None:
    vectors = np.stack([unit(1)])
    engine.add([addition_of("a", [["ميناء"]], vectors)])
    engine.add([addition_of("a", [["ميناء"]], vectors, CHAT)])
    assert engine.passage_count == 1
    assert len(engine.search_lexical(["ميناء"], 5, EVERYBODY)) == 1
    assert len(engine.search_dense(unit(1), 5, EVERYBODY)) == 1
    engine.remove(article_id("a"), PUBLIC)
    assert engine.search_dense(unit(1), 5, {PUBLIC}) == []
    assert len(engine.search_dense(unit(1), 5, {CHAT})) == 1


def test_adding_twice_changes_nothing(engine: SearchEngine) -> None:
    added = addition_of("a", [["ميناء"], ["سفينة"]])
    engine.add([added])
    before = engine.search_lexical(["ميناء"], 5, {PUBLIC})
    engine.add([added])
    assert engine.passage_count == 2
    assert engine.search_lexical(["ميناء"], 5, {PUBLIC}) == before


def test_what_is_removed_is_gone_and_may_come_back(engine: SearchEngine) -> None:
    added = addition_of("a", [["ميناء"]], np.stack([unit(1)]))
    engine.add([addition_of("b", [["ميناء", "سفينة"]])])
    engine.add([added])
    before = engine.search_lexical(["ميناء"], 5, {PUBLIC})
    engine.remove(article_id("a"), PUBLIC)
    assert {hit.article_id for hit in engine.search_dense(unit(1), 5, {PUBLIC})} == {
        article_id("b")
    }
    assert engine.passage_count == 1
    engine.add([added])
    assert engine.search_lexical(["ميناء"], 5, {PUBLIC}) == before


def test_an_article_that_is_cut_anew_replaces_the_old_one(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["قديم"]])])
    engine.add([addition_of("a", [["جديد"], ["أحدث"]], random_vectors(2, seed=1))])
    assert engine.passage_count == 2
    assert engine.search_lexical(["قديم"], 5, {PUBLIC}) == []
    assert len(engine.search_lexical(["جديد"], 5, {PUBLIC})) == 1


def test_removing_what_is_not_there_changes_nothing(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء"]])])
    engine.remove(article_id("b"), PUBLIC)
    engine.remove(article_id("a"), CHAT)
    assert engine.passage_count == 1


def test_never_more_than_there_are_and_never_padded(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء"]] * 3)])
    assert len(engine.search_dense(unit(1), 100, {PUBLIC})) == 3
    assert len(engine.search_dense(unit(1), 2, {PUBLIC})) == 2
    assert len(engine.search_lexical(["ميناء"], 2, {PUBLIC})) == 2
    assert engine.search_dense(unit(1), 0, {PUBLIC}) == []
    assert engine.search_lexical(["ميناء"], 0, {PUBLIC}) == []


def test_scores_of_named_passages_equal_those_of_the_lists(engine: SearchEngine) -> None:
    words = [["ميناء", "جديد"], ["ميناء"], ["سفينة", "ميناء", "ميناء"], ["بحر"]]
    engine.add([addition_of("a", words[:2])])
    engine.add([addition_of("b", words[2:], random_vectors(2, seed=5))])
    query = random_vectors(1, seed=9)[0]
    dense = engine.search_dense(query, 10, {PUBLIC})
    assert engine.dense_scores(query, [hit.passage_id for hit in dense]) == pytest.approx(
        [hit.score for hit in dense], abs=1e-6
    )
    lexical = engine.search_lexical(["ميناء", "جديد"], 10, {PUBLIC})
    named = [hit.passage_id for hit in lexical] + [addition_of("b", words[2:]).passage_ids[1]]
    assert engine.lexical_scores(["ميناء", "جديد"], named, {PUBLIC}) == pytest.approx(
        [hit.score for hit in lexical] + [0.0]
    )


def test_a_passage_that_went_away_scores_nothing(engine: SearchEngine) -> None:
    added = addition_of("a", [["ميناء"]], np.stack([unit(1)]))
    engine.add([added])
    engine.remove(article_id("a"), PUBLIC)
    assert engine.dense_scores(unit(1), list(added.passage_ids)) == [0.0]
    assert engine.lexical_scores(["ميناء"], list(added.passage_ids)) == [0.0]


def test_statistics_count_unknown_terms_and_repeats(engine: SearchEngine) -> None:
    engine.add([addition_of("a", [["ميناء"], ["ميناء"], ["بحر"]])])
    found = engine.term_statistics(["ميناء", "ميناء", "مجهول"], {PUBLIC})
    known, unknown = math.log(1 + 1.5 / 2.5), math.log(1 + 3.5 / 0.5)
    assert found.idf == pytest.approx({"ميناء": known, "مجهول": unknown})
    assert found.ceiling == pytest.approx((2 * known + unknown) * 2.5)


def test_equal_scores_come_in_the_order_of_their_ids(engine: SearchEngine) -> None:
    added = [addition_of(name, [["ميناء"]], np.stack([unit(1)])) for name in "abcdef"]
    engine.add(added)
    wanted = sorted(one.passage_ids[0] for one in added)[:4]
    assert [hit.passage_id for hit in engine.search_lexical(["ميناء"], 4, {PUBLIC})] == wanted


@pytest.mark.parametrize("token", ["\ud800", "", "\0", "a" * 5000, "x OR y", '"; drop'])
def test_any_token_may_be_asked_for(engine: SearchEngine, token: str) -> None:
    engine.add([addition_of("a", [["ميناء"]])])
    assert engine.search_lexical([token], 5, {PUBLIC}) == []
    assert engine.term_statistics([token]).idf[token] > 0


@pytest.mark.parametrize(
    "vectors",
    [
        np.zeros((2, DIMENSION), np.float32),
        np.full((1, DIMENSION), np.nan, np.float32),
        np.zeros(DIMENSION, np.float32),
    ],
)
def test_vectors_that_do_not_fit_are_refused(engine: SearchEngine, vectors: np.ndarray) -> None:
    with pytest.raises(ValueError, match="vector"):
        engine.add([addition_of("a", [["ميناء"]], vectors)])
    assert engine.passage_count == 0
