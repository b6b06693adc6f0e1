"""BM25 against rank_bm25 itself and against the formula, written out once more."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.engine import lexical
from index.engine.embedded import EmbeddedEngine
from index.types import PUBLIC
from tests.engine.corpus import addition_of

WORDS = [f"w{number}" for number in range(12)]


class PositiveIdf(BM25Okapi):
    """rank_bm25 with the IDF that is never negative, and nothing else changed."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for word, held in nd.items():
            self.idf[word] = math.log(1 + (self.corpus_size - held + 0.5) / (held + 0.5))


def scores_of(engine: EmbeddedEngine, passages: Sequence[Sequence[str]], query: list[str]) -> dict:
    hits = engine.search_lexical(query, len(passages), {PUBLIC})
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    ids = {key: at for at, key in enumerate(addition_of("a", passages).passage_ids)}
    return {ids[hit.passage_id]: hit.score for hit in hits}


def written_out(passages: Sequence[Sequence[str]], query: list[str]) -> dict[int, float]:
    mean = sum(map(len, passages)) / len(passages)
    scores: dict[int, float] = {}
    for at, words in enumerate(passages):
        for term in query:
            held = sum(term in other for other in passages)
            tf = list(words).count(term)
            if tf:
                idf = math.log(1 + (len(passages) - held + 0.5) / (held + 0.5))
                norm = 1.5 * (1 - 0.75 + 0.75 * len(words) / mean)
                scores[at] = scores.get(at, 0.0) + idf * tf * 2.5 / (tf + norm)
    return scores


@pytest.mark.parametrize("is_sealed", [False, True])
@settings(max_examples=25, deadline=None)
@given(
    passages=st.lists(st.lists(st.sampled_from(WORDS), min_size=1), min_size=1, max_size=12),
    query=st.lists(st.sampled_from([*WORDS, "unknown"]), max_size=6),
)
def test_scores_are_those_of_rank_bm25_and_of_the_formula(
    tmp_path_factory: pytest.TempPathFactory,
    is_sealed: bool,
    passages: list[list[str]],
    query: list[str],
) -> None:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index"), background=False)
    engine.add([addition_of("a", passages)])
    if is_sealed:
        engine.merge()
    found = scores_of(engine, passages, query)
    assert found == pytest.approx(written_out(passages, query))
    theirs = PositiveIdf(passages).get_scores(query)
    shared = {at for at, words in enumerate(passages) if set(words) & set(query)}
    # A hit shares a token with the query; without one there is no hit.
    assert found == pytest.approx({at: theirs[at] for at in shared})


def test_cutting_long_postings_short_changes_no_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    passages = [[f"w{word}" for word in random.zipf(1.3, 40) if word < 400] for _ in range(600)]
    engine = EmbeddedEngine(tmp_path / "index", background=False)
    engine.add([addition_of("a", passages)])
    engine.merge()
    queries = [
        [f"w{word}" for word in random.zipf(1.2, 8) if word < 400] + ["w1", "w2", "w399"]
        for _ in range(60)
    ]
    monkeypatch.setattr(lexical, "_LONG", 10**9)
    whole = [engine.search_lexical(query, 10, {PUBLIC}) for query in queries]
    monkeypatch.setattr(lexical, "_LONG", 1)
    assert [engine.search_lexical(query, 10, {PUBLIC}) for query in queries] == whole


def test_long_passages_and_many_repeats_score_by_the_same_formula(tmp_path: Path) -> None:
    # Shares of a weight are looked up for common counts and lengths, and worked out beyond.
    passages = [["a"] * 70 + ["b"], ["a"] + ["b"] * 1_500, ["a", "b"], ["c"] * 40 + ["b"]]
    engine = EmbeddedEngine(tmp_path, background=False)
    engine.add([addition_of("a", passages)])
    engine.merge()
    for query in (["a"], ["b"], ["c"], ["a", "b", "c"]):
        assert scores_of(engine, passages, query) == pytest.approx(written_out(passages, query))


def test_words_of_one_checksum_are_told_apart(tmp_path: Path) -> None:
    # Two words of CRC-32 0x4ddb0c25.
    assert zlib.crc32(b"plumless") == zlib.crc32(b"buckeroo")
    engine = EmbeddedEngine(tmp_path, background=False)
    engine.add([addition_of("a", [["plumless"], ["buckeroo", "a"], ["b"]])])
    engine.merge()
    for row, word in enumerate(["plumless", "buckeroo"]):
        wanted = addition_of("a", [["x"]] * 3).passage_ids[row]
        assert [hit.passage_id for hit in engine.search_lexical([word], 5, {PUBLIC})] == [wanted]
    engine = EmbeddedEngine(tmp_path / "one", background=False)
    engine.add([addition_of("a", [["plumless"]])])
    engine.merge()
    assert engine.search_lexical(["buckeroo"], 5, {PUBLIC}) == []


@settings(max_examples=40, deadline=None)
@given(
    passages=st.lists(
        st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=5), min_size=1, max_size=60
    ),
    seen=st.sets(st.integers(0, 9)),
    query=st.lists(st.sampled_from(WORDS[:7]), min_size=1, max_size=9),
    top_k=st.integers(1, 12),
    few=st.sampled_from([0, 4, 10**6]),
    searched=st.sampled_from([0, 8, 10**6]),
    dense=st.sampled_from([0, 8, 10**6]),
)
def test_whatever_is_skipped_the_best_are_those_of_scoring_everything(
    tmp_path_factory: pytest.TempPathFactory,
    passages: list[list[str]],
    seen: set[int],
    query: list[str],
    top_k: int,
    few: int,
    searched: int,
    dense: int,
) -> None:
    # So few words in so short passages make many equal scores, also at the cut.
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index"), background=False)
    scopes = [PUBLIC if at in seen else "chat:7" for at in range(min(10, len(passages)))]
    engine.add(
        [
            addition_of(f"a{at}", passages[at::10], collection=scope)
            for at, scope in enumerate(scopes)
        ]
    )
    engine.merge()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_LONG", 10**9)
        everything = engine.search_lexical(query, len(passages), {PUBLIC})
        for name, value in (("_LONG", 1), ("_JUDGED", 5), ("_FEW", few), ("_SEARCHED", searched)):
            patch.setattr(lexical, name, value)
        patch.setattr(lexical, "_DENSE", dense)
        assert engine.search_lexical(query, top_k, {PUBLIC}) == everything[:top_k]
