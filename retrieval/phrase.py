"""The words inside a sentence that answer: shown in bold, never changed.

Only where the question says what kind of thing it asks for, and the sentence
holds one that the question did not name itself; otherwise nothing is marked.
"""

from __future__ import annotations

from typing import Final

from index.types import Span
from retrieval.features import Candidate
from retrieval.query import Query
from retrieval.question_words import QuestionType

_MARKED: Final = frozenset(
    {
        QuestionType.WHO,
        QuestionType.WHEN,
        QuestionType.WHERE,
        QuestionType.HOW_MANY,
        QuestionType.WHY,
    }
)


def phrase_of(query: Query, candidate: Candidate) -> Span | None:
    """Returns the answering words in code points of the article, None where none is sure.

    Of several, the one nearest to the question's own words in the sentence.
    """
    if query.kind not in _MARKED:
        return None
    sentence = candidate.article.sentence(candidate.position)
    asked = {token.stem for token in query.content}
    new = [
        span
        for (kind, span), (_, words) in zip(sentence.facts.found, sentence.fact_words, strict=True)
        if kind is query.kind and not words <= asked
    ]
    if not new:
        return None
    anchors = [place for stem, place in sentence.places if stem in asked]
    best = min(new, key=lambda span: (_distance(span, anchors), span.start))
    offset = candidate.span.start
    return Span(best.start + offset, best.end + offset)


def _distance(span: Span, anchors: list[Span]) -> float:
    """Returns how far a fact is from the words of the question, on average."""
    if not anchors:
        return 0.0
    gaps = [max(0, anchor.start - span.end, span.start - anchor.end) for anchor in anchors]
    return sum(gaps) / len(gaps)
