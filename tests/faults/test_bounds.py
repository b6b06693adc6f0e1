"""What a text may cost once it is inside."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.analysis import analyse
from index.speakers.reader import MOST_READ, TrainedReader, most_read
from index.types import PUBLIC, Article, Span
from retrieval.sayings import archive as sayings_archive
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.extent import pieces_of
from retrieval.sayings.check.matching import PLACES, Read, matches
from retrieval.sayings.check.words import words_of
from retrieval.search.opened import SENTENCES, Shelf
from tests.faults.corpus import article, opened


@pytest.mark.parametrize("pattern", ["قال: «", "«ا» ", "قال: «نعم». "])
@pytest.mark.parametrize("times", [20, 200, 2_000])
def test_of_very_many_marks_the_first_are_read(pattern: str, times: int) -> None:
    asked: list[Span] = []

    class Counting(TrainedReader):
        def __init__(self) -> None:
            """Loads nothing."""

        def opinions(self, text: str, quotes: Sequence[Span]) -> list[None]:  # type: ignore[override]
            asked.extend(quotes)
            return [None] * len(quotes)

    text = pattern * times
    analyse(Article(text), Counting())
    assert 0 < len(asked) <= most_read(len(text)) <= MOST_READ


def words_in(text: str) -> Read:
    article = Article(text)
    return Read(article, analyse(article))


@pytest.mark.parametrize(
    "claim", ["a. " * 1_000, "a. " * 999 + "b", "a", "a… " * 900, "b " * 1_000]
)
def test_words_that_stand_everywhere_take_little_memory(claim: str) -> None:
    """A short message checked against a long text of the same chat took gigabytes."""
    read = words_in("a. " * 60_000)
    tracemalloc.start()
    found = matches(words_of(claim), pieces_of(claim), read)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) <= PLACES
    assert most < 150_000_000


def test_a_long_claim_is_found_in_a_very_long_text() -> None:
    digits = (f"{number * 7_919 % 50_000:05d}" for number in range(60_000))
    words = ["".join(chr(97 + int(digit)) for digit in number) for number in digits]
    claim = words[41_000:41_300]
    claim[100] = "changed"
    typed = words_of(" ".join(claim))
    [match] = matches(typed, [typed], words_in(" ".join(words)))
    assert not match.exact
    assert [match.pairs[0], match.pairs[-1]] == [(0, 41_000), (299, 41_299)]


def test_long_articles_are_not_kept_open_by_the_hundred(tmp_path: Path) -> None:
    library = opened(tmp_path / "data")
    articles = [Article("نعم. لا. " * (SENTENCES // 8) + f"خبر {number}.") for number in range(8)]
    shelf = Shelf(library)
    for added in articles:
        library.add(added)
        shelf.open(added.id, {PUBLIC})
        assert sum(len(one.analysis.sentences) for one in shelf._open.values()) <= SENTENCES
    assert 1 < len(shelf._open) < len(articles)
    library.close()


def test_what_is_kept_of_many_scopes_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each chat sees what is public and its own: what is kept of each holds all that is public."""
    library = opened(tmp_path / "data")
    library.add_many([article(number) for number in range(10)])
    archive = Archive(library.store)
    monkeypatch.setattr(sayings_archive, "HELD", 35)
    for chat in range(9):
        archive.people({PUBLIC, f"chat:{chat}"})
        assert sum(len(view.ids) for view in archive._views.values()) <= 35
    assert len(archive._views) == 3
    library.close()
