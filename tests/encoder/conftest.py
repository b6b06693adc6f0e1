"""The real model without any cache: what it gives is what is tested here."""

from __future__ import annotations

import pytest

from index.encoder import Encoder


@pytest.fixture(scope="session")
def encoder(model: Encoder) -> Encoder:
    return model
