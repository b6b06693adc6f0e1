"""What names, titles and nouns look like in English and French."""

from __future__ import annotations

import re
from typing import Final

from index.language.tables import as_written

ROLES: Final = as_written("offices", "words", "latin_roles")
TITLES: Final = as_written("offices", "words", "latin_titles")
FEMALE: Final = as_written("offices", "words", "latin_female")
MALE: Final = as_written("offices", "words", "latin_male")
BODIES: Final = as_written("quoting", "latin", "bodies")
DOCUMENTS: Final = as_written("quoting", "latin", "documents")
MANY: Final = as_written("quoting", "latin", "many")
_PARTY: Final = as_written("offices", "words", "latin_party")
GIVEN: Final = {
    name: gender[0]
    for gender in ("female", "male")
    for name in as_written("names", "given_in_latin_letters", gender)
}
SHORT: Final = "|".join(as_written("offices", "words", "latin_short"))
"""Titles that a full stop shortens, ``Sen. Jane Roe``, as a pattern."""

# A full stop belongs to an initial or a short title, and inside U.S.; elsewhere a name ends at it.
_NAME_WORD: Final = (
    r"(?:(?:al|el|bin|ben|de|van|von|du|la|le)[- ])?"
    rf"(?:(?:{SHORT}|[A-ZÀ-ÖØ-Þ])\.(?!\w)"
    r"|[A-ZÀ-ÖØ-Þ](?!['’][a-zà-ÿ])[\w’'-]*(?:\.[A-Z][\w.]*)?)"
)
NAME: Final = re.compile(rf"(?<![\w’'-]){_NAME_WORD}(?:[ \u00a0]+{_NAME_WORD})*")
_NO_NAME: Final = frozenset(
    """The A An He She They It In On But And If When Le La Les Un Une Il Elle Des Mais Et De Du
    Selon Pour Monday Tuesday Wednesday Thursday Friday Saturday Sunday However Meanwhile
    Yes No So Did Does Do Had Would For By From With After Before At To His Her Its
    Their My Our Son Sa Ses Leur Leurs Ce Cet Cette Ces This That These Those There We
    You I Yesterday Today Tonight Tomorrow Earlier Later Last Next Recently Even While Although
    Though Since Until During Once Then Now Still Also Only Both Despite Instead Here Early Late
    January
    February March July September October November December Lundi Mardi Mercredi Jeudi Vendredi
    Samedi Dimanche Hier Demain Si Alors Pendant Depuis Après Avant Quand Comme Lorsque Même
    Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre
    Décembre""".split()  # noqa: SIM905
)
PREPOSITION: Final = re.compile(
    r"\s(?:for|of|from|with|at|in|on|to|by|near|de|du|des|pour|chez|auprès|à|au|aux|en|dans)\s"
    r"|\sd['’]|\sà\sl['’]"
)
DETERMINER: Final = re.compile(
    r"(?:(?:the|an?|his|her|its|their|this|some|several|one|two|le|la|les|une?|des|son|sa|ses|"
    r"leurs?|cet?|cette|plusieurs)\s|l['’])",
    re.IGNORECASE,
)
_DETERMINED: Final = re.compile(rf"(?:^|\s){DETERMINER.pattern}(?:[a-zà-ÿ-]+\s)*$", re.IGNORECASE)
NOUN_PHRASE: Final = re.compile(
    rf"{DETERMINER.pattern}(?P<noun>(?:(?!\w+ed\b|(?:of|in|at|on|from|with|near|behind|who|that|was|were|is|"
    r"has|had|de|du|des|qui|a|à|est|avait|en)\b)[\w’'-]+\s?){1,3}(?<!\s))"
    r"(?=,|\s(?:of|in|at|on|from|with|near|behind|who|that|was|were|is|has|had|de|du|des|qui|a|à|est|"
    r"avait|en|\w+ed)\b)",
    re.IGNORECASE,
)
INDEFINITE: Final = re.compile(
    r"(?:an?|some|several|one|two|une?|des|plusieurs|certains)\s", re.IGNORECASE
)
_PARTICLE: Final = re.compile(r"(?:de|du|la|le)\s")
_BEFORE: Final = re.compile(r"(?:(?:[\w’'-]+\s+){1,6})$")
APPOSED: Final = re.compile(r",\s+((?:[\w’'-]+\s+){0,6}?[\w’'-]+)(?=[,.])")
_POSSESSIVE: Final = re.compile(r"^.*['’]s\s+")
IN_PLACE: Final = re.compile(r"\b(?:in|en|au|à)\s(?=([\w’'.-]+))")
_NOUN_BEHIND: Final = re.compile(r" ([a-z]{3,})\b(?=$|[,;. ])")
_NO_NOUN: Final = re.compile(
    r"\w+ly|also|later|then|again|still|even|once|never|often|too|him|her|(?:him|her|it|them)sel\w+|"
    r"who|whose|which|that|and|but|not|now|has|had|have|was|were|did|does|both|together|est|qui|"
    r"une?|les?|aussi|ensuite|encore|alors"
    r"|of|from|for|with|in|on|at|to|by|near|as|when|while|after|before|during|about|under|over|than"
)
WORD: Final = re.compile(r"[\w-]+")
LONGEST_DESCRIPTION: Final = 7
LED: Final = 3
"""Words before a name by which its bearer may be called later."""
LINE: Final = re.compile(r"[^\n]+")


def parts(text: str, start: int, end: int, limit: int | None = None) -> list[tuple[int, int]]:
    """Takes titles and sentence openers off a run of capitalised words."""
    particle = _PARTICLE.match(text, start)
    if particle and text[max(0, start - 2) : start].strip().islower():
        # ``la rue du Lavoir``: behind a noun it is no part of a name.
        start = particle.end()
    while start < end:
        word = text[start:end].split()[0]
        if word not in _NO_NAME:
            break
        start += len(word)
        while start < end and text[start].isspace():
            start += 1
    words = [(m.start() + start, m[0]) for m in re.finditer(r"\S+", text[start:end])]
    # ``CNN's Jane Roe`` and ``President Jane Roe`` are Jane Roe.
    owners = {i for i, (_, word) in enumerate(words[:-1]) if word.endswith(("'s", "’s"))}
    titles = {i for i, (_, word) in enumerate(words) if word in TITLES}
    last = max(owners | titles, default=-1)
    if last + 1 < len(words):
        start = words[last + 1][0]
    elif words:
        return []
    if start >= end:
        return []
    first, _, rest = text[start:end].partition(" ")
    if first in _PARTY and " " in rest and not is_body(rest):
        # ``Republican Jane Roe``, but the ``Republican National Committee``
        start = end - len(rest)
    name = text[start:end]
    if is_body(name):
        more = re.compile(
            r"(?:\s(?:of|for|de|du|des|on)\s(?:the\s|la\s)?[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)*)+"
        ).match(text, end, limit or len(text))
        end = more.end() if more else end
    elif name.endswith(".") and len(name.split()[-1]) > 2:
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return [(start, end)]


def leads_to_noun(lead: str, rest: str) -> bool:
    """Says whether a name stands before the noun that it describes.

    >>> leads_to_noun("a prominent ", " member"), leads_to_noun("", " later")
    (True, False)
    """
    noun = _NOUN_BEHIND.match(rest)
    if noun is None:
        return False
    if noun[1] in ROLES | BODIES | MANY | DOCUMENTS:
        return True
    described = has_role(lead) or bool(set(lead.split()) & TITLES)
    determined = _DETERMINED.search(lead) is not None
    return determined and not described and not _NO_NOUN.fullmatch(noun[1])


def is_headline(line: str) -> bool:
    """Tells a line whose words all have capitals, so that a name does not stand out.

    >>> is_headline("Dam Builder Jane Roe Leaves Council"), is_headline("Jane Roe left Zelmar.")
    (True, False)
    """
    long = [word for word in WORD.findall(line) if len(word) > 3 and word[0].isalpha()]
    return len(long) > 3 and all(word[0].isupper() for word in long)


def lower(text: str) -> list[str]:
    """Returns the words of a text in small letters."""
    return [word.lower() for word in WORD.findall(text)]


def is_body(name: str) -> bool:
    """Says whether a name is a body's: ``River Council``, ``UNHCR``."""
    return bool(set(lower(name)) & BODIES) or (name.isupper() and " " not in name)


def has_role(text: str) -> bool:
    """Says whether a text tells what somebody does."""
    return bool(set(lower(text)) & (ROLES | MANY))


def bare(role: str) -> str:
    """Returns a role without possessor and article."""
    role = _POSSESSIVE.sub("", role.strip())
    found = DETERMINER.match(role)
    return role[found.end() :] if found else role


def role_at_end(lead: str) -> str | None:
    """Returns the description that ends where a name begins."""
    lead = re.split(r"[.;:,«»\"“”()]\s", lead)[-1]
    found = _BEFORE.search(lead)
    if not found or not has_role(found[0]):
        return None
    phrase = found[0].strip()
    determiners = [
        m.end() for m in re.finditer(rf"(?:^|(?<=\s)){DETERMINER.pattern}", phrase, re.I)
    ]
    for at in reversed(determiners):
        rest = phrase[at:]
        if has_role(rest) and not re.search(r"^.*\b(?:said|says|told|dit|déclaré)\b", rest):
            return _POSSESSIVE.sub("", rest)
    words = phrase.split()
    at = next(
        i
        for i, word in enumerate(words)
        if word.lower().strip("’'") in ROLES | MANY or any(part in ROLES for part in lower(word))
    )
    while at > 0 and (words[at - 1][:1].isupper() or words[at - 1] in ("prime", "foreign")):
        at -= 1
    return _POSSESSIVE.sub("", " ".join(words[at:])) or None
