"""The examples in the modules hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import index.text

MODULES = [module.name for module in pkgutil.iter_modules(index.text.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"index.text.{name}"))
    assert failed == 0
