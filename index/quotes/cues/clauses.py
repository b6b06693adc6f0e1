"""Finds the clauses of saying of a sentence: each cue with its subject and its words."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

from index.quotes.cues.clause import (
    DENIABLE,
    NOT,
    TOLD,
    Clause,
    How,
    Relation,
    is_denial,
    is_noun_here,
    quote_before,
    relative_before,
    with_polarity,
)
from index.quotes.cues.contents import find_content, settle
from index.quotes.cues.sources import read_noun, read_source
from index.quotes.cues.subjects import behind_from, find_subject
from index.quotes.lexicon import (
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    IMPERSONAL,
    NEGATIONS,
    SOURCES,
    SOURCES_WITH_TO,
    UNREAL,
    WHATS,
    folded,
)
from index.quotes.looks import AGENT_CHANGE, look
from index.quotes.text import Kind, Word
from index.quotes.verbs import JUSSIVES, OPENING_BAYYANA, Cue

_BEFORE_WHAT: Final = SOURCES | SOURCES_WITH_TO | {"نحو"}
_NO_SOURCE_BEHIND: Final = folded("quoting", "clauses", "no_source_behind")
_WISHING: Final = folded("quoting", "clauses", "wishing")


def find_clauses(
    words: Sequence[Word], unit: tuple[int, int], known: Container[str] = ()
) -> tuple[Clause, ...]:
    """Returns the clauses of saying of one sentence, in its order."""
    clauses: list[Clause] = []
    start, end = unit
    skip = start
    for at in range(start, end):
        if at < skip or words[at].kind is not Kind.WORD:
            continue
        clause = (
            read_source(words, at, unit)
            or read_noun(words, at, unit)
            or _clause_at(words, at, unit, known)
        )
        if clause is None:
            continue
        named = (Relation.AFTER, Relation.SOURCE, Relation.MASDAR, Relation.NOUN)
        if clause.subject is not None and clause.relation in named:
            skip = max(skip, min(clause.subject.last + 1, end))
        told = clause.how in (How.CLAUSE, How.COLON) and clause.relation in (
            Relation.AFTER,
            Relation.NOUN,
        )
        if clause.content is not None and told:
            # What lies between belongs to the subject: ``الذي طلب عدم نشر اسمه``.
            skip = max(skip, clause.content)
        if _counts(words, clause):
            clauses.append(clause)
    clauses = settle(words, clauses, unit)
    people = [clause for clause in clauses if not _is_thing_inside(words, clause, known)]
    if len(people) < len(clauses):
        clauses = settle(words, people, unit)
    return tuple(with_polarity(words, [one for one in clauses if _counts(words, one)]))


def _clause_at(
    words: Sequence[Word], at: int, unit: tuple[int, int], known: Container[str]
) -> Clause | None:
    cue = OPENING_BAYYANA if words[at].norm == "وبين" and at == unit[0] else words[at].cue
    if cue is None or not _speaks(words, at, cue, unit):
        return None
    return _read_clause(words, Clause(at, at, cue, unit), known)


def _speaks(words: Sequence[Word], at: int, cue: Cue, unit: tuple[int, int]) -> bool:
    """Says whether a form of the table is a verb of saying here.

    After a preposition it is a noun (``في رد``), after أن or قد it is not a fact
    (``قبل أن يعلن``), and ``يذكر أن`` with nobody before it is the newsroom's own.
    """
    before = words[at - 1].norm if at > unit[0] else ""
    if cue.form == "masdar":
        # ``بعد إعلانه عن التأجيل`` brings in no words.
        return _has_complement(words, at, unit) or words[at].norm.startswith(("قول", "بقول"))
    if words[at].norm in ("القول", "بالقول"):
        return words[at].norm == "بالقول"
    if is_noun_here(words, at, unit[0]):
        return False
    backward = cue.form != "participle" and words[at].norm.endswith(("ه", "ها"))
    follows = words[at + 1].norm if at + 1 < unit[1] else ""
    if backward and cue.kind == "judge" and follows.startswith("ل") and before not in WHATS:
        # ``وصفه للجنود``: a noun of action takes its object with ل.
        return False
    if words[at].norm == "مجددا" and words[at - 1].kind is not Kind.COMMA:
        return False
    if cue.form == "perfect" and before == "ان" and words[at - 2].norm in _WISHING:
        # ``أود أن أخبر``: the first person, written like the third.
        return False
    if backward and not cue.strong and before not in WHATS and not relative_before(words, at):
        # رفضه and طلبه are nouns.
        return False
    reporting = cue.kind in ("tell", "write", "say", "add") and cue.lemma not in (
        "وصف",
        "أبلغ",
        "أخبر",
        "خاطب",
    )
    if backward and reporting and before not in WHATS:
        # ``نشرته صحيفة``: what was published stands before.
        return False
    if cue.lemma in ("رد", "ورد") and cue.form == "imperfect" and not cue.joined:
        # ``كان يرد على أسئلة`` is what he was doing.
        return False
    if cue.lemma == "عبر" and cue.form == "perfect" and not _is_followed_by(words, at, unit, "عن"):
        # عبر حسابه is a preposition.
        return False
    if before in ("ما", "كان") and cue.form == "imperfect" and at + 1 < unit[1]:
        unsourced = at - 2 < unit[0] or words[at - 2].norm not in SOURCES | SOURCES_WITH_TO
        if (
            (before == "ما" or words[at - 2].norm == "ما")
            and unsourced
            and words[at + 1].norm in COMPLEMENTIZERS
        ):
            # ``ما تقول إنهم شهود``: a distance, not a saying.
            return False
    if before in NOT and cue.lemma in DENIABLE:
        return True
    if words[at].norm in JUSSIVES:
        return False
    if cue.form == "imperfect":
        if before in UNREAL or before in NEGATIONS:
            return cue.lemma == "استبعد" and before in NEGATIONS
        following = words[at + 1].norm if at + 1 < unit[1] else ""
        if cue.lemma in IMPERSONAL and cue.gender == "m" and cue.number == "s":
            bare = following in COMPLEMENTIZERS or (following in ("الى",) and cue.lemma == "أشار")
            if bare and (at == unit[0] or before in ("", "كما", "و", "كان", "وكان") or cue.joined):
                return False
        return True
    if cue.form == "participle":
        seen_before = look(before)
        if words[at].norm.endswith("ين") and not (before == "" or at == unit[0]):
            # مشيرين is a circumstance after a comma or a subject, المشاركين is a noun.
            return words[at - 1].kind in (Kind.COMMA, Kind.QUOTE) or _has_complement(
                words, at, unit
            )
        if words[at].norm.endswith("ة") and not cue.joined:
            return words[at - 1].kind in (Kind.COMMA, Kind.QUOTE, Kind.ASIDE) or _has_complement(
                words, at, unit
            )
        return not (seen_before.preposition and before not in ("", "لدى"))
    return before not in NEGATIONS


def _is_followed_by(words: Sequence[Word], at: int, unit: tuple[int, int], norm: str) -> bool:
    for position in range(at + 1, min(at + 16, unit[1])):
        if words[position].norm == norm:
            return True
        if words[position].norm in COMPLEMENTIZERS or words[position].kind in (
            Kind.COLON,
            Kind.QUOTE,
        ):
            return False
    return False


def _has_complement(words: Sequence[Word], at: int, unit: tuple[int, int]) -> bool:
    for position in range(at + 1, min(at + 4, unit[1])):
        word = words[position]
        if word.norm in COMPLEMENTIZERS or word.kind in (Kind.COLON, Kind.QUOTE):
            return True
        if word.kind is Kind.COMMA:
            return False
    return False


def _read_clause(words: Sequence[Word], clause: Clause, known: Container[str]) -> Clause | None:
    start, end = clause.unit
    before = words[clause.at - 1].norm if clause.at > start else ""
    near = range(max(start, clause.at - 3), min(end, clause.at + 8))
    clause = replace(clause, changes=any(words[k].norm in AGENT_CHANGE for k in near))
    position = clause.at + 1
    if clause.cue.form in ("perfect", "imperfect"):
        found = find_subject(words, clause, before, known)
        if found is None:
            return None
        clause, position = found
    else:
        behind = behind_from(words, clause) if clause.cue.form == "masdar" else None
        relation = Relation.SHARED if behind is None else Relation.MASDAR
        clause = replace(clause, subject=behind, relation=relation)
    content, how = find_content(words, clause, position)
    clause = replace(clause, content=content, how=how)
    own = content is not None and before in ("كما", "وكما")
    told = clause.relation in (Relation.AFTER, Relation.DROPPED) and not own
    told = told and not (how is not How.OPEN and is_denial(words, clause))
    if before in WHATS and told and _is_source(words, clause):
        first = clause.at - 1
        while first > start and words[first - 1].norm in _BEFORE_WHAT:
            first -= 1
        return replace(clause, first=first, relation=Relation.SOURCE, content=None, how=How.OPEN)
    return clause


def _is_source(words: Sequence[Word], clause: Clause) -> bool:
    """``ما أعلنته الشركة`` is a source, ``إذا ما وافقت`` a condition."""
    before = words[clause.at - 2].norm if clause.at - 2 >= clause.unit[0] else ""
    if clause.cue.kind == "deny":
        # ``وهو ما نفته الشركة``: the words are not hers.
        return False
    told = words[clause.at - 1].norm in ("حسبما", "وفقما") or before in SOURCES | SOURCES_WITH_TO
    if words[clause.at - 1].norm in ("كما", "وكما") and clause.at - 1 == clause.unit[0]:
        # ``كما أعلنت الشركة الإلغاء``: also.
        return False
    return (clause.cue.strong or told) and before not in _NO_SOURCE_BEHIND


def _is_thing_inside(words: Sequence[Word], clause: Clause, known: Container[str]) -> bool:
    """``قال إن النتائج تظهر أن``: inside somebody's words a thing reports nothing of its own."""
    phrase = clause.subject
    if clause.inside is None or phrase is None or clause.relation is Relation.SOURCE:
        return False
    norm, seen = words[phrase.first].norm, words[phrase.first].look
    somebody = seen.role or seen.title or seen.body or seen.given or seen.unnamed or seen.place
    return seen.definite and not (somebody or seen.nisba or norm in known)


def _counts(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether a clause can carry a saying at all."""
    if _is_another_sense(words, clause) or _is_nested_thing(words, clause):
        return False
    if clause.relation is Relation.SOURCE or clause.how in TOLD:
        return True
    if clause.cue.lemma == "اعتبر" and (
        clause.is_singular_imperfect or (clause.cue.form == "imperfect" and clause.subject is None)
    ):
        # ``تعتبر امتدادا``: is held to be, without a speaker.
        return clause.how is How.QUOTE and not clause.is_singular_imperfect
    if clause.how is How.QUOTE or clause.cue.strong:
        return True
    return clause.first > clause.unit[0] and quote_before(words, clause) is not None


def _is_another_sense(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether the verb means something else here, or has no person as its subject."""
    cue = clause.cue
    if cue.lemma == "بين" and clause.how not in (How.CLAUSE, How.COLON):
        return True
    if cue.lemma == "ذكر" and cue.form == "imperfect" and clause.subject is not None:
        # ``ويذكر مسار الكابل``: the newsroom's own remark.
        head = words[clause.subject.first].look
        return not (head.role or head.title or head.body or head.document or head.given)
    if clause.relation is Relation.RELATIVE and cue.kind == "add" and clause.is_open:
        # ``الأطفال الذين تابعوا الجزء``: they watched.
        return True
    bare = clause.relation is Relation.DROPPED and cue.form == "imperfect" and not cue.joined
    # ``جسرا يتوقع أن يركب``: the text does not say by whom.
    return bare and cue.lemma in IMPERSONAL and cue.number == "s"


def _is_nested_thing(words: Sequence[Word], clause: Clause) -> bool:
    """``قال إن الجولة تظهر أن``, ``عوارض تشير إلى "غاز"``: what shows it is no speaker."""
    cue = clause.cue
    alone = clause.relation is Relation.DROPPED and not cue.joined
    if clause.inside is not None and not cue.strong:
        if alone and cue.form == "imperfect":
            return True
        if clause.how not in (How.CLAUSE, How.COLON):
            return True
    return (
        alone
        and cue.form == "imperfect"
        and clause.is_open
        and clause.at > clause.unit[0]
        and words[clause.at - 1].kind is Kind.WORD
        and words[clause.at - 1].norm not in CONJUNCTIONS
        and clause.content != clause.at + 1
    )
