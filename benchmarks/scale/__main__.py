"""Measures every size, each in processes of its own, and writes a table and a plot.

python -m benchmarks.scale [--sizes 1000,10000,100000,1000000] [--data ../shared/data]

A run that was interrupted goes on where it stopped; one that came to its end leaves
nothing behind, and the next one begins anew.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from benchmarks.peers.__main__ import environment
from benchmarks.peers.others import FAMILIES
from benchmarks.scale.growth import read_basis
from benchmarks.scale.report import machine, write_report
from index.encoder import CachedEncoder, load_encoder
from index.errors import SettingsError

RESULTS = Path(__file__).resolve().parent.parent / "results"
OTHERS = Path(__file__).resolve().parent.parent / "peers" / "others.py"
PEERS_UP_TO = 100_000
"""rank_bm25 keeps a dictionary a passage, and a million of them want 15 GB."""

PATIENCE_S = 150
"""A family of systems that has not indexed and answered by then has given up."""

VARIANTS = {"langchain": 2, "haystack": 1, "llama_index": 3, "txtai": 1}

Found = dict[str, Any]


class Stages:
    """What was measured so far, kept in a folder, one file a stage."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._start = time.monotonic()

    def once(self, name: str, measure: Callable[[], Found | None]) -> Found | None:
        """Returns what a stage found, now or when it ran before."""
        path = self._work / f"{name}.stage.json"
        if not path.exists():
            self.say(name)
            found = measure()
            path.write_text(json.dumps(found), "utf-8")
        kept: Found | None = json.loads(path.read_text("utf-8"))
        return kept

    def say(self, what: str) -> None:
        print(f"[{time.monotonic() - self._start:5.0f} s] {what}", file=sys.stderr, flush=True)


def child(*command: str, patience_s: float | None = None) -> Found | None:
    """Returns what a process of its own printed last, None where it came to nothing."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=patience_s)
    except subprocess.TimeoutExpired as error:
        print(f"{command[-1]} gave up after {patience_s} s", file=sys.stderr)
        printed = error.stdout or b""
    else:
        printed = b"" if done.returncode else done.stdout
    lines = printed.decode("utf-8").splitlines()
    if not lines:
        print(f"{' '.join(command[2:])} came to nothing; left out", file=sys.stderr)
        return None
    found: Found = json.loads(lines[-1])
    return found


def measured(module: str, *arguments: str) -> Found | None:
    return child(sys.executable, "-m", f"benchmarks.scale.{module}", *arguments)


def systems(stages: Stages, basis: Path, size: str, folder: Path, others: Path) -> Found:
    """Returns whole systems' figures by name; None for a family that gave up."""
    place = folder / "systems"
    arguments = (str(basis), size, str(place))
    stages.once(f"{size}-texts", lambda: measured("systems", "texts", *arguments))
    own = stages.once(f"{size}-ours", lambda: measured("systems", "ours", *arguments))
    found: Found = dict((own or {}).get("systems", {}))
    command = (str(others), str(OTHERS), str(place / "set.json"))
    for family in FAMILIES:
        one = stages.once(
            f"{size}-{family}", lambda f=family: child(*command, f, patience_s=PATIENCE_S)
        )
        found |= one["systems"] if one else {family: None}
        if one and len(one["systems"]) < VARIANTS[family]:
            found[f"{family}, further variants"] = None
    shutil.rmtree(place, ignore_errors=True)
    return found


def main() -> None:
    cache = Path(platformdirs.user_cache_dir("qawl", appauthor=False))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--basis", type=int, default=2_000, help="real passages")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--peers", default="rank_bm25,bm25s,bm25s-numba")
    parser.add_argument("--systems", default="1000,10000,100000", help="sizes; none for none")
    parser.add_argument("--work", type=Path, default=cache / "scale")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--keep", action="store_true", help="what is not measured now stays")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"the development data is not here: no folder {options.data}")
    whole = [size for size in options.systems.split(",") if size.isdigit()]
    try:
        others = environment() if whole else Path(sys.executable)
    except SettingsError as error:
        sys.exit(str(error))
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    stages = Stages(work)
    host = stages.once("machine", machine)
    results: Found = {"machine": host, "sizes": {}}
    if options.keep:
        results["sizes"] = json.loads((options.out / "scale.json").read_text("utf-8"))["sizes"]
    encoder = CachedEncoder(
        load_encoder("embedded", cache),
        cache / "vectors.sqlite",
        progress=lambda done, total: stages.say(f"{done} of {total} encoded"),
    )
    basis = work / "basis.npz"
    if not basis.exists():
        read_basis(options.data, encoder, options.basis, options.questions).save(basis)
    for size in options.sizes.split(","):
        folder = work / size
        arguments = (str(basis), size, str(folder))
        found: Found = dict(results["sizes"].get(size, {}))
        found["load"] = stages.once(f"{size}-load", lambda: {"began": machine()["load"]})
        build = stages.once(f"{size}-build", lambda a=arguments: measured("measure", "build", *a))
        found |= build or {}
        found.setdefault("peers", {})
        found["peers"] |= {
            name: stages.once(
                f"{size}-{name}", lambda n=name, a=arguments: measured("lexical_peers", n, *a)
            )
            for name in options.peers.split(",")
            if name and int(size) <= PEERS_UP_TO
        }
        asked = stages.once(f"{size}-ask", lambda a=arguments: measured("measure", "ask", *a))
        found |= asked or {}
        if size in whole:
            found["systems"] = systems(stages, basis, size, folder, others)
        results["sizes"][size] = found
        write_report(options.out, results)
        shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
