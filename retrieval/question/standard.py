"""A question in a dialect as standard Arabic words it: what search and the readers are given.

Articles are written in standard Arabic, and so are most of the words that the models know.
Each dialect word costs a little, and together they cost an answer. Only closed classes are
reworded, those of ``index/language/dialect.toml``; what stands between quotation marks is left
as it is, and nobody is shown the wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Final

from index.language.tables import dictionary, keyed, listed, words
from index.text.marks import find_marked
from index.text.names import is_given_name
from index.text.normalise import normalised
from index.text.tokens import Token, tokenise
from retrieval.question.requires import gazetteer, is_place

_LONGEST: Final = 5
"""Words of an expression of the table."""

_SHORTEST: Final = 3
"""Letters of a word that a particle is taken from."""

_LETTER: Final = 2
"""Letters of a word up to which it may be the name of a letter: سي آي إيه."""

_JOINED: Final = (("فال", "في ال"), ("عال", "على ال"), ("هال", "هذا ال"))
_IRAQ: Final = str.maketrans("گچ", "قك")
_SOON: Final = re.compile("[هح](?=[يتن])")
_GOES_ON: Final = re.compile("[بك](?=[يت])")
_ONGOING: Final = re.compile("[يتنا]")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Reworded:
    """Some words of a question, and what they are in standard Arabic."""

    first: int
    count: int
    wording: str


def standard_wording(text: str) -> str:
    """Returns a question with its dialect words in standard Arabic; any other as it is.

    >>> standard_wording("وين انجرح عمال المنجم السنة الفاتت؟")
    'أين جرح عمال المنجم السنة الماضية؟'
    >>> standard_wording("أين وقع الحريق؟")
    'أين وقع الحريق؟'
    """
    tokens = tokenise(text)
    norms = _readable(text, tokens)
    asking = _take(norms, _table("asking")) or _take(norms, _table("alone"))
    found = asking + _take(norms, _table("words", "times", "spelling") | _passives())
    if not found:
        return text
    found += _take(norms, _table("beside")) + _before_verbs(norms)
    for at, token in enumerate(tokens):
        wording = _by_form(token) if norms[at] else None
        if wording is not None:
            found.append(_Reworded(at, 1, wording))
    for one in sorted(found, key=lambda one: -one.first):
        wording = one.wording
        if wording == "الذي" and one.first and tokens[one.first - 1].norm.endswith(("ه", "ات")):
            wording = "التي"
        start, end = tokens[one.first].span.start, tokens[one.first + one.count - 1].span.end
        text = f"{text[:start]}{wording}{text[end:]}"
    return _SPACES.sub(" ", text).strip()


def _readable(text: str, tokens: Sequence[Token]) -> list[str]:
    """Returns the normalised words of a question, empty where a word is to stay as it is."""
    marked = [mark.outer for mark in find_marked(text)]
    norms = [token.norm for token in tokens]
    kept = {at for at, token in enumerate(tokens) if any(m.overlaps(token.span) for m in marked)}
    for one in _found(norms, dict.fromkeys(words("dialect", "kept"), "")):
        kept.update(range(one.first, one.first + one.count))
    for at, norm in enumerate(norms):
        before, after = norms[max(0, at - 1) : at], norms[at + 1 : at + 2]
        letter = before != ["قد"] and any(len(word) <= _LETTER for word in before)
        if norm == "ايه" and (letter or "".join(after).isdigit()):
            kept.add(at)
    return ["" if at in kept else norm for at, norm in enumerate(norms)]


def _take(norms: list[str], table: Mapping[str, str]) -> list[_Reworded]:
    """Returns the expressions of a table that stand in some words, and empties these words."""
    found = list(_found(norms, table))
    for one in found:
        norms[one.first : one.first + one.count] = [""] * one.count
    return found


def _found(norms: Sequence[str], table: Mapping[str, str]) -> Iterator[_Reworded]:
    """Yields the expressions of a table, the longest one at each place."""
    at = 0
    while at < len(norms):
        counts = range(min(_LONGEST, len(norms) - at), 0, -1)
        count = next((n for n in counts if " ".join(norms[at : at + n]) in table), 0)
        if count:
            yield _Reworded(at, count, table[" ".join(norms[at : at + count])])
        at += max(1, count)


def _before_verbs(norms: list[str]) -> list[_Reworded]:
    table, found = _table("before_verbs"), []
    for at, (norm, after) in enumerate(pairwise(norms)):
        if norm in table and _ONGOING.match(after):
            found.append(_Reworded(at, 1, table[norm]))
            norms[at] = ""
    return found


@cache
def _table(*sections: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in sections:
        found |= {word: key.replace("_", " ") for word, key in keyed("dialect", section).items()}
    return found


@cache
def _passives() -> dict[str, str]:
    """Returns انجرح with جرح, and the like: past and present, of one and of several."""
    found = {}
    for root, sign in product(listed("dialect", "passive"), ("ن", "ت")):
        for ending, wording in (("", ""), ("ت", "ت"), ("وا", "وا"), ("و", "وا")):
            found[normalised(f"ا{sign}{root}{ending}")] = root + wording
        for person in ("ي", "ت"):
            found[normalised(person + sign + root)] = person + root
            found[normalised(f"{person}{sign}{root}وا")] = f"{person}{root}ون"
    return found


def _by_form(token: Token) -> str | None:
    """Returns a word of a dialect by its form, None where it may be another word."""
    word, norm = token.surface, token.norm
    if not norm.isalpha() or is_given_name(norm) or norm in gazetteer():
        return None
    if norm[0] == "ف" and norm[1:] in gazetteer():
        return f"في {word[1:]}"
    if is_place(norm):
        return None
    respelt = word.translate(_IRAQ)
    if respelt != word and _known(respelt):
        return respelt
    if _known(word):
        return None
    return _apart(word, norm) or _verb(word, norm) or _with_hamza(word)


def _apart(word: str, norm: str) -> str | None:
    """Returns a word apart from the preposition that the dialect writes on to it."""
    for before, wording in _JOINED:
        if norm.startswith(before) and len(norm) >= len(before) + _SHORTEST:
            return wording + word[len(before) :]
    return f"في {word[1:]}" if norm[0] == "ف" and is_given_name(norm[1:]) else None


def _verb(word: str, norm: str) -> str | None:
    """Returns the present or the future of a verb: بيكتب, هيكتب, كيكتب."""
    rest = word[1:]
    if len(rest) <= _SHORTEST or not _known(rest):
        return None
    if _SOON.match(norm):
        return f"س{rest}"
    return rest if _GOES_ON.match(norm) else None


def _with_hamza(word: str) -> str | None:
    """Returns a word with the hamza that dialects do not speak: العشاير, البيضا."""
    forms = (word.replace("اي", "ائ"), f"{word}ء" if word.endswith("ا") else word)
    return next((form for form in forms if form != word and _known(form)), None)


def _known(word: str) -> bool:
    return dictionary("ar").has_any([normalised(word)])
