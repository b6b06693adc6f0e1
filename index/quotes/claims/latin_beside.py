"""Whose a quotation is by what stands beside it in English and French: a verb, a source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.language.tables import listed
from index.quotes.claims.claim import SIGNATURE
from index.quotes.claims.latin_polarity import DID_NOT_SAY
from index.quotes.claims.latin_turns import LatinTurn, LatinTurns
from index.quotes.claims.latin_voices import NAME
from index.text.marks import Marked
from index.text.tokens import FUNCTION_WORDS
from index.types import Span, SpeakerKind

SHORTEST: Final = 4
"""Words that a quotation without a cue beside it must have to count as said."""
NEAR: Final = 160
"""Characters beside a quotation in which its verb is looked for."""

_BREAKS: Final = "|".join(listed("quoting", "latin", "breaks"))
_EN: Final = "|".join(listed("quoting", "latin", "said"))
_FR: Final = "|".join(listed("quoting", "latin", "said_in_french"))
_FR_NOW: Final = "|".join(listed("quoting", "latin", "says_in_french"))
_VERB: Final = re.compile(
    rf"\b(?:(?P<fr>(?:a|ont|avait|avaient)(?P<inverted>-t-(?:il|elle|ils|elles)|-(?:ils|elles))?"
    rf"(?:\s+(?:pas|jamais|\w+ment))?\s+(?:{_FR}))(?:e|s|es)?\b"
    rf"|(?P<frnow>(?:{_FR_NOW})(?P<inverted2>-t?-?(?:il|elle|ils|elles))?)\b"
    rf"|(?P<en>{_EN}|{DID_NOT_SAY})\b)"
)
_SAYING: Final = re.compile(rf"\b(?:{'|'.join(listed('quoting', 'latin', 'saying'))})\b")
_NAME_BEHIND: Final = re.compile(rf",\s+{NAME.pattern}(?=[,.;\n]|$)")
_ASIDE: Final = (
    r"(?:\s(?:à\sl['’]|à\sla\s|au\s|aux\s|à\s(?=[A-Z])|devant\s(?:la\s|les\s|le\s|l['’])|"
    r"auprès\sde\s(?:la\s|l['’])?|sur\s(?=[A-Z]))[\w-]+"
    r"|\s(?:hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?:\s(?:matin|soir))?){0,2}"
)
_CLITIC: Final = re.compile(r"[\s,]*(?:(?:nous|me|lui|leur)\s)?")
"""``« … », nous explique Claire Roe``: no subject stands before the verb."""
_ASIDES: Final = re.compile(_ASIDE)
_ACCORDING: Final = re.compile(r"\b(?:[Aa]ccording to|[Ss]elon|[Dd]['’]après)\s+")


# The full stop of a short title or a state, ``said Rep. Jane Roe, D-Del., on``, ends nothing.
_STOP: Final = (
    r"(?<!\b(?-i:[A-Z]))(?<!\b(?-i:Mr|Ms|Dr|St|Lt))(?<!\b(?-i:Mrs|Sen|Gov|Gen|Rep|Col|Rev))"
    r"(?<!\b(?-i:Prof|Capt))\.(?!\w|\s?[,;)]|\s(?-i:[a-zà-ÿ]))"
)
_STOPS: Final = re.compile(_STOP)
_BREAK: Final = re.compile(
    rf"\s*(?:{_STOP}|[,;:!?«»\"“”(\n\u2013\u2014]|\b(?:{_BREAKS})\b)", re.IGNORECASE
)
_HELD: Final = re.compile(
    rf"\b(?<!\bbe )(?<!\bis )(?<!\bwas )(?<!\bare )(?<!\bwere )(?<!\bbeen )(?<!\bbeing )"
    rf"(?:{'|'.join(listed('quoting', 'latin', 'held_to_be'))})\b(?=\s+[\w’'])"
)
"""``X called the plan "a disaster"``: few words about what stands between verb and marks."""
_INCISE: Final = re.compile(
    r"[\s,]+(?P<cue>(?:(?:a|ont|avait|nous|me|lui|se|s['’]est|s['’]était|se\ssont|s['’]|m['’])"
    r"(?:\s|(?<=['’]))){0,2}(?P<verb>[a-zà-ÿ]{3,}))(?P<aside>(?:\s[a-zà-ÿ]+ment|\salors|\sensuite)?"
    rf"{_ASIDE})\s(?=[A-ZÀ-Þ]|(?:le|la|les|un|une|the|an?|son|sa|leur)\s|l['’])"
)
"""``« … », s'indigne Claire Roe``: any verb, when a subject is right behind it."""
_NARRATED: Final = re.compile(r"\b(?P<cue>(?:d['’]|de\s)[a-zà-ÿ]+(?:er|ir|re))\s*:\s*$")
"""``Et Claire Roe d'ajouter : « … »``"""
_SIGNED: Final = re.compile(
    r"[ \u00a0]*(?P<dash>[\u2015\u2014\u2013-]{1,2})[ \u00a0]*"
    r"(?P<who>[^\W\d_][^\n\d,;:]{2,60}?)[ .]*(?=\n|$)"
)
"""A line that is a quotation and, behind a dash, whoever signs it: `` — Mira Kost``."""


def beside_marks(
    turns: LatinTurns, mark: Marked, left: int, right: int
) -> tuple[LatinTurn | None, bool]:
    """Finds the verb behind a quotation, else the one before it, and whose it is."""
    text = turns.text
    signed = _SIGNED.match(text, mark.outer.end)
    if signed and not text[text.rfind("\n", 0, mark.outer.start) + 1 : mark.outer.start].strip():
        who, dash = Span(*signed.span("who")), Span(*signed.span("dash"))
        return turns.voice(who.start, who.end, dash, SIGNATURE), True
    behind = line_end(text, mark.outer.end, min(right, mark.outer.end + NEAR))
    lead = re.compile(r"[\s,]*").match(text, mark.outer.end, behind)
    start = lead.end() if lead else mark.outer.end
    verb = _VERB.search(text, start, behind)
    follows = text[start : start + 1]
    ended = mark.span.of(text)[-1:] in (".", "…") and not follows.islower()
    if verb is not None and not ended and not _STOPS.search(text, start, verb.start()):
        found = _around(turns, verb, start, behind, "verb behind")
        # Over paragraphs ``X said: "… "…," she added`` is X's, whoever she could be.
        unsure = found is not None and found.who is None and "\n" in mark.span.of(text)
        if not unsure and (
            found is not None or _pronoun_in(verb) or text[start : verb.start()].strip()
        ):
            return found, True
    incise = _INCISE.match(text, mark.outer.end, behind)
    if incise is not None and verb is None and incise["verb"] not in FUNCTION_WORDS:
        end = _phrase_end(text, incise.end(), behind)
        voice = turns.voice(incise.end(), end, Span(*incise.span("cue")), "verb behind")
        if voice is not None and voice.who and voice.who.kind is not SpeakerKind.INSTITUTION:
            return voice, True
    source = _ACCORDING.match(text, start, behind)
    if source is not None:
        end = _phrase_end(text, source.end(), behind)
        return turns.voice(source.end(), end, Span(source.start(), source.end()), "source"), True
    before = max(left, mark.outer.start - NEAR, _line_start(text, mark.outer.start))
    stop = max(text.rfind(sign, before, mark.outer.start) for sign in (". ", "! ", "? "))
    before = max(before, stop + 1)
    verbs = list(_VERB.finditer(text, before, mark.outer.start))
    saying = next(
        _SAYING.finditer(text, verbs[-1].end() if verbs else before, mark.outer.start), None
    )
    if saying is not None and not verbs:
        if not text[before : saying.start()].strip(" ,\u00a0"):
            # ``"…", adding that "…"``
            return None, False
        return _of_sentence(turns, saying, before), True
    leading = _leading(turns, before, mark.outer.start) if not verbs else None
    if leading is not None:
        return leading, True
    if verbs:
        verb = verbs[-1]
        if not text[before : verb.start()].strip(" ,\u00a0"):
            # ``« … », a promis Jean Ravel, « … »``: the verb is the quotation's before.
            return None, False
        between = text[verb.end() : mark.outer.start].rstrip(" \u00a0")
        quoted = mark.span.of(text)
        few = len(quoted.split()) < SHORTEST and quoted[-1] not in ".!?…"
        leads = not between or between.endswith((":", ",", "that", "que"))
        if not leads and (few or len(between) > 60):
            # ``announced the "Green Valley" plan``: what is announced is named, not said.
            return _held_to_be(turns, mark, before)
        subject = re.split(r"[;:]|, (?:and|but|et|mais) ", text[before : verb.start()])[-1]
        if not subject.rstrip().endswith(","):
            # ``Interrogée sur le prix, la romancière a répondu``: what the comma cuts off.
            subject = subject.rsplit(", ", 1)[-1]
        cue = Span(*verb.span())
        voice = turns.voice(verb.start() - len(subject), verb.start(), cue, "verb before")
        return voice, True
    return _held_to_be(turns, mark, before)


def _leading(turns: LatinTurns, before: int, end: int) -> LatinTurn | None:
    """``According to X, "…"``, ``Et X d'ajouter : « … »``, ``X is sure: "…"``."""
    text = turns.text
    source = next(reversed(list(_ACCORDING.finditer(text, before, end))), None)
    if source is not None and text[before:end].rstrip(" \u00a0").endswith(","):
        return turns.voice(source.end(), end, Span(source.start(), source.end()), "source")
    narrated = _NARRATED.search(text, before, end)
    if narrated is not None:
        cue = Span(*narrated.span("cue"))
        return turns.voice(before, narrated.start(), cue, "verb before")
    if not text[before:end].rstrip(" \u00a0").endswith(":"):
        return None
    # The colon announces words: whose they are is told where one person alone is named.
    people = [turns.voice(*name.span(), None, "colon") for name in NAME.finditer(text, before, end)]
    told = [one for one in people if one and one.who and one.who.kind is SpeakerKind.PERSON]
    names = {one.who.name for one in told if one.who}
    return replace(told[0], confidence=0.75) if len(names) == 1 else None


def _held_to_be(turns: LatinTurns, mark: Marked, before: int) -> tuple[LatinTurn | None, bool]:
    """``X called the plan "a disaster"``: few words that X says of what stands before them."""
    text, end = turns.text, mark.outer.start
    held = next(reversed(list(_HELD.finditer(text, before, end))), None)
    if held is None or not _describes(text[held.end() : end], mark.span.of(text)):
        return None, False
    subject = re.split(r"[,;:]|\b(?:and|but|et|mais)\b", text[before : held.start()])[-1]
    start = held.start() - len(subject)
    return turns.voice(start, held.start(), Span(*held.span()), "held to be"), True


def _describes(between: str, quoted: str) -> bool:
    """Says whether marked words tell what somebody holds the words before them to be."""
    object_of = between.strip(" \u00a0")
    small = quoted[:1].islower() or not quoted[:1].isalpha()
    return small and bool(object_of) and not re.search(r"[,;:.!?]", object_of)


def _line_start(text: str, at: int) -> int:
    """Returns where the line of a place begins, that of the colon before it where one leads in."""
    start = text.rfind("\n", 0, at) + 1
    if at - start > NEAR or text[start:at].strip():
        return start
    lead = text[max(0, start - NEAR) : start].rstrip()
    if not lead.endswith(":"):
        return start
    return start - len(text[max(0, start - NEAR) : start]) + lead.rfind("\n") + 1


def _of_sentence(turns: LatinTurns, saying: re.Match[str], before: int) -> LatinTurn | None:
    """``X rejected the plan, saying``: the sentence's subject, by name or pronoun."""
    cue = Span(*saying.span())
    found = turns.voice(before, saying.start(), cue, "shared")
    if found is None or found.who is None or found.who.name[:1].isupper():
        return found
    return None


def _around(
    turns: LatinTurns, verb: re.Match[str], start: int, end: int, rule: str
) -> LatinTurn | None:
    """Reads ``he said``, ``said he``, ``a-t-elle dit``: the subject on either side."""
    text = turns.text
    cue = Span(*verb.span())
    inverted = _pronoun_in(verb)
    if inverted:
        return turns.by_pronoun(inverted, cue, cue)
    if not _CLITIC.fullmatch(text, start, verb.start()):
        return turns.voice(start, verb.start(), cue, rule)
    aside = _ASIDES.match(text, verb.end(), end)
    after = aside.end() if aside else verb.end()
    stop = _phrase_end(text, after, end)
    behind = _NAME_BEHIND.match(text, stop, end)
    if behind and not NAME.search(text, after, stop):
        # ``said the minister, Jane Roe``
        return turns.voice(stop + 1, behind.end(), cue, rule)
    return turns.voice(after, stop, cue, rule)


def _pronoun_in(verb: re.Match[str]) -> str:
    inverted = verb["inverted"] or verb["inverted2"] or ""
    return inverted.rsplit("-", 1)[-1]


def line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end


def _phrase_end(text: str, start: int, end: int) -> int:
    match = _BREAK.search(text, min(start + 1, end), end)
    return match.start() if match else end
