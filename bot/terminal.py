"""The same answers in a terminal: what Telegram shows as entities, shown as a terminal can."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Final, TextIO

from bot.actions import Action, Button, Copy, Link, Share
from bot.commands import TABLE, Commands, help_message, read_command, unknown_message
from bot.desk import Asker, Desk, Document, Note, Reply
from bot.desk.answers import frame_language
from bot.render.message import RLM, Entity, EntityKind, Message, MessageBuilder, utf16_places
from bot.verbatim import check_verbatim

SAMPLE_QUESTIONS: Final = (
    "كم دولة شاركت في اجتماع الصخيرات؟",
    "ماذا قال ستالبورغ عن الهدنة؟",
    "What did Stahlborg say about the truce?",
    "من فاز بكأس العالم 2022؟",
)
"""Asked where no terminal is attached: an answer, a saying, another language, an honest no."""

_BOLD: Final = ("\x1b[1m", "\x1b[22m")
_UNDERLINE: Final = ("\x1b[4m", "\x1b[24m")
_ITALIC: Final = ("\x1b[3m", "\x1b[23m")
_BAR: Final = "\u2503"
# Line ends of CSV tables stay.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\x7f": "\u2421"}


def visible(text: str) -> str:
    """Returns a text whose controls are shown as pictures: none reaches the terminal.

    >>> visible("a\\x1b[2Jb\\x9b")
    'a\u241b[2Jb\ufffd'
    """
    return _CONTROLS.sub(lambda found: _PICTURES.get(found[0], "\ufffd"), text)


def shown(message: Message, *, colour: bool) -> str:
    """Returns a message as lines of a terminal, quotations set off by a bar.

    Args:
        colour: Whether the terminal knows bold and italic.
    """
    place = {unit: at for at, unit in enumerate(utf16_places(message.text))}
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    quoted: list[tuple[int, int]] = []
    for entity in message.entities:
        start, end = place[entity.offset], place[entity.offset + entity.length]
        if entity.kind in (EntityKind.BLOCKQUOTE, EntityKind.EXPANDABLE):
            quoted.append((start, end))
        before, after = _marks(entity, colour)
        opens[start] = opens.get(start, "") + before
        closes[end] = after + closes.get(end, "")
    written, bar = [], _bars(message.text, quoted)
    for at, char in enumerate(message.text):
        written.append(closes.get(at, "") + bar.get(at, "") + opens.get(at, "") + visible(char))
    written.append(closes.get(len(message.text), ""))
    return "".join(written)


def _marks(entity: Entity, colour: bool) -> tuple[str, str]:
    if entity.kind is EntityKind.LINK:
        # A text fragment triples each Arabic letter; in a terminal it hides the rest.
        return "", f" <{(entity.url or '').split('#:~:')[0]}>"
    if entity.kind is EntityKind.STRIKE:
        # Not every terminal strikes through, and a word that nobody published must not
        # look like one that was: wdiff's marks say it everywhere.
        return "[-", "-]"
    if entity.kind is EntityKind.UNDERLINE:
        return _UNDERLINE if colour else ("{+", "+}")
    if not colour:
        return "", ""
    if entity.kind is EntityKind.BOLD:
        return _BOLD
    return _ITALIC if entity.kind is EntityKind.ITALIC else ("", "")


def _bars(text: str, quoted: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Returns what stands before the first character of each quoted line."""
    bars = {}
    for start, end in quoted:
        starts = [start, *(at + 1 for at in range(start, end - 1) if text[at] == "\n")]
        for at in starts:
            rtl = any("\u0600" <= char <= "\u06ff" for char in text[at : at + 40])
            bars[at] = f"{RLM if rtl else ''}{_BAR} "
    return bars


def button_lines(buttons: Sequence[Button]) -> list[str]:
    """Returns a line a button, with the number that presses it; bare numbers share a line."""
    lines: list[str] = []
    numbered = False
    for number, button in enumerate(buttons, start=1):
        extra = f" <{button.target.url}>" if isinstance(button.target, Link) else ""
        line = visible(f"({number}) {button.label}{extra}")
        joined = numbered and button.label.isdecimal()
        lines[-1:] = [f"{lines[-1]}  {line}"] if joined else [*lines[-1:], line]
        numbered = button.label.isdecimal()
    return lines


class Terminal:
    """A conversation in a terminal."""

    def __init__(
        self, desk: Desk, asker: Asker, source: TextIO | None = None, sink: TextIO | None = None
    ) -> None:
        self._desk = desk
        self._asker = asker
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout
        self._colour = self._sink.isatty()
        self._buttons: list[Button] = []
        self._does: Final = Commands(desk).does
        self._awaits = ""
        # Each run is a conversation of its own: what a script asks must not lean on the
        # script before.
        desk.conversation.contexts.forget(asker.chat_id)
        self._as_chosen()

    def chat(self) -> None:
        """Answers line after line until there are no more."""
        self.show(self._desk.articles.start(self._asker))
        self._write("\n" + self._asker.words("terminal.welcome"))
        while True:
            self._sink.write("\n> ")
            self._sink.flush()
            try:
                line = self._source.readline()
            except KeyboardInterrupt:
                return
            if not line:
                return
            if line.strip():
                self.answer(line.strip())

    def samples(self) -> None:
        """Answers the sample questions and says how the bot comes into Telegram."""
        words = self._asker.words
        self._write(words("terminal.samples"))
        for question in SAMPLE_QUESTIONS:
            own = self._asker.speaking(frame_language(question, words.language)).words
            self._write("\n" + own("terminal.question", question=question))
            self.show(self._desk.ask(self._asker, question), buttons=False)
        self._write("\n" + words("terminal.no_token"))

    def answer(self, line: str) -> None:
        """Answers a question, does a command, or presses the button whose number was typed."""
        awaited, self._awaits = self._awaits, ""
        typed = read_command(line)
        if typed is not None:
            self._command(typed.name, typed.words)
        elif awaited:
            self._command(awaited, line)
        elif line.isdecimal() and 1 <= int(line) <= len(self._buttons):
            self._press(self._buttons[int(line) - 1].target)
        else:
            self.show(self._desk.ask(self._asker, line))

    def _press(self, target: object) -> None:
        if isinstance(target, Action):
            self.show(self._desk.act(self._asker, target))
            self._as_chosen()
        elif isinstance(target, Link):
            self._write(visible(target.url))
        elif isinstance(target, Copy):
            self._write(visible(target.text))

    def _command(self, name: str, words: str) -> None:
        asker, command = self._asker, TABLE.get(name)
        if command is None:
            self.show(unknown_message(asker, name, telegram=False))
        elif command.telegram:
            self.show(asker.message("terminal.telegram", name=f"/{name}"))
        elif name == "help":
            self.show(help_message(asker, telegram=False))
        elif command.needs and not words:
            # The words are taken from the next line.
            self.show(MessageBuilder(asker.words).ask(name).build())
            self._awaits = name
        else:
            self.show(self._does[name](asker, words))
            self._as_chosen()

    def _as_chosen(self) -> None:
        """Goes on in the language and with the citations that were chosen."""
        chosen = self._desk.office.state.settings(self._asker.chat_id)
        asker = replace(self._asker, style=chosen.citation_style)
        self._asker = asker.speaking(chosen.language) if chosen.language else asker

    def show(self, reply: Reply, *, buttons: bool = True) -> None:
        """Writes what came back, its words compared with the store as everywhere."""
        if isinstance(reply, Note):
            self._write(visible(reply.text))
            return
        if isinstance(reply, Document):
            self._keep(reply)
            reply = reply.caption
        check_verbatim(reply, self._desk.office.library.store, self._asker.sight)
        self._write(shown(reply, colour=self._colour))
        kinds = {entity.kind for entity in reply.entities}
        if not self._colour and kinds & {EntityKind.STRIKE, EntityKind.UNDERLINE}:
            self._write(self._asker.words("terminal.marks"))
        pressed = [b for row in reply.all_buttons for b in row if not isinstance(b.target, Share)]
        self._buttons = pressed
        if buttons and pressed:
            self._write("\n".join(button_lines(pressed)))

    def _keep(self, file: Document) -> None:
        """Writes a file into the folder that one stands in, beside those that are there."""
        name = Path(file.name)
        counted = (f"{name.stem}-{number}{name.suffix}" for number in count(2))
        for path in map(Path, chain([file.name], counted)):
            key = "terminal.kept"
            try:
                with path.open("xb") as kept:
                    kept.write(file.data)
            except FileExistsError:
                continue
            except OSError:
                key = "terminal.unkept"
            self._write(self._asker.words(key, path=str(path.absolute())))
            return

    def _write(self, text: str) -> None:
        self._sink.write(text + "\n")
        self._sink.flush()
