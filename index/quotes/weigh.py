"""What the rules claim and what a reader points at, brought together and weighed.

Everybody whom a claim or a pointed place names is a candidate. Each gets a probability from
a logistic judge that was fitted on articles with which neither was trained.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.claims.claim import OF_NOUN, Claim, Named, Names, Opinion, Quotation
from index.quotes.lexicon import fold, word_set
from index.quotes.mentions.joint import joint_names
from index.types import QuoteKind, Span, Speaker

_UNSEEN: Final = 0.01
"""The share of a candidate at whom the reader does not point."""

_POINTED: Final = 0.3
_SOURCES: Final = word_set("مصدر مصادر")
_OTHERS: Final = word_set("آخر أخرى آخرون")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have said the words.

    Attributes:
        share: Of the pointed places that name them, taken together.
        name_share: Of the places that hold the speaker's name.
        mention: The likeliest of them, else the claim's.
        claim: The claim of the rules for this one, if any.
        best: Whether it is the claim by which the rules alone would decide.
        chain: Numbers of the sentences that tell who the mention means.
        gender: ``m``, ``f``, or ``?`` where nothing tells.
        number: ``s``, ``d`` or ``p``.
        first: Where the article first mentions them.
    """

    speaker: Speaker
    share: float
    mention: Span | None
    by_name: bool
    name_share: float = 0.0
    claim: Claim | None = None
    best: bool = False
    chain: tuple[int, ...] = ()
    gender: str = "?"
    number: str = "s"
    first: int = 0


def candidates_of(
    names: Names, quotation: Quotation, opinion: Opinion
) -> tuple[list[Candidate], Names]:
    """Returns everybody who may have said a quotation, whom the reader likes most first.

    Args:
        names: Of the article; they come back with what the words that are pointed at tell.
        quotation: One of the article's.
        opinion: What the reader makes of it.
    """
    candidates: list[Candidate] = []
    for places, is_name in ((opinion.pointed, False), (opinion.named, True)):
        for pointed in places:
            named, names = names.named_at(pointed.span)
            if named is None:
                continue
            fits = (is_same(one.speaker, named.speaker) for one in candidates)
            at = next((at for at, fit in enumerate(fits) if fit), len(candidates))
            known = next(iter(candidates[at:]), None)
            candidates[at : at + 1] = [_pointed_at(known, named, pointed.share, is_name=is_name)]
    decisive = None if quotation.rejected else quotation.best
    for claim in quotation.claims:
        if claim.speaker is None:
            continue
        fits = (_is_claimed(one, claim) for one in candidates)
        at = next((at for at, fit in enumerate(fits) if fit), len(candidates))
        if at == len(candidates):
            named = None
            if claim.mention is not None:
                named, names = names.named_at(claim.mention)
            known = Candidate(claim.speaker, _UNSEEN, claim.mention, by_name=False)
            if named is not None:
                known = _named(claim.speaker, named, _UNSEEN)
        elif len(joint_names(claim.speaker.name)) > 1:
            known = replace(candidates[at], speaker=claim.speaker)
        else:
            known = candidates[at]
        if known.claim is None or claim is decisive:
            known = replace(known, claim=claim, best=claim is decisive)
        candidates[at : at + 1] = [known]
    return sorted(candidates, key=lambda one: -one.share), names


def _pointed_at(known: Candidate | None, named: Named, share: float, *, is_name: bool) -> Candidate:
    """Returns a candidate, new or known, with one more place at which the reader points."""
    if known is None:
        known = replace(_named(named.speaker, named, 0.0), chain=named.chain)
    return replace(
        known,
        by_name=known.by_name or named.by_name,
        speaker=max(known.speaker, named.speaker, key=lambda one: len(one.name)),
        share=known.share + (0.0 if is_name else share),
        name_share=known.name_share + (share if is_name else 0.0),
    )


def _named(speaker: Speaker, named: Named, share: float) -> Candidate:
    return Candidate(
        speaker, share, named.mention, named.by_name, gender=named.gender, number=named.number,
        first=named.first,
    )  # fmt: skip


def _is_claimed(one: Candidate, claim: Claim) -> bool:
    if claim.speaker is not None and is_same(one.speaker, claim.speaker):
        return True
    return bool(one.mention and claim.mention and one.mention.overlaps(claim.mention))


def is_same(left: Speaker, right: Speaker) -> bool:
    """Says whether one name is the other, shortened or not."""
    if left.name == right.name:
        return True
    shorter, longer = sorted((set(fold(one.name).split()) for one in (left, right)), key=len)
    return bool(shorter) and shorter <= longer


def is_settled(one: Candidate) -> bool:
    """Says whether the language tells who speaks, whatever the reader makes of it.

    Words in the clause of a noun are nobody else's (``ادعاءات سلمى أن السد «…»``). Another one
    (``وأضاف آخر``) and a source are not who is named elsewhere.
    """
    if not one.best or one.claim is None:
        return False
    if one.claim.rule == OF_NOUN:
        return True
    return one.share >= _POINTED and is_nameless(one.speaker)


def is_nameless(one: Speaker) -> bool:
    """``مصدر في الشرطة`` and another one stay without a name; ``المصدر`` can be who had one."""
    name = fold(one.name)
    return name in _OTHERS or name.split()[0] in _SOURCES


def speech_features(quotation: Quotation, opinion: Opinion) -> list[float]:
    """Returns what tells speech from names and terms in the same marks."""
    best = None if quotation.rejected else quotation.best
    told = best is not None
    named = best is not None and best.speaker is not None
    first = opinion.pointed[0].share if opinion.pointed else 0.0
    return [
        1.0,
        _logit(opinion.speech),
        float(told),
        float(named),
        best.score if best is not None else 0.0,
        float(quotation.quote.kind is QuoteKind.DIRECT),
        float(quotation.rejected == "name"),
        float(quotation.rejected == "no cue"),
        first,
        math.log1p(len(quotation.quote.span)),
    ]


SPEECH_FEATURES: Final = (
    "bias", "read as speech", "claimed", "claimed of somebody", "score", "direct", "name",
    "no cue", "share", "length",
)  # fmt: skip
SPEAKER_FEATURES: Final = (
    "bias", "share", "first", "lead", "claimed", "claimed openly", "score", "claimed, against",
    "nobody claimed", "nobody claimed, first", "first and claimed", "read as speech",
    "by name", "named behind a description", "its share", "bears the description",
    "description before a name", "share of the name",
    "name share", "first by name", "name lead", "first by both", "name share of a name",
    "as the verb, feminine", "masculine, not as the verb", "feminine, not as the verb",
    "as the verb, masculine",
)  # fmt: skip
"""What the columns are, for the file of the weights."""
_AGREEING: Final = (("f", "f"), ("f", "m"), ("m", "f"), ("m", "m"))
"""The genders of a verb in the singular and of somebody: ``وأضافت`` is hardly his."""


def speaker_features(
    candidates: Sequence[Candidate], quotation: Quotation, opinion: Opinion
) -> Iterator[list[float]]:
    """Yields, for each candidate, what tells the speaker from the others."""
    shares = [one.share for one in candidates]
    names = [one.name_share for one in candidates]
    first_name = max(range(len(names)), key=names.__getitem__, default=None)
    first = candidates[0] if candidates else None
    heir = next((at for at, one in enumerate(candidates) if one.by_name), None)
    described = first is not None and not first.by_name
    silent = quotation.rejected or quotation.best is None or quotation.best.speaker is None
    verb = quotation.best.gender if quotation.best is not None else "?"
    for at, one in enumerate(candidates):
        rest = max((share for other, share in enumerate(shares) if other != at), default=0.0)
        claim = one.claim
        yield [
            1.0,
            _logit(one.share),
            float(at == 0),
            one.share - rest,
            float(one.best),
            float(one.best and claim is not None and not claim.inferred),
            claim.score if one.best and claim is not None else 0.0,
            float(claim is not None and not one.best),
            float(bool(silent)),
            float(bool(silent) and at == 0),
            float(at == 0 and one.best),
            _logit(opinion.speech),
            float(one.by_name),
            float(described and at == heir),
            one.share * float(described and at == heir),
            float(first is not None and described and at == heir and _bears(one, first)),
            float(at == 0 and described and heir is not None),
            shares[heir] if at == 0 and described and heir is not None else 0.0,
            _logit(one.name_share),
            float(at == first_name),
            one.name_share - max((n for other, n in enumerate(names) if other != at), default=0.0),
            float(at == first_name == 0),
            _logit(one.name_share) * float(one.by_name),
            *(float(pair == (verb, one.gender) and one.number == "s") for pair in _AGREEING),
        ]


def _bears(one: Candidate, described: Candidate) -> bool:
    """Says whether somebody's role shares a word with a description."""
    role = {_bare(word) for word in fold(one.speaker.role or "").split()}
    return any(_bare(word) in role for word in fold(described.speaker.name).split())


def _bare(word: str) -> str:
    return word.removeprefix("ال")


def _logit(share: float) -> float:
    share = min(max(share, _UNSEEN), 1 - _UNSEEN)
    return math.log(share / (1 - share))


def probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """Returns the logistic probability of one row of features."""
    odds = sum(weight * value for weight, value in zip(weights, features, strict=True))
    return 1 / (1 + math.exp(-odds))
