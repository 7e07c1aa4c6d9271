"""A date's page: what happened, who is in it, who tells it, how it is dated, where it stands, what lies around it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from facts_fixture import exported
from factsheet.check import check_site
from factsheet.edits import apply_edits
from factsheet.model import Date, Decision, Facts
from factsheet.pages import render, render_pages, templating
from factsheet.pages.prose import open_words, unit
from reading import facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

BRIDGE = (
    "Norway opened the bridge at Selby on May 3, as Chile had wished in 2013.\n"
    "“The river rose on 3 May 2024,” Ada Brennan told the Harbour Gazette on Tuesday.\n"
    "The bridge was painted in May 2024. The town had paid for it in 2024 and from 2 to 4 May 2024.\n"
    "The ferry will run again in the 2030s, and the strike began on 7 May 2024.\n"
)
LETTER = "The mayor wrote on September 17 that the harbour was cold.\n"


@pytest.fixture(scope="module")
def facts(nlp: Language) -> Facts:
    bridge, letter = (replace(written(*one), sha256="0") for one in ((BRIDGE, "bridge"), (LETTER, "letter")))
    return facts_of(nlp, bridge, replace(letter, metadata=replace(letter.metadata, date="")))


def rejected(type_: str, name: str) -> Decision:
    return Decision(type=type_, id=name, key="status", value="rejected")


def pages_of(facts: Facts) -> dict[str, str]:
    return {page.path: page.text for page in render_pages(facts)}


def section(page: str, title: str) -> str:
    """What stands under a heading."""
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, str]:
    return pages_of(facts)


def test_every_page_is_verbatim_and_every_link_leads_somewhere(facts: Facts, pages: dict[str, str]) -> None:
    assert check_site(pages, {source.id: source.document for source in facts.sources}, files=exported(facts)) == ()


def test_every_piece_of_a_clause_is_the_source_s_own(facts: Facts) -> None:
    texts = {source.id: source.document.text for source in facts.sources}
    pieces = [piece for date in facts.dates for one in date.references for piece in one.clause]
    assert pieces
    assert all(piece.text == piece.span.of(texts[piece.source]) for piece in pieces)


def test_what_happened_is_marked_and_the_words_of_the_date_are_bold(pages: dict[str, str]) -> None:
    account = section(pages["dates/2024-05-03.md"], "What the sources say of this day")
    assert "> <mark>Norway opened the bridge at Selby on <strong>May 3</strong></mark>, as Chile" in account
    assert "> “<mark>The river rose on <strong>3 May 2024</strong></mark>,” Ada Brennan told" in account


def test_who_is_in_it_stands_with_it_and_who_is_not_stands_apart(pages: dict[str, str]) -> None:
    page = pages["dates/2024-05-03.md"]
    (who,) = re.findall(r"\*\*Who is in it:\*\* (.*)", page)
    assert "[Norway]" in who
    assert "Chile" not in who
    beside = section(page, "Also named in these sentences")
    assert "- [Chile]" in beside
    assert "Norway" not in beside


def test_the_page_says_who_tells_it_and_how_it_is_dated_and_where_it_stands(pages: dict[str, str]) -> None:
    account = section(pages["dates/2024-05-03.md"], "What the sources say of this day")
    told = re.findall(
        r"\*\*Told by:\*\* \[Ada Brennan\]\(\.\./actors/ada-brennan\.md\), \[(.*?)\]\(\.\./quotes/", account
    )
    assert told == ["in the speaker’s own words"]
    assert "”, read against the day of publication, 8 May 2024\n" in account
    assert "”, as the text says\n" in account
    assert account.count("- **Source:** [") == 2


def test_what_was_said_on_a_day_stands_apart_from_what_is_told_of_it(pages: dict[str, str]) -> None:
    assert "[Ada Brennan: “The river rose" in section(pages["dates/2024-05-07.md"], "Said on this day")
    assert "Said on this day" not in pages["dates/2024-05-03.md"]


def test_what_else_is_said_in_the_sentences_is_listed_once(facts: Facts) -> None:
    """A quote in whose words the date does not stand, and that was not said on it."""
    (quote,) = (one for one in facts.quotes if "The river rose" in one.words.text)
    dates = tuple(replace(one, quotes=(quote.id,)) if one.value == "2013" else one for one in facts.dates)
    page = pages_of(replace(facts, dates=dates))["dates/2013.md"]
    assert section(page, "Also said in these sentences").count(quote.id) == page.count(f"{quote.id}.md") == 1


def test_what_stands_above_is_not_listed_again(pages: dict[str, str]) -> None:
    for day in ("2024-05-03", "2024-05-07"):
        assert "Also said in these sentences" not in pages[f"dates/{day}.md"]


def test_of_quotes_within_quotes_the_innermost_tells_it(facts: Facts) -> None:
    (inner,) = (one for one in facts.quotes if "The river rose" in one.words.text)
    outer = replace(inner, id="outer", words=inner.context, pieces=(inner.context,), speaker=None)
    dates = tuple(replace(one, quotes=(*one.quotes, "outer")) for one in facts.dates)
    page = pages_of(replace(facts, quotes=(*facts.quotes, outer), dates=dates))["dates/2024-05-03.md"]
    (told,) = re.findall(r"\*\*Told by:\*\* (.*)", page)
    assert told.startswith("[Ada Brennan](")


def test_who_is_named_in_the_words_of_a_date_dates_it_and_is_not_in_what_happened(nlp: Language) -> None:
    text = "Norway sold its ships two days before Chile closed the port. Chile closed the port on May 3, 2022.\n"
    dates = {date.value: date for date in facts_of(nlp, written(text)).dates}
    assert (dates["2022-05-01"].actors, dates["2022-05-01"].beside) == (("norway",), ("chile",))
    assert (dates["2022-05-03"].actors, dates["2022-05-03"].beside) == (("chile",), ())


def test_a_day_leads_up_and_a_month_and_a_year_lead_down(pages: dict[str, str]) -> None:
    day = section(pages["dates/2024-05-03.md"], "In the calendar")
    assert re.findall(r"\[([^\]]*)\]", day.split("**Previous date:")[0]) == [
        "Between 2 May 2024 and 4 May 2024",
        "May 2024",
        "2024",
    ]
    month = section(pages["dates/2024-05.md"], "Dates within this month")
    assert re.findall(r"- \[([^\]]*)\]\(", month) == [
        "Between 2 May 2024 and 4 May 2024",
        "3 May 2024",
        "7 May 2024",
    ]
    year = section(pages["dates/2024.md"], "Dates within this year")
    assert "- [May 2024](2024-05.md), 1 mention\n" in year


def test_before_and_after(pages: dict[str, str]) -> None:
    around = section(pages["dates/2024-05-03.md"], "In the calendar")
    assert "- **Previous date:** [2013](2013.md)\n" in around
    assert "- **Next date:** [7 May 2024](2024-05-07.md)\n" in around


def test_a_quote_leads_to_the_day_on_which_it_was_said(facts: Facts, pages: dict[str, str]) -> None:
    (quote,) = (one for one in facts.quotes if "The river rose" in one.words.text)
    assert "- **Said on:** [7 May 2024](../dates/2024-05-07.md)\n" in pages[f"quotes/{quote.id}.md"]
    gone = pages_of(apply_edits(facts, [rejected("date", "2024-05-07")]).facts)
    assert "- **Said on:** 7 May 2024\n" in gone[f"quotes/{quote.id}.md"]


def test_a_rejected_actor_is_in_nothing_that_happened(facts: Facts) -> None:
    left = apply_edits(facts, [rejected("actor", "norway"), rejected("actor", "chile")]).facts
    assert not any("norway" in one.actors for date in left.dates for one in (date, *date.references))
    assert not any("chile" in date.beside for date in left.dates)
    assert "[Norway]" not in pages_of(left)["dates/2024-05-03.md"]


def test_a_year_that_is_not_stated_is_said_to_be_so(pages: dict[str, str]) -> None:
    page = pages["dates/XXXX-09-17.md"]
    assert "\n# 17 September, year not stated\n" in page
    assert "2024" not in page


@pytest.mark.parametrize(
    ("value", "named", "left"),
    [
        ("2024-05-03", "day", ""),
        ("XXXX-05-03", "day", ""),
        ("2024-05-03~", "day", "It is given only roughly."),
        ("2024-05", "month", "Only the month is stated."),
        ("XXXX-05", "month", "Only the month is stated."),
        ("2024", "year", "Only the year is stated."),
        ("199X", "decade", "Only the decade is stated."),
        ("19XX", "century", "Only the century is stated."),
        ("2024-22", "time", "No single day is stated."),
        ("2024-05-03/2024-05-07", "time", "No single day is stated."),
        ("2024-05-01~/2024-05-15~", "time", "No single day is stated."),
        ("2013/..", "time", "When it ended is not stated."),
        ("../2013", "time", "When it began is not stated."),
    ],
)
def test_what_is_left_open_is_said_in_words(value: str, named: str, left: str) -> None:
    assert (unit(value), open_words(value)) == (named, left)


def test_lists_end_and_say_how_much_more_there_is(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "LIMIT", 2)
    monkeypatch.setitem(templating.ENVIRONMENT.globals, "LIMIT", 2)
    monkeypatch.setitem(templating.ENVIRONMENT.filters, "shortened", lambda items, _=2: templating.shortened(items, 2))
    (day,) = (date for date in facts.dates if date.value == "2024-05-03")
    (other,) = (date for date in facts.dates if date.value == "2024-05-07")
    more = replace(day, references=(*day.references, *other.references))
    page = pages_of(replace(facts, dates=tuple(more if date is day else date for date in facts.dates)))
    account = section(page["dates/2024-05-03.md"], "What the sources say of this day")
    assert account.count("- **Source:**") == 2
    assert "And 1 more passage, on the pages of the sources.\n" in account
    assert "- and 1 more date\n" in section(page["dates/2024-05.md"], "Dates within this month")


def test_a_date_without_a_clause_marks_its_words_alone(facts: Facts) -> None:
    def bare(date: Date) -> Date:
        return replace(date, references=tuple(replace(one, clause=()) for one in date.references))

    page = pages_of(replace(facts, dates=tuple(map(bare, facts.dates))))["dates/2024-05-03.md"]
    assert "at Selby on <mark><strong>May 3</strong></mark>, as Chile" in page
