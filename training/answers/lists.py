"""Questions -> the first sentences that the product ranks, with which of them answer.

Each question about news is listed twice: as it is, and robbed of its article, where the
right place is "none". The sets of questions on Wikipedia are listed by the same way.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from index.encoder import Encoder
from index.errors import ReadingError
from index.library import Library
from index.types import PUBLIC, Article, Sentence
from retrieval.answerer import Answerer
from retrieval.evaluation.rows import (
    Case,
    measuring,
    read_articles,
    read_cases,
    read_rows,
    within,
    words_of,
)
from retrieval.order.sentences import Ranked
from retrieval.question.read import read_question

ASKED: Final = ("asked_dev", "asked_more")
OWN: Final = Path(__file__).with_name("questions.jsonl.gz")
"""Questions that were written for this, by reading the articles of ``OWN_TEXTS``: no text."""
OWN_TEXTS: Final = ("quotes_news_train", "quotes_news_train2")
"""Further articles that they are about are among ``FURTHER``, their headlines as first lines."""
FURTHER: Final = "news_dev.articles.jsonl.gz"
OWN_ORIGINS: Final = ("own", "own later", "own last")
"""What the lists are called of questions that were written first, later and last. The last ones,
half of them English and French, have taught no pass yet that is shipped."""
ROBBED: Final = {
    origin: f"{origin} robbed".removeprefix("asked ") for origin in ("asked", *OWN_ORIGINS)
}
"""What the lists of a question whose article was taken away are called."""
FIRST: Final = 10
"""Sentences of a list."""

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of a list.

    Attributes:
        text: The sentence.
        before: The one before it in its article, empty for the first.
        headline: Its article's.
        score: What the product ordered it by.
        right: Whether it answers.
        words: The words in it that answer, empty where they are not known.
    """

    text: str
    before: str
    headline: str
    score: float
    right: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A question with its sentences, best first.

    Attributes:
        origin: The set that it comes from.
        group: Its article or title: folds are cut by it.
        measuring: Whether it is for measuring alone.
        answerable: Whether the articles searched answer it.
        confidence: The product's own, without a reader.
        signs: What that was read from.
    """

    origin: str
    group: str
    measuring: bool
    question: str
    language: str
    kind: str
    answerable: bool
    confidence: float
    signs: dict[str, float]
    choices: tuple[Choice, ...]


def write_lists(lists: Iterable[Listed], path: Path) -> int:
    """Writes lists as gzipped JSON lines, and returns how many."""
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as file:
        for listed in lists:
            file.write(json.dumps(asdict(listed), ensure_ascii=False) + "\n")
            count += 1
    return count


def load_lists(path: Path) -> list[Listed]:
    """Reads what ``write_lists`` wrote."""
    found = []
    for row in read_rows(path, "question", "choices"):
        choices = tuple(Choice(**choice) for choice in row.pop("choices"))
        found.append(Listed(choices=choices, **row))
    return found


def asked_lists(data: Path, others: int, encoder: Encoder, told: Told) -> Iterator[Listed]:
    """Yields the questions about news, each as it is and robbed of its article.

    Args:
        data: Holds the development sets.
        others: So many further articles are searched.
        encoder: Vectors of passages and questions.
        told: Given what is done, how much of it, and of how much.
    """
    articles = read_articles(data / f"{name}.articles.jsonl.gz" for name in ASKED)
    further = read_articles([data / FURTHER])
    chosen = sorted(set(further) - set(articles), key=lambda name: zlib.crc32(name.encode()))
    cases = read_cases(data / f"{name}.questions.jsonl.gz" for name in ASKED)
    written = {
        str(row["id"]): Article(f"{row['title']}\n{row['text']}")
        for row in read_rows(data / FURTHER, "id", "title", "text")
    }
    written |= read_articles(data / f"{name}.jsonl.gz" for name in OWN_TEXTS)
    own_cases = read_own(written)
    articles |= {case.article: written[case.article] for case, _ in own_cases}
    ids = {name: article.id for name, article in articles.items()}
    with tempfile.TemporaryDirectory(prefix="qawl-lists-") as folder:
        library = Library.open(Path(folder), encoder)
        library.add_many([*articles.values(), *(further[name] for name in chosen[:others])])
        answerer = Answerer(library)
        # The project's own questions all teach; the others are measured with, some of them alone.
        both = [*((case, "asked") for case in cases), *own_cases]
        for number, (case, origin) in enumerate(both, start=1):
            query = read_question(case.question)
            found = answerer.find(query, frozenset({PUBLIC}))
            own = ids[case.article]
            alone = origin == "asked" and measuring(case.article)
            listed = partial(_of_case, case, measuring=alone)
            yield listed(origin, found.sentences, found.confidence, found.signs)
            # A copy of the article in another outlet answers as well: all that does is taken away.
            robbed = [
                r
                for r in found.sentences
                if r.candidate.article.id != own and not _answers(case, r)
            ]
            if case.answerable:
                yield listed(ROBBED[origin], robbed, 0.0, {})
            told("questions", number, len(both))
        library.close()


def read_own(articles: Mapping[str, Article]) -> list[tuple[Case, str]]:
    """Reads the project's own questions, each with the origin of its lists.

    Those that were written later have an origin of their own, since later passes see them more.

    Args:
        articles: By their ids; questions on others are left out.

    Raises:
        ReadingError: An article's text is not the one that was read.
    """
    found = []
    for row in read_rows(OWN, "id", "sha256", "questions"):
        if row["id"] not in articles:
            continue
        text = articles[row["id"]].text
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise ReadingError(f"the text of article {row['id']} is not the one asked about")
        for one in row["questions"]:
            sentence, answer, *also = [text[start:end] for start, end in one["at"]] or ["", ""]
            case = Case(
                question=one["question"],
                language=one["lang"],
                kind=one["kind"],
                article=row["id"],
                answerable=bool(one["at"]),
                sentence=sentence,
                answer=answer,
                also=tuple(also),
            )
            found.append((case, OWN_ORIGINS[row.get("later", 0)]))
    return found


def _of_case(
    case: Case,
    origin: str,
    ranked: Sequence[Ranked],
    confidence: float,
    signs: Any,
    *,
    measuring: bool,
) -> Listed:
    choices = tuple(
        choice_of(r, case.answerable and _answers(case, r), case.answer) for r in ranked[:FIRST]
    )
    return Listed(
        origin=origin,
        group=case.article,
        measuring=measuring,
        question=case.question,
        language=case.language,
        kind=case.kind,
        answerable=case.answerable and origin in ROBBED,
        confidence=confidence,
        signs=dict(signs),
        choices=choices,
    )


def _answers(case: Case, ranked: Ranked) -> bool:
    return case.answered_by(ranked.candidate.span.of(ranked.candidate.article.article.text))


def choice_of(ranked: Ranked, right: bool, answer: str) -> Choice:
    """Returns a ranked sentence as a list has it."""
    candidate = ranked.candidate
    article, sentences = candidate.article.article, candidate.article.analysis.sentences
    text = _plain(article, sentences[candidate.position])
    at = candidate.position
    return Choice(
        text=text,
        before=_plain(article, sentences[at - 1]) if at else "",
        headline=" ".join(article.headline.split()),
        score=ranked.score,
        right=right,
        words=answer if right and within(words_of(answer), words_of(text)) else "",
    )


def _plain(article: Article, sentence: Sentence) -> str:
    return " ".join(sentence.span.of(article.text).split())
