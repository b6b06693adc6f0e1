"""Makes the virtual environment that the Makefile's targets run in. Standard library only.

    python3 scripts/setup.py          what the bot needs
    python3 scripts/setup.py test     also what the tests need
    python3 scripts/setup.py bench    also the systems that the benchmarks compare with

Every step can be interrupted and is taken up again; what is done is remembered in
``.venv``, so that a second start takes a fraction of a second.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {
    "run": ROOT / "requirements.lock",
    "test": ROOT / "requirements-test.lock",
    "bench": ROOT / "requirements-bench.lock",
}
TORCH_LOCK = ROOT / "requirements-torch.lock"
VERSIONS = ((3, 11), (3, 12), (3, 13))
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
CPU_INDEX_SECONDS = 5
TELL_EVERY_SECONDS = 5


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind not in LOCKS or len(sys.argv) > 2:
        raise SystemExit(__doc__)
    # The tests' packages hold the bot's, and the benchmarks' hold both.
    kinds = list(LOCKS)
    if any(is_done(larger) for larger in kinds[kinds.index(kind) :]):
        return
    steps = (
        ("virtual environment", make_venv),
        ("packages", lambda: install_lock(LOCKS[kind])),
        ("torch", install_torch),
        ("Qawl itself", install_project),
    )
    for number, (name, step) in enumerate(steps, start=1):
        say(f"[{number}/{len(steps)}] {name}")
        step()
    stamp(kind).write_text(wanted(kind), encoding="utf-8")
    say(f"Set up in {VENV}")


def say(line):
    print(line, file=sys.stderr, flush=True)


def stamp(kind):
    return VENV / f"qawl-{kind}.done"


def wanted(kind):
    """Names everything that the environment is made of."""
    digest = hashlib.sha256()
    for path in (LOCKS[kind], TORCH_LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    # A folder that was moved or copied has scripts that point to where it was.
    digest.update(str(ROOT).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_done(kind):
    try:
        found = stamp(kind).read_text(encoding="utf-8")
    except OSError:
        return False
    return found == wanted(kind) and python().exists()


def python():
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return VENV / folder / name


def version_of(command):
    """Returns (major, minor) of an interpreter, or None where it does not run."""
    code = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        out = subprocess.run(
            [str(command), "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        ).stdout.split()
        return int(out[0]), int(out[1])
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def choose_python():
    """Returns this interpreter if Qawl runs on it, else another one on the path."""
    if sys.version_info[:2] in VERSIONS:
        return sys.executable
    for major, minor in reversed(VERSIONS):
        found = shutil.which(f"python{major}.{minor}")
        if found and version_of(found) == (major, minor):
            return found
    raise SystemExit(
        "Qawl needs Python 3.11, 3.12 or 3.13; this is {}.{}, and none of them is on the path.\n"
        "Install one (Debian: apt install python3.11 python3.11-venv; macOS: brew install "
        "python@3.13)\nand, if it has another name, say so: make run PYTHON=/path/to/python".format(
            *sys.version_info[:2]
        )
    )


def make_venv():
    # A copied or half-made environment lacks pip, or has one that starts another's Python.
    works = VENV.exists() and version_of(python()) in VERSIONS
    if works and subprocess.run([*pip(), "--version"], stdout=subprocess.DEVNULL).returncode == 0:
        return
    chosen = choose_python()
    say(f"      {chosen} -> {VENV}")
    if subprocess.run([chosen, "-m", "venv", "--clear", str(VENV)]).returncode != 0:
        raise SystemExit(
            "The virtual environment could not be made. On Debian and Ubuntu the module is a "
            "package of its own: apt install python3-venv"
        )


# Compiled here, once: where Python is told to write no bytecode, every start would compile
# all that it imports, and take seconds longer.
INSTALL = ("install", "--compile")


def pip(*arguments):
    return [str(python()), "-m", "pip", "--disable-pip-version-check", *arguments]


def install_lock(lock):
    text = lock.read_text(encoding="utf-8")
    total = len(re.findall(r"^[A-Za-z0-9]", text, flags=re.MULTILINE))
    # The lock names every package, so nothing is left to resolve; torch comes apart.
    run_pip([*INSTALL, "--no-deps", "--require-hashes", "--requirement", str(lock)], total)


def install_torch():
    """Installs torch: its CPU build wherever one can be had, for Qawl needs no other."""
    lock = TORCH_LOCK.read_text(encoding="utf-8")
    requirement = re.search(r"^torch==\S+", lock, flags=re.MULTILINE).group()
    code = "import importlib.metadata as m; print(m.version('torch'))"
    found = subprocess.run(
        [str(python()), "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ).stdout.decode()
    if found.split("+")[0].strip() == requirement.split("==")[1]:
        return
    hashed = [*INSTALL, "--no-deps", "--require-hashes", "--requirement"]
    # Elsewhere PyPI's own build is the CPU's already.
    if sys.platform == "linux":
        index = ["--index-url", CPU_INDEX] if cpu_index_answers() else []
        cpu = requirement + "+cpu"
        with tempfile.TemporaryDirectory() as folder:
            wish = Path(folder) / "torch.lock"
            wish.write_text(lock.replace(requirement, cpu), encoding="utf-8")
            if run_pip([*hashed, str(wish), *index], 1, must=False):
                return
        if index and not os.environ.get("CI"):
            # That index has a build for each Python and system; not all their hashes are known.
            say("      no known hash fits this system's CPU build; taking it unchecked")
            if run_pip([*INSTALL, "--no-deps", *index, cpu], 1, must=False):
                return
        say("      no CPU build to be had; taking PyPI's")
    run_pip([*hashed, str(TORCH_LOCK)], 1)
    # PyPI's build for GPUs does not start without its libraries.
    run_pip([*INSTALL, requirement], 1)


def cpu_index_answers():
    try:
        with urllib.request.urlopen(CPU_INDEX + "/torch/", timeout=CPU_INDEX_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError, urllib.error.URLError):
        say("      PyTorch's CPU index does not answer")
        return False


def install_project():
    arguments = ["install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    run_pip(arguments, 1)


def run_pip(arguments, total, must=True):
    """Runs pip, telling how far it is; shows all that it said where it fails."""
    environment = dict(os.environ, PYTHONUNBUFFERED="1", PIP_NO_INPUT="1", PIP_PROGRESS_BAR="off")
    process = subprocess.Popen(
        pip(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        universal_newlines=True,
        errors="replace",
    )
    said, busy, started = [], "starting", time.monotonic()
    done = threading.Event()

    def tell():
        # pip is silent for minutes while it unpacks; a person must see that it lives.
        while not done.wait(TELL_EVERY_SECONDS):
            say(f"      {time.monotonic() - started:.0f} s  {busy}")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    seen = 0
    for line in process.stdout:
        said.append(line)
        seen += line.startswith(("Collecting ", "Requirement already satisfied"))
        if line.startswith("Installing collected packages"):
            busy = "unpacking"
        elif re.match(r"\s*(Downloading|Collecting|Using cached|Processing)\b", line):
            count = f"{min(seen, total)} of {total}: " if total > 1 else ""
            busy = count + line.split(" (from ")[0].strip()[:90]
    done.set()
    teller.join()
    if process.wait() == 0:
        return True
    if must:
        say("".join(said[-40:]))
        raise SystemExit(
            "pip failed (above). Once the reason is gone, start again: "
            "what is already there is not fetched again."
        )
    return False


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; start again, and it goes on from here.") from None
