"""Questions that are near each other, with their hard negatives.

A batch holds questions of one data set, so that its language tells nothing. Half of
its negatives are hard for free: a seed's nearest questions ask about related things.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.pools import Pool, Question

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's texts, and which of them answer which question.

    Attributes:
        sentence_gold: ``[questions, sentences]``; likewise for passages.
        sentence_spared: Neither gold nor a negative.
    """

    questions: list[str]
    sentences: list[str]
    passages: list[str]
    sentence_gold: Bools
    sentence_spared: Bools
    passage_gold: Bools
    passage_spared: Bools


@dataclass(frozen=True, slots=True)
class Mixture:
    """How batches are made.

    Attributes:
        share: What part of a set's questions an epoch sees.
        size: Questions in a batch.
        near: How many are taken for being nearest to a seed.
        kin: What is added to the cosine of a seed's question and one on the same
            title: passages of one title are the hardest to tell apart.
        negatives: Further sentences of the gold article, for each question.
        bare: Share of batches whose texts go without their headline, as articles
            without one do.
    """

    share: Mapping[str, float]
    size: int = 16
    near: int = 7
    kin: float = 0.1
    negatives: int = 2
    bare: float = 0.25


def epoch(
    pools: Sequence[Pool],
    questions: Mapping[str, Sequence[int]],
    vectors: Mapping[str, Floats],
    mixture: Mixture,
    seed: str,
) -> Iterator[Batch]:
    """Yields the batches of one epoch, the same ones for the same seed.

    Args:
        pools: The data sets.
        questions: Numbers of the questions to train on, by data set.
        vectors: One row a question of the pool, to tell which are near.
        mixture: How batches are made.
        seed: Also names the epoch.
    """
    rng = random.Random(seed)
    plan: list[tuple[Pool, list[int]]] = []
    for pool in pools:
        chosen = list(questions[pool.name])
        rng.shuffle(chosen)
        chosen = chosen[: round(mixture.share.get(pool.name, 1.0) * len(chosen))]
        plan += [(pool, group) for group in _groups(chosen, pool, vectors[pool.name], mixture)]
    rng.shuffle(plan)
    for pool, group in plan:
        yield make_batch(pool, [pool.questions[i] for i in group], mixture, rng)


def _groups(
    chosen: list[int], pool: Pool, vectors: Floats, mixture: Mixture
) -> Iterator[list[int]]:
    left = list(chosen)
    while left:
        group: list[int] = []
        while left and len(group) < mixture.size:
            seed = left.pop()
            title = pool.questions[seed].group
            kin = np.array([pool.questions[i].group == title for i in left], np.float32)
            order = np.argsort(-(vectors[left] @ vectors[seed] + mixture.kin * kin))
            take = {int(i) for i in order[: min(mixture.near, mixture.size - len(group) - 1)]}
            group += [seed, *(left[i] for i in take)]
            left = [number for i, number in enumerate(left) if i not in take]
        if len(group) >= mixture.size // 2:
            yield group


def make_batch(
    pool: Pool, questions: Sequence[Question], mixture: Mixture, rng: random.Random
) -> Batch:
    """Gathers the texts of some questions: their gold and their hard negatives."""
    sentences: dict[int, None] = {}
    passages: dict[int, None] = {}
    for question in questions:
        sentences[rng.choice(question.sentences)] = None
        passages[rng.choice(question.passages)] = None
        others = [
            number
            for number in pool.sentences_of(question.article)
            if number not in question.sentences and number not in question.spared
        ]
        sentences.update(dict.fromkeys(rng.sample(others, min(mixture.negatives, len(others)))))
    bare = rng.random() < mixture.bare
    sentence_texts = pool.plain_sentences if bare else pool.sentences
    passage_texts = pool.plain_passages if bare else pool.passages
    spared_passages = [
        {p for p in passages if question.spared & set(pool.sentences_in(p))}
        for question in questions
    ]
    return Batch(
        questions=[question.text for question in questions],
        sentences=[sentence_texts[i] for i in sentences],
        passages=[passage_texts[i] for i in passages],
        sentence_gold=np.array([[s in q.sentences for s in sentences] for q in questions]),
        sentence_spared=np.array([[s in q.spared for s in sentences] for q in questions]),
        passage_gold=np.array([[p in q.passages for p in passages] for q in questions]),
        passage_spared=np.array(
            [
                [p in spared and p not in q.passages for p in passages]
                for q, spared in zip(questions, spared_passages, strict=True)
            ]
        ),
    )
