"""The last check before a message is sent: quoted words equal the article's, or nothing is sent."""

from __future__ import annotations

from collections.abc import Collection

from bot.render.message import Message
from index.errors import NotFoundError, VerbatimError
from index.store.sql import SqlStore
from index.types import Article


def check_verbatim(message: Message, store: SqlStore, scope: Collection[str]) -> None:
    """Compares every quoted stretch of a message with the stored article.

    Raises:
        VerbatimError: One differs, or its article is not to be seen in this scope.
    """
    articles: dict[str, Article] = {}
    for piece in message.quoted:
        try:
            if piece.article_id not in articles:
                articles[piece.article_id] = store.article(piece.article_id, scope)
        except NotFoundError as error:
            raise VerbatimError(
                f"article {piece.article_id} is quoted but not to be seen here any more"
            ) from error
        shown = message.text[piece.offset : piece.offset + len(piece.span)]
        if shown != piece.span.of(articles[piece.article_id].text):
            raise VerbatimError(
                f"the words at {piece.span.start} of article {piece.article_id} differ from"
                " the stored ones; run `qawl index check`"
            )
