"""Records anew, and lists what differs from what was recorded before."""

from __future__ import annotations

import tempfile
from pathlib import Path

import platformdirs

from index.encoder import load_encoder
from tests.golden.record import HASHES, TOLD, Row, hashes, lines, told, write


def main() -> None:
    encoder = load_encoder("embedded", Path(platformdirs.user_cache_dir("qawl", appauthor=False)))
    with tempfile.TemporaryDirectory() as folder:
        rows = list(told(encoder, Path(folder)))
    _keep(TOLD, rows)
    _keep(HASHES, list(hashes()))


def _keep(path: Path, rows: list[Row]) -> None:
    """Writes rows over those of before; what could not be asked here stays as it was."""
    before = {row["case"]: row for row in lines(path)} if path.is_file() else {}
    after = before | {row["case"]: row for row in rows}
    differing = [case for case, row in after.items() if row != before.get(case)]
    for case in differing:
        print(f"{path.name}: {case}")
    print(f"{path.name}: {len(differing)} of {len(after)} differ from before")
    write(path, list(after.values()))


if __name__ == "__main__":
    main()
