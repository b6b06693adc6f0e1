"""Reported clauses of English and French: where the words begin and end, and whose they are.

>>> [(c.rule, c.who, c.content) for c in find_reported("On Monday Ann Roe said that it rains.")]
[('reported clause', Span(start=10, end=18), Span(start=28, end=36))]

These are no sayings: what was not said (``never said that``, ``n'a pas dit que``), what is only
supposed (``if he said that``), a relative clause (``who said that``: no mark shows where it
ends) and a passive without a speaker (``it is said that``):

>>> find_reported("Ann Roe never said that it rains. It is said that it rains.")
[]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from index.language.tables import listed
from index.quotes.claims.latin_polarity import DID_NOT_SAY
from index.types import Span

# ``rejected claims that``: what is a noun as often tells nothing by itself.
_EN: Final = "|".join(
    verb for verb in listed("quoting", "latin", "said") if verb not in ("claims", "notes")
)
_FR: Final = "|".join(listed("quoting", "latin", "said_in_french"))
_FR_NOW: Final = "|".join(listed("quoting", "latin", "says_in_french"))
_DAY: Final = (
    r"(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|evening|night|afternoon))?"
    r"|yesterday|today|last\s(?:week|month|night|year)|later|earlier|again|also"
)
_HEARERS: Final = (
    r"reporters|journalists|parliament|Parliament|lawmakers|state\s(?:media|television)|"
    r"the\s[A-Z]\w+(?:\s[A-Z]\w+)*|[A-Z]{2,}|[A-Z]\w+\s(?:TV|Television|Radio|News)|Reuters|"
    r"local\smedia|the\s(?:court|council|audience|committee|assembly|agency)"
)
_PLACE: Final = (
    r"(?:in|at|during)\s(?:an?|his|her|its|their|the)\s(?:[\w-]+\s){0,3}?(?:statement|speech|"
    r"interview|letter|post|briefing|report|conference|message|address|tweet|rally|hearing|meeting)"
    r"|in\s[A-Z]\w+(?:\s[A-Z]\w+)?"
)
_EN_GAP: Final = rf"(?:,?\s(?:{_DAY}|{_PLACE}|to\s(?:{_HEARERS}))){{0,3}}"
_FR_DAY: Final = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?:\s(?:matin|soir|dernier))?"
    r"|hier|aujourd['’]hui|également|aussi|encore"
)
_FR_PLACE: Final = (
    r"(?:aux?|à\sla|à\sl['’]|devant\s(?:les|la|le|l['’]|des)?)\s?(?:[\w-]+\s?){1,2}?"
    r"|(?:dans|lors\sd['’]|lors\sde|au\scours\sd['’])\s?(?:une?|son|sa|la|le)\s(?:[\w-]+\s?){1,4}?"
    r"|(?:à|sur)\s[A-Z][\w-]+|en\sconférence\sde\spresse|par\scommuniqué"
)
_FR_GAP: Final = rf"(?:,?\s(?:{_FR_DAY}|{_FR_PLACE})){{0,3}}"
_FR_CUE: Final = (
    rf"(?:(?:a|ont|avait|avaient)(?P<inv>-t-(?:il|elle))?(?:\s(?:aussi|également|encore|\w+ment))?"
    rf"\s(?:(?:{_FR})e?s?|fait\s(?:savoir|valoir|remarquer)|laissé\sentendre)"
    rf"|(?P<now>(?:{_FR_NOW})(?:\s(?:aussi|également))?))"
)
_THAT: Final = re.compile(
    rf"\b(?P<cue>(?:{_EN}|{DID_NOT_SAY}))(?P<hearer>(?<=told)\s(?:[\w’'-]+\s?){{1,5}}?)?{_EN_GAP},?\s"
    rf"that\s(?!(?:day|night|year|week|morning|evening|month)\b)"
    rf"|\b(?P<frcue>{_FR_CUE}){_FR_GAP},?\s(?:que\s|qu['’])"
)
_BARE: Final = re.compile(
    rf"\b(?P<cue>said|says)(?:,?\s(?:{_DAY}))?\s(?=\S)"
    rf"|\b(?P<told>told\s(?:{_HEARERS})){_EN_GAP}\s(?=\S)"
)
_CLAUSE: Final = re.compile(
    r"(?:(?:the|an?|his|her|its|their|no|all|some|most|more|many|several|this|these|those|both|"
    r"he|she|it|they|there|we|nobody|nothing|at\sleast|about|nearly|\d[\d,.]*|[A-Z][\w’'-]*)\b)"
    r"[^,;:]*?\s(?:is|are|was|were|has|had|have|will|would|could|can|should|must|may|might|did|"
    r"does|do|came|went|took|made|gave|saw|held|fell|rose|began|left|met|lost|won|\w{2,}ed)\b"
)
_SHARED: Final = re.compile(
    rf"(?:,|\band|\bbut|\bet|\bmais)\s(?:(?P<cue>adding|saying|stressing|noting|insisting|warning|"
    rf"explaining|(?:(?:also|then)\s)?(?:{_EN}))\sthat\s|(?P<frcue>(?:ajoutant|précisant|soulignant|"
    rf"affirmant|indiquant|expliquant|estimant|rappelant|assurant|(?:a\s)?(?:{_FR})|{_FR_NOW}))"
    rf"\s(?:que\s|qu['’]))"
)
_BEHIND: Final = re.compile(
    rf",\s(?:(?P<subject>[^,;:]{{2,90}}?)\s(?P<cue>said|says|told\s(?:{_HEARERS})|added|warned|"
    rf"wrote|explained|insisted|argued|noted)|(?P<cue2>said|says)\s(?!(?:in|on|at|during|to|of|after|before|as)\s)(?P<after>[^,;:]{{3,90}}?)"
    rf"|(?P<cue3>(?:a|ont)(?:-t-(?:il|elle))?(?:\s\w+ment)?\s(?:{_FR})|{_FR_NOW})(?P<tail>-t?-?"
    rf"(?:il|elle)|\s[^,;:]{{3,90}}?)?)(?:{_EN_GAP}|{_FR_GAP})\s*[.!]?\s*$"
)
_ADDED: Final = re.compile(
    r",\s(?P<cue>adding|saying|stressing|noting|insisting|warning|explaining)\sthat\s"
    r"|,\s(?P<frcue>ajoutant|précisant|soulignant|affirmant|indiquant|expliquant|estimant|"
    r"rappelant|assurant)\s(?:que\s|qu['’])"
)
_OTHER: Final = re.compile(
    rf",?\s(?:and|but|while|whereas|et|mais|tandis\sque|alors\sque)\s[^;]*?\b(?:said|says|told|added|"
    rf"warned|according\sto|selon|(?:a|ont)\s(?:{_FR}))\b"
)
"""Where somebody else speaks in the same sentence, the words before end."""
_SOURCE: Final = (
    r"(?P<cue>[Aa]ccording\sto\s|[Ss]elon\s|[Dd]['’]après\s|[Pp]our\s(?=(?:sa|son)\spart)?)"
)
_OPENING: Final = re.compile(rf"{_SOURCE}(?P<who>[^,;:]{{2,100}}),\s")
_CLOSING: Final = re.compile(rf",?\s{_SOURCE}(?P<who>[^;:]{{2,100}}?)\s*[.!]?\s*$")
MASK: Final = "\u00b7"
"""Stands for each character of a quotation."""
_TOLD: Final = re.compile(rf"\b(?:{_EN}|(?:a|ont)\s(?:{_FR}))\b")
"""``"…," Jane Roe said, according to the paper``: the paper only passes it on."""
_NOT_SAID: Final = re.compile(
    r"(?:\b(?:not|never|neither|nobody|ne|pas|jamais|personne|aucune?|if|whether|unless|until|si|"
    r"when|lorsqu\w*|quand|was|is|were|are|been|be|being|to(?=\s*$)|will|would|est|était|être|what|"
    r"ce\sque|comme|as|because|parce)\b|n['’]t\b|\bno\sone\b|\bqu['’]|\bn['’])",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"\b(?:who|which|whom|that|qui|que|dont)\s*$", re.IGNORECASE)
_AUXILIARY: Final = re.compile(
    r"(?:\s(?:has|had|have|also|later|then|earlier|further|repeatedly|himself|herself|itself|"
    r"\w+ly|recently|today|yesterday|aussi|également|ensuite)|\son\s\w+day)+\s*$"
)
_CUT: Final = re.compile(
    r"[;:(\u2013\u2014\u00b7]|,?\s(?:but|while|mais|tandis\sque|alors\sque)\s|,\s(?:and|et)\s",
    re.IGNORECASE,
)
_TIME_OPENING: Final = re.compile(
    r"(?:On\s\w+day|\w+day|Yesterday|Today|But|And|Mais|Et|However|Meanwhile|Hier|Lundi|Mardi|"
    r"Mercredi|Jeudi|Vendredi|Samedi|Dimanche),?\s+(?=\S)"
)
_INTERRUPTION: Final = re.compile(
    r"^\s*(?:who|which|speaking|asked|quoting|qui|interrogée?s?|on|in|at|cité\w*|\w+di|dans|lors|à)\b",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(r"[A-ZÀ-Þ][\w ,()/.-]{1,50}?\s[\u2013\u2014-]+\s(?=[A-ZÀ-Þ])")
_COORDINATED: Final = re.compile(r"\s(?:and|et)\s*$")
_LEADING: Final = re.compile(r"(?:He|She|It|They|Il|Elle|Ils|Elles|he|she|il|elle)\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """A reported clause of one sentence.

    Attributes:
        who: What names its speaker, still to be read.
        cue: The verb or phrase of saying.
        content: The words, without the conjunction and the full stop.
        rule: How it was found; ``shared`` has the speaker of the clause before, and of the
            quotation before where ``who`` is empty.
    """

    who: Span
    cue: Span
    content: Span
    rule: str


def find_reported(sentence: str) -> list[Clause]:
    """Returns the reported clauses of a sentence whose quotations are masked.

    Args:
        sentence: One sentence; spans count from its start.
    """
    end = len(sentence.rstrip(" \n\t.!\u00a0"))
    for match in _THAT.finditer(sentence):
        group = "cue" if match["cue"] else "frcue"
        inverted = match["inv"] if match["frcue"] else None
        who = (
            Span(match.start("inv") + 3, match.end("inv"))
            if inverted
            else _subject(sentence, match.start())
        )
        if who is None:
            # What holds the sentence is not said by anybody known; nothing in it is tried.
            return []
        return _with_shared(sentence, who, Span(*match.span(group)), match.end(), end)
    for match in _BARE.finditer(sentence):
        who = _subject(sentence, match.start())
        if who is None or not _CLAUSE.match(sentence, match.end()):
            continue
        cue = Span(*match.span("cue" if match["cue"] else "told"))
        return _with_shared(sentence, who, cue, match.end(), end)
    opening = _OPENING.match(sentence)
    if opening and end - opening.end() > 10:
        who = Span(*opening.span("who"))
        return [_source(opening, who, Span(opening.end(), end))]
    behind = _BEHIND.search(sentence)
    if behind and len(sentence[: behind.start()].split()) >= 3:
        found = _behind(sentence, behind)
        return [found] if found else []
    closing = _CLOSING.search(sentence)
    if (
        closing
        and closing["cue"][:4].lower() != "pour"
        and len(sentence[: closing.start()].split()) >= 3
        and not (MASK in sentence and _TOLD.search(sentence, 0, closing.start()))
    ):
        who = Span(*closing.span("who"))
        return [_source(closing, who, _trimmed(sentence, closing.start()))]
    added = _ADDED.search(sentence)
    if added:
        cue = Span(*added.span("cue" if added["cue"] else "frcue"))
        return [Clause(Span(0, 0), cue, Span(added.end(), max(added.end(), end)), "shared")]
    return []


def _source(match: re.Match[str], who: Span, content: Span) -> Clause:
    rule = "for" if match["cue"].lower().startswith("pour") else "source"
    start, end = match.span("cue")
    return Clause(who, Span(start, end - 1), content, rule)


def _trimmed(sentence: str, end: int) -> Span:
    """Returns the words up to a cue, without the place that an agency sets before them."""
    place = _DATELINE.match(sentence, 0, end)
    return Span(place.end() if place else 0, end)


def _behind(sentence: str, match: re.Match[str]) -> Clause | None:
    content = _trimmed(sentence, match.start())
    if match["subject"]:
        if _NOT_SAID.search(match["subject"]) or _RELATIVE.search(match["subject"]):
            return None
        if re.match(r"(?:and|but|et|mais|or|in|on|at|with|after|before)\s", match["subject"]):
            return None
        start, end = match.span("subject")
        tail = _AUXILIARY.search(sentence, start, end)
        who = Span(start, tail.start() if tail else end)
        return Clause(who, Span(*match.span("cue")), content, "reported before")
    if match["cue2"]:
        return Clause(
            Span(*match.span("after")), Span(*match.span("cue2")), content, "reported before"
        )
    cue = Span(*match.span("cue3"))
    pronoun = re.search(r"-(il|elle)\b", sentence[cue.start : match.end()])
    if pronoun:
        who = Span(cue.start + pronoun.start(1), cue.start + pronoun.end(1))
        return Clause(who, cue, content, "reported before")
    if not match["tail"]:
        return None
    return Clause(Span(*match.span("tail")), cue, content, "reported before")


def _with_shared(sentence: str, who: Span, cue: Span, start: int, end: int) -> list[Clause]:
    """Cuts ``…, adding that …`` off the words of a clause: it has the same speaker."""
    clauses = []
    rule = "reported clause"
    for more in _SHARED.finditer(sentence, start):
        clauses.append(Clause(who, cue, Span(start, max(start, more.start())), rule))
        cue = Span(*more.span("cue" if more["cue"] else "frcue"))
        start, rule = more.end(), "shared"
    clauses.append(Clause(who, cue, Span(start, max(start, end)), rule))
    kept = []
    for clause in clauses:
        words = clause.content.of(sentence)
        other = _OTHER.search(words)
        words = (words[: other.start()] if other else words).rstrip(" ,")
        if len(words.split()) >= 2:
            content = Span(clause.content.start, clause.content.start + len(words))
            kept.append(replace(clause, content=content))
    return kept


def _subject(sentence: str, verb: int) -> Span | None:
    """Finds the subject in front of a verb of saying."""
    cuts = [m.end() for m in _CUT.finditer(sentence, 0, verb)]
    start = cuts[-1] if cuts else 0
    end = verb
    tail = _AUXILIARY.search(sentence, start, end)
    if tail:
        end = tail.start()
    segment = sentence[start:end]
    if _RELATIVE.search(segment) or not segment.strip():
        return None
    if _COORDINATED.search(segment):
        first = segment.rsplit(",", 1)[-1] if "," in segment else segment
        lead = _LEADING.match(first.strip())
        if lead is None:
            return None
        at = start + segment.rindex(first) + len(first) - len(first.lstrip())
        return Span(at, at + lead.end())
    opening = _TIME_OPENING.match(segment.lstrip())
    if opening:
        start += len(segment) - len(segment.lstrip()) + opening.end()
        segment = sentence[start:end]
    if segment.rstrip().endswith(","):
        parts = segment.rstrip().rstrip(",").split(",")
        if _INTERRUPTION.match(parts[-1]) and len(parts) > 1:
            segment = ",".join(parts[:-1])
            end = start + len(segment)
            parts = parts[:-1]
            if len(parts) > 1:
                start += len(parts[0]) + 1 if len(parts) == 2 else 0
        elif len(parts) > 2:
            start += len(",".join(parts[:-2])) + 1
        elif len(parts) == 1:
            return None
    elif "," in segment:
        start += segment.rindex(",") + 1
    if _NOT_SAID.search(sentence[start:end]):
        return None
    return Span(start, end)
