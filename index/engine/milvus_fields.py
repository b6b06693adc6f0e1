"""What an entity on a Milvus server is made of, and how it is asked for and scored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pymilvus import DataType, Function, FunctionType, MilvusClient

from index.engine import lexical
from index.engine.base import Hit
from index.engine.lexical import Weights
from index.engine.live import LiveBM25

_COLLECTION: Final = re.compile(r"[a-z][a-z0-9_]{0,31}(:-?[0-9]{1,20})?")
"""What a collection may be called. Names are put into filters, and Milvus Lite knows no
placeholders there: this pattern is a part of the wall between chats."""


def create_collection(client: MilvusClient, target: str, dimension: int) -> None:
    """Makes an empty collection on the server."""
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("passage_id", DataType.VARCHAR, max_length=16, is_primary=True)
    schema.add_field("article_id", DataType.VARCHAR, max_length=16)
    schema.add_field(
        "collections",
        DataType.ARRAY,
        element_type=DataType.VARCHAR,
        max_capacity=4096,
        max_length=64,
    )
    schema.add_field("length", DataType.INT64)
    schema.add_field(
        "tokens",
        DataType.VARCHAR,
        max_length=65_535,
        enable_analyzer=True,
        enable_match=True,
        analyzer_params={"tokenizer": "standard"},
    )
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            name="bm25",
            function_type=FunctionType.BM25,
            input_field_names=["tokens"],
            output_field_names=["sparse"],
        )
    )
    indexes = client.prepare_index_params()
    indexes.add_index("dense", index_type="AUTOINDEX", metric_type="COSINE")
    indexes.add_index(
        "sparse",
        index_type="SPARSE_INVERTED_INDEX",
        metric_type="BM25",
        params={"bm25_k1": lexical.K1, "bm25_b": lexical.B},
    )
    client.create_collection(
        target, schema=schema, index_params=indexes, consistency_level="Strong"
    )


def prepared(token: str) -> str:
    """Returns a token as letters and digits, which no tokenizer takes apart."""
    return "t" + hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def checked(collections: Collection[str]) -> list[str]:
    for name in collections:
        if not _COLLECTION.fullmatch(name):
            raise ValueError(f"not a collection's name: {name!r}")
    return sorted(collections)


def seen_by(scope: Collection[str] | None) -> str:
    if scope is None:
        return ""
    names = ", ".join(f'"{name}"' for name in checked(scope))
    return f"ARRAY_CONTAINS_ANY(collections, [{names}])"


def scores_of(rows: Sequence[Mapping[str, Any]], weights: Weights) -> list[float]:
    """Returns rank_bm25's score of each row, under the weights of the whole scope."""
    prepared_weights = replace(weights, terms=tuple(map(prepared, weights.terms)))
    found = LiveBM25([row["tokens"].split() for row in rows])
    found.doc_len = [row["length"] for row in rows]
    scores: list[float] = found.score_rows(prepared_weights, range(len(rows))).tolist()
    return scores


def ranked(scored: list[tuple[float, str, str]], top_k: int) -> list[Hit]:
    return [
        Hit(passage_id, article_id, -negative, rank)
        for rank, (negative, passage_id, article_id) in enumerate(sorted(scored)[:top_k], start=1)
    ]
