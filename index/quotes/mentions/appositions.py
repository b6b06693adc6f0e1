"""Appositions: a role behind a name, a name behind a role, with a comma or without.

>>> from index.quotes.mentions.phrases import read_phrase
>>> from index.quotes.text import read_words
>>> words = read_words("سالم القندسي، وزير المياه، إن", ())
>>> phrase = read_phrase(words, 0, len(words))
>>> phrase.name, phrase.role, phrase.next
((0, 1), (3, 4), 6)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from index.quotes.lexicon import RELATIVE_PRONOUNS, fold
from index.quotes.looks import AGENT_CHANGE, BELONGING, GIVEN, TITLES, look
from index.quotes.mentions.bearers import countries_in
from index.quotes.mentions.names import are_several, is_institution
from index.quotes.mentions.phrase import Phrase, ends_phrase
from index.quotes.mentions.shapes import is_bare_name, is_verb
from index.quotes.text import Kind, Word

_LONGEST_LEAD: Final = 8
_LONGEST_NAME: Final = 4
_CALLED: Final = {fold(one): one_of for one_of, forms in (
    ("m", ("يدعى", "اسمه")), ("f", ("تدعى", "اسمها")),
) for one in forms}  # fmt: skip
"""What leads to somebody's name, and the gender it tells."""

ReadPhrase: TypeAlias = Callable[[Sequence[Word], int, int, bool], Phrase | None]


def with_role_after(words: Sequence[Word], phrase: Phrase, end: int, read: ReadPhrase) -> Phrase:
    """Takes up the role that follows a name without a comma: ``سالم القندسي وزير المياه``."""
    at = phrase.next
    if phrase.name is None or at >= end or words[at].kind is not Kind.WORD:
        return phrase
    seen = words[at].look
    if not seen.role or words[at].cue is not None or words[at].norm in AGENT_CHANGE:
        return phrase
    more = read(words, at, end, False)
    if more is None or (more.name is not None and more.role is None):
        return phrase
    also = more.role
    return Phrase(
        phrase.first, phrase.last, phrase.name, phrase.role or also, phrase.head, phrase.gender,
        phrase.number, more.next, phrase.quoted, also,
    )  # fmt: skip


def named_in_commas(words: Sequence[Word], phrase: Phrase, end: int) -> Phrase | None:
    """``الخبير في جامعة الوادي، هيلدا كروبر، إن``: a name of its own between two commas.

    What lies before it, down to the one who is described, tells no deed and names nobody.
    """
    head = words[phrase.first].look
    if phrase.name is not None or phrase.quoted is not None or phrase.number != "s":
        return None
    if is_institution(head) or head.document or not (head.role or head.definite):
        return None
    commas = [at for at in range(phrase.last + 1, end) if words[at].kind is Kind.COMMA][:2]
    if len(commas) < len("..") or not 2 <= commas[1] - commas[0] - 1 <= _LONGEST_NAME:
        return None
    before, name = range(phrase.last + 1, commas[0]), range(commas[0] + 1, commas[1])
    if any(ends_phrase(words, at) or words[at].look.given for at in before):
        return None
    if len(before) > _LONGEST_LEAD or not all(_is_of_name(words[at]) for at in name):
        return None
    if not words[name[-1]].look.unknown or _is_inner_name(words, phrase, name[0]):
        return None
    role = (phrase.first, commas[0] - 1)
    return replace(phrase, last=name[-1], name=(name[0], name[-1]), role=role, next=commas[1] + 1)


def _is_inner_name(words: Sequence[Word], phrase: Phrase, name: int) -> bool:
    """``والدة القتيل، سالم``: the son's name; ``مساعد سابق للرئيس، سالم``: the president's."""
    seen, last = words[name].look, phrase.last
    if phrase.gender == "f" and last > phrase.first and phrase.head in BELONGING:
        return seen.given and seen.gender == "m"
    if last > phrase.first and are_several(phrase.head):
        # ``مستشاري الرئيس، سالم``
        return seen.given
    while last > phrase.first and (words[last].look.nisba or words[last].look.adjective):
        last -= 1
    head, inner = words[phrase.first].look, words[last].norm
    served = inner.startswith("لل") and f"ال{inner[2:]}" in TITLES
    return (
        served
        and last > phrase.first
        and not (head.definite or words[phrase.first + 1].look.definite)
    )


def _is_of_name(word: Word) -> bool:
    if word.kind is not Kind.WORD or word.cue is not None or is_verb(word.norm):
        return False
    return word.look.given or is_bare_name(word.norm)


def apposed_to(words: Sequence[Word], phrase: Phrase, end: int, read: ReadPhrase) -> Phrase:
    """Reads on after a comma: a name that explains a role, or a role that explains a name."""
    at = phrase.next + 1
    alone = phrase.name == (phrase.first, phrase.first)
    if alone and words[phrase.first].look.definite and words[phrase.first].look.nisba:
        # ``أكد الزمرداني، سالم القندسي، أن``: where he is from, then his name.
        named = read(words, at, end, False)
        if named is not None and named.name and words[named.name[0]].look.given:
            phrase = replace(named, first=phrase.first)
            if named.next >= end or words[named.next].kind is not Kind.COMMA:
                return phrase
            at = named.next + 1
    called = _called(words, phrase, at, end, read)
    if called is not None:
        return called
    for _ in range(2):
        if at >= end:
            return phrase
        if words[at].norm in RELATIVE_PRONOUNS:
            return phrase
        more = read(words, at, end, False)
        if more is None:
            comma = next(
                (k for k in range(at, min(at + 8, end)) if words[k].kind is Kind.COMMA), None
            )
            if comma is None or any(ends_phrase(words, k) for k in range(at + 1, comma)):
                return phrase
            at = comma + 1
            continue
        closes = (
            more.next >= end or ends_phrase(words, more.next) or words[more.next].kind is Kind.QUOTE
        )
        given = more.name is not None and words[more.name[0]].norm in GIVEN
        given = given and not is_institution(look(phrase.head))
        indefinite = not words[phrase.first].look.definite
        if look(phrase.head).unnamed and indefinite and not given:
            return phrase
        origin = more.name == (more.first, more.last) and words[more.first].look.nisba
        if origin and more.next < end and words[more.next].kind is Kind.COMMA:
            # ``مدرب النسور، الزهراني، كلود``: where he is from, then his name.
            at = more.next + 1
            continue
        if more.name is not None and _is_inner_name(words, phrase, more.name[0]):
            return phrase
        if phrase.name is None and more.name is not None and (look(phrase.head).role or given):
            # ``المدير الفني للمنتخب، المولود في البوسنة، فلان``: a second comma may lie between.
            opening = words[more.first].look
            origin = given and opening.definite and (opening.nisba or opening.adjective)
            if more.name[0] == more.first or opening.role or opening.title or origin:
                return Phrase(
                    phrase.first, more.last, more.name, phrase.role, phrase.head, phrase.gender,
                    phrase.number, _past_comma(words, more.next, end), more.quoted, more.role,
                )  # fmt: skip
        if given and more.name == (more.first, more.last) and _is_masters(words, phrase):
            # ``مستشار الرئيس سالم الكندي، عادل شريف، إن``: his master's name, and then his own.
            role = (phrase.first, phrase.last)
            return Phrase(
                phrase.first, more.last, more.name, role, phrase.head, phrase.gender,
                phrase.number, _past_comma(words, more.next, end),
            )  # fmt: skip
        described = words[more.first].look
        fitting = described.role and (described.number == "s" or phrase.number != "s")
        if more.role is not None and _of_another_country(words, phrase.role, more.role):
            # ``هنأ الرئيس الزمرداني سالم، رئيس تارود``: whom he congratulates.
            return phrase
        if phrase.name is not None and more.role is not None and fitting and closes:
            return Phrase(
                phrase.first, phrase.last, phrase.name, phrase.role or more.role, phrase.head,
                phrase.gender, phrase.number, _past_comma(words, more.next, end), phrase.quoted,
                more.role,
            )  # fmt: skip
        if more.next >= end or words[more.next].kind is not Kind.COMMA:
            return phrase
        at = more.next + 1
    return phrase


def _called(
    words: Sequence[Word], phrase: Phrase, at: int, end: int, read: ReadPhrase
) -> Phrase | None:
    """``أحد السكان، ويدعى سالم، إن``: what somebody is called, in a remark of its own."""
    gender = _CALLED.get(words[at].norm.removeprefix("و")) if at + 1 < end else None
    if gender is None or phrase.name is not None or phrase.gender not in ("?", gender):
        return None
    more = read(words, at + 1, end, False)
    if more is None or more.name is None or more.name[0] != more.first:
        return None
    return replace(
        phrase, last=more.last, name=more.name, gender=gender, number="s",
        next=_past_comma(words, more.next, end),
    )  # fmt: skip


def _countries(words: Sequence[Word], pair: tuple[int, int] | None) -> frozenset[str]:
    norms = [words[at].norm for at in range(pair[0], pair[1] + 1)] if pair else []
    return frozenset(code for norm in norms for code in countries_in(norm))


def _of_another_country(
    words: Sequence[Word], told: tuple[int, int] | None, more: tuple[int, int]
) -> bool:
    here, there = (_countries(words, pair) for pair in (told, more))
    return bool(here and there and not here & there)


def _is_masters(words: Sequence[Word], phrase: Phrase) -> bool:
    """Says whether a name stands behind somebody else's title: ``مستشار الرئيس سالم``."""
    if phrase.name is None or phrase.role is None or phrase.role[0] == phrase.role[1]:
        return False
    title = words[phrase.role[1]].look
    return title.title and title.definite and not words[phrase.role[0]].look.definite


def _past_comma(words: Sequence[Word], at: int, end: int) -> int:
    return at + 1 if at < end and words[at].kind is Kind.COMMA else at
