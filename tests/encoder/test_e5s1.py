from pathlib import Path

import numpy as np
import pytest

from index.encoder.e5s1 import BLOCK, Weights
from index.encoder.weights import find_weights
from index.errors import EncoderError


@pytest.fixture(scope="module")
def path(cache_dir: Path) -> Path:
    return find_weights(cache_dir)


@pytest.fixture(scope="module")
def weights(path: Path) -> Weights:
    return Weights(path)


def test_the_sizes_are_those_of_the_model(weights: Weights) -> None:
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    # The table has a few rows more than there are pieces; no text reaches them.
    assert (shape.vocabulary, len(weights.vocabulary.pieces)) == (250_037, 250_002)
    assert (shape.positions, shape.eps) == (512, 1e-12)


def test_a_matrix_is_unpacked_as_the_format_says(weights: Weights) -> None:
    values, scales = weights.blocks("l3.fo.w", 384, 1536)
    assert values.shape == (384, 1536 // BLOCK, BLOCK)
    assert values.max() <= 15
    matrix = weights.matrix("l3.fo.w", 384, 1536)
    for row, column in ((0, 0), (7, 31), (100, 1535), (383, 640)):
        value = int(values[row, column // BLOCK, column % BLOCK])
        assert matrix[row, column] == np.float32((value - 8) * scales[row, column // BLOCK])


def test_a_tensor_that_is_not_there_is_named(weights: Weights) -> None:
    with pytest.raises(EncoderError, match=r"l99\.q\.w"):
        weights.matrix("l99.q.w", 384, 384)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be read"):
        Weights(tmp_path / "absent.bin")


def test_another_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "photo.bin"
    file.write_bytes(b"\x89PNG\r\n")
    with pytest.raises(EncoderError, match="no E5S1 file"):
        Weights(file)


@pytest.mark.parametrize("length", [4, 8, 40, 60, 1000, 2_000_000, 9_000_000, 30_000_000])
def test_a_file_cut_short_is_told(path: Path, tmp_path: Path, length: int) -> None:
    file = tmp_path / "cut.bin"
    with path.open("rb") as whole:
        file.write_bytes(whole.read(length))
    with pytest.raises(EncoderError, match="is damaged"):
        Weights(file)


def test_another_block_size_is_told(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "blocks.bin"
    with path.open("rb") as whole:
        content = bytearray(whole.read(4096))
    content[40:44] = (64).to_bytes(4, "little")
    file.write_bytes(content)
    with pytest.raises(EncoderError, match="blocks of 64"):
        Weights(file)
