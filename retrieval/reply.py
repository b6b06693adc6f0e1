"""What every question comes back with, whatever it asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.question.asked import Asked, Context, Courtesy
from retrieval.question.intent import AskWho
from retrieval.sayings.values import Check, Said, Speakers, Verdict

Told = TypeVar("Told", bound=Answer | NoAnswer)

_UNSAID: Final = (Verdict.DENIED, Verdict.UNREAL)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question comes back with.

    Attributes:
        found: An answer or an honest no; what somebody said; the check of a quotation; who speaks.
        context: What the next question may lean on.
        incomplete: The index lacks something and is being mended: more may be there.
    """

    asked: Asked
    found: Answer | NoAnswer | Said | Check | Speakers | Courtesy
    context: Context
    incomplete: bool = False

    @property
    def reason(self) -> str | None:
        """Why nothing was found, None where something was."""
        if isinstance(self.found, NoAnswer):
            return self.found.reason.value
        if isinstance(self.found, Said):
            return None if self.found.sayings else Reason.NOT_COVERED.value
        if isinstance(self.found, Check):
            return None if self.found.found else "no_original"
        return None


def may_be_reworded(asked: Asked, check: Check) -> bool:
    """Says whether a check looked for what somebody told without marks, and not found it so."""
    told = isinstance(asked.intent, AskWho) and asked.intent.reported
    return told and not (check.holds or check.verdict in _UNSAID)


def addressed(told: Told, asked: Asked) -> Told:
    """Returns what was found under the question as typed, and how a follow-up was read."""
    if asked.typed is None:
        return replace(told, question=asked.text)
    return replace(told, question=asked.typed, understood=asked.text)
