"""Hostile texts cost no more than their size: twice as long, twice the work, whatever stands in them.

Work is counted in calls, for the clock of a busy machine says nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from factsheet.extract import extract_mentions
from factsheet.extract.parse import PARAGRAPH_LIMIT, parse
from factsheet.language import load_lexicon
from factsheet.model import Document, Metadata
from factsheet.resolve import resolve

if TYPE_CHECKING:
    from spacy.language import Language

SIZE = 1_500  # characters; a paragraph of the longer text is still parsed in one piece
LEXICON = load_lexicon("en")
TEXTS: dict[str, Callable[[int], str]] = {
    "a long paragraph": lambda size: "The mayor said the bridge was shut on 3 May 2021. " * (size // 50),
    "straight marks": lambda size: '"' * size,
    "opening marks": lambda size: "“" * size,
    "pairs of marks": lambda size: "“a” " * (size // 4),
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


def work(text: str, nlp: Language) -> int:
    """Count the calls that it takes to find the facts in a text, beside those of the language model."""
    document = Document(id="text", path="seeds/text.txt", text=text, sha256="", metadata=Metadata())
    (doc,) = parse(nlp, [text])
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        resolve([(document, extract_mentions(document, doc, LEXICON))], LEXICON)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_is_twice_the_work(nlp: Language, kind: str) -> None:
    once, twice = (work(TEXTS[kind](size), nlp) for size in (SIZE, 2 * SIZE))
    assert 2 * SIZE < PARAGRAPH_LIMIT
    assert twice < 2.7 * once + 1_000
