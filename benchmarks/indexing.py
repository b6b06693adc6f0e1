"""How long a newsroom waits for its articles: ``python -m benchmarks.indexing``.

On the same texts in one run: the product's encoder, sentence-transformers' own encode, articles
added whole, and the time from ``add`` to the first answer that cites the article. Rates are per
second of processor too, since a shared machine's clock tells little.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from index.analysis import analyse
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.st_folder import build_folder
from index.library import Library
from index.passages import passage_text
from index.samples import sample_articles
from index.types import Article
from retrieval.answer import Answer
from retrieval.answerer import Answerer

RESULT = Path(__file__).parent / "results" / "indexing.json"
ROUNDS = 3
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


def news() -> Article:
    """Returns an invented article of some 300 words."""
    filler = [
        f"وأضاف التقرير {number} أن الأرصفة الجديدة تسع سفنا أكبر وأن العمل فيها يستمر ليلا."
        for number in range(17)
    ]
    return Article(NEWS + " ".join(filler), headline="ميناء الياقوت يفتح", outlet="صحيفة المرفأ")


def until_cited(library: Library) -> float:
    """Returns the seconds from adding an article to the first answer that cites it."""
    answerer = Answerer(library)
    answerer.answer(QUESTION)
    article, start = news(), time.perf_counter()
    library.add(article)
    while True:
        told = answerer.answer(QUESTION)
        if isinstance(told, Answer) and told.sentences[0].citation.article_id == article.id:
            return time.perf_counter() - start


def main() -> None:
    cache = Path(platformdirs.user_cache_dir("qawl", appauthor=False))
    encoder = EmbeddedEncoder(cache)
    articles = sample_articles()
    analysed = [(article, analyse(article)) for article in articles]
    texts = [passage_text(article, p) for article, found in analysed for p in found.passages]

    def own() -> int:
        return len(encoder.encode_passages(texts))

    with tempfile.TemporaryDirectory() as folder:
        from sentence_transformers import SentenceTransformer

        peer = SentenceTransformer(str(build_folder(Path(folder) / "model", cache)))

        def others() -> int:
            return len(peer.encode(texts, prompt_name="document", batch_size=8))

        own(), others()
        passages = [(measured(own), measured(others)) for _ in range(ROUNDS)]
        library = Library.open(Path(folder) / "data", encoder)
        whole = measured(lambda: len(library.add_many(articles)))
        cited = until_cited(library)
        library.close()
    best = [max((pair[side] for pair in passages), key=lambda r: r.processor) for side in (0, 1)]
    result = {
        "encoder": encoder.name,
        "way": str(encoder.way),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
        "passages": len(texts),
        "passages_per_second": asdict(best[0]),
        "sentence_transformers_passages_per_second": asdict(best[1]),
        "articles_per_second_whole": asdict(whole),
        "seconds_from_add_to_cited": round(cited, 3),
    }
    known = json.loads(RESULT.read_text()) if RESULT.is_file() else {}
    known[encoder.way.name] = result
    RESULT.write_text(json.dumps(known, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
