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
    ATTACHING,
    AUDIENCE,
    COMPLEMENTIZERS,
    DEGREES,
    DETERMINERS,
)
from index.quotes.looks import (
    AGENT_CHANGE,
    NAMING,
    OCCASIONS,
    PREPOSITIONS,
    THINGS,
    TIMES,
    Look,
    look,
    split_joined,
)
from index.quotes.mentions.appositions import apposed_to, with_role_after
from index.quotes.mentions.names import (
    RANKS,
    first_given,
    is_anothers,
    is_institution,
    is_known,
    is_noun_of_action,
    name_goes_on,
    starts_name,
)
from index.quotes.mentions.phrase import Phrase, _changes_agent, _is_time, ends_phrase
from index.quotes.text import Kind, Word

_LONGEST: Final = 26
_SHORT_NAME: Final = 12
"""Letters: ``الشركة "الضحى"``."""
_FARTHEST: Final = 160
"""Words within which its appositions end, so that no article makes the reading deep."""
_FOR_WHOM: Final = frozenset({"عضو", "نائب", "ممثل", "مرشح"})
_ARTICLES_OF_LAW: Final = frozenset({"المادة", "الفصل", "البند", "الفقرة"})
"""They have a number: ``المادة (7) من اللائحة``."""


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
            if words[head_at].norm in _ARTICLES_OF_LAW:
                last = position
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
            if words[head_at].norm not in _ARTICLES_OF_LAW | {"مجموعة", "قناة"}:
                break
            last = position
            position += 1
            continue
        if word.kind is Kind.DASH or word.kind is Kind.SIGN:
            tight = words[position - 1].end == word.start
            if position + 1 < limit and (tight or word.norm == "") and _tight(words, position):
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
        if behind and name_first is None and not (seen.nisba or seen.adjective or seen.preposition):
            break
        if name_first is None:
            if (quoted is None or words[position - 1].kind is not Kind.QUOTE) and starts_name(
                words, position, head_at, seen, limit
            ):
                name_first = position
                last = position
                position += 1
                continue
            if not _goes_on(words, position, head_at, seen, limit):
                break
            last = position
            position += 1
            continue
        if name_first is not None and not name_goes_on(words, position, name_first, seen):
            break
        last = position
        position += 1
    return _made(words, first, head_at, last, name_first, quoted, position, end, apposed)


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
    if seen.role and not seen.definite and not seen.unnamed and at + 1 < len(words):
        # ``رئيس "نادي البحيرة" سالم``
        return len(quote.span) < 30 and words[at + 1].look.unknown | words[at + 1].look.given
    return (seen.nisba and body) or (before.startswith("ل") and look(before[1:]).body)


def _goes_on(words: Sequence[Word], at: int, head_at: int, seen: Look, limit: int) -> bool:
    """Says whether a description goes on with this word."""
    if at == head_at:
        return True
    norm = words[at].norm
    if words[at - 1].norm == "بلا":
        return True
    if norm in ATTACHING:
        after = words[at + 1].norm if at + 1 < limit else ""
        if (
            after in OCCASIONS
            or look(after).document
            or after in TIMES
            or look(after).base in OCCASIONS
        ):
            return False
        if norm in ("على", "عن", "من", "الى", "ضد", "بين") and not (
            norm == "من"
            and (words[head_at].look.unnamed or words[head_at].norm in _ARTICLES_OF_LAW)
        ):
            if norm == "عن" and words[head_at].look.base in (
                "عضو",
                "ناءب",
                "نائب",
                "ممثل",
                "مرشح",
            ):
                return True
            return norm in ("الى", "من") and words[head_at].look.base in (
                "سفير",
                "مبعوث",
                "مندوب",
            )
        if after in COMPLEMENTIZERS:
            return False
        head = words[head_at].look
        if not (head.role or head.body or head.unnamed or head.document):
            return False
        return not (head.definite and at == head_at + 1 and head.title and not look(after).place)
    if norm in ("باسم", "باسمه", "باسمها", "باسمهم", "لشؤون", "لشءون"):
        return True
    if seen.preposition or norm in ("ما", "يوم"):
        return False
    if norm.startswith("بال") and not is_known(look(norm[1:])):
        # ``نددت المنظمة بالأحكام``: what she speaks of; ``المنسق بالاتحاد`` serves there.
        head = words[head_at].look
        if is_institution(head) or is_noun_of_action(norm[3:]) or norm[3:] in THINGS:
            return False
    before = words[at - 1].look
    if norm in RANKS and (before.title or before.role):
        return True
    if words[head_at].look.title and at == head_at + 1 and seen.base in THINGS:
        # ``ووجه الرئيس الشكر``
        return False
    attribute = (before.nisba or before.unknown) and words[at - 1].norm.endswith("ي")
    if attribute and seen.body and not (seen.definite or before.definite):
        # ``وأبلغ مصدر قضائي وكالة``: to whom.
        return at - 1 == head_at
    joined = words[at - 1].norm.startswith("ب") and not words[at - 1].norm.startswith("بال")
    joined = joined and not is_known(look(words[at - 1].norm[1:]))
    after_place = before.place or (joined and before.unknown)
    describes = seen.nisba or seen.adjective or seen.title
    if after_place and at - 1 > head_at and not describes and (seen.definite or seen.unknown):
        return norm.startswith(("ل", "وال"))
    if before.place and at - 1 == head_at and seen.definite and not (seen.nisba or seen.adjective):
        return False
    if before.definite and norm.endswith("ه") and not seen.title:
        return False
    if before.definite and not (
        seen.definite or seen.role or seen.title or seen.place or norm in DEGREES
    ):
        # Behind a noun with the article one without it is no attribute: ``رفضت اللجنة مزاعم``.
        return (
            norm.startswith(("ل", "بال", "وال"))
            or (norm.startswith("ب") and is_known(look(norm[1:])))
            or norm == "باسم"
        )
    if norm.startswith("ل") and not norm.startswith("لا") and seen.unknown and len(norm) > 3:
        inner = look("ال" + norm[2:]) if norm.startswith("لل") else look(norm[1:])
        if inner.base in OCCASIONS:
            return False
        return not words[head_at].look.title or at > head_at + 1
    if norm.startswith("ب") and seen.unknown and (norm.startswith("بال") or look(norm[1:]).body):
        return not (look(norm[1:]).base in OCCASIONS or norm == "بالقول")
    return True


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
    if name_first is not None:
        name = (first_given(words, name_first, last, head_at), last)
        if name[0] > head_at:
            role = (head_at, name[0] - 1)
            if is_anothers(words, head_at, name[0]):
                name, role = None, (head_at, last)
    else:
        role = (head_at, last)
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
    if not apposed or position >= end or words[position].kind is not Kind.COMMA:
        return with_role_after(words, phrase, end, read_phrase)
    return apposed_to(words, phrase, end, read_phrase)


def _quoted(words: Sequence[Word], first: int, at: int, end: int) -> Phrase | None:
    """A quotation can name the speaker: ``وذكرت "الضحى" أن``."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 40:
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
