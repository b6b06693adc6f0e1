"""What one member of a group may end for all: what they began themselves.

Everybody in a group may ask, add articles, follow sites and set alerts. What somebody
began is ended by them or by an administrator; what changes the group as a whole, or gives
all its data away, is for administrators. In a private chat everything is one's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.actions import Action
from bot.desk.office import Asker
from bot.state.additions import Additions
from bot.state.watches import Digests, Watches

FOR_ADMINISTRATORS: Final = frozenset({"forget_all", "export", "lang", "style", "quiet", "changes"})
"""What changes a group for everybody in it."""

_OF_ARTICLES: Final = frozenset({"remove", "correct", "undo_batch", "undo"})


@dataclass(frozen=True, slots=True)
class Rights:
    """Knows who began what."""

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
        if not articles:
            # Nothing is left to be taken back, which the desk tells better.
            return True
        people = self.additions.people(asker.chat_id, articles)
        return asker.person is not None and people == {asker.person}

    def _began(self, asker: Asker, name: str, number: int) -> bool:
        if name == "unfollow":
            people = [f.person for f in self.watches.follows(asker.chat_id) if f.number == number]
        else:
            people = [a.person for a in self.watches.alerts(asker.chat_id) if a.number == number]
        return not people or (asker.person is not None and people == [asker.person])
