"""What a training run goes on from after it was cut off."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor


def save(
    parameters: Mapping[str, Tensor],
    optimizer: torch.optim.Optimizer,
    path: Path,
    recipe: str,
    step: int,
) -> None:
    """Writes the state after a step, under the file's name only once it is whole."""
    state = {
        "adapter": {name: value.detach() for name, value in parameters.items()},
        "optimizer": optimizer.state_dict(),
        "recipe": recipe,
        "step": step,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def resume(
    parameters: Mapping[str, Tensor], optimizer: torch.optim.Optimizer, path: Path, recipe: str
) -> int:
    """Puts a state of the same recipe in place.

    Returns:
        The steps that it has behind it; 0 where there is none.
    """
    if not path.exists():
        return 0
    state: Mapping[str, Any] = torch.load(path)
    if state["recipe"] != recipe:
        return 0
    with torch.no_grad():
        for name, value in parameters.items():
            value.copy_(state["adapter"][name])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
