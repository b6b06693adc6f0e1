"""No input brings down who reads it: each is read, or refused with the reason and the limit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.errors import ReadingError, Unreadable
from index.reading.contents import Contents, Limits
from index.reading.sandbox import Sandbox
from index.reading.tasks import SourceReader
from tests.reading import hostile
from tests.reading.hostile_cuts import CUTS

LIMITS = Limits(seconds=2, articles=5_000)
LINK = "https://z.example/" + "a" * 300
TOLD = {
    # What these must be refused for; others may be read or refused for any reason.
    "yaml-brackets-title": {Unreadable.FIELD, Unreadable.NESTED},
    "yaml-aliases-title": {Unreadable.FIELD},
    "json-many": {Unreadable.ARTICLES},
    "json-gzip-bomb": {Unreadable.ROW, Unreadable.TOO_LARGE},
    "pdf-packed-twice": {Unreadable.MEMORY, Unreadable.BROKE, Unreadable.SLOW},
    "pdf-forms": {Unreadable.SLOW, Unreadable.BROKE, Unreadable.PICTURES},
    "pdf-pages": {Unreadable.PAGES},
    "word-bomb": {Unreadable.TOO_LARGE},
    "word-near-bomb": {Unreadable.MEMORY, Unreadable.BROKE, Unreadable.SLOW},
    "epub-many-chapters": {Unreadable.CHAPTERS},
    "text-too-long": {Unreadable.TOO_LONG},
    "packed-twice": {Unreadable.PACKED},
    "packed-bomb": {Unreadable.TOO_LARGE},
    "deflate-bomb": {Unreadable.TOO_LARGE},
    "packed-unknown": {Unreadable.PACKED},
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(LIMITS, workers=1)
    yield made
    made.close()


@pytest.fixture
def reader(sandbox: Sandbox) -> SourceReader:
    return SourceReader(sandbox.perform)


def check(name: str, found: Contents | ReadingError) -> None:
    if isinstance(found, ReadingError):
        assert found.reason is not Unreadable.UNKNOWN
        assert len(str(found)) < 1_000
        assert found.reason in TOLD.get(name, set(Unreadable))
        return
    assert name not in TOLD
    for article in found.articles:
        for shown in (article.headline, article.outlet, article.url or ""):
            assert shown.isprintable()
            assert len(shown) <= 2_000
        assert len(article.headline) <= 300


def test_there_are_enough() -> None:
    kinds = (hostile.FILES, hostile.PAGES, hostile.FEEDS, hostile.ROBOTS, CUTS)
    assert sum(map(len, kinds)) >= 200


@pytest.mark.parametrize("name", hostile.FILES)
def test_a_hostile_file(name: str, reader: SourceReader) -> None:
    file, make = hostile.FILES[name]
    found: Contents | ReadingError
    try:
        found = reader.file(make(), file)
    except ReadingError as error:
        found = error
    check(name, found)


@pytest.mark.parametrize("name", CUTS)
def test_a_file_that_is_cut_or_named_wrongly(name: str, reader: SourceReader) -> None:
    file, make = CUTS[name]
    try:
        check(name, reader.file(make(), file))
    except ReadingError as error:
        check(name, error)


@pytest.mark.parametrize("name", hostile.PAGES)
def test_a_hostile_page(name: str, reader: SourceReader) -> None:
    packing, make = hostile.PAGES[name]
    with pytest.raises(ReadingError) as caught:
        reader.page(make(), LINK, packing=packing)
    check(name, caught.value)


@pytest.mark.parametrize("name", hostile.FEEDS)
def test_a_hostile_feed(name: str, reader: SourceReader) -> None:
    try:
        title, _ = reader.feed(hostile.FEEDS[name](), LINK)
    except ReadingError as error:
        check(name, error)
    else:
        assert len(title) <= 300


@pytest.mark.parametrize("name", hostile.ROBOTS)
def test_a_hostile_robots_file(name: str, reader: SourceReader) -> None:
    assert reader.allows(hostile.ROBOTS[name](), LINK, "Qawl") in {True, False}
