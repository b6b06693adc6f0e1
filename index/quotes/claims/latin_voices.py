"""Who stands beside a verb of saying in English and French.

The head of the phrase speaks: ``a spokesman for Jane Roe`` is no Jane Roe, ``le porte-parole du
président Jean Ravel`` is no Jean Ravel. A short name is the longest one of the article that
holds its words, a role alone (``the minister``) is the one person who bears it.

>>> text = "Foreign Minister Jane Roe left. Roe said nothing. A spokesman for Jane Roe ate."
>>> voices = Voices(text)
>>> [(w.name, w.role) for w in map(voices.read, (0, 32, 50), (25, 35, 74)) if w]
... # doctest: +NORMALIZE_WHITESPACE
[('Jane Roe', 'Foreign Minister'), ('Jane Roe', 'Foreign Minister'),
 ('A spokesman for Jane Roe', None)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.language.tables import as_written
from index.types import Span, SpeakerKind

_ROLES: Final = as_written("offices", "words", "latin_roles")
_TITLES: Final = as_written("offices", "words", "latin_titles")
_FEMALE: Final = as_written("offices", "words", "latin_female")
_MALE: Final = as_written("offices", "words", "latin_male")
_BODIES: Final = as_written("quoting", "latin", "bodies")
_DOCUMENTS: Final = as_written("quoting", "latin", "documents")
_MANY: Final = as_written("quoting", "latin", "many")

# A full stop belongs to an initial or a short title, and inside U.S.; elsewhere a name ends at it.
_NAME_WORD: Final = (
    r"(?:(?:al|el|bin|ben|de|van|von|du|la|le)[- ])?"
    r"(?:(?:Mrs?|Ms|Dr|Sen|Gov|Gen|Rep|Prof|Col|Capt|Lt|St|Jr|Sr|MM|[A-ZÀ-ÖØ-Þ])\.(?!\w)"
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
_PREPOSITION: Final = re.compile(
    r"\s(?:for|of|from|with|at|in|on|to|by|near|de|du|des|pour|chez|auprès|à|au|aux|en|dans)\s"
    r"|\sd['’]|\sà\sl['’]"
)
_DETERMINER: Final = re.compile(
    r"(?:(?:the|an?|his|her|its|their|this|some|several|one|two|le|la|les|une?|des|son|sa|ses|"
    r"leurs?|cet?|cette|plusieurs)\s|l['’])",
    re.IGNORECASE,
)
_INDEFINITE: Final = re.compile(
    r"(?:an?|some|several|one|two|une?|des|plusieurs|certains)\s", re.IGNORECASE
)
_BEFORE: Final = re.compile(r"(?:(?:[\w’'-]+\s+){1,6})$")
_APPOSED: Final = re.compile(r",\s+((?:[\w’'-]+\s+){0,6}?[\w’'-]+)(?=[,.])")
_POSSESSIVE: Final = re.compile(r"^.*['’]s\s+")
_IN_PLACE: Final = re.compile(r"\b(?:in|en|au|à)\s(?=([\w’'.-]+))")
_WORD: Final = re.compile(r"[\w-]+")
_LONGEST_DESCRIPTION: Final = 7
_LED: Final = 3
"""Words before a name by which its bearer may be called later."""
_LINE: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker as read from one phrase.

    Attributes:
        gender: ``m``, ``f``, or empty where the article does not show it.
        resolved: Whether a description was brought to a name that stands elsewhere.
    """

    name: str
    kind: SpeakerKind
    mention: Span
    role: str | None = None
    gender: str = ""
    resolved: bool = False


class Voices:
    """Everybody whom an article names in full, with what it calls them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.roles: dict[str, list[tuple[int, str]]] = {}
        self.genders: dict[str, str] = {}
        self.first: dict[str, int] = {}
        self._by_word: dict[str, list[str]] = {}
        self._led: dict[str, set[str]] = {}
        self._places = frozenset(match[1] for match in _IN_PLACE.finditer(text))
        headlines = [Span(*line.span()) for line in _LINE.finditer(text) if _is_headline(line[0])]
        for match in NAME.finditer(text):
            if any(line.start <= match.start() < line.end for line in headlines):
                continue
            for start, end in _parts(text, *match.span()):
                self._note(start, end, match.start())

    def _note(self, start: int, end: int, from_title: int) -> None:
        name = self.text[start:end]
        if _is_body(name):
            return
        before = self.text[max(0, from_title - 70) : start]
        line = before.rsplit("\n", 1)[-1]
        line = re.split(r"[.;:,«»\"“”()]\s", line)[-1]
        role = _role_at_end(line)
        if " " in name:
            if name not in self.first:
                self.first[name] = start
                for word in set(name.split()):
                    self._by_word.setdefault(word, []).append(name)
            words_before = _lower(line[-60:])[-_LED:]
            for at in range(len(words_before)):
                self._led.setdefault(" ".join(words_before[at:]), set()).add(name)
            after = _APPOSED.match(self.text, end)
            if role:
                self.roles.setdefault(name, []).append((start, role))
            if after and _has_role(after[1]) and not NAME.fullmatch(after[1]):
                self.roles.setdefault(name, []).append((start, _bare(after[1])))
            comma = re.search(r"([^,.\n«»\"“”]+),\s$", self.text[max(0, from_title - 80) : start])
            if not role and comma and self.text[end : end + 1] == "," and _has_role(comma[1]):
                self.roles.setdefault(name, []).append((start, _bare(comma[1].strip())))
        words = {word.lower() for word in _WORD.findall(line[-30:])}
        words |= set(_lower(self.text[from_title:start]))
        words |= {w for _, r in self.roles.get(name, []) for w in _WORD.findall(r.lower())}
        gender = "f" if words & _FEMALE else "m" if words & _MALE else ""
        if re.search(rf"\b(?:[Ll]a)\s+{re.escape(role or '-')}", line):
            gender = "f"
        if gender:
            self.genders.setdefault(self.full_name(name), gender)

    def full_name(self, short: str) -> str:
        """Returns the one longest name that holds all words of a short one."""
        words = set(short.split())
        known = min((self._by_word.get(word, []) for word in words), key=len, default=[])
        fits = [name for name in known if words <= set(name.split())]
        longest = max((len(name.split()) for name in fits), default=0)
        best = [name for name in fits if len(name.split()) == longest]
        return best[0] if len(best) == 1 and longest > len(words) else short

    def read(self, start: int, end: int) -> Who | None:
        """Reads the head of a phrase.

        Returns:
            ``None`` where the phrase does not tell.
        """
        text = self.text
        while start < end and text[start] in " ,\n\t\u00a0":
            start += 1
        while end > start and text[end - 1] in " ,\n\t\u00a0":
            end -= 1
        phrase = text[start:end]
        if not phrase or len(phrase) > 140:
            return None
        named = self._named(start, end)
        if named is not None:
            return named
        head_end = _PREPOSITION.search(phrase)
        head = phrase[: head_end.start()] if head_end else phrase
        words = [word.lower() for word in _WORD.findall(head)]
        short = re.split(r",\s", phrase)[0]
        span = Span(start, start + len(short))
        if set(words) & _MANY or (_INDEFINITE.match(phrase) and set(words) & _ROLES):
            return Who(short, SpeakerKind.UNNAMED, span)
        if set(words) & _ROLES:
            return self._described(short, words, head_end is not None, span)
        if set(words) & (_BODIES | _DOCUMENTS):
            return Who(short, SpeakerKind.INSTITUTION, span)
        return self._by_its_words(short, span)

    def _by_its_words(self, phrase: str, span: Span) -> Who | None:
        """``the gambling tycoon``: before whose name these words stand, else somebody unnamed."""
        words = _lower(_bare(phrase))
        if not _DETERMINER.match(phrase) or not 0 < len(words) <= _LONGEST_DESCRIPTION:
            return None
        bearers = self._led.get(" ".join(words[-_LED:]), set())
        if len(bearers) == 1 and not _INDEFINITE.match(phrase):
            (name,) = bearers
            role, gender = self._role(name, span.start), self.genders.get(name, "")
            return Who(name, SpeakerKind.PERSON, span, role, gender, True)
        return Who(phrase, SpeakerKind.UNNAMED, span)

    def _named(self, start: int, end: int) -> Who | None:
        text = self.text
        phrase = text[start:end]
        for match in NAME.finditer(text, start, end):
            for first, last in _parts(text, *match.span(), end):
                lead = text[start:first]
                pieces = _PREPOSITION.split(f" {lead}")
                if _PREPOSITION.search(f" {lead}") and not pieces[-1].strip(" \u00a0"):
                    continue
                if len(pieces) > 1 and (set(_lower(pieces[-1])) & _ROLES):
                    # ``le porte-parole du président Jean Ravel``: the inner role has the name.
                    continue
                if text[first:last].startswith(("de ", "du ")) and _has_role(lead):
                    # ``La femme de Jean Ravel`` is not he.
                    continue
                if text[first:last].lower() in _ROLES | _MANY:
                    continue
                if re.search(r"['’]s?\s*$", lead) or text[last : last + 2] in ("'s", "’s"):
                    continue
                name = text[first:last].rstrip(".")
                span = Span(first, first + len(name))
                if _is_body(name) or self._is_body_here(lead, name):
                    head = _lower(pieces[0]) + _lower(phrase[last - start :].split(",")[0])
                    if set(head) & (_ROLES | _MANY):
                        continue
                    return Who(name, SpeakerKind.INSTITUTION, span)
                full = self.full_name(name)
                role = _role_at_end(lead) or self._role(full, first)
                return Who(full, SpeakerKind.PERSON, span, role, self.genders.get(full, ""))
        return None

    def _is_body_here(self, lead: str, name: str) -> bool:
        """Tells ``the Kremlin`` and a land that people are *in* from a person."""
        if " " in name and not re.search(r"(?:^|\s)(?:[Tt]he|[Ll]es)\s$", lead):
            return False
        if self.full_name(name) != name or _has_role(lead):
            return False
        if re.search(r"(?:^|\s)(?:[Tt]he|[Ll]a|[Ll]e|[Ll]es)\s$|[Ll]['’]$", lead):
            return True
        return name in self._places

    def _role(self, name: str, before: int) -> str | None:
        told = self.roles.get(name, [])
        return next((role for _, role in told), None)

    def _described(self, phrase: str, words: list[str], longer: bool, span: Span) -> Who:
        head = next(word for word in words if word in _ROLES)
        others = {w for w in _lower(phrase) if w in _ROLES and w != head} if longer else set()
        bearers = [
            name
            for name, told in self.roles.items()
            if any(at < span.start and head in _lower(role) for at, role in told)
        ]
        if len(bearers) == 1 and not others:
            name = bearers[0]
            role = self._role(name, span.start)
            told_words = set(_lower(role or ""))
            own = {w for w in _lower(phrase) if w not in {"the", "le", "la", "l"}}
            if own <= told_words:
                gender = self.genders.get(name, "")
                return Who(name, SpeakerKind.PERSON, span, role, gender, True)
        gender = "f" if head in _FEMALE or phrase.lower().startswith("la ") else ""
        gender = gender or ("m" if head in _MALE else "")
        return Who(phrase, SpeakerKind.PERSON, span, None, gender)


def _parts(text: str, start: int, end: int, limit: int | None = None) -> list[tuple[int, int]]:
    """Takes titles and sentence openers off a run of capitalised words."""
    while start < end:
        word = text[start:end].split()[0]
        if word not in _NO_NAME:
            break
        start += len(word)
        while start < end and text[start].isspace():
            start += 1
    words = [(m.start() + start, m[0]) for m in re.finditer(r"\S+", text[start:end])]
    last = max((i for i, (_, word) in enumerate(words) if word in _TITLES), default=-1)
    if last + 1 < len(words):
        start = words[last + 1][0]
    elif words:
        return []
    if start >= end:
        return []
    name = text[start:end]
    if _is_body(name):
        more = re.compile(
            r"(?:\s(?:of|for|de|du|des|on)\s(?:the\s|la\s)?[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)*)+"
        ).match(text, end, limit or len(text))
        end = more.end() if more else end
    elif name.endswith(".") and len(name.split()[-1]) > 2:
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return [(start, end)]


def _is_headline(line: str) -> bool:
    """Tells a line whose words all have capitals, so that a name does not stand out.

    >>> _is_headline("Dam Builder Jane Roe Leaves Council"), _is_headline("Jane Roe left Zelmar.")
    (True, False)
    """
    long = [word for word in _WORD.findall(line) if len(word) > 3 and word[0].isalpha()]
    return len(long) > 3 and all(word[0].isupper() for word in long)


def _lower(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _is_body(name: str) -> bool:
    return bool(set(_lower(name)) & _BODIES) or (name.isupper() and " " not in name)


def _has_role(text: str) -> bool:
    return bool(set(_lower(text)) & (_ROLES | _MANY))


def _bare(role: str) -> str:
    role = _POSSESSIVE.sub("", role.strip())
    found = _DETERMINER.match(role)
    return role[found.end() :] if found else role


def _role_at_end(lead: str) -> str | None:
    """Returns the description that ends where a name begins."""
    lead = re.split(r"[.;:,«»\"“”()]\s", lead)[-1]
    found = _BEFORE.search(lead)
    if not found or not _has_role(found[0]):
        return None
    phrase = found[0].strip()
    determiners = [
        m.end() for m in re.finditer(rf"(?:^|(?<=\s)){_DETERMINER.pattern}", phrase, re.I)
    ]
    for at in reversed(determiners):
        rest = phrase[at:]
        if _has_role(rest) and not re.search(r"^.*\b(?:said|says|told|dit|déclaré)\b", rest):
            return _POSSESSIVE.sub("", rest)
    words = phrase.split()
    at = next(
        i
        for i, word in enumerate(words)
        if word.lower().strip("’'") in _ROLES | _MANY
        or any(part in _ROLES for part in _lower(word))
    )
    while at > 0 and (words[at - 1][:1].isupper() or words[at - 1] in ("prime", "foreign")):
        at -= 1
    return _POSSESSIVE.sub("", " ".join(words[at:])) or None
