"""What a sentence is ordered by, as named numbers.

Every feature is a reason that can be told to a person: ``--explain`` shows them.
They are on scales of about [0, 1], so that weights can be compared.

Arabic derives: who asks about an انتخاب finds المنتخبون, and writes نيوتون where the
article has نيوتن. So the words of question and sentence are compared in three views, each
of which sees what the others miss:

- spelling: Damerau-Levenshtein, for slips and for vowels of foreign names;
- letters: the longest common subsequence, for affixes that light stemming left;
- root: equality of what is left without the letters that derivation adds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Indel

from index.types import Sentence, Span
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.search.fusion import Fused
from retrieval.search.opened import OpenArticle, missing

Matrix = npt.NDArray[np.float64]

FEATURES: Final = (
    "passage_cosine",
    "passage_lexical",
    "sentence_cosine",
    "neighbour_cosine",
    "cosine_in_article",
    "coverage",
    "coverage_with_headline",
    "kin_spelling",
    "kin_letters",
    "kin_root",
    "phrases",
    "numbers",
    "opening",
    "headline",
    "length",
    "novelty",
    "says_who",
    "says_when",
    "says_where",
    "says_how_many",
    "says_why",
    "says_how",
    "defines",
    "unmet",
)
"""Names of the columns, in their order."""

KINDS: Final = {
    QuestionType.WHO: "says_who",
    QuestionType.WHEN: "says_when",
    QuestionType.WHERE: "says_where",
    QuestionType.HOW_MANY: "says_how_many",
    QuestionType.WHY: "says_why",
    QuestionType.HOW: "says_how",
}
_FULL_LENGTH: Final = 25
"""Words from which on a sentence counts as a long one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        position: In ``article.analysis.sentences``.
        passage: The best passage that holds it.
    """

    article: OpenArticle
    position: int
    passage: Fused

    @property
    def sentence(self) -> Sentence:
        return self.article.analysis.sentences[self.position]

    @property
    def span(self) -> Span:
        return self.sentence.span

    @property
    def key(self) -> tuple[str, int]:
        return (self.article.id, self.position)


def features_of(
    asked: Asked,
    vector: npt.NDArray[np.float32],
    idf: Mapping[str, float],
    candidates: Sequence[Candidate],
) -> Matrix:
    """Returns one row a candidate, shape ``[len(candidates), len(FEATURES)]``.

    Args:
        asked: What was asked.
        vector: Its vector.
        idf: Of every term of the asked, see ``TermStatistics``.
        candidates: In any order.
    """
    rows = np.zeros((len(candidates), len(FEATURES)))
    column = {name: i for i, name in enumerate(FEATURES)}
    cosines: dict[str, npt.NDArray[np.float32]] = {}
    terms = frozenset(asked.terms)
    total = sum(idf.get(term, 0.0) for term in terms)
    pairs = frozenset(zip(asked.terms, asked.terms[1:], strict=False))
    kind = KINDS.get(asked.kind)
    stems = [token.stem for token in asked.content]
    kin = kinship(stems, idf, [c.article.sentence(c.position).stems for c in candidates])
    rows[:, column["kin_spelling"] : column["kin_root"] + 1] = kin
    required = asked.requirements
    unmet: dict[str, float] = {}
    for row, candidate in zip(rows, candidates, strict=True):
        opened, at = candidate.article, candidate.position
        article_id = opened.id
        if article_id not in cosines:
            cosines[article_id] = opened.vectors @ vector
            if required:
                unmet[article_id] = len(missing(required, opened)) / len(required)
        own = cosines[article_id]
        sentence = opened.sentence(at)

        def put(name: str, value: float, row: npt.NDArray[np.float64] = row) -> None:
            row[column[name]] = value

        put("unmet", unmet.get(article_id, 0.0))
        put("passage_cosine", candidate.passage.nearness)
        put("passage_lexical", candidate.passage.lexical_share)
        put("sentence_cosine", float(own[at]))
        beside = [float(own[i]) for i in (at - 1, at + 1) if 0 <= i < len(own)]
        put("neighbour_cosine", max(beside) if beside else float(own[at]))
        put("cosine_in_article", float(own[at] - own.max()))
        matched = terms & sentence.terms
        if total > 0:
            put("coverage", sum(idf.get(t, 0.0) for t in matched) / total)
            around = matched | (terms & opened.headline)
            put("coverage_with_headline", sum(idf.get(t, 0.0) for t in around) / total)
        if pairs:
            here = frozenset(zip(sentence.ordered, sentence.ordered[1:], strict=False))
            put("phrases", len(pairs & here) / len(pairs))
        if asked.numbers:
            put("numbers", sum(n in sentence.terms for n in asked.numbers) / len(asked.numbers))
        first_of_body = at == 0 or opened.analysis.sentences[at - 1].number == 0
        put("opening", float(first_of_body))
        put("headline", float(opened.analysis.sentences[at].number == 0))
        words = len(sentence.text.split())
        put("length", min(1.0, math.log1p(words) / math.log1p(_FULL_LENGTH)))
        new = len(sentence.terms - terms)
        put("novelty", min(1.0, new / 8))
        if kind is not None:
            put(kind, float(_says(asked, candidate)))
        if asked.kind is QuestionType.WHAT and first_of_body:
            put("defines", float(bool(asked.content) and len(asked.content) <= 3))
    return rows


def _says(asked: Asked, candidate: Candidate) -> bool:
    """Says whether the sentence holds what is asked for, beyond what the question said itself."""
    named = {token.stem for token in asked.content}
    sentence = candidate.article.sentence(candidate.position)
    return any(not (words <= named) for kind, words in sentence.fact_words if kind is asked.kind)


_SPELLING_CUTOFF: Final = 0.7
_LETTERS_CUTOFF: Final = 0.65
_ROOT_LENGTH: Final = 2
_ADDED: Final = str.maketrans("", "", "اويءتنم")
"""Letters of derivation, the grammarians' سألتمونيها less three that are mostly radical."""


def root_of(stem: str) -> str:
    """Returns what is left of a stem without letters that derivation adds.

    >>> root_of("انتخاب") == root_of("منتخب")
    True
    """
    return stem.translate(_ADDED)


def kinship(
    stems: Sequence[str], idf: Mapping[str, float], sentences: Sequence[Sequence[str]]
) -> Matrix:
    """Returns, for each sentence, the share of the question's words that have kin in it.

    Args:
        stems: Stems of the question's words.
        idf: Of the stems; a word unknown here weighs 1.
        sentences: Stems of each sentence.

    Returns:
        Shape ``[len(sentences), 3]``: by spelling, by letters, by root, each in [0, 1].
    """
    table = np.zeros((len(sentences), 3))
    asked = list(dict.fromkeys(stems))
    vocabulary = list(dict.fromkeys(stem for sentence in sentences for stem in sentence))
    if not asked or not vocabulary:
        return table
    at = {stem: i for i, stem in enumerate(vocabulary)}
    weights = np.array([idf.get(stem, 1.0) for stem in asked])
    weights = weights / weights.sum() if weights.sum() > 0 else weights
    filled = [i for i, sentence in enumerate(sentences) if sentence]
    columns = np.array([at[stem] for i in filled for stem in sentences[i]])
    starts = np.cumsum([0] + [len(sentences[i]) for i in filled[:-1]])
    for view, likeness in enumerate(_views(asked, vocabulary)):
        # The best partner of each asked word in each sentence.
        best = np.maximum.reduceat(likeness[:, columns], starts, axis=1)
        table[filled, view] = weights @ best
    return table


def _views(asked: Sequence[str], vocabulary: Sequence[str]) -> tuple[Matrix, Matrix, Matrix]:
    spelling = process.cdist(
        asked,
        vocabulary,
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_SPELLING_CUTOFF,
    )
    letters = process.cdist(
        asked, vocabulary, scorer=Indel.normalized_similarity, score_cutoff=_LETTERS_CUTOFF
    )
    roots = np.array([root_of(stem) for stem in vocabulary])
    root = np.array(
        [(roots == root_of(stem)) & (len(root_of(stem)) >= _ROOT_LENGTH) for stem in asked],
        dtype=np.float64,
    )
    return spelling.astype(np.float64), letters.astype(np.float64), root
