"""Measures every size, each in processes of its own, and writes a table and a plot.

python -m benchmarks.scale [--sizes 1000,10000,100000,1000000] [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import platformdirs

from benchmarks.scale.growth import read_basis
from benchmarks.scale.report import machine, write_report
from index.encoder import CachedEncoder, load_encoder

RESULTS = Path(__file__).resolve().parent.parent / "results"
PEERS_UP_TO = 100_000
"""rank_bm25 keeps a dictionary a passage, and a million of them want 15 GB."""


def child(module: str, *arguments: str) -> dict[str, Any] | None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.scale.{module}", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        print(f"{module} {arguments[0]} failed; left out", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--basis", type=int, default=2_000, help="real passages")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--peers", default="rank_bm25,bm25s,bm25s-numba")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"the development data is not here: no folder {options.data}")
    cache = Path(platformdirs.user_cache_dir("qawl", appauthor=False))
    encoder = CachedEncoder(load_encoder("embedded", cache), cache / "vectors.sqlite")
    results: dict[str, Any] = {"machine": machine(), "sizes": {}}
    work = Path(tempfile.mkdtemp(prefix="qawl-scale-"))
    try:
        basis = work / "basis.npz"
        read_basis(options.data, encoder, options.basis, options.questions).save(basis)
        for size in options.sizes.split(","):
            print(f"{size} passages", file=sys.stderr)
            folder = work / size
            measured: dict[str, Any] = {}
            measured |= child("measure", "build", str(basis), size, str(folder)) or {}
            measured["peers"] = {
                name: child("lexical_peers", name, str(basis), size, str(folder))
                for name in options.peers.split(",")
                if name and int(size) <= PEERS_UP_TO
            }
            measured |= child("measure", "ask", str(basis), size, str(folder)) or {}
            results["sizes"][size] = measured
            write_report(options.out, results)
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
