"""The reader in torch: the frozen encoder, an adapter, and a head that points.

Each token gets two numbers, how well the words that name the speaker begin and end with it;
the first token stands for words that are not in view, and has a third number: whether the
quotation is speech at all.
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
_OUTPUTS: Final = 3
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
        """Returns the three numbers of each token, ``[contexts, length, 3]``."""
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
        named: All that hold a name, together: a title is brought to its bearer by reading.
        right: All that are right, together.
    """

    nearest: float = 0.4
    named: float = 0.35
    right: float = 0.25


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
        for side in (BEGIN, END):
            odds = row[:, side].log_softmax(0)
            for share, pairs in (
                (shares.nearest, [one.nearest] if one.nearest else right),
                (shares.named, one.named or right),
                (shares.right, right),
            ):
                tokens = torch.tensor(sorted({pair[side] for pair in pairs}))
                losses.append(-share * odds[tokens].logsumexp(0))
    return torch.stack(losses).sum() / len(examples)
