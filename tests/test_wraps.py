"""Lines that were broken to fit: what `tests/cases/wraps/*.yml` says is one paragraph is read as one, to the letter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.exports.extract_jsonl import extract_line
from factsheet.model import Document
from factsheet.readers.wraps import find_wraps
from factsheet.redaction.facts import redact_document
from factsheet.redaction.terms import Terms, digest, phrase
from reading import as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

CASES_FILES = sorted((Path(__file__).parent / "cases" / "wraps").glob("*.yml"))
BROKEN = """Harbour stays public

Teresa Harmond, mayor of Lindenau, told reporters on 12 March 2024 that
the harbour “will not be sold to anybody as long as I hold this
office.” The port authority had asked for offers. According to Teresa
Harmond, the ferry has lost half of its passengers since 5 May
2019.
"""


@dataclass(frozen=True)
class Case:
    """A text as it is saved, and the paragraphs in it."""

    name: str
    text: str
    paragraphs: Sequence[str]
    gap: bool = False


CASES = [case for path in CASES_FILES for case in cases_of(path, Case)]
LINES = [line for case in CASES for line in case.text.split("\n")]


def read(text: str) -> Document:
    return replace(written(text), wraps=find_wraps(text))


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_lines_that_were_broken_to_fit_are_one_paragraph(case: Case) -> None:
    paragraphs = (" ".join(line.split()) for line in read(case.text).prose.split("\n"))
    assert [one for one in paragraphs if one] == list(case.paragraphs)


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join) | st.text("a.Z “-#\n\t ", max_size=80))
def test_prose_differs_from_its_text_in_line_ends_alone(text: str) -> None:
    document = read(text)
    assert len(document.prose) == len(text)
    changed = [place for place, (one, other) in enumerate(zip(text, document.prose, strict=True)) if one != other]
    assert changed == list(document.wraps)
    assert all((text[place], document.prose[place]) == ("\n", " ") for place in changed)


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_an_empty_line_ends_a_paragraph(text: str) -> None:
    assert read(text).prose.count("\n\n") >= text.count("\n\n")


def test_a_quotation_over_two_lines_is_one_quote_on_its_page_and_to_the_letter_in_what_extract_prints(
    nlp: Language,
) -> None:
    facts = facts_of(nlp, read(BROKEN))
    quote = next(one for one in facts.quotes if one.form == "mixed")
    assert quote.words.text == "will not be sold to anybody as long as I hold this office."
    record = json.loads(extract_line(facts))
    assert {quote["text"] for quote in record["quotes"]} >= {
        "will not be sold to anybody as long as I hold this\noffice."
    }
    named = [*record["quotes"], *record["dates"], *(one for actor in record["actors"] for one in actor["mentions"])]
    assert all(record["text"][one["start"] : one["end"]] == one["text"] for one in named)


def test_a_name_and_a_date_over_two_lines_are_found(nlp: Language) -> None:
    facts = facts_of(nlp, read(BROKEN))
    person = next(actor for actor in facts.actors if actor.name == "Teresa Harmond")
    assert [one.words.text for one in person.mentions].count("Teresa Harmond") == 2
    assert {"2024-03-12", "2019-05-05"} <= {date.value for date in facts.dates}


def test_a_line_is_that_of_the_file() -> None:
    document = read(BROKEN)
    assert document.line(document.prose.index("office.”")) == 5


def test_a_redacted_name_is_covered_over_two_lines() -> None:
    document = redact_document(read(BROKEN), Terms(frozenset({(digest(phrase("Teresa Harmond")), 2)})))
    for text in (document.text, document.prose):
        assert "Teresa" not in text
        assert "Harmond" not in text
    assert document.text.count("\n") == BROKEN.count("\n")
