"""Articles opened for searching: their sentences with terms and vectors, the latest kept.

An article never changes under its id, so what was read once can be kept. Who may
see it is decided before: only articles that a search in the asker's scope
returned are opened, and words are compared with the store again before they go out.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Lock
from typing import Final

from index.encoder.base import Vectors
from index.errors import NotFoundError
from index.identity.names import words_of_name
from index.language.clitics import without_particles
from index.library import Library
from index.text.names import name_keys
from index.text.normalise import strip_diacritics
from index.text.stemming import stem
from index.text.tokens import Token, index_terms, terms_in, tokenise, words_of
from index.types import Analysis, Article, Saying, Span, SpeakerKind
from retrieval.question.kinds import QuestionType
from retrieval.question.requires import Requirement, gazetteer
from retrieval.search.facts import Fact, find_facts

KEPT: Final = 2000
"""Articles kept open: about 60 MB of terms and vectors at 20 sentences each."""

SENTENCES: Final = 20 * KEPT
"""Sentences of all of them: an article of a stranger may have ten thousand."""


@dataclass(frozen=True, slots=True)
class OpenSentence:
    """What ranking reads of one sentence.

    Attributes:
        words: How many stand between its white space.
        terms: Its index terms.
        ordered: Its index terms in text order, for words that stand together.
        stems: Stems of its words, each once.
    """

    text: str
    words: int
    terms: frozenset[str]
    ordered: tuple[str, ...]
    stems: tuple[str, ...]
    _facts: dict[QuestionType, tuple[Fact, ...]] = field(default_factory=dict, repr=False)

    def facts(self, kind: QuestionType) -> tuple[Fact, ...]:
        """Returns what it holds of a kind; found when it is first asked for."""
        if kind not in self._facts:
            self._facts[kind] = find_facts(self.text, kind)
        return self._facts[kind]


class OpenArticle:
    """An article with all that ranking reads of it; sentences are opened when asked for.

    Args:
        vectors: One row a sentence, shape ``[sentences, dimension]``.
        read: Returns the analysis in which the sayings of a stretch are read, where those of
            the given one may be the rules' alone.

    Attributes:
        analysis: Its sentences and passages stay; see ``sayings_in`` for what was said.
    """

    def __init__(
        self,
        article: Article,
        analysis: Analysis,
        vectors: Vectors,
        read: Callable[[Span], Analysis] | None = None,
    ) -> None:
        self.article: Final = article
        self._read: Final = read
        # A content hash over the whole text: worked out once.
        self.id: Final = article.id
        self.analysis: Final = analysis
        self.vectors: Final = vectors
        self.passages: Final = {passage.id: passage for passage in analysis.passages}
        self._sentences: dict[int, OpenSentence] = {}

    def sentence(self, position: int) -> OpenSentence:
        """Returns the sentence at a position of ``analysis.sentences``."""
        found = self._sentences.get(position)
        if found is None:
            found = open_sentence(self.analysis.sentences[position].span.of(self.article.text))
            self._sentences[position] = found
        return found

    @property
    def settled(self) -> bool:
        """Whether its quotations are read."""
        return self._read is None

    def sayings_in(self, span: Span) -> list[Saying]:
        """Returns what is said in a stretch, waiting for its quotations to be read."""
        analysis = self.analysis
        if self._read is not None:
            # Who removes it meanwhile is noticed where words are compared with the store.
            with suppress(NotFoundError):
                analysis = self._read(span)
        return [one for one in analysis.sayings if one.quote.outer.overlaps(span)]

    @cached_property
    def headline(self) -> frozenset[str]:
        """Index terms of the headline."""
        return frozenset(index_terms(self.article.headline))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Index terms of the whole article, headline included."""
        return self.headline.union(index_terms(self.article.text))

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Family names of the persons who speak in it: these the rules know as the reader does."""
        return frozenset(
            word
            for saying in self.analysis.sayings
            if (speaker := saying.attribution.speaker) and speaker.kind is SpeakerKind.PERSON
            for word in words_of_name(speaker.name)[-1:]
        )

    def begins(self, letters: str) -> bool:
        """Says whether an index term of the article begins so."""
        return f" {letters}" in self._spaced

    @cached_property
    def _spaced(self) -> str:
        return f" {' '.join(self.terms)}"

    @cached_property
    def words(self) -> dict[str, str]:
        """Its words, headline included: as normalised, and as written, without diacritics."""
        text = strip_diacritics(f"{self.article.headline}\n{self.article.text}")
        return {token.norm: token.surface for token in reversed(tokenise(text))}

    @cached_property
    def sounds(self) -> frozenset[str]:
        """Transliteration keys of all its words."""
        return frozenset[str]().union(*map(name_keys, self.words))


class Shelf:
    """Opens articles and keeps the latest ones open; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._open: OrderedDict[str, OpenArticle] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def open(self, article_id: str, scope: Collection[str]) -> OpenArticle:
        """Returns an article that a search in ``scope`` has found.

        Raises:
            NotFoundError: It has left the scope since.
        """
        return self.open_all([article_id], scope)[article_id]

    def open_all(
        self, article_ids: Iterable[str], scope: Collection[str]
    ) -> dict[str, OpenArticle]:
        """Returns several of them by their ids, read at once where they are not open yet.

        Raises:
            NotFoundError: One has left the scope since.
        """
        wanted = list(dict.fromkeys(article_ids))
        with self._lock:
            found = {key: self._open[key] for key in wanted if key in self._open}
            for key in found:
                self._open.move_to_end(key)
        missing = [key for key in wanted if key not in found]
        if missing:
            opened = self._read(missing, scope)
            self._keep(one for one in opened.values() if one.settled)
            found |= opened
        return found

    def _keep(self, articles: Iterable[OpenArticle]) -> None:
        with self._lock:
            for one in articles:
                if one.id not in self._open:
                    self._held += len(one.analysis.sentences)
                self._open[one.id] = one
            while len(self._open) > KEPT or (self._held > SENTENCES and len(self._open) > 1):
                self._held -= len(self._open.popitem(last=False)[1].analysis.sentences)

    def _read(self, article_ids: Sequence[str], scope: Collection[str]) -> dict[str, OpenArticle]:
        store = self._library.store
        unread = {key for key, _ in store.unread(scope)}
        read = store.opened_all(article_ids, scope)
        told = [(article, analysis.sentences) for article, analysis in read.values()]
        vectors = self._library.sentence_vectors.of_all(told)
        return {
            key: OpenArticle(
                *pair, rows, partial(store.analysis, key, scope) if key in unread else None
            )
            for (key, pair), rows in zip(read.items(), vectors, strict=True)
        }


def open_sentence(text: str) -> OpenSentence:
    """Returns what ranking reads of a sentence."""
    norms = words_of(text)
    terms = terms_in(norms)
    stems = tuple(dict.fromkeys(map(stem, norms)))
    return OpenSentence(text, len(text.split()), frozenset(terms), tuple(terms), stems)


_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SHORTEST_ROOT: Final = 3

_BEFORE_OFFICE: Final = 2
_AFTER_OFFICE: Final = 4
"""Words around an office among which its country's adjective stands.

``French foreign minister``, ``وزير الخارجية والتعاون الفرنسي``.
"""


def missing(requirements: Sequence[Requirement], article: OpenArticle) -> tuple[str, ...]:
    """Returns the words of the question that an article does not cover."""
    return tuple(r.words for r in requirements if not _is_met(r, article))


def _is_met(required: Requirement, article: OpenArticle) -> bool:
    """Says whether an article's words, or for a year its date, cover a requirement."""
    date = article.article.date
    if required.year and date is not None and str(date.year) == required.words:
        return True
    if required.office:
        return _holds_office(article, required.office, required.forms)
    if any(all(_has(article, term) for term in form) for form in required.forms + required.states):
        return True
    if any(all(term in article.terms for term in form) for form in required.towns):
        return True
    return required.heard and not article.sounds.isdisjoint(name_keys(required.words))


def _has(article: OpenArticle, term: str) -> bool:
    if term in article.terms:
        return True
    # ليبيا is covered by الليبي: what follows the stem is the ending of a nisba.
    return len(term) >= _SHORTEST_ROOT and not term.isdigit() and article.begins(term)


def _holds_office(
    article: OpenArticle, office: frozenset[str], forms: tuple[tuple[str, ...], ...]
) -> bool:
    """Says whether an article tells of an office of a country.

    الترجمة الفرنسية has nothing of France but an adjective, which belongs to its noun. So
    the country is named by its noun, or its adjective stands by the office: الرئيس الفرنسي.
    """
    tokens = tokenise(f"{article.article.headline}\n{article.article.text}")
    held = [at for at, token in enumerate(tokens) if token.stem in office]
    if not held:
        return False
    if any(len(form) > 1 and all(_has(article, term) for term in form) for form in forms):
        return True
    single = frozenset(form[0] for form in forms if len(form) == 1)
    if any(_is_noun(token, forms, single) for token in tokens):
        return True
    after = {t.stem for at in held for t in tokens[at : at + _AFTER_OFFICE + 1]}
    # An Arabic adjective never stands before its noun.
    before = {
        t.stem
        for at in held
        for t in tokens[max(0, at - _BEFORE_OFFICE) : at]
        if not _ARABIC.match(t.norm)
    }
    roots = tuple(root for root in single if len(root) >= _SHORTEST_ROOT)
    return any(word.startswith(roots) for word in after | before)


def _is_noun(token: Token, forms: tuple[tuple[str, ...], ...], single: frozenset[str]) -> bool:
    """Says whether a word is a country's name, not its adjective."""
    return any(
        not set(gazetteer().get(head, ())).isdisjoint(forms)
        or (head in single and bool(_ARABIC.match(head)))
        for head in without_particles(token.norm)
    )
