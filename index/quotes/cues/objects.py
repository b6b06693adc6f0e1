"""Tells what is said from who says it, where a noun follows the verb."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from index.language.tables import as_written
from index.quotes.cues.clause import Clause
from index.quotes.lexicon import COMPLEMENTIZERS, NEEDING_OBJECT, TAKING_BA
from index.quotes.looks import THINGS, look
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.shapes import is_noun_of_action
from index.quotes.text import Kind, Word
from index.quotes.verbs import CUES

_WITHOUT_OBJECT: Final = frozenset(
    "قال أشار لفت تحدث نوه ألمح أجاب رد علق هتف صرخ".split()  # noqa: SIM905
)
"""Verbs whose noun is the subject: what is said follows a particle or a preposition."""
_CALLING_ON: Final = as_written("quoting", "objects", "calling_on")
_DEMONSTRATIVES: Final = frozenset(["ذلك", "هذا", "هذه", "تلك"])


def has_object(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether the verb carries its object: ``وصفه``, ``اتهمها``."""
    norm = words[clause.at].norm
    for pronoun in ("ها", "هم", "ه"):
        # يتهم ends like one with a pronoun and is none.
        bare = CUES.get(norm.removesuffix(pronoun)) if norm.endswith(pronoun) else None
        if bare is not None and bare.lemma == clause.cue.lemma:
            return clause.cue.form in ("perfect", "imperfect")
    return False


def is_passive(words: Sequence[Word], clause: Clause) -> bool:
    """``خطوة وصفت بأنها "..."``: what needs an object and has none is a passive.

    Without vowels وُصفت and وَصفت are one; a pronoun on the verb (``وصفها بأنها``) or a noun
    behind it makes it active.
    """
    if clause.cue.form not in ("perfect", "imperfect") or has_object(words, clause):
        return False
    at = clause.at + 1
    if at >= clause.unit[1] or words[at].kind is not Kind.WORD:
        return False
    norm = words[at].norm
    if clause.cue.lemma == "اعتبر":
        return norm == "بمثابة"
    if clause.cue.lemma not in ("وصف", "اتهم"):
        return False
    return norm == "ب" or (norm.startswith("ب") and norm[1:] in COMPLEMENTIZERS)


def is_object(words: Sequence[Word], clause: Clause, phrase: Phrase, known: Container[str]) -> bool:
    """Says whether the noun after the verb is what is said, not who says it.

    A verb in the feminine can't have a man as its subject, ``وأدانت الهجوم``; nor one in
    the plural any noun after it, ``وقالوا الحقيقة``.
    """
    if clause.cue.number in ("p", "d"):
        return True
    norm = words[phrase.first].norm
    if norm.endswith("ون") and look(norm).role:
        # الباحثون is a nominative; its accusative would be الباحثين.
        return False
    if norm in known:
        return _lacks_object(words, clause, phrase)
    if clause.cue.lemma in _CALLING_ON and words[clause.at + 1].norm in ("فيه", "فيها"):
        # ``منشورات دعت فيها السكان إلى``: the noun tells whom they called on.
        return True
    if clause.cue.lemma not in _WITHOUT_OBJECT and _is_bare_object(words, clause, phrase):
        return True
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
        named = after is not None and after.kind is Kind.WORD and after.look.given
        return phrase.last == phrase.first and not named
    if phrase.name is not None or phrase.head == "":
        return False
    head = words[phrase.first].look
    one_man = phrase.gender == "m" and phrase.number == "s"
    if clause.cue.gender == "f" and one_man and not head.body:
        return not (head.unknown and head.definite is False and head.base.endswith("ا"))
    if clause.cue.gender == "m" and phrase.gender == "f" and phrase.number == "s" and not head.role:
        return not (head.place or head.body)
    if head.role and head.definite and clause.cue.gender == "f" and one_man:
        # ``كما تدعو الأمين العام إلى``
        return True
    if head.role or head.body or head.title:
        return False
    tells = head.document or head.unnamed or head.place or head.nisba
    return not tells and clause.cue.kind == "judge" and not head.definite


def _is_bare_object(words: Sequence[Word], clause: Clause, phrase: Phrase) -> bool:
    """Says whether a noun can only be what is said of, by its own form.

    ``وأكد دعمه``: a noun with a pronoun goes back to the subject, unless its hamza shows the
    nominative (``زملاؤها``) or it is somebody (``والدها``); ``وصفت ذلك`` and ``وصف العديد من``
    leave nobody to speak; nouns of action don't speak either (``أعلن الاعتزال``).
    """
    norm = words[phrase.first].norm
    seen = look(norm)
    somebody = seen.role or seen.body or seen.title or seen.unnamed or seen.given or seen.document
    if somebody:
        return False
    if norm.endswith(("ها", "هم", "ه")) and len(norm) > 3 and not norm.startswith("ال"):
        return not norm.endswith(("ؤه", "ؤها", "ؤهم", "يه", "اه", "لله")) and seen.unknown
    if norm in _DEMONSTRATIVES:
        return phrase.last == phrase.first
    if seen.base in ("عديد", "كثير") and clause.cue.lemma in NEEDING_OBJECT:
        return True
    if norm.startswith("ل") and seen.unknown and look(norm[1:]).given:
        # ``صرح لجون``: whom he told.
        return True
    if seen.definite and is_noun_of_action(seen.base):
        return True
    following = words[phrase.first + 1] if phrase.first + 1 < clause.unit[1] else None
    construct = following is not None and following.look.definite
    # ``فاعتبر مشاهدة المباريات``: in a construct a feminine noun is no name.
    return construct and seen.unknown and not seen.definite and norm.endswith("ة")


def _lacks_object(words: Sequence[Word], clause: Clause, phrase: Phrase) -> bool:
    """``واتهم الحوثي بأنه``: a verb that needs an object has it there, and no subject."""
    if clause.cue.lemma not in NEEDING_OBJECT or phrase.next >= clause.unit[1]:
        return False
    if has_object(words, clause):
        return False
    after = words[phrase.next]
    return after.kind is Kind.WORD and (after.norm.startswith("ب") or after.norm in ("على", "الى"))
