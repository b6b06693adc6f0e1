"""Each pass by itself: what it is given, what it gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.quotes import Quotation, Verdict, explain, find_claims, find_sayings
from index.quotes.cues.clause import How, Relation
from index.quotes.cues.clauses import find_clauses
from index.quotes.text import Kind, read_text
from index.text.sentences import split_sentences
from index.types import Article, AttributionStatus, Span

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


class Reader:
    """A reader that says the same of every quotation."""

    def __init__(self, verdict: Verdict | None) -> None:
        self.verdict = verdict

    def read(self, text: str, quotations: Sequence[Quotation]) -> list[Verdict | None]:
        return [self.verdict] * len(quotations)


def speakers(verdict: Verdict | None) -> list[tuple[str | None, str]]:
    said = find_sayings(Article(TEXT), split_sentences(TEXT), Reader(verdict))
    told = [one.attribution for one in said]
    return [(one.speaker.name if one.speaker else None, one.rule) for one in told]


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_a_reader_that_abstains_changes_nothing() -> None:
    said = find_sayings(Article(TEXT), split_sentences(TEXT))
    assert [one.attribution.rule for one in said] == ["after", *["dropped subject"] * 2]
    assert find_sayings(Article(TEXT), split_sentences(TEXT), Reader(None)) == said


def test_what_rules_and_reader_agree_on_is_sure() -> None:
    verdict = Verdict(span("رائد القندسي"), 0.1, 0.5)
    said = find_sayings(Article(TEXT), split_sentences(TEXT), Reader(verdict))
    assert [one.attribution.confidence for one in said] == [0.97, 0.97]
    assert [one.attribution.rule for one in said] == [
        "after, read",
        "dropped subject, read",
    ]


def test_a_sure_reader_wins_and_names_in_full() -> None:
    verdict = Verdict(span("سعاد"), 0.9, 0.8)
    assert set(speakers(verdict)) == {("سعاد التميلي", "read")}
    said = find_sayings(Article(TEXT), split_sentences(TEXT), Reader(verdict))
    assert {one.attribution.status for one in said} == {AttributionStatus.INFERRED}


def test_two_that_differ_without_being_sure_name_nobody() -> None:
    assert speakers(Verdict(None, 0.9, 0.5)) == [(None, "read, unsure")] * 4
