"""Extraction, clutter: what stands in a document and is no reporting; pure.

Datelines, bylines, credits, links to other pages, newsletters, rights and the furniture of embedded posts name people,
bodies and days that the report does not speak of. The patterns are data (`clutter.tsv` and its fragments); here is only
where each of them may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from factsheet.extract.text import paragraphs_of
from factsheet.language.tables import has_table, read_table, split_cell
from factsheet.model import Clutter, ClutterKind, Span

FRAGMENT = re.compile(r"<([A-Z]+)>")
AGENCY = "AGENCY"
# A judgement, not a measure: a longer paragraph that ends in a credit is a report behind which somebody put the
# picture's credit, and so is one with words in quotation marks.
CAPTION_WORDS = 60
CLOSING_CHARACTERS = 600  # at the end of a paragraph, in which its credits begin; 60 words are some 400
PROSE_WORDS = 8  # from which a paragraph is a report's first, and no headline or byline above it
QUOTED = re.compile(r"[“”\"«»]")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+")
MONTHS_LETTERS = 3  # by which the months differ, also where they are shortened
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table."""

    kind: ClutterKind
    place: str  # opening, first, closing, line or within
    words: int  # the most that it may have
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Clutterer:
    """The rules of a language."""

    rules: tuple[Rule, ...]
    months: dict[str, int]  # by their first letters, in small ones

    def of(self, *places: str) -> Iterator[Rule]:
        """Yield the rules for some places, in the table's order."""
        return (rule for rule in self.rules if rule.place in places)


@cache
def load_clutter(language: str) -> Clutterer:
    """Compile the rules of a language from `clutter`, `clutter_fragments`, `agencies` and the months in `date_words`.

    A language without such tables has no rules: nothing of its texts is clutter.
    """
    if not has_table(language, "clutter"):
        return Clutterer((), {})
    names = {name for row in read_table(language, "agencies") for name in (row["name"], *split_cell(row["aliases"]))}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    known = {AGENCY: rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"}
    for row in read_table(language, "clutter_fragments"):
        known[row["name"]] = _filled(row["pattern"], known)
    rules = (
        Rule(ClutterKind(row["kind"]), row["place"], int(row["words"]), re.compile(_filled(row["pattern"], known)))
        for row in read_table(language, "clutter")
    )
    months = (row for row in read_table(language, "date_words") if row["class"] == "month")
    return Clutterer(tuple(rules), {row["word"][:MONTHS_LETTERS].casefold(): int(row["value"]) for row in months})


def _filled(pattern: str, known: dict[str, str]) -> str:
    """Put fragments into a pattern; a group is named where it stands first, for no name may stand twice."""
    filled = FRAGMENT.sub(lambda found: known[found[1]], pattern)
    head, name, rest = filled.partition("(?P<date>")
    return head + name + rest.replace("(?P<date>", "(?:")


# ---------------------------------------------------------------- finding


def find_clutter(text: str, language: str) -> tuple[Clutter, ...]:
    """Find what is no reporting.

    Args:
        text: of a document.
        language: its language, whose tables are used.

    Returns:
        Stretches of the text that do not overlap, in its order.
    """
    rules = load_clutter(language)
    paragraphs = paragraphs_of(text)
    lines = [one for span in paragraphs for one in _in_paragraph(text, span, rules)]
    return tuple(sorted(_apart((*lines, *_first(text, paragraphs, lines, rules), *_within(text, rules)))))


def without_clutter(text: str, clutter: Iterable[Clutter]) -> str:
    """Return a text with blanks in the place of what is no reporting, so that every offset holds."""
    pieces: list[str] = []
    end = 0
    for one in clutter:
        pieces += (text[end : one.span.start], re.sub(r"[^\n]", " ", one.span.of(text)))
        end = one.span.end
    return "".join((*pieces, text[end:]))


def day_of(text: str, clutter: Iterable[Clutter], language: str) -> str:
    """Return the day that a text bears in its dateline or stamp.

    Args:
        text: of a document.
        clutter: what was found in it.
        language: its language.

    Returns:
        The first that is a full one, EDTF; empty where there is none.
    """
    rules = load_clutter(language)
    words = (one.date.of(text) for one in clutter if one.date is not None and one.kind in ClutterKind.dated())
    return next((day for one in words if (day := _read_day(one, rules.months))), "")


def _read_day(words: str, months: dict[str, int]) -> str:
    """Read "March 3, 2024" or "2024-03-03"; empty where no year is stated."""
    year, numbers = YEAR.search(words), [int(one) for one in NUMBER.findall(words)]
    month = next((months[key] for one in re.findall(r"[^\W\d]+", words) if (key := one[:3].casefold()) in months), 0)
    if year is None or len(numbers) < (2 if month else 3):
        return ""
    day = numbers[-1] if not month else next(one for one in numbers if one != int(year[0]))
    return f"{year[0]}-{month or numbers[1]:02}-{day:02}" if 1 <= day <= 31 and (month or numbers[1]) <= 12 else ""


def _in_paragraph(text: str, span: Span, rules: Clutterer) -> Iterator[Clutter]:
    """Yield what one paragraph holds: all of it, or its opening and what closes it."""
    whole = next((one for rule in rules.of("line", "closing") if (one := _matched(rule, text, span))), None)
    if whole is not None:
        yield whole
        return
    opening = next((one for rule in rules.of("opening") if (one := _opened(rule, text, span))), None)
    if opening is not None:
        yield opening
    yield from _closing(text, Span(opening.span.end if opening else span.start, span.end), rules)


def _closing(text: str, span: Span, rules: Clutterer) -> Iterator[Clutter]:
    """Yield what closes a paragraph behind the end of a sentence; a caption is one with its picture's credit."""
    for found in SENTENCE_END.finditer(text, max(span.start, span.end - CLOSING_CHARACTERS), span.end):
        rest = Span(found.end(), span.end)
        one = next((one for rule in rules.of("closing") if (one := _matched(rule, text, rest))), None)
        if one is not None:
            yield Clutter(span, one.kind) if _is_caption(text, span, one.kind) else one
            return


def _is_caption(text: str, span: Span, kind: ClutterKind) -> bool:
    """Tell whether a paragraph that ends in a picture's credit is the picture's caption."""
    words = span.of(text)
    return kind is ClutterKind.PICTURE and len(words.split()) <= CAPTION_WORDS and not QUOTED.search(words)


def _first(text: str, paragraphs: Sequence[Span], found: Sequence[Clutter], rules: Clutterer) -> Iterator[Clutter]:
    """Yield the bare dateline of a report's first paragraph: "LVIV — ".

    The label of a turn looks the same, and comes again.
    """
    taken = {one.span.start for one in found}
    prose = (one for one in paragraphs if one.start not in taken and len(one.of(text).split()) >= PROSE_WORDS)
    first = next(prose, None)
    for rule in rules.of("first") if first else ():
        one = _opened(rule, text, first) if first else None
        if one is None:
            continue
        label = one.span.of(text).strip()
        if text[one.span.end].islower() or sum(p.of(text).startswith(label) for p in paragraphs) > 1:
            return
        yield one
        return


def _within(text: str, rules: Clutterer) -> Iterator[Clutter]:
    """Yield what may stand anywhere."""
    for rule in rules.of("within"):
        for found in rule.pattern.finditer(text):
            yield _clutter(rule.kind, found)


def _opened(rule: Rule, text: str, span: Span) -> Clutter | None:
    """Return what a rule finds at the start of a paragraph in which more follows."""
    found = rule.pattern.match(text, span.start, span.end)
    fits = found is not None and found.end() < span.end and len(found[0].split()) <= rule.words
    return _clutter(rule.kind, found) if found is not None and fits else None


def _matched(rule: Rule, text: str, span: Span) -> Clutter | None:
    """Return a stretch as clutter if a rule finds all of it."""
    if len(span.of(text).split()) > rule.words:
        return None
    found = rule.pattern.fullmatch(text, span.start, span.end)
    return _clutter(rule.kind, found) if found is not None else None


def _clutter(kind: ClutterKind, found: re.Match[str]) -> Clutter:
    """Make a record of a match."""
    groups = found.re.groupindex
    dated = "date" in groups and found["date"]
    span = found.span("clutter" if "clutter" in groups else 0)
    return Clutter(Span(*span), kind, Span(*found.span("date")) if dated else None)


def _apart(found: Iterable[Clutter]) -> Iterator[Clutter]:
    """Yield stretches that do not overlap: of two that do, the longer."""
    end = 0
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if one.span.start >= end:
            end = one.span.end
            yield one
