"""What is loaded was made alike, is whole, and switches at once for everybody."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest

from index.engine import dense, embedded, sealing
from index.engine.embedded import EmbeddedEngine
from index.errors import IndexDamagedError, IndexMismatchError
from index.types import PUBLIC
from tests.engine.corpus import addition_of, article_id, random_vectors

IDENTITY = {"encoder": "one", "tokeniser": "1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index with one sealed segment."""
    engine = EmbeddedEngine(tmp_path, identity=IDENTITY, background=False)
    engine.add([addition_of("a", [["ميناء"], ["سفينة"]])])
    engine.merge()
    return tmp_path


def generation_of(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text("ascii")


def test_an_index_of_another_encoder_does_not_fit(folder: Path) -> None:
    with pytest.raises(IndexMismatchError, match=r"encoder 'one'.*'two'.*qawl index build"):
        EmbeddedEngine(folder, identity={**IDENTITY, "encoder": "two"})


def test_an_index_that_never_heard_of_a_part_does_not_fit(folder: Path) -> None:
    with pytest.raises(IndexMismatchError, match="stemmer"):
        EmbeddedEngine(folder, identity={**IDENTITY, "stemmer": "1"})


def test_what_ran_the_encoder_is_recorded_and_refuses_nothing(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, identity={**IDENTITY, "way": "slow"}, background=False)
    engine.add([addition_of("a", [["ميناء"]])])
    other = EmbeddedEngine(tmp_path, identity={**IDENTITY, "way": "fast"}, background=False)
    assert other.passage_count == 1
    assert other.info()["way"] == "slow"
    other.commit(other.rebuild())
    assert engine.info()["way"] == "fast"
    assert "way" not in EmbeddedEngine(tmp_path / "none", identity=IDENTITY).info()


def test_another_dimension_is_refused(folder: Path) -> None:
    engine = EmbeddedEngine(folder, background=False)
    with pytest.raises(IndexMismatchError, match="8 dimensions"):
        engine.add([addition_of("b", [["x"]], random_vectors(1, dimension=9))])
    assert engine.passage_count == 2


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 99}', '{"format": 3}', '{"format": 3, "identity": 3}']
)
def test_a_damaged_manifest_is_told(folder: Path, content: str) -> None:
    (generation_of(folder) / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(IndexMismatchError, match="qawl index build"):
        EmbeddedEngine(folder)


@pytest.mark.parametrize("content", [b"", b"../../etc", b"g1x", b"\xff\xff"])
def test_a_damaged_pointer_is_told(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(IndexMismatchError, match="qawl index build"):
        EmbeddedEngine(folder)


def test_a_missing_or_shortened_file_is_told_at_once(folder: Path) -> None:
    path = next(generation_of(folder).glob("s-*/vectors.npy"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-4])
    with pytest.raises(IndexMismatchError, match="not as long"):
        EmbeddedEngine(folder)
    path.unlink()
    with pytest.raises(IndexMismatchError, match=r"lacks .*vectors.npy"):
        EmbeddedEngine(folder)


def test_a_changed_byte_is_found_by_check(folder: Path) -> None:
    engine = EmbeddedEngine(folder)
    assert engine.check() == []
    path = next(generation_of(folder).glob("s-*/vectors.npy"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert len(engine.check()) == 1
    with pytest.raises(IndexDamagedError, match=r"vectors.npy is damaged"):
        EmbeddedEngine(folder)


def test_no_file_is_a_pickle(folder: Path) -> None:
    for path in generation_of(folder).rglob("*.npy"):
        np.load(path, allow_pickle=False)
    assert not list(folder.rglob("*.pkl"))


def test_the_manifest_says_what_is_there(folder: Path) -> None:
    manifest = json.loads((generation_of(folder) / "manifest.json").read_text("utf-8"))
    (segment,) = manifest["segments"].values()
    assert manifest["identity"] == IDENTITY
    assert manifest["dimension"] == 8
    assert segment["description"]["passages"] == 2
    assert segment["description"]["articles"] == 1
    assert segment["description"]["terms"] == 2
    assert all(len(facts["sha256"]) == 64 for facts in segment["files"].values())


def test_what_nobody_holds_leaves_the_files(folder: Path) -> None:
    engine = EmbeddedEngine(folder, background=False)
    engine.remove(article_id("a"), PUBLIC)
    engine.merge()
    assert engine.info()["segments"] == []
    assert engine.passage_count == 0
    assert "ميناء".encode() not in b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file()
    )


def test_readers_follow_a_writer(folder: Path) -> None:
    reader = EmbeddedEngine(folder, background=False)
    writer = EmbeddedEngine(folder, background=False)
    writer.add([addition_of("b", [["جديد"]])])
    assert len(reader.search_lexical(["جديد"], 5, {PUBLIC})) == 1
    writer.merge()
    assert len(reader.search_lexical(["جديد"], 5, {PUBLIC})) == 1
    reader.remove(article_id("b"), PUBLIC)
    assert writer.search_lexical(["جديد"], 5, {PUBLIC}) == []


def test_old_generations_are_swept_away(folder: Path) -> None:
    engine = EmbeddedEngine(folder, background=False)
    for name in "bcd":
        engine.add([addition_of(name, [["x"]])])
        engine.merge()
    assert [path.name for path in folder.glob("g*")] == [generation_of(folder).name]
    assert not (folder / "draft").exists()


def test_what_happens_during_a_merge_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EmbeddedEngine(folder, background=False)
    engine.add([addition_of("b", [["قديم"]])])
    other = EmbeddedEngine(folder, background=False)
    write_segment = sealing.write_segment

    def meanwhile(*arguments: object) -> object:
        other.add([addition_of("c", [["جديد"]])])
        other.remove(article_id("b"), PUBLIC)
        return write_segment(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(embedded, "write_segment", meanwhile)
    engine.merge()
    for seen in (engine, other, EmbeddedEngine(folder)):
        assert seen.passage_count == 3
        assert seen.search_lexical(["قديم"], 5, {PUBLIC}) == []
        assert len(seen.search_lexical(["جديد"], 5, {PUBLIC})) == 1


def test_a_merge_gives_way_to_a_rebuild(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EmbeddedEngine(folder, background=False)
    engine.add([addition_of("b", [["قديم"]])])
    rebuild = engine.rebuild()
    rebuild.add([addition_of("c", [["جديد"]])])
    rebuild.seal()
    engine.commit(rebuild)
    assert {article for article, _ in engine.holdings()} == {article_id("c")}


def test_a_rebuild_of_several_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.rebuild.RUN_ROWS", 3)
    engine = EmbeddedEngine(tmp_path, background=False)
    rebuild = engine.rebuild()
    for name in "abcdefg":
        vectors = random_vectors(2, seed=ord(name))
        rebuild.add([addition_of(name, [["x", name], ["y"]], vectors)])
    # The same article for somebody else, when its run has long been written.
    rebuild.add([addition_of("a", [["x", "a"], ["y"]], collection="chat:1")])
    rebuild.seal()
    engine.commit(rebuild)
    assert engine.passage_count == 14
    assert len(engine.info()["segments"]) == 1
    assert len(engine.search_lexical(["x"], 50, {PUBLIC})) == 7
    assert len(engine.search_lexical(["x"], 50, {"chat:1"})) == 1
    assert engine.check() == []


def test_merges_in_the_background_while_questions_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "LIVE_ROWS", 5)
    engine = EmbeddedEngine(tmp_path)
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        seen = 0
        while not done.is_set():
            found = len(engine.search_lexical(["x"], 1000, {PUBLIC}))
            if found < seen:
                wrong.append((found, seen))
            seen = found

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(60):
        engine.add(
            [addition_of(str(number), [["x", f"w{number}"]], random_vectors(1, seed=number))]
        )
    done.set()
    asking.join()
    engine.close()
    assert not wrong
    assert engine.passage_count == 60
    assert engine.info()["segments"]


class TestApproximate:
    """The FAISS index that stands in for exact search in a large segment."""

    @pytest.fixture
    def engine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedEngine:
        monkeypatch.setattr(dense, "EXACT_ROWS", 1_000)
        monkeypatch.setattr(dense, "SCOPE_ROWS", 200)
        engine = EmbeddedEngine(tmp_path, background=False)
        rebuild = engine.rebuild()
        for block in range(20):
            collection = PUBLIC if block else "chat:1"
            vectors = random_vectors(150, block, dimension=32)
            rebuild.add([addition_of(str(block), [["x"]] * 150, vectors, collection)])
        rebuild.seal()
        engine.commit(rebuild)
        return engine

    def test_recall_is_measured_and_recorded(self, engine: EmbeddedEngine) -> None:
        (segment,) = engine.info()["segments"]
        assert segment["dense"]["kind"] != "exact"
        assert segment["dense"]["recall"] >= 0.98

    def test_scores_are_exact_and_scope_is_kept(self, engine: EmbeddedEngine) -> None:
        vectors = np.concatenate([random_vectors(150, b, dimension=32) for b in range(20)])
        for seed in range(10):
            query = random_vectors(1, 900 + seed, dimension=32)[0]
            truth = np.sort(vectors[150:] @ query)[::-1][:10]
            hits = engine.search_dense(query, 10, {PUBLIC})
            assert [hit.score for hit in hits] == pytest.approx(truth, abs=0.02)
            assert article_id("0") not in {hit.article_id for hit in hits}
            mine = engine.search_dense(query, 10, {"chat:1"})
            assert [hit.score for hit in mine] == pytest.approx(
                np.sort(vectors[:150] @ query)[::-1][:10], abs=1e-6
            )

    def test_a_scope_far_from_the_question_gets_all_it_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Thousands of passages of others lie nearer; none may take a place, or be seen.
        monkeypatch.setattr(dense, "EXACT_ROWS", 1_000)
        monkeypatch.setattr(dense, "SCOPE_ROWS", 200)
        query = random_vectors(1, 5, dimension=32)[0]
        near = random_vectors(2_000, 1, dimension=32) + 3 * query
        vectors = np.concatenate([near, random_vectors(1_000, 2, dimension=32) - 3 * query])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        engine = EmbeddedEngine(tmp_path / "far", background=False)
        rebuild = engine.rebuild()
        rebuild.add([addition_of("near", [["x"]] * 2_000, vectors[:2_000])])
        rebuild.add([addition_of("far", [["x"]] * 1_000, vectors[2_000:], "chat:1")])
        rebuild.seal()
        engine.commit(rebuild)
        hits = engine.search_dense(query, 10, {"chat:1"})
        assert {hit.article_id for hit in hits} == {article_id("far")}
        truth = np.sort(vectors[2_000:] @ query)[::-1][:10]
        assert [hit.score for hit in hits] == pytest.approx(truth, abs=0.02)
        engine.remove(article_id("far"), "chat:1")
        assert engine.search_dense(query, 10, {"chat:1"}) == []
        assert len(engine.search_dense(query, 10, {PUBLIC, "chat:1"})) == 10

    def test_vectors_that_are_all_the_same_are_all_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dense, "EXACT_ROWS", 100)
        monkeypatch.setattr(dense, "SCOPE_ROWS", 50)
        engine = EmbeddedEngine(tmp_path / "same", background=False)
        engine.add([addition_of("a", [["x"]] * 300, np.repeat(random_vectors(1), 300, axis=0))])
        engine.merge()
        hits = engine.search_dense(random_vectors(1)[0], 20, {PUBLIC})
        assert [hit.score for hit in hits] == pytest.approx([1.0] * 20, abs=1e-6)

    def test_everything_can_be_asked_for(self, engine: EmbeddedEngine) -> None:
        query = random_vectors(1, 5, dimension=32)[0]
        assert len(engine.search_dense(query, 5_000, {PUBLIC})) == 2_850
