"""What belongs to a chat: its settings, its data, its collection."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.office import Office, own_collection


@dataclass(frozen=True, slots=True)
class Chats:
    """A chat's own."""

    office: Office

    def move(self, old: int, new: int) -> None:
        """Gives all that a chat has to the number that it has now."""
        library = self.office.library
        scope = frozenset({own_collection(old)})
        for article in library.store.articles(scope):
            library.add(article, own_collection(new))
            library.remove(article.id, own_collection(old))
        self.office.state.move(old, new)
