"""The examples in the modules hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import index.identity
import index.language
import index.text

MODULES = [
    module.name
    for package in (index.text, index.language, index.identity)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
