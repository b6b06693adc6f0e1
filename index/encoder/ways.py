"""What runs the embedded model and its readers, chosen by measuring on the machine at hand.

onnxruntime in 8 bits is always there. Where OpenVINO is installed (`pip install
'qawl[openvino]'`) and the processor multiplies in bfloat16, both run the same file for a
second, and the faster one is written down beside it. Vectors of the two ways differ by a
cosine of some 0.9998, and find the same: an index made by one is searched by the other, and
records which one it was.
"""

from __future__ import annotations

import importlib.util
import json
import math
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from index.encoder.base import Vectors
from index.encoder.weights import Progress, write_atomically
from index.errors import EncoderError

ONNXRUNTIME: Final = "onnxruntime"
OPENVINO: Final = "openvino"

Run = Callable[[npt.NDArray[np.float32], npt.NDArray[np.int64]], Vectors]
"""Takes what the layers begin with and a mask, returns vectors."""

_READS_ATTENTION: Final = (2026, 4)
"""The version of OpenVINO from which on it knows all operations of the file."""
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


def fastest(model: Path, size: Size, threads: int, progress: Progress) -> tuple[Way, Run]:
    """Returns the way that is recorded for this machine, or else measures; and what runs it.

    Args:
        model: The ONNX file of some layers.
        size: Of what is run with it, to measure.

    Raises:
        EncoderError: The file cannot be loaded.
    """
    note = model.with_suffix(".way.json")
    way = recorded(note)
    if not openvino_is_there():
        # What is recorded is kept: the same model may be used with and without it.
        return Way(ONNXRUNTIME, {}, ""), _on_onnxruntime(model, threads)
    if way is not None:
        return way, _WAYS[way.name](model, threads)
    progress("Measuring which way is faster here (two seconds)")
    ways = {name: open_model(model, threads) for name, open_model in _WAYS.items()}
    way = measured(ways, size)
    write_atomically(note, as_json(way))
    return way, ways[way.name]


def _on_onnxruntime(path: Path, threads: int) -> Run:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Waiting threads that spin would take the cores from the rest of the bot.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no base
        raise _unloadable(path, error) from error

    def run(states: npt.NDArray[np.float32], mask: npt.NDArray[np.int64]) -> Vectors:
        vectors: Vectors = session.run(None, {"states": states, "attention_mask": mask})[0]
        return vectors

    return run


def _on_openvino(path: Path, threads: int) -> Run:
    import openvino

    settings = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
    }
    try:
        model = openvino.Core().compile_model(path, "CPU", settings)
    except RuntimeError as error:
        raise _unloadable(path, error) from error
    own = threading.local()

    def run(states: npt.NDArray[np.float32], mask: npt.NDArray[np.int64]) -> Vectors:
        if not hasattr(own, "request"):
            own.request = model.create_infer_request()
        vectors: Vectors = own.request.infer([states, mask])[model.output(0)].copy()
        return vectors

    return run


_WAYS: Final = {ONNXRUNTIME: _on_onnxruntime, OPENVINO: _on_openvino}


def _unloadable(path: Path, error: Exception) -> EncoderError:
    return EncoderError(
        f"the converted model cannot be loaded: {error}. Delete {path} and start again"
    )


def openvino_is_there() -> bool:
    """Returns whether OpenVINO reads these files here and the processor multiplies in bfloat16."""
    if importlib.util.find_spec("openvino") is None:
        return False
    import openvino

    version = tuple(map(int, openvino.__version__.split(".")[:2]))
    able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return version >= _READS_ATTENTION and "BF16" in able


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
