"""Rebuilds the tokenizer from the vocabulary that the weights' file carries.

The file keeps SentencePiece's character map code point by code point. What it
sends to a space and what it drops become two replacements; the rest of that map
is NFKC. Against the original tokenizer one of 12,948 code points came out
differently.
"""

from __future__ import annotations

import json
from typing import Any

from index.encoder.e5s1 import Vocabulary

_META_SPACE = "\u2581"


def tokenizer_json(vocabulary: Vocabulary) -> str:
    """Returns a ``tokenizer.json`` as the library ``tokenizers`` reads it."""
    pieces = list(vocabulary.pieces)
    specials = {
        "<s>": vocabulary.bos,
        "<pad>": vocabulary.pad,
        "</s>": vocabulary.eos,
        "<unk>": vocabulary.unk,
    }
    for piece, number in specials.items():
        pieces[number] = piece
    if "<mask>" in pieces:
        specials["<mask>"] = pieces.index("<mask>")
    scores = vocabulary.scores
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [_added(piece, number) for piece, number in specials.items()],
            "normalizer": {"type": "Sequence", "normalizers": _normalizers(vocabulary)},
            "pre_tokenizer": _meta_space(),
            "post_processor": _post_processor(vocabulary),
            "decoder": _meta_space(),
            "model": {
                "type": "Unigram",
                "unk_id": vocabulary.unk,
                "vocab": [[piece, score] for piece, score in zip(pieces, scores, strict=True)],
            },
        },
        ensure_ascii=False,
    )


def _added(piece: str, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "content": piece,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _meta_space() -> dict[str, Any]:
    return {"type": "Metaspace", "replacement": _META_SPACE, "add_prefix_space": True}


def _normalizers(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    to_space = _class_of(vocabulary, (0x20,))
    to_nothing = _class_of(vocabulary, ())
    return [
        *([_replace(to_space, " ")] if to_space else []),
        *([_replace(to_nothing, "")] if to_nothing else []),
        {"type": "NFKC"},
        _replace(" {2,}", " "),
    ]


def _class_of(vocabulary: Vocabulary, becomes: tuple[int, ...]) -> str:
    found = [c for c, out in sorted(vocabulary.replaced.items()) if out == becomes and c != 0x20]
    return "[" + "".join(f"\\x{{{c:X}}}" for c in found) + "]" if found else ""


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def _post_processor(vocabulary: Vocabulary) -> dict[str, Any]:
    start, end = _special("<s>"), _special("</s>")
    first = {"Sequence": {"id": "A", "type_id": 0}}
    second = {"Sequence": {"id": "B", "type_id": 0}}
    return {
        "type": "TemplateProcessing",
        "single": [start, first, end],
        "pair": [start, first, end, end, second, end],
        "special_tokens": {
            piece: {"id": piece, "ids": [number], "tokens": [piece]}
            for piece, number in (("<s>", vocabulary.bos), ("</s>", vocabulary.eos))
        },
    }


def _special(piece: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": piece, "type_id": 0}}
