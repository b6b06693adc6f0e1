from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.encoder import Encoder
from index.encoder.e5s1 import Weights
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.weights import Adapter, find_weights, merged
from index.errors import EncoderError

SENTENCE = "افتتح العمدة مكتبة عامة جديدة."


def write(path: Path, parts: dict[str, tuple[int, int]], scale: str | None = "0.5") -> Path:
    random = np.random.default_rng(7)
    tensors = {key: random.normal(0, 0.4, shape).astype(np.float16) for key, shape in parts.items()}
    save_file(tensors, path, metadata={"scale": scale} if scale else None)
    return path


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    parts = {"l0.q.A": (4, 384), "l0.q.B": (384, 4), "l11.fo.A": (4, 1536), "l11.fo.B": (384, 4)}
    return write(tmp_path / "adapter.safetensors", parts)


def test_the_product_is_added_with_its_scale(adapter: Path, cache_dir: Path) -> None:
    weights = Weights(find_weights(cache_dir))
    plain = merged(weights, None, "l11.fo", 384, 1536)
    changed = merged(weights, Adapter(adapter), "l11.fo", 384, 1536)
    parts = {key: value.astype(np.float32) for key, value in load_file(adapter).items()}
    expected = plain + 0.5 * parts["l11.fo.B"] @ parts["l11.fo.A"]
    np.testing.assert_allclose(changed, expected, atol=1e-5)
    assert not np.allclose(changed, plain, atol=1e-3)


def test_a_matrix_is_the_same_in_whatever_order_the_product_adds_up(
    adapter: Path, tmp_path: Path, cache_dir: Path
) -> None:
    weights, parts = Weights(find_weights(cache_dir)), load_file(adapter)
    order = np.array([2, 0, 3, 1])
    for key in parts:
        parts[key] = np.ascontiguousarray(
            parts[key][order] if key.endswith("A") else parts[key][:, order]
        )
    save_file(parts, tmp_path / "other.safetensors", metadata={"scale": "0.5"})
    first, second = (
        merged(weights, Adapter(path), "l11.fo", 384, 1536)
        for path in (adapter, tmp_path / "other.safetensors")
    )
    np.testing.assert_array_equal(first, second)


def test_other_matrices_stay_as_they_are(adapter: Path, cache_dir: Path) -> None:
    weights = Weights(find_weights(cache_dir))
    plain = merged(weights, None, "l0.k", 384, 384)
    np.testing.assert_array_equal(merged(weights, Adapter(adapter), "l0.k", 384, 384), plain)


def test_an_adapter_makes_another_model_with_another_name(
    adapter: Path, tmp_path: Path, encoder: Encoder
) -> None:
    trained = EmbeddedEncoder(tmp_path, adapter=adapter)
    assert trained.name != encoder.name
    cosine = float(trained.encode_query(SENTENCE) @ encoder.encode_query(SENTENCE))
    assert cosine < 0.999


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"l0.q.A": (4, 384)}, id="half a pair"),
        pytest.param({"layer0.query.A": (4, 384), "layer0.query.B": (384, 4)}, id="other names"),
        pytest.param({"l0.q.A": (4, 384), "l0.q.B": (384, 4), "head": (2, 2)}, id="something else"),
    ],
)
def test_what_is_no_adapter_is_refused(parts: dict[str, tuple[int, int]], tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="not an adapter of this model"):
        Adapter(write(tmp_path / "a.safetensors", parts))


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.safetensors", {"l0.q.A": (4, 768), "l0.q.B": (768, 4)})
    with pytest.raises(EncoderError, match="does not fit"):
        Adapter(path).add_to("l0.q", np.zeros((384, 384), np.float32))


@pytest.mark.parametrize("scale", ["much", "nan-ish"])
def test_a_scale_that_is_no_number_is_refused(scale: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.safetensors", {"l0.q.A": (4, 384), "l0.q.B": (384, 4)}, scale)
    with pytest.raises(EncoderError, match="cannot be read"):
        Adapter(path)


def test_a_damaged_or_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    with pytest.raises(EncoderError, match="cannot be read"):
        EmbeddedEncoder(tmp_path, adapter=path)
    path.write_bytes(b"\xff" * 40)
    with pytest.raises(EncoderError, match="cannot be read"):
        Adapter(path)
