"""Library: store, engine and encoder behind one interface, kept in step with each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final

from index.analysis import analysed, analysis_version
from index.article_vectors import additions_of, batches, held_of, open_vectors, sample_questions
from index.disk import telling_disk
from index.encoder.base import Encoder
from index.engine import Engines, identity_of, milvus_engines
from index.engine.base import Operation, Removal, SearchEngine
from index.engine.embedded import EmbeddedEngine
from index.errors import IndexDamagedError, IndexMismatchError, QawlError, StoreError
from index.identity.aliases import FILE_NAME
from index.late_reading import LateReading
from index.locks import shared_lock
from index.quotes import SpeakerReader
from index.sentence_vectors import SentenceVectors
from index.store.database import sqlite_url
from index.store.sql import Key, SqlStore
from index.types import PUBLIC, Added, Article
from index.upkeep import ANALYSED, Upkeep, analyse_again, check_engine, check_store, differences

PRESENCE: Final = "open.lock"
"""The lock in a data folder that every process holds while it has the folder open."""

Progress = Callable[[int, int], None]
"""Called with how many passages are done and how many there are in all."""

_FEW: Final = 2_000
"""So many holdings that differ are mended one by one; more of them by a build."""
_PURGED_AT_ONCE: Final = 20_000
"""Passages up to which what was removed leaves the files at the library's end."""
_MENDED: Final = 8
"""Articles of a batch in the background: closing the library waits for one batch."""
_BATCH: Final = 64
"""Articles that are encoded together; enough to sort their passages by length."""
_AT_ONCE: Final = 4
"""Articles of a batch up to which they are findable before their quotations are read.

Of more, those who ask who said what would wait too long for all that is unread.
"""

_log: Final = logging.getLogger(__name__)


class Library:
    """Articles that can be searched.

    Attributes:
        store: The truth.
        encoder: Makes the vectors of passages and questions.
        sentence_vectors: Vectors of single sentences, for ranking them.
        upkeep: What is done for the index beside the work.
    """

    def __init__(
        self,
        store: SqlStore,
        encoder: Encoder,
        folder: Path,
        engines: Engines | None = None,
        reader: SpeakerReader | None = None,
    ) -> None:
        """Use ``open``, unless store or engine are special ones.

        Args:
            folder: Where the embedded engine keeps its generations.
            engines: Opens another engine than the embedded one; the keyword
                ``reset`` is true where what is there is to be disregarded.
            reader: Reads quotations beside the rules.
        """
        self.store: Final = store
        self.encoder: Final = encoder
        self._reader: Final = reader
        self._analysed: Final = partial(analysed, folder.with_name(FILE_NAME), reader)
        self._by_rules: Final = partial(analysed, folder.with_name(FILE_NAME), None)
        self._late: Final = LateReading(store, self._analysed)
        store.read_now = self._late.now
        self._vectors: Final = open_vectors(encoder, folder.with_name("vectors.sqlite"))
        self.sentence_vectors: Final = SentenceVectors(self._vectors)
        self._engines: Final = engines or partial(
            EmbeddedEngine, folder, questions=partial(sample_questions, store, encoder)
        )
        self._presence = ExitStack()
        self._engine: SearchEngine | None = None
        self._problem: IndexMismatchError | None = None
        self.upkeep: Final = Upkeep(
            folder.with_name("index.incomplete"),
            inspect=self._inspect,
            mend=self._mend,
            purge=self._purge,
        )
        self._open_engine()

    @classmethod
    @telling_disk()
    def open(
        cls,
        data_dir: Path,
        encoder: Encoder,
        *,
        store_url: str | None = None,
        milvus_uri: str | None = None,
        milvus_token: str = "",
        reader: SpeakerReader | None = None,
    ) -> Library:
        """Opens a data folder, a new one being empty.

        An index that does not fit is no error here but in ``engine``, so that
        ``build`` and ``check`` can mend and explain it.

        Args:
            store_url: Another store than the SQLite file in the data folder.
            milvus_uri: A Milvus server, or a Milvus Lite file, in place of the
                embedded engine.
            reader: Reads quotations beside the rules; without one the rules decide alone.

        Raises:
            StoreError: The store cannot be opened.
            IndexMismatchError: pymilvus is not installed.
        """
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        presence = ExitStack()
        try:
            presence.enter_context(shared_lock(data_dir / PRESENCE))
        except BlockingIOError as error:
            raise StoreError(
                "a backup is being restored here; try again when it is done."
            ) from error
        store = SqlStore(store_url or sqlite_url(data_dir / "qawl.db"))
        engines = milvus_engines(milvus_uri, milvus_token)
        library = cls(store, encoder, data_dir / "index", engines, reader)
        library._presence = presence
        return library

    @property
    def engine(self) -> SearchEngine:
        """The engine, in step with the store.

        Raises:
            IndexMismatchError: The built index does not fit; the message says how.
        """
        if self._engine is None:
            raise self._problem or IndexMismatchError("the index is closed.")
        return self._engine

    @property
    def incomplete(self) -> bool:
        """Whether something may be missing, so that "not found" cannot be trusted.

        It is, while the index differs from the store or is not compared yet (it is being
        mended then), and while an article of the store is damaged.
        """
        if self._engine is not None and self._engine.damage is not None:
            self.upkeep.report()
        return self.upkeep.needed or bool(self.store.damaged)

    def add(self, article: Article, collection: str = PUBLIC) -> Added:
        """Keeps an article and makes it findable; both are durable when it returns.

        Its sentences are encoded and its quotations are read in the background; who asks for
        them earlier waits for them.
        """
        return self._add([article], collection, None)[0]

    def add_many(
        self,
        articles: Iterable[Article],
        collection: str = PUBLIC,
        progress: Progress | None = None,
        *,
        wait: bool = True,
    ) -> list[Added]:
        """Adds articles, batch by batch; what is interrupted resumes when called again.

        Args:
            progress: Called after each batch with the passages that were made
                findable so far, twice: how many will come is not known.
            wait: For what is done in the background, too.
        """
        outcome = self._add(articles, collection, progress)
        if wait:
            self.sentence_vectors.wait()
            self._late.wait()
        return outcome

    def _add(
        self, articles: Iterable[Article], collection: str, progress: Progress | None
    ) -> list[Added]:
        _ = self.engine
        outcome: list[Added] = []
        done = 0
        for batch in batches(articles, _BATCH):
            late = self._reader is not None and len(batch) <= _AT_ONCE
            analysed = self._by_rules if late else self._analysed
            for article in batch:
                # What is there is not analysed again: an interrupted addition soon goes on.
                new = collection not in self.store.collections_of(article.id)
                new = new and self.store.add(article, analysed(article), collection, unread=late)
                outcome.append(Added(article.id, new))
            done += self._catch_up(anew=True)
            if progress:
                progress(done, done)
        return outcome

    def remove(self, article_id: str, collection: str = PUBLIC) -> None:
        """Takes an article out of a collection; nobody finds it there any more.

        Raises:
            NotFoundError: The collection does not hold it.
        """
        _ = self.engine
        self.store.remove(article_id, collection)
        self._catch_up()
        if not self.store.collections_of(article_id):
            self._vectors.forget(article_id)
            self.upkeep.purge_soon()

    def move(self, source: str, target: str) -> None:
        """Gives all that a collection holds to another one, whole whenever that is cut short."""
        _ = self.engine
        self.store.move(source, target)
        self._catch_up()

    def put_back(self, article: Article) -> None:
        """Stores the words of a damaged article anew, in all collections that hold it."""
        self.store.replace(article, self._analysed(article))
        self._catch_up()

    def build(self, progress: Progress | None = None) -> None:
        """Builds the index anew from the store, beside the old one, and switches over.

        Articles are analysed again where the rules have changed since. What was
        encoded is kept, so that one that was interrupted resumes where it stopped.
        """
        # What is being mended in the background is this very work.
        self.upkeep.stop()
        self._build(progress or (lambda _done, _total: None), sentences=True)

    def _build(self, progress: Progress, *, sentences: bool) -> None:
        with self.store.lock("build"):
            total = analyse_again(self.store, self._analysed, analysis_version(self._reader))
            if self._engine is None:
                self.upkeep.note()
                self._engine = self._engines(identity=self._identity, reset=True)
            engine = self._engine
            rebuild = engine.rebuild()
            built: set[tuple[str, str]] = set()
            done = 0
            for batch in batches(self.store.holdings(), _BATCH if sentences else _MENDED):
                additions = additions_of(self._vectors, batch)
                if sentences:
                    self.sentence_vectors.add((article, a.sentences) for _, article, a in batch)
                rebuild.add(additions)
                built.update((article.id, collection) for collection, article, _ in batch)
                done += sum(map(len, additions))
                progress(done, max(done, total))
            rebuild.seal()
            with self.store.lock("index"):
                engine.commit(rebuild, self._since(built))
                self.store.settle([change.number for change in self.store.pending()])
            self._problem = None
            self.upkeep.whole()

    def _since(self, built: set[tuple[str, str]]) -> list[Operation]:
        """Returns what was added and removed while a build was under way."""
        held = set(self.store.holding_keys())
        late: list[Operation] = [Removal(*key) for key in sorted(built - held)]
        for key in sorted(held - built):
            late += additions_of(self._vectors, held_of(self.store, [key]))
        return late

    def check(self) -> list[str]:
        """Returns what is wrong with store and index, in words; nothing where all is well."""
        problems = check_store(self.store)
        if self._engine is None:
            return [*problems, str(self._problem)]
        return problems + check_engine(self.store, self._engine)

    def _inspect(self) -> None:
        """Compares the index with what was written, and with the store."""
        if self.engine.check() or any(differences(self.store, self.engine)):
            self.upkeep.report()

    def _mend(self) -> None:
        """Makes the index whole again from the store."""
        if not self.engine.check():
            differing = set[Key]().union(*differences(self.store, self.engine))
            if len(differing) <= _FEW:
                self.store.requeue(differing)
                self._catch_up()
                if not any(differences(self.store, self.engine)):
                    self.upkeep.whole()
                    return
        self._build(lambda _done, _total: self.upkeep.check_stopping(), sentences=False)

    def _purge(self) -> bool:
        self.engine.purge()
        self._vectors.forget_others(lambda: {key for key, _ in self.store.holding_keys()})
        return self.store.truncate_log()

    def info(self) -> dict[str, Any]:
        """Returns what the index is made of, ready for JSON."""
        facts: dict[str, Any] = dict(self._identity)
        facts["articles"] = len({article_id for article_id, _ in self.store.holding_keys()})
        if self._engine is None:
            return {**facts, "problem": str(self._problem)}
        return {**facts, **self._engine.info()}

    def close(self) -> None:
        """Ends what is done in the background; what was acknowledged is durable anyway."""
        self.upkeep.stop()
        self._late.close()
        if self._engine is not None:
            if self.upkeep.purge_due and self._engine.passage_count <= _PURGED_AT_ONCE:
                self._purge()
            self._engine.close()
        self.sentence_vectors.close()
        self._vectors.close()
        self.store.close()
        self._presence.close()

    @property
    def _identity(self) -> dict[str, str]:
        return identity_of(self.encoder, analysis_version(self._reader))

    def _open_engine(self) -> None:
        if not any(True for _ in self.store.holding_keys()):
            self.store.write_meta(ANALYSED, analysis_version(self._reader))
        try:
            self._engine = self._engines(identity=self._identity)
        except IndexDamagedError:
            self.upkeep.note()
            self._engine = self._engines(identity=self._identity, reset=True)
        except IndexMismatchError as problem:
            self._problem = problem
            return
        try:
            self._catch_up()
            if self._engine.is_large:
                self.upkeep.inspect_soon()
            else:
                self._inspect()
        except (QawlError, OSError) as error:
            # Questions can be answered all the same, as long as it is said.
            _log.warning("the index cannot be brought up to date: %s", error)
            self.upkeep.note()
        if self.upkeep.needed:
            self.upkeep.report()
        if self._engine.has_leftovers or self.store.has_log:
            self.upkeep.purge_soon()
        if self.store.unread():
            self._late.soon()

    def _catch_up(self, *, anew: bool = False) -> int:
        """Brings the engine to what the store holds; returns how many passages were added.

        Args:
            anew: Take as long where another collection holds the same.
        """
        changes = self.store.pending()
        if not changes:
            return 0
        keys = sorted({(change.article_id, change.collection) for change in changes})
        told = held_of(self.store, keys)
        made = additions_of(self._vectors, told, anew=anew)
        with self.store.lock("index"):
            # The truth is read again under the lock: another process may have
            # removed what was being encoded here.
            held = {key for key in keys if key[1] in self.store.collections_of(key[0])}
            for article_id, collection in keys:
                if (article_id, collection) not in held:
                    self.engine.remove(article_id, collection)
            valid = [one for one in made if (one.article_id, one.collection) in held]
            if valid:
                self.engine.add(valid)
            self.store.settle([change.number for change in changes])
        waiting = ((article, found.sentences) for _, article, found in told)
        self.sentence_vectors.add_later(waiting, anew=anew, then=self._late.soon)
        return sum(map(len, valid))
