"""The comparison as a table and as a plot.

    python show.py peers.json peers.svg

draws, in the environment that has matplotlib.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def table(report: dict[str, Any]) -> str:
    """Returns hit@1 of every system on every set, as Markdown."""
    sets = report["sets"]
    systems = list(dict.fromkeys(name for s in sets.values() for name in s["systems"]))
    lines = [
        "| hit@1 | " + " | ".join(sets) + " |",
        "|---|" + "---:|" * len(sets),
    ]
    best = {
        name: max(system["hit@1"] for system in s["systems"].values()) for name, s in sets.items()
    }
    for system in systems:
        cells = []
        for name, one in sets.items():
            value = one["systems"].get(system, {}).get("hit@1")
            cell = "–" if value is None else f"{value:.3f}"
            cells.append(f"**{cell}**" if value == best[name] else cell)
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    sizes = "; ".join(
        f"{name}: {s['questions']} questions, {s['passages']} passages" for name, s in sets.items()
    )
    versions = next(iter(sets.values()))["versions"] if sets else {}
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines += [
        "",
        f"{sizes}. All systems search the same windows by the same vectors ({report['encoder']}).",
        "Qawl's adapter and ranker were trained on these sets (the headlines aside): its own rows"
        " are rosier than on unseen titles, for which see docs/evaluation.md.",
        f"{report['date']}, {report['machine']}, Python {report['python']}; {named}.",
    ]
    return "\n".join(lines)


def plot(report: dict[str, Any], path: Path) -> None:
    """Draws hit@1 as bars, one group a set."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    sets = report["sets"]
    systems = list(dict.fromkeys(name for s in sets.values() for name in s["systems"]))
    figure, axes = plt.subplots(figsize=(9, 1.2 + 0.32 * len(systems) * max(1, len(sets)) / 2))
    height = 0.8 / len(systems)
    for i, system in enumerate(systems):
        values = [s["systems"].get(system, {}).get("hit@1", 0.0) for s in sets.values()]
        places = [row + i * height for row in range(len(sets))]
        colour = "#0b6e4f" if system == "Qawl" else plt.get_cmap("Greys")(0.25 + 0.05 * i)
        axes.barh(places, values, height=height * 0.9, label=system, color=colour)
    axes.set_yticks([row + 0.4 for row in range(len(sets))], list(sets))
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("hit@1: the right passage comes first")
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    plot(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
