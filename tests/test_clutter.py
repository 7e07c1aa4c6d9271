"""Clutter: what `tests/cases/clutter/*.yml` says is no reporting is told as no fact, and reporting is never dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.extract.clutter import find_clutter, without_clutter
from factsheet.language.tables import read_table
from factsheet.model import ClutterKind, MentionType, Metadata
from reading import as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "clutter").glob("*.yml"))
ROWS = read_table("en", "clutter")
BEHIND = " The water rose in the night and took two houses."


@dataclass(frozen=True)
class Case:
    """A text and the stretches of it that are no reporting, each with its kind, in the order of the text."""

    name: str
    text: str
    clutter: Sequence[Mapping[str, str]] = ()
    gap: bool = False  # not read right yet


CASES = [case for path in FILES for case in cases_of(path, Case)]


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_what_is_no_reporting_is_found_and_nothing_else(case: Case) -> None:
    found = find_clutter(case.text, "en")
    assert [{one.kind.value: one.span.of(case.text).strip()} for one in found] == list(case.clutter)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']} {row['example'][:30]}")
def test_every_row_finds_its_example(row: Mapping[str, str]) -> None:
    opens = row["place"] in ("opening", "first")
    found = find_clutter(row["example"] + BEHIND if opens else row["example"], "en")
    assert [one.kind for one in found] == [row["kind"]]
    assert row["source"]
    assert ClutterKind(row["kind"])


@given(st.lists(st.sampled_from([line for case in CASES for line in (*case.text.split("\n"), "")]), max_size=12))
def test_stretches_are_apart_and_blanking_moves_nothing(lines: Sequence[str]) -> None:
    text = "\n".join(lines)
    found = find_clutter(text, "en")
    blank = without_clutter(text, found)
    covered = {place for one in found for place in range(one.span.start, one.span.end)}
    assert sum(one.span.end - one.span.start for one in found) == len(covered)
    assert len(blank) == len(text)
    assert all(
        new == old or (place in covered and new == " ")
        for place, (new, old) in enumerate(zip(blank, text, strict=True))
    )


ALMOST = [
    "By " + "Ab Cd, " * 14 + "x",
    "By Reuters" + " and Reuters" * 14 + " x!",
    "(Reporting by " + "Ab and " * 25 + "x.",
    "Photo: " + "Reuters, " * 11 + "x!",
    "Photo: " + "AP/" * 200 + "x!",
    "share tweet x " * 6 + "!",
    "Follow us on " + "x" * 4000 + "“",
]


@pytest.mark.parametrize("line", ALMOST, ids=lambda line: line[:24])
def test_a_line_that_almost_fits_is_left_soon(line: str) -> None:
    """Patterns that try the same words in two ways take minutes over such a line, and others milliseconds."""
    find_clutter("", "en")
    began = process_time()
    assert find_clutter(line, "en") == ()
    assert process_time() - began < 2


WIRE = """By Jane Doe

LIMA, May 7, 2024 (Reuters) - Mia Ortega said that the river rose on Monday.

Read more: Hugo Silva warns of a second flood

“We were warned in time,” Ortega told reporters.

(Reporting by Jane Doe in Quito; Editing by John Roe)
"""


def test_names_and_dates_in_clutter_are_no_facts_and_the_report_is_read(nlp: Language) -> None:
    facts = facts_of(nlp, written(WIRE))
    named = {m.words.text for actor in facts.actors for m in actor.mentions if m.type is MentionType.NAME}
    assert named >= {"Mia Ortega"}
    assert not named & {"Jane Doe", "John Roe", "Hugo Silva", "Reuters", "LIMA", "Quito"}
    assert "We were warned in time," in {quote.words.text for quote in facts.quotes}
    assert "May 7, 2024" not in {one.words.text for date in facts.dates for one in date.references}


def test_every_sentence_of_facts_is_the_sources_own(nlp: Language) -> None:
    facts = facts_of(nlp, written(WIRE))
    passages = [m.context for actor in facts.actors for m in actor.mentions] + [one.context for one in facts.quotes]
    assert passages
    assert all(one.text == one.span.of(WIRE) for one in passages)


def test_the_day_of_the_dateline_counts_where_nothing_else_tells_when_it_was_published(nlp: Language) -> None:
    document = written(WIRE)
    undated = facts_of(nlp, replace(document, metadata=Metadata()))
    dated = facts_of(nlp, replace(document, metadata=Metadata(date="2024-05-15")))
    assert [date.value for date in undated.dates] == ["2024-05-06"]
    assert [date.value for date in dated.dates] == ["2024-05-13"]


def test_the_words_of_a_post_are_those_of_whoever_signs_it(nlp: Language) -> None:
    text = "“We will open the gates at noon.”\n— Mia Ortega (@miaortega) March 3, 2024\n"
    facts = facts_of(nlp, written(text))
    speakers = {q.words.text: q.speaker.words.text for q in facts.quotes if q.speaker}
    assert speakers == {"We will open the gates at noon.": "Mia Ortega"}
    assert not facts.dates
