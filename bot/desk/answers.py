"""A question answered, and what the buttons under an answer lead to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.actions import Button, Copy, action
from bot.desk.office import Asker, Note, Office, Reply, find_saying, saying_at
from bot.render.answer import answer_message, no_answer_message, open_button, saying_buttons
from bot.render.article import chain_message, context_message, newest_button
from bot.render.citation import STYLES, Cited, citation_message, sharing_buttons
from bot.render.message import Message
from index.text.language import detect_language, is_arabizi
from index.types import Span
from retrieval.answer import Answer, AnswerSentence, NoAnswer

QUESTION_LIMIT: Final = 1_000
"""Characters of a question; longer ones are texts to be added."""

STEP: Final = 3
"""Sentences that ``more`` shows at a time."""


_NOTES: Final = ("days_differ", "unsure_of", "aside_of", "reworded")
"""What of an answer is told beside its sentences, and kept with it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Shows answers, and what the buttons under them lead to."""

    office: Office

    def refusal(self, asker: Asker, question: str) -> Message | None:
        """Returns what is wrong with a question, None where it can be asked."""
        if len(question) > QUESTION_LIMIT:
            return asker.message("bad.too_long", n=len(question), limit=QUESTION_LIMIT)
        spoken = any(unicodedata.category(char)[0] in "LN" for char in question)
        return None if spoken else asker.message("bad.no_words")

    def show(self, asker: Asker, found: Answer | NoAnswer) -> Message:
        """Returns what was found as a message, and remembers its spans for the buttons."""
        if isinstance(found, NoAnswer):
            nearest = self._numbered(asker, [found.nearest])[0] if found.nearest else None
            return no_answer_message(asker.words, found, nearest)
        shown = self._numbered(asker, found.sentences)
        body = {
            "sentences": [_record(item) for item in shown],
            "more": [_record(Cited.of(0, s)) for s in found.more],
            "confidence": round(found.confidence, 4),
            **{name: getattr(found, name) for name in _NOTES},
        }
        return self._message(asker, body, shown, understood=found.understood, slips=found.slips)

    def again(self, asker: Asker, answer: str) -> Reply:
        """Shows an answer once more, as the store holds its words now."""
        body = self.office.state.answer(asker.chat_id, answer)
        if body is None:
            return Note(asker.words("stale"))
        shown = self._read(asker, body["sentences"])
        if not shown:
            return Note(asker.words("context.gone"))
        return self._message(asker, body, shown)

    def reopen(self, asker: Asker, answer: str) -> Reply:
        """Opens an answer that a link names, as far as the asker may see its articles."""
        body = self.office.state.any_answer(answer)
        shown = self._read(asker, body["sentences"]) if body else []
        # The same as of an answer that never was: nothing tells that another chat got it.
        if not shown:
            return Note(asker.words("context.private"))
        seen = {"sentences": [_record(item) for item in shown], "more": [], "confidence": 1.0}
        return self._message(asker, seen, shown)

    def more(self, asker: Asker, answer: str) -> Reply:
        """Goes on with the list that an answer began."""
        body = self.office.state.answer(asker.chat_id, answer)
        if body is None:
            return Note(asker.words("stale"))
        shown = self._read(asker, body["more"][:STEP])
        if not shown:
            return Note(asker.words("answer.no_more"))
        following = {
            "sentences": [_record(item) for item in shown],
            "more": body["more"][STEP:],
            "confidence": 1.0,
        }
        return self._message(asker, following, shown, heading="answer.more")

    def context(
        self,
        asker: Asker,
        article: str,
        start: int,
        end: int,
        answer: str | None = None,
        name: str | None = None,
        topic: str | None = None,
        page: int = 0,
    ) -> Reply:
        """Shows the sentences around one.

        Args:
            answer: What a button leads back to.
            name: Whose sayings it leads back to, where there is no answer.
        """
        span = Span(start, end)
        item = self.office.cited(asker, article, span)
        opened = self.office.open(asker, article)
        if item is None or opened is None:
            return Note(asker.words("context.private"))
        rows = saying_buttons(asker.words, item.saying, answer)
        rows.append(sharing_buttons(asker.words, item))
        if name is not None:
            back = action("said_page", name=name, topic=topic, page=page)
            rows.append([Button(asker.words("button.back_list"), back)])
        rows.append([*open_button(asker.words, item.citation.url), *self._back(asker, answer)])
        newest = self.office.newest(asker, opened[0])
        if newest is not None:
            rows.append([newest_button(asker.words, newest)])
        message = context_message(
            asker.words, *opened, span, buttons=rows, saying=saying_at(opened[1], span)
        )
        if newest is None:
            return message
        return message.followed_by(asker.words("version.older"))

    def chain(self, asker: Asker, saying: str, article: str, answer: str | None = None) -> Reply:
        """Shows how a speaker was found."""
        opened = self.office.open(asker, article)
        found = find_saying(opened[1], saying) if opened else None
        if opened is None or found is None:
            return Note(asker.words("context.gone"))
        return chain_message(asker.words, *opened, found, buttons=[self._back(asker, answer)])

    def cite(
        self,
        asker: Asker,
        article: str,
        start: int,
        end: int,
        style: str | None = None,
        answer: str | None = None,
    ) -> Reply:
        """Shows a sentence's citation, ready to be copied."""
        item = self.office.cited(asker, article, Span(start, end))
        if item is None:
            return Note(asker.words("context.gone"))
        chosen = style if style in STYLES else asker.style
        links = []
        if (link := self.office.deep_link(asker, article, Span(start, end))) is not None:
            links.append(Button(asker.words("button.link"), Copy(link)))
        if links and answer is not None:
            whole = f"https://t.me/{self.office.username}?start=a-{answer}"
            links.append(Button(asker.words("button.link_answer"), Copy(whole)))
        return citation_message(asker.words, item, chosen, links)

    def vote(self, asker: Asker, answer: str, vote: int) -> Reply:
        """Keeps what a reader thinks of an answer."""
        self.office.state.vote(asker.chat_id, answer, 1 if vote > 0 else -1)
        return Note(asker.words("vote.thanks"))

    def _back(self, asker: Asker, answer: str | None) -> list[Button]:
        if answer is None:
            return []
        return [Button(asker.words("button.back"), action("again", answer=answer))]

    def _message(
        self, asker: Asker, body: dict[str, Any], shown: Sequence[Cited], **told: Any
    ) -> Message:
        """Keeps what an answer shows, and returns it as a message."""
        return answer_message(
            asker.words,
            shown,
            answer_id=self.office.state.keep_answer(asker.chat_id, body),
            confidence=body["confidence"],
            more=len(body["more"]),
            style=asker.style,
            **{name: body[name] for name in _NOTES if name in body},
            **told,
        )

    def _numbered(self, asker: Asker, sentences: Sequence[AnswerSentence]) -> list[Cited]:
        places = [(s.citation.article_id, s.span) for s in sentences]
        numbers = self.office.state.numbers_of(asker.chat_id, places)
        return [Cited.of(number, s) for number, s in zip(numbers, sentences, strict=True)]

    def _read(self, asker: Asker, records: Sequence[dict[str, Any]]) -> list[Cited]:
        """Reads recorded sentences again, those that can still be seen."""
        found = []
        for record in records:
            mark = record.get("mark")
            item = self.office.cited(
                asker,
                record["article"],
                Span(record["start"], record["end"]),
                highlight=Span(*mark) if mark else None,
                saying=record.get("saying"),
                also=[(a, n) for a, n in record.get("also", ())],
            )
            if item is not None:
                found.append(item)
        return found


def _record(item: Cited) -> dict[str, Any]:
    mark = item.highlight
    return {
        **item.key(),
        "mark": [mark.start, mark.end] if mark else None,
        "saying": item.saying.id if item.saying else None,
        "also": [[c.article_id, c.sentence] for c in item.also_in],
    }


def frame_language(question: str, usual: str) -> str:
    """Returns the language of an answer's frame: the question's, where the interface speaks it."""
    if len(re.findall(r"\w+", question)) < 2:
        return usual
    if is_arabizi(question):
        return "ar"
    found = detect_language(question)
    return found if found in ("ar", "en", "fr") else usual
