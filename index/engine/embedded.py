"""The engine inside this process: FAISS and rank-bm25's scores over one folder.

Several processes may open the same folder. What is added goes to a journal and
into a small live segment beside the sealed ones; a thread merges them when the
live one has grown, while questions go on with what they have.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.disk import telling_disk
from index.engine import generation, journal
from index.engine.base import (
    NOTED,
    Addition,
    Hit,
    Operation,
    Removal,
    TermStatistics,
)
from index.engine.dense import Questions
from index.engine.generation import Generations, Manifest
from index.engine.lookup import number_of, numbers_of
from index.engine.rebuild import Rebuild
from index.engine.sealing import Source, choose, write_segment
from index.engine.snapshot import Snapshot, start
from index.errors import IndexDamagedError, IndexMismatchError
from index.locks import file_lock

LIVE_ROWS: Final = 1_000
"""The live segment is merged in the background from this size on."""

_BACKLOG: Final = 4
"""From so many times that size on, adding waits for the merge."""

_STALE_SHARE: Final = 0.3
"""A segment is written anew when no collection holds this share of it any more."""

_LARGE: Final = 1 << 28
"""Bytes of an index from which on it is checked in the background."""

_AGAIN_S: Final = 5.0
"""A damaged index is looked at again by questions after so long."""

_log: Final = logging.getLogger(__name__)


class EmbeddedEngine:
    """A ``SearchEngine`` in a folder.

    Attributes:
        damage: What was found to be damaged while it was open; questions are answered
            from what was read before.
    """

    def __init__(
        self,
        folder: Path,
        *,
        identity: Mapping[str, str] | None = None,
        reset: bool = False,
        background: bool = True,
        questions: Questions | None = None,
    ) -> None:
        """Opens the folder, creating it.

        Args:
            identity: Versions and model that the index has to be made with.
            reset: Begin anew, whatever is there.
            background: Merge in a thread; otherwise only ``merge`` does.
            questions: Asked for real questions when a segment becomes too large
                for exact search.

        Raises:
            IndexMismatchError: What is there was made otherwise.
            IndexDamagedError: It is damaged.
        """
        self._generations: Final = Generations(folder)
        self._identity: Final = None if identity is None else dict(identity)
        self._background: Final = background
        self._questions: Final = questions
        self._state_lock: Final = threading.RLock()
        self._merger: threading.Thread | None = None
        self._snapshot = start([], {})
        self._manifest = Manifest(self._identity or {})
        self._folder: Path | None = None
        self._journal: Path | None = None
        self._stamp: tuple[int, int] | None = None
        self._journal_stamp = (-1, -1)
        self._position = 0
        self._looked_at = 0.0
        self.damage: IndexDamagedError | None = None
        with self._writing():
            if reset or self._generations.current() is None:
                draft = self._generations.draft("draft")
                self._generations.commit(draft, self._manifest)
        self._current(writing=True)

    @property
    def passage_count(self) -> int:
        return self._current().passage_count

    def add(self, additions: Sequence[Addition]) -> None:
        with self._writing():
            snapshot = self._current(writing=True)
            known = self._manifest.dimension
            for addition in additions:
                found = addition.vectors.shape[1]
                known = known or found
                if found != known:
                    raise IndexMismatchError(
                        f"the index holds vectors of {known} dimensions, these have {found}."
                        " Run `qawl index build`."
                    )
            self._append([one for one in additions if not _is_held(snapshot, one)])
        self._merge_if_due()

    def remove(self, article_id: str, collection: str) -> None:
        with self._writing():
            if collection in self._current(writing=True).holders(number_of(article_id)):
                self._append([Removal(article_id, collection)])

    def search_dense(
        self, vector: npt.NDArray[np.float32], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        return self._current().view(scope).search_dense(vector, top_k)

    def search_lexical(
        self, tokens: Sequence[str], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        return self._current().view(scope).search_lexical(tokens, top_k)

    def dense_scores(
        self, vector: npt.NDArray[np.float32], passage_ids: Sequence[str]
    ) -> list[float]:
        return self._current().dense_scores(vector, passage_ids)

    def lexical_scores(
        self,
        tokens: Sequence[str],
        passage_ids: Sequence[str],
        scope: Collection[str] | None = None,
    ) -> list[float]:
        return self._current().lexical_scores(tokens, passage_ids, scope)

    def term_statistics(
        self, tokens: Sequence[str], scope: Collection[str] | None = None
    ) -> TermStatistics:
        return self._current().view(scope).statistics(tokens)

    def holdings(self) -> Iterator[tuple[str, str]]:
        return self._current().holdings()

    @telling_disk()
    def rebuild(self) -> Rebuild:
        """Begins a whole new generation, to be filled, sealed and committed."""
        return Rebuild(self._generations.draft("building"), self._questions)

    @telling_disk()
    def commit(self, rebuild: Rebuild, late: Sequence[Operation] = ()) -> None:
        draft = rebuild.draft
        (draft / "journal").touch()
        if late:
            journal.append(draft / "journal", late, after=0)
        manifest = Manifest(self._identity or {}, rebuild.dimension, rebuild.segments)
        with file_lock(self._generations.folder / "merge.lock"), self._writing():
            self._generations.commit(draft, manifest, (draft / "journal").read_bytes())
            self._current(writing=True)
            self._generations.sweep()

    @property
    def has_leftovers(self) -> bool:
        """Whether words of what was removed still stand in a file."""
        snapshot = self._current()
        rows = sum(segment.row_count for segment in snapshot.sealed) + snapshot.live.row_count
        return rows > snapshot.passage_count

    def purge(self) -> None:
        if self.has_leftovers:
            self.merge(stale_share=0)

    @telling_disk()
    def merge(self, stale_share: float = _STALE_SHARE) -> None:
        """Seals the live segment together with small and stale ones.

        Args:
            stale_share: Of a segment, that no collection holds any more.
        """
        with file_lock(self._generations.folder / "merge.lock"):
            with self._state_lock:
                snapshot = self._current(writing=True)
                manifest, folder, position = self._manifest, self._folder, self._position
            chosen = choose(snapshot, stale_share)
            if folder is None or chosen is None:
                return
            draft = self._generations.draft("draft")
            segments, changed = {}, {}
            for number, segment in enumerate(snapshot.sealed):
                if number not in chosen:
                    generation.carry(folder / segment.name, draft)
                    segments[segment.name] = manifest.segments[segment.name]
                    changed[segment.name] = snapshot.changed[number]
            sources = [
                Source.sealed(snapshot.sealed[number].part, snapshot.changed[number])
                for number in chosen
            ]
            sources.append(Source.live(snapshot.live, manifest.dimension))
            if any(source.kept_count for source in sources):
                name = generation.segment_name()
                description = write_segment(
                    draft / name, sources, manifest.dimension, self._questions
                )
                segments[name] = generation.record(draft / name, description)
            merged = replace(manifest, segments=segments, changed=changed)
            with self._writing():
                self._current(writing=True)
                if self._folder != folder:
                    return
                with (folder / "journal").open("rb") as file:
                    file.seek(position)
                    since = file.read(self._position - position)
                self._generations.commit(draft, merged, since)
                self._current(writing=True)
            self._generations.sweep()

    @telling_disk()
    def check(self) -> list[str]:
        """Returns which files differ from what was written, reading all of them."""
        try:
            self._current(writing=True)
            return generation.verify(self._folder) if self._folder else []
        except IndexDamagedError as damage:
            return [str(damage).removesuffix(" Run `qawl index build`.").rstrip(".")]

    @property
    def is_large(self) -> bool:
        """Whether ``check`` takes longer than a person should wait for."""
        records = self._manifest.segments.values()
        files = [int(facts["bytes"]) for record in records for facts in record.files.values()]
        return sum(files) > _LARGE

    @telling_disk()
    def info(self) -> dict[str, Any]:
        snapshot = self._current()
        folder = self._folder or self._generations.folder
        recorded = self._manifest.identity
        return {
            **{name: recorded[name] for name in NOTED & recorded.keys()},
            "passages": snapshot.passage_count,
            "generation": folder.name,
            "live_passages": snapshot.live.row_count,
            "dimension": self._manifest.dimension,
            "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
            "segments": [dict(record.description) for record in self._manifest.segments.values()],
        }

    def close(self) -> None:
        """Waits for a merge that is under way."""
        if self._merger is not None:
            self._merger.join()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with telling_disk(), file_lock(self._generations.folder / "write.lock"):
            yield

    def _append(self, operations: Sequence[Operation]) -> None:
        if operations and self._journal is not None:
            journal.append(self._journal, operations, after=self._position)
            self._current(writing=True)

    @telling_disk()
    def _current(self, *, writing: bool = False) -> Snapshot:
        """Returns the newest state, read anew where another process has changed it.

        Where that is damaged, a search gets the state before, and a change an error.
        """
        if self._is_fresh():
            return self._snapshot
        with self._state_lock:
            if self.damage and not writing and time.monotonic() < self._looked_at + _AGAIN_S:
                return self._snapshot
            self._looked_at = time.monotonic()
            try:
                self._follow()
                self.damage = None
            except IndexDamagedError as damage:
                self.damage = damage
                if writing:
                    raise
            return self._snapshot

    def _follow(self) -> None:
        while not self._is_fresh():
            stamp = self._generations.stamp()
            try:
                if stamp != self._stamp:
                    self._load()
                self._read_journal()
            except Exception as error:  # a damaged file is misread in every way
                # A generation that was replaced while it was being opened
                # is swept away under one's hands; look where it is now.
                if self._generations.stamp() != stamp:
                    continue
                if isinstance(error, IndexMismatchError):
                    raise
                raise IndexDamagedError(
                    f"the index cannot be read ({error!r}). Run `qawl index build`."
                ) from error

    def _is_fresh(self) -> bool:
        # Two calls of stat, some microseconds, for every question.
        path = self._journal
        if self._generations.stamp() != self._stamp or path is None:
            return False
        try:
            found = path.stat()
        except FileNotFoundError:
            return False
        return (found.st_size, found.st_mtime_ns) == self._journal_stamp

    def _load(self) -> None:
        stamp = self._generations.stamp()
        folder = self._generations.current()
        if folder is None:
            raise IndexDamagedError("the index was deleted. Run `qawl index build`.")
        known = {segment.name: segment for segment in self._snapshot.sealed}
        manifest, segments = generation.load(folder, known)
        _compare(self._identity, manifest.identity)
        self._manifest, self._folder, self._journal = manifest, folder, folder / "journal"
        self._snapshot = start(segments, manifest.changed)
        self._position, self._journal_stamp = 0, (-1, -1)
        self._stamp = stamp

    def _read_journal(self) -> None:
        path = self._journal
        if path is None:
            return
        found = path.stat()
        frames, position = journal.read(path, self._position)
        snapshot = self._snapshot
        for operations in frames:
            snapshot = snapshot.after(operations)
        if frames and not self._manifest.dimension:
            dimension = snapshot.live.vectors.shape[1]
            self._manifest = replace(self._manifest, dimension=dimension)
        self._snapshot, self._position = snapshot, position
        self._journal_stamp = (found.st_size, found.st_mtime_ns)

    def _merge_if_due(self) -> None:
        rows = self._snapshot.live.row_count
        if not self._background or rows < LIVE_ROWS:
            return
        if rows >= LIVE_ROWS * _BACKLOG:
            self.merge()
        elif self._merger is None or not self._merger.is_alive():
            self._merger = threading.Thread(target=self._merge_quietly, name="qawl-merge")
            self._merger.start()

    def _merge_quietly(self) -> None:
        try:
            self.merge()
        except Exception:
            # The journal still holds everything; the next addition tries again.
            _log.exception("the index could not be merged")


def _is_held(snapshot: Snapshot, addition: Addition) -> bool:
    return snapshot.holds(
        number_of(addition.article_id), addition.collection, numbers_of(addition.passage_ids)
    )


def _compare(wanted: Mapping[str, str] | None, found: Mapping[str, str]) -> None:
    for name in sorted(set(wanted or {}) - NOTED):
        if wanted is not None and found.get(name) != wanted[name]:
            raise IndexMismatchError(
                f"the index was made with {name} {found.get(name)!r}, this is {wanted[name]!r}."
                " Run `qawl index build`."
            )
