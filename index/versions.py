"""Versions of one article: the same link, or the same headline, outlet and day, with another text.

The newest stays in its collection, where it is searched and cited. Older ones move into a
collection beside it, which no search sees: buttons and citations that point to them still
open, and the check of a quotation looks there last.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from typing import Final

import sqlalchemy as sa

from index.library import Library, Progress
from index.store import schema
from index.store.sql import SqlStore
from index.types import Added, Article

_OLDER: Final = "older:"
_MOST_WORDS: Final = 20_000

_CORRECTED: Final = re.compile(
    r"^\W*(?:تصحيح|تصويب|تحديث|محد[ّ]?ث|correct(?:ion|ed)|updated?|rectificatif|mise à jour)"
    r"(?:\s*\d{1,2})?\s*[-–—:|)\]]+\s*|\s*[(\[](?:محد[ّ]?ث|تحديث|تصحيح|updated|corrected)[^)\]]{0,20}[)\]]\s*$",
    re.IGNORECASE,
)
_CORRECTED_WITHIN: Final = dt.timedelta(days=7)


def older(collection: str) -> str:
    """Returns the collection that keeps the older versions of another one."""
    return f"{_OLDER}{collection}"


def with_older(scope: Iterable[str]) -> frozenset[str]:
    """Returns a scope that sees older versions too."""
    return frozenset(name for collection in scope for name in (collection, older(collection)))


def is_older(collections: Iterable[str]) -> bool:
    """Says whether only collections of older versions hold an article."""
    held = list(collections)
    return bool(held) and all(collection.startswith(_OLDER) for collection in held)


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Returns what changed, word by word: the older words and the newer ones, either may be empty.

    >>> changes("لن نرفع السعر", "سنرفع السعر غدا")
    [('لن نرفع', 'سنرفع'), ('', 'غدا')]
    """
    old, new = before.split()[:_MOST_WORDS], after.split()[:_MOST_WORDS]
    found = SequenceMatcher(None, old, new, autojunk=len(old) > 2_000).get_opcodes()
    return [
        (" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in found if kind != "equal"
    ]


def versions_of(
    store: SqlStore, article: Article, scope: Collection[str], *, corrections: bool = True
) -> list[Article]:
    """Returns other texts of the same link, or of the same headline, outlet and day.

    They come in the order in which they came into the scope.

    Args:
        corrections: Also what that outlet published within a week under the same headline, one
            of the two called a correction there.
    """
    table, held = schema.articles.c, schema.holdings.c
    same = []
    if article.url:
        same.append(table.url == article.url)
    if article.headline and article.outlet and article.date:
        same.append(
            sa.and_(
                table.headline == article.headline,
                table.outlet == article.outlet,
                table.date == article.date,
            )
        )
        if corrections:
            same.append(_corrected(article, article.date))
    if not same:
        return []
    query = (
        sa.select(table.id, table.headline, table.url, sa.func.max(held.since).label("since"))
        .join(schema.holdings, held.article_id == table.id)
        .where(sa.or_(*same), held.collection.in_(list(scope)))
        .where(table.id != article.id, table.text != article.text)
        .group_by(table.id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    found = [row for row in rows if _is_version(row.headline, row.url, article)]
    found.sort(key=lambda row: (row.since or 0.0, row.id))
    return [store.article(row.id, scope) for row in found]


def _corrected(article: Article, day: dt.date) -> sa.ColumnElement[bool]:
    """Returns what narrows down the articles that an article may correct, or be corrected by."""
    table = schema.articles.c
    return sa.and_(
        table.outlet == article.outlet,
        table.date.between(day - _CORRECTED_WITHIN, day + _CORRECTED_WITHIN),
        table.headline.contains(_bare_headline(article.headline), autoescape=True),
        table.headline != article.headline,
    )


def _is_version(headline: str, url: str | None, article: Article) -> bool:
    if (article.url and url == article.url) or headline == article.headline:
        return True
    return _bare_headline(headline) == _bare_headline(article.headline)


def _bare_headline(headline: str) -> str:
    """Returns a headline without the words that call it a correction.

    >>> _bare_headline("تصحيح: السد يفتح غدا"), _bare_headline("السد يفتح غدا (محدث)")
    ('السد يفتح غدا', 'السد يفتح غدا')
    """
    return _CORRECTED.sub("", headline).strip()


def replaced_at(store: SqlStore, article_id: str, collections: Iterable[str]) -> float | None:
    """Returns when an older version was replaced, in seconds since 1970; None where unknown.

    Args:
        collections: Of which those of older versions count.
    """
    kept = [name for name in collections if name.startswith(_OLDER)]
    held = schema.holdings.c
    query = sa.select(sa.func.max(held.since)).where(
        held.article_id == article_id, held.collection.in_(kept)
    )
    with store.reading() as connection:
        found: float | None = connection.scalar(query)
    return found


def add_versions(
    library: Library,
    articles: Collection[Article],
    collection: str,
    *,
    together: Collection[str] = (),
    progress: Progress | None = None,
    wait: bool = True,
) -> list[Added]:
    """Adds articles; what they replace moves beside the collection, whatever interrupts it.

    An older text that comes again stays the older one.

    Args:
        articles: What comes together, which is no version of one another.
        together: Ids of further articles that came with them.
        progress: As ``Library.add_many`` takes it, and ``wait`` too.
    """
    store, beside = library.store, older(collection)
    _settle(library, collection)
    wanted = [a for a in articles if beside not in store.collections_of(a.id)]
    here = {article.id for article in articles} | set(together)
    replaced: dict[str, Article] = {}
    for article in wanted:
        if collection not in store.collections_of(article.id):
            corrects = _bare_headline(article.headline) != article.headline
            found = versions_of(store, article, (collection,), corrections=corrects)
            replaced |= {old.id: old for old in found if old.id not in here}
    # In this order nothing is lost, and what was interrupted can be told from what was done.
    for old in replaced.values():
        library.add(old, beside)
    outcomes = library.add_many(wanted, collection, progress, wait=wait)
    for key in replaced:
        library.remove(key, collection)
    return outcomes


def _settle(library: Library, collection: str) -> None:
    """Ends what was interrupted: articles held as current and as older versions too."""
    held, beside = schema.holdings.alias(), older(collection)
    other = schema.holdings.alias()
    query = sa.select(held.c.article_id).where(
        held.c.collection == collection,
        other.c.collection == beside,
        held.c.article_id == other.c.article_id,
    )
    with library.store.reading() as connection:
        both = list(connection.scalars(query))
    for key in both:
        article = library.store.article(key, (collection,))
        newer = {a.id for a in versions_of(library.store, article, (collection,))} - set(both)
        library.remove(key, collection if newer else beside)
