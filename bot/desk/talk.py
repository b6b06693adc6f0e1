"""Replies to what is no question: a greeting, thanks, a laugh, a wish for the news."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.actions import Button, action
from bot.desk.articles import Articles
from bot.desk.office import Asker
from bot.render.message import Message, MessageBuilder

_LONGEST: Final = 60
"""Characters beyond which nothing is small talk."""

_SAME: Final = str.maketrans("أإآٱىة", "ااااي\u0647")
_POLITE: Final = re.compile(
    r"\b(?:يا (?:بوت|صديقي|قول)|please|من فضلك|لو سمحت|s il (?:te|vous) plait)\b"
)
_ASKS: Final = re.compile(
    r"^(?:(?:و?ما|وش|شو|ايش|شنو|ايه)(?: (?:هي|هو))?|(?:هات|اعطني|اعرض|ارني|اريد)(?: لي)?"
    r"|what (?:is|are|s)|(?:give|show|tell)(?: me)?|i want|any"
    r"|quelles? (?:est|sont)|quels? (?:est|sont)|(?:donne|montre)[sz]?(?: moi)?|y a t il(?: des?)?"
    r"|je veux) "
)
"""How a wish begins that is the same without it: show me, what are."""


def kind_of(text: str) -> str | None:
    """Returns what kind of small talk a text is, None where it is none.

    >>> kind_of("شُكرًا جزيلًا!!"), kind_of("Hi :)"), kind_of("😂😂"), kind_of("Merci !")
    ('thanks', 'hello', 'laugh', 'thanks')
    >>> kind_of("Quelles sont les dernières nouvelles ?"), kind_of("ما هي آخر الأخبار؟")
    ('latest', 'latest')
    >>> kind_of("من أنت وماذا قال الوزير؟"), kind_of("؟"), kind_of("2024")
    (None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    plain = _plain(text)
    if plain:
        return _kinds().get(plain) or _kinds().get(_ASKS.sub("", plain))
    return "laugh" if any(unicodedata.category(char) == "So" for char in text) else None


def _plain(text: str) -> str:
    """Returns a text as it is compared: letters and digits, small, without marks."""
    parts = unicodedata.normalize("NFKD", text.translate(_SAME)).casefold().translate(_SAME)
    kept = (c for c in parts if unicodedata.category(c) not in ("Mn", "Cf", "Lm"))
    words = re.sub(r"[^\w]+|_", " ", "".join(kept)).strip()
    words = re.sub(r"(\w)\1{2,}", r"\1", words)
    return " ".join(_POLITE.sub(" ", words).split())


@cache
def _kinds() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("talk.toml").read_text(encoding="utf-8"))
    return {_plain(words): kind for kind, listed in table.items() for words in listed}


@dataclass(frozen=True, slots=True)
class Talk:
    """Answers what is no question: shortly, and with questions that these articles answer."""

    articles: Articles

    def reply(self, asker: Asker, text: str) -> Message | None:
        """Returns an answer, None where the text may be a question."""
        kind = kind_of(text)
        if kind is None:
            return None
        if kind == "latest":
            return self.articles.articles(asker, latest=True)
        return self._with_questions(asker, kind)

    def _with_questions(self, asker: Asker, kind: str) -> Message:
        words = asker.words
        builder = MessageBuilder(words).say(f"talk.{kind}")
        rows = self.articles.samples(asker)
        if rows:
            builder.line(2).say("start.examples")
        if kind == "summary":
            rows = [[Button(words("button.articles"), action("articles", beside=True))], *rows]
        return builder.build(rows)
