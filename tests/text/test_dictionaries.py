"""Dictionaries as hashes, and what the tables hold in memory."""

from __future__ import annotations

import subprocess
import sys

import pytest
from spellchecker import SpellChecker

from index.language.tables import dictionary
from index.text.normalise import normalised

MOST_KB = 12_000
"""Of resident memory for tables, gazetteer and three dictionaries; as text they took 90,000."""


@pytest.mark.parametrize("code", ["ar", "en", "fr"])
def test_every_word_of_the_dictionary_is_in_it(code: str) -> None:
    words = [normalised(word) for word in SpellChecker(language=code).word_frequency]
    assert all(dictionary(code).has_any(word.split(" ")) for word in words[::50])


@pytest.mark.parametrize("code", ["ar", "en", "fr"])
def test_what_is_no_word_is_not_in_it(code: str) -> None:
    assert not dictionary(code).has_any(["المتهفف", "ministerrr", "zzqx", ""])
    assert not dictionary(code).has_any([])


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = """
import index.text.dates, index.text.numbers, index.text.names, index.language.places
from index.language import tables
assert tables._sections.cache_info().currsize <= 1, "more than the function words was read"
assert index.language.places.towns.cache_info().currsize == 0
assert index.language.tables.dictionary.cache_info().currsize == 0
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tables_and_dictionaries_are_small() -> None:
    code = """
import sys, tracemalloc
from index.language import places, quantities, tables
tracemalloc.start()
kept = [tables.dictionary(code) for code in ("ar", "en", "fr")], places.place_names()
kept += places.nationalities(), quantities.times(), quantities.counting_words()
print(tracemalloc.get_traced_memory()[0] // 1000)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stdout) < MOST_KB
