"""A fuzzer that is led by coverage: bytes that reach new code are kept and changed further.

python -m tests.fuzz [TARGET ...] [--seconds 60] [--seed 1]

What a target may raise it names; all else is a finding, written to ``tests/cases/fuzz`` as
TARGET-HASH and tried by the tests from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from bot.actions import Action
from bot.state.inbox import chat_of
from bot.telegram.intake import is_update
from index.errors import ReadingError
from index.quotes import find_sayings
from index.reading.tasks import SourceReader
from index.text.normalise import normalised
from index.text.sentences import split_sentences
from index.text.tokens import index_terms
from index.types import Article
from retrieval.question.read import read_question
from tests.reading.hostile_cuts import SOUND

FOUND = Path(__file__).parent / "cases" / "fuzz"
ROOT = str(Path(__file__).resolve().parents[1])
LONGEST = 4_000
SLOW = 5.0
"""Seconds of the processor that no input of so few bytes may take."""

_WORDS = [
    *(
        "قال",
        "«",
        "»",
        "لن",
        '"',
        ": ",
        "، ",
        "said",
        "he said",
        "وأضاف",
        "\u202e",
        "\u200d",
        "\ufdfa",
    ),
    *(
        "<p>",
        "</p>",
        "&#1;",
        "<q>",
        "---\n",
        "[",
        "](",
        "```",
        "{",
        "}",
        "\0",
        "\ud800",
        "٣",
        "2024",
    ),
    *(
        "/verify ",
        "من قال",
        "ماذا قال",
        "<item>",
        "<![CDATA[",
        "<!ENTITY a 'b'>",
        "%PDF-1.7",
        "PK\x03\x04",
    ),
    *(
        '{"update_id": 1, "message": ',
        '{"chat": {"id": ',
        '["context", {"article": "',
        "null",
        "-1",
    ),
]
_TOKENS = [word.encode("utf-8", "surrogatepass") for word in _WORDS]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _read(name: str, data: bytes) -> None:
    try:
        contents = SourceReader().file(data, name)
    except ReadingError:
        return
    for article in contents.articles:
        assert article.headline.isprintable()
        assert len(article.headline) <= 300


def _feed(data: bytes) -> None:
    try:
        SourceReader().feed(data, "https://z.example/rss")
    except ReadingError:
        return


def _normalised(data: bytes) -> None:
    text = _text(data)
    assert normalised(normalised(text)) == normalised(text)
    index_terms(text)


def _quotations(data: bytes) -> None:
    text = _text(data)
    sentences = split_sentences(text)
    for before, after in pairwise(sentences):
        assert before.span.end <= after.span.start
    for saying in find_sayings(Article(text), sentences):
        outer = saying.quote.outer
        assert 0 <= outer.start < outer.end <= len(text)


def _question(data: bytes) -> None:
    asked = read_question(_text(data))
    assert asked.text in _text(data)


def _pressed(data: bytes) -> None:
    try:
        found = Action.unpacked(_text(data))
    except (ValueError, TypeError):
        return
    assert Action.unpacked(found.packed()) == found


def _body(data: bytes) -> None:
    try:
        body: Any = json.loads(data)
    except (ValueError, RecursionError):
        return
    if is_update(body):
        assert isinstance(chat_of(body), int)


Target = Callable[[bytes], None]
TARGETS: dict[str, Target] = {
    **{f"read-{kind}": lambda data, k=kind: _read(f"a.{k}", data) for kind in SOUND},  # type: ignore[misc]
    "feed": _feed,
    "normalise": _normalised,
    "quotations": _quotations,
    "question": _question,
    "pressed": _pressed,
    "body": _body,
}


def seeds(name: str) -> list[bytes]:
    if name.startswith("read-"):
        return [SOUND[name.removeprefix("read-")]()[:LONGEST]]
    if name == "pressed":
        return [b'["context", {"article": "0123456789abcdef", "end": 9, "start": 0}]']
    if name == "body":
        return [b'{"update_id": 7, "message": {"chat": {"id": 5}, "text": "a"}}']
    if name == "feed":
        return [
            b"<rss version='2.0'><channel><title>a</title><item><link>https://z.example/</link>"
        ]
    return [SOUND["txt"]()[:400], b'"We will not," he said. Mr Roe, a doctor, said: "Yes."']


@dataclass
class Fuzzer:
    """Changes what it kept, and keeps what reaches new lines.

    Attributes:
        reached: Lines of the project that any input has reached.
        tried: Inputs.
    """

    target: Target
    corpus: list[bytes]
    chance: random.Random
    reached: set[tuple[CodeType, int]] = field(default_factory=set)
    tried: int = 0

    def run(self, seconds: float, most: int = sys.maxsize) -> Iterator[tuple[bytes, str]]:
        """Yields inputs that end in an error nobody names, or that take too long."""
        end = time.monotonic() + seconds
        start = list(self.corpus)
        while self.tried < most and time.monotonic() < end:
            data = start.pop() if start else self.changed()
            before = len(self.reached)
            told = self._tried(data)
            if told:
                yield data, told
            elif len(self.reached) > before:
                self.corpus.append(data)

    def _tried(self, data: bytes) -> str:
        self.tried += 1
        began = time.process_time()
        # What measures the tests' coverage goes on behind this.
        measuring = sys.gettrace()
        sys.settrace(self._call)
        try:
            self.target(data)
        except Exception:
            return traceback.format_exc(limit=-4)
        finally:
            sys.settrace(measuring)
        spent = time.process_time() - began
        return f"takes {spent:.1f} s" if spent > SLOW else ""

    def _call(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(ROOT) else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            self.reached.add((frame.f_code, frame.f_lineno))
        return self._line

    def changed(self) -> bytes:
        chance = self.chance
        data = bytearray(chance.choice(self.corpus))
        for _ in range(1 << chance.randrange(5)):
            at = chance.randrange(len(data) + 1)
            until = min(len(data), at + (1 << chance.randrange(8)))
            way = chance.randrange(6)
            if way == 0:
                data[at:at] = chance.choice(_TOKENS)
            elif way == 1:
                del data[at:until]
            elif way == 2 and at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            elif way == 3:
                data[at:at] = data[at:until] * chance.randrange(1, 9)
            elif way == 4:
                other = chance.choice(self.corpus)
                begin = chance.randrange(len(other) + 1)
                data[at:until] = other[begin : begin + 64]
            else:
                data[at:at] = chance.choice(_TOKENS) * chance.randrange(1, 50)
        return bytes(data[:LONGEST])


def keep(name: str, data: bytes) -> Path:
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", default=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, default=60, help="of each target")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    findings = 0
    for name in options.targets:
        fuzzer = Fuzzer(TARGETS[name], seeds(name), random.Random(options.seed))
        told = set()
        for data, what in fuzzer.run(options.seconds):
            if what.splitlines()[-1][:60] in told:
                continue
            told.add(what.splitlines()[-1][:60])
            findings += 1
            print(f"{keep(name, data)}\n{what}")
        print(
            f"{name}: {fuzzer.tried:,} inputs, {len(fuzzer.reached):,} lines, {len(told)} findings"
        )
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
