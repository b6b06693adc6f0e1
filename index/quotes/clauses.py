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
from dataclasses import dataclass
from typing import Final

from index.quotes.cues import CUES, Cue
from index.quotes.folding import fold
from index.quotes.nouns import (
    ADVERBS,
    AGENT_CHANGE,
    NAMING,
    OCCASIONS,
    PREPOSITIONS,
    THINGS,
    TIMES,
    look,
    split_joined,
)
from index.quotes.phrases import (
    _AUDIENCE,
    COMPLEMENTIZERS,
    MONTHS,
    Phrase,
    ends_phrase,
    is_noun_of_action,
    read_phrase,
)
from index.quotes.words import Kind, Word

_FARTHEST_CONTENT: Final = 45
"""Words between a verb of saying and what is said."""
_FARTHEST_SUBJECT: Final = 28


def _set(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


NEGATIONS: Final = _set("لم لن لا ولم ولن ولا فلم ألا")
_UNREAL: Final = _set("أن بأن وأن كي لكي سوف وسوف يمكن يجب ينبغي حتى قد وقد لأن أو")
_IMPERSONAL: Final = _set("ذكر أشار توقع رجح اعتقد ظن زعم خشي لاحظ تمنى أمل افترض قدر")
_CONJUNCTIONS: Final = _set("لكنه لكنها ولكنه ولكنها لكنهم كما فيما بينما حيث إذ لكن ولكن ثم كان وكان كانت وكانت بعدما عندما حين وفيما وحيث كانوا")
_NO_COMPLEMENT_AFTER: Final = _set(
    "بعد قبل منذ دون رغم مع إلا غير بيد كما خصوصا خاصة علما سيما حيث يجب يمكن ينبغي بد المفترض المقرر المتوقع"
    " المرجح الممكن يريد يريدون أراد تريد يحاول يكاد تكاد يستطيع الضروري المهم أجل لولا حتى عدا فضلا سوى حد يتوقع لمجرد"
    " كان كون بما سبق شريطة بشرط فبعد الواجب اللازم شأنها شأنه يفترض يعني تعني بدون وقبل وبعد ومنذ تريدان مخافة"
)
_CLAUSE_OPENERS: Final = _set(
    "ثم لكن ولكن لقد نحن لا لم لن ليس هذا هذه هناك أنا إذا كنت كنا نعم أعتقد نعتقد سوف أنتم لماذا هل ما"
)
_SOURCES: Final = _set("بحسب حسب وبحسب وحسب وفق ووفق")
_SOURCES_WITH_TO: Final = _set("وفقا ووفقا طبقا وطبقا")
_WHATS: Final = _set("ما حسبما كما مثلما وفقما كالذي وكما بما لما")


@dataclass(slots=True)
class Clause:
    """One cue with what belongs to it, in positions of the list of words.

    Attributes:
        first: Where the cue begins, a particle before it included.
        at: The cue itself.
        unit: First word and end of the sentence that holds it.
        subject: Who speaks, where the clause says so.
        relation: The rule that found the subject, as in this module's docstring.
        content: Where the words begin that are said.
        how: ``clause`` after أن, ``quote``, ``colon``, ``bare`` (no mark at all), ``back``
            for what stands before the cue, ``open`` where marked words may follow.
        end: Where the words end.
        inside: The clause whose content holds this one.
    """

    first: int
    at: int
    cue: Cue
    unit: tuple[int, int]
    subject: Phrase | None = None
    relation: str = "dropped"
    content: int | None = None
    how: str = "open"
    end: int = 0
    inside: Clause | None = None
    changes: bool = False
    negated: bool = False


def units_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Returns the sentences as ranges of the list: they end at a stop or a line's end."""
    units: list[tuple[int, int]] = []
    start = 0
    for at, word in enumerate(words):
        if word.kind in (Kind.STOP, Kind.BREAK):
            if at > start:
                units.append((_past_dateline(words, start, at), at))
            start = at + 1
    if start < len(words):
        units.append((_past_dateline(words, start, len(words)), len(words)))
    return units


def _past_dateline(words: Sequence[Word], start: int, end: int) -> int:
    """``دبي، الإمارات (CNN) -- قال``: the report begins behind the dash."""
    for at in range(start, min(start + 14, end - 2)):
        dash = words[at + 1]
        if words[at].kind is Kind.ASIDE and (dash.kind is Kind.DASH or dash.kind is Kind.COMMA and dash.end - dash.start > 1):
            return at + 2
    return start


def find_clauses(words: list[Word], unit: tuple[int, int], known: Container[str] = ()) -> list[Clause]:
    """Returns the clauses of saying of one sentence, in its order."""
    clauses: list[Clause] = []
    start, end = unit
    skip = start
    for at in range(start, end):
        word = words[at]
        if at < skip or word.kind is not Kind.WORD:
            continue
        clause = _source(words, at, unit)
        if clause is None:
            cue = CUES.get(word.norm)
            if cue is None or not _speaks(words, at, cue, unit):
                continue
            clause = Clause(at, at, cue, unit)
            _read_clause(words, clause, known)
        if clause.subject is not None and clause.relation in ("after", "source", "masdar"):
            skip = max(skip, min(clause.subject.last + 1, end))
        if clause.content is not None and clause.relation == "after" and clause.how in ("clause", "colon"):
            # What lies between belongs to the subject: ``الذي طلب عدم نشر اسمه``.
            skip = max(skip, clause.content)
        clauses.append(clause)
    _settle(words, clauses, unit)
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
    joined_before = split_joined(before) if before else ""
    if (before in PREPOSITIONS or joined_before in PREPOSITIONS) and before not in _WHATS and before not in ("بينما", "فيما", "حيث", "اذ", "كما"):
        return False
    if words[at].norm.endswith(("ه", "ها")) and cue.kind in ("tell", "write", "say") and cue.form != "participle":
        # ``نشرته صحيفة``: what was published stands before.
        if before not in _WHATS and cue.lemma not in ("وصف", "أبلغ", "أخبر", "خاطب"):
            return False
    if cue.lemma == "عبر" and cue.form == "perfect" and not _is_followed_by(words, at, unit, "عن"):
        # عبر حسابه is a preposition.
        return False
    if before in ("ما", "كان") and cue.form == "imperfect" and at + 1 < unit[1]:
        unsourced = at - 2 < unit[0] or words[at - 2].norm not in _SOURCES | _SOURCES_WITH_TO
        if (before == "ما" or words[at - 2].norm == "ما") and unsourced and words[at + 1].norm in COMPLEMENTIZERS:
            # ``ما تقول إنهم شهود``: a distance, not a saying.
            return False
    if cue.form == "imperfect":
        if before in _UNREAL or before in NEGATIONS:
            return cue.lemma == "استبعد" and before in NEGATIONS
        following = words[at + 1].norm if at + 1 < unit[1] else ""
        if cue.lemma in _IMPERSONAL and cue.gender == "m" and cue.number == "s":
            bare = following in COMPLEMENTIZERS or (following in ("الى",) and cue.lemma == "أشار")
            if bare and (at == unit[0] or before in ("", "كما", "و", "كان", "وكان") or cue.joined):
                return False
        return True
    if cue.form == "participle":
        seen_before = look(before)
        if words[at].norm.endswith("ين") and not (before == "" or at == unit[0]):
            # مشيرين is a circumstance after a comma or a subject, المشاركين is a noun.
            return words[at - 1].kind in (Kind.COMMA, Kind.QUOTE) or _has_complement(words, at, unit)
        if words[at].norm.endswith("ة") and not cue.joined:
            return words[at - 1].kind in (Kind.COMMA, Kind.QUOTE, Kind.ASIDE) or _has_complement(words, at, unit)
        return not (seen_before.preposition and before not in ("", "لدى"))
    return before not in NEGATIONS


def _is_followed_by(words: Sequence[Word], at: int, unit: tuple[int, int], norm: str) -> bool:
    for position in range(at + 1, min(at + 16, unit[1])):
        if words[position].norm == norm:
            return True
        if words[position].norm in COMPLEMENTIZERS or words[position].kind in (Kind.COLON, Kind.QUOTE):
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
    clause.changes = any(words[k].norm in AGENT_CHANGE for k in range(max(start, clause.at - 3), min(end, clause.at + 8)))
    position = clause.at + 1
    if clause.cue.form in ("perfect", "imperfect"):
        position = _find_subject(words, clause, before, known)
    elif clause.cue.form == "masdar":
        clause.relation = "masdar"
        clause.subject = _behind_from(words, clause)
        if clause.subject is None:
            clause.relation = "shared"
    else:
        clause.relation = "shared"
    _find_content(words, clause, position)
    own = clause.content is not None and before in ("كما", "وكما")
    if before in _WHATS and clause.relation in ("after", "dropped") and not own and _is_source(words, clause):
        clause.content, clause.how = None, "open"
        clause.relation = "source"
        clause.first = clause.at - 1
        while clause.first > start and words[clause.first - 1].norm in _SOURCES | _SOURCES_WITH_TO | {"نحو"}:
            clause.first -= 1


def _is_source(words: Sequence[Word], clause: Clause) -> bool:
    """``ما أعلنته الشركة`` is a source, ``إذا ما وافقت`` a condition."""
    before = words[clause.at - 2].norm if clause.at - 2 >= clause.unit[0] else ""
    return clause.cue.strong and before not in ("اذا", "واذا", "فاذا", "عند", "بعد", "قبل", "كل", "مثل")


def _find_subject(
    words: Sequence[Word], clause: Clause, before: str, known: Container[str]
) -> int:
    start, end = clause.unit
    clause_end = end
    if clause.cue.lemma in ("جاء", "ورد"):
        return _document_behind_in(words, clause)
    if before == "قد" and clause.at - 2 >= start and not words[clause.at - 2].norm.endswith(("كان", "كانت")):
        # ``وكان سيف قد عزا انهيار العملة``: the subject stands before قد.
        found = _subject_before(words, clause)
        if found is not None:
            clause.subject, clause.relation = found, "before"
            return clause.at + 1
    position, moved = _skip_circumstances(words, clause.at + 1, clause_end, direct=True)
    word = words[position] if position < end else None
    phrase: Phrase | None = None
    if word is not None and word.kind in (Kind.WORD, Kind.QUOTE, Kind.NUMBER):
        if word.norm in COMPLEMENTIZERS or word.norm in _CLAUSE_OPENERS and word.norm not in ("هذا", "هذه"):
            phrase = None
        elif not moved or _can_follow(words, position):
            phrase = read_phrase(words, position, end)
            if phrase is not None and word.kind is Kind.QUOTE and not _names_speaker(words, phrase, end):
                phrase = None
    if phrase is not None and _is_object(words, clause, phrase, known):
        phrase = None
    if phrase is not None and clause.cue.lemma == "نقل":
        behind = _behind_word(words, phrase.next, end)
        if behind is not None:
            clause.subject, clause.relation = behind, "masdar"
            return behind.next
    if phrase is not None and clause.cue.form == "imperfect" and not clause.cue.joined:
        fronted = _subject_before(words, clause)
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
    if not clause.cue.joined or before in ("كان", "كانت", "وكان", "وكانت"):
        found = _subject_before(words, clause)
        if found is not None:
            clause.subject, clause.relation = found, "before"
    return position


def _is_object(
    words: Sequence[Word], clause: Clause, phrase: Phrase, known: Container[str]
) -> bool:
    """Says whether the noun after the verb is what is said, not who says it.

    A verb in the feminine can't have a man as its subject, ``وأدانت الهجوم``; nor one in
    the plural any noun after it, ``وقالوا الحقيقة``.
    """
    if clause.cue.number in ("p", "d"):
        return True
    norm = words[phrase.first].norm
    if norm in known:
        return _lacks_object(words, clause, phrase)
    if look(norm).base in THINGS or look(norm).definite and norm.endswith("ين") and look(norm).number == "p":
        # المسؤولين is no nominative.
        return True
    after = words[phrase.next] if phrase.next < clause.unit[1] else None
    if norm.startswith("ب") and (norm[1:] in THINGS or is_noun_of_action(norm[1:])):
        return True
    if clause.cue.lemma in _TAKING_BA and norm.startswith("ب") and not look(norm).given:
        # ``وأشاد بحس الزعامة``; in ``وأشاد بوتين بالاتفاق`` the ب is yet to come.
        if after is None or not after.norm.startswith("ب"):
            return True
    if _lacks_object(words, clause, phrase):
        return True
    if clause.cue.gender == "f" and look(norm).unknown and look(norm).definite and not norm.endswith("ة"):
        return phrase.last == phrase.first
    if phrase.name is not None or phrase.head == "":
        return False
    head = look(words[phrase.first].norm)
    if clause.cue.gender == "f" and phrase.gender == "m" and phrase.number == "s" and not head.body:
        return not (head.unknown and head.definite is False and head.base.endswith("ا"))
    if clause.cue.gender == "m" and phrase.gender == "f" and phrase.number == "s" and not head.role:
        return not (head.place or head.body)
    known = head.role or head.body or head.document or head.title or head.unnamed or head.place or head.nisba
    if head.role and head.definite and clause.cue.gender == "f" and phrase.gender == "m" and phrase.number == "s":
        # ``كما تدعو الأمين العام إلى``
        return True
    if head.role or head.body or head.title:
        return False
    return not known and clause.cue.kind == "judge" and not head.definite


def _names_speaker(words: Sequence[Word], phrase: Phrase, end: int) -> bool:
    """Says whether words in marks right after the verb are a name: ``وذكرت "الضحى" أن``."""
    following = words[phrase.next] if phrase.next < end else None
    if following is None:
        return False
    for position in range(phrase.next, min(phrase.next + 9, end)):
        if words[position].norm in COMPLEMENTIZERS or words[position].kind in (Kind.COLON, Kind.QUOTE):
            return True
        if words[position].norm in CUES:
            return False
    return False


def _can_follow(words: Sequence[Word], at: int) -> bool:
    """Says whether a subject can stand here, behind a circumstance."""
    word = words[at]
    if word.kind is not Kind.WORD:
        return False
    seen = look(word.norm)
    return seen.role or seen.title or seen.body or seen.given or seen.document or seen.unnamed


def _skip_circumstances(words: Sequence[Word], at: int, end: int, direct: bool) -> tuple[int, bool]:
    """Skips what can stand between a verb and its subject.

    Returns:
        Where reading goes on, and whether a prepositional phrase was skipped: behind one
        only a title, a role or a body can be the subject.
    """
    moved = False
    while at < end:
        word = words[at]
        if word.kind is Kind.ASIDE or word.kind is Kind.COMMA and moved:
            at += 1
            continue
        if word.kind is Kind.COMMA:
            nxt = words[at + 1] if at + 1 < end else None
            if nxt is None or nxt.kind is not Kind.WORD or not (look(nxt.norm).preposition or nxt.norm in TIMES or nxt.norm in ADVERBS):
                break
            at += 1
            moved = True
            continue
        if word.kind is not Kind.WORD or word.norm in COMPLEMENTIZERS:
            break
        if word.norm in AGENT_CHANGE or word.norm in ADVERBS:
            at += 1
            continue
        if word.norm == "من" and at + 1 < end and words[at + 1].norm in AGENT_CHANGE:
            at += 2
            continue
        if word.norm in ("من", "الى") and at + 1 < end and words[at + 1].norm in ("جهة", "ذلك"):
            at += 2
            if at < end and words[at].norm in ("اخرى", "ثانية"):
                at += 1
            continue
        if word.norm in TIMES and word.norm not in ("خلال", "اثناء", "بعد", "قبل", "عقب", "منذ", "لدى", "حتى", "اثر", "فور"):
            at += 1
            while at < end and (words[at].norm in _WHEN or words[at].kind is Kind.NUMBER):
                at += 1
            continue
        if word.norm in _AUDIENCE or word.norm == "ل" or _is_audience(words, at):
            at = _past_audience(words, at, end)
            moved = True
            continue
        if look(word.norm).preposition:
            past = _past_occasion(words, at, end)
            if past == at:
                moved = True
                break
            at = past
            moved = True
            continue
        break
    return at, moved


def _is_audience(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    return norm.startswith("ل") and len(norm) > 4 and (norm[1:] in NAMING or look(norm[1:]).body) and not look(norm).given


def _past_audience(words: Sequence[Word], at: int, end: int) -> int:
    """``للصحافيين``, ``لوكالة الأنباء الزهرانية``, ``لـ"الضحى"``."""
    bare = words[at].norm == "ل"
    at += 1
    if at < end and words[at].kind is Kind.QUOTE and (bare or words[at - 1].norm[:1] == "ل"):
        return at + 1
    while at < end and words[at].kind in (Kind.WORD, Kind.QUOTE):
        seen = look(words[at].norm)
        if words[at].kind is Kind.QUOTE:
            if len(words[at].quote.span) > 30:  # type: ignore[union-attr]
                break
            at += 1
            continue
        if ends_phrase(words, at) or seen.role or seen.title or seen.preposition or words[at].norm in TIMES:
            break
        at += 1
    return at


def _past_occasion(words: Sequence[Word], at: int, end: int) -> int:
    """Skips a short place of speaking: ``في بيان``, ``عبر حسابه على تويتر``, ``في تصريحات لـ"الضحى"``."""
    position = at + 1
    if position >= end or words[position].kind is not Kind.WORD:
        return at
    inner = split_joined(words[position].norm)
    if not (inner in OCCASIONS or look(inner).base in OCCASIONS):
        return at
    position += 1
    while position < end and position < at + 9:
        word = words[position]
        if word.kind is Kind.COMMA:
            return position + 1
        if word.kind is Kind.QUOTE and words[position - 1].norm in NAMING | {"ل", "مع"}:
            position += 1
            continue
        if word.kind is not Kind.WORD or ends_phrase(words, position):
            break
        seen = look(word.norm)
        if word.norm in _AUDIENCE or _is_audience(words, position) or word.norm == "ل":
            position = _past_audience(words, position, end)
            continue
        if position == at + 2 and seen.base in ("صحفي", "صحافي"):
            position += 1
            continue
        if (seen.role or seen.title or seen.given or seen.unnamed) and not seen.adjective:
            return position
        if seen.preposition and word.norm not in ("على", "عبر", "مع", "في") or word.norm == "مع":
            return at
        position += 1
    return position


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


def _behind_from(words: Sequence[Word], clause: Clause) -> Phrase | None:
    """Who stands behind عن before قوله, within the sentence."""
    if words[clause.at].norm.startswith("ب"):
        return None
    for position in range(clause.at - 1, max(clause.unit[0], clause.at - 40), -1):
        if words[position].norm in ("عن", "لسان", "الى") and position + 1 < clause.at:
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


def _subject_before(words: Sequence[Word], clause: Clause) -> Phrase | None:
    """The subject before its verb, at the start of its clause, in gender and number with it."""
    start = clause.unit[0]
    at = clause.at
    begin: int | None = None
    for position in range(at - 1, max(start - 1, at - _FARTHEST_SUBJECT), -1):
        word = words[position]
        norm = word.norm
        if norm in COMPLEMENTIZERS or norm in _CONJUNCTIONS or norm in ("وان", "اما"):
            begin = position + 1
            break
        if word.kind is Kind.COLON:
            begin = position + 1
            break
        cue = CUES.get(norm)
        if cue is not None and cue.form in ("perfect", "imperfect") and not _relative_before(words, position):
            return None
        if position == start:
            begin = start
    if begin is None or begin >= at:
        return None
    if words[at].norm.endswith(("ها", "هم", "ته")):
        # ``طرق تعذيب وصفتها``: an object that goes back makes it a relative clause.
        return None
    if words[begin].kind is Kind.QUOTE and words[begin].quote is not None:
        if begin + 1 == at and len(words[begin].quote.span) < 40 and clause.cue.number == "s":
            return Phrase(begin, begin, (begin, begin), None, "", "?", "s", at, begin)
        return None
    while begin < at and (words[begin].norm in ADVERBS or words[begin].norm in TIMES or words[begin].kind is Kind.ASIDE or words[begin].kind in (Kind.DASH, Kind.SIGN)):
        begin += 1
    if begin >= at:
        return None
    phrase = read_phrase(words, begin, at)
    if phrase is None:
        return None
    if not agrees(clause.cue, phrase):
        # A headline leaves out what kind of body it is: ``التعاون الزهراني تطالب``.
        elided = begin == start and phrase.next == at and phrase.name is None
        if not (elided and clause.cue.gender == "f" and clause.cue.form == "imperfect"):
            return None
        if look(words[phrase.first].norm).role:
            return None
    first = look(words[phrase.first].norm)
    speaks = first.role or first.title or first.body or first.document or first.place or first.given or first.unnamed
    speaks = speaks or words[phrase.first].kind is Kind.NUMBER
    if not speaks and not _is_bare_name(words, phrase, at, begin == start, clause.cue):
        return None
    gap = at - phrase.next
    between = words[phrase.next] if phrase.next < at else None
    if between is not None and between.norm not in _RELATIVE_LIKE and between.kind is not Kind.COMMA and gap > 6:
        return None
    return phrase


def _is_bare_name(words: Sequence[Word], phrase: Phrase, at: int, opens: bool, cue: Cue) -> bool:
    """Says whether an unknown word before the verb is a name and no verb itself.

    ``ماكرون يؤكد`` in a headline, ``لكن شارون قال``; not ``قدمت روسيا ما تقول``.
    """
    word = words[phrase.first].norm
    if phrase.next != at and words[phrase.next].norm != "قد" and words[phrase.next].kind is not Kind.COMMA and words[phrase.next].norm not in _RELATIVE_LIKE:
        return False
    if look(word).definite:
        return True
    if word.endswith("ت") or word.startswith(("وا", "وب", "ول", "وس")) or phrase.name is None:
        return False
    return phrase.last - phrase.first <= 1 and (not opens or cue.form == "imperfect")


_WHEN: Final = _set("الماضي الماضية المقبل المقبلة الحالي الجاري نفسه ذاته الأول من مساء صباح ظهر عصر ليل") | MONTHS
_NEEDING_OBJECT: Final = frozenset("اتهم حث ناشد وصف هنأ نصح".split())


def _lacks_object(words: Sequence[Word], clause: Clause, phrase: Phrase) -> bool:
    """``واتهم الحوثي بأنه``: a verb that needs an object has it there, and no subject."""
    if clause.cue.lemma not in _NEEDING_OBJECT or phrase.next >= clause.unit[1]:
        return False
    after = words[phrase.next]
    return after.kind is Kind.WORD and (after.norm.startswith("ب") or after.norm in ("على", "الى"))


_TAKING_BA: Final = frozenset("وعد تعهد توعد أشاد طالب ندد رحب اتهم وصف صرح هدد أفاد نوه اعترف أقر سخر استشهد".split())
_RELATIVE_PRONOUNS: Final = _set("الذي التي الذين اللذان اللتان وهو وهي وهم")
_RELATIVE_LIKE: Final = _set("الذي التي الذين وهو وهي في من")


def _relative_before(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].norm in ("الذي", "التي", "الذين")


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


def _source(words: list[Word], at: int, unit: tuple[int, int]) -> Clause | None:
    """``بحسب الوزير``, ``وفقا للشركة``, ``نقلا عن مصدر``, ``على حد قول الوزير``, ``في رأي``."""
    norm = words[at].norm
    end = unit[1]
    begin: int | None = None
    phrase: Phrase | None = None
    cue = Cue("بحسب", "source", True, "source", "?", "?", False)
    if norm in _SOURCES and at + 1 < end:
        begin = at + 1
    elif norm in _SOURCES_WITH_TO and at + 1 < end:
        begin = at + 1
        word = words[begin]
        if word.norm == "ل":
            begin += 1
        else:
            return _with_to(words, at, begin, unit, cue)
    elif norm in ("نقلا", "ونقلا") and at + 2 < end and words[at + 1].norm == "عن":
        begin = at + 2
    elif norm == "حد" and at + 2 < end and words[at + 1].norm in ("قول", "تعبير", "وصف"):
        begin = at + 2
    elif norm in ("راي", "رأي", "برأي", "براي", "وبرأي", "نظر") and at + 1 < end:
        if norm in ("راي", "رأي", "نظر") and words[at - 1].norm not in ("في", "وفي", "وجهة"):
            return None
        begin = at + 1
    if begin is None or begin >= end:
        return None
    if words[begin].norm in _WHATS or words[begin].norm in CUES:
        return None
    inner = look(words[begin].norm)
    if words[begin].kind is Kind.WORD and not _can_speak(words, begin) and norm in _SOURCES:
        return None
    phrase = read_phrase(words, begin, end)
    if phrase is None or inner.preposition:
        return None
    return Clause(at, at, cue, unit, phrase, "source")


def _can_speak(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    seen = look(norm)
    if seen.role or seen.title or seen.body or seen.document or seen.given or seen.unnamed or seen.place:
        return True
    return seen.unknown and not norm.endswith(("ها", "هم", "ته"))


def _with_to(words: list[Word], at: int, begin: int, unit: tuple[int, int], cue: Cue) -> Clause | None:
    """Reads ``وفقا للشركة``: the ل is written on the word."""
    word = words[begin]
    if word.kind is not Kind.WORD or not word.norm.startswith("ل") or word.norm == "لما":
        return None
    norm = "ال" + word.norm[2:] if word.norm.startswith("لل") else word.norm[1:]
    seen = look(norm)
    if not (seen.role or seen.body or seen.document or seen.given or seen.title or seen.unknown or seen.unnamed):
        return None
    words[begin] = Word(Kind.WORD, norm, word.start + 1, word.end)
    phrase = read_phrase(words, begin, unit[1])
    return None if phrase is None else Clause(at, at, cue, unit, phrase, "source")


def _find_content(words: Sequence[Word], clause: Clause, position: int) -> None:
    """Finds where the words begin that are said, after the subject."""
    end = clause.unit[1]
    if clause.relation == "source":
        return
    here, _ = _skip_circumstances(words, position, end, direct=False)
    if here < end and words[here].norm in _CLAUSE_OPENERS and clause.cue.kind == "add" and clause.subject is None:
        clause.content, clause.how = here, "bare"
        return
    limit = min(end, clause.at + _FARTHEST_CONTENT)
    relative = False
    for at in range(position, limit):
        word = words[at]
        if word.kind is Kind.COLON:
            clause.content, clause.how = at + 1, "colon"
            return
        if word.kind is Kind.QUOTE:
            if _is_beside(words, at):
                continue
            if at - position <= 8 or clause.cue.strong:
                clause.content, clause.how = at, "quote"
            return
        norm = word.norm
        if norm in COMPLEMENTIZERS and at > clause.at:
            before = words[at - 1].norm
            if before in _NO_COMPLEMENT_AFTER and at - 1 != clause.at:
                continue
            if relative and before in CUES and at - 1 != clause.at:
                continue
            clause.content, clause.how = at, "clause"
            return
        if norm in ("وان", "وانه", "وانها") and at > position + 3:
            return
        if norm in _RELATIVE_PRONOUNS and at <= position + 1:
            relative = True
        cue = CUES.get(norm)
        if cue is not None and at > position and cue.form in ("perfect", "imperfect"):
            if relative and not cue.joined or words[at - 1].norm in ("كان", "كانت", "وهو"):
                continue
            return
        if cue is not None and at > position and cue.form == "participle" and words[at - 1].kind is Kind.COMMA:
            return


def _is_beside(words: Sequence[Word], at: int) -> bool:
    """Says whether words in marks name a paper, a place, an audience: not what is said."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 40:
        return False
    before = words[at - 1].norm if at else ""
    bare = before.lstrip("وبلك") if len(before) > 4 else before
    return before in NAMING or bare in NAMING or before.removeprefix("ل") in NAMING or before in ("ل", "مع", "وموقع", "قناتي", "وكالتي")


def _settle(words: Sequence[Word], clauses: list[Clause], unit: tuple[int, int]) -> None:
    """Finds where what is said ends, and which clause stands inside another's words."""
    for number, clause in enumerate(clauses):
        clause.end = unit[1]
        if clause.content is None:
            continue
        for later in clauses[number + 1 :]:
            if later.first <= clause.content:
                continue
            if _leaves(words, later, clause):
                clause.end = later.first
                break
            if later.inside is None or later.inside.content is None:
                later.inside = clause
        for later in clauses[number + 1 :]:
            if later.first >= clause.end and later.inside is clause:
                later.inside = None


def _leaves(words: Sequence[Word], later: Clause, clause: Clause) -> bool:
    """Says whether a later cue goes back from the words said to the reporter's own."""
    before = words[later.first - 1] if later.first else None
    comma = before is not None and before.kind in (Kind.COMMA, Kind.QUOTE, Kind.DASH)
    if later.relation == "source":
        return comma
    if later.cue.form == "participle":
        return True
    if later.cue.form == "masdar":
        return False
    if before is not None and before.norm in ("لكنه", "لكنها", "ولكنه", "ولكنها", "لكنهم", "فيما", "بينما", "كما", "وهو", "وهي"):
        return True
    if later.cue.joined:
        if later.relation == "dropped":
            clash = later.cue.gender != clause.cue.gender and clause.cue.number == "s" and later.cue.number == "s"
            return not clash or comma
        return True
    return comma and later.relation == "after" and later.content is None


def _counts(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether a clause can carry a saying at all."""
    if clause.negated:
        return False
    if clause.inside is not None and not clause.cue.strong and clause.how not in ("clause", "colon"):
        return False
    if (
        clause.cue.form == "imperfect"
        and clause.relation == "dropped"
        and not clause.cue.joined
        and clause.how in ("open", "quote")
        and clause.at > clause.unit[0]
        and words[clause.at - 1].kind is Kind.WORD
        and words[clause.at - 1].norm not in _CONJUNCTIONS
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
    after_quote = clause.first > clause.unit[0] and _quote_before(words, clause) is not None
    return clause.cue.strong or after_quote


def _quote_before(words: Sequence[Word], clause: Clause) -> int | None:
    """Returns the quotation right before a cue, a comma and a dash aside."""
    at = clause.first - 1
    while at >= clause.unit[0] and words[at].kind in (Kind.COMMA, Kind.DASH):
        at -= 1
    if at >= clause.unit[0] and words[at].kind is Kind.QUOTE:
        return at
    return None
