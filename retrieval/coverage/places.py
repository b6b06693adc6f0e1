"""Countries and large cities, by their names in several languages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale

from index.text.normalise import normalised
from index.text.tokens import tokenise

_CITIES: Final = Path(__file__).with_name("cities.tsv")
_SHORTEST_PLACE: Final = 4
_SHORTEST_ROOT: Final = 3
_PROCLITICS: Final = ("وب", "ول", "و", "ف", "ب", "ل", "ك")


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
