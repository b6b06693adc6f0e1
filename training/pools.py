"""Data sets -> texts as the product embeds them, and questions with their gold."""

from __future__ import annotations

import gzip
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from index.encoder.base import prepare
from index.errors import ReadingError
from index.passages import cut_passages, passage_text
from index.sentence_vectors import sentence_text
from index.text.sentences import split_sentences
from index.text.tokens import tokenise
from index.types import Article, Sentence, Span

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the texts that answer it, by their numbers in its pool.

    Attributes:
        group: The title of its article; no group lies on both sides of a fold.
        sentences: Sentences that answer.
        passages: Passages that hold such a sentence.
        spared: Sentences that contain an accepted answer elsewhere: never negatives.
        article: Where it was asked about.
    """

    text: str
    group: str
    article: int
    sentences: tuple[int, ...]
    passages: tuple[int, ...]
    spared: frozenset[int] = frozenset()


@dataclass(slots=True)
class Pool:
    """The texts of one data set and the questions over them.

    ``sentences`` and ``passages`` are as the product embeds them, without the
    prefix; ``plain_sentences`` and ``plain_passages`` are the same without their headline.
    """

    name: str
    sentences: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    plain_sentences: list[str] = field(default_factory=list)
    plain_passages: list[str] = field(default_factory=list)
    sentence_article: list[int] = field(default_factory=list)
    passage_article: list[int] = field(default_factory=list)
    passage_sentences: list[tuple[int, int]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add_article(
        self,
        article: Article,
        sentences: tuple[Sentence, ...],
        group: str,
        most: int | None = None,
    ) -> int:
        """Adds the texts of an article, at most so many passages of it.

        Returns:
            The number of its first sentence.
        """
        first, number = len(self.sentences), len(self.groups)
        self.groups.append(group)
        for sentence in sentences:
            self.sentences.append(prepare(sentence_text(article, sentence)))
            self.plain_sentences.append(prepare(sentence.span.of(article.text)))
            self.sentence_article.append(number)
        for passage in cut_passages(article, sentences, ())[:most]:
            self.passages.append(prepare(passage_text(article, passage)))
            self.plain_passages.append(prepare(passage.span.of(article.text)))
            self.passage_article.append(number)
            self.passage_sentences.append((first + passage.first, first + passage.last))
        return first

    def sentences_of(self, article: int) -> range:
        """Returns the numbers of an article's sentences."""
        return range(
            bisect_left(self.sentence_article, article),
            bisect_right(self.sentence_article, article),
        )

    def sentences_in(self, passage: int) -> range:
        """Returns the numbers of a passage's sentences."""
        first, last = self.passage_sentences[passage]
        return range(first, last + 1)

    def passages_with(self, sentences: Iterable[int], article: int) -> tuple[int, ...]:
        wanted = set(sentences)
        return tuple(
            number
            for number in _run_of(self.passage_article, article)
            if wanted & set(self.sentences_in(number))
        )


def fold_of(group: str, folds: int) -> int:
    """Returns the fold of a title; the same in every data set and on every machine."""
    return zlib.crc32(group.casefold().encode("utf-8")) % folds


def read_rows(path: Path) -> Iterator[Row]:
    """Yields the rows of a gzipped file of JSON lines.

    Raises:
        ReadingError: The file is missing or is not one.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise ReadingError(f"{path}: no gzipped JSON lines can be read there: {error}") from error


def read_reading_set(folder: Path, files: str, key: str, name: str) -> Pool:
    """Reads passages and questions with answer spans (ARCD, MLQA, XQuAD)."""
    pool = Pool(name)
    articles: dict[str, tuple[int, int, Article, tuple[Sentence, ...]]] = {}
    for row in read_rows(folder / f"{files}.passages.jsonl.gz"):
        headline = str(row["title"]).replace("_", " ")
        article = Article(text=row["text"], headline=headline)
        sentences = split_sentences(article.text)
        articles[row["id"]] = (
            len(pool.groups),
            pool.add_article(article, sentences, headline),
            article,
            sentences,
        )
    folded = [_folded(text) for text in pool.plain_sentences]
    for row in read_rows(folder / f"{files}.questions.jsonl.gz"):
        number, first, article, sentences = articles[row["passage_id"]]
        starts = [answer["start"] for answer in row["answers"]]
        gold = tuple(
            first + position
            for position, sentence in enumerate(sentences)
            if any(sentence.span.start <= start < sentence.span.end for start in starts)
        )
        answers = [_folded(answer["text"]) for answer in row["answers"]]
        holding = {
            i for i, text in enumerate(folded) if any(a in text for a in answers if a.strip())
        }
        pool.questions.append(
            Question(
                text=prepare(row[key]),
                group=article.headline,
                article=number,
                sentences=gold,
                passages=pool.passages_with(gold, number),
                spared=frozenset(holding - set(gold)),
            )
        )
    return pool


def read_selqa(folder: Path) -> Pool:
    """Reads English questions, each with the sentences of a section and those that answer."""
    pool = Pool("selqa")
    sections: dict[str, tuple[int, int]] = {}
    for row in read_rows(folder / "selqa.jsonl.gz"):
        text = " ".join(row["sentences"])
        if text not in sections:
            at, sentences = 0, []
            for position, words in enumerate(row["sentences"], start=1):
                sentences.append(Sentence(position, Span(at, at + len(words))))
                at += len(words) + 1
            article = Article(text=text, headline=row["title"], language="en")
            sections[text] = (
                len(pool.groups),
                pool.add_article(article, tuple(sentences), row["title"]),
            )
        number, first = sections[text]
        gold = tuple(first + position for position in row["answers"])
        pool.questions.append(
            Question(
                prepare(row["question"]),
                row["title"],
                number,
                gold,
                pool.passages_with(gold, number),
            )
        )
    return pool


SETS: Final[dict[str, tuple[str, str]]] = {
    "arcd": ("arcd_dev_disjoint", "question"),
    "mlqa": ("mlqa_ar_dev", "question"),
    "xquad_en": ("xquad_en2ar_dev", "question"),
    "xquad_ar": ("xquad_en2ar_dev", "question_ar"),
    "selqa": ("selqa", "question"),
}
"""What the encoder may be trained on, as files and field: their licences allow it."""


def read_set(folder: Path, name: str) -> Pool:
    """Reads one of ``SETS``.

    Raises:
        ReadingError: A file is missing or damaged.
    """
    files, field_name = SETS[name]
    if name == "selqa":
        return read_selqa(folder)
    return read_reading_set(folder, files, field_name, name)


def read_headlines(folder: Path, others: int) -> Pool:
    """Reads headlines, the openings of their articles and of others, for measuring only.

    Nothing is learnt from these articles: they are publishers' text.
    """
    rows = list(read_rows(folder / "news_dev.articles.jsonl.gz"))
    asked = list(read_rows(folder / "news_dev_headlines.questions.jsonl.gz"))
    wanted = {row["passage_id"] for row in asked}
    rest = sorted(
        (row for row in rows if row["id"] not in wanted),
        key=lambda row: zlib.crc32(f"7 {row['id']}".encode()),
    )
    pool = Pool("headlines")
    numbers: dict[str, int] = {}
    for row in [row for row in rows if row["id"] in wanted] + rest[:others]:
        article = Article(text=row["text"])
        numbers[row["id"]] = len(pool.groups)
        pool.add_article(article, split_sentences(article.text), row["id"], most=1)
    for row in asked:
        number = numbers[row["passage_id"]]
        passages = tuple(i for i, a in enumerate(pool.passage_article) if a == number)
        pool.questions.append(
            Question(prepare(row["question"]), row["passage_id"], number, (), passages)
        )
    return pool


def _run_of(ordered: list[int], value: int) -> range:
    return range(bisect_left(ordered, value), bisect_right(ordered, value))


def _folded(text: str) -> str:
    return " " + " ".join(token.norm for token in tokenise(text)) + " "
