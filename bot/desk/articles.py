"""The articles that a chat can ask about: their lists, a single one, and the greeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Note, Office, Reply
from bot.desk.sayings import Sayings
from bot.render.answer import shortened
from bot.render.article import PAGE, article_message, articles_message, newest_button
from bot.render.message import Message, MessageBuilder, starts_rtl
from bot.render.said import name_of
from bot.state.watches import Watches
from index.reading.plain import one_line
from index.types import PUBLIC, Article, SpeakerKind
from index.versions import changes, versions_of

EXAMPLES: Final = 3
"""People whom the greeting offers to ask about."""

_CHANGES: Final = 5
"""Differences between two versions that are shown."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Shows lists of articles, and single ones."""

    office: Office
    sayings: Sayings

    def articles(self, asker: Asker, page: int = 0, *, latest: bool = False) -> Message:
        """Shows one page of all articles that the asker may see, newest first."""
        return self._page(asker, asker.scope, page, "articles", latest=latest)

    def sources(self, asker: Asker, page: int = 0) -> Message:
        """Shows one page of what the chat added."""
        own = frozenset({asker.collection})
        if not self.office.library.store.count(own):
            return asker.message("sources.none")
        return self._page(asker, own, page, "sources")

    def _page(
        self, asker: Asker, scope: frozenset[str], page: int, name: str, *, latest: bool = False
    ) -> Message:
        store = self.office.library.store
        total = store.count(scope)
        page = max(0, min(page, (total - 1) // PAGE))
        shown = store.articles(scope, offset=page * PAGE, limit=PAGE)
        return articles_message(asker.words, shown, total, page, name, latest=latest)

    def article(self, asker: Asker, article: str, page: int = 0, of: str = "articles") -> Reply:
        """Shows one article, with what this asker may do with it."""
        opened = self.office.open(asker, article)
        if opened is None:
            return Note(asker.words("context.gone"))
        held = self.office.library.store.collections_of(article)
        words = asker.words
        may = ["remove"] if asker.collection in held else []
        if asker.owner:
            may.append("unpublish" if PUBLIC in held else "publish")
        rows = [[Button(words(f"button.{name}"), action(name, article=article))] for name in may]
        told = self._versions(asker, opened[0])
        newest = self.office.newest(asker, opened[0])
        if newest is not None:
            rows.append([newest_button(words, newest)])
            told = words("version.older") + "\n" + _changes_shown(opened[0], newest)
        since = Watches(self.office.state).gone(asker.chat_id).get(article)
        if since is not None:
            day = words.short_date(self.office.day_at(since))
            told = "\n".join(filter(None, (words("article.gone", date=day), told)))
        message = article_message(words, *opened, page=page, of=of, extra=rows)
        return message.followed_by(told) if told else message

    def _versions(self, asker: Asker, article: Article) -> str:
        """Returns that an article has older versions, and what changed; empty where it has none."""
        found = versions_of(self.office.library.store, article, asker.outdated)
        if not found:
            return ""
        lines = [asker.words("version.has", n=len(found))]
        day = self.office.replaced_on(asker, found[-1].id)
        if day is not None:
            lines.append(asker.words("version.noticed", date=asker.words.short_date(day)))
        return "\n".join((*lines, _changes_shown(found[-1], article)))

    def start(self, asker: Asker) -> Message:
        """Greets, and says what can be asked."""
        words = asker.words
        builder = MessageBuilder(words).say("start").line(2)
        count = self.office.library.store.count(asker.scope)
        if not count:
            return builder.say("start.empty").build()
        builder.say("start.articles", count=words.counted("article", count))
        rows = self.samples(asker)
        if rows:
            builder.line(2).say("start.examples")
        return builder.build(rows)

    def samples(self, asker: Asker) -> list[list[Button]]:
        """Returns questions that these articles answer: about the people who speak most.

        Names in the frame's own letters come first.
        """
        people = [
            speaker.person
            for speaker in self.sayings.door.speakers(asker.scope)
            # A small letter begins a description (l'autrice), which nobody would ask about.
            if speaker.person.kind is SpeakerKind.PERSON and not speaker.person.name[0].islower()
        ]
        words = asker.words
        # Whoever reads this frame reads names in its letters first.
        people.sort(key=lambda person: starts_rtl(name_of(words, person)) != words.rtl)
        rows = []
        for person in people[:EXAMPLES]:
            label = words("sample.said", name=shortened(name_of(words, person)))
            rows.append([Button(label, action("said", name=person.name))])
        return rows


def _changes_shown(before: Article, now: Article) -> str:
    """Returns the first differences between two versions, word by word."""
    found = changes(before.text, now.text)[:_CHANGES]
    marked = [(mark, text) for pair in found for mark, text in zip("-+", pair, strict=True)]
    return "\n".join(f"{mark} {one_line(text)}" for mark, text in marked if text)
