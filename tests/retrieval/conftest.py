"""A small library of invented articles behind the real model, store and engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.library import Library
from index.types import Article
from retrieval.answerer import Answerer

DAM = Article(
    text=(
        "دشن وزير الري سليم الحموي يوم الثلاثاء سد الوادي الأخضر قرب مدينة نجمان.\n"
        "وبلغت كلفة السد 97 مليون دينار، وعمل فيه 1200 عامل.\n"
        "وتأخر الافتتاح سنة كاملة بسبب العثور على مقبرة قديمة في الموقع.\n"
        "وقال الحموي «لن نبيع مياه السد لأحد»."
    ),
    headline="افتتاح سد الوادي الأخضر",
    outlet="صحيفة المثال",
    date=dt.date(2021, 5, 4),
    url="https://example.org/dam",
)
DAM_COPY = Article(
    text=(
        "دشن وزير الري سليم الحموي يوم الثلاثاء سد الوادي الأخضر قرب مدينة نجمان.\n"
        "وحضر الحفل سكان القرى المجاورة."
    ),
    headline="تدشين سد جديد",
    outlet="وكالة المثال",
    date=dt.date(2021, 5, 3),
)
FAIR = Article(
    text=(
        "افتتح معرض الكتاب في لبنان بمشاركة 118 دار نشر.\n"
        "وفازت الكاتبة نوال الزيتوني بجائزة المعرض عن روايتها الأولى.\n"
        'وقالت الزيتوني "كتبت الرواية في ست سنوات".'
    ),
    headline="معرض الكتاب يفتح أبوابه",
    outlet="صحيفة المثال",
    date=dt.date(2022, 3, 10),
)


@pytest.fixture(scope="session")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("retrieval")
    opened = Library.open(folder, encoder)
    opened.add_many([DAM, DAM_COPY, FAIR])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    return Answerer(library)
