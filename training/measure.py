"""What the vectors find, on questions whose articles were not trained on.

By the vectors alone: no lexical list, no ranker. ``qawl eval retrieval`` measures the whole way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from retrieval.evaluation.rows import auroc
from training.pools import Pool

Floats = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str], str], Floats]

PASSAGE_SHARE = 0.5
"""What a passage's cosine adds to its sentences' in the combined order."""


def measure(pool: Pool, groups: Callable[[str], bool], encode: Encode) -> dict[str, float]:
    """Returns hit rates and the abstention's AUROC over the articles of some groups.

    Args:
        pool: A data set.
        groups: Says whether an article's title is in; its questions and texts are then.
        encode: Texts and a prefix to vectors.
    """
    asked = [question for question in pool.questions if groups(question.group)]
    articles = [number for number, group in enumerate(pool.groups) if groups(group)]
    texts = _Texts(pool, articles, encode)
    queries = encode([question.text for question in asked], "query: ")
    by_passage = queries @ texts.passages.T
    best_passage = _by_article(by_passage, texts.passage_article)
    ranks = [
        int((row > row[articles.index(question.article)]).sum())
        for row, question in zip(best_passage, asked, strict=True)
    ]
    found = {"n": float(len(asked)), "hit@1": _share(ranks, 1), "hit@3": _share(ranks, 3)}
    if not any(question.sentences for question in asked):
        return found
    by_sentence = queries @ texts.sentences.T
    of_sentence = np.full_like(by_sentence, -1.0)
    for column, sentences in enumerate(texts.passage_rows):
        for row in sentences:
            of_sentence[:, row] = np.maximum(of_sentence[:, row], by_passage[:, column])
    both = by_sentence + PASSAGE_SHARE * of_sentence
    right = np.array(
        [
            [s in question.sentences or s in question.spared for s in texts.sentence_numbers]
            for question in asked
        ]
    )
    for name, scores in (("sentence", by_sentence), ("both", both)):
        ordered = np.take_along_axis(right, np.argsort(-scores, axis=1), axis=1)
        found[f"{name}_hit@1"] = float(ordered[:, 0].mean())
        found[f"{name}_hit@3"] = float(ordered[:, :3].any(axis=1).mean())
    # Asked again with every article away that holds or contains the answer.
    holds = np.stack([right[:, texts.sentence_article == a].any(axis=1) for a in articles], axis=1)
    away = holds[:, np.searchsorted(articles, texts.sentence_article)]
    with_gold, without = both.max(axis=1), np.where(away, -1.0, both).max(axis=1)
    found["auroc"] = auroc(with_gold.tolist(), without.tolist())
    return found


class _Texts:
    def __init__(self, pool: Pool, articles: Sequence[int], encode: Encode) -> None:
        self.sentence_numbers = [i for a in articles for i in pool.sentences_of(a)]
        rows = {number: row for row, number in enumerate(self.sentence_numbers)}
        wanted = set(articles)
        numbers = [i for i, article in enumerate(pool.passage_article) if article in wanted]
        self.sentence_article = np.array([pool.sentence_article[i] for i in self.sentence_numbers])
        self.passage_article = np.array([pool.passage_article[i] for i in numbers])
        self.passage_rows = [[rows[i] for i in pool.sentences_in(number)] for number in numbers]
        self.passages = encode([pool.passages[i] for i in numbers], "passage: ")
        has_answers = any(question.sentences for question in pool.questions)
        texts = [pool.sentences[i] for i in self.sentence_numbers] if has_answers else []
        self.sentences = encode(texts, "passage: ") if texts else np.zeros((0, 0), np.float32)


def _by_article(scores: Floats, article: npt.NDArray[np.int64]) -> Floats:
    starts = np.flatnonzero(np.r_[True, article[1:] != article[:-1]])
    found: Floats = np.maximum.reduceat(scores, starts, axis=1)
    return found


def _share(ranks: Sequence[int], top: int) -> float:
    return float(np.mean([rank < top for rank in ranks]))
