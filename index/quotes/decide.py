"""Decides who said each quotation: by the best claim and the reader, or leaves it unknown.

Without a reader the best claim of the rules decides. With one everybody whom either names is
weighed: what both say is surest, where they differ the likelier one decides, and nobody is
named where none is likely enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from index.quotes.claims.claim import (
    SIGNATURE,
    Claim,
    Found,
    Judge,
    Names,
    Opinion,
    Quotation,
    SpeakerReader,
)
from index.quotes.edges import with_read_names
from index.quotes.read_bearers import Weighed, read_bearers
from index.quotes.weigh import (
    Candidate,
    candidates_of,
    is_settled,
    probability,
    speaker_features,
    speech_features,
)
from index.types import Attribution, AttributionStatus, Polarity, Saying, Span

_LOWEST: Final = 0.05
"""The least confidence of a speaker who is named."""
_AGREED: Final = 0.1
"""By how much the bar is lower where the rules claim the same speaker."""
_SEEN: Final = 0.95
_UNSEEN: Final = 0.9
"""What the weighing calls so likely is as likely as this on articles that taught it nothing.

It was fitted on articles chosen as those were that taught the reader. Of 433 labelled sayings of
124 others, those of 0.9 to 0.95 were right in 0.77, those of 0.95 and more in 0.98.
"""
_BORNE: Final = 0.89
"""The most where the reader alone ties a description to a name."""


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
    opinions = reader.read(text, ordered) if reader else [None] * len(ordered)
    weighed: list[Weighed] = []
    names = found.names
    for quotation, opinion in zip(ordered, opinions, strict=True):
        one = Weighed(None if quotation.rejected else quotation.best)
        if reader is not None and opinion is not None:
            bar = max(reader.judge.named, found.named_from)
            one, names = _weighed(names, quotation, opinion, reader.judge, bar)
        weighed.append(one)
    bearers = read_bearers(text, weighed)
    sayings: dict[Span, Saying] = {}
    for quotation, one in zip(ordered, weighed, strict=True):
        claim = _borne(one, bearers)
        if claim is not None and quotation.quote.span:
            saying = Saying(article_id, quotation.quote, _attribution(quotation, claim))
            sayings.setdefault(quotation.quote.span, saying)
    return with_read_names(text, tuple(sayings.values()), opinions)


def _weighed(
    names: Names, quotation: Quotation, opinion: Opinion, judge: Judge, bar: float
) -> tuple[Weighed, Names]:
    """Returns what rules and reader make of a quotation together."""
    rules = None if quotation.rejected else quotation.best
    if rules is not None and rules.rule == SIGNATURE and rules.speaker is not None:
        return Weighed(rules), names
    if probability(judge.speech, speech_features(quotation, opinion)) < judge.spoken:
        return Weighed(None), names
    candidates, names = candidates_of(names, quotation, opinion)
    features = list(speaker_features(candidates, quotation, opinion))
    odds = [probability(judge.choice, row) for row in features]
    best = max(range(len(odds)), key=odds.__getitem__, default=None)
    sure = next((at for at, one in enumerate(candidates) if is_settled(one)), None)
    best = best if sure is None else sure
    right = 0.0 if best is None else probability(judge.right, features[best])
    right = right if sure is None else max(right, bar)
    if best is None or right < bar - _AGREED * candidates[best].best:
        cue = rules.cue if rules is not None else None
        differ = "rules and reader differ"
        nobody = Claim(None, None, cue, (), differ, 0.0, polarity=_polarity(quotation))
        return Weighed(nobody, tuple(candidates)), names
    chosen = candidates[best]
    claim = _claim(quotation, chosen, _calibrated(right, bar), by_reader=best == 0)
    return Weighed(claim, tuple(candidates), chosen), names


def _calibrated(right: float, bar: float) -> float:
    """Returns a probability of the weighing as a confidence: straight lines from bar to one."""
    return float(np.interp(right, (0.0, bar, _SEEN, 1.0), (0.0, bar, _UNSEEN, 1.0)))


def _claim(quotation: Quotation, one: Candidate, odds: float, *, by_reader: bool) -> Claim:
    claim = one.claim
    if claim is not None and one.best:
        rule = f"{claim.rule}, read" if by_reader else str(claim.rule)
        return replace(claim, speaker=one.speaker, score=odds, rule=rule)
    rules = quotation.best
    cue = claim.cue if claim is not None else rules.cue if rules is not None else None
    polarity = _polarity(quotation)
    return Claim(
        one.speaker, one.mention, cue, one.chain, "read", odds, inferred=True, polarity=polarity
    )


def _borne(one: Weighed, bearers: Mapping[str, Candidate]) -> Claim | None:
    """Returns the claim with the name of the one who bears its description."""
    claim, chosen = one.claim, one.chosen
    bearer = None if chosen is None or chosen.by_name else bearers.get(chosen.speaker.name)
    if claim is None or bearer is None:
        return claim
    chain = tuple(sorted({*bearer.chain, *claim.chain}))
    score = min(claim.score, _BORNE)
    return replace(claim, speaker=bearer.speaker, chain=chain, score=score, inferred=True)


def _polarity(quotation: Quotation) -> Polarity:
    """The clause tells whether the words were said, denied or unreal, whoever the speaker is."""
    return quotation.best.polarity if quotation.best else Polarity.SAID


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
