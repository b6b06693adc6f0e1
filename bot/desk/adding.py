"""Adds articles to a chat's collection, slice by slice, so that other chats have their turn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final

from bot.desk.office import Asker, Office
from bot.state.additions import Additions, size_of
from index.types import Article
from index.versions import add_versions

SLICE: Final = 8
"""Articles that are added before another chat has its turn."""

LONGEST: Final = 1_800.0
"""Seconds that the articles of one message may take; the rest is told, and may be sent again."""

NEAR: Final = 0.9
"""Share of a limit from which the reader is told how much is left."""


class Adding:
    """What one message adds, within the limits of its chat.

    What a process that was killed had added stays, and is skipped when the message is taken up
    again.

    Args:
        batch: The name by which they can be taken back together.

    Attributes:
        done: How many are added.
        refusal: Why the rest is not added, None where it is.
    """

    def __init__(
        self,
        office: Office,
        additions: Additions,
        asker: Asker,
        fresh: Sequence[Article],
        batch: str,
    ) -> None:
        self.office: Final = office
        self.additions: Final = additions
        self.asker: Final = asker
        self.fresh: Final = fresh
        self.batch: Final = batch
        self.done = 0
        self.refusal = self._refused(fresh)
        self._until = time.monotonic() + LONGEST

    @property
    def goes_on(self) -> bool:
        """Whether there is another slice to add."""
        late = time.monotonic() >= self._until
        return self.refusal is None and self.done < len(self.fresh) and not late

    def step(self) -> None:
        """Adds the next slice."""
        some = self.fresh[self.done : self.done + SLICE]
        # Another message of the chat may have taken the room meanwhile.
        self.refusal = self._refused(some)
        if self.refusal is not None:
            return
        together = {article.id for article in self.fresh}
        add_versions(
            self.office.library, some, self.asker.collection, together=together, wait=False
        )
        kept = self.additions.kept(self.asker.chat_id)
        new = [article for article in some if article.id not in kept]
        self.additions.keep(self.asker.chat_id, self.batch, new, self.asker.person)
        self.done += len(some)

    def notes(self) -> list[str]:
        """Returns what was left, and what is to be told before a limit bites."""
        words, left = self.asker.words, len(self.fresh) - self.done
        notes = [self.refusal] if self.refusal else []
        if left:
            notes.append(words("added.left", count=words.counted("article", left)))
        return [*notes, *self._near()]

    def _refused(self, fresh: Sequence[Article]) -> str | None:
        settings, words = self.office.settings, self.asker.words
        if self._held() + len(fresh) > settings.articles_per_chat:
            limit = words.counted("article", settings.articles_per_chat)
            return words("quota.articles", limit=limit)
        size = sum(size_of(article) for article in fresh)
        if self.additions.size(self.asker.chat_id) + size > settings.bytes_per_chat:
            return words("quota.bytes", limit=megabytes(settings.bytes_per_chat))
        return None

    def _near(self) -> Iterator[str]:
        settings, words = self.office.settings, self.asker.words
        limit, held = settings.articles_per_chat, self._held()
        if held >= NEAR * limit:
            left = words.counted("article", limit - held)
            yield words("quota.articles.near", limit=limit, left=left)
        room = settings.bytes_per_chat - self.additions.size(self.asker.chat_id)
        if room <= (1 - NEAR) * settings.bytes_per_chat:
            limit_mb, left_mb = megabytes(settings.bytes_per_chat), megabytes(max(0, room))
            yield words("quota.bytes.near", limit=limit_mb, left=left_mb)

    def _held(self) -> int:
        return self.office.library.store.count(frozenset({self.asker.collection}))


def megabytes(size: int) -> str:
    """Returns bytes as megabytes, as people write them.

    >>> megabytes(50_000_000), megabytes(1_234_567)
    ('50', '1.23')
    """
    return f"{size / 1_000_000:.2f}".rstrip("0").rstrip(".")
