"""The articles that a chat can ask about, and single sentences of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.answer import shortened
from bot.render.article import PAGE, articles_message
from bot.render.message import Message, MessageBuilder, starts_rtl
from bot.render.said import name_of
from index.types import SpeakerKind

EXAMPLES: Final = 3
"""People whom the greeting offers to ask about."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The list of articles, page by page."""

    office: Office
    sayings: Sayings

    def articles(self, asker: Asker, page: int = 0, *, latest: bool = False) -> Message:
        """Shows one page of all articles that the asker may see, newest first."""
        store = self.office.library.store
        total = store.count(asker.scope)
        page = max(0, min(page, (total - 1) // PAGE))
        shown = store.articles(asker.scope, offset=page * PAGE, limit=PAGE)
        return articles_message(asker.words, shown, total, page, latest=latest)

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
        words, label = asker.words, asker.words("sample.said")
        # Whoever reads this frame reads names in its letters first.
        people.sort(key=lambda person: starts_rtl(name_of(words, person)) != words.rtl)
        return [
            [
                Button(
                    label.replace("{name}", shortened(name_of(words, person))),
                    action("said", name=person.name),
                )
            ]
            for person in people[:EXAMPLES]
        ]
