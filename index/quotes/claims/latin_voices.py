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

from index.quotes.claims.latin_names import (
    APPOSED,
    BODIES,
    DETERMINER,
    DOCUMENTS,
    FEMALE,
    GIVEN,
    IN_PLACE,
    INDEFINITE,
    LED,
    LINE,
    LONGEST_DESCRIPTION,
    MALE,
    MANY,
    NAME,
    NOUN_PHRASE,
    PREPOSITION,
    ROLES,
    TITLES,
    WORD,
    bare,
    has_role,
    is_body,
    is_headline,
    leads_to_noun,
    lower,
    parts,
    role_at_end,
)
from index.text.tokens import FUNCTION_WORDS
from index.types import Span, SpeakerKind


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
        self._common = frozenset(word for word in WORD.findall(text) if word.islower())
        self._places = frozenset(match[1] for match in IN_PLACE.finditer(text))
        headlines = [Span(*line.span()) for line in LINE.finditer(text) if is_headline(line[0])]
        for match in NAME.finditer(text):
            if any(line.start <= match.start() < line.end for line in headlines):
                continue
            for start, end in parts(text, *match.span()):
                self._note(start, end, match.start())

    def _note(self, start: int, end: int, from_title: int) -> None:
        name = self.text[start:end]
        if is_body(name):
            return
        before = self.text[max(0, from_title - 70) : start]
        line = before.rsplit("\n", 1)[-1]
        line = re.split(r"[.;:,«»\"“”()]\s", line)[-1]
        role = role_at_end(line)
        if " " in name:
            if name not in self.first:
                self.first[name] = start
                for word in set(name.split()):
                    self._by_word.setdefault(word, []).append(name)
            words_before = lower(line[-60:])[-LED:]
            for at in range(len(words_before)):
                self._led.setdefault(" ".join(words_before[at:]), set()).add(name)
            after = APPOSED.match(self.text, end)
            if role:
                self.roles.setdefault(name, []).append((start, role))
            if after and has_role(after[1]) and not NAME.fullmatch(after[1]):
                self.roles.setdefault(name, []).append((start, bare(after[1])))
            comma = re.search(r"([^,.\n«»\"“”]+),\s$", self.text[max(0, from_title - 80) : start])
            if not role and comma and self.text[end : end + 1] == "," and has_role(comma[1]):
                self.roles.setdefault(name, []).append((start, bare(comma[1].strip())))
        words = {word.lower() for word in WORD.findall(line[-30:])}
        words |= set(lower(self.text[from_title:start]))
        words |= {w for _, r in self.roles.get(name, []) for w in WORD.findall(r.lower())}
        gender = "f" if words & FEMALE else "m" if words & MALE else ""
        if not gender and " " in name:
            gender = GIVEN.get(name.split()[0], "")
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

    def first_name(self, start: int, end: int) -> Span | None:
        """Returns the first name in a stretch, without the words that only open a sentence."""
        found = (
            part
            for name in NAME.finditer(self.text, start, end)
            for part in parts(self.text, *name.span(), end)
        )
        return next((Span(*part) for part in found if not self._is_opener(*part)), None)

    def leads(self, word: str) -> bool:
        """Says whether a word between a noun and a name belongs to the name's title."""
        return word in TITLES or word.lower() in ROLES | BODIES | MANY

    def noun_end(self, start: int, end: int) -> int | None:
        """Returns where the noun ends that opens a clause: ``Several river groups``."""
        for word in WORD.finditer(self.text, start, min(end, start + 60)):
            noun = word[0].lower()
            if {noun, noun.removesuffix("s")} & (ROLES | BODIES | MANY | DOCUMENTS):
                return word.end()
        described = NOUN_PHRASE.match(self.text, start, end)
        return described.end("noun") if described else None

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
        head_end = PREPOSITION.search(phrase)
        head = phrase[: head_end.start()] if head_end else phrase
        words = [word.lower() for word in WORD.findall(head)]
        short = re.split(r",\s", phrase)[0]
        span = Span(start, start + len(short))
        if set(words) & MANY or (INDEFINITE.match(phrase) and set(words) & ROLES):
            return Who(short, SpeakerKind.UNNAMED, span)
        if set(words) & ROLES:
            return self._described(short, words, head_end is not None, span)
        if set(words) & (BODIES | DOCUMENTS):
            return Who(short, SpeakerKind.INSTITUTION, span)
        return self._by_its_words(short, span)

    def _by_its_words(self, phrase: str, span: Span) -> Who | None:
        """``the gambling tycoon``: before whose name these words stand, else somebody unnamed."""
        words = lower(bare(phrase))
        if not DETERMINER.match(phrase) or not 0 < len(words) <= LONGEST_DESCRIPTION:
            return None
        bearers = self._led.get(" ".join(words[-LED:]), set())
        if len(bearers) == 1 and not INDEFINITE.match(phrase):
            (name,) = bearers
            role, gender = self._role(name, span.start), self.genders.get(name, "")
            return Who(name, SpeakerKind.PERSON, span, role, gender, True)
        return Who(phrase, SpeakerKind.UNNAMED, span)

    def _named(self, start: int, end: int) -> Who | None:
        text = self.text
        phrase = text[start:end]
        for match in NAME.finditer(text, start, end):
            for first, last in parts(text, *match.span(), end):
                lead = text[start:first]
                pieces = PREPOSITION.split(f" {lead}")
                if PREPOSITION.search(f" {lead}") and not pieces[-1].strip(" \u00a0"):
                    continue
                if len(pieces) > 1 and (set(lower(pieces[-1])) & ROLES):
                    # ``le porte-parole du président Jean Ravel``: the inner role has the name.
                    continue
                if text[first:last].startswith(("de ", "du ")) and has_role(lead):
                    # ``La femme de Jean Ravel`` is not he.
                    continue
                short = text[first:last]
                if short.lower() in ROLES | MANY and self.full_name(short) == short:
                    continue
                if not lead.strip() and self._is_opener(first, last):
                    continue
                if (re.search(r"['’]s?\s*$", lead) and " " not in text[first:last]) or text[
                    last : last + 2
                ] in ("'s", "’s"):
                    continue
                if leads_to_noun(phrase[: first - start], phrase[last - start :]):
                    # ``a Green Party delegate``, ``Roe campaign aides``: the noun behind speaks.
                    continue
                name = text[first:last].rstrip(".")
                span = Span(first, first + len(name))
                if is_body(name) or self._is_body_here(lead, name):
                    head = lower(pieces[0]) + lower(phrase[last - start :].split(",")[0])
                    if set(head) & (ROLES | MANY):
                        continue
                    return Who(name, SpeakerKind.INSTITUTION, span)
                full = self.full_name(name)
                role = role_at_end(lead) or self._role(full, first)
                return Who(full, SpeakerKind.PERSON, span, role, self.genders.get(full, ""))
        return None

    def _is_opener(self, start: int, end: int) -> bool:
        """``Whether``, ``Three``: a capital that only begins a sentence."""
        word = self.text[start:end]
        if " " in word or self.full_name(word) != word:
            return False
        return word.lower() in self._common or word.lower() in FUNCTION_WORDS

    def _is_body_here(self, lead: str, name: str) -> bool:
        """Tells ``the Kremlin`` and a land that people are *in* from a person."""
        if " " in name and not re.search(r"(?:^|\s)(?:[Tt]he|[Ll]es)\s$", lead):
            return False
        if self.full_name(name) != name or has_role(lead):
            return False
        if re.search(r"(?:^|\s)(?:[Tt]he|[Ll]a|[Ll]e|[Ll]es)\s$|[Ll]['’]$", lead):
            return True
        return name in self._places

    def _role(self, name: str, before: int) -> str | None:
        told = self.roles.get(name, [])
        return next((role for _, role in told), None)

    def _described(self, phrase: str, words: list[str], longer: bool, span: Span) -> Who:
        head = next(word for word in words if word in ROLES)
        others = {w for w in lower(phrase) if w in ROLES and w != head} if longer else set()
        bearers = [
            name
            for name, told in self.roles.items()
            if any(at < span.start and head in lower(role) for at, role in told)
        ]
        if len(bearers) == 1 and not others:
            name = bearers[0]
            role = self._role(name, span.start)
            told_words = set(lower(role or ""))
            own = {w for w in lower(phrase) if w not in {"the", "le", "la", "l"}}
            if own <= told_words:
                gender = self.genders.get(name, "")
                return Who(name, SpeakerKind.PERSON, span, role, gender, True)
        gender = "f" if head in FEMALE or phrase.lower().startswith("la ") else ""
        gender = gender or ("m" if head in MALE else "")
        return Who(phrase, SpeakerKind.PERSON, span, None, gender)
