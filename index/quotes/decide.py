"""Decides of every quotation who said it: the best claim, a reader's verdict, or nobody.

Without a reader the best claim of the rules decides. With one, what both say is sure; where
they differ the likelier one decides, and nobody is named where neither is likely enough.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from index.quotes.claims.claim import Claim, Found, Quotation, SpeakerReader, Verdict
from index.types import Attribution, AttributionStatus, Saying, Span, Speaker

_LOWEST: Final = 0.05
"""Nobody who is named is named with less."""
_SPOKEN: Final = 0.5
"""A reader's probability from which words count as said."""
_NAMED: Final = 0.6
"""The probability from which a speaker is named where rules and reader differ."""
_SURE: Final = 0.97
"""The least confidence of what both say."""


def decide(
    article_id: str, text: str, found: Found, reader: SpeakerReader | None = None
) -> tuple[Saying, ...]:
    """Returns the sayings of an article, in its order.

    Args:
        article_id: Of the article.
        text: Its text as published.
        found: Its quotations with all claims.
        reader: A learned reader that decides beside the rules.
    """
    ordered = sorted(
        found.quotations, key=lambda one: (one.quote.outer.start, -one.quote.outer.end)
    )
    verdicts = reader.read(text, ordered) if reader else [None] * len(ordered)
    sayings: dict[Span, Saying] = {}
    for quotation, verdict in zip(ordered, verdicts, strict=True):
        claim = quotation.best
        if verdict is not None:
            claim = _weighed(found, quotation, verdict)
        elif quotation.rejected:
            claim = None
        if claim is not None and quotation.quote.span:
            saying = Saying(article_id, quotation.quote, _attribution(quotation, claim))
            sayings.setdefault(quotation.quote.span, saying)
    return tuple(sayings.values())


def _weighed(found: Found, quotation: Quotation, verdict: Verdict) -> Claim | None:
    """Weighs the best claim of the rules against what the reader says."""
    best = None if quotation.rejected else quotation.best
    if quotation.marked and verdict.speech < _SPOKEN:
        return None
    rules = best.speaker if best is not None else None
    reads = found.speaker_at(verdict.mention) if verdict.mention is not None else None
    if best is not None and rules is not None and _is_same(best, rules, verdict, reads):
        return replace(best, score=max(best.score, verdict.right, _SURE), rule=f"{best.rule}, read")
    told = next((claim for claim in quotation.claims if _names(claim, reads)), None)
    if reads is not None and verdict.right >= _NAMED:
        cue = told.cue if told is not None else best.cue if best is not None else None
        return Claim(reads, verdict.mention, cue, (), "read", verdict.right, True)
    if best is not None and rules is not None and best.score * (1 - verdict.right) >= _NAMED:
        return replace(best, score=best.score * (1 - verdict.right))
    return Claim(None, None, best.cue if best is not None else None, (), "read, unsure", 0.0)


def _is_same(best: Claim, rules: Speaker, verdict: Verdict, reads: Speaker | None) -> bool:
    near = best.mention is not None and verdict.mention is not None
    overlaps = near and best.mention.overlaps(verdict.mention)  # type: ignore[union-attr,arg-type]
    return overlaps or (reads is not None and reads.name == rules.name)


def _names(claim: Claim, speaker: Speaker | None) -> bool:
    return speaker is not None and claim.speaker is not None and claim.speaker.name == speaker.name


def _attribution(quotation: Quotation, claim: Claim) -> Attribution:
    here = quotation.sentence
    if claim.speaker is None:
        return Attribution(
            AttributionStatus.UNKNOWN, None, None, claim.cue, (here,), claim.rule, 0.0,
            claim.polarity,
        )  # fmt: skip
    status = AttributionStatus.INFERRED if claim.inferred else AttributionStatus.EXPLICIT
    chain = tuple(dict.fromkeys((*claim.chain, here)))
    score = round(max(claim.score, _LOWEST), 2)
    return Attribution(
        status, claim.speaker, claim.mention, claim.cue, chain, claim.rule, score, claim.polarity
    )
