"""The reader's network on onnxruntime, made from the embedded model's weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.encoder.embedded import load_session, load_tokenizer
from index.encoder.weights import SHA256, Progress, find_weights, sha256_of, silent
from index.errors import EncoderError
from index.speakers.context import CONTEXT_VERSION, Context

POINTERS: Final = "pointers"
BEGIN: Final = 0
END: Final = 1
SPEECH: Final = 2
OUTPUTS: Final = 3

_VERSION: Final = "1"
"""Changes whenever files built from the same weights read otherwise."""

Floats = npt.NDArray[np.float32]


def reader_name(trained: Path) -> str:
    """Names the trained part and the code that shows it a quotation.

    Raises:
        EncoderError: The file cannot be read.
    """
    try:
        return f"reader-{sha256_of(trained)[:8]}-c{CONTEXT_VERSION}-v{_VERSION}"
    except OSError as error:
        raise EncoderError(f"the reader {trained} cannot be read: {error}") from error


class PointerModel:
    """Three numbers for each token of a context: begin, end and, on the first one, speech.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        trained: The trained part.
        threads: Of onnxruntime.
        progress: Told when the model is converted.

    Raises:
        EncoderError: The model cannot be found, converted or loaded.
    """

    def __init__(
        self,
        cache_dir: Path,
        trained: Path,
        *,
        threads: int = 1,
        progress: Progress = silent,
    ) -> None:
        path = cache_dir / f"e5-small-{SHA256[:8]}-{reader_name(trained)}.onnx"
        tokens = path.with_suffix(".tokenizer.json")
        if not (path.is_file() and tokens.is_file()):
            _convert(cache_dir, trained, path, tokens, progress)
        self._session = load_session(path, threads)
        self.tokenizer: Tokenizer = load_tokenizer(tokens)

    def run(self, contexts: Sequence[Context]) -> list[Floats]:
        """Returns ``[tokens, 3]`` for each context."""
        if not contexts:
            return []
        shape = (len(contexts), max(len(context.ids) for context in contexts))
        ids, mask = np.ones(shape, np.int64), np.zeros(shape, np.int64)
        for row, context in enumerate(contexts):
            ids[row, : len(context.ids)] = context.ids
            mask[row, : len(context.ids)] = 1
        found: list[Any] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return [found[0][row, : len(one.ids)] for row, one in enumerate(contexts)]


def _convert(
    cache_dir: Path, trained: Path, model: Path, tokenizer: Path, progress: Progress
) -> None:
    # onnx and safetensors, which nothing else needs, are slow to import.
    from index.encoder.adapter import Adapter
    from index.encoder.e5s1 import Weights
    from index.encoder.onnx_model import Graph, write_atomically
    from index.encoder.tokenizer import tokenizer_json

    adapter = Adapter(trained)
    head, bias = adapter.head()
    source = find_weights(cache_dir, progress)
    progress("Converting the reader of quotations (once, a few seconds)")
    weights = Weights(source)
    graph = Graph(weights, adapter)
    states = graph.states()
    columns = graph.constant("head.w", np.ascontiguousarray(head.T))
    flat = graph.node("MatMul", [states, columns], "pointed")
    graph.node("Add", [flat, graph.constant("head.b", bias)], POINTERS)
    write_atomically(model, graph.content(POINTERS, ["batch", "length", OUTPUTS]))
    write_atomically(tokenizer, tokenizer_json(weights.vocabulary).encode("utf-8"))
