"""Which way the embedded model is run, chosen by measuring on the machine at hand.

onnxruntime in 8 bits is always there. Where OpenVINO is installed (`pip install
'qawl[openvino]'`) and the processor multiplies in bfloat16, both encode the same texts for
a second, and the faster one is written down beside the model. Vectors of the two ways
differ by as much as rounding to 8 bits costs, a cosine of some 0.9994, and find the same:
an index made by one is searched by the other, and records which one it was.
"""

from __future__ import annotations

import importlib.util
import json
import math
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors

ONNXRUNTIME: Final = "onnxruntime"
OPENVINO: Final = "openvino"

Run = Callable[[npt.NDArray[np.float32], npt.NDArray[np.int64]], Vectors]
"""Takes what the layers begin with and a mask, returns vectors."""

_SECONDS: Final = 1.0
_HIDDEN: Final = 384
Size = tuple[int, int]
"""Texts, and tokens of each."""
_GAIN: Final = 1.2
"""So many times as fast OpenVINO has to be."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the model is run.

    Attributes:
        name: ``"onnxruntime"`` or ``"openvino"``.
        rates: Texts a second of each way that was measured.
        machine: Where that was; on another one it is measured again.
    """

    name: str
    rates: dict[str, float]
    machine: str

    def __str__(self) -> str:
        told = ", ".join(f"{name} {rate:.0f}" for name, rate in self.rates.items())
        return f"{self.name} ({told} texts a second)" if told else self.name


def openvino_is_there() -> bool:
    """Returns whether OpenVINO is installed and the processor multiplies in bfloat16."""
    if importlib.util.find_spec("openvino") is None:
        return False
    import openvino

    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def machine() -> str:
    """Names the processor, as far as the system tells."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return platform.machine()
    names = ("model name", "flags")
    lines = {line.split(":")[0].strip(): line.split(":", 1)[-1] for line in told.splitlines()}
    return " ".join(" ".join(lines.get(name, "").split()) for name in names)


def recorded(path: Path) -> Way | None:
    """Returns what was chosen on this machine, None if there is no readable note of it."""
    try:
        found = Way(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.machine == machine() else None


def measured(ways: dict[str, Run], size: Size = (4, 128)) -> Way:
    """Runs the ways turn by turn, a second for each, and returns the one to take.

    What counts is the best turn of each: on a busy machine others differ by half.
    """
    states = np.random.default_rng(0).normal(0.0, 0.05, (*size, _HIDDEN)).astype(np.float32)
    mask = np.ones(size, np.int64)
    for run in ways.values():
        run(states, mask)
    best = dict.fromkeys(ways, math.inf)
    end = time.perf_counter() + _SECONDS * len(ways)
    while time.perf_counter() < end:
        for name, run in ways.items():
            start = time.perf_counter()
            run(states, mask)
            best[name] = min(best[name], time.perf_counter() - start)
    rates = {name: len(states) / seconds for name, seconds in best.items()}
    gains = rates.get(OPENVINO, 0.0) >= _GAIN * rates[ONNXRUNTIME]
    return Way(OPENVINO if gains else ONNXRUNTIME, rates, machine())


def as_json(way: Way) -> bytes:
    return json.dumps(asdict(way), indent=1).encode("utf-8")
