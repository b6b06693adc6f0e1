"""The sample articles, indexed once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoder.base import Encoder
from index.library import Library
from index.samples import sample_articles


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A data folder with the sample articles, to be copied by who changes it."""
    folder = tmp_path_factory.mktemp("samples") / "data"
    library = Library.open(folder, encoder)
    library.add_many(sample_articles())
    library.close()
    return folder
