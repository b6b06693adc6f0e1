"""Articles that a chat adds: files, links, texts; corrected, taken back, removed, published."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.actions import Action, Button, action
from bot.desk.adding import Adding
from bot.desk.office import Asker, Note, Office, Reply
from bot.render.message import Message, MessageBuilder, bold
from bot.render.source import added_message, draft_buttons, draft_message
from bot.state.additions import Additions
from index.errors import NotFoundError, ReadingError
from index.reading.contents import Contents, Notes, article_as_data, article_from_data
from index.reading.contents import Note as ReadingNote
from index.reading.fields import read_date
from index.reading.plain import one_line
from index.reading.tasks import SourceReader
from index.reading.web import Fetcher, read_link_contents
from index.types import PUBLIC, Article
from index.versions import older, versions_of

_FIELD: Final = re.compile(r"^\s*([^:：\n]{2,20})\s*[:：]\s*(.+?)\s*$", re.MULTILINE)
_FIELDS: Final = {
    "headline": ("العنوان", "عنوان", "title", "headline", "titre"),
    "outlet": ("الجهة", "المصدر", "الناشر", "outlet", "source", "média", "media"),
    "date": ("التاريخ", "تاريخ", "date"),
    "url": ("الرابط", "رابط", "link", "url", "lien"),
}


@dataclass(slots=True)
class Batch:
    """What somebody wants to add, read as far as it can be."""

    reader: SourceReader = field(default_factory=SourceReader)
    articles: list[Article] = field(default_factory=list)
    failed: dict[str, ReadingError] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def read(self, name: str, data: bytes) -> None:
        """Reads a file by its name's suffix."""
        self._take(name, lambda: self.reader.file(data, name))

    def take(self, text: str, *, outlet: str, date: dt.date | None, url: str | None) -> None:
        """Takes a text that was sent, with what is known of where it comes from."""
        name = " ".join(text.split())[:40]
        self._take(name, lambda: self.reader.text(text, outlet=outlet, date=date, url=url))

    def fetch(self, link: str, fetcher: Fetcher) -> None:
        """Reads the article behind a link."""
        self._take(link, lambda: read_link_contents(link, fetcher))

    def _take(self, name: str, read: Callable[[], Contents]) -> None:
        try:
            contents = read()
        except ReadingError as error:
            self.failed[name] = error
            return
        self.articles.extend(contents.articles)
        self.failed.update(contents.failed)
        self.notes.extend(contents.notes)


@dataclass(frozen=True, slots=True)
class Sources:
    """A chat's own articles."""

    office: Office
    additions: Additions

    def add(self, asker: Asker, batch: Batch) -> Message:
        """Adds articles to the chat's collection, within its limits, in one go."""
        adding = self.begin(asker, batch)
        while adding.goes_on:
            adding.step()
        return self.added(adding, batch)

    def begin(self, asker: Asker, batch: Batch) -> Adding:
        """Returns what adds articles to the chat's collection, slice by slice."""
        store, own = self.office.library.store, asker.collection
        kept, fresh = self.additions.kept(asker.chat_id), []
        for article in {article.id: article for article in batch.articles}.values():
            held = store.collections_of(article.id) & asker.archive
            # What is held and not written down was added by a process that was killed then.
            if not held or (own in held and article.id not in kept):
                fresh.append(article)
        return Adding(self.office, self.additions, asker, fresh, secrets.token_hex(8))

    def added(self, adding: Adding, batch: Batch) -> Message:
        """Tells what became of a batch."""
        asker, fresh = adding.asker, {article.id for article in adding.fresh}
        if adding.refusal is not None and not adding.done:
            return MessageBuilder(asker.words).text(adding.refusal).build()
        known = {a.id: a for a in batch.articles if a.id not in fresh}.values()
        return added_message(
            asker.words,
            adding.fresh[: adding.done],
            list(known),
            batch.failed,
            batch=adding.batch if adding.done else None,
            read=batch.notes.all(),
            notes=adding.notes(),
        )

    def undo(self, asker: Asker) -> Message:
        """Takes back what was added last, together."""
        return self._take_back(asker, self.additions.last_batch(asker.chat_id))

    def undo_own(self, asker: Asker) -> Message:
        """Takes back what this member of a group added last; what others added stays."""
        known = asker.person is not None
        ids = self.additions.last_batch(asker.chat_id, asker.person) if known else []
        if not ids:
            return asker.message("undo.nothing.own")
        return self._take_back(asker, ids)

    def undo_batch(self, asker: Asker, batch: str) -> Reply:
        """Takes back what one message added."""
        added = self.additions.batch(asker.chat_id, batch)
        return self._take_back(asker, added) if added else Note(asker.words("already.done"))

    def _take_back(self, asker: Asker, ids: Sequence[str]) -> Message:
        gone = [article_id for article_id in ids if self._drop(asker, article_id, restore=True)]
        count = asker.words.counted("article", len(gone))
        return asker.message("undo.done" if gone else "undo.nothing", count=count)

    def _drop(self, asker: Asker, article_id: str, *, restore: bool = False) -> bool:
        """Removes an article of the chat's own, with its older versions.

        Args:
            restore: The last of them takes its place instead.
        """
        library, own = self.office.library, asker.collection
        opened = self.office.open(asker, article_id)
        before = versions_of(library.store, opened[0], (older(own),)) if opened else []
        self.additions.forget(asker.chat_id, article_id)
        held = library.store.collections_of(article_id)
        try:
            library.remove(article_id, own if own in held else older(own))
        except NotFoundError:
            return False
        if restore and before and own in held:
            library.add(before[-1], own)
            library.remove(before[-1].id, older(own))
            return True
        for version in before if own in held else ():
            self.additions.forget(asker.chat_id, version.id)
            library.remove(version.id, older(own))
        return True

    def remove(self, asker: Asker, article: str) -> Reply:
        """Removes one of the chat's own articles."""
        if not self._drop(asker, article):
            return Note(asker.words("context.gone"))
        return asker.message("removed")

    def publish(self, asker: Asker, article: str) -> Reply:
        """Asks whether everybody is to see an article; for owners."""
        opened, words = self._for_owner(asker, article), asker.words
        if isinstance(opened, Note):
            return opened
        shown = bold(opened.headline or words("answer.untitled"))
        yes = Button(words("button.yes_publish"), action("publish_yes", article=article))
        no = Button(words("button.no"), action("article", article=article))
        return MessageBuilder(words).say("publish.ask", headline=shown).build([[yes, no]])

    def publish_yes(self, asker: Asker, article: str) -> Reply:
        """Lets everybody see an article, until that is undone; for owners."""
        opened, words = self._for_owner(asker, article), asker.words
        if isinstance(opened, Note):
            return opened
        if PUBLIC in self.office.library.store.collections_of(article):
            return Note(words("already.done"))
        self.office.library.add(opened, PUBLIC)
        undo = Button(words("button.unpublish"), action("unpublish", article=article))
        return MessageBuilder(words).say("published").build([[undo]])

    def unpublish(self, asker: Asker, article: str) -> Reply:
        """Takes an article out of the public collection; for owners, who keep it themselves."""
        opened = self._for_owner(asker, article)
        if isinstance(opened, Note):
            return opened
        if PUBLIC not in self.office.library.store.collections_of(article):
            return Note(asker.words("context.gone"))
        self.office.library.add(opened, asker.collection)
        self.office.library.remove(article, PUBLIC)
        return asker.message("unpublished")

    def _for_owner(self, asker: Asker, article: str) -> Article | Note:
        """Returns an article for one of the owners; what is in the way otherwise."""
        opened = self.office.open(asker, article)
        if not asker.owner:
            return Note(asker.words("owner.only"))
        return opened[0] if opened else Note(asker.words("context.gone"))

    def draft(
        self,
        asker: Asker,
        article: Article,
        *,
        typed: bool = False,
        read: Sequence[ReadingNote] = (),
    ) -> Message:
        """Shows what was recognised in a text, before it is added.

        Args:
            typed: It may have been meant as a question, and was too long for one.
        """
        name = self.additions.keep_draft(asker.chat_id, article_as_data(article))
        return draft_message(asker.words, article, name, typed=typed, read=read)

    def offer(self, asker: Asker, message: Message, article: Article) -> Message:
        """Lets a message about a text also offer to ask about it and to add it."""
        name = self.additions.keep_draft(asker.chat_id, article_as_data(article))
        rows = [tuple(row) for row in draft_buttons(asker.words, name, beside=True)]
        return replace(message, buttons=(*message.buttons, *rows))

    def keep_draft(self, asker: Asker, draft: str) -> Reply:
        """Adds a draft."""
        body = self.additions.draft(asker.chat_id, draft)
        if body is None:
            return Note(asker.words("already.done"))
        self.additions.drop_draft(asker.chat_id, draft)
        return self.add(asker, Batch(articles=[article_from_data(body)]))

    def drop_draft(self, asker: Asker, draft: str) -> Reply:
        self.additions.drop_draft(asker.chat_id, draft)
        return asker.message("draft.dropped")

    def await_correction(self, asker: Asker, shown: Message, sent: Sequence[int]) -> None:
        """Remembers which article a reply to these messages would correct.

        Args:
            shown: What they show; where it added nothing, or several, nothing is awaited.
        """
        targets = (button.target for row in shown.buttons for button in row)
        undo = (t for t in targets if isinstance(t, Action) and t.name == "undo_batch")
        batch = next((dict(target.args)["batch"] for target in undo), None)
        added = self.additions.batch(asker.chat_id, batch) if batch else []
        if len(added) == 1:
            self.additions.keep_prompt(asker.chat_id, sent, {"article": added[0]})

    def correct(self, asker: Asker, article: str, text: str) -> Message:
        """Puts right what was recognised, by lines such as ``الجهة: رويترز``."""
        changes = read_corrections(text)
        opened = self.office.open(asker, article)
        own = asker.collection
        if opened is None or own not in self.office.library.store.collections_of(article):
            return asker.message("context.gone")
        try:
            if isinstance(changes.get("date"), str):
                changes["date"] = read_date(changes["date"], "date")
        except ReadingError:
            return asker.message("correct.date")
        corrected = replace(opened[0], **changes)
        # An article that is corrected still belongs to the person who added it.
        added_by = next(iter(self.additions.people(asker.chat_id, [article])), None)
        self._drop(asker, article)
        self.office.library.add(corrected, own)
        name = secrets.token_hex(8)
        self.additions.keep(asker.chat_id, name, [corrected], added_by)
        return added_message(asker.words, [corrected], [], {}, batch=name)


def read_corrections(text: str) -> dict[str, Any]:
    """Returns the fields that some lines name.

    >>> read_corrections("الجهة: رويترز\\nالتاريخ: 2024-05-07")
    {'outlet': 'رويترز', 'date': '2024-05-07'}
    """
    found: dict[str, Any] = {}
    for label, value in _FIELD.findall(text):
        for name, labels in _FIELDS.items():
            if label.strip().casefold() in labels:
                found[name] = one_line(value)
    if "url" in found and not re.match(r"https?://\S+$", found["url"]):
        del found["url"]
    return found
