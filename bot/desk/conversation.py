"""What somebody typed: small talk, or a question in the light of what they typed before."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from bot.actions import Button, action
from bot.desk.answers import Answers, frame_language
from bot.desk.articles import Articles
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.message import Message, MessageBuilder
from bot.state.contexts import Contexts, of_message
from retrieval.answer import NoAnswer
from retrieval.question.asked import Asking, Courtesy
from retrieval.question.intent import AskSaid, AskWho
from retrieval.reply import Reply
from retrieval.sayings.values import Check, Said, Speakers

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


QUOTA_WARNING: Final = 0.1
"""Share of a day's questions that is left when the reader is told so."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers questions of every kind."""

    office: Office
    answers: Answers
    sayings: Sayings
    contexts: Contexts

    def ask(
        self,
        asker: Asker,
        question: str,
        frame: Callable[[Asker, Message], Message] = lambda _, message: message,
    ) -> Message:
        """Answers a question in the question's language.

        Args:
            frame: What is put around an answer, and not around a refusal.
        """
        refusal = self.answers.refusal(asker, question)
        if refusal is not None:
            return refusal
        asker = asker.speaking(frame_language(question, asker.words.language))
        state, today = self.office.state, self.office.today().isoformat()
        limit = self.office.settings.questions_per_day
        left = limit - state.questions_asked(asker.chat_id, today) - 1
        if left < 0:
            return asker.message("quota.questions", limit=limit)
        figures = self.office.figures
        with figures.timing("answering"):
            message, reason = self._answer(asker, question)
        message = frame(asker, message)
        figures.count_question(reason)
        state.count_question(asker.chat_id, today, answered=reason is None)
        if left == round(limit * QUOTA_WARNING):
            shown = asker.words.counted("question", left)
            note = MessageBuilder(asker.words).say("quota.near", left=shown, limit=limit)
            message = message.followed_by(note.build().text)
        return message

    def _answer(self, asker: Asker, question: str) -> tuple[Message, str | None]:
        """Returns the answer, and why it is none, None where it is one."""
        context = None
        if asker.leans is not None:
            context = self.contexts.last(asker.chat_id, of_message(asker.leans))
        context = context or self.contexts.last(asker.chat_id, asker.talk)
        asking = Asking(question, asker.scope, context, self.office.today())
        reply = self.office.answerer.ask(asking)
        self.contexts.keep(asker.chat_id, reply.context, asker.talk)
        with self.office.figures.timing("render"):
            return self._shown(asker, reply), reply.reason

    def _shown(self, asker: Asker, reply: Reply) -> Message:
        found, intent = reply.found, reply.asked.intent
        if isinstance(found, Courtesy):
            return asker.message(f"courtesy.{found.value}")
        if isinstance(found, Speakers):
            return self.sayings.speakers(asker)
        if isinstance(found, Check):
            return self.sayings.show_check(asker, found, who=isinstance(intent, AskWho))
        if isinstance(found, Said):
            carried = None
            if reply.asked.carried and isinstance(intent, AskSaid):
                carried = (intent.name, intent.topic)
            return self.sayings.show_said(asker, found, understood=carried)
        if reply.asked.faint:
            # Words of two questions, put together, are no question to show.
            found = replace(found, understood="")
        elif reply.asked.carried and isinstance(intent, AskSaid):
            # والرمضي؟ alone is no question: it is shown in full.
            key = "said.question" if intent.topic else "sample.said"
            full = asker.words(key, name=intent.name, topic=intent.topic)
            found = replace(found, understood=full)
        message = self.answers.show(asker, found)
        if isinstance(found, NoAnswer):
            return message
        return self.office.honest(asker, message, found=True)
