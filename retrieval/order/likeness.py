"""How near the words of a question come to the words of a sentence without being equal.

Arabic derives: who asks about an انتخاب finds المنتخبون, and writes نيوتون where the
article has نيوتن. Three views of two words, each of which sees what the others miss:

- spelling: Damerau-Levenshtein, for slips and for vowels of foreign names;
- letters: the longest common subsequence, for affixes that light stemming left;
- root: equality of what is left without the letters that derivation adds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Indel

Matrix = npt.NDArray[np.float64]

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
