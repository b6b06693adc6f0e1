"""Resolves the pinned versions: one lock for every Python and system that Qawl runs on.

python scripts/lock.py              what is locked keeps its version
python scripts/lock.py --upgrade    everything may rise
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {
    "requirements.lock": [],
    "requirements-test.lock": ["postgres", "milvus", "test"],
    "requirements-bench.lock": ["postgres", "milvus", "test", "bench"],
}
SETTLED = "7 days"
# Torch and what only its builds for GPUs ask for are not locked: see requirements-torch.lock.
APART = re.compile(r"^(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z-]+)==", re.MULTILINE)


def main() -> None:
    wishes = sys.argv[1:]
    if wishes not in ([], ["--upgrade"]):
        raise SystemExit(__doc__)
    torch = ROOT / "requirements-torch.lock"
    for name, extras in EXTRAS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal"]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-header"]
        command += ["--no-annotate", "--no-emit-index-url", "--constraint", str(torch), "--quiet"]
        # Mirrors lag behind, and a version that is pulled back is pulled back early.
        command += ["--exclude-newer", SETTLED, *wishes]
        for extra in extras:
            command += ["--extra", extra]
        with tempfile.TemporaryDirectory() as folder:
            # uv keeps the versions that it finds in the file that it is to write.
            made = Path(folder) / name
            if (ROOT / name).is_file():
                made.write_bytes((ROOT / name).read_bytes())
            command += ["--output-file", str(made)]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
            if done.returncode:
                raise SystemExit("uv could not resolve the packages (above); is it installed?")
            resolved = made.read_text(encoding="utf-8")
        entries = re.split(r"^(?=[a-z0-9])", resolved, flags=re.MULTILINE)
        kept = [entry for entry in entries if not APART.match(entry)]
        head = "# Made by `make lock` from pyproject.toml; not edited by hand.\n"
        (ROOT / name).write_text(head + "".join(kept), encoding="utf-8")
        print(f"{name}: {len(kept)} packages", file=sys.stderr)


if __name__ == "__main__":
    main()
