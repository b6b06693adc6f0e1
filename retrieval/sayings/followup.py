"""Questions about sayings that lean on the one before: ``وماذا عن ليبيا؟``, ``ومن قالها؟``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from index.text.normalise import normalise
from retrieval.sayings.intent import AskCheck, AskSaid, AskWho, Intent, read_intent

_WHAT_ABOUT: Final = re.compile(
    r"^\W*(?:و\s?)?(?:ماذا|شو|ايش|وش|شنو|ايه|اش)\s+(?:عن|بشان|بخصوص|في)\s+(?P<about>.+?)\s*[?!.]*$"
    r"|^\W*و(?:عن|بشان)\s+(?P<and>.+?)\s*[?!.]*$"
    r"|^\W*(?:and\s+)?(?:what|how)\s+about\s+(?P<en>.+?)\s*[?!.]*$"
    r"|^\W*and\s+(?:about|on)\s+(?P<en2>.+?)\s*[?!.]*$"
    r"|^\W*et\s+(?:sur|pour|concernant)\s+(?P<fr>.+?)\s*[?!.]*$"
)


def read_follow_up(
    text: str, previous: Intent | None, speaks: Callable[[str], bool]
) -> Intent | None:
    """Returns what is asked, with what it leaves out taken from the question before.

    Args:
        previous: What the last question asked about sayings, None where it asked
            something else; then nothing is carried over.
        speaks: Says whether somebody of that name speaks in these articles:
            ``وماذا عن بوريطة؟`` asks for another speaker, ``وماذا عن ليبيا؟`` for
            another topic.
    """
    intent = read_intent(text)
    if intent is None and isinstance(previous, AskSaid):
        form = normalise(text)
        found = _WHAT_ABOUT.match(form.text)
        if found is None:
            return None
        group = next(name for name, value in found.groupdict().items() if value)
        about = form.original(*found.span(group)).of(text).strip()
        if speaks(about):
            return replace(previous, name=about, refers_back=True, latest=False)
        return replace(previous, topic=about, refers_back=True, latest=False)
    if isinstance(intent, AskSaid) and intent.refers_back:
        name, topic = intent.name, intent.topic
        if isinstance(previous, AskSaid):
            name, topic = name or previous.name, topic or previous.topic
        elif isinstance(previous, AskCheck) and previous.claim.speaker:
            name = name or previous.claim.speaker
        # Nobody to carry over: better not understood than answered for somebody else.
        return replace(intent, name=name, topic=topic) if name else None
    if isinstance(intent, AskWho) and intent.refers_back and isinstance(previous, AskCheck):
        return AskWho(previous.claim.words, refers_back=True)
    return intent
