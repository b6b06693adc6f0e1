import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, load_encoder
from index.encoder.sentence_transformers import SentenceTransformersEncoder, _prompts
from index.encoder.st_folder import build_folder
from index.errors import EncoderError

TEXTS = [
    "أعلنت وزيرة المياه تأجيل افتتاح السد إلى مطلع العام المقبل.",
    "قَالَ العُمدة: «سنفتتح المكتبة غداً»، وأضاف أن الدخول مجاني.",
    "The central bank raised its rate by a quarter point.",
    "Le maire a ouvert une bibliothèque.",
    "نص طويل عن المدينة وأهلها وأسواقها. " * 20,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Path:
    made = tmp_path_factory.mktemp("model") / "e5-small"
    return build_folder(made, cache_dir)


@pytest.fixture(scope="module")
def torch_encoder(folder: Path) -> Encoder:
    return load_encoder(str(folder))


def test_both_ways_give_the_same_vectors(encoder: Encoder, torch_encoder: Encoder) -> None:
    ours, theirs = encoder.encode_passages(TEXTS), torch_encoder.encode_passages(TEXTS)
    assert ours.shape == theirs.shape
    assert (ours * theirs).sum(axis=1).min() > 0.999
    for text in TEXTS[:4]:
        cosine = float(encoder.encode_query(text) @ torch_encoder.encode_query(text))
        assert cosine > 0.999


def test_its_own_prompts_are_used(torch_encoder: Encoder) -> None:
    question, passage = (
        torch_encoder.encode_query(TEXTS[0]),
        torch_encoder.encode_passages(TEXTS[:1]),
    )
    assert not np.allclose(question, passage[0], atol=1e-3)
    assert torch_encoder.encode_passages([]).shape == (0, torch_encoder.dimension)


def test_a_changed_folder_has_another_name(
    folder: Path, torch_encoder: Encoder, tmp_path: Path
) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, copy_function=lambda a, b: Path(b).symlink_to(a))
    config = copy / "config_sentence_transformers.json"
    text = config.read_text(encoding="utf-8")
    config.unlink()
    settings = json.loads(text)
    settings["prompts"] = {}
    config.write_text(json.dumps(settings), encoding="utf-8")
    changed = SentenceTransformersEncoder(str(copy), threads=1)
    assert changed.name != torch_encoder.name
    # "e5" in the folder's name brings the prompts that its settings lack.
    assert np.allclose(
        changed.encode_query(TEXTS[0]), torch_encoder.encode_query(TEXTS[0]), atol=1e-4
    )


@pytest.mark.parametrize(
    ("model", "own", "expected"),
    [
        ("intfloat/multilingual-e5-base", {}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("some/other-model", {}, ("", "")),
        ("a/b", {"query": "Q: ", "document": "D: "}, ("Q: ", "D: ")),
        ("a/b", {"query": "Q: ", "passage": "P: ", "document": "D: "}, ("Q: ", "P: ")),
        ("a/e5-b", {"query": "Q: "}, ("Q: ", "")),
        ("a/cafe5", {}, ("", "")),
    ],
)
def test_prompts(model: str, own: dict[str, str | None], expected: tuple[str, str]) -> None:
    assert _prompts(model, own) == expected


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"cannot load .*QAWL_EMBEDDING_MODEL takes"):
        load_encoder(str(tmp_path))


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match="QAWL_EMBEDDING_MODEL=embedded"):
        load_encoder("some/model")
