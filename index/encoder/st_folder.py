"""Builds a sentence-transformers model out of the embedded model's weights.

It is for those who want the same vectors from torch: on a GPU, in training, in
another program. Set ``QAWL_EMBEDDING_MODEL`` to the folder that comes out.

The tokenizer is rebuilt from the vocabulary of the weights' file, which keeps
SentencePiece's character map code point by code point. What it sends to a space and
what it drops become two replacements; the rest of that map is NFKC. Against the
original tokenizer one of 12,948 code points came out differently.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.encoder.e5s1 import Floats, Vocabulary, Weights
from index.encoder.embedded import PASSAGE_PREFIX, QUERY_PREFIX
from index.encoder.pieces import MAX_PIECES
from index.encoder.weights import (
    SHIPPED,
    Adapter,
    Progress,
    find_weights,
    merged,
    silent,
    write_atomically,
)

_ATTENTION: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
}
_MODULES: Final = "sentence_transformers.models"
_SPECIAL: Final = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "mask_token": "<mask>",
}


def build_folder(folder: Path, cache_dir: Path, *, progress: Progress = silent) -> Path:
    """Writes the folder of a sentence-transformers model, and returns it.

    Args:
        folder: Where to; files in it that have the same names are replaced.
        cache_dir: Where the weights may lie, or are downloaded to.
        progress: Told when the weights must be downloaded.

    Raises:
        EncoderError: The weights or the adapter are missing or damaged, or the folder
            cannot be written to.
    """
    from safetensors.numpy import save

    change = Adapter(SHIPPED) if SHIPPED.is_file() else None
    weights = Weights(find_weights(cache_dir, progress))
    files: dict[str, Any] = {
        "config.json": _config(weights),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_PIECES,
            "model_input_names": ["input_ids", "attention_mask"],
            **_SPECIAL,
        },
        "special_tokens_map.json": _SPECIAL,
        "sentence_bert_config.json": {"max_seq_length": MAX_PIECES, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.shape.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
        },
        "2_Normalize/config.json": {},
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"{_MODULES}.{kind}"}
            for number, (path, kind) in enumerate(
                (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
            )
        ],
    }
    tensors = state_dict(weights, change)
    write_atomically(folder / "model.safetensors", save(tensors, metadata={"format": "pt"}))
    tokenizer = tokenizer_json(weights.vocabulary).encode("utf-8")
    write_atomically(folder / "tokenizer.json", tokenizer)
    for name, content in files.items():
        write_atomically(folder / name, json.dumps(content, indent=2).encode("utf-8"))
    return folder


def state_dict(weights: Weights, adapter: Adapter | None = None) -> dict[str, Floats]:
    """Returns the model's tensors, float32, under the names of ``transformers.BertModel``."""
    shape = weights.shape
    hidden, inner = shape.hidden, shape.feed_forward
    found = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats(
            "emb.type", shape.token_types, hidden
        ),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", hidden),
        # Nothing reads the pooler, but a BertModel reports it as missing.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    sizes = {short: (name, hidden, hidden) for short, name in _ATTENTION.items()}
    sizes |= {
        "fi": ("intermediate.dense", inner, hidden),
        "fo": ("output.dense", hidden, inner),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}"
        for short, (name, rows, columns) in sizes.items():
            matrix = merged(weights, adapter, f"l{layer}.{short}", rows, columns)
            found[f"{prefix}.{name}.weight"] = matrix
            found[f"{prefix}.{name}.bias"] = weights.floats(f"l{layer}.{short}.b", rows)
        for short, name in norms.items():
            found[f"{prefix}.{name}.weight"] = weights.floats(f"l{layer}.{short}.w", hidden)
            found[f"{prefix}.{name}.bias"] = weights.floats(f"l{layer}.{short}.b", hidden)
    return found


def _config(weights: Weights) -> dict[str, Any]:
    shape = weights.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.eps,
        "hidden_act": "gelu",
        "pad_token_id": weights.vocabulary.pad,
        "tokenizer_class": "PreTrainedTokenizerFast",
        "dtype": "float32",
    }


_SPACES: Final = {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": True}
_ADDED: Final = {
    **dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False),
    "special": True,
}


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
            "added_tokens": [
                {"id": number, "content": piece, **_ADDED} for piece, number in specials.items()
            ],
            "normalizer": {"type": "Sequence", "normalizers": _normalizers(vocabulary)},
            "pre_tokenizer": _SPACES,
            "post_processor": _post_processor(vocabulary),
            "decoder": _SPACES,
            "model": {
                "type": "Unigram",
                "unk_id": vocabulary.unk,
                "vocab": [[piece, score] for piece, score in zip(pieces, scores, strict=True)],
            },
        },
        ensure_ascii=False,
    )


def _normalizers(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    sent = ((_class_of(vocabulary, (0x20,)), " "), (_class_of(vocabulary, ()), ""))
    return [
        *(_replace(pattern, content) for pattern, content in sent if pattern),
        {"type": "NFKC"},
        _replace(" {2,}", " "),
    ]


def _class_of(vocabulary: Vocabulary, becomes: tuple[int, ...]) -> str:
    found = [c for c, out in sorted(vocabulary.replaced.items()) if out == becomes and c != 0x20]
    return "[" + "".join(f"\\x{{{c:X}}}" for c in found) + "]" if found else ""


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def _post_processor(vocabulary: Vocabulary) -> dict[str, Any]:
    start, end = ({"SpecialToken": {"id": piece, "type_id": 0}} for piece in ("<s>", "</s>"))
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
