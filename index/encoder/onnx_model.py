"""Builds the ONNX file of the embedded model, without torch.

It holds the layers; what they begin with is looked up outside (``WordTable``), in one table
for all networks of the process. Their matrices, with the adapter merged in, are stored in
8 bits: another rounding to 4 would lose much of what the adapter adds, and onnxruntime's
kernel for 8 bits is no slower (docs/decisions.md has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.encoder.e5s1 import Floats, Weights
from index.encoder.weights import Adapter, merged, write_atomically

_STATES: Final = "states"

_MICROSOFT: Final = "com.microsoft"
_BLOCK_8: Final = 64
# Activations are rounded to 8 bits block by block, so that a text's vector does not
# depend on the texts beside it in the batch.
_ACCURACY_LEVEL: Final = 4


def write_model(
    weights: Weights, adapter: Adapter | None, path: Path, *, points: bool = False
) -> None:
    """Writes the ONNX file, under its name only once it is whole.

    Inputs are ``states``, float32 ``[batch, length, hidden]``, and ``attention_mask``, int64
    ``[batch, length]``. The output is float32: the mean over the tokens, of L2 length 1,
    ``[batch, hidden]``; or a reader's numbers, ``[batch, length, numbers]``.

    Args:
        points: Whether the adapter is a reader's.

    Raises:
        EncoderError: The file cannot be written, or the adapter has no head.
    """
    graph = _Graph(weights, adapter)
    if points and adapter:
        head, bias = adapter.head()
        states = graph.states(adapter.layers or weights.shape.layers)
        content = graph.pointing(states, head, bias)
    else:
        content = graph.pooling(graph.states(weights.shape.layers))
    write_atomically(path, content)


class _Graph:
    """The network as it is put together: its tokens' states, then what is made of them."""

    def __init__(self, weights: Weights, adapter: Adapter | None) -> None:
        self._weights = weights
        self._adapter = adapter
        self._shape = weights.shape
        self._constants: list[TensorProto] = []
        self._nodes: list[onnx.NodeProto] = []

    def states(self, layers: int) -> str:
        """Adds the layers; returns the name of the states, ``[batch, length, hidden]``."""
        hidden, eps = self._shape.hidden, self._shape.eps
        norm = [self._floats("emb.ln.w", hidden), self._floats("emb.ln.b", hidden)]
        x = self._node("LayerNormalization", [_STATES, *norm], "x", axis=-1, epsilon=eps)
        self._node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        for layer in range(layers):
            x = self._attention(x, f"l{layer}")
            x = self._feed_forward(x, f"l{layer}")
        return x

    def pointing(self, x: str, head: Floats, bias: Floats) -> bytes:
        """Returns the file of a reader, which gives some numbers for each token."""
        flat = self._node("MatMul", [x, self._constant("head.w", head.T)], "pointed")
        output = self._node("Add", [flat, self._constant("head.b", bias)], "pointers")
        return self._content(output, ["batch", "length", len(bias)])

    def pooling(self, x: str) -> bytes:
        """Returns the file of the encoder, which gives the mean over the tokens, of length 1."""
        self._constant("one", np.array([1], np.int64))
        self._constant("two", np.array([2], np.int64))
        self._node("Cast", ["attention_mask"], "counted", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["counted", "two"], "weight")
        self._node("Mul", [x, "weight"], "weighted")
        self._node("ReduceSum", ["weighted", "one"], "sum", keepdims=0)
        self._node("ReduceSum", ["counted", "one"], "count", keepdims=1)
        self._node("Div", ["sum", "count"], "mean")
        output = self._node("LpNormalization", ["mean"], "sentence_embedding", axis=-1, p=2)
        return self._content(output, ["batch", self._shape.hidden])

    def _content(self, output: str, shape: Sequence[str | int]) -> bytes:
        length = ["batch", "length"]
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(
                    _STATES, TensorProto.FLOAT, [*length, self._shape.hidden]
                ),
                helper.make_tensor_value_info("attention_mask", TensorProto.INT64, length),
            ],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="qawl")
        content: bytes = model.SerializeToString()
        return content

    def _constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _floats(self, name: str, *shape: int) -> str:
        return self._constant(name, self._weights.floats(name, *shape))

    def _node(
        self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **settings: Any
    ) -> str:
        self._nodes.append(
            helper.make_node(operator, inputs, [output], name=output, domain=domain, **settings)
        )
        return output

    def _matmul(self, x: str, matrix: Floats, name: str) -> str:
        rows, columns = matrix.shape
        cut = matrix.reshape(rows, columns // _BLOCK_8, _BLOCK_8)
        scales = np.maximum(np.abs(cut).max(axis=-1), np.finfo(np.float32).tiny) / 127
        values = np.rint(cut / scales[..., None]) + 128
        return self._node(
            "MatMulNBits",
            [
                x,
                self._constant(f"{name}.values", values.astype(np.uint8)),
                self._constant(f"{name}.scales", scales.astype(np.float32).reshape(-1)),
            ],
            f"{name}.out",
            _MICROSOFT,
            K=columns,
            N=rows,
            bits=8,
            block_size=_BLOCK_8,
            accuracy_level=_ACCURACY_LEVEL,
        )

    def _matrix(self, name: str, rows: int, columns: int) -> Floats:
        return merged(self._weights, self._adapter, name, rows, columns)

    def _attention(self, x: str, layer: str) -> str:
        hidden = self._shape.hidden
        parts = [self._matrix(f"{layer}.{part}", hidden, hidden) for part in "qkv"]
        joined = self._matmul(x, np.concatenate(parts), f"{layer}.qkv")
        split = [f"{layer}.{part}.out" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [joined], split, axis=-1, num_outputs=3))
        biases = [self._weights.floats(f"{layer}.{part}.b", hidden) for part in "qkv"]
        bias = self._constant(f"{layer}.qkv.b", np.concatenate(biases))
        attended = self._node(
            "MultiHeadAttention",
            [*split, bias, "mask"],
            f"{layer}.attended",
            _MICROSOFT,
            num_heads=self._shape.heads,
        )
        y = self._matmul(attended, self._matrix(f"{layer}.ao", hidden, hidden), f"{layer}.ao")
        return self._add_and_norm(x, y, layer, "aln", "ao", f"{layer}.between")

    def _feed_forward(self, x: str, layer: str) -> str:
        hidden, inner = self._shape.hidden, self._shape.feed_forward
        y = self._matmul(x, self._matrix(f"{layer}.fi", inner, hidden), f"{layer}.fi")
        bias = self._floats(f"{layer}.fi.b", inner)
        y = self._node("BiasGelu", [y, bias], f"{layer}.gelu", _MICROSOFT)
        y = self._matmul(y, self._matrix(f"{layer}.fo", hidden, inner), f"{layer}.fo")
        return self._add_and_norm(x, y, layer, "oln", "fo", f"{layer}.x")

    def _add_and_norm(self, x: str, y: str, layer: str, norm: str, bias: str, output: str) -> str:
        names = (f"{layer}.{norm}.w", f"{layer}.{norm}.b", f"{layer}.{bias}.b")
        rest = [self._floats(name, self._shape.hidden) for name in names]
        return self._node(
            "SkipLayerNormalization", [x, y, *rest], output, _MICROSOFT, epsilon=self._shape.eps
        )
