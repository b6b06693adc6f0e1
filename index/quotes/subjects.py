"""Finds who is the subject of a verb of saying."""

from __future__ import annotations

from collections.abc import Container, Sequence

from index.quotes.circumstances import skip_circumstances
from index.quotes.clause import Clause
from index.quotes.cues import CUES
from index.quotes.lexicon.closed import CLAUSE_OPENERS, COMPLEMENTIZERS, NEEDING_OBJECT
from index.quotes.nouns import OCCASIONS, look
from index.quotes.objects import is_object, is_passive
from index.quotes.phrase import Phrase
from index.quotes.phrases import read_phrase
from index.quotes.subjects_before import subject_before
from index.quotes.words import Kind, Word


def find_subject(words: Sequence[Word], clause: Clause, before: str, known: Container[str]) -> int:
    start, end = clause.unit
    clause_end = end
    if clause.cue.lemma in ("جاء", "ورد"):
        return _document_behind_in(words, clause)
    if is_passive(words, clause):
        clause.relation = "passive"
        return clause.at + 1
    if (
        before == "قد"
        and clause.at - 2 >= start
        and not words[clause.at - 2].norm.endswith(("كان", "كانت"))
    ):
        # ``وكان سيف قد عزا انهيار العملة``: the subject stands before قد.
        found = subject_before(words, clause)
        if found is not None:
            clause.subject, clause.relation = found, "before"
            return clause.at + 1
    position, moved = skip_circumstances(words, clause.at + 1, clause_end, direct=True)
    word = words[position] if position < end else None
    phrase: Phrase | None = None
    if word is not None and word.kind in (Kind.WORD, Kind.QUOTE, Kind.NUMBER):
        if word.norm in COMPLEMENTIZERS or (
            word.norm in CLAUSE_OPENERS and word.norm not in ("هذا", "هذه")
        ):
            phrase = None
        elif not moved or _can_follow(words, position):
            phrase = read_phrase(words, position, end)
            if (
                phrase is not None
                and word.kind is Kind.QUOTE
                and not _names_speaker(words, phrase, end)
                and not (clause.cue.lemma in NEEDING_OBJECT and _object_follows(words, phrase))
            ):
                phrase = None
    if phrase is not None and is_object(words, clause, phrase, known):
        phrase = None
    if phrase is not None and clause.cue.lemma == "نقل":
        behind = _behind_word(words, phrase.next, end)
        if behind is not None:
            clause.subject, clause.relation = behind, "masdar"
            return behind.next
    if phrase is not None and clause.cue.form == "imperfect" and not clause.cue.joined:
        fronted = subject_before(words, clause)
        if fronted is not None and fronted.first == start and fronted.next == clause.at:
            # ``الغرب يتهم روسيا``: a headline has its subject first.
            clause.subject, clause.relation = fronted, "before"
            return position
    if phrase is not None:
        clause.subject, clause.relation = phrase, "after"
        return phrase.next
    if before in ("الذي", "التي", "الذين", "اللذان", "اللذين"):
        clause.relation = "relative"
        return position
    joined = clause.cue.joined and not words[clause.at].norm.startswith("ف")
    if not joined or before in ("كان", "كانت", "وكان", "وكانت"):
        found = subject_before(words, clause)
        if found is not None:
            clause.subject, clause.relation = found, "before"
    return position


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
        if words[position].norm in CUES:
            return False
    return False


def _object_follows(words: Sequence[Word], phrase: Phrase) -> bool:
    """``ناشدت "كلنا معا" الجهات``: the marked words ask, a noun behind them is asked."""
    after = words[phrase.next]
    return after.kind is Kind.WORD and look(after.norm).definite and not look(after.norm).nisba


def _can_follow(words: Sequence[Word], at: int) -> bool:
    """Says whether a subject can stand here, behind a circumstance."""
    word = words[at]
    if word.kind is not Kind.WORD:
        return False
    seen = look(word.norm)
    return seen.role or seen.title or seen.body or seen.given or seen.document or seen.unnamed


def _document_behind_in(words: Sequence[Word], clause: Clause) -> int:
    """``جاء في بيان للشركة``: the statement speaks; without one nothing is said."""
    end = clause.unit[1]
    at = clause.at + 1
    for position in range(at, min(at + 4, end)):
        if words[position].norm in ("في", "ضمن") and position + 1 < end:
            inner = look(words[position + 1].norm)
            if inner.document or inner.base in OCCASIONS:
                phrase = read_phrase(words, position + 1, end)
                if phrase is not None:
                    clause.subject, clause.relation = phrase, "after"
                    return phrase.next
    clause.negated = True
    return at


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
        if words[position].norm in CUES and CUES[words[position].norm].lemma == "نقل":
            break
    return None


def _behind_word(words: Sequence[Word], at: int, end: int) -> Phrase | None:
    for position in range(at, min(at + 8, end)):
        if words[position].norm in ("عن", "لسان") and position + 1 < end:
            return read_phrase(words, position + 1, end)
        if words[position].norm in COMPLEMENTIZERS:
            return None
    return None
