"""A question in, an answer out: ask an ``Answerer`` and look at what its ``Reply`` has found."""

from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Answerer
from retrieval.question.asked import Asking, Context
from retrieval.question.intent import Claim
from retrieval.reply import Reply
from retrieval.sayings.values import Check, Said, Verdict

__all__ = [
    "Answer",
    "Answerer",
    "Asking",
    "Check",
    "Claim",
    "Context",
    "NoAnswer",
    "Reason",
    "Reply",
    "Said",
    "Verdict",
]
