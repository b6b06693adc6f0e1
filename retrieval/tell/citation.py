"""Citations, and links that lead a browser to the very sentence.

A link ends in a text fragment (https://wicg.github.io/scroll-to-text-fragment/):
``#:~:text=[prefix-,]start[,end][,-suffix]``. A browser shows the first place on
the page that matches, so a fragment is made longer until the sentence is that
place in the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import quote

from index.types import Article, Polarity, Sentence, Span
from retrieval.answer import Answer, AnswerSentence, Citation, NoAnswer

_WHOLE_LIMIT: Final = 120
"""Code points up to which a sentence stands in the link as a whole; Arabic triples as %D8%A7."""

_EDGE_WORDS: Final = 4
_CONTEXT_WORDS: Final = 3
_WORD: Final = re.compile(r"\S+")


def cite(article: Article, sentence: Sentence) -> Citation:
    """Returns the citation of one sentence of an article."""
    return Citation(
        article_id=article.id,
        headline=article.headline,
        outlet=article.outlet,
        date=article.date,
        sentence=sentence.number,
        url=sentence_url(article, sentence.span),
    )


def sentence_url(article: Article, span: Span) -> str | None:
    """Returns the article's link with a text fragment, None where it has no link."""
    if not article.url:
        return None
    fragment = text_fragment(article.text, span)
    if not fragment:
        return article.url
    # A fragment that is there already keeps its meaning before the directive.
    page = article.url.split(":~:", 1)[0].rstrip("#")
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def text_fragment(text: str, span: Span) -> str:
    """Returns the directive's value for ``text[span]``, percent-encoded as UTF-8.

    Where no context makes the place the first match, the link leads to the
    first of the equal sentences: it shows the right words all the same.
    """
    words = [
        Span(m.start() + span.start, m.end() + span.start) for m in _WORD.finditer(span.of(text))
    ]
    if not words:
        return ""
    page = _Page(text)
    if len(span) <= _WHOLE_LIMIT and "\n" not in span.of(text).strip():
        start, end = words, []
    else:
        edge = min(_EDGE_WORDS, len(words) // 2) or 1
        while edge < len(words) // 2 and not page.leads_to(words[:edge], words[-edge:]):
            edge += 1
        start, end = words[:edge], words[-edge:] if len(words) > 1 else []
    if page.leads_to(start, end):
        return _directive(text, [], start, end, [])
    before = [Span(m.start(), m.end()) for m in _WORD.finditer(text[: span.start])]
    after = [
        Span(m.start() + span.end, m.end() + span.end) for m in _WORD.finditer(text[span.end :])
    ]
    for count in range(_CONTEXT_WORDS, 4 * _CONTEXT_WORDS + 1, _CONTEXT_WORDS):
        prefix, suffix = before[-count:], after[:count]
        if page.leads_to(start, end, prefix, suffix):
            break
    return _directive(text, prefix, start, end, suffix)


class _Page:
    """A text as a browser searches it: white space of any kind is one space."""

    def __init__(self, text: str) -> None:
        self._text: Final = text
        self._spaced: Final = " ".join(text.split())

    def leads_to(
        self,
        start: Sequence[Span],
        end: Sequence[Span],
        prefix: Sequence[Span] = (),
        suffix: Sequence[Span] = (),
    ) -> bool:
        """Tells whether the first match of a directive is the one meant."""
        if not end:
            whole = [*prefix, *start, *suffix]
            return self._first(self._words(whole), ends=True) == self._place(whole[0])
        head, tail = [*prefix, *start], [*end, *suffix]
        at = self._first(self._words(head))
        if at != self._place(head[0]):
            return False
        behind = at + len(self._words(head))
        return self._first(self._words(tail), behind, ends=True) == self._place(tail[0])

    def _first(self, words: str, behind: int | None = None, *, ends: bool = False) -> int:
        """Returns where words stand first, -1 where they do not.

        Args:
            behind: Where they may begin, also inside a word; at the beginning of one without it.
            ends: Whether they have to end with a word.
        """
        at = self._spaced.find(words, behind or 0)
        while at >= 0 and (
            (behind is None and self._inside(at - 1)) or (ends and self._inside(at + len(words)))
        ):
            at = self._spaced.find(words, at + 1)
        return at

    def _inside(self, at: int) -> bool:
        """Says whether a letter or a digit stands at a place of the spaced text."""
        return self._spaced[max(0, at) : at + 1].replace("_", "a").isalnum()

    def _words(self, words: Sequence[Span]) -> str:
        return " ".join(word.of(self._text) for word in words)

    def _place(self, word: Span) -> int:
        """Returns where a word begins in the spaced text."""
        before = self._text[: word.start].lstrip()
        return len(" ".join(before.split())) + before[-1:].isspace()


def _directive(
    text: str, prefix: list[Span], start: list[Span], end: list[Span], suffix: list[Span]
) -> str:
    parts = []
    if prefix:
        parts.append(_encoded(text, prefix) + "-")
    parts.append(_encoded(text, start))
    if end:
        parts.append(_encoded(text, end))
    if suffix:
        parts.append("-" + _encoded(text, suffix))
    return ",".join(parts)


def _encoded(text: str, words: list[Span]) -> str:
    # "-" is unreserved in a URL but an operator of the directive.
    joined = " ".join(word.of(text) for word in words)
    return quote(joined, safe="", errors="replace").replace("-", "%2D")


def as_values(citation: Citation, *but: str) -> dict[str, Any]:
    """Returns a citation as values that JSON knows, without some of them."""
    values = asdict(citation)
    values["date"] = citation.date.isoformat() if citation.date else None
    return {name: value for name, value in values.items() if name not in but}


def report(answer: Answer | NoAnswer, *, explain: bool = False) -> dict[str, Any]:
    """Returns an answer as values that JSON knows.

    Args:
        explain: Adds to each sentence its ``evidence``, ``highlight`` and
            ``also_in``, and to the whole ``uncovered``, ``understood`` and ``slips``.
    """
    no = answer if isinstance(answer, NoAnswer) else None
    found = answer.sentences if isinstance(answer, Answer) else ()
    nearest = no.nearest if no else None
    shown: dict[str, Any] = {
        "question": answer.question,
        "answered": no is None,
        "confidence": round(answer.confidence, 4),
        "sentences": [_sentence(sentence, explain=explain) for sentence in found],
        "nearest": _sentence(nearest, explain=explain) if nearest else None,
        "reason": no.reason.value if no else None,
    }
    if explain:
        shown["uncovered"] = list(no.uncovered) if no else []
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
        shown["also_in"] = [as_values(c, "date", "sentence") for c in sentence.also_in]
        shown["evidence"] = {
            name: round(value, 6) if isinstance(value, float) else value
            for name, value in asdict(evidence).items()
        } | {"features": {name: round(value, 4) for name, value in evidence.features}}
    return shown
