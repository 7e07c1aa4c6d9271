"""Extraction, text: a parsed document laid out as plain lists, so that a thousand questions about it cost little."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from factsheet.extract.marks import Segment, split_paragraphs
from factsheet.language import Lexicon
from factsheet.language.universal import sense_of
from factsheet.model import Span

WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?:\s|$)")
PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed document: one entry a token in each list, in characters where it says so."""

    doc: Doc
    string: str  # the document's text
    segments: Sequence[Segment]
    lexicon: Lexicon
    levels: Sequence[int | None]  # the innermost quoted segment around a token
    starts: Sequence[int]  # characters
    ends: Sequence[int]  # characters, exclusive
    pos: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]  # tokens
    lower: Sequence[str]
    senses: Sequence[str]  # the function words, by the English words that do their work; lower case
    lemmas: Sequence[str]  # lower case
    entities: Sequence[str]
    sentences: Sequence[int]  # numbers
    children: Sequence[Sequence[int]]
    lefts: Sequence[int]  # the first token below each
    rights: Sequence[int]  # one past the last token below each
    paragraphs: Sequence[Span]  # those that are not empty; a document without any has one
    paragraph_starts: Sequence[int]
    word_starts: Sequence[int]
    sentence_ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def token_from(self, offset: int) -> int:
        """Return the first token that begins at an offset or behind it."""
        return bisect_right(self.starts, offset - 1)

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds an offset."""
        return max(bisect_right(self.paragraph_starts, offset) - 1, 0)

    def count_words(self, start: int, end: int) -> int:
        """Count the words that begin in characters start to end."""
        return bisect_right(self.word_starts, end - 1) - bisect_right(self.word_starts, start - 1)

    def count_sentence_ends(self, start: int, end: int) -> int:
        """Count the sentences that end in characters start to end."""
        return bisect_right(self.sentence_ends, end - 1) - bisect_right(self.sentence_ends, start - 1)

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first word that hangs on a token by one of some relations."""
        return next((c for c in self.children[token] if self.deps[c] in deps), None)

    def sentence_of(self, token: int) -> tuple[int, int]:
        """Return the first and one past the last token of a token's sentence."""
        number = self.sentences[token]
        return bisect_right(self.sentences, number - 1), bisect_right(self.sentences, number)

    def span(self, first: int, last: int) -> Span | None:
        """Return the characters of tokens first to last without white space and stops at their ends, if any is left."""
        while first < last and (self.pos[first] == "SPACE" or self.lower[first] in (",", ";", ":", "–", "—", "-", ".")):
            first += 1
        while last > first and (self.pos[last - 1] == "SPACE" or self.lower[last - 1] in ",;:.–—-"):
            last -= 1
        return Span(self.starts[first], self.ends[last - 1]) if last > first else None


def lay_out(doc: Doc, segments: Sequence[Segment], lexicon: Lexicon) -> Text:
    """Lay a parsed document out.

    Args:
        doc: the document.
        segments: its quoted segments.
        lexicon: of its language.

    Returns:
        The document as lists.
    """
    tokens, string = list(doc), doc.text
    starts = [token.idx for token in tokens]
    paragraphs = [Span(*match.span()) for match in PARAGRAPH.finditer(string)] or [Span(0, len(string))]
    heads = [token.head.i for token in tokens]
    return Text(
        doc=doc,
        string=string,
        segments=segments,
        lexicon=lexicon,
        levels=segment_levels(starts, segments),
        starts=starts,
        ends=[token.idx + len(token) for token in tokens],
        pos=[token.pos_ for token in tokens],
        tags=[token.tag_ for token in tokens],
        deps=[token.dep_ for token in tokens],
        heads=heads,
        lower=[token.lower_ for token in tokens],
        senses=[sense_of(token) for token in tokens],
        lemmas=[token.lemma_.lower() for token in tokens],
        entities=[token.ent_type_ for token in tokens],
        sentences=_number_sentences([bool(token.is_sent_start) for token in tokens]),
        children=_children(heads),
        lefts=[token.left_edge.i for token in tokens],
        rights=[token.right_edge.i + 1 for token in tokens],
        paragraphs=paragraphs,
        paragraph_starts=[span.start for span in paragraphs],
        word_starts=[match.start() for match in WORD.finditer(string)],
        sentence_ends=[match.start() for match in SENTENCE_END.finditer(string)],
    )


def stripped(span: Span, string: str) -> Span:
    """Return a stretch of a text without the white space at its ends; empty where there is nothing else."""
    words = span.of(string)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def paragraphs_of(string: str) -> tuple[Span, ...]:
    """Return the paragraphs of a text, each without the white space at its ends; none that is empty."""
    spans = (stripped(span, string) for span in split_paragraphs(string))
    return tuple(span for span in spans if span.start < span.end)


def segment_levels(starts: Sequence[int], segments: Sequence[Segment]) -> list[int | None]:
    """Return for each token, given by where it starts, the index of the innermost segment around it."""
    levels: list[int | None] = [None] * len(starts)
    for index, segment in enumerate(segments):
        first, last = bisect_right(starts, segment.outer.start - 1), bisect_right(starts, segment.outer.end - 1)
        levels[first:last] = [index] * (last - first)
    return levels


def _number_sentences(begins: Sequence[bool]) -> list[int]:
    """Number the sentences, given whether one begins at each token."""
    numbers: list[int] = []
    for index, begin in enumerate(begins):
        numbers.append((numbers[-1] if numbers else -1) + (begin or index == 0))
    return numbers


def _children(heads: Sequence[int]) -> list[list[int]]:
    """Return the words that hang on each token, in text order."""
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return children


def code(values: str) -> dict[str, float]:
    """Number some values, given with blanks between, from 1, so that a tree can ask for them."""
    return {value: float(number) for number, value in enumerate(values.split(), 1)}
