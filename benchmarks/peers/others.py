"""The systems that people use today. Imports nothing of Qawl.

    python others.py set.json [family ...]

``set.json`` holds texts, their owners, questions and gold owners, and may hold a limit in
seconds for a system's questions; the vectors lie beside it. Prints a JSON object after each
system, the last one whole: hits, times and versions.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np

TOP = 30
os.environ["TQDM_DISABLE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"


class Set:
    """One set: documents with vectors, questions with vectors."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text())
        self.texts: list[str] = data["texts"]
        self.owners: list[str] = data["owners"]
        self.questions: list[str] = data["questions"]
        self.gold: list[str] = data["gold"]
        self.limit_s: float = data.get("limit_s", float("inf"))
        self.passage_vectors = np.load(path.with_name("passages.npy"))
        self.question_vectors = np.load(path.with_name("questions.npy"))
        self.by_question = dict(zip(self.questions, self.question_vectors, strict=True))


Ranker = Callable[[int], list[int]]
"""Number of a question -> numbers of texts, best first."""


def langchain(data: Set) -> Iterator[tuple[str, Ranker]]:
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import InMemoryVectorStore

    class Ready(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return data.passage_vectors.tolist()

        def embed_query(self, text: str) -> list[float]:
            return data.by_question[text].tolist()

    documents = [
        Document(page_content=text, metadata={"at": i}, id=str(i))
        for i, text in enumerate(data.texts)
    ]
    store = InMemoryVectorStore(Ready())
    store.add_documents(documents)
    dense = store.as_retriever(search_kwargs={"k": TOP})
    lexical = BM25Retriever.from_documents(documents, k=TOP)
    for name, order in (
        ("LangChain EnsembleRetriever, lexical first (its example)", [lexical, dense]),
        ("LangChain EnsembleRetriever, dense first", [dense, lexical]),
    ):
        both = EnsembleRetriever(retrievers=order, weights=[0.5, 0.5], id_key="at")
        yield name, lambda i, both=both: [d.metadata["at"] for d in both.invoke(data.questions[i])]


def haystack(data: Set) -> Iterator[tuple[str, Ranker]]:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(
        [
            Document(id=str(i), content=text, embedding=vector.tolist(), meta={"at": i})
            for i, (text, vector) in enumerate(zip(data.texts, data.passage_vectors, strict=True))
        ]
    )
    lexical = InMemoryBM25Retriever(store, top_k=TOP)
    dense = InMemoryEmbeddingRetriever(store, top_k=TOP)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def rank(i: int) -> list[int]:
        lists = [
            lexical.run(query=data.questions[i])["documents"],
            dense.run(query_embedding=data.question_vectors[i].tolist())["documents"],
        ]
        return [d.meta["at"] for d in joiner.run(documents=lists)["documents"]]

    yield "Haystack in-memory hybrid (reciprocal rank fusion)", rank


def llama_index(data: Set) -> Iterator[tuple[str, Ranker]]:
    import Stemmer
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    class Ready(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return data.by_question[query].tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            raise AssertionError("every text has its vector")

    # Fusion takes two nodes of one text for one, whoever's they are, unless their metadata
    # differ, as those of files do; only what is told apart can be found.
    nodes = [
        TextNode(
            id_=str(i),
            text=text,
            embedding=vector.tolist(),
            metadata={"at": i},
            excluded_embed_metadata_keys=["at"],
            excluded_llm_metadata_keys=["at"],
        )
        for i, (text, vector) in enumerate(zip(data.texts, data.passage_vectors, strict=True))
    ]
    dense = VectorStoreIndex(nodes, embed_model=Ready()).as_retriever(similarity_top_k=TOP)
    # The class splits on the Latin word pattern, which takes Arabic as it is.
    lexical = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=TOP)
    arabic = Stemmer.Stemmer("arabic")
    stemmed = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=TOP, stemmer=arabic)
    for name, words, mode in (
        ("LlamaIndex QueryFusionRetriever (default: simple)", lexical, "simple"),
        ("LlamaIndex QueryFusionRetriever, reciprocal rank fusion", lexical, "reciprocal_rerank"),
        ("LlamaIndex, reciprocal rank fusion, Arabic stemmer", stemmed, "reciprocal_rerank"),
    ):
        both = QueryFusionRetriever(
            [dense, words],
            llm=MockLLM(),
            similarity_top_k=TOP,
            num_queries=1,
            mode=mode,
            use_async=False,
        )
        yield (
            name,
            lambda i, both=both: [int(n.node.node_id) for n in both.retrieve(data.questions[i])],
        )


def txtai(data: Set) -> Iterator[tuple[str, Ranker]]:
    from txtai import Embeddings

    ready = dict(zip(data.texts, data.passage_vectors, strict=True))
    ready |= data.by_question

    def transform(texts: list[str]) -> np.ndarray:
        return np.array([ready[text] for text in texts], dtype=np.float32)

    index = Embeddings(
        method="external", transform=transform, hybrid=True, backend="numpy", content=False
    )
    index.index([(i, text, None) for i, text in enumerate(data.texts)])
    yield "txtai hybrid", lambda i: [int(n) for n, _ in index.search(data.questions[i], TOP)]


FAMILIES = {
    "langchain": langchain,
    "haystack": haystack,
    "llama_index": llama_index,
    "txtai": txtai,
}


def hits(data: Set, rank: Ranker) -> dict[str, float]:
    """Returns the share of questions whose gold owner is among the first owners, and times."""
    places = []
    taken = []
    rank(0)
    for i, gold in enumerate(data.gold):
        start = time.perf_counter()
        found = rank(i)
        taken.append(time.perf_counter() - start)
        owners = list(dict.fromkeys(data.owners[n] for n in found))
        places.append(owners.index(gold) + 1 if gold in owners else None)
        if sum(taken) > data.limit_s:
            break
    shares = {
        f"hit@{k}": round(sum(p is not None and p <= k for p in places) / len(places), 4)
        for k in (1, 3, 10)
    }
    return {
        **shares,
        "asked": len(places),
        "p50_ms": round(1000 * float(np.percentile(taken, 50)), 3),
        "p95_ms": round(1000 * float(np.percentile(taken, 95)), 3),
    }


def main() -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    data = Set(Path(sys.argv[1]))
    systems: dict[str, dict[str, float]] = {}
    packages = "langchain-classic haystack-ai llama-index-core llama-index-retrievers-bm25 txtai"
    versions = {name: version(name) for name in packages.split()}
    # What the systems print while they index is not part of the result.
    with contextlib.redirect_stdout(sys.stderr):
        for family in sys.argv[2:] or FAMILIES:
            start = time.perf_counter()
            for name, rank in FAMILIES[family](data):
                built = time.perf_counter() - start
                systems[name] = {**hits(data, rank), "build_s": round(built, 1)}
                print(name, systems[name], file=sys.stderr)
                found = json.dumps({"systems": systems, "versions": versions})
                print(found, file=sys.__stdout__, flush=True)
                start = time.perf_counter()


if __name__ == "__main__":
    main()
