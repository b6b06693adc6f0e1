"""Settings, read from the environment and from ``.env``; see ``.env.example`` for all of them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.errors import SettingsError

_ROOT = Path(__file__).resolve().parents[1]


def _data_dir() -> Path:
    if (_ROOT / "pyproject.toml").is_file():
        return _ROOT / "index" / "data"
    return platformdirs.user_data_path("qawl", appauthor=False)


IdList = Annotated[frozenset[int], NoDecode]
"""Numbers with commas between, as ``.env`` files write them."""


class Settings(BaseSettings):
    """What can be set, with what holds when nothing is."""

    model_config = SettingsConfigDict(
        env_prefix="QAWL_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None, validation_alias="TELEGRAM_BOT_TOKEN"
    )
    data_dir: Path = Field(default_factory=_data_dir)
    cache_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("qawl", appauthor=False)
    )
    database_url: str | None = None
    milvus_uri: str | None = None
    milvus_token: SecretStr | None = None
    embedding_model: str = "embedded"
    reranker: str | None = None
    quote_reader: bool = True
    answer_reader: bool = True
    language: Literal["ar", "en", "fr"] = "ar"
    timezone: str = "Asia/Riyadh"

    owners: IdList = frozenset()
    allowed_chats: IdList = frozenset()
    questions_per_day: int = Field(default=500, ge=1)
    articles_per_chat: int = Field(default=2_000, ge=1)
    bytes_per_chat: int = Field(default=50_000_000, ge=10_000)
    questions_per_minute: int = Field(default=20, ge=1)

    reading_workers: int = Field(default=2, ge=1, le=64)
    reading_memory_mb: int = Field(default=512, ge=384)
    reading_seconds: int = Field(default=20, ge=1)
    pages_per_file: int = Field(default=500, ge=1)
    chapters_per_file: int = Field(default=500, ge=1)
    articles_per_file: int = Field(default=2_000, ge=1)
    links_per_message: int = Field(default=20, ge=1)

    api_url: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: str = "127.0.0.1"
    port: int = Field(default=8443, ge=1, le=65_535)
    health_port: int | None = Field(default=None, ge=1, le=65_535)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("owners", "allowed_chats", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [int(part) for part in value.replace(",", " ").split()]
        return [value] if isinstance(value, int) else value

    @field_validator("data_dir", "cache_dir", mode="after")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(value).key
        except (OSError, ValueError, KeyError) as error:
            told = "not a time zone; write one like Asia/Riyadh or Europe/Paris"
            raise ValueError(told) from error

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.webhook_url is None:
            return self
        if not self.webhook_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("QAWL_WEBHOOK_URL must start with https://")
        if self.webhook_secret is None:
            raise ValueError(
                "a webhook needs QAWL_WEBHOOK_SECRET (1-256 letters, digits, _ or -),"
                " or anybody could post updates"
            )
        return self

    @property
    def foreign_api(self) -> str | None:
        """The API's address where a ``.env`` file alone sets another than Telegram's.

        Anyone who can write into the folder that the bot is started in could redirect the
        token; so it is announced.
        """
        usual = type(self).model_fields["api_url"].default
        # An empty variable sets nothing: what .env says holds.
        by_environment = any(os.environ[n] for n in os.environ if n.upper() == "QAWL_API_URL")
        if self.api_url == usual or by_environment:
            return None
        return re.sub(r"//[^/@]*@", "//", self.api_url)

    @property
    def token(self) -> str | None:
        """The bot's token in clear; never to be logged."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else None


def load_settings(**overrides: Any) -> Settings:
    """Returns the settings.

    Raises:
        SettingsError: A value makes no sense; the message names the variable.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for problem in error.errors(include_input=False, include_url=False):
            place = str(problem["loc"][0]) if problem["loc"] else ""
            name = place if place.isupper() or not place else f"QAWL_{place.upper()}"
            message = problem["msg"].removeprefix("Value error, ")
            lines.append(f"{name}: {message}" if name else message)
        raise SettingsError("; ".join(lines) + ". See .env.example.") from error
    except ValueError as error:
        raise SettingsError(f"{error}. See .env.example.") from error
