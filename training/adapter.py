"""The adapter's file and its card.

The file is what ``index.encoder.weights`` reads: ``l{layer}.{name}.A`` and ``.B`` in float16
and, in the metadata, the scale by which their product is weighed. The scale lies below 1
where a part of the way from the plain model to the trained one serves best on articles
that were not trained on (interpolated weights, Wortsman et al. 2022, arXiv:2109.01903).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import save_file
from torch import Tensor

LICENCES: Final = {
    "arcd": "ARCD: MIT; text of Wikipedia, CC BY-SA",
    "mlqa": "MLQA: CC BY-SA 3.0",
    "xquad_en": "XQuAD: CC BY-SA 4.0",
    "xquad_ar": "XQuAD: CC BY-SA 4.0",
    "selqa": "SelQA: Apache-2.0",
}


def write_adapter(adapter: Mapping[str, Tensor], scale: float, path: Path) -> None:
    """Writes the matrices as float16, under the file's name only once it is whole."""
    part = path.with_suffix(".part")
    save_file(
        {name: value.detach().to(torch.float16).contiguous() for name, value in adapter.items()},
        part,
        metadata={"scale": f"{scale:g}", "base": "intfloat/multilingual-e5-small"},
    )
    part.chmod(0o644)
    part.replace(path)


def write_card(card: Mapping[str, Any], path: Path) -> None:
    """Writes what a person should know about the adapter beside it, as JSON."""
    text = json.dumps(card, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
