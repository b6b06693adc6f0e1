"""A real CrossEncoder, tiny and untrained: what it likes is arbitrary, that it is obeyed is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from bot.settings import load_settings
from bot.wiring import build_reranker
from index.errors import SettingsError
from index.library import Library
from index.sentence_vectors import sentence_text
from index.types import PUBLIC
from retrieval.answer import Answer
from retrieval.answerer import Answerer
from retrieval.order.reranker import CrossEncoderReranker, reread
from retrieval.order.sentences import Ranked
from retrieval.question.read import read_question

QUESTION = "كم عاملا عمل في السد؟"
SCOPE = frozenset({PUBLIC})


def _folder(folder: Path, labels: int = 1) -> Path:
    # Every process that runs tests reads this module; few run these, and these take seconds.
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ0123456789"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{c}" for c in letters)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=256,
    ).save_pretrained(folder)
    torch.manual_seed(11)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=256,
        initializer_range=1.0,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(_folder(tmp_path_factory.mktemp("cross-encoder"))))


@pytest.fixture(scope="module")
def ranked(library: Library) -> tuple[Ranked, ...]:
    return Answerer(library).find(read_question(QUESTION), SCOPE).sentences


def _texts(ranked: tuple[Ranked, ...] | list[Ranked]) -> list[str]:
    return [sentence_text(r.candidate.article.article, r.candidate.sentence) for r in ranked]


def test_the_first_sentences_come_in_the_models_order(
    reranker: CrossEncoderReranker, ranked: tuple[Ranked, ...]
) -> None:
    scores = reranker.scores(QUESTION, _texts(ranked))
    assert len(set(np.round(scores, 6))) > 2
    found = reread(reranker, QUESTION, ranked)
    assert _texts(found) == [_texts(ranked)[i] for i in np.argsort(-scores, kind="stable")]
    assert [r.score for r in found] == [r.score for r in ranked]
    assert _texts(found) != _texts(ranked)


def test_what_is_not_read_stays_where_it_was(
    reranker: CrossEncoderReranker, ranked: tuple[Ranked, ...]
) -> None:
    found = reread(reranker, QUESTION, ranked, first=3)
    assert _texts(found)[3:] == _texts(ranked)[3:]
    assert sorted(_texts(found)[:3]) == sorted(_texts(ranked)[:3])
    assert reread(reranker, QUESTION, ranked[:1]) == list(ranked[:1])
    assert reread(reranker, QUESTION, []) == []


def test_scores_do_not_depend_on_the_other_sentences(
    reranker: CrossEncoderReranker, ranked: tuple[Ranked, ...]
) -> None:
    texts = _texts(ranked)
    alone = [float(reranker.scores(QUESTION, [text])[0]) for text in texts]
    assert np.allclose(alone, reranker.scores(QUESTION, texts), atol=1e-4)


def test_an_answer_is_the_re_rankers_first_sentence(
    reranker: CrossEncoderReranker, library: Library
) -> None:
    query = read_question("لماذا تأخر الافتتاح؟")
    read = Answerer(library, reranker=reranker).find(query, SCOPE).sentences
    plain = Answerer(library).find(query, SCOPE).sentences
    expected = int(np.argmax(reranker.scores(query.text, _texts(plain[:10]))))
    assert read[0].candidate.key == plain[expected].candidate.key
    answer = Answerer(library, reranker=reranker).answer(query.text)
    shown = answer.sentences[0] if isinstance(answer, Answer) else answer.nearest
    assert shown is not None
    assert shown.text == read[0].candidate.sentence.span.of(read[0].candidate.article.article.text)


def test_the_setting_names_it(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    assert build_reranker(load_settings()) is None
    told: list[str] = []
    assert build_reranker(load_settings(reranker=str(folder)), told.append) is not None
    assert str(folder) in told[0]


def test_a_model_that_sorts_into_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="3 classes"):
        CrossEncoderReranker(str(_folder(tmp_path / "classes", labels=3)))


def test_a_model_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SettingsError, match="QAWL_RERANKER takes the id"):
        CrossEncoderReranker(str(tmp_path / "nowhere"))
