"""Telegram: updates in, messages out."""

import os

# The library's documented switch to durations as timedelta, which its next major release makes.
os.environ.setdefault("PTB_TIMEDELTA", "true")
