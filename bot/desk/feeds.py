"""Sites that a chat follows: what they publish becomes the chat's own, in the background."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.actions import Button, action
from bot.desk.office import Asker, Note, Office, Reply, own_collection
from bot.desk.watching import Watched, stop_button, watched_message
from bot.render.message import Message, MessageBuilder, bold, link
from bot.render.source import put_unreadable
from bot.state.additions import Additions, size_of
from bot.state.watches import FROM_FEED, Follow, Watches
from index.errors import ReadingError, Unreadable
from index.reading.feeds import (
    LONGEST_INTERVAL,
    MOST_UNREAD,
    FeedEntry,
    FeedState,
    Revisit,
    Unread,
    poll,
)
from index.reading.web import FetchError, Read, read_link_again
from index.types import Article
from index.versions import add_versions, older, versions_of

log = logging.getLogger(__name__)

MOST: Final = 30
"""Feeds of one chat."""

AT_ONCE: Final = 10
"""Articles read from one feed in one round; of more, the newest."""

_WHOLE: Final = 0.5
"""Share of the known text's length below which a page is a notice in its place, no version."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """Keeps which sites chats follow, and reads what they publish."""

    office: Office
    watches: Watches
    additions: Additions

    def follow(self, asker: Asker, url: str) -> Reply:
        """Follows a feed: read once, so that a wrong address is told at once."""
        address = url.strip()
        if not address:
            return self.show(asker)
        builder = MessageBuilder(asker.words)
        if len(self.watches.follows(asker.chat_id)) >= MOST:
            return builder.say("follow.limit", limit=MOST).build()
        looked = self._looked(asker, address)
        if isinstance(looked, Message):
            return looked
        entries, found = looked
        # Kept as not seen: the first round of the background reads what is there.
        kept = FeedState(address, title=found.title)
        if not self.watches.watches(asker.chat_id):
            # Nothing is told later of what was changed before.
            for key in self.office.library.store.article_ids(asker.outdated):
                self.watches.claim(asker.chat_id, key)
        new = self.watches.follow(asker.chat_id, kept, asker.person)
        key = "follow.added" if new else "follow.known"
        shown = bold(found.title or address)
        builder.say(key, title=shown, n=min(len(entries), AT_ONCE))
        held = next(f for f in self.watches.follows(asker.chat_id) if f.feed.url == address)
        return builder.build([[stop_button(asker, "follow", _watched(held))]])

    def test(self, asker: Asker, url: str) -> Reply:
        """Shows what a feed announces, without following it."""
        address = url.strip()
        looked = self._looked(asker, address)
        if isinstance(looked, Message):
            return looked
        entries, found = looked
        words = asker.words
        builder = MessageBuilder(words).say("test.title", title=bold(found.title or address))
        for entry in entries[-AT_ONCE:][::-1]:
            shown = link(entry.title or entry.url, entry.url)
            builder.line().text("• ").part(shown).text(words("comma"))
            builder.text(words.short_date(entry.date))
        if not entries:
            builder.line().say("test.empty")
        return builder.build([[Button(words("button.follow"), action("follow", url=address))]])

    def _looked(self, asker: Asker, address: str) -> Message | tuple[list[FeedEntry], FeedState]:
        """Reads a feed once; returns what is wrong with it, or what it announces."""
        builder = MessageBuilder(asker.words)
        try:
            entries, found = poll(
                FeedState(address), self.office.fetcher, self.office.state.clock()
            )
        except ReadingError as error:
            put_unreadable(builder, address, error)
            return builder.build()
        if found.failures:
            return builder.say("follow.trouble", url=address).build()
        return entries, found

    def show(self, asker: Asker) -> Message:
        """Shows what the chat follows, each with a button that ends it."""
        follows = self.watches.follows(asker.chat_id)
        message = watched_message(asker, "follow", [_watched(follow) for follow in follows])
        settings, store = self.office.settings, self.office.library.store
        full = store.count(frozenset({asker.collection})) >= settings.articles_per_chat
        full = full or self.additions.size(asker.chat_id) >= settings.bytes_per_chat
        return message.followed_by(asker.words("follow.full")) if follows and full else message

    def unfollow(self, asker: Asker, number: int) -> Reply:
        if not self.watches.unfollow(asker.chat_id, number):
            return Note(asker.words("already.done"))
        return self.show(asker)

    def look(self) -> int:
        """Reads the feeds whose time has come; returns how many articles are new."""
        now = self.office.state.clock()
        if not any(_is_due(follow, now) for follow in self.watches.all_follows()):
            return 0
        with self.office.library.store.lock("feeds"):
            # Asked again: another process may have read them while this one waited.
            added = 0
            for follow in self.watches.all_follows():
                try:
                    added += self._look(follow) if _is_due(follow, now) else 0
                except Exception as error:
                    kind = type(error).__name__
                    log.warning("a feed could not be looked at (%s); later again", kind)
            return added

    def _look(self, follow: Follow) -> int:
        """Asks one feed, and reads what is unread; whatever is wrong with it ends here."""
        now = self.office.state.clock()
        try:
            kept = self._polled(follow.feed, now)
        except Exception as error:
            log.info("a feed cannot be read (%s); tomorrow again", type(error).__name__)
            feed = follow.feed
            kept = replace(feed, failures=feed.failures + 1, due=now + LONGEST_INTERVAL)
        self.watches.looked(follow, kept)
        added = 0
        for waiting in [u for u in kept.unread if u.due <= now][:AT_ONCE]:
            entry = waiting.entry
            try:
                read = read_link_again(entry.url, self.office.fetcher)
                articles = _told(read, entry, kept.title)
                added += self._add(follow, articles)
                article = articles[0].id if len(articles) == 1 else ""
                kept = kept.read(entry, now, read, article)
            except FetchError as error:
                gone = error.reason in (Unreadable.GONE, Unreadable.CLOSED)
                kept = kept.dropped(entry.key) if gone else kept.put_off(entry.key, now)
            except ReadingError as error:
                log.info("an article of a feed cannot be read (%s)", error.reason)
                busy = error.reason is Unreadable.BUSY
                kept = kept.put_off(entry.key, now) if busy else kept.dropped(entry.key)
            except Exception as error:
                # A full disk, for one: nothing that speaks against the article.
                log.warning("an article of a feed was not added (%s)", type(error).__name__)
                kept = kept.put_off(entry.key, now)
            # Kept after each: an article that ends the process is not read again and again.
            self.watches.looked(follow, kept)
        for again in [r for r in kept.revisits if r.due <= now][:AT_ONCE]:
            kept = self._visit(follow, kept, again, now)
            self.watches.looked(follow, kept)
        return added

    def _visit(self, follow: Follow, feed: FeedState, again: Revisit, now: float) -> FeedState:
        """Looks at an article again; a text that changed is a newer version of it."""
        entry = again.entry
        try:
            read = read_link_again(
                entry.url, self.office.fetcher, etag=again.etag, modified=again.modified
            )
            articles = _told(read, entry, feed.title)
            if read.articles is not None and not self._renew(follow, articles):
                return feed.ended(again)
            return feed.visited(again, now, read, self._held(follow, articles))
        except FetchError as error:
            if error.reason is Unreadable.GONE:
                return feed.missed(again, now, surely=error.status == 410)
            if error.reason is Unreadable.CLOSED:
                return feed.ended(again)
        except Exception as error:
            log.info("an article of a feed cannot be read again (%s)", type(error).__name__)
        return feed.visited(again, now)

    def _renew(self, follow: Follow, articles: list[Article]) -> bool:
        """Adds a newer version; returns False where the chat holds the article no more."""
        library, own = self.office.library, own_collection(follow.chat_id)
        if len(articles) != 1:
            return False
        [article] = articles
        held = library.store.collections_of(article.id)
        if own in held:
            return True
        known = versions_of(library.store, article, (own,))
        if known and _is_newer(known[-1].text, article.text):
            if older(own) in held:
                # The outlet took its change back.
                library.remove(article.id, older(own))
            # It takes the place of another: a full chat has room for it.
            self._keep(follow, articles)
        return bool(known)

    def _held(self, follow: Follow, articles: list[Article]) -> str:
        """Returns the id of what a page holds now, empty where the chat does not hold it."""
        held = self.office.library.store.collections_of
        own = own_collection(follow.chat_id)
        return next((a.id for a in articles if own in held(a.id)), "")

    def _polled(self, feed: FeedState, now: float) -> FeedState:
        """Returns a feed's state with what is new in it among the unread."""
        entries, kept = poll(feed, self.office.fetcher, now)
        # Of what was there when it was first looked at, the newest.
        fresh = entries if feed.seen else entries[-AT_ONCE:]
        waiting = (*kept.unread, *(Unread(entry) for entry in fresh))
        return replace(kept, unread=waiting[-MOST_UNREAD:])

    def _add(self, follow: Follow, articles: list[Article]) -> int:
        chat_id = follow.chat_id
        library, own = self.office.library, own_collection(chat_id)
        settings = self.office.settings
        room = settings.articles_per_chat - library.store.count(frozenset({own}))
        size = self.additions.size(chat_id)
        fresh = []
        for article in articles[: max(0, room)]:
            size += size_of(article)
            known = library.store.collections_of(article.id)
            if size <= settings.bytes_per_chat and not known & {own, older(own)}:
                fresh.append(article)
        self._keep(follow, fresh)
        return len(fresh)

    def _keep(self, follow: Follow, articles: list[Article]) -> None:
        chat_id = follow.chat_id
        add_versions(self.office.library, articles, own_collection(chat_id))
        batch = f"{FROM_FEED}{secrets.token_hex(8)}"
        self.additions.keep(chat_id, batch, articles, follow.person)


def _told(read: Read, entry: FeedEntry, outlet: str) -> list[Article]:
    """Returns what was read, with what the feed tells of it where the page does not."""
    told: dict[str, Any] = {"headline": entry.title, "outlet": outlet, "date": entry.date}
    return [
        replace(article, **{name: getattr(article, name) or told[name] for name in told})
        for article in read.articles or ()
    ]


def _is_newer(known: str, found: str) -> bool:
    """Says whether a page has a newer text: other words, and no short notice in their place."""
    return known.split() != found.split() and len(found) >= _WHOLE * len(known)


def _is_due(follow: Follow, now: float) -> bool:
    feed = follow.feed
    dues = (feed.due, *(u.due for u in feed.unread), *(r.due for r in feed.revisits))
    return min(dues) <= now


def _watched(follow: Follow) -> Watched:
    feed = follow.feed
    return Watched(feed.title or feed.url, action("unfollow", number=follow.number), feed.failures)
