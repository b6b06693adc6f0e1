"""Run as a program: one of several processes that share a store.

python -m tests.store.working URL hold          takes the lock and never lets it go
python -m tests.store.working URL count TURNS   counts on, reading and writing apart
"""

from __future__ import annotations

import sys
import time

from index.store.sql import SqlStore


def main(url: str, task: str, turns: str = "0") -> None:
    store = SqlStore(url)
    if task == "hold":
        with store.lock("counting"):
            print("held", flush=True)
            time.sleep(600)
    print("ready", flush=True)
    for _ in range(int(turns)):
        with store.lock("counting"):
            # Two in here at a time would lose counts.
            seen = int(store.read_meta("count") or 0)
            time.sleep(0.001)
            store.write_meta("count", str(seen + 1))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
