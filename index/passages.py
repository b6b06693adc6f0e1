"""Windows of whole sentences that never cut a quote; what is embedded and searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.types import Article, Passage, Sentence, Span

TARGET_WORDS: Final = 90
"""A window is closed before it would grow beyond this; about 150 tokens of the encoder."""

OVERLAP_WORDS: Final = 30
"""The last sentences of a window start the next one too, where they are no longer than this."""


def cut_passages(
    article: Article, sentences: Sequence[Sentence], quotes: Sequence[Span]
) -> tuple[Passage, ...]:
    """Cuts an article into overlapping windows of whole sentences.

    Sentences that a quote ties together stay together, even where that makes a
    window longer than the target. Every sentence is in a passage; an article
    without sentences has none.

    Args:
        quotes: Quotations with their marks, speech or not; none is cut.
    """
    blocks = _tie(sentences, quotes)
    words = [
        sum(len(sentence.span.of(article.text).split()) for sentence in sentences[first : last + 1])
        for first, last in blocks
    ]
    # An id is a hash of the whole text: it is made once.
    article_id = article.id
    passages = []
    start = 0
    while start < len(blocks):
        end, total = start + 1, words[start]
        while end < len(blocks) and total + words[end] <= TARGET_WORDS:
            total += words[end]
            end += 1
        first, last = blocks[start][0], blocks[end - 1][1]
        span = Span(sentences[first].span.start, sentences[last].span.end)
        passages.append(Passage(article_id, span, first, last))
        if end == len(blocks):
            break
        start = _next_start(words, start, end)
    return tuple(passages)


def _next_start(words: Sequence[int], start: int, end: int) -> int:
    overlap, repeated = 0, end
    # What is repeated must leave room for what is new, or a window would hold
    # nothing but its predecessor's sentences.
    while (
        repeated - 1 > start
        and overlap + words[repeated - 1] <= OVERLAP_WORDS
        and overlap + words[repeated - 1] + words[end] <= TARGET_WORDS
    ):
        repeated -= 1
        overlap += words[repeated]
    return repeated


def _tie(sentences: Sequence[Sentence], quotes: Sequence[Span]) -> list[tuple[int, int]]:
    """Returns (first, last) positions of sentences between which a window may be cut."""
    ordered = sorted(quotes)
    blocks: list[tuple[int, int]] = []
    first, reach, at = 0, 0, 0
    for position, sentence in enumerate(sentences):
        while at < len(ordered) and ordered[at].start < sentence.span.end:
            reach = max(reach, ordered[at].end)
            at += 1
        is_last = position + 1 == len(sentences)
        if is_last or reach <= sentences[position + 1].span.start:
            blocks.append((first, position))
            first = position + 1
    return blocks


def passage_text(article: Article, passage: Passage) -> str:
    """Returns what stands for a passage in search: headline and day, then its words.

    The passages after an article's first one rarely say again what it is about.
    """
    words = passage.span.of(article.text)
    headline = article.headline.strip()
    inside = article.headline_span
    if inside is not None and passage.span.overlaps(inside):
        headline = ""
    day = article.date.isoformat() if article.date else ""
    context = " ".join(part for part in (headline, day) if part)
    return f"{context}\n{words}" if context else words
