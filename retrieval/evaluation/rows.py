"""What evaluations share: rows of a set, questions with what answers them, and figures."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.errors import ReadingError
from index.text.tokens import tokenise
from index.types import Article

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and how much there is."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Reports no progress."""


def read_rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    """Yields the objects of a ``.jsonl`` or ``.jsonl.gz`` file.

    Raises:
        ReadingError: The file is missing or damaged, or a row lacks a key.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadingError(f"cannot read {path}: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ReadingError(f"{path}, line {number}: not JSON ({error})") from error
        missing = [key for key in required if not isinstance(row, dict) or key not in row]
        if missing:
            raise ReadingError(f"{path}, line {number}: no {', '.join(missing)}")
        yield row


def share_of(hits: Sequence[bool]) -> float | None:
    """Returns the share of hits, None of nothing."""
    return round(sum(hits) / len(hits), 4) if hits else None


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """Returns the share of questions whose 1-based rank is at most ``k``."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at(ranks: Sequence[int | None], k: int) -> float:
    """Returns the mean of ``1 / rank``, 0 below rank ``k``."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Returns how often a positive score is above a negative one, ties counting half.

    The Mann-Whitney form: U / (n * m).
    """
    below = np.searchsorted(np.sort(negative), positive, side="left")
    not_above = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def refused_at_coverage(
    positive: Sequence[float], negative: Sequence[float], coverage: float
) -> float:
    """Returns the share of negatives below the score that ``coverage`` of the positives reach."""
    wanted = int(np.ceil(coverage * len(positive)))
    threshold = np.sort(np.asarray(positive))[::-1][wanted - 1]
    return float((np.asarray(negative) < threshold).mean())


def overlap_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Returns the F1 of two lists of words, each word counted as often as it stands.

    As in SQuAD (Rajpurkar et al. 2016): the harmonic mean of precision and recall.
    """
    same = sum((Counter(found) & Counter(wanted)).values())
    return 2 * same / (len(found) + len(wanted)) if same else 0.0


PARTS: Final = 5
"""One article in so many is for measuring alone."""

_HALF: Final = 0.5
_PARTICLES: Final = re.compile("[وف]?[بلك]?(?:ال)?|و?لل")


class Part(StrEnum):
    """Which questions are asked; every article is searched in any case."""

    MEASURING = "measuring"
    TRAINING = "training"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what answers it.

    Attributes:
        sentence: The sentence that answers, empty where the article does not.
        also: Further sentences that answer.
    """

    question: str
    language: str
    kind: str
    article: str
    answerable: bool
    sentence: str = ""
    answer: str = ""
    also: tuple[str, ...] = ()

    def answered_by(self, text: str) -> bool:
        """Tells whether a sentence answers.

        It does where it has the answer's words in a row and half of the words of the sentence
        that answers, so that another article's copy counts; or where it is one of ``also``.
        """
        found = words_of(text)
        if within(words_of(self.answer), found) and _share(words_of(self.sentence), found) >= _HALF:
            return True
        return any(_same(words_of(other), found) for other in self.also)


def measuring(article: str) -> bool:
    """Tells whether an article's questions are for measuring alone, by a hash of its id."""
    return zlib.crc32(f"asked {article}".encode()) % PARTS == 0


def read_cases(paths: Iterable[Path], part: Part = Part.ALL) -> list[Case]:
    """Reads questions.

    Raises:
        ReadingError: A file is damaged.
    """
    cases = [
        Case(
            question=str(row["question"]),
            language=str(row["lang"]),
            kind=str(row["kind"]),
            article=str(row["article_id"]),
            answerable=bool(row["answerable"]),
            sentence=str(row.get("sentence") or ""),
            answer=str(row.get("answer") or ""),
            also=tuple(map(str, row.get("also") or ())),
        )
        for path in paths
        for row in read_rows(path, "question", "lang", "kind", "article_id", "answerable")
    ]
    wanted = {Part.MEASURING: (True,), Part.TRAINING: (False,), Part.ALL: (True, False)}[part]
    return [case for case in cases if measuring(case.article) in wanted]


def read_articles(paths: Iterable[Path]) -> dict[str, Article]:
    """Reads articles by the id that they have in the file.

    Raises:
        ReadingError: A file is damaged.
    """
    return {
        str(row["id"]): Article(
            text=str(row["text"]),
            headline=" ".join(str(row.get("title") or "").split()),
            outlet=str(row.get("source") or ""),
            date=dt.date.fromisoformat(row["date"]) if row.get("date") else None,
            url=row.get("url"),
        )
        for path in paths
        for row in read_rows(path, "id", "text")
    }


def words_of(text: str) -> tuple[str, ...]:
    """Returns the normalised words of a text."""
    return tuple(token.norm for token in tokenise(text))


def within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Tells whether some words stand in others in a row."""
    return place_of(part, whole) is not None


def place_of(part: Sequence[str], whole: Sequence[str]) -> int | None:
    """Returns where some words stand in a row in others, None if they do not.

    The first may have a particle in front: answers are often cut behind "and" or "in".
    """
    if not part:
        return None
    first, rest = part[0], tuple(part[1:])
    for at in range(len(whole) - len(part) + 1):
        before = whole[at].removesuffix(first)
        bare = whole[at] == first or (before != whole[at] and _PARTICLES.fullmatch(before))
        if bare and tuple(whole[at + 1 : at + len(part)]) == rest:
            return at
    return None


def _share(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Returns the share of the wanted words that are among those found."""
    known = set(found)
    return sum(word in known for word in wanted) / len(wanted) if wanted else 0.0


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tells whether two sentences are one, cut differently or not."""
    return within(one, other) or (within(other, one) and 2 * len(other) >= len(one))
