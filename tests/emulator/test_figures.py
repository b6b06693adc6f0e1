"""What Prometheus reads after a question, after one without an answer, and after an error."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from retrieval.answer import Reason, Stage
from tests.emulator.world import Person, World

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
UNANSWERABLE = "ما سعر صرف الين الياباني مقابل الدولار في بورصة طوكيو؟"
OWN_STAGES = {"answering", "render", "verify", "inline", "sending"}
Figures = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]


async def scraped(world: World) -> Figures:
    """Returns every sample that the bot shows under its address."""
    port = world.desk.office.settings.health_port
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain")
        body = await response.text()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


def grown(before: Figures, after: Figures) -> dict[str, float]:
    """Returns which counts grew, by how much; seconds are left out."""
    found = {}
    for (name, labels), value in after.items():
        more = value - before.get((name, labels), 0.0)
        if more and name.endswith(("_total", "_count")):
            found["/".join([name, *(text for _, text in labels)])] = more
    return found


async def test_a_question_is_counted_with_its_stages(reader: Person, live: World) -> None:
    before = await scraped(live)
    await reader.say(QUESTION)
    more = grown(before, await scraped(live))
    assert more["qawl_updates_total/message"] == 1
    assert more["qawl_questions_total/answered"] == 1
    for stage in ("encode", "dense", "lexical", "rank", "build", "answering", "render", "sending"):
        assert more[f"qawl_stage_seconds_count/{stage}"] == 1, stage
    assert not any("no_answers" in name or "errors" in name for name in more)


NO_ANSWERS = [
    (UNANSWERABLE, {Reason.LOW_CONFIDENCE, Reason.NOT_COVERED, Reason.NOTHING_SHARED}),
    ("ماذا قال ستالبورغ عن الكافيار؟", {Reason.NOT_COVERED}),
    ("من قال «القمر جبن أصفر لذيذ للغاية فعلا»؟", {"no_original"}),
]


@pytest.mark.parametrize(("question", "reasons"), NO_ANSWERS)
async def test_a_question_without_an_answer_is_counted_by_its_reason(
    reader: Person, live: World, question: str, reasons: set[str]
) -> None:
    before = await scraped(live)
    await reader.say(question)
    more = grown(before, await scraped(live))
    assert more["qawl_questions_total/unanswered"] == 1
    told = [name.split("/")[1] for name in more if name.startswith("qawl_no_answers_total/")]
    assert len(told) == 1
    assert told[0] in {str(reason) for reason in reasons}


async def test_a_question_about_sayings_is_timed(reader: Person, live: World) -> None:
    before = await scraped(live)
    await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    more = grown(before, await scraped(live))
    assert more["qawl_stage_seconds_count/sayings"] == 1
    assert more["qawl_stage_seconds_count/understand"] == 1


ERRORS = [
    (400, "Bad Request: something odd", "BadRequest"),
    (403, "Forbidden: bot was blocked by the user", "Forbidden"),
    (500, "Internal Server Error", "NetworkError"),
]


@pytest.mark.parametrize(("status", "told", "kind"), ERRORS)
async def test_an_error_is_counted_by_its_kind(
    reader: Person, live: World, status: int, told: str, kind: str
) -> None:
    before = await scraped(live)
    live.fault("sendMessage", status, told)
    await reader.say(QUESTION)
    more = grown(before, await scraped(live))
    assert {n: v for n, v in more.items() if "errors" in n} == {f"qawl_errors_total/{kind}": 1}


async def test_labels_are_of_few_kinds_and_hold_nothing_of_anybody(
    reader: Person, live: World
) -> None:
    for typed in (QUESTION, UNANSWERABLE, "/said ستالبورغ", "/nonsense"):
        await reader.say(typed)
    await reader.ask_inline(QUESTION)
    samples = await scraped(live)
    assert ("qawl_stage_seconds_count", (("stage", "inline"),)) in samples
    stages = {dict(labels)["stage"] for name, labels in samples if name.startswith("qawl_stage_")}
    assert stages <= {str(stage) for stage in Stage} | OWN_STAGES
    values = {text for _, labels in samples for key, text in labels if key != "le"}
    assert all(text.replace("_", "").isalpha() and text.isascii() for text in values), values
