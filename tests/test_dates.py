from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import edtf
import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from factsheet.edtf_values import is_edtf
from factsheet.extract.dates import find_dates, read_all
from factsheet.extract.dates.grammar import Production, candidates, load_grammar
from factsheet.extract.dates.guards import GUARDS
from factsheet.extract.dates.lexer import lex
from factsheet.extract.parse import parse
from factsheet.language.tables import read_table
from factsheet.model import DateMention, ResolvedDate
from factsheet.resolve.dates import bounds, date_slug, resolve_dates, words

CASES = Path(__file__).parent / "cases" / "dates"
WEEK = dt.timedelta(7)
RESERVED = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
RAW_SIGN = re.compile(r"[~/%?X\[\]{}]|\.\.|\d-\d")

# ---------------------------------------------------------------- golden cases


@dataclass(frozen=True)
class Golden:
    """A sentence, its day of publication, and the dates that a reader finds in it: words, value, basis, relation."""

    name: str
    text: str
    published: str
    dates: list[tuple[str, ...]]
    gap: bool


def read_goldens() -> list[Golden]:
    """Read `tests/cases/dates/*.yml`; a case is named by its file and its number in it."""
    return [
        Golden(
            name=f"{path.stem} {number}",
            text=case["text"],
            published=case["published"],
            dates=[(date["text"], date["value"], date["basis"], date.get("relation", "")) for date in case["dates"]],
            gap=case.get("gap", False),
        )
        for path in sorted(CASES.glob("*.yml"))
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
    ]


GOLDENS = read_goldens()


@pytest.fixture(scope="module")
def golden_docs(nlp: Language) -> dict[str, Doc]:
    return dict(zip((case.name for case in GOLDENS), parse(nlp, (case.text for case in GOLDENS)), strict=True))


def find(doc: Doc, *, day_first: bool = False) -> tuple[DateMention, ...]:
    return find_dates(doc, list(doc.sents), day_first=day_first)


def read(nlp: Language, text: str, published: str = "") -> list[tuple[DateMention, ResolvedDate]]:
    mentions = find(next(parse(nlp, [text])))
    return list(zip(mentions, resolve_dates(mentions, published), strict=True))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason="known gap", strict=True)] * case.gap)
        for case in GOLDENS
    ],
)
def test_dates_are_read_as_a_person_reads_them(case: Golden, golden_docs: dict[str, Doc]) -> None:
    mentions = find(golden_docs[case.name])
    resolved = resolve_dates(mentions, case.published)
    found = [(m.text, r.value, r.basis.value, m.relation) for m, r in zip(mentions, resolved, strict=True)]
    assert found == case.dates
    assert all(is_edtf(value) for _, value, _, _ in found if value)


def test_day_first_reads_the_day_before_the_month(nlp: Language) -> None:
    doc = next(parse(nlp, ["The log begins on 5/6/2023 and ends on 7/31/2023."]))
    values = [found.value for found in resolve_dates(find(doc, day_first=True), "")]
    assert values == ["2023-06-05", "2023-07-31"]


# ---------------------------------------------------------------- the grammar


def productions_used(docs: Iterable[Doc]) -> set[str]:
    """Return the patterns of the productions that stand behind the dates of some documents."""
    grammar = load_grammar("en")
    return {
        found.place.candidate.production.pattern.pattern
        for doc in docs
        for found in read_all(
            doc, lex(doc.text, grammar.vocabulary), grammar, tuple(token.idx for token in doc), day_first=False
        )
    }


def rows_and_productions() -> list[tuple[dict[str, str], Production]]:
    return list(zip(read_table("en", "date_productions"), load_grammar("en").productions, strict=True))


def test_every_production_is_used_by_a_golden_case(golden_docs: dict[str, Doc]) -> None:
    used = productions_used(golden_docs[case.name] for case in GOLDENS if not case.gap)
    unused = [row["example"] for row, production in rows_and_productions() if production.pattern.pattern not in used]
    assert unused == []


def test_every_production_matches_its_own_example() -> None:
    grammar = load_grammar("en")
    unmatched = [
        row["example"]
        for row, production in rows_and_productions()
        if not any(c.production is production for c in candidates(lex(row["example"], grammar.vocabulary), grammar))
    ]
    assert unmatched == []


@pytest.mark.parametrize("example", [row["example"] for row in read_table("en", "date_times")])
def test_every_time_of_day_is_read_with_its_day(nlp: Language, example: str) -> None:
    ((mention, resolved),) = read(nlp, f"The choir sang there {example}.", "2024-03-13")
    assert mention.text == example
    assert resolved.value in {"2024-03-12", "2023-05-03"}


def test_every_guard_that_a_production_names_exists_and_every_guard_is_named() -> None:
    assert {row["guard"] for row, _ in rows_and_productions()} - {""} == set(GUARDS)


# ---------------------------------------------------------------- laws of reading

EXAMPLES = [row["example"] for row in read_table("en", "date_productions")]
VOCABULARY = sorted({row["word"] for row in read_table("en", "date_words")})
LITERALS = [
    "the",
    "of",
    "on",
    "the",
    "31st",
    "31",
    "29",
    "1999",
    "2024",
    "348",
    "44",
    "BC",
    "they met",
    "will meet",
    "s",
]
MARKS = [".", ",", "'", "(", "\n\n", "\n", "/", "..", "0000", "99", "0", "٣", "²", "\u200b", "🗓"]
PIECES = st.sampled_from(EXAMPLES) | st.sampled_from(VOCABULARY) | st.sampled_from(LITERALS) | st.sampled_from(MARKS)
DATELIKE = st.builds(str.join, st.sampled_from([" ", " ", ""]), st.lists(PIECES, max_size=12))
TEXTS = DATELIKE | st.text(st.characters(codec="utf-8"), max_size=60)
DAYS = st.dates() | st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1))
PUBLISHED = st.just("") | DAYS.map(dt.date.isoformat) | DAYS.map(lambda day: day.isoformat()[:7])
PARSING = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def is_open(value: str) -> bool:
    """Tell whether a value leaves its year open or lies before the calendar's first."""
    return "XXXX" in value or value.startswith("-")


@PARSING
@given(text=TEXTS, published=PUBLISHED)
def test_any_text_is_read_without_failure_and_every_value_is_edtf(nlp: Language, text: str, published: str) -> None:
    """Whatever the text: spans slice to their words, values are EDTF, and only an unresolved date has none."""
    for mention, resolved in read(nlp, text, published):
        assert mention.span.of(text) == mention.text
        assert mention.text
        assert bool(resolved.value) == (resolved.basis.value != "unresolved")
        assert not resolved.value or (is_edtf(resolved.value) and (bounds(resolved.value) or is_open(resolved.value)))
        assert words(resolved.value) is not None


@pytest.mark.parametrize("published", ["0001-01-01", "0003-12-31", "9998-01-01", "9999-12-31", "9999", "0001-01"])
def test_at_the_edges_of_the_calendar_a_date_is_edtf_or_unresolved(nlp: Language, published: str) -> None:
    texts = [f"They {verb} {example}." for example in EXAMPLES for verb in ("met", "will meet")]
    for doc in parse(nlp, texts):
        values = [resolved.value for resolved in resolve_dates(find(doc), published)]
        assert all(not value or is_edtf(value) for value in values), (doc.text, values)


@PARSING
@given(text=TEXTS)
def test_mentions_stand_in_the_order_of_the_text_and_only_dates_inside_an_event_overlap(
    nlp: Language, text: str
) -> None:
    mentions = [mention for mention, _ in read(nlp, text)]
    assert [m.span.start for m in mentions] == sorted({m.span.start for m in mentions})
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start or before.event is not None


@PARSING
@given(text=TEXTS)
def test_without_a_publication_date_nothing_rests_on_it(nlp: Language, text: str) -> None:
    assert all(resolved.basis.value != "publication" for _, resolved in read(nlp, text))


STATED = re.compile(r"\d{3}|['’]\d\d|centur|\bBC|\bAD|ties\b|9/11|/89|\d0s")
YEARLESS = [example for example in EXAMPLES if not STATED.search(example)]


@PARSING
@given(
    dates=st.lists(st.sampled_from(YEARLESS), min_size=1, max_size=4),
    verb=st.sampled_from(["met", "meet", "will meet", "are to meet"]),
    joint=st.sampled_from([" and ", ". ", ", ", " to ", " - "]),
)
def test_without_a_publication_date_no_year_is_invented(nlp: Language, dates: list[str], verb: str, joint: str) -> None:
    for mention, resolved in read(nlp, f"They {verb} {joint.join(dates)}."):
        assert not re.search(r"(?<!X)\d{4}|\d\dXX|\d{3}X", resolved.value), mention


MONTHS = [f"{dt.date(2000, month, 1):%B}" for month in range(1, 13)]
SEASONS = ["winter", "winter", *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter"]
ORDINALS = ["first", "second", "third", "fourth"]


def wordings(day: dt.date) -> list[str]:
    """Return ways to say when something happened on a day, from the day itself to its century."""
    month, year, part = MONTHS[day.month - 1], day.year, "early" if day.day < 15 else "mid" if day.day == 15 else "late"
    winter = year - (day.month < 3)
    short = f"{day.month}/{day.day}/{year}"
    return [
        *(f"on {said}" for said in (f"{month} {day.day}, {year}", f"{day.day} {month} {year}", day.isoformat(), short)),
        f"on the {day.day}th of {month}, {year}",
        *(f"in {said}" for said in (f"{month} {year}", f"{part} {month} {year}", str(year))),
        f"in the {SEASONS[day.month - 1]} of {winter if SEASONS[day.month - 1] == 'winter' else year}",
        f"in the {ORDINALS[(day.month - 1) // 3]} quarter of {year}",
        f"in the {ORDINALS[day.month > 6]} half of {year}",
        f"in {'early' if day.month < 7 else 'late'} {year}",
        f"in the {year // 10}0s",
        f"in the {'early' if year % 10 < 5 else 'late'} {year // 10}0s",
        f"in the {year // 100 + 1}th century",
        f"from {month} {year} to {month} {year + 1}",
        f"between {year - 1} and {year}",
    ]


@settings(PARSING, max_examples=15)
@given(day=st.dates(dt.date(1300, 1, 1), dt.date(2099, 12, 31)), published=PUBLISHED)
def test_the_bounds_of_a_value_hold_every_day_that_its_words_allow(nlp: Language, day: dt.date, published: str) -> None:
    said = [f"They met {wording}." for wording in wordings(day)]
    for doc in parse(nlp, said):
        (resolved,) = resolve_dates(find(doc), published)
        found = bounds(resolved.value)
        assert found, doc.text
        assert found[0] <= day <= found[1], (doc.text, resolved.value)


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKLY = [
    *(f"They met {lead}{day}." for day in WEEKDAYS for lead in ("on ", "last ", "late ")),
    *(f"They will meet {lead}{day}." for day in WEEKDAYS for lead in ("on ", "next ", "this ")),
    *(
        f"They met {what}."
        for what in (
            "yesterday",
            "today",
            "last week",
            "two days ago",
            "last weekend",
            "last night",
            "a week ago today",
        )
    ),
    *(f"They met {time}." for time in ("at 3 p.m. on Tuesday", "Tuesday at noon", "early this morning")),
    *(
        f"They will meet {what}."
        for what in ("tomorrow", "next week", "in three weeks", "this weekend", "the week after next", "later today")
    ),
    *(f"They {verb} Friday." for verb in ("meet on", "are to meet on", "must meet by", "agreed to meet on")),
]


def days_of(value: str) -> list[dt.date]:
    """Return the day that a value names, or the first and the last."""
    return [dt.date.fromisoformat(day) for day in value.split("/") if day]


@pytest.fixture(scope="module")
def weekly_mentions(nlp: Language) -> list[Sequence[DateMention]]:
    return [find(doc) for doc in parse(nlp, WEEKLY)]


@settings(deadline=None)
@given(published=st.dates(dt.date(1000, 1, 1), dt.date(9000, 1, 1)))
def test_a_week_later_everything_reckoned_in_days_lies_a_week_later(
    weekly_mentions: list[Sequence[DateMention]], published: dt.date
) -> None:
    """resolve(mentions, day + 7) == resolve(mentions, day) + 7, to the day."""
    for sentence, mentions in zip(WEEKLY, weekly_mentions, strict=True):
        (now,), (later,) = (resolve_dates(mentions, day.isoformat()) for day in (published, published + WEEK))
        moved = [day + WEEK for day in days_of(now.value)]
        assert moved, sentence
        assert days_of(later.value) == moved, sentence


@settings(deadline=None)
@given(published=st.dates(dt.date(1000, 1, 1), dt.date(9000, 1, 1)))
def test_a_weekday_that_is_past_lies_in_the_week_up_to_publication(
    weekly_mentions: list[Sequence[DateMention]], published: dt.date
) -> None:
    for sentence, mentions in zip(WEEKLY, weekly_mentions, strict=True):
        if sentence.startswith("They met on"):
            day = dt.date.fromisoformat(resolve_dates(mentions, published.isoformat())[0].value)
            assert published - WEEK < day <= published
            assert f"{day:%A}" in sentence


def refuse(*_: object) -> NoReturn:
    raise AssertionError("the clock was read")


def test_the_clock_is_never_read(golden_docs: dict[str, Doc], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(dt, "date", type("Timeless", (dt.date,), {"today": classmethod(refuse)}))
        moments: dict[str, object] = dict.fromkeys(("today", "now", "utcnow"), classmethod(refuse))
        patch.setattr(dt, "datetime", type("TimelessMoment", (dt.datetime,), moments))
        for name in ("time", "localtime", "gmtime", "time_ns"):
            patch.setattr(time, name, refuse)
        for case in GOLDENS:
            for resolved in resolve_dates(find(golden_docs[case.name]), case.published):
                assert words(resolved.value) == words(resolved.value)


# ---------------------------------------------------------------- laws of values


def spell(value: dt.date) -> st.SearchStrategy[str]:
    """Draw the ways to write a day, its month, season, year, decade and century in EDTF."""
    day = value.isoformat()
    seasons = [f"{day[:4]}-{number}" for number in (21, 22, 23, 24, 33, 34, 35, 36, 40, 41)]
    wholes = [day, day[:7], day[:4], f"{day[:3]}X", f"{day[:2]}XX", f"XXXX{day[4:]}", f"XXXX{day[4:7]}", f"-{day[:4]}"]
    return st.sampled_from(wholes + seasons)


SINGLE = DAYS.flatmap(spell)
MARKED = (
    st.builds(str.__add__, SINGLE.filter(lambda v: not is_season(v)), st.sampled_from(["", "~", "?", "%"])) | SINGLE
)
COMMON = MARKED | st.builds("{}/{}".format, MARKED, MARKED | st.just("..")) | MARKED.map("../{}".format)
RARE = (
    st.builds("[{},{}]".format, SINGLE, SINGLE)
    | st.builds("{{{},{}}}".format, SINGLE, SINGLE)
    | SINGLE.map("[..{}]".format)
)


def is_season(value: str) -> bool:
    return value[-2:] in {"21", "22", "23", "24", "33", "34", "35", "36", "40", "41"} and len(value) == 7


@settings(deadline=None)
@given(first=COMMON | RARE, second=COMMON | RARE)
def test_different_values_have_different_file_names_even_where_case_is_ignored(first: str, second: str) -> None:
    assume(first != second)
    assert date_slug(first).casefold() != date_slug(second).casefold()


@settings(deadline=None)
@given(value=COMMON | RARE)
def test_a_file_name_is_allowed_on_every_system(value: str) -> None:
    name = date_slug(value)
    assert name
    assert name.isascii()
    assert not set(name) & RESERVED
    assert not name.startswith(".")
    assert not name.endswith((".", " "))


@settings(deadline=None)
@example(value="//")
@given(value=st.text(max_size=30) | COMMON | RARE)
def test_words_exist_for_every_value(value: str) -> None:
    assert isinstance(words(value), str)
    assert isinstance(words(value, "de"), str)


@settings(deadline=None)
@given(value=COMMON)
def test_words_for_people_show_no_sign_of_edtf(value: str) -> None:
    assert not RAW_SIGN.search(words(value)), words(value)


@settings(max_examples=60, deadline=None)
@given(value=COMMON)
def test_the_first_day_of_a_value_is_not_after_its_last(value: str) -> None:
    found = bounds(value)
    start, _, end = value.partition("/")
    ends = bounds(start), bounds(end)
    assume(found and (not end or (ends[0] and ends[1] and ends[0] <= ends[1])))
    assert found
    assert found[0] <= found[1]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2023-09-17", "17 September 2023"),
        ("XXXX-09-17", "17 September, year not stated"),
        ("2024-05-01~/2024-05-15~", "early May 2024"),
        ("1980/1989", "between 1980 and 1989"),
        ("1983~/1986~", "mid 1980s"),
        ("1850~", "about 1850"),
        ("198X", "1980s"),
        ("20XX", "21st century"),
        ("-0043", "44 BC"),
        ("-02XX", "3rd century BC"),
        ("2013/..", "since 2013"),
        ("../2013-05", "until May 2013"),
        ("2023-33", "first quarter of 2023"),
        ("2012-22", "summer 2012"),
    ],
)
def test_values_are_said_in_plain_words(value: str, said: str) -> None:
    assert words(value) == said


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023-09-17", "2023-09-17", "2023-09-17"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2024-12-24", "2024-12-24", "2024-12-24"),
        ("2024-12-20/2024-12-24", "2024-12-20", "2024-12-24"),
        ("2023-09-18/2023-09-24", "2023-09-18", "2023-09-24"),
        ("2013/..", "2013-01-01", "9999-12-31"),
    ],
)
def test_bounds_are_the_first_and_the_last_day(value: str, first: str, last: str) -> None:
    assert bounds(value) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


PLAIN = st.builds(
    lambda day, size, doubt: day.isoformat()[:size] + doubt,
    st.dates(),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~", "?", "%"]),
)


@settings(max_examples=150, deadline=None)
@given(start=PLAIN, end=st.none() | PLAIN)
def test_plain_dates_and_intervals_of_them_have_the_bounds_that_the_library_finds(start: str, end: str | None) -> None:
    value = start if end is None else f"{start}/{end}"
    read = edtf.parse_edtf(value)
    found = bounds(value)
    first, last = read.lower_strict()[:3], read.upper_strict()[:3]
    assert [day.timetuple()[:3] for day in found or ()] == ([first, last] if first <= last else [])


@pytest.mark.parametrize("value", ["", "2023-02-30", "yesterday", "2023-9-17", "/", "17.9.2023", "2023-13"])
def test_what_is_no_edtf_is_told(value: str) -> None:
    assert not is_edtf(value)
    assert bounds(value) is None


def test_a_value_of_thousands_of_days_is_none_at_once() -> None:
    assert is_edtf("{2023,2024}")
    assert not is_edtf("{" + "2023," * 10_000 + "2024}")
