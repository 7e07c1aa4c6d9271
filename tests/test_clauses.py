"""What a date dates: the clause that tells what happened then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.extract.dates import find_dates
from factsheet.extract.dates.clauses import REACH
from factsheet.extract.parse import parse
from reading import as_parameter, cases_of

if TYPE_CHECKING:
    from spacy.language import Language

    from factsheet.model import DateMention

FILES = sorted((Path(__file__).parent / "cases" / "clauses").glob("*.yml"))
WORDS = [
    *("Troops", "the mayor", "said", "entered", "the town", "on May 3", "in 1998", "who", "which", "that", "and", "("),
    *(")", ",", ";", "“", "”", "was", "built", "two days before", "since Monday", ".", "\n", "killing", "—", "if"),
    "May 3–5",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A text, and by the words of each date the pieces of the clause that it dates."""

    name: str
    text: str
    dates: dict[str, list[str]]
    gap: bool = False


def read(nlp: Language, text: str) -> tuple[DateMention, ...]:
    (doc,) = parse(nlp, [text])
    return find_dates(doc, tuple(doc.sents))


@pytest.mark.parametrize("case", [as_parameter(case) for file in FILES for case in cases_of(file, Case)])
def test_a_date_dates_the_clause_that_a_reader_finds(case: Case, nlp: Language) -> None:
    found = {mention.text: [piece.of(case.text) for piece in mention.clause] for mention in read(nlp, case.text)}
    assert found == case.dates


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_pieces_stand_in_order_in_the_sentence_of_their_date_and_hold_it(nlp: Language, text: str) -> None:
    (doc,) = parse(nlp, [text])
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    for mention in find_dates(doc, tuple(doc.sents)):
        edges = [edge for piece in mention.clause for edge in (piece.start, piece.end)]
        assert edges == sorted(set(edges))
        assert all(piece.of(text) == piece.of(text).strip() != "" for piece in mention.clause)
        if mention.clause:
            start, end = sentences[mention.sentence]
            assert start <= edges[0]
            assert edges[-1] <= end
            assert any(piece.overlaps(mention.span) for piece in mention.clause)


def test_a_clause_is_looked_for_near_its_date_however_long_the_sentence_is(nlp: Language) -> None:
    """A list of a thousand dates costs a thousand times what one costs."""
    text = "The council met on " + ", ".join(f"May {day % 28 + 1}" for day in range(300)) + " and on June 1."
    mentions = read(nlp, text)
    assert len(mentions) > 200
    for mention in mentions:
        for piece in mention.clause:
            between = text[min(piece.start, mention.span.start) : max(piece.end, mention.span.end)]
            assert len(between.split()) <= 2 * REACH
