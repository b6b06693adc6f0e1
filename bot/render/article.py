"""Articles as messages: a page of the list, one article, a sentence in its context."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from bot.actions import Button, action
from bot.render.answer import open_button, put_speaker
from bot.render.message import EntityKind, Message, MessageBuilder, bold, link
from bot.texts import Words
from index.types import Analysis, Article, AttributionStatus, Saying, Sentence, Span

PAGE: Final = 8
"""Articles on one page of a list."""

AROUND: Final = 2
"""Sentences before and after the quoted one."""


def put_article(builder: MessageBuilder, article: Article) -> None:
    """Adds an article's headline, outlet and day in two lines."""
    words = builder.words
    headline = article.headline or words("answer.untitled")
    builder.part(link(headline, article.url) if article.url else bold(headline)).line()
    if article.outlet:
        builder.part(article.outlet).text(words("comma"))
    builder.text(words.short_date(article.date))


def articles_message(
    words: Words,
    articles: Sequence[Article],
    total: int,
    page: int,
    name: str = "articles",
    *,
    latest: bool = False,
) -> Message:
    """Returns one page of a list of articles.

    Args:
        total: How many there are on all pages.
        page: 0 for the first.
        name: The action that shows another page.
        latest: Whether the newest were asked for, and not the list.
    """
    builder = MessageBuilder(words)
    if not total:
        return builder.say("articles.none").build()
    pages = -(-total // PAGE)
    with builder.styled(EntityKind.BOLD):
        own = "sources.title" if name == "sources" else "articles.title"
        builder.say("articles.latest" if latest else own, n=total)
    if pages > 1:
        builder.line().say("articles.page", page=page + 1, pages=pages)
    rows: list[list[Button]] = []
    numbers: list[Button] = []
    for place, article in enumerate(articles, start=page * PAGE + 1):
        builder.line(2).fill("{n}. ", n=place)
        put_article(builder, article)
        numbers.append(
            Button(str(place), action("article", article=article.id, page=page, of=name))
        )
    rows.extend(numbers[at : at + 4] for at in range(0, len(numbers), 4))
    rows.append(turning(words, name, page, pages))
    return builder.build(rows)


def turning(words: Words, name: str, page: int, pages: int, /, **args: str) -> list[Button]:
    """Returns the buttons that turn pages, those that lead somewhere."""
    row = []
    if page > 0:
        row.append(Button(words("button.previous"), action(name, page=page - 1, **args)))
    if page + 1 < pages:
        row.append(Button(words("button.next"), action(name, page=page + 1, **args)))
    return row


def newest_button(words: Words, newest: Article) -> Button:
    """Returns what opens the version of an article that others were replaced by."""
    return article_button(words, newest, "button.newest")


def article_button(words: Words, article: Article, label: str = "button.kept") -> Button:
    """Returns what opens an article that is kept here."""
    opens = action("article", article=article.id, page=0, of="articles")
    return Button(words(label), opens)


def article_message(
    words: Words,
    article: Article,
    analysis: Analysis,
    *,
    page: int,
    of: str,
    extra: Sequence[Sequence[Button]] = (),
) -> Message:
    """Returns one article: what it is, how it begins, how much is said in it.

    A sentence counts as one saying, as it does wherever sayings are listed.
    """
    starts = [sentence.span.start for sentence in analysis.sentences]
    said = {bisect_right(starts, saying.quote.span.start) for saying in analysis.sayings}
    builder = MessageBuilder(words)
    put_article(builder, article)
    builder.line().say(
        "article.sentences",
        sentences=words.counted("sentence", sum(1 for s in analysis.sentences if s.number)),
        sayings=words.counted("saying", len(said)),
    )
    body = [s for s in analysis.sentences if s.number][:AROUND]
    if body:
        builder.line(2).say("article.opening").line()
        _put_run(builder, article, body, None)
    rows = [open_button(words, article.url), *extra]
    rows.append([Button(words("button.back_list"), action(of, page=page))])
    return builder.build(rows)


def context_message(
    words: Words,
    article: Article,
    analysis: Analysis,
    span: Span,
    *,
    buttons: Sequence[Sequence[Button]] = (),
    saying: Saying | None = None,
) -> Message:
    """Returns the sentences around a quoted one, in article order, the quoted one in bold."""
    sentences = analysis.sentences
    inside = [i for i, s in enumerate(sentences) if s.span.overlaps(span)]
    builder = MessageBuilder(words)
    builder.say("context.title").line()
    put_article(builder, article)
    builder.line(2)
    if inside:
        run = sentences[max(0, inside[0] - AROUND) : inside[-1] + AROUND + 1]
        _put_run(builder, article, run, span)
    if saying is not None:
        builder.line(2)
        put_speaker(builder, saying)
    return builder.build(buttons)


def _put_run(
    builder: MessageBuilder, article: Article, sentences: Sequence[Sentence], marked: Span | None
) -> None:
    """Adds neighbouring sentences as they stand, the white space between them included."""
    first, last = sentences[0].span, sentences[-1].span
    long = last.end - first.start > 1_200
    with builder.styled(EntityKind.EXPANDABLE if long else EntityKind.BLOCKQUOTE):
        before = first.start
        for sentence in sentences:
            span = sentence.span
            builder.text(article.text[before : span.start])
            builder.verbatim(span.of(article.text), article.id, span, _common(span, marked))
            before = span.end


def _common(span: Span, marked: Span | None) -> Span | None:
    if marked is None or not span.overlaps(marked):
        return None
    return Span(max(span.start, marked.start), min(span.end, marked.end))


def chain_message(
    words: Words,
    article: Article,
    analysis: Analysis,
    saying: Saying,
    *,
    buttons: Sequence[Sequence[Button]] = (),
) -> Message:
    """Returns how a speaker was found: the chain of sentences, the mention, the cue, the rule."""
    found = saying.attribution
    builder = MessageBuilder(words)
    with builder.styled(EntityKind.BOLD):
        builder.say("chain.title")
    builder.line()
    put_speaker(builder, saying)
    builder.line(2).say(f"chain.{found.status.value}")
    if found.status is AttributionStatus.INFERRED:
        wanted = {s.number: s for s in analysis.sentences}
        for number in dict.fromkeys(found.chain):
            sentence = wanted.get(number)
            if sentence is None:
                continue
            mark = _common(sentence.span, found.mention)
            builder.line().fill("({n}) ", n=number)
            with builder.line().styled(EntityKind.BLOCKQUOTE):
                text = sentence.span.of(article.text)
                builder.verbatim(text, article.id, sentence.span, mark)
    if found.speaker is not None:
        for key, span in (("chain.mention", found.mention), ("chain.cue", found.cue)):
            if span is not None:
                before, after = words(key).split("{words}")
                builder.line().text(before)
                builder.verbatim(span.of(article.text), article.id, span).text(after)
        builder.line().say("chain.confidence", confidence=f"{round(found.confidence * 100)}%")
    return builder.build(buttons)
