"""Each pass by itself: what it is given, what it gives."""

from __future__ import annotations

import dataclasses
import importlib
import math
import pkgutil
from collections.abc import Sequence

import pytest

from index import quotes
from index.quotes import Quotation, explain, find_claims, find_sayings
from index.quotes.claims.claim import Judge, Opinion, Pointed
from index.quotes.cues.clause import How, Relation
from index.quotes.cues.clauses import find_clauses
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.roster import People
from index.quotes.text import Kind, read_text
from index.quotes.weigh import (
    SPEAKER_FEATURES,
    SPEECH_FEATURES,
    candidates_of,
    speaker_features,
)
from index.text.sentences import split_sentences
from index.types import Article, Attribution, AttributionStatus, QuoteKind, Span

TEXT = (
    "وصرح رائد القندسي لصحيفة «الضحى» بأن العمل انتهى، وقال: «لن تعطش قرية واحدة».\n"
    "وحضرت سعاد التميلي الافتتاح.\nوأضاف أن السد جاهز."
)


def test_text_words_carry_what_they_look_like() -> None:
    words = read_text("وقال وزير المياه لسعاد.", ()).words
    assert [word.norm for word in words] == ["وقال", "وزير", "المياه", "لسعاد", ""]
    assert words[0].cue is not None
    assert words[0].cue.lemma == "قال"
    assert words[1].look.role
    assert words[4].kind is Kind.STOP


@pytest.mark.parametrize(
    ("text", "relation", "how"),
    [
        ("وقال الوزير إن السد جاهز", Relation.AFTER, How.CLAUSE),
        ("غير أن الوزير قال: السد جاهز", Relation.BEFORE, How.COLON),
        ("وقال في مؤتمر صحافي «السد جاهز»", Relation.DROPPED, How.QUOTE),
        ("نفى الوزير ذلك، قائلا «السد جاهز»", Relation.SHARED, How.QUOTE),
        ("السد جاهز، بحسب الوزير", Relation.SOURCE, How.OPEN),
        ("خطوة وصفت بأنها «متأخرة»", Relation.PASSIVE, How.CLAUSE),
    ],
)
def test_cues_tell_their_subject_and_what_brings_in_the_words(
    text: str, relation: Relation, how: How
) -> None:
    written = read_text(text, split_sentences(text))
    clause = find_clauses(written.words, written.units[0])[-1]
    assert (clause.relation, clause.how) == (relation, how)


def test_claims_keep_what_speaks_against_them() -> None:
    quotations = find_claims(TEXT, split_sentences(TEXT)).quotations
    told = {one.quote.span.of(TEXT): one for one in quotations}
    assert told["الضحى"].rejected == "name"
    near, far = told["لن تعطش قرية واحدة"].claims
    assert (near.rule, near.against) == ("dropped subject", "")
    assert (far.rule, far.against) == ("after", "behind its end")
    assert {one.speaker and one.speaker.name for one in (near, far)} == {"رائد القندسي"}


def test_explain_names_the_rules() -> None:
    told = explain(Article(TEXT), split_sentences(TEXT))
    assert "رائد القندسي: dropped subject, 0.88\n" in told
    assert "رائد القندسي: after, 0.97, but behind its end\n" in told


def test_explain_tells_why_a_name_bears_a_title() -> None:
    text = (
        "وقالت المندوبة الدائمة لقطر سلمى الريحاني إن «السد آمن تماما».\n"
        "وأضافت السفيرة القطرية: «سنعود غدا إلى الوادي»."
    )
    told = explain(Article(text), split_sentences(text))
    line = "السفيرة القطرية is سلمى الريحاني: another word for the same office"
    assert line in told.splitlines()


def weights(names: Sequence[str], **told: float) -> tuple[float, ...]:
    return tuple(told.get(name.replace(" ", "_"), 0.0) for name in names)


class Reader:
    """A reader that says the same of every quotation between marks."""

    name = "own"
    judge = Judge(
        weights(SPEECH_FEATURES, read_as_speech=1.0),
        weights(SPEAKER_FEATURES, share=1.0, claimed=1.0),
        weights(SPEAKER_FEATURES, share=1.0, claimed=1.0),
        spoken=0.5,
        named=0.6,
    )

    def __init__(self, opinion: Opinion | None) -> None:
        self.opinion = opinion

    def read(self, text: str, quotations: Sequence[Quotation]) -> list[Opinion | None]:
        return [self.opinion if one.marked else None for one in quotations]


def points_at(words: str, share: float, speech: float = 0.9) -> Opinion:
    return Opinion(speech, (Pointed(Span(TEXT.index(words), TEXT.index(words) + 5), share),))


def said(opinion: Opinion | None) -> dict[str, Attribution]:
    found = find_sayings(Article(TEXT), split_sentences(TEXT), Reader(opinion))
    return {one.quote.span.of(TEXT): one.attribution for one in found}


def test_a_reader_that_abstains_changes_nothing() -> None:
    rules = find_sayings(Article(TEXT), split_sentences(TEXT))
    assert [one.attribution.rule for one in rules] == ["after", *["dropped subject"] * 2]
    assert find_sayings(Article(TEXT), split_sentences(TEXT), Reader(None)) == rules


def test_what_rules_and_reader_agree_on_is_likelier_than_what_one_says() -> None:
    told = said(points_at("رائد القندسي", 0.8))["لن تعطش قرية واحدة"]
    assert told.speaker is not None
    assert (told.speaker.name, told.rule) == ("رائد القندسي", "dropped subject, read")
    weighed = 1 / (1 + 0.25 * math.exp(-1))
    # From the bar of 0.6 to 0.95 the confidence rises to 0.9 alone.
    assert told.confidence == pytest.approx(0.6 + (weighed - 0.6) * 0.3 / 0.35, abs=0.005)


@pytest.mark.parametrize(
    ("text", "told", "speaker"),
    [
        (
            "وقال سالم القندسي إن ادعاءات الشركة أنها «تحمي السكان كلهم» باطلة.",
            {"سالم القندسي": 0.99},
            "الشركة",
        ),
        (
            "تجاهل سالم القندسي اتهامات الشركة له باتباع أسلوب «قطاع الطرق في الليل».",
            {"سالم القندسي": 0.99},
            "الشركة",
        ),
        ("قال سالم القندسي إنه عاد، وأضاف آخر «لن نعود».", {"سالم": 0.6, "آخر": 0.4}, "آخر"),
        ("قال سالم القندسي إنه عاد، وأضاف آخر «لن نعود».", {"سالم": 0.99}, "سالم القندسي"),
        (
            "عاد سالم القندسي أمس. وقال مصدر في الشرطة إنه «لن يعود إلى القرية».",
            {"سالم": 0.6, "مصدر في الشرطة": 0.4},
            "مصدر في الشرطة",
        ),
        (
            "عاد سالم القندسي أمس. وقال مسؤول في الشرطة إنه «لن يعود إلى القرية».",
            {"سالم": 0.99},
            "سالم القندسي",
        ),
    ],
)
def test_no_reader_overrules_what_the_language_settles(
    text: str, told: dict[str, float], speaker: str
) -> None:
    places = tuple(
        Pointed(Span(text.index(one), text.index(one) + len(one)), share)
        for one, share in told.items()
    )
    found = find_sayings(Article(text), split_sentences(text), Reader(Opinion(0.9, places)))
    [said] = (one.attribution for one in found if one.quote.kind is not QuoteKind.INDIRECT)
    assert said.speaker is not None
    assert said.speaker.name == speaker


def test_a_reader_that_is_surer_wins_and_names_in_full() -> None:
    told = said(points_at("سعاد", 0.99))["لن تعطش قرية واحدة"]
    assert told.speaker is not None
    assert (told.speaker.name, told.rule) == ("سعاد التميلي", "read")
    assert told.status is AttributionStatus.INFERRED
    assert told.mention is not None
    assert told.mention.of(TEXT) == "سعاد"


def test_where_nobody_is_likely_nobody_is_named() -> None:
    told = said(points_at("سعاد", 0.5))["لن تعطش قرية واحدة"]
    assert (told.speaker, told.rule) == (None, "rules and reader differ")


def test_a_reader_rejects_what_is_no_speech_and_finds_what_is() -> None:
    assert "لن تعطش قرية واحدة" not in said(points_at("سعاد", 0.99, speech=0.1))
    assert "الضحى" in said(points_at("رائد القندسي", 0.99))


def test_words_without_marks_are_the_rules_own() -> None:
    told, rules = said(points_at("سعاد", 0.99)), said(None)
    unmarked = [words for words in rules if f"«{words}»" not in TEXT]
    assert len(unmarked) == 2
    assert [told[words] for words in unmarked] == [rules[words] for words in unmarked]


def test_what_passes_give_is_frozen() -> None:
    modules = [
        importlib.import_module(one.name)
        for one in pkgutil.walk_packages(quotes.__path__, "index.quotes.")
    ]
    values = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    }
    kept = {one.__name__ for one in values if dataclasses.is_dataclass(one)}
    fixed = {one.__name__ for one in values if _is_frozen(one)}
    assert {"Chain", "LatinTurns", "People", "Entity", "Usage", "ArabicNames", "Found"} <= fixed
    assert kept == fixed


def test_who_is_named_makes_the_next_people_and_leaves_the_ones_before() -> None:
    written = read_text(TEXT, split_sentences(TEXT))
    people = People.named_in(TEXT, written.words)
    at = next(at for at, word in enumerate(written.words) if word.norm == "وحضرت") + 1
    phrase = read_phrase(written.words, at, len(written.words))
    assert phrase is not None
    who, same = people.of(phrase, at)
    assert people.entities[who].name == "سعاد التميلي"
    assert same is people
    known = people.of(phrase, at + 1)[1]
    assert (people.entities[who].seen, known.entities[who].seen) == ((at,), (at, at + 1))
    assert known.tokens is people.tokens


def _is_frozen(one: type) -> bool:
    parameters = getattr(one, "__dataclass_params__", None)
    return parameters is not None and bool(parameters.frozen)


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        (
            "وأضافت",
            {"سالم الكندي": "masculine, not as the verb", "الوزيرة": "as the verb, feminine"},
        ),
        (
            "وأضاف",
            {"سالم الكندي": "as the verb, masculine", "الوزيرة": "feminine, not as the verb"},
        ),
    ],
)
def test_a_candidate_agrees_with_the_verb_or_not(verb: str, told: dict[str, str]) -> None:
    text = f"رفضت الوزيرة تصريحات سالم الكندي. {verb} «لن تعطش قرية واحدة»."
    found = find_claims(text, split_sentences(text))
    [quotation] = found.quotations
    places = tuple(Pointed(Span(text.index(one), text.index(one) + len(one)), 0.4) for one in told)
    opinion = Opinion(0.9, places)
    candidates, _ = candidates_of(found.names, quotation, opinion)
    rows = speaker_features(candidates, quotation, opinion)
    columns = SPEAKER_FEATURES[-4:]
    agreeing = {
        one.speaker.name: [name for name, value in zip(columns, row[-4:], strict=True) if value]
        for one, row in zip(candidates, rows, strict=True)
    }
    assert {name: agreeing[name] for name in told} == {name: [one] for name, one in told.items()}
