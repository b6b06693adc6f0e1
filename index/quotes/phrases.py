"""Reads the noun phrase that names a speaker: how far it goes, its name, its role.

>>> from index.quotes.words import read_words
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

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.quotes.cues import CUES
from index.quotes.folding import fold
from index.quotes.nouns import (
    ADVERBS,
    AGENT_CHANGE,
    GIVEN,
    NAMING,
    OCCASIONS,
    PARTICLES,
    PREPOSITIONS,
    THINGS,
    TIMES,
    Look,
    look,
    split_joined,
)
from index.quotes.words import Kind, Word

_LONGEST: Final = 26
_LONGEST_NAME: Final = 5

_STEMS: Final = ("ان", "انه", "انها", "انهم", "انهما", "اني", "انني", "انا", "اننا", "انهن")
COMPLEMENTIZERS: Final = frozenset(prefix + stem for stem in _STEMS for prefix in ("", "ب"))
"""That which brings in a reported clause; hamzas are folded, إن and أن are one."""

_ENDS: Final = frozenset(
    fold(word)
    for word in "مزاعم اتهامات ادعاءات دعوات مطالب كان كانت كانوا يكون تكون تم قام قامت لكن ولكن بل ثم وهو وهي وهم وكان وكانت وقد كما فيما بينما حيث إذ لم لن لا ليس هو هي هم هما"
    " البالغ البالغة المولود المولودة المنتمي المنتمية المقيم المقيمة معلقا معلقة ردا تعليقا وذلك أي قوله قولها"
    " قولهم يوم عندما إن أما وأن وإن وإنه وأنه وأنها وإنها التي الذي الذين اللذان اللتان وفق وفقا حسب بحسب نقلا".split()
)
_ATTACHING: Final = frozenset(fold(word) for word in "في من لدى إلى الى على عن بين لشؤون بشأن ضد".split())
_AUDIENCE: Final = frozenset(
    fold(word)
    for word in "لوكالة لصحيفة لقناة للصحافيين للصحفيين للصحفيون لإذاعة لاذاعة لشبكة لموقع لمجلة لتلفزيون لرويترز"
    " للجزيرة للوكالة للقناة للصحيفة لفرانس لبي لسكاي للتلفزيون للإذاعة لبرنامج لراديو للأناضول لمراسل لمراسلة"
    " لوسائل لنظيره لنظيرته للمشرعين للنواب للصحافة لعدد لأنصاره للمراسلين لجريدة للموقع لفوكس لوكالتي لهيئة"
    " لمراسلنا لشاشة لسبوتنيك لتاس للحرة للعربية".split()
)
_DETERMINERS: Final = frozenset(
    fold(word)
    for word in "آخر أحدث أول هذا هذه هؤلاء ذلك تلك كل كلا كلتا أحد إحدى بعض معظم غالبية عدد جميع سائر كافة أي كبار".split()
)

MONTHS: Final = frozenset(
    fold(word)
    for word in "يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
)
_ALSO_NAMES: Final = frozenset("سيد امير امين حكيم سلطان حاكم ملك عالم نجم بطل حارس بطرس".split())
"""Roles that are given names too, when they stand inside a name."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, in positions of the list of words, all of them included.

    Attributes:
        name: The words of a proper name in it.
        role: The words that describe.
        head: Form of the word that counts for gender, number and kind.
        next: Where reading goes on, an apposition after a comma included.
        also: A role or a name that an apposition adds.
    """

    first: int
    last: int
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    head: str
    gender: str
    number: str
    next: int
    quoted: int | None = None
    also: tuple[int, int] | None = None


def ends_phrase(words: Sequence[Word], at: int) -> bool:
    """Says whether a word can't go on with a noun phrase."""
    word = words[at]
    if word.kind in (Kind.STOP, Kind.BREAK, Kind.COLON, Kind.COMMA):
        return True
    norm = word.norm
    if norm in COMPLEMENTIZERS or norm in _ENDS or norm in ADVERBS:
        return True
    cue = CUES.get(norm)
    if cue is None:
        return False
    return cue.form != "participle" or norm.endswith("ا") or norm.endswith("ة") and not look(norm).role


def read_phrase(words: Sequence[Word], at: int, end: int, apposed: bool = True) -> Phrase | None:
    """Reads the noun phrase that begins at a word, or nothing where none does.

    Args:
        words: The list.
        at: Where it begins.
        end: Where the clause ends.
        apposed: Whether an apposition after a comma is read too.
    """
    first = at
    while at < end and words[at].norm in _DETERMINERS and at + 1 < end:
        at += 1
        if words[at].norm in ("من", "ال"):
            at += 1
    if at >= end:
        return None
    word = words[at]
    head_at = at
    if word.kind is Kind.QUOTE:
        return _quoted(words, first, at, end)
    if word.kind is Kind.NUMBER:
        return _counted(words, at, end)
    if word.kind is not Kind.WORD or ends_phrase(words, at) or look(word.norm).preposition:
        return None
    name_first: int | None = None
    quoted: int | None = None
    last = at
    position = at
    limit = min(end, at + _LONGEST)
    while position < limit:
        word = words[position]
        if word.kind is Kind.ASIDE:
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
            if words[head_at].norm not in ("المادة", "الفصل", "البند", "مجموعة", "قناة"):
                break
            last = position
            position += 1
            continue
        if word.kind is Kind.DASH or word.kind is Kind.SIGN:
            tight = words[position - 1].end == word.start
            if position + 1 < limit and (tight or word.norm == "") and _tight(words, position):
                position += 1
                continue
            if word.kind is Kind.SIGN and position + 1 < limit and words[position + 1].kind is Kind.WORD:
                position += 1
                continue
            break
        if position > head_at and ends_phrase(words, position):
            break
        norm = word.norm
        seen = look(norm)
        if position > head_at and _is_time(words, position, limit):
            break
        if norm in _AUDIENCE or (norm == "ل" and position + 1 < limit):
            break
        if position > head_at and (
            norm in ("ب", "ك") or norm in AGENT_CHANGE or _changes_agent(words, position)
        ):
            break
        if quoted is not None and name_first is None and not (seen.nisba or seen.adjective):
            if position > head_at and words[position - 1].kind is Kind.QUOTE and not seen.preposition:
                break
        if name_first is None:
            if (quoted is None or words[position - 1].kind is not Kind.QUOTE) and _starts_name(
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
        if name_first is not None and not _name_goes_on(words, position, name_first, seen):
            break
        last = position
        position += 1
    return _made(words, first, head_at, last, name_first, quoted, position, end, apposed)


def _is_time(words: Sequence[Word], at: int, limit: int) -> bool:
    """``العام`` is a time before الماضي alone, and الشيخ صباح is a name."""
    norm = words[at].norm
    if norm == "العام":
        return at + 1 < limit and words[at + 1].norm in ("الماضي", "المقبل", "الحالي", "الجاري", "الفاءت")
    if look(words[at - 1].norm).title and words[at - 1].norm.startswith("ال"):
        return norm in TIMES and norm not in ("صباح", "فجر")
    if norm == "لدى":
        return not (look(words[at + 1].norm).role or look(words[at + 1].norm).body) if at + 1 < limit else True
    return norm in TIMES or norm in MONTHS


def _tight(words: Sequence[Word], position: int) -> bool:
    word = words[position]
    return (
        word.kind is Kind.DASH
        and words[position - 1].end == word.start
        and words[position + 1].start == word.end
        and words[position + 1].kind is Kind.WORD
    )


def _changes_agent(words: Sequence[Word], at: int) -> bool:
    return words[at].norm == "من" and at + 1 < len(words) and words[at + 1].norm in AGENT_CHANGE


def _names(words: Sequence[Word], at: int, head_at: int) -> bool:
    """Says whether the quotation there is a part of the name: ``صحيفة "الضحى"``."""
    quote = words[at].quote
    if quote is None or not quote.closed or len(quote.span) > 45:
        return False
    before = words[at - 1].norm if at > head_at else ""
    seen = look(split_joined(before)) if before else None
    head = look(words[head_at].norm)
    body = (head.body or head.base in NAMING) and not head.role and len(quote.span) < 30
    return seen is not None and (
        before in NAMING or seen.body or seen.document or seen.base in NAMING or seen.nisba and body
        or before == "في" or (before.startswith("ل") and look(before[1:]).body)
    )  # fmt: skip


def _starts_name(
    words: Sequence[Word], at: int, head_at: int, seen: Look, limit: int
) -> bool:
    norm = words[at].norm
    if norm.endswith("ه") and len(norm) > 4 and not seen.given:
        return False
    if norm == "صباح" and look(words[at - 1].norm).title:
        return True
    if norm == "باسم" and at > head_at or _MASDAR.match(norm) or _is_accusative(norm) or _is_prefixed(norm):
        return False
    if at > head_at and _is_institution(look(words[head_at].norm)):
        return False
    if seen.given or (norm in ("ابو", "عبد", "ابن", "بن") and at + 1 < limit):
        return True
    if at == head_at:
        if seen.definite and seen.nisba:
            # المصري alone is a family name: as an adjective it would have a noun.
            return seen.number == "s"
        if seen.definite and at + 1 < limit and words[at + 1].kind is Kind.WORD:
            # ``المشروع الكويتي``: an adjective behind it makes it a noun.
            following = look(words[at + 1].norm)
            if following.definite and (following.nisba or following.adjective or words[at + 1].norm.endswith(("ي", "ية"))):
                return False
        plural = norm.endswith(("يون", "ات")) or seen.definite and norm.endswith(("ون", "ين"))
        return seen.unknown and not plural and norm not in PARTICLES
    head = look(words[head_at].norm)
    before = look(split_joined(words[at - 1].norm))
    if head.title and head.definite and not seen.nisba and not seen.adjective:
        if at == head_at + 1 and (seen.unknown or seen.definite) and not _common(seen):
            return not (norm.endswith(("ي", "ية")) and _more(words, at + 1, limit))
    if not seen.unknown or norm.endswith(("يون", "ية")) or norm.startswith(("و", "لل", "بال", "كال")):
        return False
    if norm.startswith(("ل", "ب")) and _known(look(norm[1:])) or words[at - 1].norm.startswith(("ل", "ب")) and _known(
        look(words[at - 1].norm[1:])
    ):
        return False
    if seen.definite:
        # After a title an unknown word with the article is a family name (الوزير المعشر).
        return head.title and at > head_at + 1 and before.nisba and head.definite
    if head.unnamed and not head.definite:
        return False
    if (before.body or words[at - 1].norm in NAMING) and not before.definite:
        return False
    if norm.endswith("ة") and not before.definite and not before.nisba and not before.place:
        return False
    return before.definite or before.nisba or before.place or before.title or _leads_to_name(words, at, head_at)


_MASDAR: Final = re.compile(r"^(?:است\w+ا\w|ا\wت\w\w?ا\w|ان\w\w?ا\w|ت\w\wي\w)$")
"""Nouns of action, استخدام, ارتفاع, تخفيض: they begin an object, not a name."""


def is_noun_of_action(norm: str) -> bool:
    """Says whether a word is made like استخدام, ارتفاع or تخفيض."""
    return _MASDAR.match(norm) is not None


def _is_institution(head: Look) -> bool:
    return (head.body or head.document) and not head.role and not head.title


def _is_accusative(norm: str) -> bool:
    """Says whether a word is an adverb in -an, احتجاجا or متوجها, as no name is."""
    return len(norm) > 5 and norm.endswith("ا") and norm[0] in "اتم" and norm not in GIVEN and not look(norm).given and (
        norm[1:2] == "ت" or norm[0] in "تم" or norm.startswith(("ان", "است", "اح", "اع"))
    )  # fmt: skip


_POSSESSIVES: Final = ("اره", "اته", "ائه", "اله", "ابه", "ها", "هم")
_MASDARS_IN_WAW: Final = ("وجو", "وقف", "وضع", "وصو", "وقو", "وفا", "وحد", "وصف", "وسا", "وزي", "وزا")


def _is_prefixed(norm: str) -> bool:
    """Says whether ب or ل is a preposition here: بجائزة, لأول; not in بوريطة."""
    if norm.startswith(("ل", "ب")) and (norm[1:2] != "و" or norm[1:4] in _MASDARS_IN_WAW) and len(norm) > 4:
        rest = look(norm[1:])
        return norm.endswith(("ة", "ات")) or _known(rest) or norm.startswith(("بال", "لل", "بت", "لاول", "بعد", "لشؤون", "لشئون", "لحقوق"))
    return norm.startswith("عليه") or norm == "ما"


def _more(words: Sequence[Word], at: int, limit: int) -> bool:
    """Says whether a name can still follow, so that a word in ي is an adjective before it."""
    if at >= limit or words[at].kind is not Kind.WORD or ends_phrase(words, at):
        return False
    seen = look(words[at].norm)
    return seen.given or seen.nisba or seen.title or seen.adjective or (seen.unknown and words[at].norm not in TIMES)


def _common(seen: Look) -> bool:
    return seen.role or seen.body or seen.document


def _known(seen: Look) -> bool:
    return seen.role or seen.body or seen.document or seen.place or seen.base in NAMING


def _leads_to_name(words: Sequence[Word], at: int, head_at: int) -> bool:
    """Says whether the word before closes a description: ``نجم برشلونة``, ``رئيس الحزب``."""
    before = look(words[at - 1].norm)
    return at > head_at + 1 and before.unknown and look(words[head_at].norm).role


def _goes_on(words: Sequence[Word], at: int, head_at: int, seen: Look, limit: int) -> bool:
    """Says whether a description goes on with this word."""
    if at == head_at:
        return True
    norm = words[at].norm
    if norm in _ATTACHING:
        after = words[at + 1].norm if at + 1 < limit else ""
        if after in OCCASIONS or look(after).document or after in TIMES or look(after).base in OCCASIONS:
            return False
        if norm in ("على", "عن", "من", "الى", "ضد", "بين") and not (
            look(words[head_at].norm).unnamed and norm == "من"
        ):
            return norm in ("الى", "من") and look(words[head_at].norm).base in ("سفير", "مبعوث", "مندوب")
        if after in COMPLEMENTIZERS:
            return False
        head = look(words[head_at].norm)
        if not (head.role or head.body or head.unnamed or head.document):
            return False
        return not (head.definite and at == head_at + 1 and head.title and not look(after).place)
    if norm in ("باسم", "لشؤون", "لشءون"):
        return True
    if seen.preposition or norm in ("ما", "يوم"):
        return False
    before = look(words[at - 1].norm)
    if before.place and at - 1 == head_at and seen.definite and not (seen.nisba or seen.adjective):
        return False
    if before.definite and norm.endswith("ه") and not seen.title:
        return False
    if before.definite and not (seen.definite or seen.role or seen.title or seen.place or norm in _DEGREES):
        # Behind a noun with the article one without it is no attribute: ``رفضت اللجنة مزاعم``.
        return norm.startswith(("ل", "بال", "وال")) or norm.startswith("ب") and _known(look(norm[1:])) or norm == "باسم"
    if norm.startswith("ل") and not norm.startswith("لا") and seen.unknown and len(norm) > 3:
        inner = look("ال" + norm[2:]) if norm.startswith("لل") else look(norm[1:])
        if inner.base in OCCASIONS:
            return False
        return not look(words[head_at].norm).title or at > head_at + 1
    if norm.startswith("ب") and seen.unknown and (norm.startswith("بال") or look(norm[1:]).body):
        return not (look(norm[1:]).base in OCCASIONS or norm == "بالقول")
    return True


_DEGREES: Final = frozenset("رفيع كبير بارز واسع مستقل اخر اخرى اخرين غير".split())


def _name_goes_on(words: Sequence[Word], at: int, name_first: int, seen: Look) -> bool:
    norm = words[at].norm
    if at - name_first >= _LONGEST_NAME:
        return False
    before = words[at - 1].norm
    opening = look(words[name_first].norm)
    if opening.definite and not opening.given and before not in PARTICLES and norm not in PARTICLES:
        # A name that begins with the article is a family name alone.
        return seen.given
    if norm.endswith("ا") and at + 1 < len(words) and words[at + 1].norm.endswith("ا") and seen.unknown:
        return False
    if norm.endswith("ه") and not norm.endswith(("يه", "اه", "لله")) and seen.unknown and len(norm) > 3:
        return False
    if norm in PARTICLES or before in PARTICLES or seen.given or norm in _ALSO_NAMES:
        return True
    if _is_accusative(norm) or _is_prefixed(norm) or norm.endswith(_POSSESSIVES):
        return False
    if seen.definite and norm.endswith("ين") and seen.number == "p":
        return False
    if seen.preposition or norm in TIMES or seen.definite and seen.base in THINGS:
        return False
    if seen.role or seen.body or seen.adjective:
        # وزير after a name begins an apposition, and الشيخ may end one.
        return False
    if norm.startswith("و") and not seen.given and look(norm[1:]).given:
        return True
    if norm.startswith(("لل", "بال", "ول", "وال")) and seen.unknown:
        return False
    if norm.startswith(("ل", "ب")) and (look(norm[1:]).body or look(norm[1:]).place):
        return False
    if seen.nisba:
        return seen.definite and at == name_first + 1
    return seen.unknown or seen.place or seen.document


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
    head = look(words[head_at].norm)
    name: tuple[int, int] | None = None
    role: tuple[int, int] | None = None
    if name_first is not None:
        name = (_first_given(words, name_first, last, head_at), last)
        if name[0] > head_at:
            role = (head_at, name[0] - 1)
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
        return _with_role_after(words, phrase, end)
    return _apposed(words, phrase, end)


def _first_given(words: Sequence[Word], name_first: int, last: int, head_at: int) -> int:
    """A club before a player's name is no name of his: ``مدرب ريال مدريد زين الدين``."""
    if name_first == head_at or words[name_first].norm in GIVEN:
        return name_first
    for at in range(name_first + 1, last):
        if words[at].norm in GIVEN and words[at - 1].norm not in PARTICLES:
            return at
    return name_first


def _with_role_after(words: Sequence[Word], phrase: Phrase, end: int) -> Phrase:
    """Takes up the role that follows a name without a comma: ``سالم القندسي وزير المياه``."""
    at = phrase.next
    if phrase.name is None or at >= end or words[at].kind is not Kind.WORD:
        return phrase
    seen = look(words[at].norm)
    if not seen.role or words[at].norm in CUES or words[at].norm in AGENT_CHANGE:
        return phrase
    more = read_phrase(words, at, end, apposed=False)
    if more is None or more.name is not None and more.role is None:
        return phrase
    also = more.role
    return Phrase(
        phrase.first, phrase.last, phrase.name, phrase.role or also, phrase.head, phrase.gender,
        phrase.number, more.next, phrase.quoted, also,
    )  # fmt: skip


def _apposed(words: Sequence[Word], phrase: Phrase, end: int) -> Phrase:
    """Reads on after a comma: a name that explains a role, or a role that explains a name."""
    at = phrase.next + 1
    for _ in range(2):
        if at >= end:
            return phrase
        more = read_phrase(words, at, end, apposed=False)
        if more is None:
            comma = next((k for k in range(at, min(at + 8, end)) if words[k].kind is Kind.COMMA), None)
            if comma is None or any(ends_phrase(words, k) for k in range(at + 1, comma)):
                return phrase
            at = comma + 1
            continue
        closes = more.next >= end or ends_phrase(words, more.next) or words[more.next].kind is Kind.QUOTE
        given = more.name is not None and words[more.name[0]].norm in GIVEN
        if phrase.name is None and more.name is not None and (look(phrase.head).role or given):
            # ``المدير الفني للمنتخب، المولود في البوسنة، فلان``: a second comma may lie between.
            opening = look(words[more.first].norm)
            if more.name[0] == more.first or opening.role or opening.title:
                return Phrase(
                    phrase.first, more.last, more.name, phrase.role, phrase.head, phrase.gender,
                    phrase.number, _past_comma(words, more.next, end), more.quoted, more.role,
                )  # fmt: skip
        described = look(words[more.first].norm)
        fitting = described.role and (described.number == "s" or phrase.number != "s")
        if phrase.name is not None and more.role is not None and fitting and closes:
            return Phrase(
                phrase.first, phrase.last, phrase.name, phrase.role or more.role, phrase.head,
                phrase.gender, phrase.number, _past_comma(words, more.next, end), phrase.quoted, more.role,
            )  # fmt: skip
        if more.next >= end or words[more.next].kind is not Kind.COMMA:
            return phrase
        at = more.next + 1
    return phrase


def _past_comma(words: Sequence[Word], at: int, end: int) -> int:
    return at + 1 if at < end and words[at].kind is Kind.COMMA else at


def _quoted(words: Sequence[Word], first: int, at: int, end: int) -> Phrase | None:
    """A quotation can name the speaker: ``وذكرت "الضحى" أن``."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 40:
        return None
    following = words[at + 1] if at + 1 < end else None
    if following is None or following.kind not in (Kind.WORD, Kind.COMMA):
        return None
    if following.kind is Kind.WORD and following.norm in CUES:
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
        if look(word.norm).preposition and word.norm not in ("من", "في"):
            break
        last = position
        position += 1
    return Phrase(at, last, None, (at, last), "", "?", "p", position)
