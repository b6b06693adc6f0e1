"""The articles that a chat can ask about, and single sentences of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.office import Asker, Note, Office, Reply
from bot.render.article import PAGE, article_message, articles_message
from bot.render.message import Message, MessageBuilder


@dataclass(frozen=True, slots=True)
class Articles:
    """The list of articles, page by page."""

    office: Office

    def articles(self, asker: Asker, page: int = 0) -> Message:
        """Shows one page of all articles that the asker may see, newest first."""
        store = self.office.library.store
        total = store.count(asker.scope)
        page = max(0, min(page, (total - 1) // PAGE))
        shown = store.articles(asker.scope, offset=page * PAGE, limit=PAGE)
        return articles_message(asker.words, shown, total, page)

    def article(self, asker: Asker, article: str, page: int = 0, of: str = "articles") -> Reply:
        """Shows one article."""
        opened = self.office.open(asker, article)
        if opened is None:
            return Note(asker.words("context.gone"))
        return article_message(asker.words, *opened, page=page, of=of)

    def start(self, asker: Asker) -> Message:
        """Greets, and says what can be asked."""
        words = asker.words
        builder = MessageBuilder(words).say("start").line(2)
        count = self.office.library.store.count(asker.scope)
        if not count:
            return builder.say("start.empty").build()
        return builder.say("start.articles", count=words.counted("article", count)).build()
