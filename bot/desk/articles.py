"""The articles that a chat can ask about, and single sentences of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.office import Asker, Office
from bot.render.article import PAGE, articles_message
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

    def start(self, asker: Asker) -> Message:
        """Greets, and says what can be asked."""
        words = asker.words
        builder = MessageBuilder(words).say("start").line(2)
        count = self.office.library.store.count(asker.scope)
        if not count:
            return builder.say("start.empty").build()
        return builder.say("start.articles", count=words.counted("article", count)).build()
