"""Tells what is said from who says it, where a noun follows the verb."""

from __future__ import annotations

from collections.abc import Container, Sequence

from index.quotes.clause import Clause
from index.quotes.lexicon.closed import NEEDING_OBJECT, TAKING_BA
from index.quotes.name_parts import is_noun_of_action
from index.quotes.nouns import THINGS, look
from index.quotes.phrase import Phrase
from index.quotes.words import Kind, Word


def is_object(words: Sequence[Word], clause: Clause, phrase: Phrase, known: Container[str]) -> bool:
    """Says whether the noun after the verb is what is said, not who says it.

    A verb in the feminine can't have a man as its subject, ``وأدانت الهجوم``; nor one in
    the plural any noun after it, ``وقالوا الحقيقة``.
    """
    if clause.cue.number in ("p", "d"):
        return True
    norm = words[phrase.first].norm
    if norm in known:
        return _lacks_object(words, clause, phrase)
    if look(norm).base in THINGS or (
        look(norm).definite and norm.endswith("ين") and look(norm).number == "p"
    ):
        # المسؤولين is no nominative.
        return True
    after = words[phrase.next] if phrase.next < clause.unit[1] else None
    if norm.startswith("ب") and (norm[1:] in THINGS or is_noun_of_action(norm[1:])):
        return True
    takes_ba = clause.cue.lemma in TAKING_BA and norm.startswith("ب") and not look(norm).given
    if takes_ba and (after is None or not after.norm.startswith("ب")):
        # ``وأشاد بحس الزعامة``; in ``وأشاد بوتين بالاتفاق`` the ب is yet to come.
        return True
    if _lacks_object(words, clause, phrase):
        return True
    if (
        clause.cue.gender == "f"
        and look(norm).unknown
        and look(norm).definite
        and not norm.endswith(("ة", "ي"))
    ):
        named = after is not None and after.kind is Kind.WORD and look(after.norm).given
        return phrase.last == phrase.first and not named
    if phrase.name is not None or phrase.head == "":
        return False
    head = look(words[phrase.first].norm)
    if clause.cue.gender == "f" and phrase.gender == "m" and phrase.number == "s" and not head.body:
        return not (head.unknown and head.definite is False and head.base.endswith("ا"))
    if clause.cue.gender == "m" and phrase.gender == "f" and phrase.number == "s" and not head.role:
        return not (head.place or head.body)
    tells = (
        head.role
        or head.body
        or head.document
        or head.title
        or head.unnamed
        or head.place
        or head.nisba
    )
    if (
        head.role
        and head.definite
        and clause.cue.gender == "f"
        and phrase.gender == "m"
        and phrase.number == "s"
    ):
        # ``كما تدعو الأمين العام إلى``
        return True
    if head.role or head.body or head.title:
        return False
    return not tells and clause.cue.kind == "judge" and not head.definite


def _lacks_object(words: Sequence[Word], clause: Clause, phrase: Phrase) -> bool:
    """``واتهم الحوثي بأنه``: a verb that needs an object has it there, and no subject."""
    if clause.cue.lemma not in NEEDING_OBJECT or phrase.next >= clause.unit[1]:
        return False
    after = words[phrase.next]
    return after.kind is Kind.WORD and (after.norm.startswith("ب") or after.norm in ("على", "الى"))
