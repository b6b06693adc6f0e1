"""Cleans the names of bodies: what is cut off, which one is told, and two writings of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from index.language.clitics import without_article
from index.language.places import names_at, place_names
from index.language.tables import doubtful_words, words
from index.quotes.lexicon import DETERMINERS, fold, folded
from index.quotes.looks import ADVERBS, NAMING, OCCASIONS, RELATIVES, THINGS, TIMES, look
from index.quotes.mentions.names import is_body_name, is_known_body
from index.quotes.text import Word, read_words
from index.text.normalise import normalised
from index.types import SpeakerKind

BODY: Final = SpeakerKind.INSTITUTION
UNNAMED: Final = SpeakerKind.UNNAMED
ARABIC: Final = re.compile("[\u0621-\u064a]")
ASIDE: Final = ADVERBS | TIMES | RELATIVES
_DIGIT: Final = re.compile(r"\d")
_MARKS: Final = '"«“'
_MARKED: Final = re.compile('["«“]([^"»”]+)["»”]')
_SHORTEST_KEY: Final = 2
_HIS: Final = re.compile("(?:ه|ها|هم)$")
_OF_TWO: Final = ("تا", "تي", "تان", "تين")
_OF_MANY: Final = frozenset(
    ["قوات", "سلطات", "امم", "خطوط", "ولايات", "امارات", "شرطة", "فصائل", "كتائب"]
)
"""Plurals that are one body: ``السلطات الزمردانية``, but not ``الصحف الزمردانية``."""
_UNTELLING: Final = folded("names", "bodies", "untelling")
_UNKNOWN_OWNERS: Final = folded("names", "bodies", "unknown_owners")
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


def says_which(name: str) -> bool:
    """Says whether a body is one that can be told from others: not ``محكمة بريطانية``."""
    if not ARABIC.search(name) or name[0] in _MARKS:
        return True
    found = read_words(name, ())
    first = found[0] if found else None
    if first is None or first.norm in DETERMINERS:
        return False
    if _MARKED.search(name) and first.look.body:
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
        return known or not (kind or first.norm.startswith("ال") or is_doubtful(first.norm))
    if first.look.body and is_known_body(name.split(maxsplit=1)[1]):
        # ``وكالة رويترز``
        return True
    seen = first.look
    if not (seen.body or seen.place or is_known_body(name) or seen.base in NAMING):
        # ``الشروط اللازمة``, ``اتفاقات سابقة``: nothing shows that it is a body.
        timely = {first.norm, seen.base} & TIMES
        shown = not (seen.document or is_doubtful(first.norm) or is_doubtful(seen.base) or timely)
        return bool(first.quote) or (shown and not _HIS.search(first.norm))
    if seen.definite and normalised(seen.base) in words("names", "bodies", "by_name"):
        # ``الصحيفة الزمردانية``: any of them, without a name of its own.
        return any(_is_own(word) for word in found[1:])
    if seen.body and seen.definite and len(found) == _PAIR:
        # ``الدول الموقعة``, ``الهيئة المنظمة``: they tell what it does, not which one it is.
        said = found[1].look
        which = said.nisba or said.adjective or said.place or said.base.endswith(("ي", "ية"))
        return which or said.body or _is_own(found[1])
    return not seen.body or seen.definite or is_body_name(found, 0, len(found) - 1)


def _tells(found: Sequence[Word]) -> bool:
    """Says whether no word shows that any of its kind may be meant: ``موقع التواصل الاجتماعي``."""
    first, last = found[0], found[-1]
    kind = first.look.body or first.look.base in NAMING
    if not kind or is_known_body(" ".join(word.norm for word in found)):
        return True
    if any(word.norm in _UNTELLING for word in found[1:]):
        own = _is_own(last) and not last.norm.startswith("لل") and last.norm not in _UNTELLING
        own = own and not found[-2].look.preposition
        return own or is_known_body(last.norm)
    owned = last.norm in _UNKNOWN_OWNERS and len(found) > 1
    return not owned or any(_is_own(word) or word.look.place for word in found[1:-1])


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
    """
    marked = _MARKED.search(name)
    found = read_words(name, ())
    if marked and len(marked[1]) > _SHORTEST_KEY:
        name = marked[1]
    elif len(found) > 1 and not found[0].look.definite:
        kind = found[0].look
        if (kind.base in NAMING or kind.body) and _is_own(found[1]) and not kind.document:
            # ``وكالة رويترز``, ``منظمة هيومن رايتس``: what it is called without its kind.
            name = name[found[1].start :]
    bare = (word.removeprefix("ال") for word in normalised(name).split() if word != "ذا")
    return "".join(bare).replace("اميرك", "امريك")


def clean_body(name: str) -> tuple[str, SpeakerKind]:
    parts = name.split()
    while len(parts) > 1 and normalised(parts[-1]) in words("names", "hanging", "bodies"):
        parts.pop()
    name = " ".join(parts)
    norms = [fold(part.strip('"«»“”')) for part in parts]
    first = look(norms[0])
    if _TANWIN in parts[0]:
        # ``دوما``: an adverb
        return name, UNNAMED
    if first.document:
        return _issuer(parts, norms) or (name, UNNAMED)
    latest = norms[0] in _LATEST and len(norms) > 1 and look(norms[1]).document
    possessed = len(norms) == 1 and first.body and _HIS.search(norms[0])
    if latest or possessed or _DIGIT.match(norms[0]):
        return name, UNNAMED
    if first.preposition or norms[0] in ASIDE or norms[0].startswith(("بال", "لل")):
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
    if 0 < country < len(parts) and not several and not _describes(norms[country]):
        return " ".join(parts[:country]), BODY
    end = min(_time_from(norms), _object_from(norms))
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


def _object_from(norms: list[str]) -> int:
    """Returns where what a body did begins behind its name, to whom or in which way.

    ``مجلس الوادي | بالإجماع``, ``الحكومة الزمردانية | الدولة``, ``التحالف | المزارعين``.
    """
    head = look(norms[0])
    for at in range(1, len(norms)):
        norm, seen, before = norms[at], look(norms[at]), look(norms[at - 1])
        manner = norm in ASIDE or (norm.startswith("بال") and not _is_where(norm[1:]))
        occasion = norm[0] in "لب" and look(norm[1:]).base in OCCASIONS | {"زيارة"}
        after = norms[at + 1] if at + 1 < len(norms) else ""
        attribute = at > 1 and before.definite and (before.nisba or before.adjective)
        another = attribute and seen.definite and seen.body and not seen.nisba
        # ``الحكومة الزمردانية | الموالية لسالم``
        serving = attribute and norm.startswith("الم") and seen.unknown
        serving = serving and after.startswith(("ل", "ب")) and not after.startswith("لل")
        several = norm.endswith("ين") and seen.definite and len(norm) > len("الباحثين") - 1
        whom = several and head.definite and head.number == "s" and not seen.place
        if manner or occasion or another or serving or whom:
            return at
    return len(norms)


def _is_where(norm: str) -> bool:
    return look(norm).body or normalised(norm) in place_names()


def _time_from(norms: list[str]) -> int:
    """Returns where words that tell a time begin behind a name."""
    months = words("calendar", "months")
    for at in range(1, len(norms) - 1):
        following = normalised(" ".join(norms[at + 1 : at + 3]))
        timely = norms[at + 1] in TIMES or {following, normalised(norms[at + 1])} & months
        if norms[at] == "في" and timely:
            return at
    return len(norms)
