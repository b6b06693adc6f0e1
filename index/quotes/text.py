"""The words of an article as the rules read them: one list, quotations folded away.

Between the marks of a quotation other people's grammar rules, so that a whole quotation
stands in the list as one word. So does what stands in parentheses.

>>> from index.text.marks import find_marked
>>> text = "وقال سالم (٤٠ عاما): «لن نعود»."
>>> [(word.kind.value, word.norm) for word in read_words(text, find_marked(text))]
... # doctest: +NORMALIZE_WHITESPACE
[('word', 'وقال'), ('word', 'سالم'), ('aside', ''), ('colon', ''), ('quote', ''),
 ('stop', '')]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from index.quotes.lexicon import SENTENCE_WORDS, SOURCES_WITH_TO, fold, folded
from index.quotes.looks import PREPOSITIONS, Look, form, look
from index.quotes.verbs import CUES, FIRST_PERSON, Cue
from index.text.marks import Marked, find_marked
from index.text.sentences import names_go_on
from index.types import Sentence, Span

_TOKEN: Final = re.compile(
    "(?P<break>[\n\r\v\f\x85\u2028\u2029]+)"
    r"|(?P<aside>\([^()\n]{0,80}\)|\[[^\[\]\n]{0,80}\]"
    r"|(?<=\s)[-\u2013](?=\w)[^-\u2013.:\n]{3,80}(?<=\w)[-\u2013](?=[\s\u060c]))"
    r"|(?P<number>\d+(?:[.,/:٫٬]\d+)*%?)"
    "|(?P<word>[^\\W\\d_][^\\W_]*(?:[\u064b-\u065f\u0670\u0640\u200c\u200d]+[^\\W_]*)*"
    "(?:['\u2019][^\\W\\d_]+)*"
    # و75.6, بـ3.2%: a number behind what is joined to it ends where it would end alone.
    r"(?:(?<=\d)(?:[.,/:٫٬]\d+)*%?)?)"
    r"|(?P<stop>[.!?؟…]+)"
    "|(?P<comma>[،,؛;]|--+|\u2014)"
    "|(?P<colon>:)"
    "|(?P<dash>[-\u2013])"
    r"|(?P<sign>[#@%+/|*=&~^])"
)
_UNFOLDED: Final = FIRST_PERSON | {"إمام", "الآن", "والآن", "بيّن", "وبيّن"}
"""Words that would become others without their hamza: إمام would be أمام, الآن a man's name."""
_LONGEST: Final = 6000
_LONGEST_UNIT: Final = 250


class Kind(Enum):
    """What a word of the list is."""

    WORD = "word"
    NUMBER = "number"
    QUOTE = "quote"
    ASIDE = "aside"
    COMMA = "comma"
    COLON = "colon"
    DASH = "dash"
    SIGN = "sign"
    STOP = "stop"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number, mark or folded quotation.

    Attributes:
        norm: Without diacritics, one form of alef; empty for what is no word.
        look: What the word looks like, by the tables and its ending.
        cue: The verb of saying that it can be.
        quote: The quotation that is folded here.
        without_to: Whether a ل was taken off: ``وفقا للشركة`` has ``الشركة`` as a word.
        clause: Of a quotation: whether its words are a clause, and name nobody.
    """

    kind: Kind
    norm: str
    start: int
    end: int
    look: Look
    cue: Cue | None = None
    quote: Marked | None = None
    without_to: bool = False
    clause: bool = False


_KINDS: Final = {kind.value: kind for kind in Kind}
_NOTHING: Final = look("")


def _word(kind: Kind, norm: str, start: int, end: int) -> Word:
    return Word(kind, norm, start, end, look(norm), CUES.get(norm))


def read_words(text: str, marks: Sequence[Marked]) -> list[Word]:
    """Returns the words of a text in order.

    Args:
        marks: Its quotations; an outer one is folded, and an unclosed one only where it
            stands right after a word of saying, a colon or إن.
    """
    words: list[Word] = []
    at = 0
    for mark in marks:
        start, end = mark.outer.start, mark.outer.end
        if start < at or end - start > _LONGEST:
            continue
        _read(text, at, start, words)
        if not mark.closed and not _leads_in(words):
            at = start
            continue
        clause = _is_clause(mark.span.of(text))
        words.append(Word(Kind.QUOTE, "", start, end, _NOTHING, None, mark, clause=clause))
        at = end
    _read(text, at, len(text), words)
    return words


def _is_clause(quoted: str) -> bool:
    """``عمليا لا توجد معارضة``: what holds a negation, a pronoun or the like names nobody."""
    return any(fold(word) in SENTENCE_WORDS - PREPOSITIONS for word in quoted.split())


def _leads_in(words: list[Word]) -> bool:
    if not words:
        return False
    last = words[-1]
    for word in reversed(words[-4:]):
        if word.kind is not Kind.WORD:
            break
        if word.cue is not None:
            return True
    return last.kind is Kind.COLON or last.norm in _LEADERS or last.norm in CUES


_LEADERS: Final = frozenset(
    f"{prefix}ان{suffix}"
    for prefix in ("", "و", "ب", "وب")
    for suffix in ("", "ه", "ها", "هم", "نا", "ني")
)


def _norm(word: str) -> str:
    """Returns the form of a word; one of a verb of saying has no hamza: ``ألمح``."""
    return norm if (norm := fold(word)) in CUES else form(word)


def _read(text: str, start: int, end: int, words: list[Word]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        kind = _KINDS[match.lastgroup or "sign"]
        if kind is Kind.STOP and words and _abbreviates(words[-1], match):
            continue
        norm = _norm(match[0]) if kind is Kind.WORD else ""
        if match[0] in _UNFOLDED or (kind is Kind.WORD and _is_passive(match[0], norm)):
            norm = match[0]
        word = _word(kind, norm, match.start(), match.end())
        if words and words[-1].norm in SOURCES_WITH_TO:
            word = _without_to(word) or word
        elif words and (words[-1].look.base in _OWNED or _is_owned(words)):
            word = _without_to(word, bodies=True) or word
        words.append(word)


_OWNED: Final = folded("quoting", "statements", "given_by")
"""Texts that are given out without an addressee: ``بيان للوزارة`` is the ministry's."""


def _is_owned(words: Sequence[Word]) -> bool:
    """``بيان رسمي | للوزارة``: an adjective lies between."""
    last = words[-1].look
    between = last.adjective or last.nisba or words[-1].norm in _ATTRIBUTES
    return len(words) > 1 and between and words[-2].look.base in _OWNED


_ATTRIBUTES: Final = folded("quoting", "statements", "attributes")


def _without_to(word: Word, *, bodies: bool = False) -> Word | None:
    """Takes the ل off who is a source or an owner: ``وفقا للشركة``, ``بيان للوزارة``."""
    norm = word.norm
    if not norm.startswith("ل") or norm in ("ل", "لما"):
        return None
    norm = "ال" + norm[2:] if norm.startswith("لل") else norm[1:]
    seen = look(norm)
    if bodies and not (seen.body or seen.given or (seen.role and not seen.unnamed)):
        return None
    if not (seen.somebody or seen.unknown):
        return None
    return Word(Kind.WORD, norm, word.start + 1, word.end, seen, CUES.get(norm), None, True)


def _is_passive(surface: str, norm: str) -> bool:
    """Says whether a perfect is written as a passive, وُجهت or وأُعلن: nobody is its subject."""
    cue = CUES.get(norm)
    if cue is None or cue.form != "perfect":
        return False
    return "\u064f" in surface[1 : 3 if cue.joined else 2]


def _abbreviates(last: Word, stop: re.Match[str]) -> bool:
    """Says whether a full stop belongs to ``د.`` or an initial, or is an ellipsis."""
    if len(stop[0]) > 1 and set(stop[0]) <= set(".…"):
        return True
    tight = last.kind is Kind.WORD and last.end == stop.start() and stop[0] == "."
    following = stop.string[stop.end() : stop.end() + 1]
    if tight and len(last.norm) <= 3 and following.isalpha():
        # دي.زد.إم
        return True
    if tight and following.isalpha() and names_go_on(stop.string, stop.start(), stop.end()):
        return True
    return tight and (len(last.norm) == 1 or last.norm in ("اف", "دبليو", "جي", "سي", "دي", "بي"))


@dataclass(frozen=True, slots=True)
class Written:
    """An article as the rules read it.

    Attributes:
        units: The sentences as ranges of the words: they end at a stop or a line's end.
    """

    text: str
    words: tuple[Word, ...]
    units: tuple[tuple[int, int], ...]
    places: Places


def read_text(text: str, sentences: Sequence[Sentence]) -> Written:
    """Reads the words of an article with its sentences."""
    words = tuple(read_words(text, find_marked(text)))
    return Written(text, words, tuple(units_of(words)), Places.of(sentences))


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the number of the sentence in which a position stands."""

    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Places:
        ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
        return cls(tuple(s.span.start for s in ordered), tuple(s.number for s in ordered))

    def number(self, at: int) -> int:
        position = bisect_right(self.starts, at) - 1
        return self.numbers[max(position, 0)] if self.numbers else 0


def span_of(words: Sequence[Word], first: int, last: int) -> Span:
    """Returns the span from one word to another, both included."""
    return Span(words[first].start, words[last].end)


def tidy(text: str, words: Sequence[Word], first: int, last: int) -> str:
    """Returns words with their marks as one writes them, ``قناة "الضحى "الإخبارية`` too."""
    told, place = "", words[first].start
    for word in words[first : last + 1]:
        if word.quote is not None:
            before = (told + text[place : word.start]).rstrip()
            marks = text[word.start], text[word.end - 1]
            told = f"{before} {marks[0]}{word.quote.span.of(text)}{marks[1]} ".lstrip()
            place = word.end
    return (told + text[place : words[last].end].lstrip()).rstrip()


def units_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Returns the sentences as ranges of the list: they end at a stop or a line's end.

    No newsroom writes a sentence of more words than ``_LONGEST_UNIT``; what has more is cut, so
    that the rules, which look over a sentence, stay linear in the article.
    """
    units: list[tuple[int, int]] = []
    start = 0
    for at in range(len(words) + 1):
        ends = at == len(words) or words[at].kind in (Kind.STOP, Kind.BREAK)
        if ends or at - start >= _LONGEST_UNIT:
            if at > start:
                units.append((_past_dateline(words, start, at), at))
            start = at + 1 if ends else at
    return units


def _past_dateline(words: Sequence[Word], start: int, end: int) -> int:
    """``دبي، الإمارات (CNN) -- قال``: the report begins behind the dash."""
    for at in range(start, min(start + 14, end - 2)):
        dash = words[at + 1]
        if words[at].kind is Kind.ASIDE and (
            dash.kind is Kind.DASH or (dash.kind is Kind.COMMA and dash.end - dash.start > 1)
        ):
            return at + 2
    return start
