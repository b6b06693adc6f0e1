"""Cleans the names of bodies: what is cut off, which one is told, and two writings of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from index.identity.body_ends import ASIDE, HIS, end_of_body
from index.language.clitics import without_article
from index.language.places import names_at, state_of
from index.language.quantities import counting_words
from index.language.tables import doubtful_words, words
from index.quotes.lexicon import DETERMINERS, fold, folded
from index.quotes.looks import NAMING, OCCASIONS, PARTICLES, THINGS, TIMES, look
from index.quotes.mentions.names import is_body_name, is_known_body
from index.quotes.mentions.shapes import is_accusative, is_told, is_verb
from index.quotes.text import Word, read_words
from index.text.normalise import normalised
from index.types import SpeakerKind

BODY: Final = SpeakerKind.INSTITUTION
UNNAMED: Final = SpeakerKind.UNNAMED
ARABIC: Final = re.compile("[\u0621-\u064a]")
_DIGIT: Final = re.compile(r"\d")
_MARKS: Final = '"«“'
_MARKED: Final = re.compile('["«“]([^"»”]+)["»”]')
_SHORTEST_KEY: Final = 2
_OF_TEN: Final = re.compile("مست\\w{3}")
"""مستأجر: a participle of the tenth form."""
_OF_TWO: Final = ("تا", "تي", "تان", "تين")
_OF_MANY: Final = frozenset(
    ["قوات", "سلطات", "امم", "خطوط", "ولايات", "امارات", "شرطة", "فصائل", "كتائب"]
)
"""Plurals that are one body: ``السلطات الزمردانية``, but not ``الصحف الزمردانية``."""
UNTELLING: Final = folded("names", "bodies", "untelling")
_UNKNOWN_OWNERS: Final = folded("names", "bodies", "unknown_owners")
_THE: Final = frozenset(["ذا", "ذي", "ذه"])
"""``ذي ضحى``: the article of an English name."""
_LATEST: Final = frozenset(["احدث", "اخر"])
SHORTEST_PLURAL: Final = 6
_SHORTEST_CLAUSE: Final = 3
_PAIR: Final = 2
_TANWIN: Final = "\u064b"
_DUAL: Final = re.compile("ت?\\wا\\w\\w(?:تين|تان)")
"""نائمتين: a participle of two."""


def is_doubtful(norm: str) -> bool:
    """Says whether a word alone is rather a common one: ``متطوع``, ``متابعون``."""
    several = len(norm) >= SHORTEST_PLURAL and norm.endswith(("ون", "يي", "ات"))
    forms = [
        norm,
        without_article(norm),
        norm.removesuffix("ا"),
        norm[1:] if norm.startswith(tuple("لبوفك")) else norm,
    ]
    one = look(f"{norm[:-1].removesuffix('ا').removesuffix('ي')[:-1]}ة").base
    dual = norm.endswith(_OF_TWO) and (one in NAMING or look(one).body)
    dual = dual or bool(_DUAL.fullmatch(norm) and not look(norm).given)
    # ``مربو``, ``صانعو``: several of somebody or something
    forms += [norm[:-1]] if norm.endswith("و") and len(norm) > _PAIR + 1 else []
    common = any(look(form).common or form in doubtful_words() for form in forms if len(form) > 2)
    return dual or common or several or (norm.endswith("ة") and not look(norm).given)


def is_noun(norm: str) -> bool:
    """Says whether a word alone is a common one, or the article makes it one: ``مستأجري``."""
    one = norm[:-1] if norm.endswith(("ي", "و")) and len(norm) >= SHORTEST_PLURAL else norm
    told = [f"ال{norm}", *(f"ال{one}{ending}" for ending in ("", "ين", "ون"))]
    formed = _OF_TEN.fullmatch(one) or is_accusative(norm)
    return is_doubtful(norm) or bool(formed) or any(map(is_told, told))


def says_which(name: str) -> bool:
    """Says whether a body is one that can be told from others: not ``محكمة بريطانية``."""
    if not ARABIC.search(name):
        return True
    if name[0] in _MARKS:
        return not _is_called_for(name)
    found = read_words(name, ())
    first = found[0] if found else None
    if first is None or first.norm in DETERMINERS or _counts(first.norm):
        return False
    if _MARKED.search(name) and first.look.body and first.look.number != "p":
        return True
    if not _tells(found):
        return False
    if first.look.number == "p":
        told = any(_is_own(word) or word.look.nisba or word.look.place for word in found[1:])
        mass = first.look.base in _OF_MANY or not told
        return first.look.body and first.look.definite and told and mass
    if len(found) == 1:
        known = first.look.place or is_known_body(name)
        kind = first.look.body and not first.look.definite
        kind = kind or first.norm in PARTICLES or first.norm == "عبد"
        return known or not (kind or first.norm.startswith("ال") or is_noun(first.norm))
    if first.look.body and is_known_body(name.partition(" ")[2]):
        # ``وكالة رويترز``
        return True
    seen = first.look
    if not (seen.body or seen.place or is_known_body(name) or seen.base in NAMING):
        # ``الشروط اللازمة``, ``اتفاقات سابقة``: nothing shows that it is a body.
        timely = bool({first.norm, seen.base} & TIMES)
        told = timely or seen.document or seen.role or seen.title
        told = told or is_doubtful(first.norm) or is_doubtful(seen.base)
        return bool(first.quote) or not (told or HIS.search(first.norm))
    if seen.definite and normalised(seen.base) in words("names", "bodies", "by_name"):
        # ``الصحيفة الزمردانية``: any of them, without a name of its own.
        return any(_is_own(word) for word in found[1:])
    if seen.body and seen.definite and len(found) == _PAIR:
        # ``الدول الموقعة``, ``الهيئة المنظمة``: they tell what it does, not which one it is.
        said = found[1].look
        which = said.nisba or said.adjective or said.place or said.base.endswith(("ي", "ية"))
        return which or said.body or _is_own(found[1])
    if not (seen.body or seen.place or is_known_body(name)):
        # ``شريط فيديو``: a thing, if it has no name of its own.
        regime = seen.base == "نظام" and seen.definite and found[1].look.nisba
        thing = found[1].look.base in THINGS | OCCASIONS | NAMING
        return regime or (_is_own(found[1]) and not thing)
    return not seen.body or seen.definite or is_body_name(found, 0, len(found) - 1)


def _is_called_for(name: str) -> bool:
    """``"أوقفوا الحرب"``: words in marks that open with a verb name nobody."""
    opening = fold(name.strip('"«»“” ').partition(" ")[0])
    return " " in name and (opening.endswith("وا") or is_verb(opening))


def _tells(found: Sequence[Word]) -> bool:
    """Says whether no word shows that any of its kind may be meant: ``موقع التواصل الاجتماعي``."""
    first, last = found[0], found[-1]
    kind = first.look.body or first.look.base in NAMING
    if not kind or is_known_body(" ".join(word.norm for word in found)):
        return True
    if any(word.norm in UNTELLING for word in found[1:]):
        own = (word for word, before in zip(found[1:], found, strict=False) if _calls(word, before))
        return any(own) or is_known_body(last.norm)
    owned = last.norm in _UNKNOWN_OWNERS and len(found) > 1
    # ``وزارة المياه في القطاع``: a ministry has no name of its own.
    which = found[2 if first.look.base == "وزارة" else 1 : -1]
    return not owned or any(_is_own(word) or word.look.place for word in which)


def _counts(norm: str) -> bool:
    return without_article(normalised(norm)) in counting_words()


def _calls(word: Word, before: Word) -> bool:
    """Says whether a word is what a body is called, and not where it is or what it does."""
    told = word.look.definite or word.norm.startswith(("ل", "ب")) or before.look.preposition
    return _is_own(word) and not told and word.norm not in UNTELLING


def _is_own(word: Word) -> bool:
    """Says whether a word tells a body from others of its kind: it is marked, or in no table."""
    seen = word.look
    own = seen.unknown and not seen.common and not seen.base.endswith(("ي", "ية"))
    return word.quote is not None or seen.given or own or word.norm.startswith("لل")


@lru_cache(maxsize=50_000)
def body_key(name: str) -> str:
    """Returns a key that is the same for two writings of one body's name.

    >>> body_key('صحيفة "الضحى" الأميركية') == body_key('"الضحى"') == body_key('صحيفة "الضحى"')
    True
    >>> body_key("وزارة المياه الأميركية") == body_key("وزارة المياه الأمريكية")
    True
    >>> body_key("باريس") == body_key("فرنسا"), body_key("ذي ضحى") == body_key("ضحى")
    (True, True)
    """
    name = state_of(normalised(name)) or name
    marked = _MARKED.search(name)
    found = read_words(name, ())
    if marked and len(marked[1]) > _SHORTEST_KEY:
        name = marked[1]
    elif len(found) > 1 and not found[0].look.definite:
        kind = found[0].look
        if (kind.base in NAMING or kind.body) and _is_own(found[1]) and not kind.document:
            # ``وكالة رويترز``, ``منظمة هيومن رايتس``: what it is called without its kind.
            name = name[found[1].start :]
    known = [word.norm for word in found if is_known_body(word.norm)]
    if len(known) == 1 and found[0].look.base in NAMING:
        # ``وكالة رويترز للأنباء``
        name = known[0]
    bare = (word.removeprefix("ال") for word in normalised(name).split() if word not in _THE)
    return "".join(bare).replace("اميرك", "امريك")


def told_before_marks(name: str) -> str | None:
    """Returns a body's name in full, where a short one in marks stands behind it.

    >>> told_before_marks('وكالة الأنباء الفرنسية "ضحى"'), told_before_marks('وكالة "ضحى"')
    ('وكالة الأنباء الفرنسية', None)
    """
    marked = _MARKED.search(name)
    full = name[: marked.start()].strip() if marked and marked.end() == len(name) else ""
    return full if len(full.split()) > _PAIR and says_which(full) else None


def clean_body(name: str) -> tuple[str, SpeakerKind]:
    parts = name.split()
    while len(parts) > 1 and normalised(parts[-1]) in words("names", "hanging", "bodies"):
        parts.pop()
    name = " ".join(parts)
    if sum(name.count(mark) for mark in '"«»“”') == 1:
        # ``منظمة "ضحى``: the name was cut within its marks.
        return name, UNNAMED
    norms = [fold(part.strip('"«»“”')) for part in parts]
    first = look(norms[0])
    if _TANWIN in parts[0]:
        # ``دوما``: an adverb
        return name, UNNAMED
    if first.document:
        return _issuer(parts, norms) or (name, UNNAMED)
    latest = norms[0] in _LATEST and len(norms) > 1 and look(norms[1]).document
    possessed = first.body and HIS.search(norms[0])
    if latest or possessed or _DIGIT.match(norms[0]):
        return name, UNNAMED
    if (
        first.preposition
        or norms[0] in ASIDE
        or _counts(norms[0])
        or norms[0].startswith(("بال", "لل"))
    ):
        return name, UNNAMED
    if without_article(norms[0]) in THINGS and not first.body:
        return name, UNNAMED
    if name[0] in _MARKS:
        return _without_marks(name), BODY
    quote = next((at for at, part in enumerate(parts) if part[0] in _MARKS), 0)
    if quote > 1 and len(parts) - quote > _SHORTEST_CLAUSE and not look(norms[0]).document:
        # ``بنك الوادي الزمرداني "فرض رسوما على الناس"``
        parts, norms = parts[:quote], norms[:quote]
    country = _place_at_start(norms)
    several = any(norm.startswith("و") and _place_at_start([norm[1:]]) for norm in norms[country:])
    beside = _place_at_start(norms[country:]) if 0 < country < len(parts) else 0
    told = 0 < country < len(parts) and (beside or not _describes(norms[country]))
    if told and not several:
        return " ".join(parts[:country]), BODY
    end = end_of_body(parts, norms)
    if end == 1 and first.body and first.definite:
        proper = normalised(norms[0]) in words("names", "bodies", "proper")
        return name, BODY if proper or '"' in name else UNNAMED
    return " ".join(parts[:end]), BODY


def _without_marks(name: str) -> str:
    """``"ديلي ميل"`` is a name without its marks too; ``"الحياة"`` would be any life."""
    marked = _MARKED.fullmatch(name)
    return marked[1].strip() if marked and says_which(marked[1].strip()) else name


def _issuer(parts: list[str], norms: list[str]) -> tuple[str, SpeakerKind] | None:
    """Returns whose a statement is: بيان للجيش, بيان الداخلية, تقرير لوزارة المياه."""
    if len(parts) < 2:
        return None
    word, norm = parts[1], norms[1]
    if norm.startswith("لل"):
        word, norm = "ال" + word[2:], "ال" + norm[2:]
    elif norm.startswith("ل") and look(norm[1:]).body:
        word, norm = word[1:], norm[1:]
    if not look(norm).body:
        return None
    return clean_body(" ".join([word, *parts[2:]]))


def _place_at_start(norms: list[str]) -> int:
    """Returns how many words at the start are the name of a country or town."""
    found = names_at([normalised(norm) for norm in norms], 0, particles=False)
    return found[0][1] if found else 0


def _describes(norm: str) -> bool:
    seen = look(norm)
    return seen.nisba or seen.adjective or seen.preposition or seen.definite
