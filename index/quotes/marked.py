"""Tells words that somebody said from names and titles in the same marks.

>>> from index.text.marks import find_marked
>>> from index.quotes.text import read_words
>>> text = 'ذكرت صحيفة "الضحى" أن الخطة "لن تؤجل بعد اليوم" كما يسمى "الخط الأزرق".'
>>> words = read_words(text, find_marked(text))
>>> names = repeated_names(text, words)
>>> [is_name(text, words, at, names) for at, word in enumerate(words) if word.quote]
[True, False, True]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from index.language.tables import as_written
from index.quotes.lexicon import COMPLEMENTIZERS, SENTENCE_WORDS, fold, folded
from index.quotes.looks import CALLING, NAMING, look, split_joined
from index.quotes.text import Kind, Word

_WORDS: Final = re.compile(r"\w+")
_LATIN: Final = re.compile(r"[A-Za-z0-9 .:'&!\-\u2019]+")
_LONGEST_NAME: Final = 6
_KNOWN: Final = frozenset(
    " ".join(_WORDS.findall(name)) for name in folded("quoting", "nouns", "known_names")
)
_LETTERS: Final = folded("quoting", "nouns", "spelled_letters")
_BUILT: Final = as_written("quoting", "marked", "built")
_VERBS: Final = re.compile("^(?:س[ينتا]|[ينت])\\w{3,}$")


def words_in(text: str) -> list[str]:
    return [fold(word) for word in _WORDS.findall(text)]


def repeated_names(text: str, words: Sequence[Word]) -> frozenset[str]:
    """Returns short marked words that the article treats as a name somewhere.

    A name is marked again and again, and at least once a noun says what it names
    (``تنظيم "الفجر"``), or nothing is said around it; a slogan is marked as often, so
    that a repetition alone proves nothing for longer ones.
    """
    counted: Counter[str] = Counter()
    named: set[str] = set()
    for at, word in enumerate(words):
        if word.quote is None:
            continue
        inner = words_in(word.quote.span.of(text))
        form = " ".join(inner)
        if len(inner) > _LONGEST_NAME or _is_clause(inner):
            continue
        counted[form] += 1
        if _after_naming(words, at):
            named.add(form)
    often = {form for form, count in counted.items() if count >= 3 and len(form.split()) <= 3}
    return frozenset(named | often)


def _before(words: Sequence[Word], at: int) -> tuple[str, str]:
    before = words[at - 1] if at else None
    earlier = words[at - 2] if at > 1 else None
    return (before.norm if before else ""), (earlier.norm if earlier else "")


def _strip(norm: str) -> str:
    """Takes conjunctions and prepositions off: ``ولصحيفة`` is ``صحيفة``."""
    norm = split_joined(norm)
    # With the article the noun is a subject, and what is marked its predicate:
    # ``أن المشروع "سيغير الوادي"``.
    for prefix in ("ل", "ب", "ك"):
        if norm.startswith(prefix) and norm[len(prefix) :] in NAMING:
            return norm[len(prefix) :]
    return norm


def _after_naming(words: Sequence[Word], at: int) -> bool:
    before, earlier = _before(words, at)
    if not before:
        return False
    if before in ("اسمه", "اسمها") and earlier in ("نشر", "ذكر", "عن", "كشف"):
        # ``طالبا عدم نشر اسمه "…"`` gives no name.
        return False
    stripped = _strip(before)
    if before in ("ال", "لل", "و", "او") and earlier:
        return _strip(earlier) in NAMING
    if stripped == "مدينة" and at > 1 and words[at - 2].kind in (Kind.QUOTE, Kind.COMMA):
        # ``مدينة "أعمالا وحشية"`` condemns; a town would not follow a comma.
        return False
    if (
        before in CALLING
        or stripped in CALLING
        or (stripped in NAMING and words[at - 1].kind is Kind.WORD)
    ):
        return True
    if any(norm.startswith(("يسمي", "تسمي", "سما", "اسما", "سميت")) for norm in (before, earlier)):
        return True
    if earlier in CALLING and (look(before).preposition or before in ("ب", "اسم", "عليه", "عليها")):
        return True
    seen = look(before)
    if at > 2 and _names_further_back(words, at):
        return True
    if (seen.nisba or seen.adjective) and seen.definite and _strip(earlier) in NAMING:
        # ``شبكة التلفزيون الزهرانية "النهار"``
        return True
    return earlier in CALLING and words[at - 1].kind is Kind.WORD and len(before) < 7


def _names_further_back(words: Sequence[Word], at: int) -> bool:
    """``لوكالة الحدود الأوروبية "فرونتكس"``: a name behind a body with its attributes."""
    for position in range(at - 1, max(at - 5, -1), -1):
        word = words[position]
        if word.kind is not Kind.WORD or word.norm in COMPLEMENTIZERS or word.cue is not None:
            return False
        stripped = _strip(word.norm)
        if position < at - 1 and stripped in NAMING and look(stripped).body:
            return True
        if not word.look.definite:
            return False
    return False


def is_name(text: str, words: Sequence[Word], at: int, names: frozenset[str]) -> bool:
    """Says whether a folded quotation is a name, a title or a term.

    Long words and whole clauses are none, whatever stands before them: ``برسالة
    "لن نعود إلى هناك أبدا"`` is said.
    """
    quote = words[at].quote
    if quote is None:
        return False
    body = quote.span.of(text)
    inner = words_in(body)
    if not inner:
        return True
    if len(inner) > 9 or (
        any(sign in body.strip()[:-1] for sign in ".!؟،") and len(inner) > _LONGEST_NAME
    ):
        return False
    before, earlier = _before(words, at)
    if before in ("بعنوان", "عنوان") or earlier == "عنوان":
        return True
    if before == "ل" and at + 1 < len(words) and len(inner) <= 4:
        following = words[at + 1]
        if following.kind is Kind.COLON or following.norm in COMPLEMENTIZERS:
            # ``وقال لـ"الضحى": …`` is the audience.
            return True
    if len(inner) > _LONGEST_NAME:
        return False
    if _LATIN.fullmatch(body.strip()):
        return True
    if " ".join(inner) in names or " ".join(inner) in _KNOWN:
        return True
    if len(inner) > 1 and (inner[-1].isdigit() or all(word in _LETTERS for word in inner)):
        # "بلوك 9", "جي بي إس"
        return True
    if before == "مع" and len(inner) <= 3:
        return True
    if (
        len(inner) <= 4
        and look(inner[0]).body
        and not look(inner[0]).definite
        and not _is_clause(inner)
    ):
        # "منظمة حظر الأسلحة": a body's name marked as one.
        return True
    if at > 2 and _listed(text, words, at, names):
        return True
    if inner[0] in _BUILT and len(inner) <= 3:
        # "برج القندسي": a building's name.
        return True
    if _after_naming(words, at):
        return not _is_clause(inner) or before in CALLING
    return False


def _listed(text: str, words: Sequence[Word], at: int, names: frozenset[str]) -> bool:
    """``مواقع "أ" و"ب"``: what is joined to a name is a name too."""
    before, earlier = words[at - 1], words[at - 2]
    joined = before.kind is Kind.COMMA or before.norm in ("و", "او")
    if not joined:
        return False
    back = at - 2 if earlier.kind is Kind.QUOTE else at - 3
    if back < 1 or words[back].kind is not Kind.QUOTE or at - back > 2:
        return False
    return is_name(text, words, back, names)


def _is_clause(inner: Sequence[str]) -> bool:
    """Says whether words make a clause, by the words that names do without."""
    if len(inner) < 3:
        return False
    if inner[0] in ("لا", "لم", "لن", "نحن", "انا", "هذا", "هذه"):
        return True
    return len(inner) > 4 and any(word in SENTENCE_WORDS for word in inner[:4])


def is_wordy(text: str, word: Word) -> bool:
    """Says whether a quotation is long enough to be somebody's words without a cue.

    Scare quotes and terms have one to four words.
    """
    return word.quote is not None and len(words_in(word.quote.span.of(text))) >= 7
