"""Sound files cut off at each tenth, under another kind's name, with bytes in disorder."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from functools import partial

from tests.reading.hostile_documents import Make, epub, one_page, stream, word, zipped

_TEXT = "قال وزير المياه سالم الكندي: «سيمتلئ السد في الخريف المقبل». وأضاف أن العمل جار.\n\n" * 12
_PAGE = (
    f"<html><head><title>السد</title></head><body><article><p>{_TEXT}</p></article></body></html>"
)

SOUND: dict[str, Callable[[], bytes]] = {
    "txt": lambda: _TEXT.encode(),
    "md": lambda: f"---\ntitle: السد\ndate: 2024-05-06\n---\n# السد\n\n{_TEXT}".encode(),
    "html": lambda: _PAGE.encode(),
    "jsonl": lambda: json.dumps({"text": _TEXT, "title": "السد"}).encode(),
    "jsonl.gz": lambda: gzip.compress(json.dumps({"text": _TEXT}).encode()),
    "docx": lambda: word(f"<w:p><w:r><w:t>{_TEXT}</w:t></w:r></w:p>"),
    "epub": lambda: epub({f"{n}.xhtml": f"<p>{_TEXT}</p>" for n in range(3)}),
    "pdf": lambda: one_page(stream(b"BT /F1 12 Tf 9 9 Td (The dam is full, he said.) Tj ET" * 9)),
}


def _cut(kind: str, tenth: int) -> bytes:
    data = SOUND[kind]()
    return data[: len(data) * tenth // 10]


def _disordered(kind: str) -> bytes:
    data, chance = bytearray(SOUND[kind]()), random.Random(kind)
    for _ in range(len(data) // 40):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _zip_in_zips(deep: int) -> bytes:
    data = bytes(1_000_000)
    for number in range(deep):
        data = zipped({f"{number}.zip": data, "word/document.xml": data})
    return data


CUTS: dict[str, tuple[str, Make]] = {
    **{
        f"cut-{kind}-{tenth}": (f"a.{kind}", partial(_cut, kind, tenth))
        for kind in SOUND
        for tenth in range(1, 10)
    },
    **{
        f"{kind}-named-{other}": (f"a.{other}", SOUND[kind])
        for kind in ("docx", "epub", "pdf", "html", "jsonl.gz")
        for other in SOUND
        if other != kind
    },
    **{f"disordered-{kind}": (f"a.{kind}", partial(_disordered, kind)) for kind in SOUND},
    "zips-in-zips": ("a.docx", partial(_zip_in_zips, 9)),
    "zips-in-epub": ("a.epub", partial(_zip_in_zips, 9)),
}
