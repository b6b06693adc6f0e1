"""The command line: one JSON value where it is asked for, clear errors, no tracebacks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from index.encoder import Encoder, load_encoder
from index.speakers import load_reader
from retrieval.judge.answers import load_answer_reader

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def data(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample articles."""
    return shutil.copytree(sample_folder, tmp_path_factory.mktemp("cli") / "data")


@pytest.fixture
def qawl(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    encoder: Encoder,
    data: Path,
    tmp_path: Path,
) -> Run:
    """Runs a command in this process, with the encoder that is loaded already."""
    monkeypatch.setattr("bot.wiring.load_encoder", lambda *_: encoder)
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "QAWL_OWNERS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, folder: Path = data, **environment: str) -> tuple[int, str, str]:
        monkeypatch.setenv("QAWL_DATA_DIR", str(folder))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_ask_as_json(qawl: Run) -> None:
    code, out, _ = qawl("ask", "ماذا قال ستالبورغ عن الهدنة؟", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) >= {"question", "answered", "confidence", "sentences", "nearest", "reason"}
    assert answer["answered"] == bool(answer["sentences"])


def test_ask_explains_itself(qawl: Run) -> None:
    code, out, _ = qawl("ask", "ماذا قال ستالبورغ عن الهدنة؟", "--explain")
    assert code == 0
    assert "confidence" in out
    _, out, _ = qawl("ask", "ماذا قال ستالبورغ عن الهدنة؟", "--explain", "--json")
    found = json.loads(out)
    shown = found["sentences"] or [found["nearest"]]
    assert "evidence" in shown[0]


def test_ask_nothing(qawl: Run) -> None:
    code, out, _ = qawl("ask", "؟؟")
    assert code == 0
    assert "كلمات" in out


def test_add_list_and_remove(qawl: Run, tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    file = tmp_path / "a.txt"
    file.write_text("قال المدير زبرقان إن الباب مفتوح. وانصرف الناس بعد الظهر.", "utf-8")
    code, out, _ = qawl("add", str(file), "--json", folder=folder)
    [added] = json.loads(out)["added"]
    assert code == 0
    _, out, _ = qawl("add", str(file), "--json", folder=folder)
    assert json.loads(out) == {"added": [], "already_there": [added], "failed": {}}
    _, out, _ = qawl("articles", "--json", folder=folder)
    assert [a["id"] for a in json.loads(out)] == [added]
    code, _, _ = qawl("remove", added[:6], folder=folder)
    assert code == 0
    code, _, err = qawl("remove", added, folder=folder)
    assert code == 1
    assert "qawl articles" in err


def test_what_cannot_be_read_is_told_and_the_rest_is_added(qawl: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.jsonl"
    good.write_text("قال المدير إن الباب مفتوح. وانصرف الناس.", "utf-8")
    bad.write_text("{", "utf-8")
    code, out, err = qawl("add", str(bad), str(good), "--json", folder=tmp_path / "fresh")
    outcome = json.loads(out)
    assert code == 1
    assert len(outcome["added"]) == 1
    assert "b.jsonl" in err


def test_the_models_can_be_made_beforehand(qawl: Run, encoder: Encoder, cache_dir: Path) -> None:
    wanted = {"QAWL_QUOTE_READER": "true", "QAWL_ANSWER_READER": "true"}
    code, out, _ = qawl("prepare", QAWL_CACHE_DIR=str(cache_dir), **wanted)
    assert code == 0
    reader, answers = load_reader(cache_dir), load_answer_reader(cache_dir)
    assert reader is not None
    assert answers is not None
    assert out.split() == [encoder.name, reader.name, answers.name]


def test_a_folder_that_takes_no_model_is_told(
    qawl: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.wiring.load_encoder", load_encoder)
    (tmp_path / "file").write_text("in the way", "utf-8")
    code, _, err = qawl("prepare", QAWL_CACHE_DIR=str(tmp_path / "file" / "cache"))
    assert code == 1
    assert "qawl: the model cannot be written" in err


def test_sample_is_added_once(qawl: Run, tmp_path: Path) -> None:
    _, out, _ = qawl("sample", "--json", folder=tmp_path / "fresh")
    assert len(json.loads(out)["added"]) == 18
    _, out, _ = qawl("sample", "--quiet", folder=tmp_path / "fresh")
    assert out == ""


def test_index_build_check_info(qawl: Run) -> None:
    for command in ("build", "info"):
        code, out, _ = qawl("index", command, "--json")
        assert code == 0
        assert json.loads(out)["articles"] == 18
    code, out, _ = qawl("index", "check", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    _, out, _ = qawl("index", "info")
    assert "articles: 18" in out


def test_quotes_as_rows_and_as_a_table(qawl: Run) -> None:
    _, out, _ = qawl("quotes", "--speaker", "ستالبورغ", "--json")
    rows = json.loads(out)
    assert rows
    _, out, _ = qawl("quotes", "--speaker", "ستالبورغ", "--topic", "الهدنة", "--json")
    assert 0 < len(json.loads(out)) < len(rows)
    _, out, _ = qawl("quotes", "--csv")
    assert out.startswith("\ufeffarticle_id,")
    _, out, _ = qawl("quotes", "--article", rows[0]["article_id"])
    assert out


def test_claims_are_checked(qawl: Run, tmp_path: Path) -> None:
    claim = "ستالبورغ: «جئت لأسمع لا لأملي، ولا أحمل في حقيبتي خرائط جديدة»"
    code, out, _ = qawl("verify", claim, "--json")
    checked = json.loads(out)
    assert (code, checked["verdict"], checked["speaker_check"]) == (0, "word_for_word", "confirmed")
    claims = tmp_path / "claims.txt"
    claims.write_text(f"{claim}\n\nهالة الرمضي: «لم يقل هذا أحد قط في هذه المدينة»\n", "utf-8")
    code, out, err = qawl("verify", "--file", str(claims), "--json")
    verdicts = [row["verdict"] for row in json.loads(out)]
    assert (code, verdicts) == (0, ["word_for_word", "not_in_these_articles"])
    assert "2 of 2" in err
    code, out, _ = qawl("who", "جئت لأسمع لا لأملي، ولا أحمل في حقيبتي خرائط جديدة", "--json")
    assert (code, json.loads(out)["original"]["speaker"]) == (0, "إريك ستالبورغ")
    assert qawl("verify")[0] != 0


def test_report_in_a_file_and_for_nobody(qawl: Run, tmp_path: Path) -> None:
    code, out, _ = qawl("report", "ستالبورغ", "-o", str(tmp_path / "r.html"))
    assert (code, out) == (0, "")
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    code, _, err = qawl("report", "نابليون")
    assert code == 1
    assert "نابليون" in err


def test_backup_and_restore(qawl: Run, tmp_path: Path) -> None:
    archive, fresh = tmp_path / "b.zip", tmp_path / "fresh"
    code, out, _ = qawl("backup", str(archive), "--json")
    assert json.loads(out)["articles"] == 18
    code, _, err = qawl("backup", str(archive))
    assert (code, "exists already" in err) == (1, True)
    code, _, _ = qawl("restore", str(archive), folder=fresh)
    assert code == 0
    _, out, _ = qawl("articles", "--json", folder=fresh)
    assert len(json.loads(out)) == 18
    code, _, err = qawl("restore", str(archive), folder=fresh)
    assert (code, "--force" in err) == (1, True)
    code, _, _ = qawl("restore", str(archive), "--force", folder=fresh)
    assert code == 0
    code, _, _ = qawl("index", "check", folder=fresh)
    assert code == 0


@pytest.mark.parametrize("damage", ["cut", "text", "gone", "changed"])
def test_a_damaged_backup_is_refused(qawl: Run, tmp_path: Path, damage: str) -> None:
    archive, fresh = tmp_path / "b.zip", tmp_path / "fresh"
    qawl("backup", str(archive))
    raw = archive.read_bytes()
    if damage == "gone":
        archive.unlink()
    elif damage == "text":
        archive.write_text("no archive")
    elif damage == "cut":
        archive.write_bytes(raw[: len(raw) // 2])
    else:
        middle = len(raw) // 3
        archive.write_bytes(raw[:middle] + bytes([raw[middle] ^ 255]) + raw[middle + 1 :])
    code, _, err = qawl("restore", str(archive), folder=fresh)
    assert code == 1
    assert str(archive) in err
    assert not (fresh / "qawl.db").exists()


def test_doctor_says_what_to_do(qawl: Run) -> None:
    code, out, _ = qawl("doctor", "--json")
    found = {f["name"]: f for f in json.loads(out)["findings"]}
    assert code == 0
    assert found["index"]["ok"]
    assert "@BotFather" in found["token"]["advice"]
    code, out, _ = qawl("doctor", TELEGRAM_BOT_TOKEN="1:x", QAWL_API_URL="http://127.0.0.1:9")
    assert "cannot be reached" in out


def test_serve_without_token_and_terminal_answers_samples(qawl: Run) -> None:
    code, out, _ = qawl("serve")
    assert code == 0
    heads = [line for line in out.splitlines() if line.startswith(("السؤال: ", "Question: "))]
    assert sorted(line.split(": ")[0] for line in heads) == ["Question", *["السؤال"] * 3]
    assert "@BotFather" in out


def test_feedback_is_listed(qawl: Run) -> None:
    code, out, _ = qawl("feedback", "--json")
    assert (code, json.loads(out)) == (0, {"votes": [], "wrong_speakers": [], "corrections": []})


def test_an_owner_corrects_a_speaker_and_takes_it_back(qawl: Run, data: Path) -> None:
    one = next(row for row in json.loads(qawl("quotes", "--json")[1]) if row["speaker"])
    saying, claim = one["saying"], f'سلمى الريحاني: "{one["words"]}"'

    def told() -> dict[str, str]:
        rows = json.loads(qawl("quotes", "--json")[1])
        return next(row for row in rows if row["saying"] == saying)

    before = json.loads(qawl("verify", claim, "--json")[1])["speaker_check"]
    assert qawl("feedback", "--correct", saying, "--speaker", "سلمى الريحاني")[0] == 0
    assert (told()["speaker"], told()["rule"]) == ("سلمى الريحاني", "corrected by the owner")
    assert json.loads(qawl("verify", claim, "--json")[1])["speaker_check"] == "confirmed" != before
    assert json.loads(qawl("quotes", "--speaker", "سلمى الريحاني", "--json")[1])
    assert qawl("index", "build")[0] == 0
    assert told()["speaker"] == "سلمى الريحاني"
    listed = json.loads(qawl("feedback", "--json")[1])["corrections"]
    assert [row["speaker"] for row in listed] == ["سلمى الريحاني"]
    assert qawl("feedback", "--undo", saying)[0] == 0
    assert told() == one
    assert "correct" not in (data / "people.toml").read_text(encoding="utf-8")


def test_a_correction_of_no_saying_is_refused(qawl: Run, data: Path) -> None:
    for option in (("--correct", "0" * 16, "--speaker", "سلمى"), ("--undo", "0" * 16)):
        code, _, err = qawl("feedback", *option)
        assert (code, "no saying" in err) == (1, True)
    assert not (data / "people.toml").exists() or not (data / "people.toml").read_text()


BAD: list[tuple[tuple[str, ...], dict[str, str], int, str]] = [
    (("ask",), {}, 2, "qawl ask"),
    (("nonsense",), {}, 2, "nonsense"),
    (("add", "/no/such/file"), {}, 2, "does not exist"),
    (("ask", "x"), {"QAWL_PORT": "0"}, 2, "QAWL_PORT"),
    (("ask", "x"), {"QAWL_DATABASE_URL": "nonsense"}, 1, "database URL"),
    (("eval", "quotes", "--articles", __file__, "--json"), {}, 1, "qawl:"),
]


@pytest.mark.parametrize(("arguments", "environment", "code", "told"), BAD)
def test_errors_are_told_in_a_line(
    qawl: Run, arguments: tuple[str, ...], environment: dict[str, str], code: int, told: str
) -> None:
    ended, out, err = qawl(*arguments, **environment)
    assert ended == code
    assert told in err
    assert "Traceback" not in err
    assert out == ""


def test_an_index_of_another_model_says_what_to_do(
    qawl: Run, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    class Other:
        name = "another"
        dimension = encoder.dimension
        encode_query = staticmethod(encoder.encode_query)
        encode_passages = staticmethod(encoder.encode_passages)

    monkeypatch.setattr("bot.wiring.load_encoder", lambda *_: Other())
    code, _, err = qawl("ask", "كم دولة شاركت؟")
    assert code == 1
    assert "qawl index build" in err


def test_help_of_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for command in ("ask", "chat", "add", "remove", "articles", "index", "sample", "serve", "eval"):
        assert command in done.stdout


def test_neither_torch_nor_telegram_is_loaded_to_answer() -> None:
    code = (
        "import sys; from bot.cli import app, asking, collection, evaluation, service;"
        "print([m for m in ('torch', 'sentence_transformers', 'telegram') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _lines(path: Path, *rows: dict[str, object]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return str(path)


def test_evaluation_commands_print_one_object(qawl: Run, tmp_path: Path) -> None:
    text = 'قال الوزير زبرقان المهاوي "الماء لمن يعطش لا لمن يدفع". وانصرف الناس بعد الظهر.'
    start = text.index("الماء")
    end = text.index('".')
    quote = {"start": start, "end": end, "label": "speech", "names": ["زبرقان المهاوي"]}
    rest = {"mentions": [], "dropped_subject": False}
    articles = _lines(tmp_path / "articles.jsonl", {"text": text, "quotes": [{**quote, **rest}]})
    code, out, _ = qawl("eval", "quotes", "--articles", articles, "--json")
    assert (code, json.loads(out)["quote_f1"]) == (0, 1.0)
    read = {"QAWL_QUOTE_READER": "true"}
    code, out, _ = qawl("eval", "quotes", "--articles", articles, "--json", **read)
    assert (code, json.loads(out)["speaker_accuracy"]) == (0, 1.0)
    code, out, _ = qawl("eval", "verify", "--articles", articles, "--json")
    assert code == 0
    assert "verdict_accuracy" in json.loads(out)
    passages = _lines(
        tmp_path / "p.jsonl",
        {"id": "1", "title": "الماء", "text": text},
        {"id": "2", "title": "السوق", "text": "افتتحت البلدية سوق السمك الجديد صباح الأحد."},
    )
    answer = {"text": "سوق السمك", "start": 16}
    asked = {"id": "q", "question": "ماذا افتتحت البلدية؟", "passage_id": "2", "answers": [answer]}
    questions = _lines(tmp_path / "q.jsonl", asked)
    command = ("eval", "retrieval", "--passages", passages, "--questions", questions)
    code, out, err = qawl(*command, "--json")
    assert code == 0, err
    assert json.loads(out)["hybrid"]["hit@1"] == 1.0
    code, out, _ = qawl(*command)
    assert "questions: 1" in out
