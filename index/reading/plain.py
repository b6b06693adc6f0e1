"""Plain text as an article: headline recognised, metadata made safe, lines of the site left out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.text.language import detect_language
from index.types import Article, Span

LONGEST_ARTICLE: Final = 1_000_000
"""Characters; longer ones are books or logs, and are refused."""
LONGEST_HEADLINE: Final = 200
LONGEST_FIELD: Final = 300
"""Characters of a headline, an outlet or another field of an article's metadata."""
LONGEST_LINK: Final = 2_000

_FIRST_LINE: Final = re.compile(r"\s*(\S[^\n\r\x85\u2028\u2029]*)")
_CLOSING: Final = " \t\"'»”“’)]\u200e\u200f"
# What turns the direction of what follows; single marks and joiners are part of spelling.
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def one_line(value: str, longest: int = LONGEST_FIELD) -> str:
    """Returns metadata as one line without controls and direction overrides, of bounded length.

    What an article calls itself is shown beside what the bot says, and must not look like it.

    >>> one_line("A title\\nand\\x1b[31m more")
    'A title and [31m more'
    """
    kept = "".join(
        " " if char.isspace() or unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
        for char in value[: 4 * longest]
        if not _DIRECTION.match(char) and unicodedata.category(char) != "Cs"
    )
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def note_direction(text: str, notes: Notes) -> None:
    """Notes that a text turns the direction of writing, so that it may look like another one."""
    if found := len(_DIRECTION.findall(text)):
        notes.add(NoteKind.DIRECTION, found)


def read_text(
    text: str,
    *,
    headline: str | None = None,
    outlet: str = "",
    date: dt.date | None = None,
    url: str | None = None,
    language: str | None = None,
    name: str = "the text",
) -> Article:
    """Returns a text as an article.

    Args:
        headline: ``None`` to take the first line where it looks like a headline: short,
            without a full stop at its end, and with a body after it.
        language: ``None`` to find it out.
        name: What to call the text in an error.

    Raises:
        ReadingError: The text is empty, too long or without a letter.
    """
    if len(text) > LONGEST_ARTICLE:
        raise ReadingError(
            f"{name} has {len(text):,} characters, more than {LONGEST_ARTICLE:,}; split it",
            Unreadable.TOO_LONG,
        )
    if not any(char.isalnum() for char in text):
        raise ReadingError(f"{name} holds no words; an article needs a text", Unreadable.EMPTY)
    if headline is None:
        span = _recognised_headline(text)
        headline = span.of(text) if span else ""
    else:
        headline = one_line(headline)
        span = _repeated_headline(text, headline)
    return Article(
        text=text,
        headline=one_line(headline),
        outlet=one_line(outlet),
        date=date,
        url=url if url and len(url) <= LONGEST_LINK and url.isprintable() else None,
        language=language or detect_language(text),
        headline_span=span,
    )


def _first_line(text: str) -> Span | None:
    match = _FIRST_LINE.match(text)
    if match is None:
        return None
    return Span(match.start(1), match.start(1) + len(match[1].rstrip()))


def _recognised_headline(text: str) -> Span | None:
    span = _first_line(text)
    if span is None or len(span) > LONGEST_HEADLINE:
        return None
    line = span.of(text)
    if line.rstrip(_CLOSING).endswith((".", "،", ":", "؛", ",")) and not line.endswith(("..", "…")):
        return None
    has_words = any(char.isalpha() for char in line)
    has_body = any(char.isalnum() for char in text[span.end :])
    return span if has_words and has_body else None


def _repeated_headline(text: str, headline: str) -> Span | None:
    """Returns where a headline known from elsewhere opens the text too."""
    span = _first_line(text)
    if not headline or span is None or one_line(span.of(text)) != headline:
        return None
    return span


_LONGEST: Final = 200
"""Characters; what is longer is a paragraph of the article, whatever it begins with."""

# Whole lines alone: an article may well speak of cookies or of subscribers.
_NAVIGATION: Final = re.compile(
    r"""^\W*(?:
      [اإأ]قر[أاؤئ]?[وا]*\s+(?:أيض[اً]+|المزيد|كذلك|من\s+هنا)(?:\W.*)?
    | [اإأ]قر[أا]\s+في\s+\S+\s*:.*
    | (?:شاهد|طالع|تابع|استمع)\s+(?:أيض[اً]+|المزيد|كذلك)(?:\W.*)?
    | (?:و?قد|ربما)\s+(?:يهم[كّ]?كم?|يعجبكم?)(?:\s+أيض[اً]+)?\s*(?:[:：|–-].*|\W*)
    | (?:مواضيع|أخبار|مقالات|مواد)\s+(?:ذات\s+صلة|متعلقة|مشابهة|أخرى)\W*
    | (?:تابعونا|تابعنا|اشترك(?:وا)?)\s+(?:على|في|عبر|الآن).*
    | (?:للاشتراك|للمزيد|اضغط\s+هنا|شارك\s+(?:المقال|الخبر|عبر)|مشاركة\s+عبر|انسخ\s+الرابط).*
    | (?:إعلان|ADVERTISEMENT|Advertisement|Publicité)\W*
    | (?:read|see|watch)\s+(?:also|more|next)(?:\s*[:|–-].*|\W*)
    | (?:related|more)\s+(?:stories|articles|news|on\s+this)(?:\s*[:|–-].*|\W*)
    | (?:follow|like)\s+us\s+on\s.*
    | (?:sign\s+up|subscribe)\s+(?:to|for)\s+(?:our|the)\s.*
    | (?:à\s+)?(?:lire|voir)\s+(?:aussi|également)(?:\s*[:|–-].*|\W*)
    | (?:suivez-nous|abonnez-vous|partager\s+(?:sur|cet)|inscrivez-vous\s+à).*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_COOKIES: Final = re.compile(
    r"""(?:(?:نستخدم|يستخدم\s+(?:هذا\s+)?(?:الموقع|موقعنا)).*(?:ملفات\s+تعريف\s+الارتباط|الكوكيز|كوكيز)
    | (?:we|this\s+(?:web)?site)\s+uses?\s+cookies
    | (?:nous\s+utilisons|ce\s+site\s+utilise)\s+des\s+cookies)""",
    re.VERBOSE | re.IGNORECASE,
)
_PAYWALL: Final = re.compile(
    r"""^\W*(?:
      (?:هذا|هذه|بقية|تتمة)\s+(?:المحتوى|المقال|المادة|المقالة|الخبر)\b.*(?:للمشتركين|المشتركين|بالاشتراك).*
    | (?:اشترك|سج[ّ]?ل)\s.*(?:لمتابعة|لإكمال|لمواصلة|لقراءة|لتتمكن)\s.*
    | (?:لمتابعة|لإكمال|لمواصلة)\s+القراءة\W.*
    | (?:تبق[ىّ]\S*|بقي)\s+ل(?:ك|كم|ديك|ديكم)\s+\d+\s+مقال.*
    | (?:this|the\s+rest\s+of\s+this)\s+(?:article|content|story)\s+is\s.*subscribers.*
    | subscribe\s+(?:now\s+)?to\s+(?:continue|keep|read).*
    | (?:already\s+a\s+subscriber|continue\s+reading\s+with).*
    | (?:cet\s+article|la\s+suite)\s.*(?:réservée?|abonnés).*
    | il\s+vous\s+reste\s.*à\s+lire.*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)


def without_furniture(lines: Iterable[str], notes: Notes) -> list[str]:
    """Returns the lines of the article, those of the site left out and told."""
    kept = []
    for line in lines:
        if len(line) <= _LONGEST and _PAYWALL.match(line):
            notes.add(NoteKind.PAYWALL)
        elif len(line) <= _LONGEST and (_NAVIGATION.match(line) or _COOKIES.search(line)):
            notes.add(NoteKind.NAVIGATION)
        else:
            kept.append(line)
    return kept
