"""Long messages into several, cut between blocks, lines or sentences, never inside a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from bot.render.message import Entity, Message, utf16_places

TEXT_LIMIT: Final = 4_096
"""UTF-16 units in one message (https://core.telegram.org/bots/api#sendmessage)."""

ENTITY_LIMIT: Final = 100

# Best first: an empty line, a line, a sentence, a word.
_CUTS: Final = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?؟…])[»”\"]?\s+"),
    re.compile(r"\s+"),
)


def split(
    message: Message, limit: int = TEXT_LIMIT, entity_limit: int = ENTITY_LIMIT
) -> list[Message]:
    """Returns the message in parts that can be sent; the buttons stay with the last."""
    units = utf16_places(message.text)
    entities = [
        (bisect_left(units, e.offset), bisect_left(units, e.offset + e.length), e)
        for e in message.entities
    ]
    parts: list[Message] = []
    start, size = 0, len(message.text)
    while start < size:
        # The furthest end that keeps to both limits.
        stop = bisect_left(units, units[start] + limit + 1) - 1
        begins = sorted(max(begin, start) for begin, end, _ in entities if end > start)
        if len(begins) > entity_limit:
            stop = min(stop, max(begins[entity_limit], start + 1))
        cut, resume = (size, size) if stop >= size else _cut(message.text, start, stop)
        parts.append(_part(message, units, entities, start, cut))
        start = resume
    if not parts:
        return [message]
    ends = replace(parts[-1], buttons=message.buttons, awaits=message.awaits, more=message.more)
    return [*parts[:-1], ends]


def _cut(text: str, start: int, stop: int) -> tuple[int, int]:
    """Returns where a part ends and where the next one begins."""
    window = text[start : stop + 1]
    for number, pattern in enumerate(_CUTS):
        # A cut very early would make a part of a few words; a worse one further on reads better.
        least = len(window) // 4 if number < len(_CUTS) - 1 else 1
        places = [m for m in pattern.finditer(window) if least <= m.start() and m.start() > 0]
        places = [m for m in places if start + m.start() <= stop and window[: m.start()].strip()]
        if places:
            found = places[-1]
            end = start + found.start()
            after = start + found.end()
            # A quotation mark that closes the sentence stays with it.
            while text[end : end + 1] in tuple('»”"') and end < stop:
                end += 1
            while after < len(text) and text[after].isspace():
                after += 1
            return end, after
    return stop, stop


def _part(
    message: Message,
    units: list[int],
    entities: list[tuple[int, int, Entity]],
    start: int,
    end: int,
) -> Message:
    kept = []
    for begin, stop, entity in entities:
        low, high = max(begin, start), min(stop, end)
        while high > low and message.text[high - 1].isspace():
            high -= 1
        if low < high:
            offset = units[low] - units[start]
            kept.append(Entity(entity.kind, offset, units[high] - units[low], entity.url))
    inside = (piece.within(start, end) for piece in message.quoted)
    quoted = tuple(piece for piece in inside if piece is not None)
    return Message(message.text[start:end], tuple(kept), quoted)
