"""Which articles a question in another script cannot be about: none of its names is heard there.

Meaning alone finds the second-best article too: who asks what Selma Rihani said gets what another
minister said, as no word of the question stands in either. Her name is heard in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.language.clitics import without_particles
from index.language.tables import common_words, words
from index.text.language import main_script
from index.text.tokens import FUNCTION_WORDS, tokenise
from retrieval.question.asked import Asked
from retrieval.question.requires import nationalities
from retrieval.search.fusion import sounds_in, sounds_of
from retrieval.search.opened import OpenArticle


def unheard(asked: Asked, articles: Iterable[OpenArticle]) -> frozenset[str]:
    """Returns the ids of the articles that have none of a question's names, where another has.

    An article has to have half of the names for that, in words that are no common ones: وحتى
    sounds like White. Where none has, names may be translated, and nothing is known.

    Args:
        asked: What was asked.
        articles: Those that were found.
    """
    names = _names(asked)
    if not names:
        return frozenset()
    found = list(articles)
    heard = {one.id: _heard(names, _sounds(one)) for one in found}
    if not any(2 * heard[one.id] >= len(names) and _has_half(names, one) for one in found):
        return frozenset()
    script = main_script(asked.text)
    deaf = (one for one in found if not heard[one.id])
    return frozenset(one.id for one in deaf if main_script(one.article.text) != script)


def _sounds(article: OpenArticle) -> frozenset[str]:
    return sounds_in(article.article.headline) | sounds_in(article.article.text)


def _heard(names: Sequence[frozenset[str]], sounds: frozenset[str]) -> int:
    return sum(not keys.isdisjoint(sounds) for keys in names)


def _has_half(names: Sequence[frozenset[str]], article: OpenArticle) -> bool:
    """Says whether half of the names are heard in words of an article that are no common ones."""
    common = common_words() | FUNCTION_WORDS
    wanted = frozenset[str]().union(*names)
    alike = (word for word in article.words if not wanted.isdisjoint(sounds_of(word)))
    rare = (word for word in alike if common.isdisjoint(without_particles(word)))
    return 2 * _heard(names, frozenset[str]().union(*map(sounds_of, rare))) >= len(names)


def _names(asked: Asked) -> list[frozenset[str]]:
    """Returns the keys of each name of a question in Latin letters.

    Places and nationalities are requirements of their own, which know their translations. The
    first word is written large in any question, and letters (BBC) sound like nothing.
    """
    if main_script(asked.text) != "latin":
        return []
    known = {token.norm for one in asked.requirements for token in tokenise(one.words)}
    known |= words("calendar", "weekdays") | words("calendar", "months")
    names = (
        token
        for token in asked.content
        if token.surface[0].isupper()
        and token.span.start > asked.tokens[0].span.start
        and not (token.norm in known or token.surface.isupper() or _is_nation(token.surface))
    )
    return [keys for token in names if (keys := sounds_of(token.norm))]


def _is_nation(word: str) -> bool:
    forms = {
        form for written in (word, word.lower()) for form in (written, written.removesuffix("s"))
    }
    return not forms.isdisjoint(nationalities())
