"""The asker, the parts that an answer needs, and the kinds of reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from zoneinfo import ZoneInfo

from bot.figures import Figures
from bot.render.citation import Cited
from bot.render.message import Message, MessageBuilder, Styled
from bot.settings import Settings
from bot.state import State
from bot.texts import Words, words_of
from index.errors import NotFoundError
from index.library import Library
from index.reading.tasks import SourceReader
from index.reading.web import Fetcher
from index.types import PUBLIC, Analysis, Article, Saying, Sentence, Span
from index.versions import is_older, replaced_at, versions_of, with_older
from retrieval.answerer import Answerer
from retrieval.tell.citation import cite


def own_collection(chat_id: int) -> str:
    """Returns the name of the collection that one chat alone sees."""
    return f"chat:{chat_id}"


def guest_collection(chat_id: int) -> str:
    """Returns the name of the collection that holds what a chat asks about without adding it."""
    return f"guest:{chat_id}"


@dataclass(frozen=True, slots=True)
class Asker:
    """The chat that asks, and how it wants to be answered.

    Attributes:
        chat_id: A group's id in a group, the person's elsewhere, 0 in a terminal.
        person: Who of the chat asks, None where that is not known.
        thread: The topic of a forum that it is asked in.
        leans: The message of the bot that is answered, which a follow-up leans on.
    """

    chat_id: int
    words: Words
    scope: frozenset[str]
    style: str = "plain"
    owner: bool = False
    person: int | None = None
    thread: int | None = None
    leans: int | None = None

    @property
    def talk(self) -> str:
        """The name of the conversation: of one person, in one topic of the chat."""
        return f"{self.person or ''}:{self.thread or ''}"

    @property
    def in_group(self) -> bool:
        # Telegram counts groups downwards from zero, people upwards.
        return self.chat_id < 0

    @property
    def collection(self) -> str:
        return own_collection(self.chat_id)

    @property
    def sight(self) -> frozenset[str]:
        """The collections whose words may be sent to this chat.

        What it asks about without adding it is among them, though no search of ``scope``
        finds it.
        """
        return with_older(self.scope) | {guest_collection(self.chat_id)}

    @property
    def archive(self) -> frozenset[str]:
        """The collections that it may open: older versions of articles too."""
        return with_older(self.scope)

    @property
    def outdated(self) -> frozenset[str]:
        """The collections of older versions alone."""
        return self.archive - self.scope

    def with_guest(self) -> Asker:
        """Returns the same asker, who also sees the text that the chat asks about."""
        return replace(self, scope=self.scope | {guest_collection(self.chat_id)})

    def about_guest(self) -> Asker:
        """Returns the same asker, who sees nothing but the text that the chat asks about."""
        return replace(self, scope=frozenset({guest_collection(self.chat_id)}))

    def speaking(self, language: str) -> Asker:
        """Returns the same asker, answered in another language."""
        return replace(self, words=words_of(language))

    def message(self, key: str, **parts: str | int | Styled) -> Message:
        """Returns a sentence of the interface, its places filled, as a message of its own."""
        return MessageBuilder(self.words).say(key, **parts).build()


def asker_of(
    chat_id: int,
    language: str,
    *,
    style: str = "plain",
    owner: bool = False,
    person: int | None = None,
    thread: int | None = None,
) -> Asker:
    """Returns an asker who sees the public collection and the chat's own."""
    scope = frozenset({PUBLIC, own_collection(chat_id)})
    return Asker(chat_id, words_of(language), scope, style, owner, person, thread)


@dataclass(frozen=True, slots=True)
class Note:
    """A few words that need no message of their own: a toast in Telegram."""

    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file, with a message that goes with it.

    Attributes:
        kind: How chats show it; a sticker is shown bare, without its message.
    """

    name: str
    data: bytes
    caption: Message
    kind: Literal["document", "photo", "sticker"] = "document"


Reply = Message | Note | Document


@dataclass(slots=True)
class Office:
    """What the desk works with.

    Attributes:
        username: The bot's name in Telegram, empty where it runs without.
    """

    library: Library
    answerer: Answerer
    state: State
    settings: Settings
    username: str = ""
    figures: Figures = field(default_factory=Figures)
    fetcher: Fetcher = field(default_factory=Fetcher)

    @property
    def reader(self) -> SourceReader:
        """What reads files and texts, as what links lead to is read."""
        return self.fetcher.reader

    def deep_link(self, asker: Asker, article_id: str, span: Span) -> str | None:
        """Returns the link that opens a sentence in this bot.

        None where there is no bot, or where the article will not stay.
        """
        if not self.username or guest_collection(asker.chat_id) in asker.scope:
            return None
        return f"https://t.me/{self.username}?start=s-{article_id}-{span.start}-{span.end}"

    def today(self) -> dt.date:
        return self.day_at(self.state.clock())

    def open(self, asker: Asker, article_id: str) -> tuple[Article, Analysis] | None:
        """Returns an article as far as the asker may see it, None where it is not to be seen."""
        try:
            store = self.library.store
            return store.article(article_id, asker.archive), store.analysis(
                article_id, asker.archive
            )
        except NotFoundError:
            return None

    def newest(self, asker: Asker, article: Article) -> Article | None:
        """Returns what replaced an article, None where it is no older version to this asker."""
        held = self.library.store.collections_of(article.id) & asker.archive
        found = versions_of(self.library.store, article, asker.scope) if is_older(held) else []
        return found[-1] if found else None

    def replaced_on(self, asker: Asker, older: str) -> dt.date | None:
        """Returns the day on which an older version was replaced, None where that is unknown."""
        moment = replaced_at(self.library.store, older, asker.outdated)
        return self.day_at(moment) if moment else None

    def day_at(self, moment: float) -> dt.date:
        """Returns the day of a moment in the bot's own time zone."""
        return dt.datetime.fromtimestamp(moment, ZoneInfo(self.settings.timezone)).date()

    def honest(self, asker: Asker, message: Message, *, found: bool) -> Message:
        """Returns a message, with a word about it while the index lacks something.

        Args:
            found: Whether it shows anything; where it does not, that is no true no.
        """
        if not self.library.incomplete:
            return message
        if not found:
            return asker.message("none.incomplete")
        return message.followed_by(asker.words("index.incomplete"))

    def cited(
        self,
        asker: Asker,
        article_id: str,
        span: Span,
        *,
        number: int | None = None,
        highlight: Span | None = None,
        saying: str | None = None,
        also: Sequence[tuple[str, int]] = (),
    ) -> Cited | None:
        """Reads a sentence again from the store, None where it is not to be seen any more."""
        opened = self.open(asker, article_id)
        if opened is None or span.end > len(opened[0].text):
            return None
        article, analysis = opened
        sentence = sentence_at(analysis, span)
        if sentence is None:
            return None
        if number is None:
            number = self.state.number_of(asker.chat_id, article_id, span)
        others = []
        for other_id, position in also:
            other = self.open(asker, other_id)
            wanted = [s for s in other[1].sentences if s.number == position] if other else []
            if other and wanted:
                others.append(cite(other[0], wanted[0]))
        return Cited(
            number,
            span.of(article.text),
            span,
            cite(article, sentence),
            highlight,
            find_saying(analysis, saying) if saying else saying_at(analysis, span),
            tuple(others),
        )


def sentence_at(analysis: Analysis, span: Span) -> Sentence | None:
    """Returns the sentence that holds the start of a span."""
    for sentence in analysis.sentences:
        if sentence.span.start <= span.start < sentence.span.end:
            return sentence
    return None


def find_saying(analysis: Analysis, saying_id: str) -> Saying | None:
    return next((s for s in analysis.sayings if s.id == saying_id), None)


def saying_at(analysis: Analysis, span: Span) -> Saying | None:
    """Returns the longest saying that a span holds or lies in."""
    inside = [s for s in analysis.sayings if s.quote.outer.overlaps(span)]
    return max(inside, key=lambda s: len(s.quote.outer), default=None)
