"""A whole new generation, written run by run beside the one that answers questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from index.disk import telling_disk
from index.engine import generation
from index.engine.base import Addition
from index.engine.columns import Run
from index.engine.dense import Questions
from index.engine.generation import SegmentRecord, segment_name
from index.engine.lookup import number_of
from index.engine.sealed import Sealed
from index.engine.sealing import Source, write_segment

RUN_ROWS: Final = 50_000
"""Passages that are gathered in memory before they are written."""


class Rebuild:
    """Takes in everything anew; nothing changes for anybody until it is committed.

    Attributes:
        segments: What ``seal`` has written, by name.
    """

    def __init__(self, draft: Path, questions: Questions | None = None) -> None:
        self._questions: Final = questions
        self.draft: Final = draft
        self._run = Run()
        self._runs: list[Sealed] = []
        self._written: set[int] = set()
        # Collections of articles that are in a run already written.
        self._late: dict[int, set[str]] = {}
        self.dimension = 0
        self.segments: dict[str, SegmentRecord] = {}

    def add(self, additions: Sequence[Addition]) -> None:
        """Takes in articles, each as often as there are collections that hold it."""
        for addition in additions:
            article = number_of(addition.article_id)
            if article in self._run:
                self._run.hold(article, [addition.collection])
            elif article in self._written:
                self._late.setdefault(article, set()).add(addition.collection)
            else:
                self._take(article, addition)

    def _take(self, article: int, addition: Addition) -> None:
        if len(self._run) >= RUN_ROWS:
            self._write_run()
        self.dimension = addition.vectors.shape[1]
        self._run.add(
            article,
            [addition.collection],
            [number_of(passage) for passage in addition.passage_ids],
            addition.tokens,
            addition.vectors,
        )

    @telling_disk()
    def _write_run(self) -> None:
        part = self._run.part(self.dimension)
        folder = self.draft / f"run-{len(self._runs):04d}"
        source = Source(part, part.holders())
        self._runs.append(Sealed(folder, write_segment(folder, [source], self.dimension)))
        self._written.update(part.columns.articles.tolist())
        self._run = Run()

    @telling_disk()
    def seal(self) -> None:
        """Merges all runs into one segment, which takes a while; idempotent it is not."""
        sources = [self._late_source(run) for run in self._runs]
        last = self._run.part(self.dimension)
        if last.row_count:
            sources.append(Source(last, last.holders()))
        if not sources:
            return
        folder = self.draft / segment_name()
        description = write_segment(folder, sources, self.dimension, self._questions)
        for run in self._runs:
            generation.discard(self.draft / run.name)
        self.segments = {folder.name: generation.record(folder, description)}

    def _late_source(self, run: Sealed) -> Source:
        late = {run.position_of(article): names for article, names in self._late.items()}
        return Source(
            run.part,
            [held | late.get(at, set()) for at, held in enumerate(run.part.holders())],
        )
