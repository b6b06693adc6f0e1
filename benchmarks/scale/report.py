"""The table and the plot of what was measured."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_ASKED = 50

PACKAGES = ("faiss-cpu", "rank-bm25", "bm25s", "numba", "numpy", "scipy", "onnxruntime")


def machine() -> dict[str, Any]:
    versions = {}
    for name in PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = None
    model = ""
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    return {
        "date": dt.date.today().isoformat(),
        "processor": model,
        "cores": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": versions,
    }


ROWS = (
    ("retrieval p50 / p95, ms", lambda m: _pair(m, "retrieval")),
    ("  on the processor p50 / p95, ms", lambda m: _pair(m, "retrieval", "cpu_")),
    ("  lexical p50 / p95, ms", lambda m: _pair(m, "lexical")),
    ("  dense p50 / p95, ms", lambda m: _pair(m, "dense")),
    ("  during a merge p50 / p95, ms", lambda m: _pair(m, "retrieval_during_a_merge")),
    ("questions a second, one thread", lambda m: m.get("retrieval", {}).get("per_second")),
    ("added and found p50 / p95, ms", lambda m: _pair(m, "add_until_found")),
    ("start-up with a first question, s", lambda m: m.get("start_s")),
    ("resident, MB", lambda m: m.get("resident_mb")),
    ("  of it not mapped files, MB", lambda m: m.get("anonymous_mb")),
    ("on disk, MB", lambda m: m.get("disk_mb")),
    ("build without encoding, s", lambda m: m.get("build_s")),
    ("peak while building, MB", lambda m: m.get("build_peak_mb")),
    ("distinct terms", lambda m: m.get("terms")),
    ("dense index", lambda m: m.get("dense_index", {}).get("kind")),
    ("  rows proposed for ten", lambda m: m.get("dense_index", {}).get("candidates")),
    ("recall@10 when built", lambda m: m.get("dense_index", {}).get("recall")),
    ("recall@10 on the other questions", lambda m: m.get("recall_on_questions")),
    ("load of the machine when it began", lambda m: m["load"]["began"][0]),
)


def _pair(measured: dict[str, Any], name: str, kind: str = "") -> str | None:
    found = measured.get(name) or {}
    if f"{kind}p50_ms" not in found:
        return None
    return f"{found[f'{kind}p50_ms']:.1f} / {found[f'{kind}p95_ms']:.1f}"


def write_report(folder: Path, results: dict[str, Any]) -> None:
    """Writes scale.json, scale.md and, where matplotlib is installed, scale.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scale.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), "utf-8")
    (folder / "scale.md").write_text(_table(results), "utf-8")
    try:
        _plot(folder / "scale.svg", results["sizes"])
    except ImportError:
        print("matplotlib is not installed; no plot")


def _table(results: dict[str, Any]) -> str:
    sizes = results["sizes"]
    host = results["machine"]
    lines = [
        "# Growth from 1,000 passages on",
        "",
        f"{host['date']}, {host['processor']}, {host['cores']} cores, {host['memory_gb']} GB, "
        f"Python {host['python']}, "
        + ", ".join(f"{name} {found}" for name, found in host["versions"].items() if found)
        + ".",
        "",
        "Retrieval is all that a question asks of the engine, without encoding it: both searches",
        "for 50 passages, the missing score of each hit, the statistics of its terms.",
        "",
        "| passages | " + " | ".join(f"{int(size):,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    for title, cell in ROWS:
        cells = [cell(measured) for measured in sizes.values()]
        shown = ("–" if found is None else str(found) for found in cells)
        lines.append(f"| {title} | " + " | ".join(shown) + " |")
    lines += [
        "",
        "## Lexical search beside others",
        "",
        "The best 50 of the same passages for the same questions, the same formula; p50 in ms on",
        "the processor, ours measured in the same process, after each question had been asked",
        "once. All but rank_bm25 return the ids of passages; ours those of articles too, from",
        "mapped files.",
        "",
        "| | " + " | ".join(f"{int(size):,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    names = dict.fromkeys(name for measured in sizes.values() for name in measured["peers"])
    for name in names:
        cells = []
        for measured in sizes.values():
            peer = measured["peers"].get(name)
            ours = peer and peer["ours_in_the_same_process"]
            cells.append(
                f"{peer['cpu_p50_ms']:.2f} (ours {ours['cpu_p50_ms']:.2f})" if peer else "–"
            )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines + _systems(sizes)) + "\n"


def _systems(sizes: dict[str, Any]) -> list[str]:
    """Returns the lines about whole systems, where any were measured."""
    measured = {size: found["systems"] for size, found in sizes.items() if found.get("systems")}
    if not measured:
        return []
    lines = [
        "",
        "## Whole systems beside Qawl",
        "",
        "The same grown texts and the same vectors; editors' headlines are asked, and a passage",
        "counts that takes after one of the headline's article. hit@1 / hit@10, and p50 in ms for",
        "a question, its encoding aside. Qawl here is its two lists, fused: no ranker of",
        "sentences. Each system was asked for 30 seconds at most; of fewer than 50 answers no",
        "share is given.",
        "",
        "| | " + " | ".join(f"{int(size):,}" for size in measured) + " |",
        "|---|" + "---:|" * len(measured),
    ]
    for name in dict.fromkeys(name for found in measured.values() for name in found):
        cells = [_system(found, name) for found in measured.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def _system(found: dict[str, Any], name: str) -> str:
    if name not in found:
        return "–"
    one = found[name]
    if one is None:
        return "gave up"
    shares = f"{one['hit@1']:.2f} / {one['hit@10']:.2f}, " if one["asked"] >= _ASKED else ""
    return f"{shares}{one['p50_ms']:.1f} ms"


def _plot(path: Path, sizes: dict[str, Any]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    counts = [int(size) for size in sizes]
    figure, (times, space) = pyplot.subplots(1, 2, figsize=(10, 4))
    for name in ("lexical", "dense", "retrieval"):
        found = [measured.get(name, {}).get("p95_ms") for measured in sizes.values()]
        times.plot(counts, found, marker="o", label=f"{name}, p95")
    for name in ("rank_bm25", "bm25s"):
        found = [(m["peers"].get(name) or {}).get("p95_ms") for m in sizes.values()]
        times.plot(counts, found, marker="x", linestyle="--", label=f"{name}, p95")
    times.axhline(60, color="0.7", linewidth=1)
    times.set(xscale="log", yscale="log", xlabel="passages", ylabel="ms")
    for name in ("resident_mb", "anonymous_mb", "disk_mb"):
        found = [measured.get(name) for measured in sizes.values()]
        space.plot(counts, found, marker="o", label=name.replace("_mb", ""))
    space.set(xscale="log", yscale="log", xlabel="passages", ylabel="MB")
    for axes in (times, space):
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
