"""Two wordings, word by word: what is gone is struck out, what stands in the article is bold."""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.message import EntityKind, MessageBuilder
from retrieval.sayings.values import Difference, Operation


def put_differences(builder: MessageBuilder, parts: Sequence[Difference], article_id: str) -> None:
    """Adds a comparison as one running text.

    Args:
        article_id: Whose words the originals are.
    """
    for number, part in enumerate(parts):
        if number:
            builder.text(" ")
        if part.operation is Operation.SAME:
            builder.verbatim(part.original, article_id, part.original_span)
            continue
        if part.claimed:
            with builder.styled(EntityKind.STRIKE):
                builder.part(part.claimed)
        if part.claimed and part.original:
            builder.text(" ")
        if part.original:
            with builder.styled(EntityKind.BOLD):
                builder.verbatim(part.original, article_id, part.original_span)


def put_warnings(builder: MessageBuilder, parts: Sequence[Difference]) -> None:
    """Adds a line for each change of a negation, a number or a name."""
    nothing = builder.words("weight.nothing")
    for part in parts:
        for weight in part.weights:
            builder.line().say(
                f"weight.{weight.value}",
                claimed=part.claimed or nothing,
                original=part.original or nothing,
            )
