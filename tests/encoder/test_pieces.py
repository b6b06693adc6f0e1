"""Word pieces: the ids and places that the library ``tokenizers`` gives."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.encoder.e5s1 import Weights
from index.encoder.model_files import Shared, open_shared
from index.encoder.pieces import MAX_PIECES, Pieces
from index.encoder.st_folder import tokenizer_json
from index.encoder.weights import find_weights
from index.samples import sample_articles
from index.types import Span

TEXTS = [
    "",
    " ",
    "قال",
    " قال  الوزير:\t«نعم»\n\nثم مضى ",
    "query: What did the mayor say?",
    "L’été dernier, à Belmar…",
    "中文没有空格也可以切开",
    "\ufdfa \ufefb \u2460 \ufb01n",
    "مُدَرِّسَةٌ أيٍّ",
    "e\u0301te\u0301 한국 \u1112\u1161\u11ab",
    "a<s>b</s> <unk> <mask> <pad>",
    "\u2581\u2581x\u2581",
    "🧿🪬 \U0001f9ff",
    "\x00\u200b\u202eabc\u2028d",
    "كلمة" * 600,
]
LETTERS = st.characters(exclude_categories=("Cs",))


@pytest.fixture(scope="module")
def weights(cache_dir: Path) -> Weights:
    return Weights(find_weights(cache_dir))


@pytest.fixture(scope="module")
def shared(cache_dir: Path) -> Shared:
    return open_shared(cache_dir)


@pytest.fixture(scope="module")
def theirs(weights: Weights) -> Tokenizer:
    return Tokenizer.from_str(tokenizer_json(weights.vocabulary))


@pytest.mark.parametrize("text", [*TEXTS, *(a.text for a in sample_articles())])
def test_the_ids_are_those_of_the_library(shared: Shared, theirs: Tokenizer, text: str) -> None:
    assert shared.pieces.ids(text) == theirs.encode(text, add_special_tokens=False).ids


@given(text=st.text(LETTERS, max_size=80) | st.text("ab <s>/▁ٍّلا.é́ﷺ ", max_size=40))
def test_the_ids_of_any_text(shared: Shared, theirs: Tokenizer, text: str) -> None:
    expected = theirs.encode(text, add_special_tokens=False).ids
    assert shared.pieces.ids(text) == expected
    assert shared.pieces.framed(text) == [0, *expected[: MAX_PIECES - 2], 2]


@pytest.mark.parametrize("text", [*TEXTS[:7], *(a.text for a in sample_articles())])
def test_the_places_are_those_of_the_library(shared: Shared, theirs: Tokenizer, text: str) -> None:
    found, expected = shared.pieces.placed(text), theirs.encode(text, add_special_tokens=False)
    assert found == (expected.ids, [Span(*place) for place in expected.offsets])


@given(text=st.text(max_size=60))
def test_every_piece_stands_in_the_text(shared: Shared, text: str) -> None:
    ids, spans = shared.pieces.placed(text)
    assert len(ids) == len(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.end for one, other in pairwise(spans))


def test_pieces_say_what_was_cut(shared: Shared) -> None:
    assert shared.pieces.text(shared.pieces.framed("قال الوزير: نعم")) == "قال الوزير: نعم"


def test_the_table_holds_the_vectors_of_the_weights(shared: Shared, weights: Weights) -> None:
    shape = weights.shape
    ids = np.array([[0, 6, 250_001, 2], [5, 99, 99, 1]])
    words = weights.matrix("emb.word", shape.vocabulary, shape.hidden)[ids]
    types = weights.floats("emb.type", shape.token_types, shape.hidden)
    positions = weights.floats("emb.pos", shape.positions, shape.hidden) + types[0]
    assert (shared.words.states(ids) == words + positions[:4]).all()


def test_what_is_shared_is_opened_once(cache_dir: Path, shared: Shared) -> None:
    assert open_shared(cache_dir) is shared


def test_pieces_are_read_as_they_were_written(shared: Shared, tmp_path: Path) -> None:
    shared.pieces.write(tmp_path)
    again = Pieces.read(tmp_path)
    assert [again.ids(text) for text in TEXTS] == [shared.pieces.ids(text) for text in TEXTS]
