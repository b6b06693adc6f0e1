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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Indel

from index.types import Sentence, Span
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.search.fusion import Fused
from retrieval.search.opened import OpenArticle, OpenSentence, missing

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
    """Returns one row a candidate, shape ``[len(candidates), len(FEATURES)]``."""
    question = _Question(asked, idf)
    articles = {c.article.id: c.article for c in candidates}
    near = {key: _nearness(opened, vector) for key, opened in articles.items()}
    unmet = {key: _unmet(asked, opened) for key, opened in articles.items()}
    stems = [token.stem for token in asked.content]
    kin = kinship(stems, idf, [c.article.sentence(c.position).stems for c in candidates])
    rows = []
    for candidate, (spelling, letters, root) in zip(candidates, kin.tolist(), strict=True):
        named = question.signs(candidate)
        named |= {"kin_spelling": spelling, "kin_letters": letters, "kin_root": root}
        named["unmet"] = unmet[candidate.article.id]
        own, beside, below = near[candidate.article.id]
        named["sentence_cosine"] = own[candidate.position]
        named["neighbour_cosine"] = beside[candidate.position]
        named["cosine_in_article"] = below[candidate.position]
        rows.append([named.get(name, 0.0) for name in FEATURES])
    return np.array(rows).reshape(len(candidates), len(FEATURES))


def _nearness(
    opened: OpenArticle, vector: npt.NDArray[np.float32]
) -> tuple[list[float], list[float], list[float]]:
    """Returns the cosine of each sentence, of the nearer beside it, and below the best."""
    own = opened.vectors @ vector
    beside = own.copy()
    if len(own) > 1:
        beside[1:], beside[0] = own[:-1], own[1]
        np.maximum(beside[1:-1], own[2:], out=beside[1:-1])
    return own.tolist(), beside.tolist(), (own - own.max()).tolist()


def _unmet(asked: Asked, opened: OpenArticle) -> float:
    required = asked.requirements
    return len(missing(required, opened)) / len(required) if required else 0.0


class _Question:
    """A question as its words are held against those of one sentence after another."""

    def __init__(self, asked: Asked, idf: Mapping[str, float]) -> None:
        self._asked: Final = asked
        self._idf: Final = idf
        self._terms: Final = frozenset(asked.terms)
        self._total: Final = sum(idf.get(term, 0.0) for term in self._terms)
        self._pairs: Final = frozenset(pairwise(asked.terms))
        self._named: Final = frozenset(token.stem for token in asked.content)
        self._kind: Final = KINDS.get(asked.kind)

    def signs(self, candidate: Candidate) -> dict[str, float]:
        """Returns what words tell of a sentence; what is left out is 0."""
        asked, opened, at = self._asked, candidate.article, candidate.position
        sentence, sentences = opened.sentence(at), opened.analysis.sentences
        matched = self._terms & sentence.terms
        opens = at == 0 or sentences[at - 1].number == 0
        signs = {
            "passage_cosine": candidate.passage.nearness,
            "passage_lexical": candidate.passage.lexical_share,
            "opening": float(opens),
            "headline": float(sentences[at].number == 0),
            "length": min(1.0, math.log1p(sentence.words) / math.log1p(_FULL_LENGTH)),
            "novelty": min(1.0, (len(sentence.terms) - len(matched)) / 8),
        }
        if self._total > 0:
            around = matched | (self._terms & opened.headline)
            signs["coverage"] = self._weight(matched) / self._total
            signs["coverage_with_headline"] = self._weight(around) / self._total
        if self._pairs:
            here = self._pairs.intersection(pairwise(sentence.ordered))
            signs["phrases"] = len(here) / len(self._pairs)
        if asked.numbers:
            held = sum(number in sentence.terms for number in asked.numbers)
            signs["numbers"] = held / len(asked.numbers)
        if self._kind is not None:
            signs[self._kind] = float(self._says(sentence))
        if asked.kind is QuestionType.WHAT and opens:
            signs["defines"] = float(0 < len(asked.content) <= 3)
        return signs

    def _weight(self, terms: Iterable[str]) -> float:
        return sum(self._idf.get(term, 0.0) for term in terms)

    def _says(self, sentence: OpenSentence) -> bool:
        """Says whether a sentence holds what is asked for, beyond what the question names."""
        return any(not fact.stems <= self._named for fact in sentence.facts(self._asked.kind))


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
