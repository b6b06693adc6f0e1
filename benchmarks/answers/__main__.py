"""Measures the way of a question over a thousand articles, stage by stage.

python -m benchmarks.answers [--articles 1000] [--questions 200] [--reader]

The articles are news of the development data, the questions are the headlines of those
among them, as an editor wrote them, and questions about what was said on them. Every question is
new, so nothing comes from a cache; vectors of the articles are kept in the cache folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from index.encoder import CachedEncoder, load_encoder
from index.errors import QawlError
from index.library import Library
from index.types import PUBLIC, Article
from retrieval.answer import Stage
from retrieval.answerer import Answerer
from retrieval.evaluation.rows import read_rows
from retrieval.judge.answers import load_answer_reader

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "answers.json"
WARM = 10
"""Questions that are asked first and not counted."""


class Watch:
    """Adds up the seconds of each stage of one question after another."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def __call__(self, stage: Stage) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage.value].append(time.perf_counter() - begun)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Returns the median and the 95th percentile, in milliseconds."""
    found = np.percentile(np.array(seconds) * 1_000, (50, 95))
    return {"p50": round(float(found[0]), 1), "p95": round(float(found[1]), 1)}


def read(data: Path, articles: int, questions: int) -> tuple[list[Article], list[str]]:
    """Returns so many articles, and questions about those that have an editor's headline."""
    rows = read_rows(data / "news_dev.articles.jsonl.gz", "id", "text")
    asked = read_rows(data / "news_dev_headlines.questions.jsonl.gz", "question", "passage_id")
    heads = {str(row["passage_id"]): str(row["question"]) for row in asked}
    ordered = sorted(rows, key=lambda row: str(row["id"]) not in heads)[:articles]
    # Without the headline that is asked: the question would be a part of its article.
    kept = [Article(text=str(row["text"])) for row in ordered]
    texts = [heads[str(row["id"])] for row in ordered if str(row["id"]) in heads]
    half = [*texts[: questions // 2], *(f"ماذا قيل عن {t}؟" for t in texts[: questions // 2])]
    return kept, half


def measure(answerer: Answerer, watch: Watch, questions: Sequence[str]) -> dict[str, Any]:
    """Asks, and returns how long the whole and each of its stages took."""
    for question in questions[:WARM]:
        answerer.answer(f"{question} اليوم")
    watch.seconds.clear()
    whole: list[float] = []
    processor: list[float] = []
    answered = 0
    for question in questions:
        begun, used = time.perf_counter(), time.process_time()
        found = answerer.answer(question)
        whole.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
        answered += hasattr(found, "sentences")
    return {
        "questions": len(questions),
        "answered": answered,
        "milliseconds": {
            "whole": spread(whole),
            "processor": spread(processor),
            **{stage: spread(times) for stage, times in sorted(watch.seconds.items())},
        },
    }


def main() -> int:
    """Returns the exit code: 0 also where there is no development data to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--reader", action="store_true", help="also with the reader of answers")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no development data in {options.data}: nothing to measure.", file=sys.stderr)
        return 0
    cache = Path(os.environ.get("QAWL_CACHE_DIR", platformdirs.user_cache_dir("qawl", False)))
    try:
        articles, questions = read(options.data, options.articles, options.questions)
        plain = load_encoder(cache_dir=cache)
        with tempfile.TemporaryDirectory(prefix="qawl-answers-") as folder:
            library = Library.open(Path(folder), CachedEncoder(plain, cache / "vectors.sqlite"))
            library.add_many(articles, progress=_tell)
            ids = library.store.article_ids(frozenset({PUBLIC}))
            read_back = library.store.read_many(ids, frozenset({PUBLIC}))
            passages = sum(len(analysis.passages) for _, analysis in read_back)
            library.close()
            # Questions are encoded anew: what people wait for.
            library = Library.open(Path(folder), plain)
            watch = Watch()
            figures = measure(Answerer(library, stopwatch=watch), watch, questions)
            if options.reader:
                answerer = Answerer(library, reader=load_answer_reader(cache), stopwatch=watch)
                figures["with_reader"] = measure(answerer, watch, questions)["milliseconds"]
            library.close()
    except QawlError as error:
        print(f"qawl: {error}", file=sys.stderr)
        return 1
    report = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "load_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "encoder": plain.name,
        "articles": len(articles),
        "passages": passages,
        **figures,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    options.results.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _tell(done: int, _total: int) -> None:
    print(f"{done} passages", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
