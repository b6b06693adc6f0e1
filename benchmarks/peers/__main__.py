"""``python -m benchmarks.peers``: measures Qawl, then the others in an environment of their own.

The other systems run in a process of their own, which imports nothing of Qawl;
passages, questions and vectors are handed over in files.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from benchmarks.peers.show import table
from index.analysis import analyse
from index.encoder import CachedEncoder, Encoder, load_encoder
from index.errors import QawlError, SettingsError
from index.passages import passage_text
from index.types import Article
from retrieval.evaluation.retrieval import evaluate_retrieval, headlines_are_asked, read_questions
from retrieval.evaluation.rows import read_rows

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
SETS = {
    "ARCD": ("arcd_dev_disjoint.passages", "arcd_dev_disjoint.questions"),
    "MLQA": ("mlqa_ar_dev.passages", "mlqa_ar_dev.questions"),
    "XQuAD en→ar": ("xquad_en2ar_dev.passages", "xquad_en2ar_dev.questions"),
    "Headlines": ("news_dev.articles", "news_dev_headlines.questions"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no development data in {options.data}: nothing to compare on.", file=sys.stderr)
        return 0
    cache = Path(os.environ.get("QAWL_CACHE_DIR", platformdirs.user_cache_dir("qawl", False)))
    try:
        encoder = CachedEncoder(load_encoder(cache_dir=cache), cache / "vectors.sqlite")
        others = environment()
        report: dict[str, Any] = {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "encoder": encoder.name,
            "sets": {},
        }
        for name in options.sets:
            passages, questions = (options.data / f"{f}.jsonl.gz" for f in SETS[name])
            print(f"{name} ...", file=sys.stderr)
            report["sets"][name] = compare(passages, questions, encoder, others)
            write(report, options.results, others)
    except (QawlError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    print(table(report))
    return 0


def environment() -> Path:
    """Returns an interpreter that has the other systems: this one, or ``.venv-bench``'s.

    Raises:
        SettingsError: Neither has them.
    """
    if find_spec("txtai") and find_spec("llama_index") and find_spec("haystack"):
        return Path(sys.executable)
    apart = ROOT / ".venv-bench" / "bin" / "python"
    if apart.exists():
        return apart
    raise SettingsError("the systems to compare with are not installed: run `make setup-bench`.")


def compare(passages: Path, questions: Path, encoder: Encoder, others: Path) -> dict[str, Any]:
    """Returns hit@1, hit@3 and hit@10 of every system on one set."""
    ours = evaluate_retrieval(passages, questions, encoder=encoder)
    rows = list(read_rows(passages, "id", "text"))
    asked = read_questions(questions)
    headlines = not headlines_are_asked(rows, asked)
    texts, owners = [], []
    for row in rows:
        title = " ".join(str(row.get("title") or "").replace("_", " ").split())
        article = Article(text=str(row["text"]), headline=title if headlines else "")
        for passage in analyse(article).passages:
            texts.append(passage_text(article, passage))
            owners.append(str(row["id"]))
    with tempfile.TemporaryDirectory() as folder:
        handed = Path(folder) / "set.json"
        np.save(Path(folder) / "passages.npy", encoder.encode_passages(texts))
        np.save(
            Path(folder) / "questions.npy",
            np.array([encoder.encode_query(row.question) for row in asked]),
        )
        handed.write_text(
            json.dumps(
                {
                    "texts": texts,
                    "owners": owners,
                    "questions": [row.question for row in asked],
                    "gold": [row.passage for row in asked],
                }
            )
        )
        script = Path(__file__).with_name("others.py")
        done = subprocess.run(
            [str(others), str(script), str(handed)], check=True, stdout=subprocess.PIPE, text=True
        )
    found = json.loads(done.stdout.splitlines()[-1])
    figures = {
        "Qawl": {k: ours["hybrid"][k] for k in ("hit@1", "hit@3", "hit@10")},
        "Qawl, dense list alone": {k: ours["dense"][k] for k in ("hit@1", "hit@3", "hit@10")},
        "Qawl, lexical list alone": {k: ours["lexical"][k] for k in ("hit@1", "hit@3", "hit@10")},
        **found["systems"],
    }
    return {
        "passages": len(rows),
        "windows": len(texts),
        "questions": len(asked),
        "versions": found["versions"],
        "systems": figures,
    }


def write(report: dict[str, Any], results: Path, others: Path) -> None:
    results.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (results / "peers.json").write_text(text + "\n", encoding="utf-8")
    (results / "peers.md").write_text(table(report) + "\n", encoding="utf-8")
    script = Path(__file__).with_name("show.py")
    drawn = [str(results / "peers.json"), str(results / "peers.svg")]
    subprocess.run([str(others), str(script), *drawn], check=True)


if __name__ == "__main__":
    sys.exit(main())
