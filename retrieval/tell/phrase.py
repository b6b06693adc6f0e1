"""The words inside a sentence that answer: shown in bold, never changed.

Only where the question says what kind of thing it asks for, and the sentence
holds one that the question did not name itself; otherwise nothing is marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from index.language.tables import words
from index.text.dates import find_dates
from index.text.language import main_script
from index.text.normalise import normalised
from index.text.numbers import FoundNumber, find_numbers
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from index.types import Span
from retrieval.order.features import Candidate
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.search.facts import is_role
from retrieval.search.opened import OpenSentence
from retrieval.tell import naming
from retrieval.tell.naming import Reading, forms_of, nearest

_ROLE: Final = re.compile(r"\W*(?:و\s?)?(?:من|مين)\s+(?:هو|هي|هم|كان|كانت)\s(?!الذي|التي|الذين|من)")
_ASKING: Final = words("questions", "words", "where")
_FRAME: Final = FUNCTION_WORDS | words("questions", "words")
"""What asks, as against what is asked about; تقع of أين تقع leads to the place all the same."""

_NUMBER: Final = words("questions", "other", "number")
_MEASURES: Final = words("questions", "nouns", "how_many") | words(
    "questions", "other", "measuring"
)
_PERCENT: Final = re.compile(r"في المءه|بالمءه|نسبه|بالماءه|percent|pour cent|pourcentage")
_NO_TIME: Final = words("facts", "words", "no_times")
_NO_CAUSE: Final = words("facts", "words", "no_causes")
"""Words that lead to a time or a circumstance as often as to a cause."""

_NAMED: Final = frozenset(
    {
        QuestionType.WHO,
        QuestionType.WHEN,
        QuestionType.WHERE,
        QuestionType.HOW_MANY,
        QuestionType.WHY,
    }
)


def phrase_of(asked: Asked, candidate: Candidate) -> Span | None:
    """Returns the answering words in code points of the article, None where none is sure."""
    if asked.kind not in _NAMED:
        return None
    sentence = candidate.article.sentence(candidate.position)
    words = [token for token in asked.tokens if token.norm not in _FRAME]
    reading = naming.read(sentence.text, tokenise(sentence.text), words)
    found = _find(asked, reading, sentence)
    offset = candidate.span.start
    return Span(found.start + offset, found.end + offset) if found else None


def asks_who_it_is(asked: Asked) -> bool:
    """Says whether a question asks who somebody is, as against who did something."""
    return bool(_ROLE.match(asked.norm)) or bool(asked.content and is_role(asked.content[0].norm))


def _find(asked: Asked, reading: naming.Reading, sentence: OpenSentence) -> Span | None:
    content, text = asked.content, sentence.text
    if asked.kind is QuestionType.WHO:
        return (naming.holder if asks_who_it_is(asked) else naming.doer)(reading)
    if asked.kind is QuestionType.WHERE:
        # ما عاصمة ليبيا؟ asks for a name as a question for a role does.
        first = [token.norm for token in asked.tokens[:3]]
        words = {*first, *(norm.removeprefix("و") for norm in first)}
        asks_name = _ASKING.isdisjoint(words)
        found = (naming.holder if asks_name else naming.place)(reading)
        places = [fact.span for fact in sentence.facts(asked.kind)]
        known = found is not None and any(map(found.overlaps, places))
        return found if known or not asks_name else None
    new = _new(asked, sentence)
    if asked.kind is QuestionType.WHEN:
        # وظهر is a verb more often than noon.
        new = [span for span in new if normalised(span.of(text)) not in _NO_TIME]
        return naming.dated(reading, new)
    if asked.kind is QuestionType.WHY:
        causes = [span for span in new if normalised(span.of(text)).split()[0] not in _NO_CAUSE]
        return naming.dated(reading, causes)
    return counted(
        reading,
        _counted(content),
        percent=bool(_PERCENT.search(asked.norm)),
        other_script=main_script(asked.text) != main_script(text),
        named=asked.numbers,
    )


def _counted(content: Sequence[Token]) -> Token | None:
    """Returns what is counted, None where something is measured: its cost, its length."""
    if content and content[0].norm in _NUMBER:
        return content[1] if len(content) > 1 else None
    return None if not content or content[0].norm in _MEASURES else content[0]


def _new(asked: Asked, sentence: OpenSentence) -> list[Span]:
    """Returns the facts of the kind asked for that the question did not name itself."""
    named = {token.stem for token in asked.content}
    return [fact.span for fact in sentence.facts(asked.kind) if not fact.stems <= named]


_SOON: Final = 4
"""Words within which a number follows what it measures."""
_ROUGHLY: Final = re.compile(
    r"(?:^|\s)((?:(?:أكثر|أزيد|أقل|ما\s+يقرب|ما\s+يقارب|ما\s+لا\s+يقل)\s+(?:من|عن)|ما\s+يزيد\s+(?:على|عن)"
    r"|(?:ما\s+)?بين|نحو|حوالي|زهاء|قرابة|(?:more|less|fewer)\s+than|about|nearly|around|plus\s+de|moins\s+de|environ)\s+)$"
)
_AND: Final = re.compile(r"\s+و\s?")
_FROM: Final = re.compile(r"(?:^|\s)من\s+$")
_TO: Final = re.compile(r"(?:^|\s)إلى\s+$")
_IN_ALL: Final = re.compile(
    r"(?:^|\s)(?:من\s+(?:مجموع|أصل|إجمالي|بين)|out\s+of(?:\s+a\s+total\s+of)?|sur(?:\s+un\s+total\s+de)?)\s+$"
)
_SOME_OF_THEM: Final = re.compile(r"\d\s+من(?:هم|هن|ها|هما)(?!\w)")
_SIGN: Final = re.compile(r"\s*(?:[%٪]|(?:في\s+|ب)?الم[ائ]\w*|per\s?cent|pour\s+cent)?")


def counted(
    reading: Reading,
    noun: Token | None,
    *,
    percent: bool,
    other_script: bool,
    named: Collection[str] = (),
) -> Span | None:
    """Returns the number of what is asked for, None where several could be it.

    What makes it a rough one belongs to it: ``أكثر من 42 دولة`` is not 42.

    Args:
        noun: What is counted: ``دولة`` of ``كم دولة``; None where something is measured.
        percent: Whether a share in a hundred is asked for.
        other_script: Whether the question is in another script, so that no word meets.
        named: Numbers that the question names itself: ``سينما 16`` is no count.
    """
    numbers = [
        n
        for n in _numbers(reading.text)
        if (n.percent or not percent) and f"{n.value:g}" not in named
    ]
    # 12 نائبا من أصل 90: how many they are in all is not asked for.
    parts = [n for n in numbers if not _IN_ALL.search(reading.text[: n.span.start])]
    numbers = parts or numbers
    if noun is not None and not other_script:
        forms = frozenset(forms_of(noun))
        fitting = [n for n in numbers if not forms.isdisjoint(_counts(n, reading.tokens))]
        numbers = fitting or [n for n in numbers if n.noun is None]
        if not fitting and len(numbers) != 1:
            return None
    if noun is not None and _SOME_OF_THEM.search(reading.text):
        # 90 نائبا, رفض 12 منهم: the noun stands by them all, and it is asked for some.
        return None
    spans = [n.span for n in numbers]
    # From 5 to 6: which of them is asked for, the words do not tell.
    if any(_FROM.search(reading.text[: span.start]) for span in spans) and any(
        _TO.search(reading.text[: number.span.start]) for number in numbers
    ):
        return None
    if len(spans) > 1 and noun is None:
        spans = list(_after_asked(reading, spans))
    if not spans:
        return None
    found = nearest(reading, spans)
    roughly = _ROUGHLY.search(reading.text[: found.start])
    return Span(roughly.start(1), found.end) if roughly else found


def _numbers(text: str) -> list[FoundNumber]:
    """Returns the numbers of a text with what they count, days and bare ones aside.

    ``بين 50 و85 مليون قتيل`` is one number here.
    """
    dates = [date.span for date in find_dates(text, None)]
    found: list[FoundNumber] = []
    for number in find_numbers(text):
        span = number.span
        lone = number.value == 1 and number.noun is None
        if lone or any(span.overlaps(date) for date in dates):
            continue
        end = number.noun.end if number.noun else span.end
        if number.percent and (sign := _SIGN.match(text, span.end)):
            end = sign.end()
        start = span.start
        if found and found[-1].noun is None and _AND.fullmatch(text, found[-1].span.end, start):
            start = found.pop().span.start
        found.append(replace(number, span=Span(start, end)))
    return found


def _counts(number: FoundNumber, tokens: Sequence[Token]) -> frozenset[str]:
    inside = (token for token in tokens if number.span.contains(token.span))
    return frozenset(form for token in inside for form in forms_of(token))


def _after_asked(reading: Reading, numbers: Sequence[Span]) -> Iterator[Span]:
    """Yields the numbers that stand soon after a word of the question, in its clause."""
    for span in numbers:
        first = next(i for i, t in enumerate(reading.tokens) if t.span.end > span.start)
        before = range(max(0, first - _SOON), first)
        clause = [at for at in before if not any(map(reading.breaks, range(at + 1, first + 1)))]
        if any(reading.asked[at] for at in clause):
            yield span
