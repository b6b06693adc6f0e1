"""What somebody typed, understood in the light of what they typed before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.desk.answers import Answers, frame_language
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.message import Message, MessageBuilder
from bot.state.contexts import Contexts, of_message
from retrieval.answer import NoAnswer
from retrieval.answerer import Reply
from retrieval.question.asked import Asking, Courtesy
from retrieval.question.intent import AskSaid, AskWho
from retrieval.sayings.values import Check, Said, Speakers

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
            return MessageBuilder(asker.words).say("quota.questions", limit=limit).build()
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
            return MessageBuilder(asker.words).say(f"courtesy.{found.value}").build()
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
            # Words of two questions in a row are none that anybody would ask.
            found = replace(found, understood="")
        message = self.answers.show(asker, found)
        if isinstance(found, NoAnswer):
            return message
        return self.office.honest(asker, message, found=True)
