"""How long a newsroom waits for its articles: ``python -m benchmarks.indexing``.

On the same texts in one run: the product's encoder, sentence-transformers' own encode, articles
added whole with and without the reader of quotations, and the time from ``add`` to the first
answer that cites the article. Rates are per second of processor too, since a shared machine's
clock tells little.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from index.analysis import analyse
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.st_folder import build_folder
from index.encoder.ways import machine
from index.library import Library
from index.passages import passage_text
from index.samples import sample_articles
from index.speakers.reader import TrainedReader
from index.types import Article
from retrieval.answer import Answer
from retrieval.answerer import Answerer

RESULT = Path(__file__).parent / "results" / "indexing.json"
ROUNDS = 3
ADDED = 6
VERSIONS = ("onnxruntime", "openvino", "sentence-transformers", "torch", "numpy", "faiss-cpu")
QUESTION = "كم سفينة دخلت ميناء الياقوت في الليلة الأولى؟"
NEWS = (
    "دخلت أربع عشرة سفينة ميناء الياقوت في الليلة الأولى بعد افتتاحه، بحسب إدارة الميناء. "
    "وقال مدير الميناء رامز الحافي: «لم نتوقع هذا العدد قبل نهاية الشهر». "
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many a second, by the clock and by the processor."""

    clock: float
    processor: float


def measured(work: Callable[[], int]) -> Rate:
    """Returns the rate of some work, which returns how much it did."""
    clock, processor = time.perf_counter(), time.process_time()
    done = work()
    return Rate(
        round(done / (time.perf_counter() - clock), 2),
        round(done / (time.process_time() - processor), 2),
    )


def news(number: int = 0) -> Article:
    """Returns an invented article of some 300 words; another number, another port."""
    filler = [
        f"وأضاف التقرير {number}-{line} أن الأرصفة الجديدة تسع سفنا أكبر وأن العمل فيها يستمر ليلا."
        for line in range(17)
    ]
    text = f"{NEWS} {' '.join(filler)}".replace("الياقوت", f"الياقوت {number}")
    return Article(text, headline=f"ميناء الياقوت {number} يفتح", outlet="صحيفة المرفأ")


def until_cited(library: Library, number: int) -> tuple[float, float]:
    """Returns the seconds from adding an article to the first answer that cites it.

    By the clock and by the processor, whatever is done in the background included.
    """
    answerer = Answerer(library)
    question = QUESTION.replace("الياقوت", f"الياقوت {number}")
    answerer.answer(question)
    article, start, before = news(number), time.perf_counter(), time.process_time()
    library.add(article)
    while True:
        told = answerer.answer(question)
        if isinstance(told, Answer) and told.sentences[0].citation.article_id == article.id:
            break
    spent = time.perf_counter() - start, time.process_time() - before
    library.sentence_vectors.wait()
    return spent


def archive(count: int) -> list[Article]:
    """Returns so many articles, the samples again and again under other headlines."""
    samples = sample_articles()
    return [
        replace(samples[at % len(samples)], headline=f"{samples[at % len(samples)].headline} {at}")
        for at in range(count)
    ]


def memory_mb() -> dict[str, int]:
    """Returns what the process holds: in all, and without mapped files."""
    lines = map(str.split, Path("/proc/self/status").read_text("ascii").splitlines())
    names = {"VmRSS:": "resident", "RssAnon:": "anonymous"}
    return {names[line[0]]: int(line[1]) // 1024 for line in lines if line[0] in names}


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def whole(folder: Path, encoder: EmbeddedEncoder, reader: TrainedReader | None, count: int) -> Rate:
    """Returns how many articles a second are added with all that belongs to them."""
    library = Library.open(folder, encoder, reader=reader)
    rate = measured(lambda: len(library.add_many(archive(count))))
    library.close()
    return rate


def beside_sentence_transformers(encoder: EmbeddedEncoder, cache: Path) -> dict[str, object]:
    """Returns the rates of both on the same passages, turn by turn; of each the best."""
    from sentence_transformers import SentenceTransformer

    analysed = [(article, analyse(article)) for article in sample_articles()]
    texts = [passage_text(article, p) for article, found in analysed for p in found.passages]
    with tempfile.TemporaryDirectory() as folder:
        peer = SentenceTransformer(str(build_folder(Path(folder) / "model", cache)))

        def own() -> int:
            return len(encoder.encode_passages(texts))

        def others() -> int:
            return len(peer.encode(texts, prompt_name="document", batch_size=8))

        own(), others()
        pairs = [(measured(own), measured(others)) for _ in range(ROUNDS)]
    best = [max((pair[side] for pair in pairs), key=lambda rate: rate.processor) for side in (0, 1)]
    return {
        "passages": len(texts),
        "passages_per_second": asdict(best[0]),
        "sentence_transformers_passages_per_second": asdict(best[1]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60, help="added whole, each time")
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("qawl", appauthor=False))
    encoder, reader = EmbeddedEncoder(cache), TrainedReader(cache)
    reader.prepare()
    with tempfile.TemporaryDirectory() as folder:
        rates = {
            name: whole(Path(folder) / name, encoder, used, options.articles)
            for name, used in (("with_reader", reader), ("without_reader", None))
        }
        library = Library.open(Path(folder) / "with_reader", encoder, reader=reader)
        cited = [until_cited(library, number) for number in range(ADDED)]
        library.close()
    clock, processor = (min(times) for times in zip(*cited, strict=True))
    result = {
        "encoder": encoder.name,
        "way": str(encoder.way),
        "machine": machine().split(" fpu ")[0],
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
        "versions": versions(),
        "articles": options.articles,
        "articles_per_second_whole": {name: asdict(rate) for name, rate in rates.items()},
        "seconds_from_add_to_cited": {"clock": round(clock, 3), "processor": round(processor, 3)},
        "memory_mb": memory_mb(),
        **beside_sentence_transformers(encoder, cache),
    }
    known = json.loads(RESULT.read_text()) if RESULT.is_file() else {}
    known[encoder.way.name] = result
    RESULT.write_text(json.dumps(known, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
