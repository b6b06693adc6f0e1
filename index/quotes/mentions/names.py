"""Which words of a noun phrase are somebody's name: where it begins, how far it goes.

Names have no mark in Arabic. A given name opens one; so does an unknown word behind a
title or a closed description (``وزير المياه الزهراني | سالم``). A noun of action, an
adverb in -an or a word with a pronoun is none, whatever stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.language.places import place_names
from index.language.tables import doubtful_words
from index.language.tables import words as table
from index.quotes.lexicon import folded, word_set
from index.quotes.looks import (
    BELONGING,
    NAMING,
    OCCASIONS,
    PARTICLES,
    ROLES,
    THINGS,
    TIMES,
    Look,
    look,
    split_joined,
)
from index.quotes.mentions.phrase import ends_phrase
from index.quotes.mentions.shapes import (
    is_accusative,
    is_bare_name,
    is_foreign,
    is_in_accusative,
    is_noun_of_action,
    is_owned,
    is_told,
    is_verb,
)
from index.quotes.text import Kind, Word
from index.quotes.verbs import ASKING, CUES
from index.text.normalise import normalised

LETTERS: Final = folded("quoting", "nouns", "spelled_letters")
_OFFICES_TOO: Final = folded("names", "given", "offices_too")
REGIONS: Final = frozenset(["مقاطعة", "اقليم", "ولاية", "محافظة", "بلدة", "مدينة", "منطقة"])
RANKS: Final = folded("quoting", "names", "ranks")


BEST: Final = frozenset(["افضل", "ابرز", "اشهر", "اكبر"])
"""``أفضل لاعب في العالم``: a part of what somebody is called."""
LOANED: Final = folded("quoting", "names", "loaned")
"""Titles that stand before a name without the article as well."""


_MASDARS_IN_WAW: Final = word_set("وجو وقف وضع وصو وقو وفا وحد وصف وسا وزي وزا")


def starts_name(words: Sequence[Word], at: int, head_at: int, seen: Look, limit: int) -> bool:
    norm = words[at].norm
    if at > head_at and words[at - 1].norm == "بلا":
        # ``أطباء بلا حدود``: without what.
        return False
    if not seen.given and (seen.base in THINGS or (seen.common and norm not in PARTICLES)):
        return False
    if norm.endswith("ه") and len(norm) > 4 and not (seen.given or is_foreign(norm)):
        return False
    if not seen.given and is_noun(words, at, head_at, limit):
        return False
    if norm in _OFFICES_TOO and at == head_at + 1 and _has_title(words, head_at):
        # ``المشير خليفة القندسي``: behind a title with the article he is no successor.
        return at + 1 < limit and (_may_go_on(words, at + 1) or words[at + 1].norm in PARTICLES)
    if norm in LETTERS and at > head_at:
        return False
    if at > head_at and words[head_at].look.role and _is_seat(words, at, head_at, limit):
        return False
    if at > head_at and words[at - 1].norm in ("باسمه", "باسمها", "باسمهم"):
        return seen.unknown or seen.given
    if at > head_at and norm in RANKS and words[at - 1].look.role:
        # ``العميد ركن سالم``: a part of the rank.
        return False
    if norm == "صباح" and words[at - 1].look.title:
        return True
    if (
        (norm == "باسم" and at > head_at)
        or (is_noun_of_action(norm) and (seen.common or seen.base in THINGS))
        or is_accusative(norm)
        or is_prefixed(norm)
        or is_verb(norm)
    ):
        return False
    if at > head_at and is_institution(words[head_at].look):
        return False
    before_it = words[at - 1].look
    if at > head_at + 1 and before_it.body and not before_it.definite and not before_it.role:
        # ``متحدثة باسم مكتب تيريزا``: whose office it is.
        return False
    if _governs_region(words, at, limit):
        return False
    if seen.given or (norm in ("ابو", "عبد", "ابن", "بن", "ام") and at + 1 < limit):
        return True
    if (
        norm == "ابي"
        and at + 1 < limit
        and (words[at + 1].look.given or is_bare_name(words[at + 1].norm))
    ):
        return True
    if at == head_at and seen.unnamed:
        return False
    if at == head_at:
        if seen.definite and seen.nisba:
            # المصري alone is a family name: as an adjective it would have a noun.
            after = words[at + 1].look if at + 1 < limit else seen
            origins = after is not seen and after.definite and after.base.endswith("ي")
            return seen.number == "s" and not origins
        if seen.definite and at + 1 < limit and words[at + 1].kind is Kind.WORD:
            # ``المشروع الكويتي``: an adjective behind it makes it a noun.
            following = words[at + 1].look
            if following.definite and (
                following.nisba or following.adjective or words[at + 1].norm.endswith(("ي", "ية"))
            ):
                return False
        plural = norm.endswith(("يون", "ات")) or (seen.definite and norm.endswith(("ون", "ين")))
        if norm in ("فون", "فان", "دي", "لو") and at + 1 < limit:
            return words[at + 1].look.unknown or words[at + 1].norm in PARTICLES
        return seen.unknown and not plural and norm not in PARTICLES
    head = words[head_at].look
    before = look(split_joined(words[at - 1].norm))
    if at == head_at + 1 and head.base.endswith("ة") and head.role and seen.given:
        # ``انتقدت الطالبة دونالد``: a man's name behind a woman's title is somebody else's.
        return seen.gender == "f"
    if words[at - 1].norm.startswith("لل") and at > head_at:
        return False
    titled = head.title and head.definite and at == head_at + 1
    if (
        titled
        and not (seen.nisba or seen.adjective or _common(seen))
        and (seen.unknown or seen.definite)
    ):
        if norm.endswith("ة") and seen.definite:
            return False
        if seen.definite and goes_somewhere(words, at, limit):
            # ``اللاعب القادم من``: where he comes from.
            return False
        return not (norm.endswith(("ي", "ية")) and _more(words, at + 1, limit))
    if (
        not seen.unknown
        or norm.endswith(("يون", "ية"))
        or (norm.startswith(("وال", "لل", "بال", "كال")) or _is_joined(norm))
    ):
        return False
    if (norm.startswith(("ل", "ب")) and is_known(look(norm[1:]))) or (
        words[at - 1].norm.startswith(("ل", "ب")) and is_known(look(words[at - 1].norm[1:]))
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
    return (
        before.definite
        or before.nisba
        or before.place
        or before.title
        or _leads_to_name(words, at, head_at)
        or (before.role and is_owned(words[at - 1].norm) and is_bare_name(norm))
    )


def _governs_region(words: Sequence[Word], at: int, limit: int) -> bool:
    """``شريف مقاطعة الوادي``, ``أمير منطقة الوادي``: a given name in construct is an office."""
    return at + 2 < limit and words[at + 1].norm in REGIONS


def _has_title(words: Sequence[Word], at: int) -> bool:
    return words[at].look.title and words[at].look.definite


def is_noun(words: Sequence[Word], at: int, head_at: int, limit: int) -> bool:
    """Says whether a word without the article is a noun, and what is done, not who does it.

    ``رفع وزير المياه | دعوى``: behind a description stands a word that alone is nobody's name, or
    one in -a with a feminine without the article behind it, as no name has one: ``فتوى جديدة``.
    """
    norm, seen = words[at].norm, words[at].look
    after = words[at + 1] if at + 1 < limit else None
    if norm.endswith("ى") and after is not None and after.norm.endswith("ة"):
        return not after.look.definite
    if at == head_at or seen.definite or norm in PARTICLES:
        return False
    told = norm in doubtful_words() or is_in_accusative(norm)
    return told and not (after and _may_go_on(words, at + 1))


def _may_go_on(words: Sequence[Word], at: int) -> bool:
    word, seen = words[at], words[at].look
    if word.kind is not Kind.WORD or ends_phrase(words, at):
        return False
    return seen.given or (seen.unknown and not is_told(word.norm) and not is_prefixed(word.norm))


def _is_seat(words: Sequence[Word], at: int, head_at: int, limit: int) -> bool:
    """``الرئيس التنفيذي لشركة فيسبوك``, ``وكيل محكمة العاصمة نجامينا``: where he serves."""
    if is_known_body(words[at].norm):
        return True
    before = words[at - 1].look
    town = at > head_at + 1 and normalised(words[at].norm) in place_names()
    return town and before.definite and not before.nisba and not _more(words, at + 1, limit)


def goes_somewhere(words: Sequence[Word], at: int, limit: int) -> bool:
    """``القادم من``, ``المنضم للفريق``: what governs a preposition is a participle."""
    after = words[at + 1].norm if at + 1 < limit else ""
    return after in ("من", "الى", "عن") or (after.startswith("لل") and look(after).unknown)


def _is_joined(norm: str) -> bool:
    """Says whether a و in front is "and": ويلبور is a name, ومصدر is not."""
    return norm.startswith("و") and len(norm) > 3 and not look(norm[1:]).unknown


def is_institution(head: Look) -> bool:
    return (head.body or head.document) and not head.role and not head.title


def is_body_name(words: Sequence[Word], first: int, last: int) -> bool:
    """Says whether words say which body is meant: ``منظمة الفجر``, ``الجيش الزمرداني``.

    ``قمة استثنائية`` and ``لجنة تحقيق`` may be any, ``المنظمة`` is one that was named before.
    """
    if first == last:
        return words[first].look.place or is_known_body(words[first].norm)
    nearest = words[first + 1]
    seen = nearest.look
    if nearest.kind is Kind.WORD and not seen.definite and not seen.place:
        told = seen.nisba or seen.adjective or seen.preposition or nearest.norm.endswith("ية")
        if told:
            return words[first].look.definite and seen.preposition
    return any(
        words[at].kind is Kind.QUOTE or words[at].look.definite or words[at].look.place
        for at in range(first + 1, last + 1)
    ) or (
        nearest.kind is Kind.WORD
        and seen.unknown
        and seen.base not in THINGS
        and not _is_attribute(nearest.norm)
        and not (nearest.norm.startswith("و") and nearest.norm.endswith(("ون", "ين")))
    )


def _is_attribute(norm: str) -> bool:
    """``شركة كاملة``, ``فريق طبي``: a feminine that has the article as well is no name."""
    one = f"{norm}ة" if norm.endswith("ي") else norm
    return one.endswith("ة") and is_told(one) and is_told(f"ال{one}")


def is_known_body(name: str) -> bool:
    """Says whether a name is one body's in any article: ``رويترز``, ``فيسبوك``."""
    return normalised(name) in table("names", "bodies", "proper")


def is_prefixed(norm: str) -> bool:
    """Says whether ب or ل is a preposition here: بجائزة, لأول; not in بوريطة."""
    if (
        norm.startswith(("ل", "ب"))
        and (norm[1:2] != "و" or norm[1:4] in _MASDARS_IN_WAW)
        and (len(norm) > 4 or (len(norm) == 4 and norm.endswith("ة")))
    ):
        rest = look(norm[1:])
        return (
            (norm.endswith(("ة", "ات")) and (rest.common or norm.endswith("ات")))
            or is_known(rest)
            or (rest.given and norm.startswith("ل"))
            or rest.base in THINGS
            or is_noun_of_action(norm[1:])
            or norm.startswith(("بال", "لل", "بت", "لاول", "بعد", "لشؤون", "لشئون", "لحقوق"))
        )
    return norm.startswith("عليه") or norm == "ما"


def _more(words: Sequence[Word], at: int, limit: int) -> bool:
    """Says whether a name can still follow, so that a word in ي is an adjective before it."""
    if at >= limit or words[at].kind is not Kind.WORD or ends_phrase(words, at):
        return False
    seen = words[at].look
    return (
        seen.given
        or seen.nisba
        or seen.title
        or seen.adjective
        or (seen.unknown and words[at].norm not in TIMES)
    )


def _common(seen: Look) -> bool:
    return seen.role or seen.body or seen.document or seen.base in THINGS


def is_known(seen: Look) -> bool:
    return seen.role or seen.body or seen.document or seen.place or seen.base in NAMING


def _leads_to_name(words: Sequence[Word], at: int, head_at: int) -> bool:
    """Says whether the word before closes a description: ``نجم برشلونة``, ``رئيس الحزب``."""
    before = words[at - 1].look
    return at > head_at + 1 and before.unknown and not before.common and words[head_at].look.role


def is_anothers(words: Sequence[Word], head_at: int, name_first: int) -> bool:
    """Says whether the name in a description is not the one's described.

    ``زوجة سالم الكندي``, ``مدرب سالم الكندي``: a noun without the article right before a name is
    in construct with it, so is a relative before a title (``ابنة الفنان سالم``). ``المتحدث باسم
    سالم``, ``الناطقة باسم الوزير سالم``: for whom one speaks. ``محاميها سالم`` is he.
    """
    for at in range(head_at + 1, name_first):
        if words[at].norm == "باسم":
            return _leads_to_person(words, at + 1, name_first)
    head, base = words[head_at].look, split_joined(words[head_at].norm)
    if name_first == head_at or head.definite or head.given or base in LOANED:
        return False
    if head.role and (base.endswith("و") or are_several(base)):
        # ``محامو سالم``, ``مالكو الحصان سالم``: several, and his.
        return True
    if base in BELONGING:
        near = head_at + 2 if words[head_at + 1].norm == "من" else head_at + 1
        return _leads_to_person(words, near, name_first)
    return name_first == head_at + 1 and base in ROLES


def are_several(base: str) -> bool:
    """``مستشاري الرئيس``: a plural in construct; ``محامي الرئيس`` is one."""
    return base[-1:] in ("ي", "و") and base[:-1] in ROLES and base not in ROLES


def _leads_to_person(words: Sequence[Word], at: int, name_first: int) -> bool:
    """Says whether a person follows: a name, or titles and then a name."""
    return all(
        (words[k].look.title or words[k].look.role or words[k].look.nisba)
        and not words[k].look.body
        for k in range(at, name_first)
    )


def may_begin(words: Sequence[Word], at: int) -> bool:
    """Says whether a person's name can begin at a word, so that reading on is worth it."""
    norm = words[at].norm
    if norm in CUES:
        return False
    if norm == "باسم" and not (at and (words[at - 1].cue or words[at - 1].look.title)):
        # ``متحدثة باسم القندسي``, ``عقد باسم القندسي``: in his name.
        return False
    seen = look(norm)
    if seen.base in ("صحفي", "صحافي") and at and words[at - 1].look.base in OCCASIONS:
        return False
    if seen.given or seen.title or seen.role:
        return True
    rest = split_joined(norm)
    if rest != norm:
        return False
    return bool(at and words[at - 1].cue and not seen.preposition)


def is_asked_behind(words: Sequence[Word], at: int) -> bool:
    """``سأل | المذيع | الوزير سالم``: who asks, and behind him whom he asked."""
    if not 0 < at < len(words) - 1 or not (words[at].look.role and words[at].look.definite):
        return False
    cue, behind = words[at - 1].cue, words[at + 1].look
    return cue is not None and cue.lemma in ASKING and behind.title and behind.definite
