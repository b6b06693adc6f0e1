"""Words, their light stems, and the terms that lexical search is made of.

>>> [(token.surface, token.stem) for token in tokenise("وبالمدارس، ٤٢ كتابًا")]
[('وبالمدارس', 'مدارس'), ('٤٢', '42'), ('كتابًا', 'كتاب')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from index.language.tables import words
from index.text.normalise import normalise, normalised
from index.text.stemming import STEMMER_VERSION, stem, terms_of
from index.types import Span

TOKENISER_VERSION: Final = f"1-{STEMMER_VERSION}"
"""Changes whenever some text gets other terms."""

FUNCTION_WORDS: Final = words("grammar", "function_words")
"""Words of Arabic, English and French, normalised, that carry grammar and no content.

A negation is among them although it turns a sentence round: it does not say what a sentence is
about. What compares sentences word by word must not leave it out.
"""

# The letters of a word, Latin ones joined by an apostrophe included, or a number.
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")


class Token(NamedTuple):
    """One word or number of a text.

    Attributes:
        surface: As it stands in the text.
        norm: Its normalised form; a number without separators of thousands.
        stem: Its light stem; equals ``norm`` for numbers.
        start: Where it begins in the text.
        end: Where it ends.
    """

    surface: str
    norm: str
    stem: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def tokenise(text: str) -> list[Token]:
    """Returns the words and numbers of a text in order, each with its span."""
    form = normalise(text)
    # Lists: single elements of an array are slow to get at.
    starts, ends = form.starts.tolist(), form.ends.tolist()
    return [
        Token(text[start:end], norm, stem(norm), start, end)
        for first, last, norm in _words(form.text)
        for start, end in ((starts[first], ends[last - 1]),)
    ]


def index_terms(text: str) -> list[str]:
    """Returns what lexical search indexes for a passage and looks up for a question.

    Function words are left out; of each other word come its stem, twice, and its other
    readings (see :mod:`index.text.stemming`). A term is made of letters and digits alone.
    """
    return terms_in(words_of(text))


def words_of(text: str) -> list[str]:
    """Returns the normalised words and numbers of a text, without their places."""
    return [norm for _, _, norm in _words(normalised(text))]


def terms_in(norms: Iterable[str]) -> list[str]:
    """Returns the terms of normalised words in their order, see ``index_terms``."""
    return [term for norm in norms if norm not in FUNCTION_WORDS for term in terms_of(norm)]


def content_words(text: str) -> list[Token]:
    """Returns the words and numbers that are no function words."""
    return [token for token in tokenise(text) if token.norm not in FUNCTION_WORDS]


def _words(norm_text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _TOKEN.finditer(norm_text):
        word = match[0]
        if not word[0].isdigit() or word.isdigit():
            found.append((match.start(), match.end(), word))
        elif _GROUPED.fullmatch(word):
            plain = word.replace(",", "") if "," in word else word.replace(".", "")
            found.append((match.start(), match.end(), plain))
        elif _PLAIN.fullmatch(word):
            found.append((match.start(), match.end(), word))
        else:
            # A date or a list: 26.6.2018 and 1,2 are several numbers.
            at = match.start()
            for part in re.finditer(r"\d+", word):
                found.append((at + part.start(), at + part.end(), part[0]))
    return found
