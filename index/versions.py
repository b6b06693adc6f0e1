"""Versions of one article: the same link, or the same headline, outlet and day, with another text.

The newest stays in its collection, where it is searched and cited. Older ones move into a
collection beside it, which no search sees: buttons and citations that point to them still
open, and the check of a quotation looks there last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from typing import Final

import sqlalchemy as sa

from index.library import Library
from index.store import schema
from index.store.sql import SqlStore
from index.types import Article

_OLDER: Final = "older:"
_MOST_WORDS: Final = 20_000


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


def versions_of(store: SqlStore, article: Article, scope: Collection[str]) -> list[Article]:
    """Returns other texts of the same link, or of the same headline, outlet and day."""
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
    if not same:
        return []
    visible = sa.select(held.article_id).where(held.collection.in_(list(scope)))
    query = sa.select(table.id).where(
        sa.or_(*same), table.id.in_(visible), table.id != article.id, table.text != article.text
    )
    with store.reading() as connection:
        ids = sorted(connection.scalars(query))
    return [store.article(article_id, scope) for article_id in ids]


def supersede(library: Library, added: Collection[Article], collection: str) -> None:
    """Moves what newer articles replace beside the collection.

    Args:
        added: What came together, and is in the collection already: no version of one another.
    """
    together = {article.id for article in added}
    for article in added:
        for old in versions_of(library.store, article, (collection,)):
            if old.id not in together:
                library.add(old, older(collection))
                library.remove(old.id, collection)
