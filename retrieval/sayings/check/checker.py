"""Checks a quotation: tells what the articles have of it, and never says that it is false.

The way of a claim: its words, the articles that can hold them, the best place in
them, and from there the verdict. An exact place beats an altered one, the claimed
speaker's place beats another's, a named speaker beats none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from index.identity.clean import clean_name
from index.identity.names import agree
from index.identity.people import People
from index.identity.roles import describes, is_title
from index.language.clitics import bare_forms
from index.language.tables import words
from index.quotes.mentions.joint import joint_names
from index.text.normalise import normalised
from index.text.sentences import split_sentences
from index.types import AttributionStatus, Polarity, QuoteKind, Saying, Speaker, SpeakerKind
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive, people_of, sentence_at
from retrieval.sayings.check.difference import differences
from retrieval.sayings.check.matching import LEFT_OUT, Match, Read, matches
from retrieval.sayings.check.meaning import NearestMeaning
from retrieval.sayings.check.words import Words, words_of
from retrieval.sayings.values import Check, CitedWords, SpeakerCheck, Verdict

_READ: Final = 12
"""Articles that are compared word by word."""

_LETTERS: Final = 1_000_000
"""Of all these together: their words take eighty bytes a letter while they are compared."""

_MOST_PIECES: Final = 12
"""Pieces of a claim with words left out; one of more is taken as it stands."""

_ELSEWHERE: Final = 5
_PIECE: Final = 2
"""Words of a piece of a claim from which it can be somebody's."""

_SENTENCE: Final = 4
"""The same where only a full stop joins it to the next."""

_SURE: Final = 0.75
_SURE_INFERRED: Final = 0.85
"""Confidence from which a speaker is held against the one claimed."""

_ALMOST: Final = 0.7
"""Similarity from which the claimed speaker's altered words come before another's exact ones."""
_SENTENCE_END: Final = re.compile(r"[.!?؟۔\n]|[.!?؟]['\"»”“]")
_HANDED_ON: Final = re.compile(r':\s*["“”„«‘]\s*([^"“”„«»‘’]+)["”“»’]')
_MEANT: Final = "?!؟"
_TURNS: Final = frozenset(
    normalised(
        "لكن ولكن لكنه لكنها لكنهم لكنني لكننا ولكنه ولكنها غير بيد إلا سوى شرط بشرط إذا إن لو ما"
        " but however unless if except provided mais cependant sauf si toutefois"
    ).split()
)
_KIND_RANK: Final = {QuoteKind.DIRECT: 0, QuoteKind.PARTIAL: 1, QuoteKind.INDIRECT: 2}


class Checker:
    """Checks claims against the articles of a scope."""

    def __init__(self, archive: Archive, meaning: NearestMeaning | None = None) -> None:
        """Without ``meaning`` nothing is called close in meaning."""
        self._archive: Final = archive
        self._meaning: Final = meaning

    def check(self, claim: Claim, scope: Collection[str]) -> Check:
        """Returns what the articles hold of a claim."""
        words = words_of(claim.words)
        if not words:
            return _nothing(claim)
        people = self._archive.people(scope)
        ids = self._archive.candidates(words.norms, claim.words, scope, _READ)
        pieces = _pieces(claim.words)
        if len(pieces) > 1:
            joined = self._two_speakers(claim, pieces, scope, people)
            if joined is not None:
                return joined
        found = [
            match for read in self._likely(ids, scope) for match in matches(words, pieces, read)
        ]
        if not any(match.exact or match.gapped for match in found):
            joined = self._two_speakers(claim, _sentences(claim.words), scope, people, dotted=False)
            if joined is not None:
                return joined
        if not found:
            return self._by_meaning(claim, scope)
        ranked = sorted(found, key=lambda match: self._rank(match, claim, words, people))
        best = ranked[0]
        others = [match for match in ranked[1:] if match.exact or not best.exact]
        return self._verdict(claim, words, best, others[:_ELSEWHERE], people)

    def _likely(self, ids: Sequence[str], scope: Collection[str]) -> Iterator[Read]:
        """Yields articles, as many as there is room for: of books, few."""
        letters = 0
        for article, analysis in self._archive.store.read_many(ids, scope):
            if letters and letters + len(article.text) > _LETTERS:
                continue
            letters += len(article.text)
            yield Read(article, analysis)

    def _verdict(
        self,
        claim: Claim,
        words: Words,
        match: Match,
        others: Sequence[Match],
        people: People,
    ) -> Check:
        text = match.read.article.text
        speaker = speaker_check(claim, match, people)
        before, after, cut = _rest(match, text)
        told = differences(claim.words, words, text, match.read.words, match.pairs, people.words)
        if match.saying is not None and match.saying.attribution.denied:
            verdict = Verdict.DENIED
        elif not match.exact and not match.gapped:
            verdict = Verdict.REPORTED if claim.reported else Verdict.ALTERED
        elif match.saying is not None and match.saying.attribution.polarity is Polarity.UNREAL:
            verdict = Verdict.UNREAL
        elif speaker is SpeakerCheck.SOMEONE_ELSE:
            verdict = Verdict.SAID_BY_SOMEONE_ELSE
        elif cut or match.gapped:
            verdict = Verdict.CUT_SHORT
        elif _to_the_letter(claim.words, words, match, text):
            verdict = Verdict.WORD_FOR_WORD
        else:
            verdict = Verdict.SAME_WORDS
        return Check(
            claim=claim,
            verdict=verdict,
            speaker_check=speaker,
            original=self._cited(match, people),
            differences=told,
            before=before,
            after=after,
            elsewhere=tuple(self._cited(other, people) for other in others),
            similarity=1.0 if match.exact else match.similarity,
        )

    def _two_speakers(
        self,
        claim: Claim,
        pieces: Sequence[Words],
        scope: Collection[str],
        people: People,
        *,
        dotted: bool = True,
    ) -> Check | None:
        """Returns the check of words that a claim joins and two people said, None for others.

        Args:
            dotted: Whether the claim shows where words are left out; else each piece has to
                stand in an article as it is.
        """
        if len(pieces) < 2:
            return None
        parts = [piece.text.of(claim.words) for piece in pieces if len(piece) >= _PIECE]
        checks = [self.check(Claim(part), scope) for part in parts]
        kept = (check for check in checks if check.holds and (dotted or check.similarity == 1.0))
        found = [check.original for check in kept if check.original]
        named = [place for place in found if place.saying and place.saying.attribution.speaker]
        if len(named) < len(pieces):
            return None
        others = [place for place in named[1:] if not _same_speaker(named[0], place)]
        if not others:
            return None
        # Where one of them is the speaker claimed, what the other said comes first.
        first = named[0]
        if claim.speaker and _is_claimed(claim.speaker, first, people):
            first, others = others[0], [named[0], *others[1:]]
        asked = claim.speaker is not None
        return Check(
            claim=claim,
            verdict=Verdict.TWO_SPEAKERS,
            speaker_check=SpeakerCheck.SOMEONE_ELSE if asked else SpeakerCheck.NOT_ASKED,
            original=first,
            elsewhere=tuple(others),
            similarity=1.0,
        )

    def _cited(self, match: Match, people: People) -> CitedWords:
        saying = None if _is_anothers_within(match) else match.saying
        return self._archive.cite_words(
            match.read.article, match.read.analysis, match.span, saying, people
        )

    def _rank(self, match: Match, claim: Claim, words: Words, people: People) -> tuple[float, ...]:
        speaker = speaker_check(claim, match, people)
        text = match.read.article.text
        foreign = speaker is SpeakerCheck.SOMEONE_ELSE
        quality = 0 if match.exact or match.gapped else 1 if match.similarity >= _ALMOST else 3
        if foreign:
            quality = 2 if match.exact else 4
        if match.saying is not None and match.saying.attribution.polarity is not Polarity.SAID:
            quality = max(quality, 2)
        cut = _rest(match, text)[2]
        kind = _KIND_RANK[match.saying.quote.kind] if match.saying else 3
        nameless = match.saying is None or (
            match.saying.attribution.status is AttributionStatus.UNKNOWN
        )
        date = match.read.article.date
        return (
            quality,
            speaker is SpeakerCheck.UNKNOWN,
            not match.exact or cut,
            not (match.exact and _to_the_letter(claim.words, words, match, text)),
            -round(match.similarity, 3),
            nameless,
            kind,
            -(date.toordinal() if date else 0),
            match.span.start,
        )

    def _by_meaning(self, claim: Claim, scope: Collection[str]) -> Check:
        near = self._meaning.nearest(claim, scope) if self._meaning else None
        if near is None:
            return _nothing(claim)
        said, cosine = near
        asked = claim.speaker is not None
        return Check(
            claim=claim,
            verdict=Verdict.CLOSE_IN_MEANING,
            speaker_check=SpeakerCheck.CONFIRMED if asked else SpeakerCheck.NOT_ASKED,
            original=said,
            similarity=cosine,
        )


def speaker_check(claim: Claim, match: Match, people: People) -> SpeakerCheck:
    """Compares the speaker of the place found with the one claimed."""
    if claim.speaker is None:
        return SpeakerCheck.NOT_ASKED
    speaker = match.saying.attribution.speaker if match.saying else None
    if match.saying is None or speaker is None or _is_anothers_within(match):
        return SpeakerCheck.UNKNOWN
    if any(agree(claim.speaker, name) for name in joint_names(speaker.name)):
        return SpeakerCheck.CONFIRMED
    claimed = {person.id for person in people.find(claim.speaker)}
    if claimed & {person.id for person in people_of(match.saying, people)}:
        return SpeakerCheck.CONFIRMED
    if speaker.role and describes(claim.speaker, [speaker.role]):
        return SpeakerCheck.CONFIRMED
    unsure = (
        not _is_certain(match.saying)
        or _stands_in_sentence(claim.speaker, match)
        or (is_title(claim.speaker) and not _has_other_bearer(claim.speaker, match.saying, people))
    )
    return SpeakerCheck.UNKNOWN if unsure else SpeakerCheck.SOMEONE_ELSE


def _has_other_bearer(title: str, saying: Saying, people: People) -> bool:
    """Says whether the article of a saying has somebody else with a title."""
    speakers = {person.id for person in people_of(saying, people)}
    return any(
        person.id not in speakers
        and saying.article_id in person.articles
        and describes(title, person.roles)
        for person in people.people
    )


def _is_certain(saying: Saying) -> bool:
    """Says whether an article names a speaker so clearly that no one else can be meant."""
    told = saying.attribution
    if told.speaker is None or _is_only_described(told.speaker):
        return False
    first = next(iter(words_of(told.speaker.name).norms), "").removeprefix("ال")
    if first in words("facts", "words", "statements"):
        return False
    inferred = told.status is AttributionStatus.INFERRED
    return told.confidence >= (_SURE_INFERRED if inferred else _SURE)


def _is_anothers_within(match: Match) -> bool:
    """Says whether a speaker hands on the words between marks of their own, after a colon.

    «قالت لي جدتي: "البيت الذي لا يفتحه أحد يموت"» has words of the grandmother.
    """
    if match.saying is None or match.saying.quote.kind is not QuoteKind.DIRECT:
        return False
    whole, span = match.saying.quote.span, match.span
    return any(
        whole.start + inner.start(1) <= span.start and span.end <= whole.start + inner.end(1)
        for inner in _HANDED_ON.finditer(whole.of(match.read.article.text))
    )


def _is_only_described(speaker: Speaker) -> bool:
    """Says whether an article calls a speaker by no name: «الباحثة», «l'autrice»."""
    if speaker.kind is not SpeakerKind.PERSON:
        return speaker.kind is SpeakerKind.UNNAMED
    if clean_name(speaker.name, speaker.kind)[1] is SpeakerKind.UNNAMED:
        return True
    # Latin letters write the last word of a name with a capital.
    return speaker.name.split()[-1].rpartition("-")[2][:1].islower()


def _stands_in_sentence(name: str, match: Match) -> bool:
    """Says whether a claimed name stands in the sentence of the words: it may be its subject."""
    sentence = sentence_at(match.read.analysis, match.span).span
    here = words_of(match.read.article.text, sentence.start, sentence.end).norms
    return bool(wanted := words_of(name).norms[-1:]) and any(
        wanted[0] in bare_forms(norm) for norm in here
    )


def _same_speaker(one: CitedWords, other: CitedWords) -> bool:
    if one.person is not None and other.person is not None:
        return one.person.id == other.person.id
    names = [p.saying.attribution.speaker for p in (one, other) if p.saying]
    return len(names) == 2 and all(names) and agree(*(n.name for n in names if n))


def _is_claimed(name: str, place: CitedWords, people: People) -> bool:
    return place.person is not None and any(p.id == place.person.id for p in people.find(name))


def _nothing(claim: Claim) -> Check:
    asked = claim.speaker is not None
    return Check(
        claim=claim,
        verdict=Verdict.NOT_IN_THESE_ARTICLES,
        speaker_check=SpeakerCheck.UNKNOWN if asked else SpeakerCheck.NOT_ASKED,
        original=None,
    )


def _pieces(text: str) -> list[Words]:
    """Returns the words of a claim, apart where it says that words are left out."""
    pieces: list[Words] = []
    start = 0
    for gap in [*LEFT_OUT.finditer(text), None]:
        end = gap.start() if gap else len(text)
        words = words_of(text, start, end)
        if words:
            pieces.append(words)
        start = gap.end() if gap else end
    return pieces if len(pieces) <= _MOST_PIECES else [words_of(text)]


def _sentences(text: str) -> list[Words]:
    """Returns the sentences of a claim; none where one is too short to be surely somebody's."""
    spans = [sentence.span for sentence in split_sentences(text)]
    pieces = [words_of(text, span.start, span.end) for span in spans]
    enough = len(pieces) <= _MOST_PIECES and all(len(one) >= _SENTENCE for one in pieces)
    return pieces if enough else []


def _rest(match: Match, text: str) -> tuple[str, str, bool]:
    """Returns the rest of the quotation around the words, and whether they were cut short.

    Whole sentences of a quotation stand for themselves, unless what follows takes
    something back; anything less may have lost what gave it its sense.
    """
    whole, span = match.whole, match.span
    if whole is None:
        return "", "", False
    words = match.read.words
    inside = words.inside(whole)
    first = [at for at in inside if words[at].span.start < span.start]
    last = [at for at in inside if words[at].span.end > span.end]
    before = text[whole.start : span.start] if first else ""
    after = text[span.end : whole.end] if last else ""
    cut = False
    if first:
        cut = not _SENTENCE_END.search(text, words[first[-1]].span.end, span.start)
    if last:
        ends = bool(_SENTENCE_END.search(text, span.end, words[last[0]].span.start))
        cut = cut or not ends or words.norms[last[0]] in _TURNS
    return before, after, cut


def _to_the_letter(claim: str, words: Words, match: Match, text: str) -> bool:
    """Says whether claim and article are equal from first word to last, letter by letter.

    Runs of white space count as one space and invisible characters not at all:
    messengers put them in. A question mark after the last word is part of the words.
    """
    span = match.span
    here = _visible(claim[words[0].span.start : words[-1].span.end])
    there = _visible(span.of(text))
    asked = {c for c in claim[words[-1].span.end :] if c in _MEANT}
    stands = {c for c in text[span.end : span.end + 3].split("\n")[0] if c in _MEANT}
    return here == there and (not asked or asked == stands)


def _visible(text: str) -> str:
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(kept).split())
