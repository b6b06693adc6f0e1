"""The reader's file and its card: what ``index.speakers`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor


def write_reader(parameters: Mapping[str, Tensor], path: Path) -> None:
    """Writes adapter and head, matrices as float16, under the file's name once it is whole."""
    part = path.with_suffix(".part")
    save_file(
        {name: value.detach().to(torch.float16).contiguous() for name, value in parameters.items()},
        part,
        metadata={"scale": "1", "base": "intfloat/multilingual-e5-small"},
    )
    part.chmod(0o644)
    part.replace(path)
