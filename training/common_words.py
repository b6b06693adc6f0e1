"""``python -m training.common_words``: which words are common ones, and no part of a name.

A name has no mark in Arabic, and no list has all of them. How a word is used over many articles
tells: a common word takes the article, pronouns, prepositions and the endings of verbs and
adjectives, a name hardly does, and stands beside given names and titles. A logistic regression is
fitted on words of labelled speakers against words inside quotations; what it holds to be common
goes into ``index/language/common.txt``, a word a line, without those that some speaker bears; what
is doubtful goes into ``doubtful.txt``.
Rarer words than news has are told by the frequencies of a dictionary (pyspellchecker) as well.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.language.tables import FOLDER
from index.quotes.lexicon import fold
from index.quotes.looks import GIVEN, PARTICLES, TITLES, look
from index.text.marks import find_marked
from retrieval.evaluation.rows import read_rows
from training.speakers.__main__ import labelled_rows
from training.speakers.judging import Matrix, logistic

_WORD: Final = re.compile("[\u0621-\u064a\u064b-\u0652]+")
_ARTICLES: Final = "news_dev.articles.jsonl.gz"
_PREFIXES: Final = ("ال", "ي", "ت", "ب", "ل", "و", "لل", "وال", "س")
_SUFFIXES: Final = ("ه", "ها", "ت", "ا", "ين", "ي", "ة", "ون", "ات")
_LIKELY_NAME: Final = 0.1
_LIKELY_ALONE: Final = 0.4
"""Below it a word that stands alone is taken for nobody's name."""
_SEEN_IN: Final = 4
"""Articles in which a word must stand to be told."""
_SPOKEN: Final = 20
"""Times that a word stands in the dictionary's sources, to be told."""
_QUOTED_AT_LEAST: Final = 2


class Usage:
    """How often words stand in some articles, and how often beside given names and titles."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.count: Counter[str] = Counter()
        self.articles: Counter[str] = Counter()
        self.dictionary = _dictionary()
        self._named: Counter[str] = Counter()
        for text in texts:
            lines = [_words(line) for line in text.splitlines()]
            self.articles.update({word for line in lines for word in line})
            for line in lines:
                self.count.update(line)
                self._named.update(_beside_names(line))

    def features(self, word: str) -> list[float]:
        """Returns what tells a name from a common word; the first column is the bias."""
        count = self.count[word]

        return [
            1.0,
            math.log((self._named[word] + 0.3) / (count + 3)),
            *_forms(word, self.count),
            *_forms(word, self.dictionary),
            float(word.startswith("ال")),
            float(word[0] in "وبلفكس"),
            *(float(word.endswith(ending)) for ending in ("ة", "ا", "ات", "ي", "ين")),
            float(len(word)),
        ]


def _forms(word: str, counts: Mapping[str, int]) -> Iterator[float]:
    """Yields how often a word stands somewhere, and its other forms against it."""
    count = counts.get(word, 0)

    def share(other: str) -> float:
        return math.log((counts.get(other, 0) + 0.5) / (count + 0.5))

    yield math.log1p(count)
    yield from (share(prefix + word) for prefix in _PREFIXES)
    yield from (share(word + suffix) for suffix in _SUFFIXES)
    yield share(word[2:]) if word.startswith("ال") else 0.0
    yield share(word[1:]) if word[0] in "وبلفكس" else 0.0
    # a verb shows its person in front and behind
    bare = word[1:] if word[0] in "يتن" else word.removesuffix("ت").removesuffix("وا")
    yield math.log1p(sum(counts.get(f"{one}{bare}", 0) for one in "يتن" if one + bare != word))
    yield math.log1p(sum(counts.get(bare + one, 0) for one in ("ت", "وا") if bare + one != word))


def _dictionary() -> Mapping[str, int]:
    packed = files("spellchecker").joinpath("resources", "ar.json.gz").read_bytes()
    counts: Counter[str] = Counter()
    for word, count in json.loads(gzip.decompress(packed)).items():
        counts[fold(word)] += count
    return counts


def _is_told(word: str) -> bool:
    """Says whether nothing but use can tell what a word is."""
    return len(word) > 2 and look(word).unknown


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _beside_names(line: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(line):
        before = line[at - 1] if at else ""
        after = line[at + 1] if at + 1 < len(line) else ""
        if before in GIVEN | TITLES | PARTICLES or after in PARTICLES:
            yield word


def name_odds(articles: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Returns how likely each word is a part of a name, without those that a speaker bears.

    Args:
        articles: Texts, labelled or not.
        rows: Labelled articles, as ``training.speakers`` reads them.
    """
    usage = Usage([*articles, *(row["text"] for row in rows)])
    borne = {word for row in rows for name in _people(row) for word in name}
    quoted = Counter(word for row in rows for word in _quoted(row["text"]))
    common = [w for w, n in quoted.items() if n >= _QUOTED_AT_LEAST and w not in borne]
    examples = [(word, 1.0) for word in sorted(borne)] + [(word, 0.0) for word in sorted(common)]
    examples = [(word, name) for word, name in examples if _is_told(word)]
    table = np.array([usage.features(word) for word, _ in examples])
    mean, spread = table.mean(0), table.std(0) + 1e-6
    mean[0], spread[0] = 0.0, 1.0
    shaped = _shaped((table - mean) / spread)
    weights = np.array(logistic(shaped.tolist(), [one for _, one in examples]))
    often = {word for word, count in usage.articles.items() if count >= _SEEN_IN}
    often |= {word for word, count in usage.dictionary.items() if count >= _SPOKEN}
    seen = sorted(filter(_is_told, often))
    odds = _shaped((np.array([usage.features(word) for word in seen]) - mean) / spread) @ weights
    return {
        word: 1 / (1 + math.exp(-odd))
        for word, odd in zip(seen, odds.tolist(), strict=True)
        if word not in borne
    }


def _shaped(table: Matrix) -> Matrix:
    """Returns the columns with those parts of them that lie far out."""
    far = [np.maximum(table, 0), np.maximum(table - 1, 0), np.maximum(-table - 1, 0)]
    return np.concatenate([table, *(part[:, 1:] for part in far)], axis=1)


def _people(row: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yields the words of the names of an article's speakers who are people."""
    for quote in row["quotes"]:
        for name in quote.get("names") or ():
            found = _words(name)
            if found and not any(look(word).body or look(word).document for word in found):
                yield [word for word in found if len(found) > 1 or not word.endswith("ة")]


def _quoted(text: str) -> Iterator[str]:
    for marked in find_marked(text):
        yield from _words(marked.span.of(text))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.common_words", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    texts = [row["text"] for row in read_rows(options.data / _ARTICLES, "text")]
    rows = list(labelled_rows(options.data))
    odds = name_odds(texts, rows)
    for name, low, high in (("common", 0, _LIKELY_NAME), ("doubtful", _LIKELY_NAME, _LIKELY_ALONE)):
        words = [word for word, odd in odds.items() if low <= odd < high]
        (FOLDER / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        print(f"{name}: {len(words)} words")


if __name__ == "__main__":
    main()
