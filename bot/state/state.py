"""The bot's memory, on the store's own database."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.actions import Action
from bot.state import tables
from index.disk import telling_disk
from index.errors import StoreError
from index.store.database import WRITES, bring_up_to_date
from index.types import Span

Clock = Callable[[], float]
"""Returns seconds since 1970, UTC."""

_DAY: Final = 86_400.0
CONVERSATION: Final = 6 * 3_600.0
"""Seconds after which the numbers of a conversation start anew."""

KEEP_DAYS: Final = 90
"""How long buttons, answers and update numbers are remembered."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat chose.

    Attributes:
        language: None where the user's own language counts.
        quiet: Hours of the day between which no alert is sent.
        changes: Whether it is told when a quotation is changed after it was published.
    """

    language: str | None = None
    citation_style: str = "plain"
    quiet: tuple[int, int] | None = None
    changes: bool = True


def insert_into(
    connection: sa.Connection, table: sa.Table, values: dict[str, Any] | None = None
) -> Any:
    """Returns an insertion of the database's own kind, which may say what a conflict does."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    return statement.values(**values) if values else statement


def _key_of(table: sa.Table) -> list[str]:
    """Returns the columns that no two rows share: where a number is the key, those beside it."""
    unique = (c for c in table.constraints if isinstance(c, sa.UniqueConstraint))
    return next(unique, table.primary_key).columns.keys()


class State:
    """Reads and writes what is kept about chats. Blocking: keep it off the event loop.

    Args:
        clock: Another one in tests.
    """

    def __init__(self, database: sa.Engine, clock: Clock = time.time) -> None:
        self.database: Final = database
        self.clock: Final = clock
        with telling_disk():
            bring_up_to_date(database, tables.STEPS)

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[sa.Connection]:
        """Opens a transaction that writes.

        Unlike an article that was acknowledged, a button or a number may be lost when the
        power fails; so this does not wait for the disk.

        Args:
            durable: The disk has it when the transaction ends.
        """
        database = self.database.execution_options(**{WRITES: True})
        with telling_disk(), database.connect() as connection:
            if durable:
                with connection.begin():
                    yield connection
                return
            if database.dialect.name != "sqlite":
                with connection.begin():
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                    yield connection
                return
            raw = connection.connection.driver_connection
            if raw is None:
                raise StoreError("the database was closed.")
            raw.execute("PRAGMA synchronous=NORMAL")
            try:
                with connection.begin():
                    yield connection
            finally:
                # The connection goes back to a pool that articles are written through.
                raw.execute("PRAGMA synchronous=FULL")

    def rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with telling_disk(), self.database.connect() as connection:
            return connection.execute(query).all()

    def scalar(self, query: sa.Select[Any]) -> Any:
        """Returns the first value of the first row, None if there are no rows."""
        with telling_disk(), self.database.connect() as connection:
            return connection.scalar(query)

    def delete(self, table: sa.Table, **keys: Any) -> bool:
        """Deletes the rows with these values; returns whether there were any."""
        with self.writing() as connection:
            return bool(connection.execute(table.delete().filter_by(**keys)).rowcount)

    def change(self, table: sa.Table, values: dict[str, Any], **keys: Any) -> None:
        """Writes values into the rows with these keys."""
        with self.writing() as connection:
            connection.execute(table.update().filter_by(**keys).values(values))

    def upsert(self, table: sa.Table, *, keep: bool = False, **values: Any) -> bool:
        """Puts a row in the place of the one with the same key.

        Args:
            keep: Leaves a row that is there alone.

        Returns:
            Whether a row was written.
        """
        keys = _key_of(table)
        with self.writing() as connection:
            statement = insert_into(connection, table, values)
            if keep:
                statement = statement.on_conflict_do_nothing(index_elements=keys)
            else:
                changed = {k: v for k, v in values.items() if k not in keys}
                statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
            return bool(connection.execute(statement).rowcount)

    def keep_body(self, table: sa.Table, chat_id: int, body: dict[str, Any]) -> str:
        """Keeps plain values for a chat; returns the name under which ``body`` finds them."""
        packed = json.dumps(body, ensure_ascii=False, sort_keys=True)
        name = hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self.upsert(table, id=name, chat_id=chat_id, body=packed, made_at=self.clock())
        return name

    def body(self, table: sa.Table, **keys: Any) -> dict[str, Any] | None:
        """Returns the values of a row with these keys, None where there is none."""
        packed = self.scalar(sa.select(table.c.body).filter_by(**keys).limit(1))
        return None if packed is None else json.loads(packed)

    # Chats

    def settings(self, chat_id: int) -> ChatSettings:
        row = next(iter(self.rows(sa.select(tables.chats).filter_by(chat_id=chat_id))), None)
        if row is None:
            return ChatSettings()
        quiet = None if row.quiet_from is None else (row.quiet_from, row.quiet_to)
        return ChatSettings(row.language, row.citation_style, quiet, row.changes)

    def save_settings(self, chat_id: int, chosen: ChatSettings) -> None:
        quiet = chosen.quiet or (None, None)
        self.upsert(
            tables.chats,
            chat_id=chat_id,
            language=chosen.language,
            citation_style=chosen.citation_style,
            quiet_from=quiet[0],
            quiet_to=quiet[1],
            changes=chosen.changes,
            seen_at=self.clock(),
        )

    # Buttons: 64 bytes of callback data hold 32 Arabic letters, so they hold a key only.

    def keep_actions(self, chat_id: int, wanted: Sequence[Action]) -> list[str]:
        """Returns the callback data that stands for each action in a chat."""
        rows = []
        for item in wanted:
            body = item.packed()
            digest = hashlib.sha256(f"{chat_id}:{body}".encode("utf-8", "surrogatepass")).digest()
            token = base64.urlsafe_b64encode(digest[:15]).decode()
            rows.append({"token": token, "chat_id": chat_id, "body": body, "used_at": self.clock()})
        if rows:
            with self.writing() as connection:
                statement = insert_into(connection, tables.payloads)
                statement = statement.on_conflict_do_update(
                    index_elements=["token"], set_={"used_at": self.clock()}
                )
                connection.execute(statement, rows)
        return [str(row["token"]) for row in rows]

    def action(self, chat_id: int, token: str) -> Action | None:
        """Returns what a button does, None for one that was forgotten or is another chat's."""
        query = sa.select(tables.payloads.c.body).filter_by(token=token, chat_id=chat_id)
        body = self.scalar(query)
        return None if body is None else Action.unpacked(body)

    # Answers, as spans

    def keep_answer(self, chat_id: int, body: dict[str, Any]) -> str:
        return self.keep_body(tables.answers, chat_id, body)

    def answer(self, chat_id: int, name: str) -> dict[str, Any] | None:
        return self.body(tables.answers, id=name, chat_id=chat_id)

    def any_answer(self, name: str) -> dict[str, Any] | None:
        """Returns an answer whichever chat it was given to: spans only, so nothing is told."""
        return self.body(tables.answers, id=name)

    def last_cited(self, chat_id: int, most: int) -> list[tuple[str, Span]]:
        """Returns the sentences that this conversation cited last, the newest first."""
        query = sa.select(tables.numbers).filter_by(chat_id=chat_id)
        rows = self.rows(query.order_by(tables.numbers.c.number.desc()).limit(most))
        return [(row.article_id, Span(row.text_start, row.text_end)) for row in rows]

    def number_of(self, chat_id: int, article_id: str, span: Span) -> int:
        """Returns the number of one sentence in this conversation."""
        return self.numbers_of(chat_id, [(article_id, span)])[0]

    def numbers_of(self, chat_id: int, sentences: Sequence[tuple[str, Span]]) -> list[int]:
        """Returns the numbers of sentences in this conversation, new ones where they have none.

        A conversation ends after ``CONVERSATION`` seconds without a new sentence.
        """
        table, now = tables.numbers, self.clock()
        here = table.c.chat_id == chat_id
        with self.writing() as connection:
            rows = connection.execute(sa.select(table).where(here)).all()
            if rows and max(row.cited_at for row in rows) < now - CONVERSATION:
                connection.execute(table.delete().where(here))
                rows = []
            known = {(r.article_id, r.text_start, r.text_end): int(r.number) for r in rows}
            wanted = [(article_id, span.start, span.end) for article_id, span in sentences]
            fresh = [key for key in dict.fromkeys(wanted) if key not in known]
            last = max(known.values(), default=0)
            known |= {key: number for number, key in enumerate(fresh, start=last + 1)}
            if fresh:
                columns = ("article_id", "text_start", "text_end")
                shared = {"chat_id": chat_id, "cited_at": now}
                added = [
                    {**shared, "number": known[key], **dict(zip(columns, key, strict=True))}
                    for key in fresh
                ]
                connection.execute(table.insert(), added)
        return [known[key] for key in wanted]

    # Which messages answered which question

    def keep_reply(self, chat_id: int, question: int, messages: Sequence[int]) -> None:
        sent, now = " ".join(map(str, messages)), self.clock()
        self.upsert(tables.replies, chat_id=chat_id, question=question, messages=sent, made_at=now)

    def reply(self, chat_id: int, question: int) -> list[int]:
        query = sa.select(tables.replies.c.messages)
        found = self.scalar(query.filter_by(chat_id=chat_id, question=question))
        return [int(number) for number in found.split()] if found else []

    # Feedback and figures

    def vote(self, chat_id: int, answer: str, vote: int) -> None:
        now = self.clock()
        self.upsert(tables.feedback, chat_id=chat_id, answer=answer, vote=vote, given_at=now)

    def votes(self) -> list[dict[str, Any]]:
        """Returns every vote with the spans that it is about, newest first."""
        votes, answers = tables.feedback, tables.answers
        its = sa.and_(answers.c.id == votes.c.answer, answers.c.chat_id == votes.c.chat_id)
        query = sa.select(votes.c.answer, votes.c.vote, votes.c.given_at, answers.c.body)
        query = query.join(answers, its, isouter=True).order_by(votes.c.given_at.desc())
        return [
            {
                "answer": row.answer,
                "vote": "up" if row.vote > 0 else "down",
                "given_at": row.given_at,
                "sentences": json.loads(row.body)["sentences"] if row.body else [],
            }
            for row in self.rows(query)
        ]

    def doubt(self, chat_id: int, saying: str, article_id: str) -> None:
        """Keeps that somebody holds the speaker of a saying for a wrong one."""
        now = self.clock()
        self.upsert(
            tables.doubts, chat_id=chat_id, saying=saying, article_id=article_id, given_at=now
        )

    def doubts(self) -> list[dict[str, Any]]:
        """Returns the sayings whose speakers were doubted, the most doubted first."""
        table = tables.doubts
        times = sa.func.count().label("times")
        query = (
            sa.select(table.c.saying, table.c.article_id, times)
            .group_by(table.c.saying, table.c.article_id)
            .order_by(times.desc(), table.c.saying)
        )
        return [dict(row._mapping) for row in self.rows(query)]

    def count_question(self, chat_id: int, day: str, *, answered: bool) -> None:
        table = tables.usage
        lost = 0 if answered else 1
        first = {"chat_id": chat_id, "day": day, "questions": 1, "unanswered": lost}
        more = {"questions": table.c.questions + 1, "unanswered": table.c.unanswered + lost}
        with self.writing() as connection:
            statement = insert_into(connection, table, first)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["chat_id", "day"], set_=more)
            )

    def questions_asked(self, chat_id: int, day: str) -> int:
        query = sa.select(tables.usage.c.questions).filter_by(chat_id=chat_id, day=day)
        return self.scalar(query) or 0

    def usage(self) -> dict[str, int]:
        """Returns how many chats asked how much, all days together."""
        table = tables.usage
        query = sa.select(
            sa.func.count(sa.distinct(table.c.chat_id)),
            sa.func.coalesce(sa.func.sum(table.c.questions), 0),
            sa.func.coalesce(sa.func.sum(table.c.unanswered), 0),
        )
        chats, questions, unanswered = tuple(self.rows(query)[0])
        return {"chats": chats, "questions": int(questions), "unanswered": int(unanswered)}

    # A chat's own

    def forget(self, chat_id: int) -> None:
        """Deletes all that is kept about a chat."""
        with self.writing() as connection:
            for table in tables.OF_A_CHAT:
                connection.execute(table.delete().where(table.c.chat_id == chat_id))

    def move(self, old: int, new: int) -> None:
        """Gives all that is kept about a chat to another number.

        What the new number has already stays, so that doing it twice loses nothing.
        """
        with self.writing() as connection:
            for table in tables.OF_A_CHAT:
                here = table.c.chat_id == old
                rows = connection.execute(sa.select(table).where(here)).all()
                connection.execute(table.delete().where(here))
                for row in rows:
                    moved = insert_into(connection, table, {**row._mapping, "chat_id": new})
                    connection.execute(moved.on_conflict_do_nothing())

    def export(self, chat_id: int) -> dict[str, list[dict[str, Any]]]:
        """Returns all that is kept about a chat, table by table."""
        found: dict[str, list[dict[str, Any]]] = {}
        with self.database.connect() as connection:
            for table in tables.OF_A_CHAT:
                rows = connection.execute(sa.select(table).filter_by(chat_id=chat_id))
                # Numbers that all chats share would tell how much the others have.
                shared = "number" if table.primary_key.columns.keys() == ["number"] else ""
                found[table.name.removeprefix("bot_")] = [
                    {name: value for name, value in row._mapping.items() if name != shared}
                    for row in rows
                ]
        return found

    def tidy(self) -> None:
        """Forgets buttons, answers and update numbers older than ``KEEP_DAYS``."""
        before = self.clock() - KEEP_DAYS * _DAY
        made = (table.c.made_at for table in (tables.answers, tables.replies, tables.prompts))
        with self.writing() as connection:
            for column in (tables.payloads.c.used_at, tables.updates.c.seen_at, *made):
                connection.execute(column.table.delete().where(column < before))
