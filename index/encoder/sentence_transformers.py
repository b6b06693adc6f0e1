"""Any model that sentence-transformers loads, in the place of the embedded one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import GUARD_VERSION, Vectors, prepare
from index.encoder.weights import Progress, silent
from index.errors import EncoderError

# The first E5 models were published before a model could name its own prompts.
_E5_PROMPTS: Final = {"query": "query: ", "passage": "passage: "}
_PASSAGE_PROMPTS: Final = ("passage", "document", "corpus")
_WHOLE_FILE: Final = 1 << 20


class SentenceTransformersEncoder:
    """Encodes with a sentence-transformers model, on a GPU where there is one.

    Args:
        model: The model's id on the hub, or its folder.
        threads: Of torch on the CPU; its own default if not given.
        progress: Told that the model is being loaded.

    Raises:
        EncoderError: sentence-transformers is missing, or cannot load the model.
    """

    def __init__(
        self, model: str, *, threads: int | None = None, progress: Progress = silent
    ) -> None:
        progress(f"Loading the model {model} with sentence-transformers")
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                f"the model {model!r} needs sentence-transformers, which cannot be imported: "
                f"{error}. Install it, or set QAWL_EMBEDDING_MODEL=embedded"
            ) from error
        if threads:
            torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(model)
        except Exception as error:  # the library and the hub raise all kinds
            raise EncoderError(
                f"sentence-transformers cannot load {model!r}: {error}. QAWL_EMBEDDING_MODEL takes "
                "'embedded', the id of a model that can be downloaded, or a model's folder"
            ) from error
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EncoderError(f"{model!r} does not say how long its vectors are")
        self.dimension = int(dimension)
        self._query_prompt, self._passage_prompt = _prompts(model, self._model.prompts)
        self.name = f"st-{_fingerprint(model, self._model)}-g{GUARD_VERSION}"

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self._encode([text], self._query_prompt)[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return self._encode(texts, self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors: Vectors = self._model.encode(
            [prepare(text) for text in texts],
            prompt=prompt,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _prompts(model: str, own: dict[str, str | None]) -> tuple[str, str]:
    given = {name: prompt for name, prompt in own.items() if prompt}
    if not given and "e5" in Path(model).name.lower().split("-"):
        given = dict(_E5_PROMPTS)
    passage = next((given[name] for name in _PASSAGE_PROMPTS if name in given), "")
    return given.get("query", ""), passage


def _fingerprint(model: str, loaded: Any) -> str:
    folder = Path(model)
    if not folder.is_dir():
        config = getattr(loaded[0], "auto_model", None)
        revision = getattr(getattr(config, "config", None), "_commit_hash", None) or "unknown"
        return f"{model}@{revision[:8]}"
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)}\0{size}\0".encode())
        # Half a gigabyte of weights is told apart by its size, its start and its end.
        with path.open("rb") as file:
            digest.update(file.read(_WHOLE_FILE))
            if size > _WHOLE_FILE:
                file.seek(-_WHOLE_FILE, 2)
                digest.update(file.read(_WHOLE_FILE))
    return f"{folder.name}@{digest.hexdigest()[:8]}"
