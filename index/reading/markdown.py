"""Markdown with front matter as an article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import frontmatter
import yaml

from index.errors import ReadingError, Unreadable
from index.reading.fields import Fields
from index.reading.plain import read_text
from index.types import Article, Span

_HEADING: Final = re.compile(r"\s*#[ \t]+(\S[^\n]*?)[ \t]*#*[ \t]*(?:\n|$)")


def read_markdown(text: str, name: str) -> Article:
    """Returns the article of a Markdown text; its text is the body as published.

    The front matter may give ``title``, ``outlet``, ``date``, ``url`` and ``language``. Without
    a title, a heading at the top is the headline.

    Raises:
        ReadingError: The front matter is no YAML mapping, or the body is empty.
    """
    try:
        metadata, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        detail = " ".join(str(error).split())
        raise ReadingError(
            f"{name}: the front matter is no valid YAML: {detail}", Unreadable.FIELD
        ) from error
    fields = Fields(metadata, name)
    headline = fields.headline()
    heading = _HEADING.match(body)
    article = read_text(
        body,
        headline=heading[1] if heading and not headline else headline,
        outlet=fields.outlet(),
        date=fields.date(),
        url=fields.url(),
        language=fields.language(),
        name=name,
    )
    if heading and heading[1] == article.headline:
        return replace(article, headline_span=Span(heading.start(1), heading.end(1)))
    return article
