"""The converted model and its tokenizer in the cache folder, made on the first start."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.encoder.adapter import Adapter
from index.encoder.weights import SHA256, Progress, find_weights, sha256_of, silent
from index.errors import EncoderError

CONVERTER_VERSION: Final = "1"
"""Changes whenever files built from the same weights give other vectors."""


def model_name(adapter: Path | None) -> str:
    """Names the weights, the adapter and the converter that a model is made of.

    Raises:
        EncoderError: The adapter cannot be read.
    """
    try:
        trained = f"-lora-{sha256_of(adapter)[:8]}" if adapter else ""
    except OSError as error:
        raise EncoderError(f"the adapter {adapter} cannot be read: {error}") from error
    return f"e5-small-{SHA256[:8]}{trained}-v{CONVERTER_VERSION}"


def prepare_model(
    cache_dir: Path, adapter: Path | None, progress: Progress = silent
) -> tuple[Path, Path]:
    """Returns the ONNX file and the ``tokenizer.json``; both are made once and kept.

    Raises:
        EncoderError: The weights or the adapter are missing or damaged, or the cache
            folder cannot be written to.
    """
    name = model_name(adapter)
    model = cache_dir / f"{name}.onnx"
    tokenizer = cache_dir / f"{name}.tokenizer.json"
    if not (model.is_file() and tokenizer.is_file()):
        # onnx and safetensors, which nothing else needs, are slow to import.
        from index.encoder.e5s1 import Weights
        from index.encoder.onnx_model import write_atomically, write_model
        from index.encoder.tokenizer import tokenizer_json

        change = Adapter(adapter) if adapter else None
        source = find_weights(cache_dir, progress)
        progress("Converting the embedded model (once, a few seconds)")
        weights = Weights(source)
        write_model(weights, change, model)
        write_atomically(tokenizer, tokenizer_json(weights.vocabulary).encode("utf-8"))
    return model, tokenizer


def prepare_openvino(model: Path, adapter: Path | None, progress: Progress = silent) -> Path:
    """Returns the same model for OpenVINO, beside the ONNX file; made once and kept.

    Raises:
        EncoderError: As ``prepare_model``.
    """
    path = model.with_suffix(".openvino.xml")
    if not path.is_file():
        from index.encoder.e5s1 import Weights
        from index.encoder.openvino_model import write_openvino

        progress("Converting the embedded model for OpenVINO (once, a few seconds)")
        weights = Weights(find_weights(model.parent, progress))
        write_openvino(weights, Adapter(adapter) if adapter else None, path)
    return path
