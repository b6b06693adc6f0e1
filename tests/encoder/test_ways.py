"""The faster way is chosen by measuring, written down, and gives nearly the same vectors."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.analysis import analyse
from index.encoder import Encoder
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.model_files import prepare_shared
from index.encoder.ways import (
    ONNXRUNTIME,
    OPENVINO,
    Way,
    as_json,
    machine,
    measured,
    openvino_is_there,
    recorded,
)
from index.library import Library
from index.speakers.reader import TrainedReader
from index.types import PUBLIC, Article

TEXTS = [
    "وصلت السفينة إلى ميناء المرجان صباح الأحد بعد رحلة استمرت ستة أيام.",
    "The mayor opened the new library by the harbour on Sunday morning.",
    "Le port a rouvert dimanche, après six jours de travaux.",
    "قال.",
]


class Clock:
    """A clock that each call of a way moves on by so much."""

    now = 0.0

    def perf_counter(self) -> float:
        return self.now

    def way(self, seconds: float):  # type: ignore[no-untyped-def]
        def run(states: np.ndarray, mask: np.ndarray) -> np.ndarray:
            self.now += seconds
            return np.zeros((len(states), 4), np.float32)

        return run


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [(0.1, 0.2, ONNXRUNTIME), (0.1, 0.09, ONNXRUNTIME), (0.1, 0.05, OPENVINO)],
)
def test_the_faster_way_is_taken_where_it_gains_enough(
    monkeypatch: pytest.MonkeyPatch, one: float, other: float, chosen: str
) -> None:
    clock = Clock()
    monkeypatch.setattr("index.encoder.ways.time", clock)
    found = measured({ONNXRUNTIME: clock.way(one), OPENVINO: clock.way(other)})
    assert found.name == chosen
    assert found.rates[ONNXRUNTIME] == pytest.approx(4 / one, rel=0.01)


def test_what_was_measured_elsewhere_is_measured_again(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    assert recorded(note) is None
    way = Way(OPENVINO, {ONNXRUNTIME: 20.0, OPENVINO: 40.0}, machine())
    note.write_bytes(as_json(way))
    assert recorded(note) == way
    assert str(way) == "openvino (onnxruntime 20, openvino 40 texts a second)"
    note.write_bytes(as_json(Way(OPENVINO, {}, "another machine")))
    assert recorded(note) is None
    note.write_text("{")
    assert recorded(note) is None


@pytest.mark.skipif(
    not openvino_is_there(),
    reason="OpenVINO is not installed (pip install 'qawl[openvino]'), or without bfloat16 here",
)
def test_openvino_gives_nearly_the_same_vectors(
    encoder: Encoder, cache_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in cache_dir.glob("e5-small-*"):
        if path.suffix in (".onnx", ".json"):
            shutil.copy(path, tmp_path)
    monkeypatch.setattr("index.encoder.ways._GAIN", 0.0)
    for note in tmp_path.glob("*.way.json"):
        note.unlink()
    fast = EmbeddedEncoder(tmp_path)
    assert fast.way.name == OPENVINO
    monkeypatch.setattr("index.encoder.ways.openvino_is_there", lambda: False)
    plain = EmbeddedEncoder(tmp_path)
    cosines = (fast.encode_passages(TEXTS) * plain.encode_passages(TEXTS)).sum(axis=1)
    # Rounding to 8 bits is what differs.
    assert cosines.min() > 0.999
    assert fast.encode_query(TEXTS[0]) @ plain.encode_query(TEXTS[0]) > 0.999
    # An index made by one is searched by the other.
    assert fast.name == plain.name
    library = Library.open(tmp_path / "data", fast)
    library.add_many([Article(text, "", "المرفأ") for text in TEXTS])
    library.close()
    again = Library.open(tmp_path / "data", plain)
    assert again.info()["way"] == OPENVINO
    found = again.engine.search_dense(plain.encode_query(TEXTS[0]), 1, {PUBLIC})
    assert found[0].article_id == Article(TEXTS[0], "", "المرفأ").id
    again.close()


@pytest.mark.skipif(
    not openvino_is_there(),
    reason="OpenVINO is not installed (pip install 'qawl[openvino]'), or without bfloat16 here",
)
def test_a_reader_says_the_same_either_way(
    cache_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(prepare_shared(cache_dir), tmp_path / prepare_shared(cache_dir).name)
    monkeypatch.setattr("index.encoder.ways._GAIN", 0.0)
    fast = TrainedReader(tmp_path)
    fast.prepare()
    assert fast._model.way.name == OPENVINO
    monkeypatch.setattr("index.encoder.ways.openvino_is_there", lambda: False)
    plain = TrainedReader(tmp_path)
    plain.prepare()
    assert plain._model.way.name == ONNXRUNTIME
    assert fast.name == plain.name
    article = Article("وقال رائد القندسي: «لن تعطش قرية». وحضرت سعاد التميلي عرض «الضحى».")
    said = [
        [(s.quote, s.attribution.speaker) for s in analyse(article, r).sayings]
        for r in (fast, plain)
    ]
    assert said[0] == said[1] != []
