"""The real model, which encodes each text once for the recorded answers too."""

from __future__ import annotations

import pytest

from index.encoder import Encoder


@pytest.fixture(scope="session")
def encoder(keeping: Encoder) -> Encoder:
    """The real model, which encodes each text once."""
    return keeping
