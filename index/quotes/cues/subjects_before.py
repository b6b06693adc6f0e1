"""The subject that stands before its verb: headlines, after كان, after أن and لكن."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.cues.clause import Clause, relative_before
from index.quotes.cues.objects import has_object
from index.quotes.lexicon import COMPLEMENTIZERS, CONJUNCTIONS, RELATIVE_LIKE
from index.quotes.looks import ADVERBS, PREPOSITIONS, TIMES, look, split_joined
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import CUES, Cue

_FARTHEST_SUBJECT: Final = 28
_GOING_BACK: Final = frozenset(["عنه", "عنها", "عنهم", "فيه", "فيها", "به", "بها"])
_DEMONSTRATIVES: Final = frozenset(["هذا", "هذه", "ذلك", "تلك", "وهذا", "وهذه", "وذلك"])


def subject_before(words: Sequence[Word], clause: Clause) -> Phrase | None:
    """The subject before its verb, at the start of its clause, in gender and number with it."""
    start = clause.unit[0]
    at = clause.at
    if (words[at].norm.startswith("ف") and clause.cue.joined) or words[at - 1].norm == "فقد":
        return _behind_as_for(words, clause)
    begin: int | None = None
    for position in range(at - 1, max(start - 1, at - _FARTHEST_SUBJECT), -1):
        word = words[position]
        norm = word.norm
        if norm in COMPLEMENTIZERS or norm in CONJUNCTIONS or norm in ("وان", "اما"):
            begin = position + 1
            break
        if word.kind is Kind.COLON:
            begin = position + 1
            break
        cue = CUES.get(norm)
        if (
            cue is not None
            and cue.form in ("perfect", "imperfect")
            and not relative_before(words, position)
            and not (words[position - 1].kind is Kind.COMMA and not cue.joined)
        ):
            return None
        if position == start:
            begin = start
    if begin is None or begin >= at:
        return None
    if has_object(words, clause):
        # ``طرق تعذيب وصفتها``: an object that goes back makes it a relative clause.
        return None
    if at + 1 < clause.unit[1] and words[at + 1].norm in _GOING_BACK:
        # ``قرار أعلن عنه``: the noun in front is what is spoken of.
        return None
    quote = words[begin].quote
    if quote is not None:
        near = begin + 1 == at or (begin + 2 == at and words[begin + 1].norm == "قد")
        if near and len(quote.span) < 40 and clause.cue.number == "s":
            return Phrase(begin, begin, (begin, begin), None, "", "?", "s", at, begin)
        return None
    while begin < at and (
        words[begin].norm in ADVERBS
        or words[begin].norm in TIMES
        or words[begin].kind is Kind.ASIDE
        or words[begin].kind in (Kind.DASH, Kind.SIGN)
    ):
        begin += 1
    if begin >= at or split_joined(words[begin].norm) in PREPOSITIONS:
        # ``وعن التاريخ يقول القندسي``: of what he speaks.
        return None
    if words[begin].norm[1:] in PREPOSITIONS and words[begin].norm.startswith("و"):
        return None
    phrase = read_phrase(words, begin, at)
    if phrase is None:
        return None
    if not agrees(clause.cue, phrase):
        # A headline leaves out what kind of body it is: ``التعاون الزهراني تطالب``.
        elided = begin == start and phrase.next == at and phrase.name is None
        if not (elided and clause.cue.gender == "f" and clause.cue.form == "imperfect"):
            return None
        if words[phrase.first].look.role:
            return None
    first = words[phrase.first]
    speaks = first.look.somebody or first.look.place or first.kind is Kind.NUMBER
    if not speaks and not _is_bare_name(words, phrase, at, begin == start, clause.cue):
        return None
    gap = at - phrase.next
    between = words[phrase.next] if phrase.next < at else None
    if (
        between is not None
        and between.norm not in RELATIVE_LIKE
        and between.kind is not Kind.COMMA
        and gap > 6
    ):
        return None
    return phrase


def _behind_as_for(words: Sequence[Word], clause: Clause) -> Phrase | None:
    """``أما الوكالة التي …، فقالت``: who stands behind أما."""
    for position in range(clause.unit[0], min(clause.unit[0] + 4, clause.at)):
        if words[position].norm in ("اما", "واما"):
            phrase = read_phrase(words, position + 1, clause.at)
            return phrase if phrase is not None and agrees(clause.cue, phrase) else None
    return None


def _is_bare_name(words: Sequence[Word], phrase: Phrase, at: int, opens: bool, cue: Cue) -> bool:
    """Says whether an unknown word before the verb is a name and no verb itself.

    ``ماكرون يؤكد`` in a headline, ``لكن شارون قال``; not ``قدمت روسيا ما تقول``.
    """
    word = words[phrase.first].norm
    if word in _DEMONSTRATIVES or (word.endswith("ة") and cue.gender == "m"):
        return False
    if (
        phrase.next != at
        and words[phrase.next].norm != "قد"
        and words[phrase.next].kind is not Kind.COMMA
        and (
            words[phrase.next].norm not in RELATIVE_LIKE or words[phrase.next].norm in ("في", "من")
        )
    ):
        # ``إذ تأتي في سياق``, ``بدلا من ذلك``: no names.
        return False
    if look(word).definite:
        return True
    before = words[phrase.first - 1].norm if phrase.first else ""
    if before in ("لكن", "ولكن", "ان") and phrase.next == at and phrase.name is not None:
        # A noun has to follow here, whatever its letters: ``لكن ميريت قال``.
        return phrase.last - phrase.first <= 1
    if word.endswith("ت") or word.startswith(("وا", "وب", "ول", "وس")) or phrase.name is None:
        return False
    return phrase.last - phrase.first <= 1 and (not opens or cue.form == "imperfect")


def agrees(cue: Cue, phrase: Phrase) -> bool:
    """Says whether a verb behind its subject can be its verb.

    People in the plural have a verb in the plural, things a feminine singular.
    """
    if phrase.gender == "?":
        return phrase.number == "p" or cue.number == "s"
    if phrase.number == "p":
        return cue.number == "p" or cue.gender == "f"
    if phrase.number == "d":
        return cue.number == "d"
    return cue.number == "s" and cue.gender == phrase.gender
