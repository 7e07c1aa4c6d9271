"""Quotes: what `tests/cases/quotes/*.yml` says is quoted is found and nothing else is; the laws of quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factsheet.extract import extract_mentions
from factsheet.extract.marks import Segment, pair_marks
from factsheet.extract.parse import parse
from factsheet.model import Facts, Form, Passage, Quote, Span
from reading import LEXICON, WORD, as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "quotes").glob("*.yml"))
FEWEST_CASES = 5  # in a file: fewer do not show a phenomenon
# `words` are those between the marks, from the first to the last; for indirect speech and turns, which no marks bound,
# a stretch that shares half of its words and of those found. `speaker`, `cue`, `addressee` and `within` (the speaker of
# the quote around it) are words of the text, `actor` is the name of the actor whom the speaker's words mean, `pieces`
# are the parts of a split quote. A key that is left out is not compared; `speaker: null` says that nobody is named.
KEYS = {"words", "form", "pieces", "speaker", "actor", "cue", "addressee", "within"}
ARTICLES = ("the", "a", "an")

Expected = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A text and the quotes that are in it."""

    name: str
    text: str
    quotes: Sequence[Expected]
    indirect: str = ""  # "any": indirect speech that is not listed may be found
    gap: bool = False  # not read right yet


CASES = [case for path in FILES for case in cases_of(path, Case)]


# ---------------------------------------------------------------- the cases


@pytest.mark.parametrize("case", [as_parameter(case) for case in CASES])
def test_the_quotes_of_a_text_are_found_and_nothing_else(nlp: Language, case: Case) -> None:
    """All that is listed is found with its form and speaker; nothing else inside marks is found."""
    facts = facts_of(nlp, written(case.text))
    wrong = list(differences(case, facts))
    assert not wrong, told(case, facts, wrong)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_file_shows_its_phenomenon_in_words_of_its_texts(path: Path) -> None:
    """A file opens with a comment, has enough cases, and names nothing that is not in the text."""
    cases = cases_of(path, Case)
    strange = [(case.name, words) for case in cases for words in named_in(case) if words not in case.text]
    unknown = [(case.name, set(quote) - KEYS) for case in cases for quote in case.quotes if set(quote) - KEYS]
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert len(cases) >= FEWEST_CASES
    assert not strange
    assert not unknown


def named_in(case: Case) -> Iterator[str]:
    """Yield all that a case takes from its text."""
    for quote in case.quotes:
        yield from (quote[key] for key in ("words", "speaker", "cue", "addressee", "within") if quote.get(key))
        yield from quote.get("pieces", ())


# ---------------------------------------------------------------- comparison


def differences(case: Case, facts: Facts) -> Iterator[str]:
    """Yield what is missing, what differs and what is too much, a line each."""
    left = list(facts.quotes)
    for expected in case.quotes:
        quote = next((quote for quote in left if is_meant(case.text, expected, quote)), None)
        if quote is None:
            yield f"missing: {expected['words']!r}"
            continue
        left.remove(quote)
        yield from (f"{expected['words']!r}: {line}" for line in deviations(expected, quote, facts))
    for quote in left:
        if quote.form is not Form.INDIRECT or case.indirect != "any":
            yield f"too much: {quote.form} {quote.words.text!r}"


def is_meant(text: str, expected: Expected, quote: Quote) -> bool:
    """Tell whether a found quote is the expected one: the same words, or half of both where no marks bound them."""
    form = expected.get("form")
    if form in (Form.DIRECT, Form.MIXED):
        return quote.form is not Form.INDIRECT and quote.words.text == expected["words"]
    if form == Form.INDIRECT and quote.form is not Form.INDIRECT:
        return False
    start = text.index(expected["words"])
    gold = word_starts(text, Span(start, start + len(expected["words"])))
    found = word_starts(text, quote.words.span)
    return 2 * len(gold & found) >= max(len(gold), len(found))


def word_starts(text: str, span: Span) -> set[int]:
    return {match.start() for match in WORD.finditer(text, span.start, span.end)}


def deviations(expected: Expected, quote: Quote, facts: Facts) -> Iterator[str]:
    """Yield in what a found quote differs from the expected one."""
    names = {actor.id: actor.name for actor in facts.actors}
    parent = next((other for other in facts.quotes if other.id == quote.parent), None)
    values: dict[str, str | None] = {
        "speaker": words_of(quote.speaker.words if quote.speaker else None),
        "cue": words_of(quote.cue),
        "addressee": words_of(quote.addressee.words if quote.addressee else None),
        "within": words_of(parent.speaker.words if parent and parent.speaker else None),
    }
    for key, value in values.items():
        if key in expected and not same_words(expected[key], value):
            yield f"{key} is {value!r}, not {expected[key]!r}"
    exact: dict[str, object] = {
        "form": str(quote.form),
        "actor": names.get(quote.speaker.actor or "") if quote.speaker else None,
        "pieces": [piece.text for piece in quote.pieces],
    }
    for key, known in exact.items():
        if key in expected and expected[key] != known:
            yield f"{key} is {known!r}, not {expected[key]!r}"


def words_of(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def same_words(first: str | None, second: str | None) -> bool:
    """Tell whether one of two namings holds the other, articles at the start left out."""
    if first is None or second is None:
        return first is second
    shorter, longer = sorted((bare(first), bare(second)), key=len)
    return bool(shorter) and f" {shorter} " in f" {longer} "


def bare(words: str) -> str:
    """Reduce a naming to its words in lower case, without an article at its start and without possessives."""
    parts = re.findall(r"\w+|^\W$", re.sub(r"['’]s?\b", "", words.casefold()))
    return " ".join(parts[1:] if len(parts) > 1 and parts[0] in ARTICLES else parts)


def told(case: Case, facts: Facts, wrong: Sequence[str]) -> str:
    """Show a text, what was expected of it, what was found and where they differ."""
    names = {actor.id: actor.name for actor in facts.actors}
    expected = [", ".join(f"{key}: {value}" for key, value in quote.items()) for quote in case.quotes]
    found = [shown(quote, names) for quote in sorted(facts.quotes, key=lambda quote: quote.words.span)]
    parts = {case.name: [case.text], "expected": expected, "found": found, "wrong": wrong}
    return "\n".join(line for title, lines in parts.items() for line in ("", f"{title}:", *(f"  {x}" for x in lines)))


def shown(quote: Quote, names: Mapping[str, str]) -> str:
    """Show a found quote in the form of an expected one."""
    values: dict[str, object] = {"words": quote.words.text, "form": quote.form, "cue": words_of(quote.cue)}
    if quote.speaker:
        values |= {"speaker": quote.speaker.words.text, "actor": names.get(quote.speaker.actor or "")}
    return ", ".join(f"{key}: {value}" for key, value in {**values, "rule": quote.rule}.items())


# ---------------------------------------------------------------- laws

MARKS = ('"', "“", "”", "„", "‟", "«", "»", "‘", "’", "‚", "‛", "'", "‹", "›", "`", "``", "''")
WORDS = ("word", "Ayla Demir said", "told Reuters", "it is late", "the workers", "5", "90s", "n", "é", "\u200b")
GLUE = (" ", " ", " ", ",", ".", "?", "—", "(", ")", "\t", "\u00a0")
LINE = st.lists(st.sampled_from((*MARKS, *WORDS, *GLUE)), max_size=16).map("".join)
TEXT = st.lists(st.one_of(LINE, st.sampled_from(("\n", "\n\n"))), max_size=7).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXT, st.text()))
@example('’"’"')  # the smallest text in which a closing mark opens twice
def test_any_marks_are_paired_into_segments_that_nest_and_never_cross(text: str) -> None:
    """A segment's words lie inside its marks, a nested one lies inside its parent's words, siblings lie apart."""
    segments = pair_marks(text).segments
    for segment in segments:
        assert 0 <= segment.outer.start <= segment.span.start <= segment.span.end <= segment.outer.end <= len(text)
        assert segment.parent is None or segments[segment.parent].span.covers(segment.outer)
    for number, segment in enumerate(segments):
        later = [other for other in segments[number + 1 :] if other.parent == segment.parent]
        assert not any(segment.outer.overlaps(other.outer) for other in later)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_a_segment_ends_in_its_paragraph_and_is_told_from_an_odd_mark(text: str) -> None:
    """No segment runs over a line end, and whatever is not closed and not continued is an oddity."""
    marks = pair_marks(text)
    odd = {oddity.span.start for oddity in marks.oddities}
    for segment in marks.segments:
        assert "\n" not in segment.outer.of(text)
        assert segment.closed or segment.continues or segment.outer.start in odd


@settings(max_examples=300, deadline=None)
@given(LINE, LINE, LINE, LINE)
def test_marks_in_one_paragraph_change_no_segment_in_the_others(
    first: str, whole: str, damaged: str, last: str
) -> None:
    """Each paragraph here opens with a word: one that opens with a mark may continue the quotation before it."""
    before, after = (f"{first}\nx{middle}\n" for middle in (whole, damaged))
    assert outside(f"{before}x{last}", len(first), len(before)) == outside(f"{after}x{last}", len(first), len(after))


def outside(text: str, start: int, end: int) -> list[tuple[Segment, Span | None]]:
    """Return the segments before `start`, and as if the text began there those behind `end`, with their parents."""
    segments = pair_marks(text).segments
    before = [placed(segments, segment, 0) for segment in segments if segment.outer.end <= start]
    return before + [placed(segments, segment, end) for segment in segments if segment.outer.start >= end]


def placed(segments: Sequence[Segment], segment: Segment, by: int) -> tuple[Segment, Span | None]:
    """Move a segment to the left and put its parent's place for its parent's index."""
    parent = moved(segments[segment.parent].outer, by) if segment.parent is not None else None
    return replace(segment, span=moved(segment.span, by), outer=moved(segment.outer, by), parent=None), parent


def moved(span: Span, by: int) -> Span:
    return Span(span.start - by, span.end - by)


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_a_quotation_s_words_are_the_words_between_marks(nlp: Language, text: str) -> None:
    """Whatever the text: a piece of a direct or mixed quote is all that stands inside one pair of marks."""
    (doc,) = parse(nlp, [text])
    quotes = extract_mentions(written(text), doc, LEXICON).quotes
    quoted = {stripped(segment.span, text) for segment in pair_marks(text).segments}
    assert {piece for quote in quotes if quote.form is not Form.INDIRECT for piece in quote.pieces} <= quoted


def stripped(span: Span, text: str) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
