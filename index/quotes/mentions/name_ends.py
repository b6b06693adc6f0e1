"""How far a name goes: which word behind it is one more of it, and which ends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.language.places import country_of
from index.language.tables import doubtful_words
from index.quotes.lexicon import ALSO_NAMES, DETERMINERS, folded, word_set
from index.quotes.looks import (
    PARTICLES,
    THINGS,
    TIMES,
    Look,
    look,
)
from index.quotes.mentions.first_names import is_origin
from index.quotes.mentions.names import goes_somewhere, is_prefixed
from index.quotes.mentions.phrase import ends_phrase
from index.quotes.mentions.shapes import (
    is_accusative,
    is_bare_name,
    is_family_in_i,
    is_foreign,
    is_verb,
)
from index.quotes.text import Kind, Word
from index.text.normalise import normalised

_LONGEST_NAME: Final = 5
_ELLIPSIS: Final = 3
"""Characters between two words that are more than a space and the full stop of an initial."""
_SHORTEST_OBJECT: Final = 4
NAMES_TOO: Final = frozenset(["سلام", "امل", "فتح"])
"""Nouns of action that families are called by."""
_COUNTS: Final = folded("quoting", "names", "counts")
_AND_MORE: Final = word_set("وأبرز وأهم وأكبر وأول وآخر وأحد وعدد")
_POSSESSIVES: Final = ("اره", "اته", "ائه", "اله", "ابه", "ها", "هم")
_GIVEN_IN_I: Final = word_set("العربي الهادي المهدي الشاذلي التيجاني الغالي العالي")
"""They look like family names, and are given ones in the Maghreb."""


def name_goes_on(words: Sequence[Word], at: int, name_first: int, seen: Look) -> bool:
    norm = words[at].norm
    before = words[at - 1].norm
    particles = sum(words[k].norm in PARTICLES for k in range(name_first, at))
    if at - name_first - particles >= _LONGEST_NAME or at - name_first > 2 * _LONGEST_NAME:
        return False
    if words[at].start - words[at - 1].end >= _ELLIPSIS:
        return False
    if words[at - 1].kind is Kind.ASIDE:
        # ``لوبيتي (51 عاما) المهمة``: his age closes the name.
        return False
    if norm == "عشر" and words[at - 1].look.definite:
        # ``غوستاف السابع عشر``
        return True
    if norm in DETERMINERS or norm in _COUNTS or norm in _AND_MORE:
        return False
    if norm.startswith("الم") and seen.unknown and goes_somewhere(words, at, len(words)):
        return False
    opening = words[name_first].look
    origin = opening.definite and not opening.given
    if origin and before not in PARTICLES and norm not in PARTICLES and not seen.given:
        # A name that begins with the article is a family name alone: ``السويسري | جياني``.
        given = next((k for k in range(name_first, at) if words[k].look.given), None)
        if given is not None:
            return name_goes_on(words, at, given, seen)
        if at == name_first + 1 and is_origin(words, name_first):
            return True
        # ``الحسن كاساري``: a given name with the article.
        return look(opening.base).given and seen.unknown and not (seen.common or seen.definite)
    if (
        norm.endswith("ا")
        and at + 1 < len(words)
        and words[at + 1].norm.endswith("ا")
        and seen.unknown
    ):
        return False
    if (
        norm.endswith("ه")
        and not (norm.endswith(("اه", "لله")) or is_foreign(norm))
        and seen.unknown
        and (len(norm) > 4 or (len(norm) == 4 and norm.endswith("ة")))
    ):
        return False
    if seen.given and at - name_first >= 2 and _closes_name(words, at - 1, name_first):
        # ``سألت سلمى الريحاني سالم``: whom she asked.
        return False
    if norm in PARTICLES or before in PARTICLES or seen.given or _is_also_name(words, at):
        return True
    if norm == "بين" and _is_between_foreign(words, at):
        return True
    if _is_of_god(words, at) or _is_family(words, at, name_first, seen):
        return True
    first_name = _is_given(words, at - 1, name_first) or (
        is_bare_name(before) and is_family_in_i(norm)
    )
    if seen.common and not (first_name and _may_be_family(words, at)):
        # ``دونالد ترامب مذكرة``; ``سالم الحربي`` is a family's name.
        return False
    if _closes_name(words, at - 1, name_first):
        return False
    if (
        norm.endswith("ا")
        and seen.unknown
        and at - 1 > name_first
        and before.startswith("ال")
        and words[at - 2].norm not in PARTICLES
    ):
        # ``استقبل سامي الحداد وفدا``: an object in the accusative.
        return False
    if is_accusative(norm) or is_prefixed(norm) or norm.endswith(_POSSESSIVES):
        return False
    if is_verb(norm) or _is_object(norm):
        return False
    if seen.definite and norm.endswith("ين") and (seen.role or look(norm[:-2]).nisba):
        return False
    if seen.preposition or norm in TIMES or seen.base in THINGS - NAMES_TOO:
        return False
    if seen.role or seen.body or seen.adjective:
        # وزير after a name begins an apposition, and الشيخ may end one.
        return False
    if norm.startswith("و") and not seen.given and look(norm[1:]).given:
        return True
    joined = norm.startswith("و") and at - name_first - particles > 1
    if joined and at + 1 < len(words) and not _is_beyond(words, at + 1):
        # ``سالم الكندي | وأبرقوا إليه``; ``زو وليامس`` and
        # ``سارة ليا ويتكر إن`` are names.
        return False
    if norm.startswith(("لل", "بال", "وال")) and seen.unknown and norm != "بال":
        return False
    if norm.startswith(("ل", "ب")) and (look(norm[1:]).body or look(norm[1:]).place):
        return False
    if seen.nisba:
        # ``سالم الكندي``, ``أبو بكر الكندي``, ``سالم بن حمد الكندي``.
        behind_kin = at - 2 >= name_first and words[at - 2].norm in PARTICLES
        behind_given = words[at - 1].look.given
        return seen.definite and (at == name_first + 1 or behind_kin or behind_given)
    return seen.unknown or (seen.place and words[at - 1].look.given)


def _is_given(words: Sequence[Word], at: int, name_first: int) -> bool:
    """``سالم``, ``عبد الملك``."""
    return words[at].look.given or (at > name_first and words[at - 1].norm == "عبد")


def _is_also_name(words: Sequence[Word], at: int) -> bool:
    """``سالم أمير``; not ``سالم أمير الوادي``, where a definite follows in construct."""
    after = words[at + 1] if at + 1 < len(words) else words[at]
    owned = after.look.definite and not after.look.nisba and after.kind is Kind.WORD
    return words[at].norm in ALSO_NAMES | {"إمام"} and not owned


def _is_beyond(words: Sequence[Word], at: int) -> bool:
    """Says whether no noun phrase can go on with a word."""
    word = words[at]
    return word.kind is not Kind.WORD or ends_phrase(words, at) or word.cue is not None


def _is_object(norm: str) -> bool:
    """``جاهزا``, ``بطعم``: a common noun in the accusative, or behind a preposition."""
    if len(norm) < _SHORTEST_OBJECT or not (norm.endswith("ا") or norm[0] in "لب"):
        return False
    bare = norm[1:] if norm[0] in "لب" else norm[:-1]
    if norm[0] in "لب" and country_of(normalised(bare)):
        return True
    # A noun takes the article too, ``الطعم``; what does not may be a name: ``ليفي``.
    return _is_told(bare) and _is_told(f"ال{bare}")


def _is_told(norm: str) -> bool:
    return look(norm).common or norm in doubtful_words()


def _is_between_foreign(words: Sequence[Word], at: int) -> bool:
    """``كيكي بين زندو أن``: between two words that are in no table, and nothing behind them."""
    if at + 2 >= len(words) or not ends_phrase(words, at + 2):
        return False
    beside = (words[at - 1].look, words[at + 1].look)
    return all(one.unknown and not one.common and not one.definite for one in beside)


def _is_of_god(words: Sequence[Word], at: int) -> bool:
    """``صنع | الله``, ``حسب | الله``: two words that are one name."""
    if words[at].norm == "الله":
        return not words[at - 1].norm.endswith("ه")
    follows = words[at + 1].norm if at + 1 < len(words) else ""
    return follows == "الله" and not words[at].norm.endswith("ه") and words[at].cue is None


def _is_family(words: Sequence[Word], at: int, name_first: int, seen: Look) -> bool:
    """Says whether a role or an ordinal with the article is a family's name or a king's number.

    ``يوسف الشاهد``, ``عبد الملك الشاهد``, ``تشارلز الثالث``; not ``سالم النجم الزمرداني``.
    """
    given = _is_given(words, at - 1, name_first) or words[at - 1].norm == "الله"
    if at > name_first + 2 or not given or not seen.definite:
        return False
    called = seen.role or seen.title or seen.adjective or seen.unnamed
    return called and seen.number == "s" and _may_be_family(words, at)


def _may_be_family(words: Sequence[Word], at: int) -> bool:
    """Says whether a word with the article stands as a name does: ``الأماكن المقدسة`` does not."""
    if not words[at].look.definite or words[at].norm.endswith("ة"):
        return False
    after = words[at + 1].look if at + 1 < len(words) else words[at].look
    # ``سالم الحربي | المزارعين``: several are no attribute of one.
    return not (after.nisba or after.adjective or (after.definite and after.number == "s"))


def _closes_name(words: Sequence[Word], at: int, name_first: int) -> bool:
    """Says whether a word of a name is its last: a family name in -i, or a house's.

    In ``افتتح خالد العناني متحف الحضارة`` and ``أعلن تركي آل الشيخ برنامج الموسم`` what follows
    is the object; ``العربي زيتوت`` and ``عبد الغني سلامة`` go on.
    """
    if at <= name_first:
        return False
    norm, before = words[at].norm, words[at - 1].norm
    if before == "ال":
        return True
    family = norm.startswith("ال") and norm.endswith("ي") and len(norm) > len("الحي")
    return family and before not in PARTICLES and norm not in _GIVEN_IN_I
