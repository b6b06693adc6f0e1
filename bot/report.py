"""A page of all that a person said: one HTML file, with its font, a bar a month, and topics."""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from bot.texts import Words
from index.identity.names import words_of_name
from index.identity.values import Person
from index.text.tokens import Token, content_words
from index.types import AttributionStatus
from retrieval.answer import Citation
from retrieval.sayings.values import CitedSaying

MOST_BARS: Final = 36
"""Bars of a drawing; over more months, a bar stands for several."""

MOST_TOPICS: Final = 8
"""Topics of one page."""

_SHORTEST: Final = 3


@lru_cache
def _template() -> jinja2.Template:
    text = Path(__file__).with_name("report.html").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(text)


@lru_cache
def _font() -> str:
    data = resources.files("fontpkg_amiri").joinpath("files", "Amiri-Regular.ttf").read_bytes()
    return base64.b64encode(data).decode("ascii")


def report_page(words: Words, person: Person, sayings: Sequence[CitedSaying]) -> str:
    """Returns an HTML page of what somebody said, newest first.

    Args:
        sayings: Theirs, in the order in which they are shown.
    """
    aside = {word for name in person.names for word in words_of_name(name)}
    cited: dict[str, Citation] = {}
    for said in sayings:
        cited.setdefault(said.citation.article_id, said.citation)
    return _template().render(
        words=words,
        title=f"{words('about.name')}: {person.name}",
        font=Markup(_font()),
        person=person,
        summary=words(
            "report.summary",
            sayings=words.counted("saying", len(sayings)),
            articles=words.counted("in_article", len(cited)),
        ),
        bars=bars([s.citation.date for s in sayings if s.citation.date]),
        topics=find_topics(sayings, aside),
        items=[_item(words, said) for said in sayings],
        sources=[_source(words, citation) for citation in cited.values()],
    )


def _item(words: Words, said: CitedSaying) -> dict[str, Any]:
    quote, sentence = said.saying.quote.span, said.sentence_span
    start = quote.start - sentence.start
    end = quote.end - sentence.start
    whole = start >= 0 and end <= len(said.sentence)
    found = said.saying.attribution
    speaker = words("answer.unknown")
    if found.speaker is not None:
        speaker = words("answer.speaker").replace("*", "").replace("{name}", found.speaker.name)
        if found.status is AttributionStatus.INFERRED:
            speaker += words("answer.inferred")
    return {
        "before": said.sentence[:start] if whole else "",
        "words": said.words,
        "after": said.sentence[end:] if whole else "",
        "speaker": speaker,
        "sentence": words("answer.sentence", n=said.citation.sentence)
        if said.citation.sentence
        else words("answer.headline"),
        **_source(words, said.citation),
    }


def _source(words: Words, citation: Citation) -> dict[str, Any]:
    # Only web addresses become links: an article's address comes from outside.
    url = citation.url if (citation.url or "").startswith(("https://", "http://")) else None
    return {
        "headline": citation.headline or words("answer.untitled"),
        "outlet": citation.outlet,
        "date": words.short_date(citation.date),
        "url": url,
    }


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time.

    Attributes:
        label: The months that it stands for.
        height: Its share of the highest bar.
    """

    label: str
    count: int
    height: float


def bars(days: Sequence[dt.date]) -> list[Bar]:
    """Returns the bars from the first day's month to the last one's, empty ones included."""
    if not days:
        return []
    first, last = _month(min(days)), _month(max(days))
    step = -(-(last - first + 1) // MOST_BARS)
    counts = [0] * ((last - first) // step + 1)
    for day in days:
        counts[(_month(day) - first) // step] += 1
    highest = max(counts)
    shown = []
    for at, count in enumerate(counts):
        start = first + at * step
        end = min(start + step - 1, last)
        label = _name(start) if start == end else f"{_name(start)} - {_name(end)}"
        shown.append(Bar(label, count, count / highest))
    return shown


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _name(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"


@dataclass(frozen=True, slots=True)
class Topic:
    """Sayings that share a word.

    Attributes:
        label: The word, in its most frequent form; empty for what is left over.
        members: Positions of the sayings.
    """

    label: str
    members: tuple[int, ...]


def find_topics(sayings: Sequence[CitedSaying], aside: Collection[str] = ()) -> list[Topic]:
    """Groups sayings by the content words that most of them share, each under one word.

    The word that covers most of what is not covered yet comes first; a word of one
    saying alone is no topic.

    Args:
        aside: Normalised words that say nothing: the speaker's own name.
    """
    stems: list[dict[str, Token]] = [
        {
            token.stem: token
            for token in content_words(said.sentence)
            if len(token.norm) >= _SHORTEST
            and token.norm not in aside
            and not token.norm.isdecimal()
        }
        for said in sayings
    ]
    labels: dict[str, Counter[str]] = {}
    for found in stems:
        for stem, token in found.items():
            labels.setdefault(stem, Counter())[token.surface] += 1
    left = set(range(len(sayings)))
    topics: list[Topic] = []
    while left and len(topics) < MOST_TOPICS:
        counts = Counter(stem for at in left for stem in stems[at])
        best = max(counts, key=lambda stem: (counts[stem], stem), default=None)
        if best is None or counts[best] < 2:
            break
        members = tuple(sorted(at for at in left if best in stems[at]))
        topics.append(Topic(labels[best].most_common(1)[0][0], members))
        left -= set(members)
    if left:
        topics.append(Topic("", tuple(sorted(left))))
    return topics
