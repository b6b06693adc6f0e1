"""Clauses of saying: a cue, its subject where it has one, and where the words begin.

Each rule is a small function; the name of the one that found the subject goes along:

- ``after``: the subject follows the verb, as in ``قال الوزير``; adverbs, times, a place of
  speaking and an audience may lie between (``قال لـ"الضحى" مصدر في الشركة``).
- ``before``: it stands before the verb: ``غير أن الوزير قال``, headlines, after كان.
- ``relative``: ``الوزير الذي قال``.
- ``dropped``: the verb alone, ``وقال في مؤتمر صحافي مشترك مع الوزير``: who stands behind مع, ل
  or عن is not the speaker.
- ``shared``: a participle has the subject of the clause it hangs on: ``نفى الوزير … قائلا``.
- ``masdar``: ``نقلت الوكالة عن الوزير قوله``: it is the one behind عن.
- ``source``: ``بحسب الوزير``, ``وفقا لما ذكرته الشركة``.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from index.quotes.clause import Clause, is_noun_here, quote_before, relative_before
from index.quotes.contents import find_content, settle
from index.quotes.cues import CUES, OPENING_BAYYANA, Cue
from index.quotes.lexicon.closed import (
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    IMPERSONAL,
    NEGATIONS,
    SOURCES,
    SOURCES_WITH_TO,
    UNREAL,
    WHATS,
    word_set,
)
from index.quotes.nouns import AGENT_CHANGE, look
from index.quotes.sources import read_source
from index.quotes.subjects import behind_from, find_subject
from index.quotes.words import Kind, Word

_WISHING: Final = word_set("أود وأود أريد وأريد نود نريد أحب نحب يمكنني أستطيع علي علينا أيضا")


def find_clauses(
    words: list[Word], unit: tuple[int, int], known: Container[str] = ()
) -> list[Clause]:
    """Returns the clauses of saying of one sentence, in its order."""
    clauses: list[Clause] = []
    start, end = unit
    skip = start
    for at in range(start, end):
        word = words[at]
        if at < skip or word.kind is not Kind.WORD:
            continue
        clause = read_source(words, at, unit)
        if clause is None:
            cue = CUES.get(word.norm)
            if word.norm == "وبين" and at == start:
                cue = OPENING_BAYYANA
            if cue is None or not _speaks(words, at, cue, unit):
                continue
            clause = Clause(at, at, cue, unit)
            _read_clause(words, clause, known)
        if clause.subject is not None and clause.relation in ("after", "source", "masdar"):
            skip = max(skip, min(clause.subject.last + 1, end))
        if (
            clause.content is not None
            and clause.relation == "after"
            and clause.how in ("clause", "colon")
        ):
            # What lies between belongs to the subject: ``الذي طلب عدم نشر اسمه``.
            skip = max(skip, clause.content)
        clauses.append(clause)
    clauses = [clause for clause in clauses if _counts(words, clause)]
    settle(words, clauses, unit)
    things = [clause for clause in clauses if _is_thing_inside(words, clause, known)]
    if things:
        clauses = [clause for clause in clauses if clause not in things]
        settle(words, clauses, unit)
    return [clause for clause in clauses if _counts(words, clause)]


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
        # ``أود أن أخبر``: I, written as he.
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


def _read_clause(words: Sequence[Word], clause: Clause, known: Container[str]) -> None:
    start, end = clause.unit
    before = words[clause.at - 1].norm if clause.at > start else ""
    clause.changes = any(
        words[k].norm in AGENT_CHANGE
        for k in range(max(start, clause.at - 3), min(end, clause.at + 8))
    )
    position = clause.at + 1
    if clause.cue.form in ("perfect", "imperfect"):
        position = find_subject(words, clause, before, known)
    elif clause.cue.form == "masdar":
        clause.relation = "masdar"
        clause.subject = behind_from(words, clause)
        if clause.subject is None:
            clause.relation = "shared"
    else:
        clause.relation = "shared"
    find_content(words, clause, position)
    own = clause.content is not None and before in ("كما", "وكما")
    if (
        before in WHATS
        and clause.relation in ("after", "dropped")
        and not own
        and _is_source(words, clause)
    ):
        clause.content, clause.how = None, "open"
        clause.relation = "source"
        clause.first = clause.at - 1
        while clause.first > start and words[clause.first - 1].norm in SOURCES | SOURCES_WITH_TO | {
            "نحو"
        }:
            clause.first -= 1


def _is_source(words: Sequence[Word], clause: Clause) -> bool:
    """``ما أعلنته الشركة`` is a source, ``إذا ما وافقت`` a condition."""
    before = words[clause.at - 2].norm if clause.at - 2 >= clause.unit[0] else ""
    told = words[clause.at - 1].norm in ("حسبما", "وفقما") or before in SOURCES | SOURCES_WITH_TO
    if words[clause.at - 1].norm in ("كما", "وكما") and clause.at - 1 == clause.unit[0]:
        # ``كما أعلنت الشركة الإلغاء``: also.
        return False
    return (clause.cue.strong or told) and before not in (
        "اذا",
        "واذا",
        "فاذا",
        "عند",
        "بعد",
        "قبل",
        "كل",
        "مثل",
    )


def _is_thing_inside(words: Sequence[Word], clause: Clause, known: Container[str]) -> bool:
    """``قال إن النتائج تظهر أن``: inside somebody's words a thing reports nothing of its own."""
    phrase = clause.subject
    if clause.inside is None or phrase is None or clause.relation == "source":
        return False
    norm = words[phrase.first].norm
    seen = look(norm)
    somebody = seen.role or seen.title or seen.body or seen.given or seen.unnamed or seen.place
    return seen.definite and not (somebody or seen.nisba or norm in known)


def _counts(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether a clause can carry a saying at all."""
    if clause.negated or (clause.cue.lemma == "بين" and clause.how not in ("clause", "colon")):
        return False
    if clause.cue.lemma == "ذكر" and clause.cue.form == "imperfect" and clause.subject is not None:
        head = look(words[clause.subject.first].norm)
        if not (head.role or head.title or head.body or head.document or head.given):
            # ``ويذكر مسار الكابل``: the newsroom's own remark.
            return False
    if (
        clause.relation == "relative"
        and clause.cue.kind == "add"
        and clause.how in ("open", "quote")
    ):
        # ``الأطفال الذين تابعوا الجزء``: they watched.
        return False
    bare = clause.relation == "dropped" and clause.cue.form == "imperfect" and not clause.cue.joined
    if bare and clause.cue.lemma in IMPERSONAL and clause.cue.number == "s":
        # ``جسرا يتوقع أن يركب``: by whom, nobody says.
        return False
    nested = clause.inside is not None and clause.relation == "dropped" and not clause.cue.joined
    if nested and clause.cue.form == "imperfect" and not clause.cue.strong:
        # ``قال إن الجولة تظهر أن``: what shows it is no speaker.
        return False
    if (
        clause.inside is not None
        and not clause.cue.strong
        and clause.how not in ("clause", "colon")
    ):
        return False
    if (
        clause.cue.form == "imperfect"
        and clause.relation == "dropped"
        and not clause.cue.joined
        and clause.how in ("open", "quote")
        and clause.at > clause.unit[0]
        and words[clause.at - 1].kind is Kind.WORD
        and words[clause.at - 1].norm not in CONJUNCTIONS
        and clause.content != clause.at + 1
    ):
        # ``عوارض تشير إلى "غاز"``: a relative clause on an indefinite noun.
        return False
    if clause.relation == "source":
        return True
    if clause.how in ("clause", "colon", "bare"):
        return True
    imperfect = clause.cue.form == "imperfect" and clause.cue.number == "s"
    if clause.cue.lemma == "اعتبر" and imperfect:
        # ``تعتبر امتدادا``: is held to be, by nobody in particular.
        return clause.how == "clause"
    if clause.how == "quote" and not (
        clause.cue.lemma == "اعتبر" and clause.cue.form == "imperfect" and clause.cue.number == "s"
    ):
        return True
    if clause.cue.lemma == "اعتبر" and clause.cue.form == "imperfect" and clause.subject is None:
        # ``تعتبر امتدادا``: is held to be, by nobody in particular.
        return False
    after_quote = clause.first > clause.unit[0] and quote_before(words, clause) is not None
    return clause.cue.strong or after_quote
