"""Where a name begins behind a description, a club, an origin or a first name in no table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.language.places import country_of
from index.quotes.looks import GIVEN, NAMING, PARTICLES, THINGS, look
from index.quotes.mentions.names import is_prefixed
from index.quotes.mentions.shapes import is_accusative, is_bare_name, is_verb
from index.quotes.text import Kind, Word
from index.text.normalise import normalised

_PARTICIPLE: Final = re.compile("الم\\w{3,4}")
"""``المطارد``, ``المنتخب``: what somebody is, with the article."""


def first_given(words: Sequence[Word], name_first: int, last: int, head_at: int) -> int:
    """Returns where the name begins, behind a club and before a first name that no table has.

    ``مدرب ريال مدريد | زين الدين``, ``وزيرة النقل | إليزابيت بورن``.
    """
    if words[name_first].norm in GIVEN:
        return name_first
    if name_first == head_at:
        opening = words[head_at].look
        # ``المخضرم سالم القندسي``: an adjective, and then the name.
        adjective = opening.definite and not opening.given and name_first < last
        named = adjective and (words[head_at + 1].look.given or is_origin(words, head_at))
        return head_at + named
    first = words[name_first].norm
    if (
        _PARTICIPLE.fullmatch(first)
        and name_first < last
        and is_bare_name(words[name_first + 1].norm)
    ):
        return name_first + 1
    if _is_first_name(words, name_first - 1, head_at):
        return name_first - 1
    if name_first == head_at + 1 and words[head_at].look.title and words[head_at].look.definite:
        # ``السفيرة علياء أحمد``: what stands right behind a title is a first name.
        return name_first
    for at in range(name_first + 1, last):
        if words[at].norm in GIVEN and words[at - 1].norm not in PARTICLES:
            return at
    return name_first


def is_origin(words: Sequence[Word], at: int) -> bool:
    """``قال الفرنسي | زبرقان``: where somebody is from stands before a name that is in no table.

    It is a family's name where the article has a given name before it: ``سالم المصري``.
    """
    word = words[at]
    if at + 1 >= len(words) or words[at + 1].kind is not Kind.WORD:
        return False
    if (
        not is_bare_name(words[at + 1].norm)
        or word.look.number != "s"
        or country_of(normalised(word.norm)) is None
    ):
        return False
    after = words[at + 1].norm
    if is_verb(after) or is_prefixed(after) or is_accusative(after) or words[at + 1].cue:
        return False
    return not any(
        words[k].norm == word.norm and words[k - 1].look.given for k in range(1, len(words))
    )


def _is_first_name(words: Sequence[Word], at: int, head_at: int) -> bool:
    """Says whether an unknown word before a family name is a first name, not the role's end."""
    if at <= head_at + 1 or words[at].kind is not Kind.WORD or words[at - 1].norm == "بلا":
        return False
    norm, seen = words[at].norm, words[at].look
    if not seen.unknown or seen.common or seen.base in THINGS or norm in PARTICLES:
        return False
    if _PARTICIPLE.fullmatch(norm):
        # ``الرئيس الزمرداني المطارد | زبرقان``
        return False
    if norm.startswith(("لل", "بال", "وال")) or is_prefixed(norm) or norm.endswith("ية"):
        return False
    if seen.definite and (look(seen.base).common or norm.endswith(("ة", "ي"))):
        return False
    # a body, a role or what is named by it needs the word: ``شرطة ريتشموند``
    before = words[at - 1].look
    if seen.definite and before.definite and before.body:
        # ``المتحدثة باسم البيت الابيض | سلمى``
        return False
    open_still = (before.body or before.role or before.base in NAMING) and not before.definite
    return not open_still and not before.preposition
