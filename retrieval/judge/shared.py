"""How many of a question's words stand in a sentence or beside it.

A reader sees the beginning of a headline and of the sentence before, so it can miss what they share
with the question; and the order of the search counts the words of the sentence and its headline.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.text.language import main_script
from index.text.stemming import alternatives
from index.text.tokens import tokenise
from retrieval.question.asked import Asked
from retrieval.search.fusion import sounds_of
from retrieval.search.opened import OpenArticle


def shared(asked: Asked, article: OpenArticle, at: int) -> float:
    """Returns the share of a question's words in a sentence, its headline and the one before.

    Where scripts differ, it is the share of those that have a sound that is heard there.

    Args:
        asked: What was asked.
        article: Where the sentence stands.
        at: Its position.
    """
    sentence = article.sentence(at)
    before = [article.sentence(at - 1)] if at else []
    if main_script(sentence.text) != main_script(asked.text):
        texts = (article.article.headline, sentence.text, *(one.text for one in before))
        sounds = (sounds_of(token.norm) for text in texts for token in tokenise(text))
        heard = frozenset[str]().union(*sounds)
        wanted = [keys for token in asked.content if (keys := sounds_of(token.norm))]
        return _mean(not keys.isdisjoint(heard) for keys in wanted)
    here = article.headline.union(sentence.terms, *(one.terms for one in before))
    forms = ((token.norm, token.stem, *alternatives(token.norm)) for token in asked.content)
    return _mean(not here.isdisjoint(known) for known in forms)


def _mean(found: Iterable[bool]) -> float:
    every = list(found)
    return sum(every) / len(every) if every else 0.0
