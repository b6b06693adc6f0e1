"""What somebody typed, understood in the light of what they typed before."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from bot.desk.answers import Answers, frame_language
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.message import Message, MessageBuilder
from bot.state.state import CONVERSATION
from retrieval.sayings.followup import read_follow_up
from retrieval.sayings.intent import AskCheck, AskSaid, AskSpeakers, AskWho, Intent

_KEPT: Final = 10_000

QUOTA_WARNING: Final = 0.1
"""Share of a day's questions that is left when the reader is told so."""


@dataclass(slots=True)
class Conversation:
    """Answers questions of every kind.

    What a chat asked last is kept in memory alone: the words of questions are
    written down nowhere.
    """

    office: Office
    answers: Answers
    sayings: Sayings
    _last: OrderedDict[int, tuple[float, Intent]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, asker: Asker, question: str) -> Message:
        """Answers a question in the question's language."""
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
            message, answered = self._answer(asker, question)
        figures.questions.labels("answered" if answered else "unanswered").inc()
        state.count_question(asker.chat_id, today, answered=answered)
        if left == round(limit * QUOTA_WARNING):
            shown = asker.words.counted("question", left)
            note = MessageBuilder(asker.words).say("quota.near", left=shown, limit=limit)
            message = message.followed_by(note.build().text)
        return message

    def forget(self, chat_id: int) -> None:
        """Forgets what a chat asked last."""
        with self._lock:
            self._last.pop(chat_id, None)

    def _answer(self, asker: Asker, question: str) -> tuple[Message, bool]:
        intent = self._intent(asker, question)
        if isinstance(intent, AskSaid) and intent.name:
            return self._said(asker, intent)
        if isinstance(intent, AskSpeakers):
            return self.sayings.speakers(asker), True
        if isinstance(intent, AskCheck):
            check = self.sayings.door.check(intent.claim, asker.scope)
            return self.sayings.show_check(asker, check), check.original is not None
        if isinstance(intent, AskWho) and intent.words:
            check = self.sayings.door.who_said(intent.words, asker.scope).check
            return self.sayings.show_check(asker, check, who=True), check.original is not None
        return self.answers.search(asker, question)

    def _said(self, asker: Asker, intent: AskSaid) -> tuple[Message, bool]:
        said = self.sayings.door.said(
            intent.name,
            intent.topic,
            asker.scope,
            since=intent.since,
            until=intent.until,
            limit=1 if intent.latest else 50,
        )
        understood = (intent.name, intent.topic) if intent.refers_back else None
        message = self.sayings.show_said(asker, said, understood=understood)
        return message, bool(said.sayings)

    def _intent(self, asker: Asker, question: str) -> Intent | None:
        """Reads the question; what it leaves out is taken from the one before."""
        now = self.office.state.clock()
        with self._lock:
            kept = self._last.get(asker.chat_id)
        previous = kept[1] if kept and now - kept[0] < CONVERSATION else None

        def speaks(name: str) -> bool:
            return self.sayings.door.speaks(name, asker.scope)

        intent = read_follow_up(question, previous, speaks)
        with self._lock:
            if intent is None:
                # A new topic does not inherit the old one.
                self._last.pop(asker.chat_id, None)
            else:
                self._last[asker.chat_id] = (now, intent)
                self._last.move_to_end(asker.chat_id)
                while len(self._last) > _KEPT:
                    self._last.popitem(last=False)
        return intent
