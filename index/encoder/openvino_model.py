"""The embedded model and its readers on OpenVINO, in bfloat16: for processors that multiply in it.

OpenVINO gets the layers alone, as onnxruntime does. Against float32 a vector's cosine is
0.99998 or more.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.encoder.e5s1 import Floats, Weights
from index.encoder.weights import Adapter, merged, write_atomically
from index.errors import EncoderError

Ints = npt.NDArray[np.int64]


class OpenVinoModel:
    """The model's files, opened. Safe to be used by several threads at once.

    Args:
        path: What ``write_openvino`` has written.
        threads: For one batch.

    Raises:
        EncoderError: They cannot be loaded.
    """

    def __init__(self, path: Path, threads: int) -> None:
        import openvino

        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
        }
        try:
            self._model = openvino.Core().compile_model(path, "CPU", settings)
        except RuntimeError as error:
            raise EncoderError(
                f"the model for OpenVINO cannot be loaded: {error}. Delete {path} and start again"
            ) from error
        self._own: Final = threading.local()

    def __call__(self, states: Floats, mask: Ints) -> Vectors:
        """Returns a vector of length 1 for each row of states, or a reader's numbers."""
        if not hasattr(self._own, "request"):
            self._own.request = self._model.create_infer_request()
        found = self._own.request.infer([states, mask.astype(np.float32)])
        vectors: Vectors = found[self._model.output(0)].copy()
        return vectors


def write_openvino(weights: Weights, adapter: Adapter | None, path: Path) -> None:
    """Writes the files of the model; the one that is asked for is the last.

    Raises:
        EncoderError: They cannot be written.
    """
    import openvino

    part = path.with_name(f"{path.stem}.part.xml")
    try:
        openvino.save_model(_Layers(weights, adapter).model(), part, compress_to_fp16=True)
        part.with_suffix(".bin").replace(path.with_suffix(".bin"))
        write_atomically(path, part.read_bytes())
        part.unlink()
    except (OSError, RuntimeError) as error:
        raise EncoderError(f"the model for OpenVINO cannot be written: {error}") from error


class _Layers:
    """The network from states to a vector, in OpenVINO's operations."""

    def __init__(self, weights: Weights, adapter: Adapter | None) -> None:
        from openvino import opset15

        self._op: Any = opset15
        self._weights, self._adapter = weights, adapter
        self._shape = weights.shape

    def model(self) -> Any:
        """Returns the encoder, or the reader where the adapter has a head."""
        import openvino

        op, hidden, heads = self._op, self._shape.hidden, self._shape.heads
        states = op.parameter([-1, -1, hidden], np.float32, name="states")
        mask = op.parameter([-1, -1], np.float32, name="mask")
        seen = op.unsqueeze(op.unsqueeze(mask, self._number(1)), self._number(1))
        bias = op.multiply(op.subtract(seen, self._float(1)), self._float(1e4))
        split = self._number([0, 0, heads, hidden // heads])
        x = self._norm(states, "emb.ln")
        reader = self._adapter if self._adapter and self._adapter.points else None
        layers = reader.layers if reader else 0
        for layer in range(layers or self._shape.layers):
            name = f"l{layer}"
            parts = []
            for part in "qkv":
                cut = op.reshape(self._linear(x, f"{name}.{part}", hidden, hidden), split, True)
                parts.append(op.transpose(cut, self._number([0, 2, 1, 3])))
            y = op.scaled_dot_product_attention(*parts, bias)
            y = op.transpose(y, self._number([0, 2, 1, 3]))
            y = op.reshape(y, self._number([0, 0, hidden]), True)
            x = self._norm(op.add(x, self._linear(y, f"{name}.ao", hidden, hidden)), f"{name}.aln")
            inner = self._shape.feed_forward
            y = op.gelu(self._linear(x, f"{name}.fi", inner, hidden), "erf")
            x = self._norm(op.add(x, self._linear(y, f"{name}.fo", hidden, inner)), f"{name}.oln")
        if reader is not None:
            head, shift = reader.head()
            told = op.add(op.matmul(x, op.constant(head), False, True), op.constant(shift))
            return openvino.Model([told], [states, mask], "reader")
        weighted = op.multiply(x, op.unsqueeze(mask, self._number(2)))
        total = op.reduce_sum(weighted, self._number([1]))
        count = op.reduce_sum(mask, self._number([1]), True)
        vector = op.normalize_l2(op.divide(total, count), self._number([1]), 1e-12, "add")
        return openvino.Model([vector], [states, mask], "multilingual-e5-small")

    def _number(self, value: int | list[int]) -> Any:
        return self._op.constant(np.array(value, np.int64))

    def _float(self, value: float) -> Any:
        return self._op.constant(np.float32(value))

    def _floats(self, name: str, size: int) -> Any:
        return self._op.constant(self._weights.floats(name, size))

    def _linear(self, x: Any, name: str, rows: int, columns: int) -> Any:
        matrix = self._op.constant(merged(self._weights, self._adapter, name, rows, columns))
        product = self._op.matmul(x, matrix, False, True)
        return self._op.add(product, self._floats(f"{name}.b", rows))

    def _norm(self, x: Any, name: str) -> Any:
        hidden = self._shape.hidden
        axes = self._number([-1])
        even = self._op.mvn(x, axes, True, self._shape.eps, "INSIDE_SQRT")
        scaled = self._op.multiply(even, self._floats(f"{name}.w", hidden))
        return self._op.add(scaled, self._floats(f"{name}.b", hidden))
