"""An answer as plain data: what ``qawl ask --json`` prints."""

from __future__ import annotations

from typing import Any

from index.types import Polarity
from retrieval.answer import Answer, AnswerSentence, NoAnswer


def report(answer: Answer | NoAnswer, *, explain: bool = False) -> dict[str, Any]:
    """Returns an answer as values that JSON knows.

    Args:
        explain: Adds to each sentence its ``evidence``, ``highlight`` and
            ``also_in``, and to the whole ``uncovered``, ``understood`` and ``slips``.
    """
    found = isinstance(answer, Answer)
    shown: dict[str, Any] = {
        "question": answer.question,
        "answered": found,
        "confidence": round(answer.confidence, 4),
        "sentences": [],
        "nearest": None,
        "reason": None,
    }
    if isinstance(answer, Answer):
        shown["sentences"] = [_sentence(s, explain=explain) for s in answer.sentences]
    else:
        shown["reason"] = answer.reason.value
        if answer.nearest is not None:
            shown["nearest"] = _sentence(answer.nearest, explain=explain)
    if explain:
        shown["uncovered"] = [] if isinstance(answer, Answer) else list(answer.uncovered)
        shown["understood"] = answer.understood
        shown["slips"] = [{"typed": slip.typed, "read": slip.read} for slip in answer.slips]
    return shown


def _sentence(sentence: AnswerSentence, *, explain: bool) -> dict[str, Any]:
    citation = sentence.citation
    attribution = sentence.saying.attribution if sentence.saying else None
    said = attribution is not None and attribution.polarity is Polarity.SAID
    speaker = attribution.speaker if attribution and said else None
    shown: dict[str, Any] = {
        "text": sentence.text,
        "article_id": citation.article_id,
        "headline": citation.headline,
        "outlet": citation.outlet,
        "date": citation.date.isoformat() if citation.date else None,
        "sentence": citation.sentence,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "url": citation.url,
        "score": round(sentence.score, 6),
        "speaker": speaker.name if speaker else None,
        "speaker_status": attribution.status.value if attribution else None,
    }
    if explain:
        evidence = sentence.evidence
        mark = sentence.highlight
        shown["polarity"] = attribution.polarity.value if attribution else None
        shown["highlight"] = [mark.start, mark.end] if mark else None
        shown["also_in"] = [
            {"article_id": c.article_id, "headline": c.headline, "outlet": c.outlet, "url": c.url}
            for c in sentence.also_in
        ]
        shown["evidence"] = {
            "passage_id": evidence.passage_id,
            "dense_rank": evidence.dense_rank,
            "dense_score": round(evidence.dense_score, 6),
            "lexical_rank": evidence.lexical_rank,
            "lexical_score": round(evidence.lexical_score, 6),
            "fused_score": round(evidence.fused_score, 6),
            "features": {name: round(value, 4) for name, value in evidence.features},
        }
    return shown
