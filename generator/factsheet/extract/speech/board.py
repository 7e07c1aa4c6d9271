"""Extraction, board: a document with all that the rankers ask of it, worked out once: cues, nouns, quoted segments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from factsheet.extract.marks import Segment
from factsheet.extract.speech import codes
from factsheet.extract.speech.governors import NOMINALS, SUBJECTS, VERBS, Governor, find_governors
from factsheet.extract.text import Text
from factsheet.language import CueRate
from factsheet.model import Span

# Words that only modify the noun behind them name nobody by themselves.
MODIFYING = frozenset({"compound", "amod", "nummod", "det", "case", "punct", "quantmod"})
CLIMB = 12  # words above a segment that are looked at; deeper sentences are rare
SILENT = CueRate()
CUE_RATE = 0.3  # from here on a word counts as a cue: one in three of its uses reports speech or thought


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted segment as its candidates see it."""

    index: int
    segment: Segment
    first: int  # tokens
    last: int  # one past
    paragraph: int
    above: Mapping[int, int]  # the words that govern its first and its last clause, with their distance
    root: int  # the head of its last clause; -1 in an empty segment
    siblings: Sequence[int]  # indexes of the segments of its level in its paragraph, itself among them
    beside: int  # words of the paragraph outside all of these

    def holds(self, token: int) -> bool:
        """Tell whether a token stands inside."""
        return self.first <= token < self.last


@dataclass(frozen=True, slots=True)
class Outermost:
    """The segments that stand in no other, in their order; of two that cross, the first begins and ends first."""

    starts: Sequence[int]  # characters, without the marks
    ends: Sequence[int]
    words: Sequence[int]  # how many stand in all segments before each; one more than there are segments


@dataclass(frozen=True, slots=True)
class Board:
    """A document laid out for asking who says what."""

    text: Text
    governors: Mapping[int, Sequence[Governor]]
    rates: Sequence[CueRate]  # of each token as a cue
    nouns: Sequence[Sequence[int]]  # by paragraph: the words that can name somebody
    counts: Mapping[str, int]  # of each such word, lower case
    speaking: Mapping[str, int]  # how often each stands with a cue
    levels: Mapping[int | None, Sequence[int]]  # by parent: indexes of segments
    outer_starts: Sequence[int]  # of the segments, characters
    outermost: Outermost
    quoted: Sequence[Quoted]

    def is_cue(self, token: int) -> bool:
        """Tell whether a word often reports speech or thought."""
        return self.rates[token].reporting >= CUE_RATE

    def quoted_words(self, span: Span) -> int:
        """Count the words of a stretch that stand in quotation marks."""
        return self._quoted_before(span.end) - self._quoted_before(span.start)

    def count_segments(self, start: int, end: int) -> int:
        """Count the quoted segments that begin in characters start to end."""
        return bisect_left(self.outer_starts, end) - bisect_left(self.outer_starts, start)

    def _quoted_before(self, at: int) -> int:
        """Count the quoted words that begin before a character."""
        ended, begun = bisect_right(self.outermost.ends, at), bisect_left(self.outermost.starts, at)
        cut = sum(self.text.count_words(start, at) for start in self.outermost.starts[ended:begun])
        return self.outermost.words[ended] + cut


def set_up(text: Text) -> Board:
    """Work out what the rankers ask of a document."""
    governors = find_governors(text)
    rates = [_rate(text, token) for token in range(len(text))]
    named = [token for token, pos in enumerate(text.pos) if pos in NOMINALS or text.deps[token] in SUBJECTS]
    nouns: list[list[int]] = [[] for _ in text.paragraphs]
    for token in named:
        if text.deps[token] not in MODIFYING:
            nouns[text.paragraph_at(text.starts[token])].append(token)
    levels: dict[int | None, list[int]] = {}
    for index, segment in enumerate(text.segments):
        levels.setdefault(segment.parent, []).append(index)
    shared = _share(text)
    return Board(
        text=text,
        governors=governors,
        rates=rates,
        nouns=nouns,
        counts=Counter(text.lower[token] for token in named),
        speaking=Counter(
            text.lower[t] for t, found in governors.items() if any(rates[g.token].reporting >= CUE_RATE for g in found)
        ),
        levels=levels,
        outer_starts=[segment.outer.start for segment in text.segments],
        outermost=_outermost(text),
        quoted=[_quoted(text, index, shared) for index in range(len(text.segments))],
    )


def _outermost(text: Text) -> Outermost:
    """Count words up to each segment that stands in no other."""
    spans = [segment.span for segment in text.segments if segment.parent is None]
    words = accumulate((text.count_words(span.start, span.end) for span in spans), initial=0)
    return Outermost([span.start for span in spans], [span.end for span in spans], list(words))


def _rate(text: Text, token: int) -> CueRate:
    """Return how often a word is a cue, by its class of word."""
    pos, lexicon = text.pos[token], text.lexicon
    if pos in VERBS or text.senses[token] == "according":
        return lexicon.verb_rates.get(text.lemmas[token], SILENT)
    if pos in ("NOUN", "PROPN"):
        return lexicon.noun_rates.get(text.lemmas[token], SILENT)
    return lexicon.adjective_rates.get(text.lemmas[token], SILENT) if pos == "ADJ" else SILENT


def _quoted(text: Text, index: int, shared: Mapping[tuple[int | None, int], tuple[Sequence[int], int]]) -> Quoted:
    """Lay a segment out."""
    segment = text.segments[index]
    first, last = text.token_from(segment.span.start), text.token_from(segment.span.end)
    paragraph = text.paragraph_at(segment.outer.start)
    above: dict[int, int] = {}
    root = -1
    for start in _ends(text, first, last):
        root = _climb(text, start, first, last)
        for token, hops in _above(text, root, first, last):
            above[token] = min(hops, above.get(token, hops))
    siblings, beside = shared[segment.parent, paragraph]
    return Quoted(index, segment, first, last, paragraph, above, root, siblings, beside)


def _share(text: Text) -> dict[tuple[int | None, int], tuple[Sequence[int], int]]:
    """Return by parent and paragraph the segments of one level, and how many words stand beside them."""
    together: dict[tuple[int | None, int], list[int]] = {}
    for index, segment in enumerate(text.segments):
        together.setdefault((segment.parent, text.paragraph_at(segment.outer.start)), []).append(index)
    return {key: (indexes, _beside(text, key[1], indexes)) for key, indexes in together.items()}


def _beside(text: Text, paragraph: int, indexes: Sequence[int]) -> int:
    """Count the words of a paragraph outside some segments."""
    spans = [text.segments[index].span for index in indexes]
    whole = text.paragraphs[paragraph]
    return text.count_words(whole.start, whole.end) - sum(text.count_words(s.start, s.end) for s in spans)


def _ends(text: Text, first: int, last: int) -> tuple[int, ...]:
    """Return the first token of a stretch and its last one that is a word."""
    if first >= last:
        return ()
    end = last - 1
    while end > first and text.pos[end] in ("PUNCT", "SPACE"):
        end -= 1
    return first, end


def _climb(text: Text, token: int, first: int, last: int) -> int:
    """Return the highest word above a token that still stands in a stretch."""
    while first <= text.heads[token] < last and text.heads[token] != token:
        token = text.heads[token]
    return token


def _above(text: Text, root: int, first: int, last: int) -> list[tuple[int, int]]:
    """Return the words above a stretch's root with their distance, the stretch's own left out."""
    found: list[tuple[int, int]] = []
    at = root
    for hops in range(1, CLIMB):
        if text.heads[at] == at:
            break
        at = text.heads[at]
        if not first <= at < last:
            found.append((at, hops))
    return found


SURROUNDINGS = (
    "words", "capital", "last mark", "opens paragraph", "ends paragraph", "mark before", "sentence ended before",
    "capital behind", "mark behind", "words beside", "number in paragraph", "segments in paragraph", "single",
    "closed", "nested", "cue before", "tag before", "tag behind", "root tag", "root relation", "root entity",
    "subjects", "proper nouns", "title case", "determiner before", "copula or as before",
)  # fmt: skip


def surroundings(board: Board, quoted: Quoted) -> tuple[float, ...]:
    """Return what a segment looks like, inside and at its edges, in the order of `SURROUNDINGS`."""
    return (*_edges(board, quoted), *_in_paragraph(quoted), *_neighbours(board, quoted), *_inside(board, quoted))


def _edges(board: Board, quoted: Quoted) -> tuple[float, ...]:
    """Return a segment's length and the characters at its edges."""
    text, segment = board.text, quoted.segment
    paragraph = text.paragraphs[quoted.paragraph]
    words = segment.span.of(text.string).strip()
    before = text.string[max(paragraph.start, segment.outer.start - 30) : segment.outer.start].rstrip()
    after = text.string[segment.outer.end : min(paragraph.end, segment.outer.end + 30)].lstrip()
    return (
        float(min(text.count_words(segment.span.start, segment.span.end), 60)),
        float(words[:1].isupper()),
        float(codes.LAST_MARKS.find(words[-1:])) if words else codes.NONE,
        float(not before),
        float(not after),
        float(codes.BEFORE_MARKS.find(before[-1:])) if before else 9.0,
        float(bool(before) and before[-1:] in '.?!”"’'),
        float(after[:1].isupper()),
        float(codes.AFTER_MARKS.find(after[:1])) if after else 9.0,
    )


def _in_paragraph(quoted: Quoted) -> tuple[float, ...]:
    """Return how a segment shares its paragraph, and what kind of segment it is."""
    segment = quoted.segment
    return (
        float(min(quoted.beside, 60)),
        float(min(bisect_left(quoted.siblings, quoted.index), 9)),
        float(min(len(quoted.siblings), 9)),
        float(segment.single),
        float(segment.closed),
        float(segment.parent is not None),
    )


def _neighbours(board: Board, quoted: Quoted) -> tuple[float, ...]:
    """Return the words at a segment's sides, inside its paragraph, and the head of its last clause."""
    text = board.text
    paragraph = text.paragraphs[quoted.paragraph]
    before, after = text.token_from(quoted.segment.outer.start) - 1, text.token_from(quoted.segment.outer.end)
    has_before = before >= 0 and text.starts[before] >= paragraph.start
    has_after = after < len(text) and text.starts[after] < paragraph.end
    return (
        board.rates[before].reporting if has_before else 0.0,
        codes.TAGS.get(text.tags[before], codes.FAR) if has_before else codes.NONE,
        codes.TAGS.get(text.tags[after], codes.FAR) if has_after else codes.NONE,
        codes.TAGS.get(text.tags[quoted.root], codes.FAR) if quoted.root >= 0 else codes.NONE,
        codes.DEPS.get(text.deps[quoted.root], codes.FAR) if quoted.root >= 0 else codes.NONE,
        codes.ENTITIES.get(text.entities[quoted.root], codes.FAR) if quoted.root >= 0 else codes.NONE,
    )


def _inside(board: Board, quoted: Quoted) -> tuple[float, ...]:
    """Return what a segment's words are, and whether the word before it introduces a term."""
    text = board.text
    tokens = range(quoted.first, quoted.last)
    long_words = [word for word in quoted.segment.span.of(text.string).split() if len(word) > 3]
    before = text.token_from(quoted.segment.outer.start) - 1
    has_before = before >= 0 and text.starts[before] >= text.paragraphs[quoted.paragraph].start
    return (
        min(float(sum(text.deps[t] in SUBJECTS for t in tokens)), 5.0),
        sum(text.tags[t] in ("NNP", "NNPS") for t in tokens) / max(len(tokens), 1),
        sum(word[:1].isupper() for word in long_words) / len(long_words) if long_words else 0.0,
        codes.DETERMINERS.get(text.senses[before], 0.0) if has_before else 0.0,
        float(has_before and text.senses[before] in ("as", "that", "of", "is", "was", "be", "are")),
    )
