"""Checks a quotation: tells what the articles have of it, and never says that it is false.

The way of a claim: its words, the articles that can hold them, the best place in
them, and from there the verdict. An exact place beats an altered one, the claimed
speaker's place beats another's, a named speaker beats none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from index.identity.people import People
from index.types import AttributionStatus, Polarity, QuoteKind, Saying, Sentence, Span
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.difference import differences
from retrieval.sayings.check.extent import (
    cut_at_seams,
    headline_has,
    is_in_headline,
    is_one_saying,
    is_whole_in_one,
    pieces_of,
    rest_of,
    to_the_letter,
)
from retrieval.sayings.check.matching import Match, Read, matches
from retrieval.sayings.check.meaning import NearestMeaning
from retrieval.sayings.check.speaker import are_of_two, is_anothers_within, is_of, speaker_check
from retrieval.sayings.check.words import Words, words_of
from retrieval.sayings.values import Check, CitedWords, SpeakerCheck, Verdict
from retrieval.tell.citation import cite

_READ: Final = 12
"""Articles that are compared word by word."""

_LETTERS: Final = 1_000_000
"""Of all these together: their words take eighty bytes a letter while they are compared."""

_ELSEWHERE: Final = 5
_PIECE: Final = 2
"""Words of a piece of a claim from which it can be somebody's."""

_TITLED: Final = 3
"""Words from which it is worth telling that they stand in a headline."""

_HEADLINE: Final = Sentence(0, Span(0, 0))
"""A headline that stands in no text, where it is cited."""

_ALMOST: Final = 0.7
"""Similarity from which the claimed speaker's altered words come before another's exact ones."""

_DOUBT: Final = {
    SpeakerCheck.SOMEONE_ELSE: 0,
    SpeakerCheck.UNKNOWN: 1,
    SpeakerCheck.CONFIRMED: 2,
    SpeakerCheck.NOT_ASKED: 3,
}
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
        pieces = pieces_of(claim.words)
        if len(pieces) > 1:
            joined = self._two_speakers(claim, pieces, scope, people)
            if joined is not None:
                return joined
        reads = list(self._likely(ids, scope))
        found = [match for read in reads for match in matches(words, pieces, read)]
        if not any(match.exact or match.gapped for match in found):
            joined = self._joined(claim, words, reads, found, people)
            if joined is not None:
                return joined
        titled = self._in_headlines(words, reads, found)
        if titled:
            return self._headline_only(claim, titled, found, words, people)
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
        self, claim: Claim, words: Words, match: Match, others: Sequence[Match], people: People
    ) -> Check:
        text = match.read.article.text
        speaker = speaker_check(claim, match, people)
        before, after, cut = rest_of(match, text)
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
        elif to_the_letter(claim.words, words, match, text):
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
        self, claim: Claim, pieces: Sequence[Words], scope: Collection[str], people: People
    ) -> Check | None:
        """Returns the check of words that dots join and two people said, None for others."""
        parts = [piece.text.of(claim.words) for piece in pieces if len(piece) >= _PIECE]
        checks = [self.check(Claim(part), scope) for part in parts]
        found = [check.original for check in checks if check.holds and check.original]
        named = [place for place in found if place.saying and place.saying.attribution.speaker]
        if len(named) < len(pieces) or not are_of_two(named):
            return None
        return _put_together(claim, named, [is_of(claim, place, people) for place in named])

    def _joined(
        self,
        claim: Claim,
        words: Words,
        reads: Sequence[Read],
        found: Sequence[Match],
        people: People,
    ) -> Check | None:
        """Returns the check of words that stand in several sayings, None for others."""
        if any(is_whole_in_one(match) for match in found):
            # Words are left out of one saying.
            return None
        places: list[list[Match]] = []
        for piece in cut_at_seams(claim.words, words, reads):
            exact = [m for read in reads for m in matches(piece, [piece], read) if m.exact]
            said = [m for m in exact if m.saying and _is_said(m.saying)]
            places.append(sorted(said, key=lambda m: self._rank(m, claim, piece, people)))
        if not places or not all(places) or is_one_saying(places):
            return None
        best = [matched[0] for matched in places]
        cited = [self._cited(match, people) for match in best]
        return _put_together(claim, cited, [speaker_check(claim, match, people) for match in best])

    def _in_headlines(
        self, words: Words, reads: Sequence[Read], found: Sequence[Match]
    ) -> list[Read]:
        """Returns the articles whose headlines have the words, where no text has them."""
        inside = [match.read for match in found if match.exact and is_in_headline(match)]
        if len(words) < _TITLED or any(m.exact and not is_in_headline(m) for m in found):
            return []
        apart = (read for read in reads if read.article.headline and read not in inside)
        return [*inside, *(read for read in apart if headline_has(words, read))]

    def _headline_only(
        self,
        claim: Claim,
        titled: Sequence[Read],
        found: Sequence[Match],
        words: Words,
        people: People,
    ) -> Check:
        within = [match for match in found if not is_in_headline(match)]
        near = min(within, key=lambda m: self._rank(m, claim, words, people), default=None)
        return Check(
            claim=claim,
            verdict=Verdict.HEADLINE_ONLY,
            speaker_check=_unless_asked(claim),
            original=self._cited(near, people) if near else None,
            headlines=tuple(cite(read.article, _HEADLINE) for read in titled),
            similarity=1.0,
        )

    def _cited(self, match: Match, people: People) -> CitedWords:
        saying = None if is_anothers_within(match) else match.saying
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
        cut = rest_of(match, text)[2]
        kind = _KIND_RANK[match.saying.quote.kind] if match.saying else 3
        nameless = match.saying is None or (
            match.saying.attribution.status is AttributionStatus.UNKNOWN
        )
        date = match.read.article.date
        return (
            quality,
            speaker is SpeakerCheck.UNKNOWN,
            not match.exact or cut,
            not (match.exact and to_the_letter(claim.words, words, match, text)),
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
        check = _unless_asked(claim, SpeakerCheck.CONFIRMED)
        return Check(claim, Verdict.CLOSE_IN_MEANING, check, said, similarity=cosine)


def _put_together(
    claim: Claim, places: Sequence[CitedWords], checks: Sequence[SpeakerCheck]
) -> Check:
    """Returns the check of a claim that joins some places, the least certain first."""
    doubts = sorted(zip(checks, places, strict=True), key=lambda one: _DOUBT[one[0]])
    worst, first = doubts[0]
    two = are_of_two(places)
    if two and claim.speaker is not None:
        worst = SpeakerCheck.SOMEONE_ELSE
    return Check(
        claim=claim,
        verdict=Verdict.TWO_SPEAKERS if two else Verdict.JOINED,
        speaker_check=worst,
        original=first,
        elsewhere=tuple(place for _, place in doubts[1:]),
        similarity=1.0,
    )


def _is_said(saying: Saying) -> bool:
    return not saying.attribution.denied and saying.attribution.polarity is Polarity.SAID


def _nothing(claim: Claim) -> Check:
    return Check(claim, Verdict.NOT_IN_THESE_ARTICLES, _unless_asked(claim), None)


def _unless_asked(claim: Claim, known: SpeakerCheck = SpeakerCheck.UNKNOWN) -> SpeakerCheck:
    """Returns what is known of the claimed speaker; nothing where none is claimed."""
    return SpeakerCheck.NOT_ASKED if claim.speaker is None else known
