"""After any history, everything is as if the index had been built from what is left."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from index.engine.base import Addition, Hit
from index.engine.embedded import EmbeddedEngine
from index.types import PUBLIC
from tests.engine.corpus import addition_of, article_id, random_vectors

NAMES = "abcdef"
COLLECTIONS = (PUBLIC, "chat:1", "chat:2")
SCOPES = ({PUBLIC}, {PUBLIC, "chat:1"}, {"chat:2"})
WORDS = [f"w{number}" for number in range(6)]
QUERY = ["w0", "w1", "w4", "w4", "unknown"]
VECTOR = random_vectors(1, seed=77)[0]


def passages_of(name: str, version: int) -> list[list[str]]:
    random = np.random.default_rng([ord(name), version])
    return [
        [WORDS[word] for word in random.integers(0, 6, random.integers(1, 7))]
        for _ in range(random.integers(1, 4))
    ]


def written(name: str, version: int, collection: str) -> Addition:
    passages = passages_of(name, version)
    vectors = random_vectors(len(passages), seed=ord(name) + 1000 * version)
    return addition_of(name, passages, vectors, collection, cut=9 - version)


def answers(engine: EmbeddedEngine) -> list[list[Hit]]:
    found = []
    for scope in SCOPES:
        found.append(engine.search_dense(VECTOR, 50, scope))
        found.append(engine.search_lexical(QUERY, 50, scope))
    return found


def same(left: list[list[Hit]], right: list[list[Hit]]) -> bool:
    return [[(h.passage_id, h.article_id, h.rank) for h in hits] for hits in left] == [
        [(h.passage_id, h.article_id, h.rank) for h in hits] for hits in right
    ] and np.allclose(
        [h.score for hits in left for h in hits],
        [h.score for hits in right for h in hits],
        rtol=0,
        atol=1e-12,
    )


class History(RuleBasedStateMachine):
    """Adds, removes, merges, reopens and rebuilds in any order, beside a plain model."""

    folders: pytest.TempPathFactory

    @initialize()
    def start(self) -> None:
        self.folder = self.folders.mktemp("index")
        self.engine = EmbeddedEngine(self.folder, background=False)
        self.reader = EmbeddedEngine(self.folder, background=False)
        self.held: dict[str, tuple[int, set[str]]] = {}

    @rule(
        name=st.sampled_from(NAMES),
        version=st.sampled_from([0, 0, 0, 1]),
        collection=st.sampled_from(COLLECTIONS),
    )
    def add(self, name: str, version: int, collection: str) -> None:
        # One article is cut in one way at a time; a new cut replaces the old
        # one for everybody.
        held = self.held.get(name, (version, set()))[1]
        self.held[name] = (version, held | {collection})
        self.engine.add([written(name, version, collection)])

    @rule(name=st.sampled_from(NAMES), collection=st.sampled_from(COLLECTIONS))
    def remove(self, name: str, collection: str) -> None:
        self.engine.remove(article_id(name), collection)
        if name in self.held:
            version, collections = self.held[name]
            self.held[name] = (version, collections - {collection})
            if not self.held[name][1]:
                del self.held[name]

    @rule()
    def merge(self) -> None:
        self.engine.merge()

    @rule()
    def reopen(self) -> None:
        self.engine = EmbeddedEngine(self.folder, background=False)

    @rule()
    def rebuild(self) -> None:
        rebuild = self.engine.rebuild()
        self._fill(rebuild)
        rebuild.seal()
        self.engine.commit(rebuild)

    def _fill(self, target: Any) -> None:
        for name, (version, collections) in self.held.items():
            for collection in collections:
                target.add([written(name, version, collection)])

    @invariant()
    def equals_a_fresh_build(self) -> None:
        fresh = EmbeddedEngine(self.folders.mktemp("fresh"), background=False)
        self._fill(fresh)
        assert same(answers(self.engine), answers(fresh))
        assert same(answers(self.reader), answers(fresh))
        assert self.engine.passage_count == fresh.passage_count
        assert set(self.engine.holdings()) == set(fresh.holdings())
        for scope in SCOPES:
            assert self.engine.term_statistics(QUERY, scope) == fresh.term_statistics(QUERY, scope)


def test_any_history_equals_a_fresh_build(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Thousands of commits to the disk prove nothing here; test_crash is for them.
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)

    class Here(History):
        folders = tmp_path_factory

    test = Here.TestCase
    test.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
    test("runTest").runTest()


def test_a_question_keeps_the_state_it_began_with(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, background=False)
    engine.add([addition_of("a", [["w0"]])])
    before = engine._current()
    engine.add([addition_of("b", [["w0"], ["w0"]])])
    engine.merge()
    assert len(before.view({PUBLIC}).search_lexical(["w0"], 9)) == 1
    assert len(engine.search_lexical(["w0"], 9, {PUBLIC})) == 3
