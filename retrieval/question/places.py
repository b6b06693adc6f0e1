"""Countries and large cities, by their names in several languages; offices of a state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale

from index.text.normalise import normalised
from index.text.tokens import tokenise

_CITIES: Final = Path(__file__).with_name("cities.tsv")
_NATIONALITIES: Final = Path(__file__).with_name("nationalities.tsv")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SHORTEST_PLACE: Final = 4
_SHORTEST_ROOT: Final = 3
_PROCLITICS: Final = ("وب", "ول", "و", "ف", "ب", "ل", "ك")

_COMMON: Final = "السعودية بريطانيا أمريكا أميركا فلسطين"
_OFFICES: Final = """
    president presidente رئيس رئيسة
    minister ministre وزير وزيرة وزراء
    king roi ملك
    queen reine ملكة
    emperor empereur إمبراطور
    sultan سلطان
    emir prince أمير أميرة
    chancellor chancelier chanceliere مستشار مستشارة
    ambassador ambassadeur ambassadrice سفير سفيرة
    government gouvernement حكومة
    parliament parlement برلمان
    army armee جيش
"""


def heads(norm: str) -> Iterator[str]:
    """Yields a normalised word, then what is left without و ف ب ل ك before it."""
    yield norm
    for clitic in _PROCLITICS:
        if norm.startswith(clitic) and len(norm) - len(clitic) >= _SHORTEST_ROOT:
            yield norm[len(clitic) :]
    if norm.startswith("لل"):
        yield "ال" + norm[2:]


def is_place(norm: str) -> bool:
    """Says whether a normalised word, its clitics aside, is the name of a country or large city."""
    return any(head in gazetteer() for head in heads(norm))


@cache
def gazetteer() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Every name of a country or large city -> its names in three languages, as stems.

    Names are those of the Unicode CLDR; an English question about Libya is
    covered by an article on ليبيا without any transliteration.
    """
    by_code: dict[str, set[str]] = {}
    for language in ("ar", "en", "fr"):
        locale = Locale(language)
        for code, name in locale.territories.items():
            if code.isalpha() and len(code) == 2:
                by_code.setdefault(code, set()).add(normalised(name))
        for code, zone in locale.time_zones.items():
            if "city" in zone:
                by_code.setdefault(code, set()).add(normalised(zone["city"]))
            elif language == "en":
                by_code.setdefault(code, set()).add(
                    normalised(code.split("/")[-1].replace("_", " "))
                )
    places: dict[str, tuple[tuple[str, ...], ...]] = {}
    for names in by_code.values():
        forms = tuple(tuple(t.stem for t in tokenise(name)) for name in sorted(names))
        for name in names:
            if len(name) >= _SHORTEST_PLACE:
                places[name] = places.get(name, ()) + forms
    return places


@cache
def cities() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The English name of a larger city -> its English and Arabic names, as stems.

    Arabic names are no keys: too many of them are words as well, as الخبر is.
    """
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in _CITIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            names = line.split("\t")
            forms = tuple(tuple(t.stem for t in tokenise(name)) for name in names)
            found[normalised(names[0])] = forms
    return found


@cache
def adjectives() -> dict[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The names of a country, as in the gazetteer -> its adjectives of nationality, as written.

    Arabic ones are told only where their stem is not that of the country's name.
    """
    found: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {}
    for line in _NATIONALITIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, *words = line.split("\t")
            found[gazetteer()[normalised(country)]] = tuple(words)
    return found


@cache
def nationalities() -> dict[str, tuple[tuple[str, ...], ...]]:
    """An adjective in Latin letters -> the country's names and its adjectives, as stems.

    English adjectives are keys with their capital; French ones are written small.
    """
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for names, words in adjectives().items():
        for word in words:
            if not _ARABIC.match(word):
                found[word] = found.get(word, ()) + with_adjectives(names)
    return found


def with_adjectives(names: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Returns the names of a country with its adjectives, as stems."""
    words = adjectives().get(names, ())
    return names + tuple(tuple(t.stem for t in tokenise(word)) for word in words)


@cache
def common_names() -> frozenset[str]:
    """What countries are called for short in Arabic, as normalised, where CLDR has them in full."""
    return frozenset(normalised(_COMMON).split())


@cache
def offices() -> dict[str, frozenset[str]]:
    """The stem of an office or organ of a state -> the stems that stand for it."""
    groups = [frozenset(t.stem for t in tokenise(line)) for line in _OFFICES.splitlines()]
    return {stem: group for group in groups for stem in group}
