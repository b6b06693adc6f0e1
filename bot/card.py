"""A quotation as a picture: its words, who said them, where and when.

Letters are shaped and ordered by HarfBuzz and FriBiDi through Pillow's libraqm; the
font is Amiri, from a package.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import qrcode
from PIL import Image, ImageDraw, ImageFont, features

from bot.render.citation import Cited
from bot.render.message import starts_rtl
from bot.texts import Words
from index.errors import SettingsError
from index.types import AttributionStatus

WIDTH: Final = 1_080
"""Pixels; what people's feeds show without scaling."""

STICKER: Final = 512
"""Pixels of a sticker's longer side."""

_MARGIN: Final = 90
_PAPER: Final = "#fbf8f1"
_INK: Final = "#1d2733"
_QUIET: Final = "#5b6672"
_ACCENT: Final = "#0f6b5c"
_SIZES: Final = (64, 56, 48, 42, 36, 32)
"""Sizes tried for the words, in pixels; the largest that keeps the card near a square."""

_TALLEST: Final = 900
_CODE: Final = 170


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    if not features.check("raqm"):
        raise SettingsError(
            "Pillow has no libraqm here, so Arabic letters would stand apart and backwards:"
            " install its wheel (pip install --force-reinstall pillow)."
        )
    data = resources.files("fontpkg_amiri").joinpath("files", f"Amiri-{name}.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.RAQM)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size and direction."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    colour: str
    rtl: bool
    after: int

    @property
    def leading(self) -> int:
        return round(self.font.size * (1.75 if self.rtl else 1.4))

    @property
    def height(self) -> int:
        return self.leading * len(self.lines) + self.after


def draw_card(item: Cited, words: Words, link: str | None = None) -> bytes:
    """Returns a PNG of a sentence with its speaker and its source.

    Args:
        link: The address in the corner's code; without one there is no code.

    Raises:
        SettingsError: The text engine is missing.
    """
    out = io.BytesIO()
    _drawn(item, words, link).save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_sticker(item: Cited, words: Words) -> bytes:
    """Returns a WebP of a sentence with its speaker and its source, as Telegram wants stickers.

    Raises:
        SettingsError: The text engine is missing.
    """
    image = _drawn(item, words, None)
    corners = Image.new("L", image.size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, *image.size), radius=60, fill=255)
    image.putalpha(corners)
    image.thumbnail((STICKER, STICKER), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=90)
    return out.getvalue()


def _drawn(item: Cited, words: Words, link: str | None) -> Image.Image:
    blocks = _blocks(item, words)
    foot = _CODE if link else 0
    inner = sum(block.height for block in blocks)
    height = max(WIDTH * 9 // 16, inner + 2 * _MARGIN + (foot + 30 if link else 0))
    image = Image.new("RGB", (WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    rtl = blocks[0].rtl
    edge = WIDTH - 26 if rtl else 0
    draw.rectangle((edge, 0, edge + 26, height), fill=_ACCENT)
    top = (height - inner - (foot + 30 if link else 0)) // 2
    for block in blocks:
        for line in block.lines:
            _put(draw, line, top, block)
            top += block.leading
        top += block.after
    if link:
        left = _MARGIN if words.rtl else WIDTH - _MARGIN - _CODE
        bottom = height - _MARGIN // 2
        image.paste(_code(link), (left, bottom - _CODE))
        name = _line(words("about.name"), "Bold", 40, _ACCENT, words.rtl, 0)
        _put(draw, name.lines[0], bottom - 60, name)
    return image


def _put(draw: ImageDraw.ImageDraw, line: str, top: int, block: _Block) -> None:
    """Writes a line of a block from the edge at which it begins."""
    edge, anchor, direction = (
        (WIDTH - _MARGIN, "ra", "rtl") if block.rtl else (_MARGIN, "la", "ltr")
    )
    draw.text((edge, top), line, block.colour, block.font, anchor, direction=direction)


def _blocks(item: Cited, words: Words) -> list[_Block]:
    quoted = " ".join(item.text.split())
    rtl = starts_rtl(quoted)
    blocks = []
    for size in _SIZES:
        font = _font("Regular", size)
        block = _Block(_wrapped(quoted, font, rtl), font, _INK, rtl, 50)
        if block.height <= _TALLEST or size == _SIZES[-1]:
            blocks.append(block)
            break
    speaker = item.speaker
    if speaker is not None and item.saying is not None:
        name = speaker.name
        if speaker.role:
            name += words("comma") + speaker.role
        if item.saying.attribution.status is AttributionStatus.INFERRED:
            name += words("answer.inferred")
        blocks.append(_line(name, "Bold", 42, _ACCENT, words.rtl, 14))
    citation = item.citation
    place = filter(None, (citation.outlet, words.short_date(citation.date)))
    text = words("comma").join(place)
    blocks.append(_line(text, "Regular", 34, _QUIET, words.rtl, 6))
    if headline := citation.headline:
        blocks.append(_line(headline, "Regular", 30, _QUIET, starts_rtl(headline), 0))
    return blocks


def _line(text: str, name: str, size: int, colour: str, rtl: bool, after: int) -> _Block:
    font = _font(name, size)
    return _Block(_wrapped(text, font, rtl), font, colour, rtl, after)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, rtl: bool) -> tuple[str, ...]:
    """Breaks a text into lines between words; a word is never cut."""
    room, direction = WIDTH - 2 * _MARGIN, "rtl" if rtl else "ltr"
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer, direction=direction) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line)


def _code(link: str) -> Image.Image:
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(link)
    code.make(fit=True)
    drawn: Image.Image = code.make_image(fill_color=_INK, back_color=_PAPER).get_image()
    return drawn.convert("RGB").resize((_CODE, _CODE), Image.Resampling.NEAREST)
