"""A conversation as a person sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.render.message import RLM, Entity, EntityKind, Message
from bot.terminal import shown
from tests.emulator.server import Call

_SILENT = {"getMe", "sendChatAction", "setMyCommands", "setMyDescription", "deleteWebhook"}
_SILENT |= {"setMessageReaction"}
_SILENT |= {"setMyShortDescription", "setWebhook", "getWebhookInfo", "setChatMenuButton"}


def printed(calls: Iterable[Call], *, colour: bool = False) -> str:
    """Returns the lines of a conversation: who says what, with quotations, links and buttons."""
    return "\n\n".join(block for call in calls if (block := _block(call, colour)))


def _block(call: Call, colour: bool) -> str:
    if call.method.startswith("<"):
        return _person(call)
    if call.method in _SILENT:
        return ""
    head = f"{RLM}── قول"
    if call.refused:
        return f"{head} ✗ {call.method}: {call.refused}"
    if call.method == "answerCallbackQuery":
        text = call.fields.get("text")
        return f"{head} (toast): {text}" if text else ""
    if call.method == "answerInlineQuery":
        results = call.fields["results"]
        listed = json.loads(results) if isinstance(results, str) else results
        lines = [f"  • {r['title']}\n    {r.get('description', '')}" for r in listed]
        return "\n".join([f"{head} (inline)", *lines])
    note = {"editMessageText": " (edits)", "sendDocument": " (file)", "sendPhoto": " (picture)"}
    note["sendSticker"] = " (sticker)"
    lines = [head + note.get(call.method, "")]
    if call.files:
        sizes = ", ".join(f"{name} {len(data):,} B" for name, data in call.files.items())
        lines.append(f"[{sizes}]")
    entities = tuple(
        Entity(EntityKind(e["type"]), e["offset"], e["length"], e.get("url")) for e in call.entities
    )
    if call.text:
        lines.append(shown(Message(call.text, entities), colour=colour))
    markup = call.fields.get("reply_markup")
    if isinstance(markup, str):
        markup = json.loads(markup)
    for row in (markup or {}).get("inline_keyboard", []):
        lines.append(RLM + "   ".join(f"[ {button['text']} ]" for button in row))
    return "\n".join(lines)


def _person(call: Call) -> str:
    body = call.fields
    name = body.get("from", {}).get("first_name", "?")
    if call.method == "<callback_query":
        return ""
    if call.method == "<inline_query":
        return f"{RLM}── {name}: @qawl {body['query']}"
    said = body.get("text") or body.get("caption")
    kinds = [k for k in ("photo", "sticker", "document", "voice") if k in body]
    said = said if said is not None else f"({', '.join(kinds)})"
    shown_text = said if len(said) < 300 else said[:280] + " …"
    return f"{RLM}── {name}: {shown_text}"
