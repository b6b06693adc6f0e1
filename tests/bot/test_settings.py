from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from index.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"


def _example() -> dict[str, str]:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line.strip() and not line.startswith("#"))


def _variable(name: str) -> str:
    return "TELEGRAM_BOT_TOKEN" if name == "telegram_bot_token" else f"QAWL_{name.upper()}"


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(_example()) == {_variable(name) for name in Settings.model_fields}


def test_the_example_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _example():
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    groups = "\n".join(lines).split("\n\n")
    assert all(group.startswith("#") for group in groups)


def test_data_lies_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QAWL_DATA_DIR", raising=False)
    assert Settings(_env_file=None).data_dir == ROOT / "index" / "data"


def test_ids_are_read_with_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QAWL_OWNERS", "12, 34")
    monkeypatch.setenv("QAWL_ALLOWED_CHATS", "-100500 7")
    settings = load_settings(_env_file=None)
    assert settings.owners == {12, 34}
    assert settings.allowed_chats == {-100500, 7}


BAD = [
    ("QAWL_PORT", "0", "QAWL_PORT"),
    ("QAWL_LANGUAGE", "tlh", "QAWL_LANGUAGE"),
    ("QAWL_TIMEZONE", "Mars/Olympus", "time zone"),
    ("QAWL_OWNERS", "me", ".env.example"),
    ("QAWL_QUESTIONS_PER_DAY", "many", "QAWL_QUESTIONS_PER_DAY"),
    ("QAWL_WEBHOOK_URL", "http://example.org", "https"),
    ("QAWL_WEBHOOK_URL", "https://example.org", "QAWL_WEBHOOK_SECRET"),
]


@pytest.mark.parametrize(("name", "value", "told"), BAD)
def test_what_makes_no_sense_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.delenv("QAWL_WEBHOOK_SECRET", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=told):
        load_settings(_env_file=None)


def test_the_token_does_not_show() -> None:
    settings = Settings(_env_file=None, telegram_bot_token="123:secret")
    assert "123:secret" not in repr(settings)
    assert settings.token == "123:secret"
