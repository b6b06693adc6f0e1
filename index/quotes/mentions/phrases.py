"""Reads the noun phrase that names a speaker: how far it goes, its name, its role.

>>> from index.quotes.text import read_words
>>> def parts(text):
...     words = read_words(text, ())
...     phrase = read_phrase(words, 0, len(words))
...     cut = lambda pair: text[words[pair[0]].start : words[pair[1]].end] if pair else None
...     return cut((phrase.first, phrase.last)), cut(phrase.name), cut(phrase.role)
>>> parts("وزير المياه الزهراني سالم القندسي في بيان أن")
('وزير المياه الزهراني سالم القندسي', 'سالم القندسي', 'وزير المياه الزهراني')
>>> parts("مصدر عسكري رفيع المستوى إن")
('مصدر عسكري رفيع المستوى', None, 'مصدر عسكري رفيع المستوى')

A preposition belongs to the phrase as long as it has no name yet (``مسؤول في الشركة``)
and ends it afterwards (``سالم القندسي في بيان``); a place or occasion of speaking ends
it always (``الوزير في مؤتمر صحافي``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.lexicon import (
    AUDIENCE,
    DETERMINERS,
)
from index.quotes.looks import (
    AGENT_CHANGE,
    NAMING,
    PREPOSITIONS,
    TIMES,
    Look,
    look,
    split_joined,
)
from index.quotes.mentions.appositions import apposed_to, named_in_commas, with_role_after
from index.quotes.mentions.descriptions import ARTICLES_OF_LAW, description_goes_on
from index.quotes.mentions.first_names import first_given
from index.quotes.mentions.name_ends import name_goes_on
from index.quotes.mentions.names import (
    BEST,
    is_anothers,
    starts_name,
)
from index.quotes.mentions.phrase import Phrase, _changes_agent, _is_time, ends_phrase
from index.quotes.text import Kind, Word

_LONGEST: Final = 26
_SHORT_NAME: Final = 12
_SYLLABLE: Final = 3
"""Letters: ``الشركة "الضحى"``."""
_FARTHEST: Final = 160
"""Words within which its appositions end, so that no article makes the reading deep."""
_ACTING: Final = frozenset({"القائم", "القائمة"})
"""``القائم بأعمال السفير``: an office that is held for another."""


def read_phrase(words: Sequence[Word], at: int, end: int, apposed: bool = True) -> Phrase | None:
    """Reads the noun phrase that begins at a word, or nothing where none does.

    Args:
        words: The list.
        at: Where it begins.
        end: Where the clause ends.
        apposed: Whether an apposition after a comma is read too.
    """
    first = at
    end = min(end, at + _FARTHEST)
    while at + 2 < end and len(words[at].norm) == 1 and words[at + 1].kind is Kind.WORD:
        # ``أ. د. سالم``
        at += 1
    while at + 1 < end and words[at].norm in DETERMINERS and words[at].norm != "ال":
        if words[at + 1].kind not in (Kind.WORD, Kind.NUMBER) or ends_phrase(words, at + 1):
            # ``وقال آخر "…"``: another one, and no more.
            break
        at += 1
        if words[at].norm == "من":
            at += 1
    spoken_for = at and words[at].norm == "باسم" and words[at - 1].kind is Kind.WORD
    if spoken_for and (words[at - 1].look.role or words[at - 1].look.adjective):
        # ``متحدثة | باسم الشرطة``: for whom she speaks.
        return None
    if at + 2 < end and words[at].norm in _ACTING and words[at + 1].norm == "باعمال":
        at += 2
    if at >= end:
        return None
    word = words[at]
    if word.norm == "ال" and at + 1 < end and words[at + 1].look.definite:
        # ``وكتب آل الشيخ``: a house, and a person of that name.
        return Phrase(at, at + 1, (at, at + 1), None, "", "?", "s", at + 2, None)
    head_at = at
    if word.kind is Kind.QUOTE:
        return _quoted(words, first, at, end)
    if word.kind is Kind.NUMBER:
        return _counted(words, at, end)
    if word.kind is not Kind.WORD or ends_phrase(words, at) or word.look.preposition:
        return None
    name_first: int | None = None
    quoted: int | None = None
    last = at
    position = at
    limit = min(end, at + _LONGEST)
    while position < limit:
        word = words[position]
        if word.kind is Kind.ASIDE:
            if words[head_at].norm in ARTICLES_OF_LAW:
                last = position
            elif name_first is None and words[min(position + 1, end - 1)].look.preposition:
                # ``دوق الوادي (36 عاما) في المدينة الأمير سالم``: his age closes what he is called.
                break
            position += 1
            continue
        if word.kind is Kind.QUOTE:
            if not _names(words, position, head_at) or name_first is not None:
                break
            quoted = position
            last = position
            position += 1
            continue
        if word.kind is Kind.NUMBER:
            if words[head_at].norm not in ARTICLES_OF_LAW | {"مجموعة", "قناة"}:
                break
            last = position
            position += 1
            continue
        if word.kind is Kind.DASH or word.kind is Kind.SIGN:
            tight = words[position - 1].end == word.start
            if position + 1 < limit and (tight or word.norm == "") and _tight(words, position):
                position += 1
                if name_first is not None and len(words[position].norm) <= _SYLLABLE:
                    # ``مون جيه-إن``: a syllable of the name, whatever the word means elsewhere.
                    last = position
                    position += 1
                continue
            if (
                word.kind is Kind.SIGN
                and position + 1 < limit
                and words[position + 1].kind is Kind.WORD
            ):
                position += 1
                continue
            break
        if position > head_at and ends_phrase(words, position):
            break
        norm = word.norm
        seen = look(norm)
        if position > head_at and _is_time(words, position, limit):
            break
        if norm in AUDIENCE or (norm == "ل" and position + 1 < limit):
            break
        if position > head_at and (
            norm in ("ب", "ك") or norm in AGENT_CHANGE or _changes_agent(words, position)
        ):
            break
        behind = position > head_at and words[position - 1].kind is Kind.QUOTE
        if behind and name_first is None and not (_describes(seen) or seen.preposition):
            break
        if name_first is None:
            if (quoted is None or words[position - 1].kind is not Kind.QUOTE) and starts_name(
                words, position, head_at, seen, limit
            ):
                name_first = position
                last = position
                position += 1
                continue
            if not description_goes_on(words, position, head_at, seen, limit):
                break
            last = position
            position += 1
            continue
        if name_first is not None and not name_goes_on(words, position, name_first, seen):
            if not _is_of_a_club(words, position, name_first, head_at):
                break
            name_first = None
        last = position
        position += 1
    return _made(words, first, head_at, last, name_first, quoted, position, end, apposed)


def _describes(seen: Look) -> bool:
    """``قناة "الضحى" | الإخبارية``: an adjective in -i shows itself by its ending."""
    ending = seen.definite and seen.base.endswith(("ي", "ية")) and not (seen.body or seen.role)
    return seen.nisba or seen.adjective or ending


def _is_of_a_club(words: Sequence[Word], at: int, name_first: int, head_at: int) -> bool:
    """``لاعب وسط مانشستر سيتي | الإنجليزي``: an origin is told of a club, not behind a name."""
    seen, head = words[at].look, words[head_at].look
    named = words[name_first].look.given or name_first == head_at
    origin = seen.definite and (seen.nisba or seen.adjective)
    return origin and head.role and not head.definite and not named


def _tight(words: Sequence[Word], position: int) -> bool:
    word = words[position]
    return (
        word.kind is Kind.DASH
        and words[position - 1].end == word.start
        and words[position + 1].start == word.end
        and words[position + 1].kind is Kind.WORD
    )


def _names(words: Sequence[Word], at: int, head_at: int) -> bool:
    """Says whether the quotation there is a part of the name: ``صحيفة "الضحى"``."""
    quote = words[at].quote
    if quote is None or not quote.closed or len(quote.span) > 45:
        return False
    before = words[at - 1].norm if at > head_at else ""
    seen = look(split_joined(before)) if before else None
    head = words[head_at].look
    body = (head.body or head.base in NAMING) and not head.role and len(quote.span) < 30
    if seen is None:
        return False
    if seen.definite and (seen.body or seen.document) and at == head_at + 1:
        # ``قالت الوزارة «لن نرفع السعر»``: its words, not its name.
        return quote.span.end - quote.span.start < _SHORT_NAME
    if before in NAMING or seen.body or seen.document or seen.base in NAMING or before == "في":
        return True
    served = look(before[1:]) if before.startswith("ل") and not seen.role else seen
    if served.role and not (served.definite or served.unnamed) and at + 1 < len(words):
        # ``رئيس "نادي البحيرة" سالم``, ``مساعد لمحافظ "الوادي"، سالم``
        behind = words[at + 1]
        apposed = behind.kind is Kind.COMMA and at + 2 < len(words) and words[at + 2].look.given
        return len(quote.span) < 30 and (apposed or behind.look.unknown or behind.look.given)
    return (seen.nisba and body) or (before.startswith("ل") and look(before[1:]).body)


def _made(
    words: Sequence[Word],
    first: int,
    head_at: int,
    last: int,
    name_first: int | None,
    quoted: int | None,
    position: int,
    end: int,
    apposed: bool,
) -> Phrase:
    while last > head_at and words[last].norm in PREPOSITIONS:
        last -= 1
    head = words[head_at].look
    name: tuple[int, int] | None = None
    role: tuple[int, int] | None = None
    from_role = first if words[first].norm in _ACTING | BEST else head_at
    if name_first is not None:
        name = (first_given(words, name_first, last, head_at), last)
        if name[0] > head_at:
            role = (from_role, name[0] - 1)
            if is_anothers(words, head_at, name[0]):
                name, role = None, (from_role, last)
            elif _is_object(words, head_at, name[0] - 1):
                last = name[0] - 2
                name, role, position = None, (from_role, last), last + 1
    else:
        role = (from_role, last)
    gender, number = head.gender, head.number
    if name is not None and name[0] == head_at:
        gender = look(words[name[0]].norm).gender if head.given else "?"
        number = "s"
    elif head.role and head.unknown:
        gender = "?"
    if any(
        words[at].norm.startswith("و") and look(words[at].norm[1:]).given
        for at in range(head_at + 1, last + 1)
    ):
        number = "p"
    phrase = Phrase(first, last, name, role, head.base, gender, number, position, quoted)
    named = named_in_commas(words, phrase, end) if apposed else None
    if named is not None:
        return named
    if not apposed or position >= end or words[position].kind is not Kind.COMMA:
        return with_role_after(words, phrase, end, read_phrase)
    return apposed_to(words, phrase, end, read_phrase)


def _is_object(words: Sequence[Word], head_at: int, title: int) -> bool:
    """``حث زعماء العشائر | المبعوث سالم``: several do not bear one name, they urge him."""
    seen, before = words[title].look, words[title - 1].look
    several = words[head_at].look.number != "s" and title - 1 > head_at
    own = seen.definite and seen.number == "s" and (seen.role or seen.title) and not seen.nisba
    return several and own and (before.definite or before.place)


def _quoted(words: Sequence[Word], first: int, at: int, end: int) -> Phrase | None:
    """A quotation can name the speaker: ``وذكرت "الضحى" أن``."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 40 or words[at].clause:
        return None
    following = words[at + 1] if at + 1 < end else None
    if following is None or following.kind not in (Kind.WORD, Kind.COMMA):
        return None
    if following.kind is Kind.WORD and following.cue is not None:
        return None
    return Phrase(first, at, (at, at), None, "", "?", "s", at + 1, at)


def _counted(words: Sequence[Word], at: int, end: int) -> Phrase | None:
    """``38% من الناخبين`` speaks, ``42 دولة`` does too."""
    last = at
    position = at + 1
    while position < end and position < at + 6:
        word = words[position]
        if word.kind is Kind.SIGN:
            position += 1
            continue
        if word.kind is not Kind.WORD or ends_phrase(words, position) or word.norm in TIMES:
            break
        if word.look.preposition and word.norm not in ("من", "في"):
            break
        last = position
        position += 1
    return Phrase(at, last, None, (at, last), "", "?", "p", position)
