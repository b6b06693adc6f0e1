"""The engine on a Milvus server, for an archive that outgrows one machine.

One entity is one passage, with the collections that hold it. Milvus finds: the
nearest vectors, and by its BM25 function the passages that share a token. The
candidates of the lexical list are scored again here, by the formula and with
figures counted within the scope, since the server's own count everybody's.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pymilvus import MilvusClient, MilvusException

from index.engine import lexical
from index.engine.base import NOTED, Addition, Hit, Operation, TermStatistics
from index.engine.dense import cosines
from index.engine.lexical import Corpus, Weights
from index.engine.lookup import number_of
from index.engine.milvus_fields import (
    checked,
    create_collection,
    prepared,
    ranked,
    scores_of,
    seen_by,
)
from index.errors import IndexMismatchError

_MOST: Final = 16_384
"""More rows than this Milvus gives in no answer."""

_PATIENCE_S: Final = 10.0

_OVERFETCH: Final = 4
_TOKENS: Final = 3_600
"""Tokens of a passage that are kept: 65,535 bytes hold no more of 18 each."""

_FIELDS: Final = ["passage_id", "article_id", "collections", "length", "tokens", "dense"]


class MilvusEngine:
    """A ``SearchEngine`` on Milvus, or on a Milvus Lite file.

    Attributes:
        damage: Always None; the server looks after its own files.
        has_leftovers: Always False, since they are the server's.
        is_large: Always True.
    """

    damage = None
    has_leftovers = False
    is_large = True

    def __init__(
        self,
        uri: str,
        *,
        identity: Mapping[str, str] | None = None,
        name: str = "qawl",
        token: str = "",
        reset: bool = False,
    ) -> None:
        """Connects.

        Args:
            uri: ``http://host:19530``, or the path of a Milvus Lite file.
            identity: Versions and model. Another one has another collection,
                so that vectors of two models never mix.
            name: Start of the names on the server.
            reset: Of no use here: what is there is another engine's to mend.

        Raises:
            IndexMismatchError: There is no server, or it refuses.
        """
        parts = sorted(item for item in (identity or {}).items() if item[0] not in NOTED)
        made_with = ";".join(f"{key}={value}" for key, value in parts)
        self._alias: Final = f"{name}_{hashlib.sha256(made_with.encode()).hexdigest()[:12]}"
        try:
            self._client: Final = MilvusClient(uri, token=token, timeout=_PATIENCE_S)
            known = self._exists()
        except (MilvusException, OSError) as error:
            raise IndexMismatchError(
                f"Milvus at {_shown(uri)} does not answer ({_shown(str(error))}). Start it, or"
                " take the setting out."
            ) from error
        if known:
            self._client.load_collection(self._alias)

    @property
    def passage_count(self) -> int:
        return 0 if not self._exists() else self._count("")

    def add(self, additions: Sequence[Addition]) -> None:
        if additions and not self._exists():
            dimension = additions[0].vectors.shape[1]
            self._client.create_alias(self.create(dimension), self._alias)
        for addition in additions:
            self._put(self._alias, addition)

    def remove(self, article_id: str, collection: str) -> None:
        rows = self._rows_of(article_id) if self._exists() else []
        for row in rows:
            row["collections"] = [name for name in row["collections"] if name != collection]
        if rows and not rows[0]["collections"]:
            self._client.delete(self._alias, filter=f'article_id == "{article_id}"')
        elif rows:
            self._client.upsert(self._alias, rows)

    def search_dense(
        self, vector: npt.NDArray[np.float32], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        rows = self._search("dense", [vector.tolist()], top_k, scope, ["article_id"])
        scored = [
            (-row["distance"], row["passage_id"], row["entity"]["article_id"]) for row in rows
        ]
        return ranked(scored, top_k)

    def search_lexical(
        self, tokens: Sequence[str], top_k: int, scope: Collection[str]
    ) -> list[Hit]:
        weights = self._weights(tokens, scope) if top_k > 0 and self._exists() else None
        if weights is None or not weights.terms:
            return []
        question = " ".join(map(prepared, weights.terms))
        wanted = min(_MOST, top_k * _OVERFETCH + 50)
        fields = ["article_id", "tokens", "length"]
        rows = self._search("sparse", [question], wanted, scope, fields)
        scores = scores_of([row["entity"] for row in rows], weights)
        scored = [
            (-score, row["passage_id"], row["entity"]["article_id"])
            for score, row in zip(scores, rows, strict=True)
        ]
        return ranked(scored, top_k)

    def dense_scores(
        self, vector: npt.NDArray[np.float32], passage_ids: Sequence[str]
    ) -> list[float]:
        def score(rows: Sequence[Mapping[str, Any]]) -> list[float]:
            found: list[float] = cosines(np.array([r["dense"] for r in rows]), vector).tolist()
            return found

        return self._named(passage_ids, None, "dense", score)

    def lexical_scores(
        self,
        tokens: Sequence[str],
        passage_ids: Sequence[str],
        scope: Collection[str] | None = None,
    ) -> list[float]:
        weights = self._weights(tokens, scope)
        return self._named(passage_ids, scope, "tokens", lambda rows: scores_of(rows, weights))

    def term_statistics(
        self, tokens: Sequence[str], scope: Collection[str] | None = None
    ) -> TermStatistics:
        return lexical.statistics(tokens, *self._figures(tokens, scope))

    def holdings(self) -> Iterator[tuple[str, str]]:
        last = ""
        while self._exists():
            rows = self._query(f'passage_id > "{last}"', ["article_id", "collections"], _MOST)
            if not rows:
                return
            yield from {(row["article_id"], name) for row in rows for name in row["collections"]}
            last = max(row["passage_id"] for row in rows)

    def rebuild(self) -> MilvusRebuild:
        """Begins a new collection on the server, to be filled and committed."""
        return MilvusRebuild(self)

    def commit(self, rebuild: MilvusRebuild, late: Sequence[Operation] = ()) -> None:
        """Points the name that everybody asks for to what was rebuilt."""
        before = self._target()
        if rebuild.target is None:
            if before is not None:
                self._client.drop_alias(self._alias)
        elif before is None:
            self._client.create_alias(rebuild.target, self._alias)
        else:
            self._client.alter_alias(rebuild.target, self._alias)
        if before is not None:
            self._client.drop_collection(before)
        for operation in late:
            if isinstance(operation, Addition):
                self._put(self._alias, operation)
            else:
                self.remove(operation.article_id, operation.collection)

    def purge(self) -> None:
        """The server compacts its own segments."""

    def check(self) -> list[str]:
        """Returns what is wrong in the engine itself: a server looks after its own files."""
        return []

    def info(self) -> dict[str, Any]:
        return {"passages": self.passage_count, "collection": self._target(), "engine": "milvus"}

    def close(self) -> None:
        self._client.close()

    def create(self, dimension: int) -> str:
        """Makes a new collection on the server, which is not searched yet; returns its name."""
        target = f"{self._alias}_{uuid.uuid4().hex[:8]}"
        create_collection(self._client, target, dimension)
        return target

    def _put(self, target: str, addition: Addition) -> None:
        number_of(addition.article_id)
        checked([addition.collection])
        before = self._rows_of(addition.article_id, target)
        held = {name for row in before for name in row["collections"]} | {addition.collection}
        stale = {row["passage_id"] for row in before} - set(addition.passage_ids)
        rows = [
            {
                "passage_id": passage,
                "article_id": addition.article_id,
                "collections": sorted(held),
                "length": len(tokens),
                "tokens": " ".join(map(prepared, tokens[:_TOKENS])),
                "dense": vector.tolist(),
            }
            for passage, tokens, vector in zip(
                addition.passage_ids, addition.tokens, addition.vectors, strict=True
            )
        ]
        self._client.upsert(target, rows)
        if stale:
            self._client.delete(target, ids=sorted(stale))

    def _target(self) -> str | None:
        if not self._exists():
            return None
        name: str = self._client.describe_alias(self._alias)["collection_name"]
        return name

    def _exists(self) -> bool:
        return bool(self._client.has_collection(self._alias))

    def _rows_of(self, article_id: str, target: str | None = None) -> list[dict[str, Any]]:
        number_of(article_id)
        return self._query(f'article_id == "{article_id}"', _FIELDS, _MOST, target)

    def _query(
        self, condition: str, fields: list[str], limit: int, target: str | None = None
    ) -> list[dict[str, Any]]:
        found = self._client.query(
            target or self._alias, filter=condition, output_fields=fields, limit=limit
        )
        return [dict(row) for row in found]

    def _search(
        self, field: str, data: list[Any], limit: int, scope: Collection[str], output: list[str]
    ) -> list[dict[str, Any]]:
        seen = seen_by(scope)
        if limit <= 0 or not scope or not self._exists():
            return []
        found = self._client.search(
            self._alias,
            data=data,
            anns_field=field,
            limit=min(limit, _MOST),
            filter=seen,
            output_fields=output,
        )
        return [dict(row) for row in found[0]]

    def _count(self, condition: str) -> int:
        found = self._client.query(self._alias, filter=condition, output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def _figures(
        self, tokens: Sequence[str], scope: Collection[str] | None
    ) -> tuple[dict[str, int], Corpus]:
        seen = seen_by(scope)
        if not self._exists() or (scope is not None and not scope):
            return dict.fromkeys(tokens, 0), Corpus(0, 0)
        passages = self._count(seen)
        # A sum the server cannot give; the mean of so many lengths is near
        # enough where there are more.
        lengths = [row["length"] for row in self._query(seen, ["length"], _MOST)]
        total = round(passages * sum(lengths) / len(lengths)) if lengths else 0
        holding = {}
        for token in set(tokens):
            match = f'TEXT_MATCH(tokens, "{prepared(token)}")'
            holding[token] = self._count(f"{seen} and {match}" if seen else match)
        return holding, Corpus(passages, total)

    def _weights(self, tokens: Sequence[str], scope: Collection[str] | None) -> Weights:
        return lexical.weigh(tokens, *self._figures(tokens, scope))

    def _named(
        self,
        passage_ids: Sequence[str],
        scope: Collection[str] | None,
        field: str,
        score: Callable[[Sequence[Mapping[str, Any]]], list[float]],
    ) -> list[float]:
        seen = seen_by(scope)
        if not passage_ids or not self._exists():
            return [0.0] * len(passage_ids)
        for passage_id in passage_ids:
            number_of(passage_id)
        named = ", ".join(f'"{passage_id}"' for passage_id in passage_ids)
        condition = f"passage_id in [{named}]" + (f" and {seen}" if seen else "")
        rows = self._query(condition, [field, "length"], len(passage_ids))
        if not rows:
            return [0.0] * len(passage_ids)
        scores = dict(zip((row["passage_id"] for row in rows), score(rows), strict=True))
        return [scores.get(passage_id, 0.0) for passage_id in passage_ids]


def _shown(text: str) -> str:
    """Returns a text without the names and passwords of addresses."""
    return re.sub(r"(?<=://)[^/@\s]*@", "***@", text)


class MilvusRebuild:
    """Fills a new collection on the server; it is not searched before it is committed.

    Attributes:
        target: Its name; None before the first addition.
    """

    def __init__(self, engine: MilvusEngine) -> None:
        self._engine: Final = engine
        self.target: str | None = None

    def add(self, additions: Sequence[Addition]) -> None:
        """Takes in articles, each as often as there are collections that hold it."""
        for addition in additions:
            if self.target is None:
                self.target = self._engine.create(addition.vectors.shape[1])
            self._engine._put(self.target, addition)

    def seal(self) -> None:
        """Nothing is left to do: the server indexes what it is given."""
