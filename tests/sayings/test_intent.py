from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.followup import follow_up
from retrieval.question.intent import (
    AskCheck,
    AskSaid,
    AskSpeakers,
    AskWho,
    Claim,
    forwarded_claim,
    read_check,
    read_intent,
    read_who,
)
from retrieval.question.period import find_period

TODAY = dt.date(2024, 3, 12)
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "intents.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_intents(case: dict[str, Any]) -> None:
    intent = read_intent(case["text"], TODAY)
    back = case.get("refers_back", False)
    if "said" in case:
        name, topic = case["said"]
        since, until = (
            dt.date.fromisoformat(case[key]) if key in case else None for key in ("since", "until")
        )
        assert intent == AskSaid(
            name, topic, back, case.get("latest", False), since=since, until=until
        )
    elif "who" in case:
        assert intent == AskWho(case["who"], back, case.get("reported", False))
    elif "check" in case:
        assert intent == AskCheck(Claim(case["check"][1], case["check"][0]))
    elif "speakers" in case:
        assert intent == AskSpeakers()
    else:
        assert intent is None


@given(text=st.text(max_size=200))
def test_what_is_read_of_any_text_is_its_own_words(text: str) -> None:
    intent = read_intent(text)
    words = read_who(text)
    claims = [read_check(text), forwarded_claim(text)]
    claims += [intent.claim] if isinstance(intent, AskCheck) else []
    for claim in filter(None, claims):
        assert claim.words in text
        assert claim.speaker is None or claim.speaker.strip()
    assert words is None or words in text
    if isinstance(intent, AskSaid):
        assert intent.name or intent.refers_back


def test_a_long_text_is_no_question() -> None:
    assert read_intent("ماذا قال " * 500) is None


@pytest.mark.parametrize(
    ("arguments", "claim"),
    [
        ('ماكغورك: "نحن عازمون"', Claim("نحن عازمون", "ماكغورك")),
        ("«نحن عازمون على ذلك»", Claim("نحن عازمون على ذلك")),
        ("ماكغورك: نحن عازمون على ذلك", Claim("نحن عازمون على ذلك", "ماكغورك")),
        ("هل قال بوريطة إن ليبيا بخير؟", Claim("ليبيا بخير", "بوريطة")),
        ("نحن عازمون على ذلك", Claim("نحن عازمون على ذلك")),
        ('قالت سفيرة زمردان "لن نعود قبل الفجر"', Claim("لن نعود قبل الفجر", "سفيرة زمردان")),
        ("زبرقان قال «لن نعود قبل الفجر»", Claim("لن نعود قبل الفجر", "زبرقان")),
        ("«لن نعود قبل الفجر» قال زبرقان", Claim("لن نعود قبل الفجر", "زبرقان")),
        ("يقول الكندي «لن نعود»", Claim("لن نعود", "الكندي")),
        ("أعلن سالم الكندي أن «السد جاهز للعمل»", Claim("السد جاهز للعمل", "سالم الكندي")),
        ('Zubruqan said "We leave before dawn"', Claim("We leave before dawn", "Zubruqan")),
        ('"We leave before dawn", Sam Kent said', Claim("We leave before dawn", "Sam Kent")),
        ("Sam Kent a dit « Nous partons à l’aube »", Claim("Nous partons à l’aube", "Sam Kent")),
        ("« Nous partons », a dit Sam Kent", Claim("Nous partons", "Sam Kent")),
        ("قال «لن نعود قبل الفجر»", Claim("لن نعود قبل الفجر")),
        ("هو قال «لن نعود قبل الفجر»", Claim("لن نعود قبل الفجر")),
        ("قال الكندي إن السد جاهز للعمل", Claim("السد جاهز للعمل", "الكندي", reported=True)),
        ("Sam Kent said that the dam is open", Claim("the dam is open", "Sam Kent", reported=True)),
        ("", None),
        ("؟", None),
        ("قال الكندي: «»", None),
        ("قال الكندي «  »؟", None),
        ("الكندي: « … »", None),
        ('Kindi said: ""', None),
        ("Kindi a dit : « »", None),
    ],
)
def test_what_follows_verify(arguments: str, claim: Claim | None) -> None:
    assert read_check(arguments) == claim


def test_what_follows_who() -> None:
    assert read_who('"نحن عازمون"') == "نحن عازمون"
    assert read_who("نحن عازمون") == "نحن عازمون"
    assert read_who(" «» ") is None


def test_a_forwarded_message_holds_a_quotation() -> None:
    claim = forwarded_claim(
        "عاجل: قال الوزير رائد القندسي «لن تعطش قرية واحدة في الوادي بعد اليوم»"
    )
    assert claim is not None
    assert claim.words == "لن تعطش قرية واحدة في الوادي بعد اليوم"
    assert claim.speaker is not None
    assert "القندسي" in claim.speaker
    assert forwarded_claim("افتتح الوزير السد اليوم بحضور الأهالي") is None


SAID = AskSaid("ماكغورك", "الإرهاب")


@pytest.mark.parametrize(
    ("text", "previous", "asked"),
    [
        ("وماذا عن ليبيا؟", SAID, ("ماكغورك", "ليبيا")),
        ("وماذا عن بوريطة؟", SAID, ("بوريطة", "الإرهاب")),
        ("وماذا قال عنه بوريطة؟", SAID, ("بوريطة", "الإرهاب")),
        ("وماذا قال عن اليمن؟", SAID, ("ماكغورك", "اليمن")),
        ("what about Libya?", SAID, ("ماكغورك", "Libya")),
        ("et sur la Libye ?", SAID, ("ماكغورك", "la Libye")),
        ("ماذا قال بوريطة عن السد؟", SAID, ("بوريطة", "السد")),
    ],
)
def test_follow_ups(text: str, previous: AskSaid, asked: tuple[str, str]) -> None:
    intent = follow_up(text, read_intent(text), previous, lambda name: name == "بوريطة")
    assert isinstance(intent, AskSaid)
    assert (intent.name, intent.topic) == asked


@pytest.mark.parametrize(
    ("text", "previous"),
    [("كم تبلغ كلفة السد؟", SAID), ("وماذا عن ليبيا؟", None), ("وماذا قالت عن ليبيا؟", None)],
)
def test_a_new_question_inherits_nothing(text: str, previous: AskSaid | None) -> None:
    assert follow_up(text, read_intent(text), previous, lambda _: False) is None


def test_who_said_it_after_a_check() -> None:
    previous = AskCheck(Claim("نحن عازمون على ذلك"))
    assert follow_up("ومن قالها؟", read_intent("ومن قالها؟"), previous, lambda _: False) == AskWho(
        "نحن عازمون على ذلك", refers_back=True
    )


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("في يونيو 2018", "2018-06-01", "2018-06-30"),
        ("في حزيران 2018", "2018-06-01", "2018-06-30"),
        ("في غشت 2019", "2019-08-01", "2019-08-31"),
        ("في يونيو/حزيران 2018", "2018-06-01", "2018-06-30"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("en février 2023", "2023-02-01", "2023-02-28"),
        ("في عام ٢٠١٨", "2018-01-01", "2018-12-31"),
        ("in 2018", "2018-01-01", "2018-12-31"),
        ("أمس", "2024-03-11", "2024-03-11"),
        ("today", "2024-03-12", "2024-03-12"),
    ],
)
def test_periods(text: str, since: str, until: str) -> None:
    period = find_period(f"قال {text} شيئا", TODAY)
    assert period is not None
    assert (period.since.isoformat(), period.until.isoformat()) == (since, until)
    assert period.rest == "قال شيئا"


@pytest.mark.parametrize("text", ["2018", "أمسك بالباب", "القرار 2254", "مايو"])
def test_no_periods(text: str) -> None:
    assert find_period(text, TODAY) is None
