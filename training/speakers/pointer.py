"""The reader in torch: the frozen encoder, an adapter, and a head that points.

Each token gets four numbers: how well the words that prove who speaks begin and end with it, the
title or the name nearest to the quotation, and how well the speaker's name does, wherever it
stands. The first token stands for words that are not in view, and has a fifth number: whether
the quotation is speech at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from training.network import Network
from training.speakers.examples import Example

BEGIN: Final = 0
END: Final = 1
SPEECH: Final = 2
NAME_BEGIN: Final = 3
NAME_END: Final = 4
_OUTPUTS: Final = 5
_FAR: Final = -1e4


class Pointer:
    """The network with its head.

    Args:
        network: Its adapter is trained with the head.
        generator: Where the head's first values come from.
    """

    def __init__(self, network: Network, generator: torch.Generator) -> None:
        self.network = network
        hidden = network.shape.hidden
        head = torch.randn(_OUTPUTS, hidden, generator=generator) * 0.02
        self.head = {
            "head.w": head.requires_grad_(),
            "head.b": torch.zeros(_OUTPUTS).requires_grad_(),
        }

    @property
    def parameters(self) -> dict[str, Tensor]:
        """Everything that is trained, by name."""
        return {**self.network.adapter, **self.head}

    def read(self, contexts: Sequence[tuple[int, ...]]) -> Tensor:
        """Returns the numbers of each token, ``[contexts, length, 5]``."""
        states = self.network.lower(contexts)
        top = self.network.upper(states)
        found = functional.linear(top, self.head["head.w"], self.head["head.b"])
        for row, state in enumerate(states):
            found[row, len(state) :] = _FAR
        return found


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the loss goes to which words.

    Attributes:
        nearest: The words nearest to the quotation.
        right: All that are right, together.
        named: All that hold the name, together, by numbers of their own: a title is brought to
            its bearer by reading. Who is never named is named by a description.
    """

    nearest: float = 0.4
    right: float = 0.2
    named: float = 0.4


def loss_of(found: Tensor, examples: Sequence[Example], shares: Shares = Shares()) -> Tensor:
    """Returns the mean loss of the examples, one a row of what ``Pointer.read`` found."""
    losses: list[Tensor] = []
    for row, one in zip(found, examples, strict=True):
        if one.speech is not None:
            target = torch.tensor(float(one.speech))
            losses.append(functional.binary_cross_entropy_with_logits(row[0, SPEECH], target))
        if one.speech is False:
            continue
        right = one.right or ((0, 0),)
        for share, sides, pairs in (
            (shares.nearest, (BEGIN, END), [one.nearest] if one.nearest else right),
            (shares.right, (BEGIN, END), right),
            (shares.named, (NAME_BEGIN, NAME_END), one.named or right),
        ):
            for side, column in enumerate(sides):
                odds = row[:, column].log_softmax(0)
                tokens = torch.tensor(sorted({pair[side] for pair in pairs}))
                losses.append(-share * odds[tokens].logsumexp(0))
    return torch.stack(losses).sum() / len(examples)
