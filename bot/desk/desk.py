"""The desk: what Telegram and the terminal both call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.actions import BESIDE, Action
from bot.desk.alerts import Alerts
from bot.desk.answers import Answers
from bot.desk.articles import Articles
from bot.desk.chats import Chats
from bot.desk.conversation import Conversation, Talk
from bot.desk.digests import Daily
from bot.desk.feeds import Feeds
from bot.desk.guests import Guests, about_guest, with_guest
from bot.desk.office import Asker, Note, Office, Reply
from bot.desk.sayings import Sayings
from bot.desk.sharing import Inline, Sharing
from bot.desk.sources import Sources
from bot.desk.watching import Patience
from bot.render.message import Message
from bot.state.additions import Additions
from bot.state.contexts import Contexts, GuestBook
from bot.state.watches import Digests, Watches

FOR_ADMINISTRATORS: Final = frozenset({"forget_all", "export", "lang", "style", "quiet", "changes"})
"""What changes a group for everybody in it."""

_OF_ARTICLES: Final = frozenset({"remove", "correct", "undo_batch", "undo"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What one member of a group may end for all: what they began themselves.

    Everybody in a group may ask, add articles, follow sites and set alerts. What somebody
    began is ended by them or by an administrator; what changes the group as a whole, or gives
    all its data away, is for administrators. In a private chat everything is one's own.
    """

    additions: Additions
    watches: Watches
    digests: Digests

    def may(self, asker: Asker, wanted: Action) -> bool:
        """Tells whether somebody may do this without being one of the group's administrators."""
        if not asker.in_group or asker.owner:
            return True
        if wanted.name in FOR_ADMINISTRATORS:
            return False
        if wanted.name in _OF_ARTICLES:
            return self._added(asker, dict(wanted.args))
        if wanted.name in ("unfollow", "alert_off"):
            return self._began(asker, wanted.name, dict(wanted.args)["number"])
        if wanted.name in ("digest", "digest_off"):
            digest = self.digests.of(asker.chat_id)
            return digest is None or digest.person in (None, asker.person)
        return True

    def _added(self, asker: Asker, args: dict[str, str]) -> bool:
        if "article" in args:
            articles = [args["article"]]
        elif "batch" in args:
            articles = self.additions.batch(asker.chat_id, args["batch"])
        else:
            articles = self.additions.last_batch(asker.chat_id)
        people = self.additions.people(asker.chat_id, articles)
        # Where nothing is left to be taken back, the desk tells so better.
        return not articles or (asker.person is not None and people == {asker.person})

    def _began(self, asker: Asker, name: str, number: int) -> bool:
        follows, alerts = self.watches.follows(asker.chat_id), self.watches.alerts(asker.chat_id)
        its = follows if name == "unfollow" else alerts
        people = [one.person for one in its if one.number == number]
        return not people or (asker.person is not None and people == [asker.person])


class Desk:
    """Answers questions and does what buttons say. Blocking: keep it off the event loop."""

    def __init__(self, office: Office) -> None:
        self.office: Final = office
        self.answers: Final = Answers(office)
        self.sources: Final = Sources(office, Additions(office.state))
        self.sayings: Final = Sayings(office)
        self.inline: Final = Inline(office, self.sayings)
        self.articles: Final = Articles(office, self.sayings)
        contexts = Contexts(office.state)
        self.conversation: Final = Conversation(office, self.answers, self.sayings, contexts)
        self.guests: Final = Guests(office, GuestBook(office.state), self.sources, contexts)
        watches = Watches(office.state)
        digests = Digests(office.state)
        self.rights: Final = Rights(self.sources.additions, watches, digests)
        self.feeds: Final = Feeds(office, watches, self.sources.additions)
        self.patience: Final = Patience(office)
        self.alerts: Final = Alerts(office, self.sayings, watches, self.patience)
        self.daily: Final = Daily(office, digests, watches, self.patience)
        self.sharing: Final = Sharing(office, self.sayings)
        self.chats: Final = Chats(office, self.guests)
        self.talk: Final = Talk(self.articles)
        self._actions: Final[dict[str, Callable[..., Reply]]] = {
            "again": self.answers.again,
            "more": self.answers.more,
            "context": self.answers.context,
            "chain": self.answers.chain,
            "cite": self.answers.cite,
            "vote": self.answers.vote,
            "doubt": self.sayings.doubt,
            "said": self.sayings.said,
            "said_page": self.sayings.said,
            "speakers": self.sayings.speakers,
            "versions": self.sayings.versions,
            "csv": self.sayings.csv,
            "card": self.sharing.card,
            "sticker": self.sharing.sticker,
            "report": self.sharing.report,
            "articles": self.articles.articles,
            "article": self.articles.article,
            "sources": self.articles.sources,
            "remove": self.sources.remove,
            "publish": self.sources.publish,
            "publish_yes": self.sources.publish_yes,
            "unpublish": self.sources.unpublish,
            "undo_batch": self.sources.undo_batch,
            "ask_draft": self.guests.ask,
            "keep_draft": self.guests.add,
            "drop_draft": self.guests.drop,
            "guest_close": self.guests.close,
            "follow": self.feeds.follow,
            "unfollow": self.feeds.unfollow,
            "alert": self.alerts.add,
            "alert_off": self.alerts.remove,
            "digest_off": self.daily.stop,
            "lang": self.chats.lang,
            "style": self.chats.style,
            "quiet": self.chats.quiet,
            "changes": self.chats.changes,
            "forget_all": self.chats.forget_all,
            "forget_not": self.chats.forget_not,
        }

    def ask(self, asker: Asker, question: str) -> Message:
        """Answers what somebody typed: from the text that the chat asks about, or from all."""
        talk = self.talk.reply(asker, question)
        if talk is not None:
            return talk
        guest = self.guests.meant(asker)
        if guest is None:
            return self.conversation.ask(asker, question)
        frame = partial(self.guests.answer, guest)
        return self.conversation.ask(asker.about_guest(), question, frame)

    def new(self, asker: Asker) -> Reply:
        """Begins a new conversation: no follow-up refers to what was asked before."""
        self.conversation.contexts.forget(asker.chat_id, asker.talk)
        self.guests.leave(asker.chat_id)
        return asker.message("new.done")

    def act(self, asker: Asker, wanted: Action) -> Reply:
        """Does what a button says; of one that this version does not know, it says so."""
        handler = self._actions.get(wanted.name)
        if handler is None:
            return Note(asker.words("stale"))
        wanted = Action(wanted.name, tuple(arg for arg in wanted.args if arg[0] != BESIDE))
        seen = with_guest(asker, wanted)
        if seen is None:
            return handler(asker, **dict(wanted.args))
        reply = handler(seen[0], **dict(seen[1].args))
        return about_guest(reply) if isinstance(reply, Message) else reply

    def fade(self) -> None:
        """Forgets what is kept for a while only."""
        self.conversation.contexts.fade()
        self.guests.fade()
