"""The contrastive loss (InfoNCE, van den Oord et al. 2018), with several gold texts allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.batches import Batch


@dataclass(frozen=True, slots=True)
class Objective:
    """How the parts of the loss are weighed.

    Attributes:
        temperature: Cosines are divided by it.
        passage: Weight of finding the passage; finding the sentence weighs 1.
        backward: Weight of finding the question for a sentence: it makes cosines
            of different questions comparable, which the abstention reads.
    """

    temperature: float = 0.02
    passage: float = 0.5
    backward: float = 1.0

    def loss(self, batch: Batch, questions: Tensor, sentences: Tensor, passages: Tensor) -> Tensor:
        """Returns the loss of a batch from its vectors."""
        by_sentence = questions @ sentences.T / self.temperature
        by_passage = questions @ passages.T / self.temperature
        loss = contrast(by_sentence, batch.sentence_gold, batch.sentence_spared)
        loss = loss + self.passage * contrast(by_passage, batch.passage_gold, batch.passage_spared)
        asked = batch.sentence_gold.any(axis=0)
        return loss + self.backward * contrast(
            by_sentence.T[torch.from_numpy(asked)],
            batch.sentence_gold.T[asked],
            batch.sentence_spared.T[asked],
        )


def contrast(scores: Tensor, gold: npt.NDArray[np.bool_], spared: npt.NDArray[np.bool_]) -> Tensor:
    """Returns the mean over rows of ``-log(sum exp(gold) / sum exp(all not spared))``."""
    lowest = torch.finfo(scores.dtype).min
    every = scores.masked_fill(torch.from_numpy(spared & ~gold), lowest)
    right = scores.masked_fill(torch.from_numpy(~gold), lowest)
    return (every.logsumexp(1) - right.logsumexp(1)).mean()
