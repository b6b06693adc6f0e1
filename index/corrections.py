"""An owner's word on who said something: it wins over rules and reader, and can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.analysis import analyse
from index.identity.aliases import Correction, read_aliases
from index.identity.clean import BODY, PERSON, clean_name
from index.quotes import SpeakerReader
from index.types import (
    Analysis,
    Article,
    Attribution,
    AttributionStatus,
    Saying,
    Span,
    Speaker,
)

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
