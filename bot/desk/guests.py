"""Texts that a chat asks about without adding them: seen by it alone, forgotten in an hour."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from bot.actions import BESIDE, Action, Button, Rows, Share, action
from bot.desk.office import Asker, Note, Office, Reply, guest_collection
from bot.desk.sources import Sources
from bot.render.message import Message, MessageBuilder, bold
from bot.state.contexts import Contexts, Guest, GuestBook
from index.errors import NotFoundError
from index.reading.contents import article_from_data

DRAFTS_STAY: Final = 24 * 3_600.0
"""Seconds for which a text that was neither added nor asked about can still be."""

_HERE: Final = "guest"
"""Argument of an action that stands under an answer from a guest."""

_OF_AN_ARTICLE: Final = frozenset({"again", "more", "context", "chain", "cite", "card", "versions"})
"""Actions that name their articles, of which the guest is one."""

_OF_ALL: Final = frozenset({"said", "said_page", "csv", "report"})
"""Actions that search, and under an answer from a guest search the guest alone."""


@dataclass(frozen=True, slots=True)
class Guests:
    """Lets a chat ask about one text at a time that is in no list and that no other chat sees."""

    office: Office
    book: GuestBook
    sources: Sources
    contexts: Contexts

    def ask(self, asker: Asker, draft: str) -> Reply:
        """Lets the chat's next questions be about a draft alone."""
        body = self.sources.additions.draft(asker.chat_id, draft)
        if body is None:
            return Note(asker.words("stale"))
        article, library = article_from_data(body), self.office.library
        with library.store.lock("guests"):
            before = self.book.read(asker.chat_id)
            if before is not None and before.article_id != article.id:
                self._forget(before)
            # Written first: what is in the library and in no book would stay there.
            self.book.write(asker.chat_id, article.id, draft)
            library.add(article, guest_collection(asker.chat_id))
        self.contexts.forget(asker.chat_id)
        shown = bold(article.headline or asker.words("answer.untitled"))
        opened = MessageBuilder(asker.words).say("guest.open", headline=shown)
        return opened.build(_buttons(asker, draft))

    def close(self, asker: Asker) -> Reply:
        """Lets the chat's questions be about all articles again."""
        self.book.close(asker.chat_id)
        self.contexts.forget(asker.chat_id)
        return asker.message("guest.closed")

    def add(self, asker: Asker, draft: str) -> Reply:
        """Adds a draft to the chat's own articles; it is a guest no more."""
        self.leave(asker.chat_id, draft)
        return self.sources.keep_draft(asker, draft)

    def drop(self, asker: Asker, draft: str) -> Reply:
        """Forgets a draft, whether it was asked about or not."""
        self.leave(asker.chat_id, draft)
        return self.sources.drop_draft(asker, draft)

    def leave(self, chat_id: int, draft: str | None = None) -> None:
        """Forgets the guest of a chat, if there is one.

        Args:
            draft: Only if it came from this draft.
        """
        with self.office.library.store.lock("guests"):
            guest = self.book.read(chat_id)
            if guest is not None and draft in (None, guest.draft):
                self._forget(guest)

    def fade(self) -> None:
        """Forgets the guests whose hour is over, and drafts that were not used."""
        additions, state = self.sources.additions, self.office.state
        if self.book.overdue():
            with self.office.library.store.lock("guests"):
                for guest in self.book.overdue():
                    self._forget(guest)
                    additions.drop_draft(guest.chat_id, guest.draft)
        for chat_id, draft in additions.old_drafts(state.clock() - DRAFTS_STAY):
            additions.drop_draft(chat_id, draft)

    def meant(self, asker: Asker) -> Guest | None:
        """Returns the guest that a question of this asker is about, and lets it stay longer."""
        guest = self.book.read(asker.chat_id)
        if guest is None or not guest.open:
            return None
        self.book.use(asker.chat_id)
        return guest

    def answer(self, guest: Guest, asker: Asker, message: Message) -> Message:
        """Returns an answer from the guest, saying that it is from there alone."""
        rows = (*about_guest(message).buttons, *_buttons(asker, guest.draft, beside=True))
        return replace(message.followed_by(asker.words("guest.note")), buttons=rows)

    def _forget(self, guest: Guest) -> None:
        with suppress(NotFoundError):
            self.office.library.remove(guest.article_id, guest_collection(guest.chat_id))
        self.book.erase(guest)


def _buttons(
    asker: Asker, draft: str, *, beside: bool | None = None
) -> tuple[tuple[Button, ...], ...]:
    """Returns what ends a guest's stay: to be added, or to be asked no more."""
    words = asker.words
    add = action("keep_draft", draft=draft, **{BESIDE: beside})
    close = action("guest_close", **{BESIDE: beside})
    return (Button(words("button.add"), add),), (Button(words("button.guest_close"), close),)


def with_guest(asker: Asker, wanted: Action) -> tuple[Asker, Action] | None:
    """Returns asker and action of a button under an answer from a guest, None for others."""
    args = dict(wanted.args)
    if not args.pop(_HERE, False):
        return None
    seeing = asker.about_guest() if wanted.name in _OF_ALL else asker.with_guest()
    return seeing, action(wanted.name, **args)


def about_guest(message: Message) -> Message:
    """Marks the buttons of a message as standing under an answer from a guest.

    What would carry a sentence of it into other chats is left out.
    """

    def kept(rows: Rows) -> tuple[tuple[Button, ...], ...]:
        stay = ([b for b in row if not isinstance(b.target, Share)] for row in rows)
        return tuple(tuple(map(_marked, row)) for row in stay if row)

    return replace(message, buttons=kept(message.buttons), more=kept(message.more))


def _marked(button: Button) -> Button:
    target = button.target
    if not isinstance(target, Action) or target.name not in _OF_AN_ARTICLE | _OF_ALL:
        return button
    return replace(button, target=action(target.name, **dict(target.args), **{_HERE: True}))
