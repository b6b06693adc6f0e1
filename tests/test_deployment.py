"""Dockerfile, compose file and systemd unit, as far as they can be held without running them."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "deploy" / "qawl.service"


def setting_names() -> set[str]:
    prefix = Settings.model_config["env_prefix"]
    return {
        str(field.validation_alias or f"{prefix}{name.upper()}")
        for name, field in Settings.model_fields.items()
    }


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (line.split(maxsplit=1)[0], line.split(maxsplit=1)[1])
        for line in text.splitlines()
        if line.strip()
    ]


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(UNIT, encoding="utf-8")
    return parser


def test_the_image_copies_what_there_is() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            for path in rest.split()[:-1]:
                assert (ROOT / path).exists(), path
                assert f"!{path}" in ignored, f"{path} is kept from the image by .dockerignore"


def test_the_image_sets_settings_that_exist() -> None:
    text = " ".join(rest for name, rest in instructions() if name == "ENV")
    named = set(re.findall(r"\b(QAWL_\w+)=", text))
    assert named
    assert named <= setting_names()


def test_the_image_runs_the_bot_as_nobody_special() -> None:
    found = dict(instructions())
    assert json.loads(found["ENTRYPOINT"]) == ["qawl"]
    assert json.loads(found["CMD"]) == ["serve"]
    assert int(found["USER"]) > 0


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_the_compose_file_sets_settings_that_exist() -> None:
    service = compose()["services"]["qawl"]
    assert set(service["environment"]) <= setting_names()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    volumes = {entry.split(":")[0] for entry in service["volumes"]}
    assert volumes == set(compose()["volumes"])


def test_image_and_compose_file_agree_on_the_health_port() -> None:
    health = next(rest for name, rest in instructions() if name == "HEALTHCHECK")
    port = compose()["services"]["qawl"]["environment"]["QAWL_HEALTH_PORT"]
    assert f":{port}/health" in health


def test_the_unit_sets_settings_that_exist() -> None:
    text = UNIT.read_text(encoding="utf-8")
    named = set(re.findall(r"^Environment=(QAWL_\w+)=", text, re.MULTILINE))
    assert named
    assert named <= setting_names()
    service = unit()["Service"]
    assert service["ExecStart"].endswith("/qawl serve")
    assert f"/var/lib/{service['StateDirectory']}" == service["WorkingDirectory"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    # What the unit names is not installed here; all else is judged as it stands.
    text = text.replace("/opt/qawl/.venv/bin/qawl", shutil.which("true") or "/bin/true")
    text = re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE)
    copy = tmp_path / UNIT.name
    copy.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, complaints) == (0, [])
