"""Bytes into text: which encoding a file is in.

Older Arabic archives are in Windows-1256, and their articles are short: a statistical
guess alone takes a headline in it for Cyrillic or Greek. So the order is: a byte order
mark; UTF-16 by its pattern; UTF-8 where it holds; an Arabic code page where it makes
Arabic words; and only then the guess.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC_PAGES: Final = ("cp1256", "iso8859_6", "cp864", "mac_arabic")
_ARABIC_RUN: Final = re.compile("[\u0621-\u0652]{2,}")
_ARTICLE: Final = re.compile("\\b[وفبك]?ال[\u0621-\u064a]{2,}")
_COMMON: Final = re.compile(
    "\\b(?:في|من|على|إلى|عن|أن|إن|التي|الذي|هذا|هذه|قال|مع|ما|لا|بعد|كان)\\b"
)
# A teh marbuta or an alef maksura stands at the end of a word, a final hamza carrier too.
_MISPLACED: Final = re.compile(
    "[ةى][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]|[A-Za-z][\u0621-\u064a]"
)
_VOWELS: Final = re.compile("[\u064b-\u0652]")
_ACCENTED: Final = re.compile(
    "[A-Za-z][\u00c0-\u00ff\u0152\u0153]|[\u00c0-\u00ff\u0152\u0153][a-z]"
)
_NEAR: Final = re.compile("[\t\n\r -~\u00a0-\u024f\u0370-\u06ff\u2010-\u2026\ufe70-\ufeff]")
# Arabic letters in UTF-8 begin with D8 or D9: read as Western or Arabic letters, it shows.
# Three times over, each of these is two letters again, the first of them C2, C3 or C5.
_TWICE: Final = re.compile(
    "(?:[\u00d8\u00d9][\u0080-\u2122]){3}|(?:[\u00c2\u00c3\u00c5][\u0080-\u2122]){4}|(?:[\u0637\u0638][^\\s\u0621-\u0636\u0641-\u064a]){3}"
)
_LABEL: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
_TEXTUAL: Final = re.compile(
    r"utf_8|utf_16(_[bl]e)?|cp(125\d|864|874|932|949|950|866)|iso8859_\d+|koi8_[rut]|mac_\w+|gbk"
    r"|gb2312|gb18030|big5|shift_jis|euc_(jp|kr)|tis_620"
)
_SOUND: Final = 40
"""Letters beyond ASCII for each broken byte, from which the others are believed."""
_TIMES: Final = 3
"""So often a text may have been encoded anew."""
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SIGNATURES: Final = {
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
    b"OggS": "a recording",
    b"ID3": "a recording",
    b"{\\rtf": "an RTF file",
    b"%!PS": "a PostScript file",
}


def decode(raw: bytes, name: str = "the text") -> str:
    """Returns the text that bytes stand for, without a byte order mark.

    Args:
        name: What to call it in an error.

    Raises:
        ReadingError: The bytes are no text, or damaged text.
    """
    _refuse_signed(raw, name)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], encoding, name)
    wide = _wide_encoding(raw)
    if wide is not None:
        return _strictly(raw, wide, name)
    refuse_binary(raw, name)
    try:
        return mended(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _nearly_utf8(raw) or _eight_bit(raw, name)


def refuse_binary(raw: bytes, name: str) -> None:
    """Refuses what is no text by its signature or its bytes.

    Raises:
        ReadingError: It is none.
    """
    _refuse_signed(raw, name)
    if len(_BINARY.findall(raw[:65536])) > len(raw[:65536]) // 100:
        raise ReadingError(
            f"{name} is binary, not text; save it as UTF-8 text first", Unreadable.KIND
        )


def _refuse_signed(raw: bytes, name: str) -> None:
    for signature, kind in _SIGNATURES.items():
        if raw.startswith(signature):
            raise ReadingError(
                f"{name} is {kind}, not text; save it as UTF-8 text first", Unreadable.KIND
            )


def decode_labelled(raw: bytes, name: str, label: str | None, notes: Notes) -> str:
    """Returns the text of a page, whose label is believed where it gives plausible words.

    Many Arabic pages are UTF-8 and say Windows-1256, or the other way round.

    Args:
        label: The encoding that the server named; the page may name another.
        notes: Is told where a label was wrong.

    Raises:
        ReadingError: The bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    said = _LABEL.search(raw[:4096])
    labels = [_codec(label), _codec(said[1].decode("ascii", "replace")) if said else None]
    named = [codec for codec in labels if codec]
    text, used = _best(raw, name, named)
    if named and used not in named and any(char > "\x7f" for char in text):
        notes.add(NoteKind.ENCODING)
    repaired = mended(text)
    if repaired != text:
        notes.add(NoteKind.ENCODING)
    if len(_TWICE.findall(repaired)) > max(3, len(repaired) // 60):
        raise ReadingError(
            f"the letters of {name} were encoded more than once and cannot be had; send its text",
            Unreadable.ENCODING,
        )
    return repaired


def _best(raw: bytes, name: str, named: list[str]) -> tuple[str, str]:
    """Returns the text and the encoding that it was read in."""
    wide = _wide_encoding(raw)
    if wide is not None:
        return raw.decode(wide, "replace"), wide
    if raw.isascii() and "utf-16" not in named:
        return raw.decode("ascii"), "utf-8"
    # What is not UTF-8 is hardly ever valid UTF-8 by chance.
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        nearly = _nearly_utf8(raw)
    if nearly:
        return nearly, "utf-8"
    for codec in named:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        arabic = codec in _ARABIC_PAGES
        if arabic and _arabic_plausibility(text) <= 0.5:
            continue
        if codec == "cp1252" and not _is_western(text):
            continue
        return text, codec
    return decode(raw, name), ""


def _codec(label: str | None) -> str | None:
    """Returns the codec of a label, None if it is no codec of texts: some of Python's are dear."""
    try:
        codec = codecs.lookup((label or "").strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    if codec in {"ascii", "iso8859_1", "latin_1"}:
        return "cp1252"
    return codec.replace("utf_8", "utf-8") if _TEXTUAL.fullmatch(codec) else None


def _nearly_utf8(raw: bytes) -> str | None:
    """Returns a text in UTF-8 of which a few bytes are broken, None where it is not that."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(char > "\x7f" for char in text)
    return text if beyond > _SOUND * broken else None


def mended(text: str) -> str:
    """Returns a text that was encoded twice as it was meant, any other unchanged.

    >>> mended("السد".encode().decode("cp1256"))
    'السد'
    """
    for _ in range(_TIMES):
        once = _once(text)
        if once == text:
            break
        text = once
    return text


def _once(text: str) -> str:
    if not _TWICE.search(text):
        return text
    for page in ("cp1252", "cp1256"):
        try:
            once = b"".join(_byte(char, page) for char in text).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        better = _arabic_plausibility(once) > max(0.5, _arabic_plausibility(text))
        if better or (_TWICE.search(once) and len(once) < 0.7 * len(text)):
            return once
    return text


def _byte(char: str, page: str) -> bytes:
    try:
        return char.encode(page)
    except UnicodeEncodeError:
        # Bytes that the page leaves open pass through as controls.
        return char.encode("latin-1")


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name} says that it is {encoding}, but byte {error.start} is not; save it as UTF-8",
            Unreadable.ENCODING,
        ) from error


def _wide_encoding(raw: bytes) -> str | None:
    """Recognises UTF-16 without a mark: read so, it is all letters of our part of the world.

    Eight-bit text that is read as UTF-16 turns into Chinese, Korean and surrogates.
    """
    sample = raw[:4096]
    if len(sample) < 2 or len(raw) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if len(_NEAR.findall(text)) >= 0.95 * len(text):
            return encoding
    return None


def _eight_bit(raw: bytes, name: str) -> str:
    best, best_score = "", 0.0
    # The first page is by far the most frequent one: another has to be clearly better.
    for page in _ARABIC_PAGES:
        try:
            text = raw.decode(page)
        except UnicodeDecodeError:
            continue
        score = _arabic_plausibility(text)
        if score > best_score + 0.1:
            best, best_score = text, score
    if best_score > 0.5:
        return best
    # Accented letters among ASCII ones: Western Europe. The code pages for Arabic and for
    # French agree on these letters, so this is safe for a French text out of either.
    try:
        western = raw.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and _is_western(western):
        return western
    from charset_normalizer import from_bytes

    guess = from_bytes(raw).best()
    if guess is None:
        raise ReadingError(
            f"the encoding of {name} is not recognised; save it as UTF-8", Unreadable.ENCODING
        )
    return str(guess)


def _arabic_plausibility(text: str) -> float:
    """Scores how much the letters beyond ASCII look like Arabic words: 0 for not at all."""
    beyond = sum(char > "\x7f" for char in text)
    if not beyond:
        return 0.0
    runs = sum(len(run) for run in _ARABIC_RUN.findall(text))
    evidence = len(_ARTICLE.findall(text)) + len(_COMMON.findall(text))
    words = max(1, len(_ARABIC_RUN.findall(text)))
    # News is written without vowel signs; a wrong code page is full of them. Poems and
    # children's texts are not, and then they have the article and the common words too.
    vowels = len(_VOWELS.findall(text))
    against = len(_MISPLACED.findall(text)) + (0 if _ARTICLE.search(text) else vowels)
    return runs / beyond + evidence / words - against / words


def makes_arabic_words(text: str) -> bool:
    """Says whether Arabic letters make Arabic words, where there are enough of them to tell.

    The article and the most frequent words make up a sixth of any text.
    """
    words = _ARABIC_RUN.findall(text)
    if len(words) < 60:
        return True
    known = len(_ARTICLE.findall(text)) + len(_COMMON.findall(text))
    return known > len(words) // 25 and len(_MISPLACED.findall(text)) < len(words) // 4


def _is_western(text: str) -> bool:
    beyond = [char for char in text if char > "\x7f"]
    letters = sum(char.isalpha() for char in beyond)
    joined = len(_ACCENTED.findall(text))
    return letters == 0 or joined >= 0.6 * letters
