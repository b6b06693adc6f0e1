"""From an article to all that is found in it, in the order in which it has to happen.

An owner's word on who said something wins over rules and reader, and can be taken back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.identity.aliases import Correction, read_aliases
from index.identity.bodies import BODY
from index.identity.clean import clean_name, clean_role
from index.identity.persons import PERSON
from index.passages import cut_passages
from index.quotes import QUOTES_VERSION, SpeakerReader, decide, find_claims
from index.text.normalise import NORMALISER_VERSION
from index.text.sentences import split_sentences
from index.types import (
    Analysis,
    Article,
    Attribution,
    AttributionStatus,
    Saying,
    Span,
    Speaker,
)

_HERE: Final = Path(__file__).parent
_PARTS: Final = (
    "analysis.py",
    "identity",
    "language",
    "passages.py",
    "quotes",
    "speakers",
    "text",
    "types.py",
)
_KINDS: Final = frozenset({".py", ".toml", ".tsv"})


def rules() -> Iterator[Path]:
    """Yields the files of code and tables that an analysis may depend on, in a fixed order."""
    for part in _PARTS:
        path = _HERE / part
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in _KINDS)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in rules():
        digest.update(f"\0{file.relative_to(_HERE).as_posix()}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


_VERSION: Final = f"2-normaliser{NORMALISER_VERSION}-quotes{QUOTES_VERSION}-rules{_fingerprint()}"


def analysis_version(reader: SpeakerReader | None = None) -> str:
    """Returns what changes whenever the same article may be analysed differently than before.

    It holds a hash of all code and tables that an analysis reads, so it changes by itself; at times
    it changes where no article's analysis would. Hashing takes a few milliseconds.

    Args:
        reader: The one that reads quotations beside the rules.
    """
    return f"{_VERSION}-{reader.name}" if reader else _VERSION


def analyse(article: Article, reader: SpeakerReader | None = None) -> Analysis:
    """Finds sentences, then sayings on the whole article, then passages that cut no quotation.

    The passages do not depend on the reader: they are cut around speech and names in marks alike.

    Args:
        reader: Reads quotations beside the rules; without one the rules decide alone.
    """
    sentences = split_sentences(article.text, article.headline_span)
    found = find_claims(article.text, sentences)
    said = decide(article.id, article.text, found, reader)
    passages = cut_passages(article, sentences, [one.quote.outer for one in found.quotations])
    return Analysis(article.id, sentences, tuple(map(_by_clean_name, said)), passages)


def _by_clean_name(saying: Saying) -> Saying:
    """Returns a saying whose speaker is called by a name and nothing else."""
    told = saying.attribution.speaker
    if told is None:
        return saying
    name, kind = clean_name(told.name, told.kind)
    # Whether a description that stands as it was is one body's, the list of people decides.
    kind = told.kind if name == told.name else kind
    speaker = replace(told, name=name, kind=kind, role=clean_role(told.role))
    return replace(saying, attribution=replace(saying.attribution, speaker=speaker))


RULE: Final = "corrected by the owner"


def corrected(analysis: Analysis, article: Article, owners: Collection[Correction]) -> Analysis:
    """Returns an analysis in which an owner's corrections are carried out.

    Args:
        owners: The corrections, of this article and of others.
    """
    names = {one.saying: one.speaker for one in owners if one.article == article.id}
    if not names:
        return analysis
    sayings = tuple(_of(one, article, names.get(one.id)) for one in analysis.sayings)
    return replace(analysis, sayings=sayings)


def _of(saying: Saying, article: Article, name: str | None) -> Saying:
    if name is None:
        return saying
    told = saying.attribution
    kind = BODY if clean_name(name, PERSON)[1] is BODY else PERSON
    at = article.text.find(name)
    mention = Span(at, at + len(name)) if at >= 0 else None
    return replace(
        saying,
        attribution=Attribution(
            AttributionStatus.EXPLICIT, Speaker(name, kind), mention, told.cue,
            told.chain[-1:], RULE, 1.0, told.polarity,
        ),
    )  # fmt: skip


def analysed(path: Path, reader: SpeakerReader | None, article: Article) -> Analysis:
    """Returns the analysis of an article with its owner's corrections.

    Args:
        path: The owner's ``people.toml``, which need not exist.
        reader: Reads quotations beside the rules.

    Raises:
        SettingsError: The file makes no sense.
    """
    return corrected(analyse(article, reader), article, read_aliases(path).correct)
