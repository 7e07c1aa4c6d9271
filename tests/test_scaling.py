"""Hostile texts cost no more than their size: twice as long, twice the work, whatever stands in them.

Work is counted in calls, for the clock of a busy machine says nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.extract import extract_mentions
from factsheet.extract.marks import pair_marks
from factsheet.extract.parse import AT_ONCE, PARAGRAPH_LIMIT, parse
from factsheet.extract.speech.board import Board, set_up
from factsheet.extract.text import lay_out
from factsheet.language import load_lexicon
from factsheet.model import Document, Metadata, Span
from factsheet.resolve import resolve

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SIZE = 1_500  # characters; a paragraph of the longer text is still parsed in one piece
LEXICON = load_lexicon("en")
TEXTS: dict[str, Callable[[int], str]] = {
    "a long paragraph": lambda size: "The mayor said the bridge was shut on 3 May 2021. " * (size // 50),
    "straight marks": lambda size: '"' * size,
    "opening marks": lambda size: "“" * size,
    "pairs of marks": lambda size: "“a” " * (size // 4),
    "quotations of a clause": lambda size: "“We left,” he said. " * (size // 20),
    "quotations in one report": lambda size: "He said that " + "he said “we left” and " * (size // 22),
    "nested quotations": lambda size: "“‘" * (size // 4) + " a " + "’”" * (size // 4),
    "unclosed paragraphs": lambda size: "“a\n\n" * (size // 4),
    "one word": lambda size: "a" * size,
    "apostrophes": lambda size: "'a" * (size // 2),
    "dates": lambda size: "3 May 2021 " * (size // 11),
    "fragments of dates": lambda size: "1/" * (size // 2),
    "digits": lambda size: "1" * size,
    "names": lambda size: "Ann Brown left. " * (size // 16),
    "other names": lambda size: " ".join(
        f"Ann B{'abcdefghij'[n % 10]}{'aeiou'[n // 10 % 5]}n" for n in range(size // 9)
    ),
    "cues": lambda size: "he said " * (size // 8),
    "lines": lambda size: "a\n" * (size // 2),
    "blanks": lambda size: "a" + " " * size + "b",
    "dashes": lambda size: "- " * (size // 2),
}


def calls(of: Callable[[], object]) -> int:
    """Count the calls of functions, in Python and in C."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        of()
    finally:
        sys.setprofile(None)
    return count


def work(text: str, nlp: Language) -> int:
    """Count the calls that it takes to find the facts in a text, beside those of the language model."""
    document = Document(id="text", path="seeds/text.txt", text=text, sha256="", metadata=Metadata())
    (doc,) = parse(nlp, [text])
    return calls(lambda: resolve([(document, extract_mentions(document, doc, LEXICON))], LEXICON))


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_twice_the_work(nlp: Language, kind: str) -> None:
    once, twice = (work(TEXTS[kind](size), nlp) for size in (SIZE, 2 * SIZE))
    assert 2 * SIZE < PARAGRAPH_LIMIT
    assert twice < 2.7 * once + 1_000


def board_of(text: str, nlp: Language) -> Board:
    """Lay a text out."""
    (doc,) = parse(nlp, [text])
    return set_up(lay_out(doc, pair_marks(text).segments, LEXICON))


def test_how_much_of_a_stretch_is_quoted_is_told_as_quickly_in_any_paragraph(nlp: Language) -> None:
    short, long = (board_of("“We left,” he said. " * count, nlp) for count in (50, 500))
    asked = (calls(partial(board.quoted_words, Span(3, len(board.text.string)))) for board in (short, long))
    assert next(asked) == next(asked)


@settings(max_examples=50)
@given(text=st.text(alphabet="“”‘’\"'ab ,\n", max_size=60), start=st.integers(0, 60), length=st.integers(0, 60))
def test_how_much_of_a_stretch_is_quoted_is_counted_word_by_word(
    nlp: Language, text: str, start: int, length: int
) -> None:
    board, stretch = board_of(text, nlp), Span(start, start + length)
    outermost = [one.span for one in board.text.segments if one.parent is None and one.span.overlaps(stretch)]
    cut = [(max(one.start, stretch.start), min(one.end, stretch.end)) for one in outermost]
    assert board.quoted_words(stretch) == sum(board.text.count_words(*one) for one in cut)


class Noting:
    """A language model that notes how many characters it is given at once."""

    def __init__(self, nlp: Language) -> None:
        self.nlp, self.batch_size, self.sizes = nlp, nlp.batch_size, list[int]()

    def pipe(self, pieces: list[tuple[str, bool]], *, as_tuples: bool) -> Iterator[tuple[Doc, bool]]:
        self.sizes.append(sum(len(text) for text, _ in pieces))
        return ((self.nlp.make_doc(text), last) for text, last in pieces) if as_tuples else iter(())


@pytest.mark.parametrize("text", ["a b. " * 60_000, "The bridge is shut.\n" * 15_000, "a" * 300_000])
def test_the_language_model_is_never_given_more_at_once_than_fits_into_memory(nlp: Language, text: str) -> None:
    noting = Noting(nlp)
    (doc,) = parse(cast("Language", noting), [text])
    assert doc.text == text
    assert max(noting.sizes) <= AT_ONCE
    assert sum(noting.sizes) == len(text)
