"""Finds who is the subject of a verb of saying."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from index.quotes.cues.circumstances import skip_circumstances
from index.quotes.cues.clause import Clause, Relation
from index.quotes.cues.objects import is_object, is_passive
from index.quotes.cues.subjects_before import subject_before
from index.quotes.lexicon import CLAUSE_OPENERS, COMPLEMENTIZERS, NEEDING_OBJECT
from index.quotes.looks import OCCASIONS
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import ASKING


def find_subject(
    words: Sequence[Word], clause: Clause, before: str, known: Container[str]
) -> tuple[Clause, int] | None:
    """Finds the subject of a verb.

    Returns:
        The clause with its subject, and where reading goes on; ``None`` where the verb says
        nothing (``جاء في الوقت المناسب``).
    """
    start = clause.unit[0]
    if clause.cue.lemma in ("جاء", "ورد"):
        return _document_behind_in(words, clause)
    if is_passive(words, clause):
        return replace(clause, relation=Relation.PASSIVE), clause.at + 1
    was = clause.at - 2 >= start and not words[clause.at - 2].norm.endswith(("كان", "كانت"))
    if before == "قد" and was:
        # ``وكان سيف قد عزا انهيار العملة``: the subject stands before قد.
        found = subject_before(words, clause)
        if found is not None:
            return replace(clause, subject=found, relation=Relation.BEFORE), clause.at + 1
    position, phrase = _phrase_behind(words, clause, known)
    if phrase is not None:
        return _with_phrase(words, clause, phrase, position)
    if before in ("الذي", "التي", "الذين", "اللذان", "اللذين"):
        return replace(clause, relation=Relation.RELATIVE), position
    joined = clause.cue.joined and not words[clause.at].norm.startswith("ف")
    if not joined or before in ("كان", "كانت", "وكان", "وكانت"):
        found = subject_before(words, clause)
        if found is not None:
            clause = replace(clause, subject=found, relation=Relation.BEFORE)
    return clause, position


def _phrase_behind(
    words: Sequence[Word], clause: Clause, known: Container[str]
) -> tuple[int, Phrase | None]:
    """Reads the noun phrase behind a verb, unless it is the object."""
    end = clause.unit[1]
    position, moved = skip_circumstances(words, clause.at + 1, end)
    word = words[position] if position < end else None
    if word is None or word.kind not in (Kind.WORD, Kind.QUOTE, Kind.NUMBER):
        return position, None
    opens = word.norm in CLAUSE_OPENERS and word.norm not in ("هذا", "هذه")
    if word.norm in COMPLEMENTIZERS or opens or (moved and not word.look.somebody):
        return position, None
    phrase = read_phrase(words, position, end)
    if phrase is None:
        return position, None
    if word.kind is Kind.QUOTE and not _names_speaker(words, phrase, end):
        asked = clause.cue.lemma in NEEDING_OBJECT and _object_follows(words, phrase)
        if not asked:
            return position, None
    return position, None if is_object(words, clause, phrase, known) else phrase


def _with_phrase(
    words: Sequence[Word], clause: Clause, phrase: Phrase, position: int
) -> tuple[Clause, int]:
    start, end = clause.unit
    if clause.cue.lemma == "نقل":
        behind = _behind_word(words, phrase.next, end)
        if behind is not None:
            return replace(clause, subject=behind, relation=Relation.MASDAR), behind.next
    passed = phrase.next + (phrase.next < end and words[phrase.next].kind is Kind.COMMA)
    if passed + 2 < end and words[passed].norm == "نقلا" and words[passed + 1].norm == "عن":
        # ``ذكرت وكالة الواحة نقلا عن القندسي أن``: she only passes it on.
        behind = read_phrase(words, passed + 2, end)
        if behind is not None:
            return replace(clause, subject=behind, relation=Relation.MASDAR), behind.next
    if clause.cue.lemma in ASKING:
        phrase = _without_asked(words, phrase)
    if clause.cue.form == "imperfect" and not clause.cue.joined:
        fronted = subject_before(words, clause)
        if fronted is not None and fronted.first == start and fronted.next == clause.at:
            # ``الغرب يتهم روسيا``: a headline has its subject first.
            return replace(clause, subject=fronted, relation=Relation.BEFORE), position
    return replace(clause, subject=phrase, relation=Relation.AFTER), phrase.next


def _without_asked(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """``سأل المذيع الوزير سالم الكندي``: behind one definite role another is whom he asked."""
    if phrase.role is None or not words[phrase.first].look.role:
        return phrase
    for at in range(phrase.first + 1, phrase.role[1] + 1):
        word, before = words[at].look, words[at - 1].look
        if word.definite and word.role and word.title and before.definite:
            return replace(phrase, last=at - 1, name=None, role=(phrase.first, at - 1), next=at)
    return phrase


def _names_speaker(words: Sequence[Word], phrase: Phrase, end: int) -> bool:
    """Says whether words in marks right after the verb are a name: ``وذكرت "الضحى" أن``."""
    following = words[phrase.next] if phrase.next < end else None
    if following is None:
        return False
    far = 24 if following.kind is Kind.COMMA else 9
    for position in range(phrase.next, min(phrase.next + far, end)):
        if words[position].norm in COMPLEMENTIZERS or words[position].kind in (
            Kind.COLON,
            Kind.QUOTE,
        ):
            return True
        if words[position].cue is not None:
            return False
    return False


def _object_follows(words: Sequence[Word], phrase: Phrase) -> bool:
    """``ناشدت "كلنا معا" الجهات``: the marked words ask, a noun behind them is asked."""
    after = words[phrase.next]
    return after.kind is Kind.WORD and after.look.definite and not after.look.nisba


def _document_behind_in(words: Sequence[Word], clause: Clause) -> tuple[Clause, int] | None:
    """``جاء في بيان للشركة``: the statement speaks; without one nothing is said."""
    end = clause.unit[1]
    at = clause.at + 1
    for position in range(at, min(at + 4, end)):
        if words[position].norm in ("في", "ضمن") and position + 1 < end:
            inner = words[position + 1].look
            if inner.document or inner.base in OCCASIONS:
                phrase = read_phrase(words, position + 1, end)
                if phrase is not None:
                    return replace(clause, subject=phrase, relation=Relation.AFTER), phrase.next
    return None


def behind_from(words: Sequence[Word], clause: Clause) -> Phrase | None:
    """Who stands behind عن before قوله, within the sentence."""
    if words[clause.at].norm.startswith("ب"):
        return None
    for position in range(clause.at - 1, max(clause.unit[0], clause.at - 40), -1):
        if words[position].norm in ("عن", "لسان", "الى") and position + 1 < clause.at:
            if words[position + 1].norm in ("اسمه", "اسمها", "اسمهم", "هويته", "هويتها"):
                # ``عن المتحدث الذي لم تكشف عن اسمه قوله``
                continue
            phrase = read_phrase(words, position + 1, clause.at)
            if phrase is not None:
                return phrase
        cue = words[position].cue
        if cue is not None and cue.lemma == "نقل":
            break
    return None


def _behind_word(words: Sequence[Word], at: int, end: int) -> Phrase | None:
    for position in range(at, min(at + 8, end)):
        if words[position].norm in ("عن", "لسان") and position + 1 < end:
            return read_phrase(words, position + 1, end)
        if words[position].norm in COMPLEMENTIZERS:
            return None
    return None
