"""Inputs that are made to harm: each small to send, and dear or deadly to read.

``FILES`` are sent as files, ``PAGES`` and ``FEEDS`` come from a server, ``ROBOTS`` are
robots.txt. Each is made by code when it is asked for.
"""

from __future__ import annotations

import gzip
import json
import zlib

from tests.reading.hostile_documents import DOCUMENTS, LAUGHS, WORDS, Make, nested


def yaml_aliases(key: str = "title") -> bytes:
    lines = ["---", "a: &a [x, x, x, x, x, x, x, x, x]"]
    before = "a"
    for name in "bcdefghi":
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
        before = name
    return "\n".join([*lines, f"{key}: *{before}", "---", WORDS]).encode()


def front(matter: str) -> bytes:
    return f"---\n{matter}\n---\n{WORDS}".encode()


def html(inside: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>".encode()


def article(inside: str = "", head: str = "") -> bytes:
    return html(f"<article><h1>عنوان</h1>{f'<p>{WORDS * 3}</p>' * 4}{inside}</article>", head)


def line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


FILES: dict[str, tuple[str, Make]] = {
    # Front matter and Markdown.
    "yaml-brackets": ("a.md", lambda: b"---\nt: " + b"[" * 30_000),
    "yaml-brackets-title": ("a.md", lambda: front("title: " + "[" * 15_000)),
    "yaml-brackets-closed": ("a.md", lambda: front("t: " + nested("[", "]", 20_000))),
    "yaml-braces": ("a.md", lambda: front("t: " + "{" * 30_000)),
    "yaml-maps": ("a.md", lambda: front("t: " + nested("{a: ", "}", 10_000, "b"))),
    "yaml-dashes": ("a.md", lambda: front("- " * 20_000 + "a")),
    "yaml-questions": ("a.md", lambda: front("? " * 20_000 + "a")),
    "yaml-aliases-title": ("a.md", yaml_aliases),
    "yaml-aliases-date": ("a.md", lambda: yaml_aliases("date")),
    "yaml-aliases-url": ("a.md", lambda: yaml_aliases("url")),
    "yaml-recursive": ("a.md", lambda: front("title: &a [*a]")),
    "yaml-merge": ("a.md", lambda: front("a: &a {x: y}\nb: {<<: [*a, *a], <<: *a}\ntitle: *a")),
    "yaml-python": ("a.md", lambda: front("title: !!python/object/apply:os.system ['true']")),
    "yaml-long-number": ("a.md", lambda: front("title: " + "9" * 100_000)),
    "yaml-long-key": ("a.md", lambda: front("k" * 500_000 + ": v")),
    "yaml-odd-time": ("a.md", lambda: front("date: 2024-02-31T99:99:99Z")),
    "yaml-nul": ("a.md", lambda: front("title: a\0b")),
    "yaml-quotes": ("a.md", lambda: front('title: "' + "\\x" * 50_000)),
    "markdown-quotes": ("a.md", lambda: b">" * 100_000 + WORDS.encode()),
    "markdown-lists": ("a.md", lambda: b"- " * 50_000 + WORDS.encode()),
    "markdown-brackets": ("a.md", lambda: b"[" * 100_000 + WORDS.encode()),
    "markdown-links": ("a.md", lambda: b"[a](" * 50_000 + WORDS.encode()),
    "markdown-stars": ("a.md", lambda: b"*a **a " * 50_000 + WORDS.encode()),
    "markdown-ticks": (
        "a.md",
        lambda: b" ".join(b"`" * n for n in range(1, 1_000)) + WORDS.encode(),
    ),
    "markdown-pictures": ("a.md", lambda: b"![" * 100_000 + WORDS.encode()),
    "markdown-angles": ("a.md", lambda: b"<a " * 100_000 + WORDS.encode()),
    "markdown-comments": ("a.md", lambda: b"<!--" * 100_000 + WORDS.encode()),
    "markdown-references": (
        "a.md",
        lambda: b"".join(b"[a%d]: /b\n" % n for n in range(20_000)) + WORDS.encode(),
    ),
    "markdown-entities": ("a.md", lambda: b"&#1;" * 100_000 + WORDS.encode()),
    # JSON lines.
    "json-brackets": ("a.jsonl", lambda: b"[" * 1_000_000),
    "json-objects": ("a.jsonl", lambda: b'{"a":' * 100_000),
    "json-long-number": ("a.jsonl", lambda: b'{"text": "a b", "id": ' + b"9" * 500_000 + b"}"),
    "json-surrogates": (
        "a.jsonl",
        lambda: b'{"text": "\\ud800 words \\udfff", "title": "\\ud800"}',
    ),
    "json-not-a-number": ("a.jsonl", lambda: b'{"text": "a b", "title": NaN}'),
    "json-nested-title": (
        "a.jsonl",
        lambda: b'{"text": "a", "title": ' + b'[[[["a"]]]]' + b"}",
    ),
    "json-long-title": ("a.jsonl", lambda: line(text=WORDS, title="ع" * 960_000)),
    "json-title-of-lines": ("a.jsonl", lambda: line(text=WORDS, title="a\n\n✅ b\x1b[2J")),
    "json-long-line": ("a.jsonl", lambda: b'{"text": "' + b"a" * 13_000_000 + b'"}'),
    "json-bad-rows": ("a.jsonl", lambda: b"{oops\n" * 50_000),
    "json-many": ("a.jsonl", lambda: b"".join(line(text=f"word {n}") for n in range(6_000))),
    "json-gzip-bomb": ("a.jsonl.gz", lambda: gzip.compress(bytes(300_000_000), 9)),
    "json-gzip-twice": ("a.jsonl.gz", lambda: gzip.compress(gzip.compress(bytes(9_000_000)))),
    "json-gzip-lines": ("a.jsonl.gz", lambda: gzip.compress(b"\n" * 200_000_000, 9)),
    **DOCUMENTS,
    # Pages sent as files.
    "html-divs": ("a.html", lambda: html(nested("<div>", "</div>", 200_000, WORDS))),
    "html-bold": ("a.html", lambda: html("<b>" * 200_000 + WORDS * 9)),
    "html-tables": ("a.html", lambda: article(nested("<table><tr><td>", "", 20_000))),
    "html-comments": ("a.html", lambda: article("<!--" * 200_000)),
    "html-script": ("a.html", lambda: article("<script" * 200_000)),
    "html-ampersands": ("a.html", lambda: article("<p>" + "&" * 1_000_000)),
    "html-angles": ("a.html", lambda: article("<" * 1_000_000)),
    "html-attributes": (
        "a.html",
        lambda: article("<p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">"),
    ),
    "html-title": ("a.html", lambda: article(head=f"<title>{'ع' * 960_000}</title>")),
    "html-title-of-lines": (
        "a.html",
        lambda: article(head="<title>a&#10;&#10;✅ b&#27;[2J</title>"),
    ),
    "html-json": (
        "a.html",
        lambda: article(head=f"<script type='application/ld+json'>{'[' * 200_000}</script>"),
    ),
    "html-date": (
        "a.html",
        lambda: article(head=f"<meta property='article:published_time' content='{'9-' * 99_999}'>"),
    ),
    "html-lists": ("a.html", lambda: article(nested("<ul><li>", "</li></ul>", 5_000, WORDS))),
    "html-quotations": ("a.html", lambda: article(nested("<q>", "</q>", 5_000, WORDS))),
    "html-punycode": (
        "a.html",
        lambda: b"<meta charset=punycode>" + b"<p>" + b"a-" * 300_000,
    ),
    "html-escape": ("a.html", lambda: b"<meta charset=unicode_escape>" + article()),
    "html-seven": ("a.html", lambda: b"<meta charset=utf-7>" + article()),
    # Plain texts.
    "text-marks": ("a.txt", lambda: WORDS.encode() + "«".encode() * 200_000),
    "text-marks-and-words": ("a.txt", lambda: "«قال ".encode() * 60_000),
    "text-sayings": ("a.txt", lambda: "قال: ".encode() * 60_000),
    "text-said": ("a.txt", lambda: b"said " * 100_000),
    "text-dots": ("a.txt", lambda: b"a. " * 100_000),
    "text-vowels": ("a.txt", lambda: "ا".encode() + "\u064e".encode() * 900_000),
    "text-ligatures": ("a.txt", lambda: "\ufdfa".encode() * 300_000),
    "text-joiners": ("a.txt", lambda: b"a" + "\u200d".encode() * 900_000),
    "text-one-word": ("a.txt", lambda: "ا".encode() * 1_000_000),
    "text-too-long": ("a.txt", lambda: "ا".encode() * 1_000_001),
    "text-overrides": ("a.txt", lambda: ("\u202e" + WORDS + "\u202c").encode() * 100),
    "text-lone-surrogates": ("a.txt", lambda: b"words \xed\xa0\x80 words"),
    "text-nothing-but-nul": ("a.txt", lambda: bytes(1_000_000)),
    "text-wide-cut": ("a.txt", lambda: b"\xff\xfe" + WORDS.encode("utf-16-le")[:-1]),
    "text-numbers": ("a.txt", lambda: b"1/" * 300_000),
    "text-lines": ("a.txt", lambda: b"a\n" * 400_000),
    "text-of-another-kind": ("a.txt", lambda: b"%PDF-1.7 " + bytes(1000)),
}

PAGES: dict[str, tuple[str, Make]] = {
    "packed-twice": ("gzip, gzip", lambda: gzip.compress(gzip.compress(bytes(500_000_000), 9), 9)),
    "packed-bomb": ("gzip", lambda: gzip.compress(bytes(500_000_000), 9)),
    "deflate-bomb": ("deflate", lambda: zlib.compress(bytes(500_000_000), 9)),
    "packed-members": ("gzip", lambda: gzip.compress(b"") * 400_000),
    "packed-unknown": ("br", article),
    "packed-eight-times": (", ".join(["gzip"] * 8), article),
    "packed-damaged": ("gzip", lambda: gzip.compress(article())[:-9].replace(b"\0", b"\xff")),
    "packed-not": ("gzip", article),
    "packed-deep": ("gzip", lambda: gzip.compress(html("<div>" * 1_500_000))),
}

FEEDS: dict[str, Make] = {
    "feed-laughs": lambda: f"{LAUGHS}]><rss version='2.0'><channel><title>&a11;</title>".encode(),
    "feed-deep": lambda: b"<rss version='2.0'><channel>" + b"<item>" * 200_000,
    "feed-items": lambda: (
        b"<rss version='2.0'><channel>"
        + b"<item><link>http://[</link><title>a</title></item>" * 20_000
        + b"</channel></rss>"
    ),
    "feed-data": lambda: b"<rss version='2.0'><channel><title><![CDATA[" * 20_000,
    "feed-entities": lambda: (
        b"<rss version='2.0'><channel><title>" + b"&amp;" * 300_000 + b"</title></channel></rss>"
    ),
    "feed-dates": lambda: (
        b"<rss version='2.0'><channel><item><link>https://a.example/</link><pubDate>"
        + b"1:" * 100_000
        + b"</pubDate></item></channel></rss>"
    ),
}

ROBOTS: dict[str, Make] = {
    "robots-stars": lambda: b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"b$",
    "robots-many-stars": lambda: b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*b\n" * 15_000,
    "robots-agents": lambda: b"User-agent: a\n" * 30_000,
    "robots-nonsense": lambda: bytes(range(256)) * 1_900,
}
