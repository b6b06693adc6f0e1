"""Questions of the development sets -> ranked lists with their labels, by the product's own way."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder
from index.engine.base import SearchEngine
from index.types import PUBLIC
from retrieval.evaluation.retrieval import Bench, Row, own_collection, read_questions
from retrieval.evaluation.rows import read_rows
from retrieval.judge.decide import Findings
from retrieval.order.features import FEATURES
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.read import read_question
from retrieval.search.fusion import Fused

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]

SETS: Final = {
    "arcd_dev_disjoint": ("arcd_dev_disjoint", "question"),
    "mlqa_ar_dev": ("mlqa_ar_dev", "question"),
    "xquad_en2ar_dev": ("xquad_en2ar_dev", "question"),
    "xquad_ar_dev": ("xquad_en2ar_dev", "question_ar"),
}
"""Name of a set -> its files and the field that is asked."""

SMALL: Final = (2, 5, 15, 40)
"""Sizes of small collections."""


@dataclass(slots=True)
class Listing:
    """What one search found.

    Attributes:
        asked: What was searched: slips of the keyboard are put right.
        features: One row a sentence, columns as in ``FEATURES``.
        answers: Whether each sentence answers.
    """

    asked: Asked
    ranked: list[Ranked]
    fused: list[Fused]
    features: Matrix
    answers: Labels
    known: list[bool]
    idf: dict[str, float]


@dataclass(slots=True)
class Sample:
    """One question of a set.

    Attributes:
        title: Of the gold passage's article: folds are cut by it.
        gold: The article id of the gold passage.
        whole: Asked over all passages.
        robbed: Asked again without those that hold or contain the answer.
        few: Asked over the gold passage and a few others; people begin with one article.
        few_robbed: Asked over the few others that do not hold the answer.
    """

    set_name: str
    title: str
    query: Asked
    gold: str
    whole: Listing
    robbed: Listing
    few: Listing
    few_robbed: Listing


def collect(
    data: Path,
    encoder: Encoder,
    wanted: Callable[[str], bool],
    told: Callable[[str, int, int], None],
) -> list[Sample]:
    """Asks the questions of every set, with and without their answers in reach.

    Args:
        data: Holds the development sets.
        encoder: Vectors of passages and questions.
        wanted: Says whether the questions on a title are asked.
        told: Given the name of a set, how many of its questions are done, and of how many.
    """
    samples: list[Sample] = []
    for name, (files, field) in SETS.items():
        texts = {
            str(r["id"]): r for r in read_rows(data / f"{files}.passages.jsonl.gz", "id", "text")
        }
        # As headlines are written when they are trained on: see training.pools.
        titles = {
            n: " ".join(str(text.get("title", n)).replace("_", " ").split())
            for n, text in texts.items()
        }
        rows = [
            row
            for row in read_questions(data / f"{files}.questions.jsonl.gz", field)
            if wanted(titles[row.passage])
        ]
        with tempfile.TemporaryDirectory(prefix="qawl-train-") as folder:
            bench = Bench(Path(folder), encoder)
            bench.fill(texts, headlines=True, separable=True)
            bench.library.build()
            for number, row in enumerate(rows, start=1):
                samples.append(_sample(bench, name, titles, row, encoder))
                told(name, number, len(rows))
            bench.library.close()
    return samples


def _sample(
    bench: Bench, name: str, titles: Mapping[str, str], row: Row, encoder: Encoder
) -> Sample:
    query = read_question(row.question)
    vector = encoder.encode_query(query.text)
    holding = bench.holding(row)
    left = frozenset(own_collection(n) for n in bench.article_ids if n not in holding)
    few = _few(row, titles)
    listings = []
    for scope in (
        frozenset({PUBLIC}),
        left,
        frozenset(own_collection(n) for n in few | {row.passage}),
        frozenset(own_collection(n) for n in few - holding),
    ):
        found = bench.answerer.find(query, scope, vector)
        answers = [bench.answers(ranked, row) for ranked in found.sentences]
        listings.append(list_found(found, answers, bench.library.engine, scope))
    title = titles[row.passage]
    return Sample(name, title, query, bench.article_ids[row.passage], *listings)


def _few(row: Row, titles: Mapping[str, str]) -> frozenset[str]:
    """Returns a few passages, half of them on the gold passage's subject: a small collection."""
    rng = np.random.default_rng(zlib.crc32(row.question.encode("utf-8", "surrogatepass")))
    size = int(rng.choice(SMALL))
    near = [n for n, title in titles.items() if title == titles[row.passage] and n != row.passage]
    far = [n for n, title in titles.items() if title != titles[row.passage]]
    chosen = [*rng.permutation(near)[: size // 2], *rng.permutation(far)[:size]]
    return frozenset(str(n) for n in chosen[:size])


def list_found(
    found: Findings, answers: list[bool], engine: SearchEngine, scope: Collection[str]
) -> Listing:
    """Returns what a search found, with which of its sentences answer."""
    terms = found.asked.terms
    return Listing(
        found.asked,
        list(found.sentences),
        sorted(found.passages, key=lambda f: -f.score),
        np.array([r.features for r in found.sentences]).reshape(-1, len(FEATURES)),
        np.array(answers, dtype=bool),
        [bool(engine.search_lexical([term], 1, scope)) for term in terms],
        dict(engine.term_statistics(terms, scope).idf),
    )
