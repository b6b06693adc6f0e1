"""python -m benchmarks.pages: thirty pages by Qawl's reader, trafilatura's options and its peers.

What is not installed is left out and named: ``pip install readability-lxml justext resiliparse``.
"""

from __future__ import annotations

import importlib
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.pages.shapes import Page, pages
from index.errors import ReadingError
from index.reading.contents import Notes
from index.reading.html import read_html
from retrieval.evaluation.sources import compare

RESULTS: Final = Path(__file__).resolve().parents[1] / "results"
Reader = Callable[[str], str]


def qawl(html: str) -> str:
    return read_html(html.encode(), "page", Notes()).text


def _trafilatura(**options: Any) -> Reader:
    from trafilatura import extract

    def read(html: str) -> str:
        return extract(html, include_comments=False, include_tables=True, **options) or ""

    return read


def _readability(module: Any) -> Reader:
    from lxml import html as parser

    def read(html: str) -> str:
        summary = parser.fromstring(module.Document(html).summary())
        return "\n".join(t.strip() for t in summary.itertext() if t.strip())

    return read


def _justext(module: Any) -> Reader:
    stops = module.get_stoplist("Arabic")

    def read(html: str) -> str:
        return "\n".join(p.text for p in module.justext(html, stops) if not p.is_boilerplate)

    return read


def _resiliparse(module: Any) -> Reader:
    def read(html: str) -> str:
        text: str = module.extract_plain_text(html, main_content=True, alt_texts=False)
        return text

    return read


def readers() -> dict[str, Reader]:
    """Returns the readers that are installed, by name."""
    found: dict[str, Reader] = {
        "qawl": qawl,
        "trafilatura, precision": _trafilatura(favor_precision=True),
        "trafilatura": _trafilatura(),
        "trafilatura, recall": _trafilatura(favor_recall=True),
    }
    for name, module, make in (
        ("readability-lxml", "readability", _readability),
        ("justext", "justext", _justext),
        ("resiliparse", "resiliparse.extract.html2text", _resiliparse),
    ):
        try:
            found[name] = make(importlib.import_module(module))
        except ImportError:
            print(f"{name} is not installed: left out")
    return found


def measured(read: Reader, some: list[Page]) -> dict[str, Any]:
    """Returns the shares of words, and how many lines of the site came along."""
    total: Counter[str] = Counter()
    site = failed = 0
    started = time.perf_counter()
    for page in some:
        try:
            found = read(page.html)
        except (ReadingError, ValueError, IndexError):
            found = ""
            failed += 1
        title = page.html.partition("<title>")[2].partition(" |")[0]
        # Whether the headline stands above the text is a matter of taste.
        lines = [line.strip(" |-\t") for line in found.split("\n") if line.strip()]
        text = "\n".join(line for line in lines if not line.startswith(title))
        total += compare("\n".join(page.wanted), text.replace(" | ", " ").replace("|", " "))
        site += sum(line in text for line in page.unwanted)
    spent = time.perf_counter() - started
    return {
        "words_kept": round(total["kept"] / total["words"], 4),
        "words_added": round((total["read"] - total["kept"]) / max(1, total["read"]), 4),
        "sentences_exact": round(total["exact"] / total["sentences"], 4),
        "lines_of_the_site": site,
        "pages_without_text": failed,
        "ms_a_page": round(1000 * spent / len(some), 1),
    }


def main() -> None:
    some = list(pages())
    qawl(some[0].html)  # Imports are paid once.
    results = {name: measured(read, some) for name, read in readers().items()}
    (RESULTS / "pages.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    heads = [
        "words_kept",
        "words_added",
        "sentences_exact",
        "lines_of_the_site",
        "pages_without_text",
    ]
    rows = ["| reader | " + " | ".join(h.replace("_", " ") for h in heads) + " |"]
    rows.append("|---|" + "---|" * len(heads))
    rows += [
        f"| {name} | " + " | ".join(str(found[h]) for h in heads) + " |"
        for name, found in results.items()
    ]
    table = "\n".join(rows)
    (RESULTS / "pages.md").write_text(
        f"# {len(some)} pages shaped like those of Arabic news sites\n\n{table}\n", encoding="utf-8"
    )
    print(table)


if __name__ == "__main__":
    main()
