"""Fits how rules and reader are weighed, on labelled articles that neither was taught."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.quotes import SpeakerReader, find_claims
from index.quotes.claims.claim import Judge
from index.quotes.weigh import (
    SPEAKER_FEATURES,
    SPEECH_FEATURES,
    Candidate,
    candidates_of,
    probability,
    speaker_features,
    speech_features,
)
from index.text.sentences import split_sentences
from index.types import Span
from retrieval.evaluation.quotes import MATCHES_AT, overlap, share_a_word

Matrix = npt.NDArray[np.float64]

RIGHT: Final = "right"
DESCRIBED: Final = "described"
WRONG: Final = "wrong"

_DESCRIPTION: Final = 0.5
"""What a description is worth where somebody could be named."""
_CALM: Final = 1.0
_SURE: Final = 0.9
"""How much weights are drawn to zero."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One quotation with what is known of it.

    Attributes:
        article: Names the article.
        speech: Whether it is speech.
        told: Its ``speech_features``.
        candidates: The ``speaker_features`` of each candidate.
        verdicts: Of each candidate, ``RIGHT``, ``DESCRIBED`` or ``WRONG``.
    """

    article: str
    speech: bool
    told: tuple[float, ...]
    candidates: tuple[tuple[float, ...], ...]
    verdicts: tuple[str, ...]


def judged_in(row: Mapping[str, Any], reader: SpeakerReader) -> Iterator[Judged]:
    """Yields the quotations of a labelled article, as the rules and a reader see them."""
    text: str = row["text"]
    found = find_claims(text, split_sentences(text))
    names = found.names
    for one, opinion in zip(found.quotations, reader.read(text, found.quotations), strict=True):
        label = _label_of(one.quote.span, row["quotes"])
        if opinion is None or label is None:
            continue
        speech = label["label"] == "speech"
        candidates: Sequence[Candidate] = []
        if speech:
            candidates, names = candidates_of(names, one, opinion)
        yield Judged(
            row["id"],
            speech,
            tuple(speech_features(one, opinion)),
            tuple(map(tuple, speaker_features(candidates, one, opinion))),
            tuple(_verdict(candidate.speaker.name, label) for candidate in candidates),
        )


def _label_of(span: Span, labels: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    def shared(label: dict[str, Any]) -> float:
        return overlap(span, Span(label["start"], label["end"]))

    best = max(labels, key=shared, default=None)
    return best if best is not None and shared(best) >= MATCHES_AT else None


def _verdict(name: str, label: Mapping[str, Any]) -> str:
    if share_a_word(name, label["names"]):
        return RIGHT
    return DESCRIBED if share_a_word(name, label["descriptions"]) else WRONG


def fit_judge(judged: Sequence[Judged], spoken: float, named: float) -> Judge:
    """Returns the judge for some quotations.

    Args:
        judged: Of articles that the reader was not taught.
        spoken: The probability from which words count as said.
        named: The probability from which a speaker is named.
    """
    said = [one for one in judged if one.speech and one.candidates]
    rows = [row for one in said for row in one.candidates]
    choice = [_worth(verdict, one.verdicts) for one in said for verdict in one.verdicts]
    right = [float(verdict != WRONG) for one in said for verdict in one.verdicts]
    return Judge(
        logistic([one.told for one in judged], [float(one.speech) for one in judged]),
        logistic(rows, choice),
        logistic(rows, right),
        spoken,
        named,
    )


def _worth(verdict: str, verdicts: Sequence[str]) -> float:
    if verdict == DESCRIBED:
        return _DESCRIPTION if RIGHT in verdicts else 1.0
    return float(verdict == RIGHT)


def logistic(rows: Sequence[Sequence[float]], targets: Sequence[float]) -> tuple[float, ...]:
    """Returns the weights of a logistic regression; the first column is the bias."""
    x, y = np.array(rows, np.float64), np.array(targets, np.float64)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        odds = x @ weights
        drawn = np.concatenate([[0.0], weights[1:]])
        value = (np.logaddexp(0, odds) - y * odds).sum() + _CALM / 2 * (drawn**2).sum()
        return float(value), x.T @ (1 / (1 + np.exp(-odds)) - y) + _CALM * drawn

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return tuple(round(float(weight), 4) for weight in found.x)


def figures_of(judged: Iterable[Judged], judge: Judge) -> dict[str, float]:
    """Returns what a judge makes of some quotations, as shares of the sayings among them."""
    count: Counter[str] = Counter()
    for one in judged:
        count["speech" if one.speech else "no speech"] += 1
        if probability(judge.speech, one.told) < judge.spoken:
            count["missed" if one.speech else "rejected"] += 1
        elif one.speech:
            count.update(_told(one, judge))
    said, other = max(count["speech"], 1), max(count["no speech"], 1)
    return {
        **{name: round(count[name] / said, 4) for name in (RIGHT, DESCRIBED, WRONG, "missed")},
        "unknown": round(count["unknown"] / said, 4),
        "not_speech_rejected": round(count["rejected"] / other, 4),
        "sure_right": round(count["sure right"] / max(count["sure"], 1), 4),
    }


def _told(one: Judged, judge: Judge) -> Iterator[str]:
    odds = [probability(judge.choice, row) for row in one.candidates]
    best = max(range(len(odds)), key=odds.__getitem__, default=None)
    right = 0.0 if best is None else probability(judge.right, one.candidates[best])
    if best is None or right < judge.named:
        yield "unknown"
        return
    yield one.verdicts[best]
    if right >= _SURE:
        yield "sure"
        if one.verdicts[best] != WRONG:
            yield "sure right"


def write_judge(judge: Judge, path: Path) -> None:
    """Writes the weights, each by its name."""
    told = {
        "speech": dict(zip(SPEECH_FEATURES, judge.speech, strict=True)),
        "choice": dict(zip(SPEAKER_FEATURES, judge.choice, strict=True)),
        "right": dict(zip(SPEAKER_FEATURES, judge.right, strict=True)),
        "spoken": judge.spoken,
        "named": judge.named,
    }
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
