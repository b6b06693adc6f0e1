"""Dockerfile, compose file and systemd unit, as far as they can be held without running them."""

from __future__ import annotations

import configparser
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.commands import COMMANDS
from bot.figures import Figures
from bot.settings import Settings
from bot.telegram.web import WEBHOOK_PATH, Web

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


def written(*names: str) -> str:
    """Returns what these files say, one after the other."""
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


DEPLOYED = ("Dockerfile", "compose.yaml", "deploy/qawl.service", "docs/deployment.md")


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"\b(QAWL_[A-Z_]+[A-Z])\b", written(*DEPLOYED)))
    assert named
    assert named <= setting_names()


def test_every_command_that_is_named_exists() -> None:
    known = {" ".join(words) for words in _commands(get_command(app), ())}
    told = re.findall(r"`qawl ([a-z]+(?: [a-z]+)?)|bin/qawl ([a-z]+)$", written(*DEPLOYED), re.M)
    for match in told:
        words = (match[0] or match[1]).split()
        assert words[0] in known, words
        group = any(name.startswith(f"{words[0]} ") for name in known)
        assert not group or " ".join(words) in known, words
    assert len(told) >= 6


def _commands(command: Any, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield (*before, name)
        yield from _commands(inner, (*before, name))


def test_every_target_that_is_named_exists() -> None:
    makefile = written("Makefile")
    for target in re.findall(r"`make ([a-z-]+)", written(*DEPLOYED)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_file_that_is_named_exists() -> None:
    text = written("docs/deployment.md", "deploy/qawl.service")
    named = set(re.findall(r"\b((?:deploy|scripts|docs)/[\w./-]+\w)", text))
    named |= set(re.findall(r"\]\(([\w./-]+)\)", written("docs/deployment.md")))
    assert {"deploy/qawl.service", "scripts/setup.py", "docs/deployment.md"} <= named
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "docs" / name).exists(), name


def test_the_image_prepares_the_models_where_it_looks_for_them() -> None:
    run = next(rest for name, rest in instructions() if name == "RUN" and "qawl prepare" in rest)
    folder = re.search(r"QAWL_CACHE_DIR=(\S+)", run)
    assert folder is not None
    env = [setting for name, rest in instructions() if name == "ENV" for setting in rest.split()]
    assert folder[0] in env


def test_ports_are_the_ones_that_the_bot_opens() -> None:
    usual = Settings(_env_file=None)
    health = compose()["services"]["qawl"]["environment"]["QAWL_HEALTH_PORT"]
    exposed = next(rest for name, rest in instructions() if name == "EXPOSE").split()
    assert set(exposed) == {str(usual.port), health}
    inside = {port.rsplit(":", 1)[1] for port in compose()["services"]["qawl"]["ports"]}
    assert inside == set(exposed)
    text = written("docs/deployment.md")
    assert f"QAWL_PORT={usual.port} " in text
    assert f"location {WEBHOOK_PATH} {{ proxy_pass http://127.0.0.1:{usual.port};" in text


def test_routes_that_are_named_are_answered() -> None:
    settings = Settings(_env_file=None, health_port=1)
    web = Web(settings, None, dict, lambda: (b"", ""))  # type: ignore[arg-type]
    routes = {route for _, plan in web._plans for route, *_ in plan} | {WEBHOOK_PATH}
    named = set(re.findall(r"(?<=`)/[a-z]+(?=`)|(?<=8080)/[a-z]+", written(*DEPLOYED)))
    assert {"/health", "/metrics", WEBHOOK_PATH} <= named
    commands = {f"/{name}" for name in (*COMMANDS, "usage", "newbot", "setinline", "setprivacy")}
    assert named - commands - {"/setinlinefeedback"} <= routes


def test_a_stop_is_given_the_same_time_everywhere() -> None:
    patience = compose()["services"]["qawl"]["stop_grace_period"]
    assert patience == f"{unit()['Service']['TimeoutStopSec']}s"
    signal = next(rest for name, rest in instructions() if name == "STOPSIGNAL")
    assert signal == unit()["Service"]["KillSignal"] == "SIGTERM"


def test_every_figure_is_described_and_every_one_described_exists() -> None:
    body = Figures().exposed()[0].decode()
    shown = set(re.findall(r"^# TYPE (qawl_\w+) (?:counter|histogram)", body, re.M))
    told = set(re.findall(r"\| `(qawl_\w+?)(?:\{\w+\})?` \|", written("docs/deployment.md")))
    assert told == shown


def test_the_milvus_address_is_the_one_that_is_published() -> None:
    text = written("deploy/milvus.compose.yaml")
    [port] = yaml.safe_load(text)["services"]["milvus"]["ports"]
    address = port.rsplit(":", 1)[0]
    assert f"QAWL_MILVUS_URI=http://{address}" in text
    assert "QAWL_MILVUS_URI" in setting_names()
