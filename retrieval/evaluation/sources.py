"""How truly sources are read: ``qawl eval sources``.

A folder holds pairs of a file, ``NAME.ext``, and of the text that a careful reader takes from
it, ``NAME.expected.txt``. Words are compared in their order; what white space is between them
does not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from index.errors import ReadingError
from index.reading.tasks import SourceReader
from retrieval.sayings.check.words import is_negation, is_number

_EXPECTED: Final = ".expected.txt"
_SENTENCE: Final = re.compile(r"(?<=[.!?؟…])\s+|\n+")
_WORST: Final = 5


def evaluate_sources(folder: Path, reader: SourceReader | None = None) -> dict[str, Any]:
    """Returns the share of words kept, added and changed, and of sentences that are exact.

    Raises:
        ReadingError: The folder holds no pair.
    """
    pairs = pairs_of(folder)
    if not pairs:
        raise ReadingError(f"{folder} holds no pair of NAME.ext and NAME{_EXPECTED}")
    reader = reader or SourceReader()
    total: Counter[str] = Counter()
    by_format: dict[str, Counter[str]] = defaultdict(Counter)
    losses: list[tuple[float, str]] = []
    refused: dict[str, str] = {}
    for source, expected in pairs:
        try:
            articles = reader.file(source.read_bytes(), source.name).articles
        except ReadingError as error:
            refused[source.name] = str(error)
            articles = ()
        wanted = expected.read_text(encoding="utf-8")
        # A headline that stands apart is read too: some write it down, some do not.
        texts = "\n".join(article.text for article in articles)
        whole = "\n".join(f"{article.headline}\n{article.text}" for article in articles)
        counts = max(
            (compare(wanted, found) for found in (texts, whole)),
            key=lambda c: c["kept"] - c["added"] - c["changed"],
        )
        total += counts
        by_format[source.suffix.lower()] += counts
        losses.append((_shares(counts)["kept"], source.name))
    worst = [f"{name}: {kept}" for kept, name in sorted(losses)[:_WORST] if kept < 1]
    return {
        "pairs": len(pairs),
        **_shares(total),
        "by_format": {suffix: _shares(counts) for suffix, counts in sorted(by_format.items())},
        "refused": refused,
        "worst": worst,
    }


def pairs_of(folder: Path) -> list[tuple[Path, Path]]:
    """Returns each source of a folder with its expected text, in the order of their names."""
    found = []
    for expected in sorted(folder.rglob(f"*{_EXPECTED}")):
        name = expected.name.removesuffix(_EXPECTED)
        sources = [p for p in expected.parent.glob(f"{name}.*") if p != expected and p.is_file()]
        found += [(source, expected) for source in sorted(sources)]
    return found


def compare(expected: str, found: str) -> Counter[str]:
    """Counts words that were kept, lost, added and changed, and sentences that are exact.

    >>> counts = compare("لن نرفع السعر 40 درهما.", "نرفع السعر 400 درهما.")
    >>> counts["words"], counts["kept"], counts["changed"], counts["numbers"], counts["negations"]
    (5, 3, 1, 1, 1)
    """
    # The marks of one letter may be written in either order.
    expected, found = (unicodedata.normalize("NFC", text) for text in (expected, found))
    wanted, read = expected.split(), found.split()
    counts: Counter[str] = Counter(words=len(wanted), read=len(read))
    for kind, a, b, c, d in SequenceMatcher(None, wanted, read, autojunk=False).get_opcodes():
        if kind == "equal":
            counts["kept"] += b - a
            continue
        changed = min(b - a, d - c)
        counts["changed"] += changed
        counts["lost"] += b - a - changed
        counts["added"] += d - c - changed
        differing = Counter(map(_bare, wanted[a:b]))
        differing.subtract(map(_bare, read[c:d]))
        for word, difference in differing.items():
            if not word:
                continue
            counts["numbers"] += bool(difference) and is_number(word)
            counts["negations"] += bool(difference) and is_negation(word)
    whole = " ".join(read)
    sentences = [" ".join(s.split()) for s in _SENTENCE.split(expected) if s.strip()]
    counts["sentences"] += len(sentences)
    counts["exact"] += sum(sentence in whole for sentence in sentences)
    # A number that became another is one fault, not one lost and one added.
    counts["numbers"] = -(-counts["numbers"] // 2)
    return counts


def _bare(word: str) -> str:
    return word.strip(".,،؛:!?؟«»\"'()[]…")


def _shares(counts: Counter[str]) -> dict[str, Any]:
    words, read = max(1, counts["words"]), max(1, counts["read"])
    return {
        "words": counts["words"],
        "kept": round(counts["kept"] / words, 4),
        "lost": round(counts["lost"] / words, 4),
        "changed": round(counts["changed"] / words, 4),
        "added": round(counts["added"] / read, 4),
        "sentences_exact": round(counts["exact"] / max(1, counts["sentences"]), 4),
        "numbers_changed": counts["numbers"],
        "negations_changed": counts["negations"],
    }
