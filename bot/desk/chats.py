"""What belongs to a chat: its settings, its data, its collection."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.actions import Action, Button, action
from bot.desk.adding import megabytes
from bot.desk.guests import Guests
from bot.desk.office import Asker, Document, Note, Office, Reply, guest_collection, own_collection
from bot.render.citation import STYLES
from bot.render.message import Message, MessageBuilder
from bot.state.state import CONVERSATION, KEEP_DAYS
from bot.texts import LANGUAGES, words_of
from index.reading.contents import article_as_data
from index.types import PUBLIC
from index.versions import older

QUIET = (None, (22, 7), (20, 8))
"""Quiet hours that can be chosen: none, and two usual nights."""


@dataclass(frozen=True, slots=True)
class Chats:
    """Shows and changes what belongs to a chat."""

    office: Office
    guests: Guests

    def settings(self, asker: Asker) -> Message:
        """Shows what the chat chose, each with a button that changes it."""
        words, limits, state = asker.words, self.office.settings, self.office.state
        chosen = state.settings(asker.chat_id)
        shown = {
            "language": words("language.name"),
            "style": words(f"cite.{chosen.citation_style}"),
            "quiet": _hours(asker, chosen.quiet),
            "changes": words("settings.yes" if chosen.changes else "settings.no"),
        }
        builder = MessageBuilder(words).say("settings.title").line()
        for name, value in shown.items():
            builder.line().say(f"settings.{name}", value=value)
        builder.line(2).say(
            "settings.used",
            asked=state.questions_asked(asker.chat_id, self.office.today().isoformat()),
            questions=limits.questions_per_day,
            held=self.office.library.store.count(frozenset({asker.collection})),
            articles=limits.articles_per_chat,
            size=megabytes(self.guests.sources.additions.size(asker.chat_id)),
            bytes=megabytes(limits.bytes_per_chat),
        )
        styles = [
            _choice(words(f"cite.{s}"), s == chosen.citation_style, action("style", style=s))
            for s in STYLES
        ]
        quiet = [
            _choice(
                _hours(asker, hours) if hours else words("quiet.off"),
                hours == chosen.quiet,
                action("quiet", start=hours and hours[0], end=hours and hours[1]),
            )
            for hours in QUIET
        ]
        other = action("changes", on=not chosen.changes)
        told = [_choice(words("button.changes"), chosen.changes, other)]
        return builder.build([_languages(asker), styles, quiet, told])

    def lang(self, asker: Asker, language: str) -> Reply:
        """Chooses the interface's language."""
        language = language.strip().lower()
        if language not in LANGUAGES:
            return MessageBuilder(asker.words).say("lang.ask").build([_languages(asker)])
        return self._choose(asker.speaking(language), language=language)

    def style(self, asker: Asker, style: str) -> Reply:
        """Chooses how citations are written."""
        return (
            self._choose(asker, citation_style=style) if style in STYLES else self.settings(asker)
        )

    def quiet(self, asker: Asker, start: int | None = None, end: int | None = None) -> Reply:
        """Chooses the hours without alerts."""
        hours = None if start is None or end is None else (start % 24, end % 24)
        return self._choose(asker, quiet=hours)

    def changes(self, asker: Asker, on: bool) -> Reply:
        """Chooses whether the chat is told of quotations that were changed."""
        return self._choose(asker, changes=on)

    def _choose(self, asker: Asker, **chosen: Any) -> Message:
        state = self.office.state
        state.save_settings(asker.chat_id, replace(state.settings(asker.chat_id), **chosen))
        return self.settings(asker)

    def privacy(self, asker: Asker) -> Message:
        """Tells what is kept about a chat, how long, and how to be rid of it."""
        hours = asker.words.counted("hour", round(CONVERSATION / 3_600))
        return asker.message("privacy", hours=hours, days=asker.words.counted("day", KEEP_DAYS))

    def forget(self, asker: Asker) -> Message:
        """Asks whether all that belongs to the chat is to be deleted."""
        words = asker.words
        count = self.office.library.store.count(frozenset({asker.collection}))
        builder = MessageBuilder(words).say("forget.ask", count=words.counted("article", count))
        yes = Button(words("button.yes_forget"), action("forget_all"))
        return builder.build([[yes, Button(words("button.no"), action("forget_not"))]])

    def forget_not(self, asker: Asker) -> Reply:
        return asker.message("forget.kept")

    def forget_all(self, asker: Asker) -> Reply:
        """Deletes what the chat added and all that is kept about it."""
        library, own = self.office.library, asker.collection
        for collection in (own, older(own)):
            # By their ids, for a damaged article is among them too.
            for article_id in library.store.article_ids(frozenset({collection})):
                library.remove(article_id, collection)
        self.guests.leave(asker.chat_id)
        self.office.state.forget(asker.chat_id)
        library.upkeep.purge_soon()
        return asker.message("forget.done")

    def export(self, asker: Asker) -> Reply:
        """Gives all that the chat added and all that is kept about it."""
        own = frozenset({asker.collection, older(asker.collection)})
        articles = self.office.library.store.articles(own)
        kept = self.office.state.export(asker.chat_id)
        body: dict[str, Any] = {
            "chat": asker.chat_id,
            "described": {name: asker.words(f"kept.{name}") for name in kept},
            "kept": kept,
            "articles": [{"id": a.id, **article_as_data(a)} for a in articles],
        }
        data = json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
        count = asker.words.counted("article", len(articles))
        return Document("qawl-export.json", data, asker.message("export.caption", count=count))

    def usage(self, asker: Asker) -> Reply:
        """Shows figures of use; for owners."""
        if not asker.owner:
            return Note(asker.words("owner.only"))
        figures, votes = self.office.state.usage(), self.office.state.votes()
        public = self.office.library.store.count(frozenset({PUBLIC}))
        up = sum(vote["vote"] == "up" for vote in votes)
        builder = MessageBuilder(asker.words).say("usage.chats", n=figures["chats"])
        builder.line().say("usage.questions", n=figures["questions"], lost=figures["unanswered"])
        builder.line().say("usage.public", count=asker.words.counted("article", public))
        return builder.line().say("usage.votes", up=up, down=len(votes) - up).build()

    def move(self, old: int, new: int) -> None:
        """Moves all that a chat has to its new number; doing it twice loses nothing."""
        library = self.office.library
        before, after = own_collection(old), own_collection(new)
        library.move(before, after)
        library.move(older(before), older(after))
        library.move(guest_collection(old), guest_collection(new))
        self.office.state.move(old, new)


def _choice(label: str, chosen: bool, wanted: Action) -> Button:
    """Returns a button that shows whether it is what was chosen."""
    return Button(f"✓ {label}" if chosen else label, wanted)


def _languages(asker: Asker) -> list[Button]:
    return [
        _choice(
            words_of(code)("language.name"),
            code == asker.words.language,
            action("lang", language=code),
        )
        for code in LANGUAGES
    ]


def _hours(asker: Asker, quiet: tuple[int, int] | None) -> str:
    if quiet is None:
        return asker.words("quiet.never")
    return f"{quiet[0]:02d}:00-{quiet[1]:02d}:00"
