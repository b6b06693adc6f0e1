"""The check of a quotation over the sample articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import analyse
from index.store.sql import SqlStore
from index.types import PUBLIC, Article, QuoteKind
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.check.words import words_of
from retrieval.sayings.values import Check, Operation, SpeakerCheck, Verdict
from tests.sayings.conftest import SCOPE, keep

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "checks.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_verdicts(checker: Checker, archive: Archive, case: dict[str, Any]) -> None:
    claim = Claim(case["words"], case.get("speaker"))
    check = checker.check(claim, SCOPE)
    assert (check.verdict.value, check.speaker_check.value) == (
        case["verdict"],
        case["speaker_check"],
    )
    if "changed" in case:
        assert [
            [part.claimed, part.original, [weight.value for weight in part.weights]]
            for part in check.differences
            if part.operation is not Operation.SAME
        ] == case["changed"]
    assert case.get("before", "") in check.before
    assert case.get("after", "") in check.after
    holds_together(check, archive)


def holds_together(check: Check, archive: Archive) -> None:
    """What must be true of every check: its words are the article's and the claim's own."""
    if check.original is None:
        assert check.verdict is Verdict.NOT_IN_THESE_ARTICLES
        return
    original = check.original
    [(article, _)] = archive.store.read_many([original.citation.article_id], SCOPE)
    assert original.words == original.span.of(article.text)
    assert original.sentence == original.sentence_span.of(article.text)
    for part in check.differences:
        assert part.claimed == part.claimed_span.of(check.claim.words)
        assert part.original == part.original_span.of(article.text)
        assert (part.operation is Operation.SAME) == (
            words_of(part.claimed).norms == words_of(part.original).norms
        )
    claimed = [norm for part in check.differences for norm in words_of(part.claimed).norms]
    assert claimed == words_of(check.claim.words).norms


@pytest.mark.parametrize("words", ["", "   ", "…", "«»", "؟!", "🙂"])
def test_a_claim_without_words_is_nowhere(checker: Checker, words: str) -> None:
    assert checker.check(Claim(words), SCOPE).verdict is Verdict.NOT_IN_THESE_ARTICLES


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_an_altered_quotation_is_never_called_word_for_word(
    checker: Checker, archive: Archive, data: st.DataObject
) -> None:
    said = data.draw(
        st.sampled_from(
            [
                one
                for one in archive.sayings(SCOPE)
                if one.saying.quote.kind is QuoteKind.DIRECT and len(words_of(one.words)) > 4
            ]
        )
    )
    words = words_of(said.words)
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(["لا", "ليس", "77", "السلام", "كورفانيا", ""]))
    span = words[at].span
    claim = f"{said.words[: span.start]} {other} {said.words[span.end :]}"
    if words_of(claim).norms == words.norms:
        return
    check = checker.check(Claim(claim), SCOPE)
    edge = not other and at in (0, len(words) - 1)
    allowed = {Verdict.ALTERED, *((Verdict.CUT_SHORT,) if edge else ())}
    if other or not edge:
        assert check.verdict not in (Verdict.WORD_FOR_WORD, Verdict.SAME_WORDS)
    assert check.verdict in allowed or any(
        words_of(claim).norms == words_of(one.words).norms for one in archive.sayings(SCOPE)
    )
    holds_together(check, archive)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), speaker=st.none() | st.text(max_size=20))
def test_any_text_is_checked(checker: Checker, archive: Archive, text: str, speaker: str) -> None:
    holds_together(checker.check(Claim(text, speaker), SCOPE), archive)


def test_a_chat_s_own_article_is_checked_for_that_chat_alone(store: SqlStore) -> None:
    article = Article(text="قال سليم الخروبي: «أغلقنا الميناء ثلاثة أيام بسبب الريح».")
    keep(store, article, "chat:7")
    checker = Checker(Archive(store))
    claim = Claim("أغلقنا الميناء ثلاثة أيام بسبب الريح")
    assert checker.check(claim, {"chat:7", PUBLIC}).verdict is Verdict.WORD_FOR_WORD
    assert checker.check(claim, {PUBLIC}).verdict is Verdict.NOT_IN_THESE_ARTICLES
    assert checker.check(claim, {"chat:8"}).verdict is Verdict.NOT_IN_THESE_ARTICLES


def test_chats_that_asked_long_ago_are_not_kept_in_memory(store: SqlStore) -> None:
    archive = Archive(store)
    checker = Checker(archive)
    claim = Claim("أغلقنا الميناء ثلاثة أيام بسبب الريح")
    keep(store, Article(text="قال سليم الخروبي: «أغلقنا الميناء ثلاثة أيام بسبب الريح»."), "chat:1")
    for _ in range(2):
        for chat in range(1, 100):
            verdict = checker.check(claim, {f"chat:{chat}"}).verdict
            assert (verdict is Verdict.WORD_FOR_WORD) == (chat == 1)
    assert len(archive._views) == 64


def test_what_is_added_and_removed_is_seen_at_once(store: SqlStore) -> None:
    checker = Checker(Archive(store))
    claim = Claim("أغلقنا الميناء ثلاثة أيام بسبب الريح", "سليم الخروبي")
    assert checker.check(claim, SCOPE).original is None
    article = Article(text="قال سليم الخروبي: «أغلقنا الميناء ثلاثة أيام بسبب الريح».")
    store.add(article, analyse(article), PUBLIC)
    check = checker.check(claim, SCOPE)
    assert check.verdict is Verdict.WORD_FOR_WORD
    assert check.speaker_check is SpeakerCheck.CONFIRMED
    store.remove(article.id, PUBLIC)
    assert checker.check(claim, SCOPE).original is None


def test_the_speaker_s_own_place_is_shown_before_another_s(store: SqlStore) -> None:
    words = "لا نريد حربا مع أحد ولا نخاف منها"
    for day, name in enumerate(("نزار الصفدوري", "مها الكيلاوي"), start=1):
        keep(store, Article(text=f"قال {name} في اليوم {day}: «{words}»."))
    check = Checker(Archive(store)).check(Claim(words, "مها الكيلاوي"), SCOPE)
    assert check.verdict is Verdict.WORD_FOR_WORD
    assert check.original is not None
    assert check.original.person is not None
    assert check.original.person.name == "مها الكيلاوي"
    assert len(check.elsewhere) == 1


def test_whole_sentences_of_a_quotation_stand_for_themselves(store: SqlStore) -> None:
    keep(store, Article(text="قال سليم الخروبي: «وصلنا فجرا. وجدنا الباب مفتوحا. لكننا لم ندخل»."))
    checker = Checker(Archive(store))
    assert checker.check(Claim("وصلنا فجرا"), SCOPE).verdict is Verdict.WORD_FOR_WORD
    # What follows takes it back: that belongs to it.
    assert checker.check(Claim("وجدنا الباب مفتوحا"), SCOPE).verdict is Verdict.CUT_SHORT
    assert checker.check(Claim("وجدنا الباب"), SCOPE).verdict is Verdict.CUT_SHORT


@pytest.mark.parametrize("verdict", list(Verdict))
def test_no_verdict_says_false(verdict: Verdict) -> None:
    assert "false" not in verdict.value
    assert "lie" not in verdict.value


def test_two_who_say_it_together_both_said_it(store: SqlStore) -> None:
    text = "قال سالم الكندي وسلمى الريحاني في بيان مشترك: «سنبني السد قبل نهاية العام المقبل»."
    keep(store, Article(text))
    archive = Archive(store)
    words = "سنبني السد قبل نهاية العام المقبل"
    for name, said in (("سالم الكندي", True), ("سلمى الريحاني", True), ("رائد القندسي", False)):
        check = Checker(archive).check(Claim(words, name), SCOPE)
        assert (check.speaker_check is SpeakerCheck.CONFIRMED) is said
    people = archive.people(SCOPE)
    assert {person.name for person in people.people} == {"سالم الكندي", "سلمى الريحاني"}
    for person in people.people:
        assert [said.words for said in archive.sayings_of([person], SCOPE)] == [words]
