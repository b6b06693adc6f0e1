"""Messages about sources: what was added, what may be added, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.actions import BESIDE, Button, action
from bot.render.article import put_article
from bot.render.message import Message, MessageBuilder
from bot.texts import Words
from index.errors import ReadingError
from index.reading.contents import Note
from index.types import Article

_LONGEST_NAME: Final = 120
"""Letters of a name that are shown; senders choose it."""

_LISTED: Final = 10
"""Articles named one by one; of more, only the number is told."""


def added_message(
    words: Words,
    added: Sequence[Article],
    known: Sequence[Article],
    failed: Mapping[str, ReadingError],
    *,
    batch: str | None,
    read: Sequence[Note] = (),
    notes: Sequence[str] = (),
) -> Message:
    """Returns what became of articles that somebody wanted to add.

    Args:
        known: Those that the chat could ask about already.
        failed: What could not be read, and why.
        batch: What ``undo`` takes back, None where nothing was added.
        read: What is to be told about how the sources were read.
        notes: Further lines, such as a limit that is near.
    """
    builder = MessageBuilder(words)
    if added:
        builder.say("added.title", count=words.counted("article", len(added)))
        _put_list(builder, added)
    if known:
        if not builder.empty:
            builder.line(2)
        builder.say("added.known", count=words.counted("article", len(known)))
        _put_list(builder, known)
    _put_failed(builder, failed)
    if len(failed) > _LISTED:
        builder.line(2).say("added.more", n=len(failed) - _LISTED)
    if added:
        put_notes(builder, read)
    if len(added) == 1:
        builder.line(2).say("added.correct")
    for note in notes:
        builder.line(2).text(note)
    undo = Button(words("button.undo"), action("undo_batch", batch=batch))
    return builder.build([[undo]] if batch is not None and added else [])


def unread_message(words: Words, failed: Mapping[str, ReadingError]) -> Message:
    """Returns what could not be read, and why."""
    return _put_failed(MessageBuilder(words), failed).build()


def _put_failed(builder: MessageBuilder, failed: Mapping[str, ReadingError]) -> MessageBuilder:
    for name, error in list(failed.items())[:_LISTED]:
        put_unreadable(builder if builder.empty else builder.line(2), name, error)
    return builder


def put_unreadable(builder: MessageBuilder, name: str, error: ReadingError) -> None:
    """Adds what cannot be read, why not, and what to do about it."""
    builder.say("added.failed", name=shown_name(name)).line()
    builder.say(f"unreadable.{error.reason}", **error.parts)


def shown_name(name: str) -> str:
    """Returns the name of a file, a link or a part of an archive, its middle cut where it is long.

    >>> shown_name("a.txt"), len(shown_name("a" * 5_000 + ".txt"))
    ('a.txt', 121)
    """
    half = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def put_notes(builder: MessageBuilder, notes: Sequence[Note]) -> None:
    """Adds how a source was read: what was left out, and what could not be read."""
    for number, note in enumerate(notes):
        builder.line(1 if number else 2).say(f"read.{note.kind}", n=note.count)


def _put_list(builder: MessageBuilder, articles: Sequence[Article]) -> None:
    for article in articles[:_LISTED]:
        builder.line(2)
        put_article(builder, article)
        if article.url and len(articles) == 1:
            builder.line().say("added.url", url=article.url)
    if len(articles) > _LISTED:
        builder.line(2).say("added.more", n=len(articles) - _LISTED)


def draft_message(
    words: Words, article: Article, draft: str, *, typed: bool, read: Sequence[Note] = ()
) -> Message:
    """Returns what was recognised in a text, and asks what to do with it."""
    builder = MessageBuilder(words).say("draft.title.typed" if typed else "draft.title").line(2)
    put_article(builder, article)
    put_notes(builder, read)
    builder.line(2).say("draft.ask")
    drop = Button(words("button.drop"), action("drop_draft", draft=draft))
    return builder.build([*draft_buttons(words, draft), [drop]])


def draft_buttons(words: Words, draft: str, *, beside: bool | None = None) -> list[list[Button]]:
    """Returns what can be done with a text that was sent: ask about it, add it.

    Args:
        beside: They stand under a message that says more, and must not take its place.
    """
    ask = action("ask_draft", draft=draft, **{BESIDE: beside})
    add = action("keep_draft", draft=draft, **{BESIDE: beside})
    return [[Button(words("button.ask_about"), ask)], [Button(words("button.add"), add)]]
