"""What somebody typed, understood in the light of what they typed before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.desk.answers import Answers, frame_language
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.message import Message, MessageBuilder
from bot.state.contexts import Contexts
from retrieval.answer import Answer, NoAnswer
from retrieval.question.followup import Context, Understood, understand
from retrieval.question.intent import AskCheck, AskSaid, AskSpeakers, AskWho
from retrieval.stages import Stage

_SAYINGS: Final = 50

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
        context, today = self.contexts.last(asker.chat_id), self.office.today()

        def speaks(name: str) -> bool:
            return self.sayings.door.bears(name, asker.scope)

        timing = self.office.figures.timing
        with timing(Stage.UNDERSTAND):
            understood = understand(question, context, speaks, today)
        shown = None
        if understood.intent is not None:
            with timing(Stage.SAYINGS):
                shown = self._of_sayings(asker, understood)
        if shown is not None:
            self.contexts.keep(asker.chat_id, Context(understood.text, understood.intent))
            return shown
        found, following = self.office.answerer.converse(question, context, asker.scope, today)
        self.contexts.keep(asker.chat_id, following)
        intent = understood.intent
        if isinstance(found, NoAnswer) and isinstance(intent, AskSaid) and intent.name:
            # Who says nothing of it here may say other things: that is worth a button.
            said = self.sayings.door.said(intent.name, intent.topic, asker.scope)
            carried = (intent.name, intent.topic) if understood.carried else None
            return self.sayings.show_said(asker, said, understood=carried), found.reason
        with timing("render"):
            shown_answer = self.answers.show(asker, found)
        return shown_answer, None if isinstance(found, Answer) else found.reason

    def _of_sayings(
        self, asker: Asker, understood: Understood
    ) -> tuple[Message, str | None] | None:
        """Answers a question about sayings, None where the articles' sentences should."""
        intent = understood.intent
        if isinstance(intent, AskSpeakers):
            return self.sayings.speakers(asker), None
        if isinstance(intent, AskCheck):
            check = self.sayings.door.check(intent.claim, asker.scope)
            return self.sayings.show_check(asker, check), _unless(check.original)
        if isinstance(intent, AskWho) and intent.words:
            check = self.sayings.door.who_said(intent.words, asker.scope).check
            return self.sayings.show_check(asker, check, who=True), _unless(check.original)
        if isinstance(intent, AskSaid) and intent.name:
            said = self.sayings.door.said(
                intent.name,
                intent.topic,
                asker.scope,
                since=intent.since,
                until=intent.until,
                limit=1 if intent.latest else _SAYINGS,
            )
            if said.sayings:
                carried = (intent.name, intent.topic) if understood.carried else None
                return self.sayings.show_said(asker, said, understood=carried), None
        return None


def _unless(original: object) -> str | None:
    """Returns the reason of a check that found no words like those."""
    return "no_original" if original is None else None
