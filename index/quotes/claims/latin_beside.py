"""Whose a quotation is by what stands beside it in English and French: a verb, a source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.language.tables import listed
from index.quotes.claims.claim import SIGNATURE
from index.quotes.claims.latin_names import NAME, SHORT
from index.quotes.claims.latin_polarity import DID_NOT_SAY
from index.quotes.claims.latin_turns import LatinTurn, LatinTurns
from index.quotes.claims.latin_voices import Who
from index.text.marks import Marked
from index.text.tokens import FUNCTION_WORDS
from index.types import Span, SpeakerKind

SHORTEST: Final = 4
"""Words that a quotation without a cue beside it must have to count as said."""
NEAR: Final = 160
"""Characters beside a quotation in which its verb is looked for."""

_FAR: Final = 400
"""Characters of a sentence before a quotation in which its verb is looked for."""

_BREAKS: Final = "|".join(listed("quoting", "latin", "breaks"))
_EN: Final = "|".join(listed("quoting", "latin", "said", "said_beside"))
_FR: Final = "|".join(listed("quoting", "latin", "said_in_french"))
_FR_NOW: Final = "|".join(listed("quoting", "latin", "says_in_french"))
_VERB: Final = re.compile(
    rf"\b(?:(?P<fr>(?:a|ont|avait|avaient)(?P<inverted>-t-(?:il|elle|ils|elles)|-(?:ils|elles))?"
    rf"(?:\s+(?:pas|jamais|aussi|aussitôt|encore|ensuite|alors|même|\w+ment))?\s+(?:{_FR}))(?:e|s|es)?\b"
    rf"|(?P<frnow>(?:{_FR_NOW})(?P<inverted2>-t?-?(?:il|elle|ils|elles))?)\b"
    rf"|(?P<clitic>[a-zà-ÿ]+-(?:t-)?(?P<inverted3>il|elle))(?=[,.;: ]|$)"
    rf"|(?P<en>{_EN}|{DID_NOT_SAY})\b)"
)
SAYING: Final = re.compile(rf"\b(?:{'|'.join(listed('quoting', 'latin', 'saying'))})\b")
_NAME_BEHIND: Final = re.compile(rf",\s+{NAME.pattern}(?=[,.;\n]|$)")
_ASIDE: Final = (
    r"(?:\s(?:à\sl['’]|à\sla\s|au\s|aux\s|à\s(?=[A-Z])|devant\s(?:la\s|les\s|le\s|l['’])|"
    r"auprès\sde\s(?:la\s|l['’])?|sur\s(?=[A-Z]))[\w-]+"
    r"|\s(?:hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?:\s(?:matin|soir))?){0,2}"
)
_CLITIC: Final = re.compile(r"[\s,]*(?:(?:nous|me|lui|leur)\s)?")
"""``« … », nous explique Claire Roe``: no subject stands before the verb."""
_ASIDES: Final = re.compile(_ASIDE)
_LEAD: Final = re.compile(r"[\s,]*")
_GOES_ON: Final = re.compile(
    r"(?:and|but|or|nor|as|while|when|that|which|who|whose|in|of|to|for|from|with|at|by|on|into|about|because|"
    r"after|before|during|if|than|against|toward|towards|over|under|et|mais|ou|que|qui|dont|dans|de|du|des|"
    r"à|au|aux|pour|par|sur|avec|sans|comme|quand|si|car)\b(?!\s?[:,])"
)
"""What goes on with the sentence around marked words is no subject."""
_LONGEST_SUBJECT: Final = 3
_NOT_TELLING: Final = re.compile(
    r"\b(?:the|an?|his|her|its|their|our|my|your|such|no|was|were|is|are|be|been|"
    r"being|when|if|as|having|to|will|would|can|could|should|may|might|must|not|la|le|les|une?|des|ces?|cette|son|sa|ses|leurs?|en)\s$"
)
_THAT: Final = re.compile(r"\b(?:that|que)\b|\bqu['’]")
_BARE: Final = frozenset(("said", "says", "told", "tells"))
"""Verbs whose clause needs no ``that``."""
_TO_SOMEBODY: Final = frozenset(("told", "tells"))
"""Who stands behind them is told: ``Jane Roe, who owns it, told the Herald, "…"``."""
_OTHER_CLAUSE: Final = re.compile(r"[;:\n]|,? \b(?:but|while|whereas|although|though|which|who)\b")
_SUBORDINATE: Final = re.compile(
    r"\b(?:as|while|when|because|although|though|since|before|after|if|that|whether|than|lorsqu\w*|quand|"
    r"tandis que|alors que|parce que|après que|que|si|comme)\s"
)
_JOINED: Final = re.compile(r"\b(?:and|but|then|or|et|mais|puis)\s+(?:\w+ly\s+)?$")
_DASHES: Final = ("\u2013", "\u2014")
_ACCORDING: Final = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of|per(?= (?:the|an?|his|her|its|their|[A-Z]))|[Ss]elon|"
    r"[Dd]['’]après)\s+"
)


# The full stop of a short title or a state, ``said Rep. Jane Roe, D-Del., on``, ends nothing.
_STOP: Final = (
    r"(?<!\b(?-i:[A-Z]))"
    + "".join(rf"(?<!\b(?-i:{title}))" for title in SHORT.split("|"))
    + r"\.(?!\w|\s?[,;)]|\s(?-i:[a-zà-ÿ]))"
)
_STOPS: Final = re.compile(_STOP)
_SENTENCE: Final = re.compile(rf"(?:{_STOP}|[!?])(?= )")
_BREAK: Final = re.compile(
    rf"\s*(?:{_STOP}|[,;:!?«»\"“”(\n\u2013\u2014]|\b(?:{_BREAKS})\b)", re.IGNORECASE
)
_HELD: Final = re.compile(
    rf"\b(?<!\bbe )(?<!\bis )(?<!\bwas )(?<!\bare )(?<!\bwere )(?<!\bbeen )(?<!\bbeing )"
    rf"(?:{'|'.join(listed('quoting', 'latin', 'held_to_be'))})\b"
)
"""``X called the plan "a disaster"``: few words about what stands between verb and marks."""
_WHAT: Final = re.compile(r"\bwhat (?P<who>[^,;:.]{2,60}?) (?:has |had |have )?$")
_INCISE: Final = re.compile(
    r"[\s,]+(?P<cue>(?:(?:a|ont|avait|nous|me|lui|se|s['’]est|s['’]était|se\ssont|s['’]|m['’])"
    r"(?:\s|(?<=['’]))){0,2}(?P<verb>[a-zà-ÿ]{3,}))(?P<aside>(?:\s[a-zà-ÿ]+ment|\salors|\sensuite)?"
    rf"{_ASIDE})\s(?=[A-ZÀ-Þ]|(?:le|la|les|un|une|the|an?|son|sa|leur)\s|l['’])"
)
"""``« … », s'indigne Claire Roe``: any verb, when a subject is right behind it."""
_NARRATED: Final = re.compile(r"\b(?P<cue>(?:d['’]|de\s)[a-zà-ÿ]+(?:er|ir|re))\s*:\s*$")
"""``Et Claire Roe d'ajouter : « … »``"""
_PASSED_ON: Final = re.compile(
    r"\b(?:quot|cit)(?:ed|es|ing|e)\s(?!by\b|as\b)(?P<who>[^,;:.\n]{2,90}?),?\s(?:as\s)?saying\b"
)
_SIGNED: Final = re.compile(
    r"[ \u00a0]*(?P<dash>[\u2015\u2014\u2013-]{1,2})[ \u00a0]*"
    r"(?P<who>[^\W\d_][^\n\d,;:]{2,60}?)[ .]*(?=\n|$)"
)
"""A line that is a quotation and, behind a dash, whoever signs it: `` — Mira Kost``."""


def beside_marks(
    turns: LatinTurns, mark: Marked, left: int, right: int
) -> tuple[LatinTurn | None, bool]:
    """Finds the verb behind a quotation, else the one before it, and whose it is."""
    return (_signed(turns, mark) or _behind(turns, mark, right) or _before(turns, mark, left)) or (
        None,
        False,
    )


def _signed(turns: LatinTurns, mark: Marked) -> tuple[LatinTurn | None, bool] | None:
    text = turns.text
    signed = _SIGNED.match(text, mark.outer.end)
    if not signed or text[text.rfind("\n", 0, mark.outer.start) + 1 : mark.outer.start].strip():
        return None
    who, dash = Span(*signed.span("who")), Span(*signed.span("dash"))
    return turns.voice(who.start, who.end, dash, SIGNATURE), True


def _behind(turns: LatinTurns, mark: Marked, right: int) -> tuple[LatinTurn | None, bool] | None:
    """``"…," said X``, ``"…," X said``, ``« … », s'indigne X``, ``"…," according to X``."""
    text = turns.text
    end = line_end(text, mark.outer.end, min(right, mark.outer.end + NEAR))
    lead = _LEAD.match(text, mark.outer.end, end)
    start = lead.end() if lead else mark.outer.end
    source = _ACCORDING.match(text, start, end)
    if source is not None:
        stop = _phrase_end(text, source.end(), end)
        return turns.voice(source.end(), stop, Span(source.start(), source.end()), "source"), True
    if not _is_open(text, mark, start):
        return None
    passed_on = _PASSED_ON.search(text, start, end)
    if passed_on is not None and not _STOPS.search(text, start, passed_on.start()):
        return _passed(turns, passed_on), True
    verb = _VERB.search(text, start, end)
    if verb is not None and not _STOPS.search(text, start, verb.start()):
        found = _around(turns, verb, start, end, "verb behind")
        # Over paragraphs ``X said: "… "…," she added`` is X's, whoever she could be.
        unsure = found is not None and found.who is None and "\n" in mark.span.of(text)
        if not unsure and (found is not None or _pronoun_in(verb)):
            return found, True
    incise = _INCISE.match(text, mark.outer.end, end)
    if incise is not None and incise["verb"] not in FUNCTION_WORDS:
        stop = _phrase_end(text, incise.end(), end)
        voice = turns.voice(incise.end(), stop, Span(*incise.span("cue")), "verb behind")
        if voice is not None and voice.who and voice.who.kind is not SpeakerKind.INSTITUTION:
            return voice, True
    return None


def _is_open(text: str, mark: Marked, start: int) -> bool:
    """Says whether marked words ask for a verb behind them.

    They end with a comma, a question or a call, or a comma stands behind the mark; without one the
    verb stands next to the mark. ``called it "a mess" and said`` goes on without them.
    """
    last, follows = mark.span.of(text)[-1:], text[start : start + 1]
    if (last in (".", "…") and not follows.islower()) or _GOES_ON.match(text, start):
        return False
    if last in ",?!…—–-" or "," in text[mark.outer.end : start]:
        return True
    near = _VERB.search(text, start, start + NEAR)
    return near is not None and len(text[start : near.start()].split()) <= _LONGEST_SUBJECT


def _before(turns: LatinTurns, mark: Marked, left: int) -> tuple[LatinTurn | None, bool] | None:
    """``X said: "…"``, ``X left, saying "…"``, ``according to X, "…"``, ``X called it "…"``."""
    text = turns.text
    before = max(left, mark.outer.start - _FAR, _line_start(text, mark.outer.start))
    stops = [stop.end() for stop in _SENTENCE.finditer(text, before, mark.outer.start)]
    before = stops[-1] if stops else before
    passed_on = next(reversed(list(_PASSED_ON.finditer(text, before, mark.outer.start))), None)
    if passed_on is not None:
        return _passed(turns, passed_on), True
    verbs = [verb for verb in _VERB.finditer(text, before, mark.outer.start) if _tells(text, verb)]
    behind_verbs = verbs[-1].end() if verbs else before
    saying = next(SAYING.finditer(text, behind_verbs, mark.outer.start), None)
    if saying is None and verbs:
        inverted = _inverted(turns, verbs[-1], before, mark)
        if inverted is not None:
            return inverted, True
    if saying is not None and not verbs:
        if not text[before : saying.start()].strip(" ,\u00a0"):
            # ``"…", adding that "…"``
            return None, False
        return _of_sentence(turns, saying, before), True
    leading = _leading(turns, before, mark.outer.start) if not verbs else None
    if leading is not None:
        return leading, True
    if not verbs:
        return _held_to_be(turns, mark, before)
    verb = verbs[-1]
    if not text[before : verb.start()].strip(" ,\u00a0"):
        # ``« … », a promis Jean Ravel, « … »``: the verb is the quotation's before.
        last = turns.spoken[-1] if saying and turns.spoken else None
        cue = Span(*saying.span()) if saying else None
        # ``"…," said Jane Roe, adding that "…"``
        return (
            (replace(last, cue=cue, rule="shared", inferred=True), True) if last else (None, False)
        )
    if saying is None and not _leads(text, verb, mark):
        # ``announced the "Green Valley" plan``: what is announced is named, not said.
        return _held_to_be(turns, mark, before)
    start = _subject_start(text, before, verb.start())
    cue = Span(*(saying or verb).span())
    rule = "shared" if saying else "verb before"
    joined = _JOINED.search(text, start, verb.start())
    if joined is not None:
        # ``Jane Roe left — which surprised nobody — and said``
        start = before if text[: joined.start()].rstrip().endswith(_DASHES) else start
        return turns.opening(start, verb.start(), cue, rule), True
    return turns.voice(start, verb.start(), cue, rule), True


def _passed(turns: LatinTurns, passed_on: re.Match[str]) -> LatinTurn | None:
    """``the paper quoted X as saying``: X says it, not the paper."""
    cue = Span(*passed_on.span())
    return turns.voice(*passed_on.span("who"), cue, "passed on")


def _inverted(
    turns: LatinTurns, verb: re.Match[str], before: int, mark: Marked
) -> LatinTurn | None:
    """``The rest is, said Jane Roe, who owns it, "a question for lawyers"``."""
    text = turns.text
    if verb[0] in _TO_SOMEBODY or not text[before : verb.start()].rstrip(" \u00a0").endswith(","):
        return None
    stop = text.find(",", verb.end(), mark.outer.start)
    name = NAME.search(text, verb.end(), max(stop, verb.end()))
    if name is None:
        return None
    return turns.voice(verb.end(), stop, Span(*verb.span()), "verb before")


def _tells(text: str, verb: re.Match[str]) -> bool:
    """Tells ``the reports``, ``was asked`` and ``dit-il`` of the words before from a verb."""
    return not verb["clitic"] and not _NOT_TELLING.search(
        text, max(0, verb.start() - 24), verb.start()
    )


def _leads(text: str, verb: re.Match[str], mark: Marked) -> bool:
    """Says whether the words behind a verb are what it tells, the marked ones with them."""
    between = text[verb.end() : mark.outer.start].rstrip(" \u00a0")
    if not between or between.endswith((":", ",")) or _THAT.search(between):
        return True
    if verb[0] in _BARE and not _OTHER_CLAUSE.search(between):
        # ``Roe said she wants "…"``, ``the valley, Roe said, has lost "…"``
        return True
    quoted = mark.span.of(text)
    few = len(quoted.split()) < SHORTEST and quoted[-1] not in ".!?…"
    return not few and len(between) <= 60


def _subject_start(text: str, before: int, verb: int) -> int:
    """Returns where the subject of a verb begins, without what a comma cuts off before it."""
    subject = re.split(r"[;:]|, (?:and|but|et|mais) ", text[before:verb])[-1]
    if "," not in (inner := _SUBORDINATE.split(subject)[-1]):
        subject = inner
    parts = subject.split(", ")
    if not subject.rstrip().endswith(","):
        # ``Interrogée sur le prix, la romancière a répondu``
        subject = parts[-1]
    elif len(parts) > 3:
        # ``After the vote, Jane Roe, the mayor, said``
        subject = ", ".join(parts[-3:])
    return verb - len(subject.lstrip())


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
    told = [one for one in people if one and one.who and _is_somebody(one.who)]
    names = {one.who.name for one in told if one.who}
    if not names:
        # ``Un diplomate sourit : « … »``
        subject = turns.opening(before, end, None, "colon")
        return replace(subject, confidence=0.7) if subject and subject.who else None
    return replace(told[0], confidence=0.75) if len(names) == 1 else None


def _is_somebody(who: Who) -> bool:
    return who.kind is SpeakerKind.PERSON and (" " in who.name or bool(who.role or who.gender))


def _held_to_be(turns: LatinTurns, mark: Marked, before: int) -> tuple[LatinTurn | None, bool]:
    """``X called the plan "a disaster"``: few words that X says of what stands before them."""
    text, end = turns.text, mark.outer.start
    held = next(reversed(list(_HELD.finditer(text, before, end))), None)
    if held is None:
        return None, False
    cue = Span(*held.span())
    what = _WHAT.search(text, before, held.start())
    if what is not None and text[held.end() : end].strip(" \u00a0") in ("", "as"):
        # ``what Roe called "a disaster"``, ``what it called …`` of what opens the sentence
        if what["who"] in ("it", "they"):
            return turns.opening(before, what.start(), cue, "held to be"), True
        return turns.voice(what.start("who"), held.start(), cue, "held to be"), True
    if not _describes(text[held.end() : end], mark.span.of(text)):
        return None, False
    start = _subject_start(text, before, held.start())
    if _JOINED.search(text, start, held.start()):
        return turns.opening(start, held.start(), cue, "held to be"), True
    return turns.voice(start, held.start(), cue, "held to be"), True


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
    first = max(0, start - _FAR)
    lead = text[first:start].rstrip()
    return first + lead.rfind("\n") + 1 if lead.endswith(":") else start


def _of_sentence(turns: LatinTurns, saying: re.Match[str], before: int) -> LatinTurn | None:
    """``X rejected the plan, saying``: the sentence's subject, by name or pronoun."""
    cue = Span(*saying.span())
    found = turns.opening(before, saying.start(), cue, "shared")
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
    inverted = verb["inverted"] or verb["inverted2"] or verb["inverted3"] or ""
    return inverted.rsplit("-", 1)[-1]


def line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end


def _phrase_end(text: str, start: int, end: int) -> int:
    match = _BREAK.search(text, min(start + 1, end), end)
    return match.start() if match else end
