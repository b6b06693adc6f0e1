"""Encoding on a Ray cluster gives the vectors of encoding here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.distributed import RayEncoder, Worker
from index.encoder import Encoder

TEXTS = ["وصلت السفينة إلى الميناء.", "قال الوزير: «افتتحنا الرصيف».", "A short text.", ""]


def test_a_worker_encodes_as_this_process_does(encoder: Encoder, cache_dir: Path) -> None:
    worker = Worker("embedded", str(cache_dir))
    batch = {
        "number": np.arange(4),
        "text": np.array([text.encode() for text in TEXTS], object),
    }
    found = worker(batch)
    assert found["vector"] == pytest.approx(encoder.encode_passages(TEXTS), abs=1e-5)


@pytest.fixture
def cluster() -> Iterator[None]:
    """A cluster on this machine, with one worker."""
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'qawl[ray]'")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


@pytest.mark.usefixtures("cluster")
def test_a_cluster_encodes_in_the_order_given(encoder: Encoder, cache_dir: Path) -> None:
    distributed = RayEncoder("embedded", cache_dir)
    assert distributed.name == encoder.name
    assert distributed.encode_passages([]).shape == (0, encoder.dimension)
    found = distributed.encode_passages(TEXTS)
    assert found == pytest.approx(encoder.encode_passages(TEXTS), abs=1e-5)
    assert distributed.encode_query(TEXTS[0]) == pytest.approx(encoder.encode_query(TEXTS[0]))
