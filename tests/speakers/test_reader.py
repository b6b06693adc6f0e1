"""The real reader, alone and beside the rules, on articles of the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.analysis import analyse, analysis_version
from index.errors import EncoderError
from index.quotes import SpeakerReader, find_claims
from index.speakers import SHIPPED, load_reader
from index.speakers.reader import JUDGE, TrainedReader
from index.text.sentences import split_sentences
from index.types import Article, Saying

DAM = (
    "افتتح وزير المياه رائد القندسي سد الوادي أمس بعد سنوات من العمل.\n"
    "وقال القندسي أمام الحضور: «لن تعطش قرية واحدة بعد اليوم».\n"
    "وحضرت سعاد التميلي، رئيسة بلدية المرجان، حفل الافتتاح، وقالت للصحافيين: «انتظرنا هذا اليوم "
    "عشرين عاما كاملة».\n"
    "وأضافت: «سنزرع ضفاف النهر من جديد».\n"
    "وغنت فرقة «نجوم الوادي» في ختام الحفل."
)
"""Two speakers, one dropped subject, and a band whose name stands in marks."""

STRIKE = (
    "أعلنت نقابة عمال الموانئ إضرابا مفتوحا ابتداء من الأحد.\n"
    "ورأى رئيسها جابر النعماني أن المفاوضات فشلت. وفي حديث مع الصحافيين شدد على أن «الإدارة لم "
    "تقدم شيئا يذكر»، قبل أن يختم بالقول: «سنعود إلى العمل حين توقع الاتفاق»."
)


@pytest.fixture(scope="module")
def reader(cache_dir: Path) -> SpeakerReader:
    found = load_reader(cache_dir)
    assert found is not None
    return found


def told(text: str, reader: SpeakerReader | None) -> dict[str, Saying]:
    return {one.quote.span.of(text): one for one in analyse(Article(text), reader).sayings}


def test_it_points_at_who_spoke_and_knows_a_name(reader: SpeakerReader) -> None:
    quotations = find_claims(DAM, split_sentences(DAM)).quotations
    opinions = {
        one.quote.span.of(DAM): opinion
        for one, opinion in zip(quotations, reader.read(DAM, quotations), strict=True)
        if opinion is not None
    }
    assert len(opinions) == 4
    first = opinions["لن تعطش قرية واحدة بعد اليوم"]
    assert "القندسي" in first.pointed[0].span.of(DAM)
    assert first.pointed[0].share > 0.5
    assert first.speech > 0.9
    assert opinions["نجوم الوادي"].speech < 0.2


def test_beside_the_rules_it_names_in_full(reader: SpeakerReader) -> None:
    sayings = told(DAM, reader)
    speakers = {
        words: one.attribution.speaker.name
        for words, one in sayings.items()
        if one.attribution.speaker
    }
    assert speakers["لن تعطش قرية واحدة بعد اليوم"] == "رائد القندسي"
    assert speakers["انتظرنا هذا اليوم عشرين عاما كاملة"] == "سعاد التميلي"
    assert speakers["سنزرع ضفاف النهر من جديد"] == "سعاد التميلي"
    assert "نجوم الوادي" not in sayings


def test_what_both_say_is_surer_than_what_one_says(reader: SpeakerReader) -> None:
    sure = told(DAM, reader)["لن تعطش قرية واحدة بعد اليوم"].attribution
    assert sure.rule == "after, read"
    assert sure.confidence >= 0.9
    assert sure.mention is not None
    assert sure.mention.of(DAM) == "القندسي"


def test_it_reads_who_goes_on_over_sentences(reader: SpeakerReader) -> None:
    speaker = told(STRIKE, reader)["سنعود إلى العمل حين توقع الاتفاق"].attribution.speaker
    assert speaker is not None
    assert speaker.name == "جابر النعماني"


def test_the_same_article_is_read_alike(reader: SpeakerReader) -> None:
    assert analyse(Article(DAM), reader) == analyse(Article(DAM), reader)


def test_nothing_in_marks_is_nothing_to_read(reader: SpeakerReader) -> None:
    text = "وصل الوزير إلى المدينة."
    assert analyse(Article(text), reader).sayings == ()


def test_its_version_is_part_of_the_analysis(reader: SpeakerReader) -> None:
    assert analysis_version(reader) == f"{analysis_version()}-{reader.name}"


def test_a_damaged_judge_is_told(tmp_path: Path, cache_dir: Path) -> None:
    trained = tmp_path / SHIPPED.name
    trained.write_bytes(SHIPPED.read_bytes())
    (tmp_path / JUDGE).write_text('{"speech": {}}', encoding="utf-8")
    with pytest.raises(EncoderError, match=r"judge\.json"):
        TrainedReader(cache_dir, trained)


def test_an_encoders_adapter_is_no_reader(tmp_path: Path) -> None:
    from index.encoder.weights import SHIPPED as ADAPTER
    from index.encoder.weights import Adapter

    with pytest.raises(EncoderError, match="no reader"):
        Adapter(ADAPTER).head()


def test_in_latin_letters_it_reads_on_and_is_rather_silent(reader: SpeakerReader) -> None:
    text = (
        "Asked by reporters whether she would run again, Senator Mira Kost laughed. "
        "“Ask me in spring,” she said.\n“Never,” was the view of others.\n"
        "Coach Andre Lutz praised his goalkeeper after the final. “He saved us four times.” "
        "His rival, Sam Orrin, spoke of “pure luck.”"
    )
    assert "pure luck." not in told(text, None)
    both = told(text, reader)
    first, last = both["Ask me in spring,"].attribution, both["pure luck."].attribution
    assert first.speaker is not None
    assert first.speaker.name == "Mira Kost"
    assert last.speaker is None or last.speaker.name == "Sam Orrin"
