import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.encoder import CachedEncoder, Encoder, Vectors
from index.encoder.cache import _COMMITTED
from index.errors import EncoderError


class Counting:
    """An encoder of letter counts that remembers what it was asked."""

    dimension = 8

    def __init__(self, name: str = "counting", fails_after: int | None = None) -> None:
        self.name = name
        self.asked: list[str] = []
        self.fails_after = fails_after

    def vector(self, text: str) -> npt.NDArray[np.float32]:
        counts = np.full(self.dimension, 0.1, np.float32)
        for letter in text:
            counts[ord(letter) % self.dimension] += 1
        unit: npt.NDArray[np.float32] = counts / np.linalg.norm(counts)
        return unit

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        self.asked.append("?" + text)
        return self.vector("?" + text)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if self.fails_after is not None and len(self.asked) + len(texts) > self.fails_after:
            raise EncoderError("no more")
        self.asked.extend(texts)
        return np.stack([self.vector(text) for text in texts])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


def test_nothing_is_encoded_twice(path: Path) -> None:
    plain = Counting()
    first = CachedEncoder(plain, path)
    texts = ["ب", "جيم طويلة", "ب", "ا"]
    out = first.encode_passages(texts)
    assert sorted(plain.asked) == ["ا", "ب", "جيم طويلة"]
    np.testing.assert_array_equal(out, np.stack([plain.vector(text) for text in texts]))
    first.close()
    again = CachedEncoder(other := Counting(), path)
    np.testing.assert_array_equal(again.encode_passages(texts), out)
    assert other.asked == []


def test_a_question_and_a_passage_of_the_same_words_are_two(path: Path) -> None:
    cached = CachedEncoder(plain := Counting(), path)
    passage = cached.encode_passages(["ليبيا"])[0]
    question = cached.encode_query("ليبيا")
    assert not np.array_equal(passage, question)
    np.testing.assert_array_equal(cached.encode_query("ليبيا"), question)
    assert plain.asked == ["ليبيا", "?ليبيا"]


def test_vectors_of_two_encoders_never_mix(path: Path) -> None:
    CachedEncoder(Counting("one"), path).encode_passages(["خبر"])
    CachedEncoder(two := Counting("two"), path).encode_passages(["خبر"])
    assert two.asked == ["خبر"]


def test_no_texts_give_no_rows(path: Path) -> None:
    assert CachedEncoder(Counting(), path).encode_passages([]).shape == (0, 8)


def test_a_run_that_breaks_off_goes_on_where_it_stopped(path: Path) -> None:
    texts = [f"نص {number}" for number in range(3 * _COMMITTED)]
    broken = Counting(fails_after=2 * _COMMITTED)
    with pytest.raises(EncoderError, match="no more"):
        CachedEncoder(broken, path).encode_passages(texts)
    told: list[tuple[int, int]] = []
    rest = Counting()
    CachedEncoder(rest, path, lambda done, of: told.append((done, of))).encode_passages(texts)
    assert set(rest.asked).isdisjoint(broken.asked)
    assert len(rest.asked) == _COMMITTED
    assert told == [(_COMMITTED, _COMMITTED)]


def test_odd_characters_are_cached_too(path: Path) -> None:
    cached = CachedEncoder(plain := Counting(), path)
    for text in ("\ud800", "a\x00b", "ab", ""):
        np.testing.assert_array_equal(cached.encode_passages([text])[0], plain.vector(text))


def test_two_processes_may_write_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.encoder import CachedEncoder;"
        "from tests.encoder.test_cache import Counting;"
        "cached = CachedEncoder(Counting(), Path(sys.argv[1]));"
        "cached.encode_passages([f'{sys.argv[2]} {n}' for n in range(1000)])"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b")
    ]
    assert [process.wait(60) for process in processes] == [0, 0]
    cached = CachedEncoder(plain := Counting(), path)
    cached.encode_passages([f"{name} {n}" for name in ("a", "b") for n in range(1000)])
    assert plain.asked == []


def test_a_file_that_is_no_cache_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    CachedEncoder(Counting(), path).encode_passages(["خبر"])
    again = CachedEncoder(plain := Counting(), path)
    again.encode_passages(["خبر"])
    assert plain.asked == []


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EncoderError, match="rights"):
        CachedEncoder(Counting(), tmp_path / "file" / "vectors.sqlite")


def test_a_cache_that_breaks_later_is_begun_anew(path: Path) -> None:
    cached = CachedEncoder(Counting(), path)
    cached._db.execute("DROP TABLE kept")
    assert cached.encode_passages(["خبر"]).shape == (1, 8)


def test_a_vector_that_was_damaged_is_made_again(path: Path) -> None:
    cached = CachedEncoder(plain := Counting(), path)
    before = cached.encode_passages(["خبر"])
    cached._db.execute("UPDATE kept SET vectors = zeroblob(length(vectors))")
    cached._db.commit()
    np.testing.assert_array_equal(cached.encode_passages(["خبر"]), before)
    assert plain.asked == 2 * ["خبر"]


def test_vectors_of_another_length_are_made_again(path: Path) -> None:
    CachedEncoder(Counting(), path).encode_passages(["خبر"])
    longer = Counting()
    longer.dimension = 16
    assert CachedEncoder(longer, path).encode_passages(["خبر"]).shape == (1, 16)


def test_the_real_encoder_is_the_same_to_the_bit(encoder: Encoder, path: Path) -> None:
    texts = ["افتتح العمدة المكتبة.", "The mayor opened the library."]
    cached = CachedEncoder(encoder, path)
    for _ in range(2):
        np.testing.assert_array_equal(cached.encode_query(texts[0]), encoder.encode_query(texts[0]))
    np.testing.assert_allclose(
        cached.encode_passages(texts), encoder.encode_passages(texts), atol=1e-6
    )
    assert (cached.name, cached.dimension) == (encoder.name, encoder.dimension)
