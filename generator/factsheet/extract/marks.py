"""Extraction, quotation marks: pairs them by kind and nesting, one paragraph at a time.

An unbalanced mark costs its own paragraph at most. Apostrophes, feet and inches are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factsheet.model import Oddity, Span

PARAGRAPH = re.compile(r"[^\n]+(?:\n+|$)|\n+")
MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚‛'‹›`]")
CLOSERS = {
    '"': '"”',
    "“": '”"“',
    "”": '”"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "``": "''\"",
    "''": "''",
    "‘": "’'",
    "‚": "‘’",
    "‛": "’'",
    "'": "'’",
    "`": "'’",
    "‹": "›",
}
SINGLES = "‘’‚‛'`‹›"
ALWAYS_OPEN = ("“", "„", "‟", "‘", "‚", "‛", "``", "‹")
OPENING_CONTEXT = "([{-–—/‘“'\"«…:¿¡"
ELISION = re.compile(r"(?:\d\ds?|em|til|cause|tis|twas|n|round|bout|cos)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """The text between a pair of quotation marks."""

    span: Span  # without the marks
    outer: Span  # with them; ends where the text ends when the closing mark is missing
    single: bool
    parent: int | None = None  # index of the segment in which it is nested
    closed: bool = True
    continues: bool = False  # its quotation goes on in the next paragraph


@dataclass(frozen=True, slots=True)
class Marks:
    """All quoted segments of a text, by start, and what is odd about its marks."""

    segments: tuple[Segment, ...]
    oddities: tuple[Oddity, ...]


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one."""

    mark: str
    start: int
    end: int


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Cut a text into paragraphs, each with the line ends that follow it.

    Returns:
        Spans that follow each other without a gap and together cover the whole text.
    """
    return tuple(Span(*match.span()) for match in PARAGRAPH.finditer(text))


def pair_marks(text: str) -> Marks:
    """Pair the quotation marks of a text.

    A mark left open runs to the end of its paragraph; where the next paragraph opens with a mark again, it is the
    same quotation running on (Chicago Manual of Style 13.30), else it is an oddity.

    Args:
        text: a document's whole text.

    Returns:
        The quoted segments, nested ones behind the one they stand in, and an oddity for each unbalanced mark.
    """
    segments: list[Segment] = []
    oddities: list[Oddity] = []
    paragraphs = [span for span in split_paragraphs(text) if span.of(text).strip()]
    for number, paragraph in enumerate(paragraphs):
        found, odd = _pair_paragraph(text, paragraph)
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        for segment in found:
            index = segment.parent + len(segments) if segment.parent is not None else None
            runs_on = not segment.closed and following is not None and _opens_with_mark(text, following)
            found[found.index(segment)] = replace(segment, parent=index, continues=runs_on)
            if runs_on:
                odd = [o for o in odd if o.span.start != segment.outer.start]
        segments += found
        oddities += odd
    return Marks(tuple(segments), tuple(oddities))


def _opens_with_mark(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph's first character opens a quotation."""
    first = MARK.match(text, paragraph.start + len(paragraph.of(text)) - len(paragraph.of(text).lstrip()))
    return first is not None and _can_open(text, first.start(), first.end())


def _pair_paragraph(text: str, paragraph: Span) -> tuple[list[Segment], list[Oddity]]:
    """Pair the marks of one paragraph with a stack; parents are indexes into the returned list."""
    end = paragraph.start + len(paragraph.of(text).rstrip())
    closed: list[tuple[_Open, int, int]] = []
    stack: list[_Open] = []
    oddities: list[Oddity] = []
    marks = list(_marks(text, paragraph.start, end))
    for position, match in enumerate(marks):
        mark, start, stop = match
        level = _closes(text, stack, mark, start, stop, marks[position + 1 :])
        if level is not None:
            closed.append((stack[level], start, stop))
            del stack[level:]
        elif _can_open(text, start, stop) and not _reopens(stack, mark, marks[position + 1 :]):
            stack.append(_Open(mark, start, stop))
        elif mark not in SINGLES and not (mark == '"' and text[start - 1 : start].isdigit()):
            oddities.append(
                Oddity(span=Span(start, stop), message=f"the mark {mark} closes a quotation that was not opened")
            )
    for opened in stack:
        if opened.mark in SINGLES:
            continue
        closed.append((opened, end, end))
        oddities.append(
            Oddity(
                span=Span(opened.start, opened.end),
                message=f"the mark {opened.mark} opens a quotation that is not closed",
            )
        )
    return _nest(closed), oddities


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the quotation marks of text[start:end], apostrophes and inches left out."""
    for match in MARK.finditer(text, start, end):
        mark, before, after = (
            match.group(),
            text[match.start() - 1 : match.start()],
            text[match.end() : match.end() + 1],
        )
        if mark in "'’‘`" and (before.isalnum() and after.isalnum()):
            continue
        if mark in "'’" and not before.isalnum() and ELISION.match(text, match.end()):
            continue
        if mark in "'’" and before.isdigit() and not after.isalpha() and mark == "'":
            continue
        yield mark, match.start(), match.end()


def _can_open(text: str, start: int, end: int) -> bool:
    """Tell whether a mark looks like an opening one: nothing but space or a bracket before it, text after it."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not after or after.isspace() or text[start:end] == "›":
        return False
    if text[start:end] in ALWAYS_OPEN and not before.isalnum():
        return True
    return not before or before.isspace() or before in OPENING_CONTEXT


def _can_close(text: str, start: int, end: int) -> bool:
    """Tell whether a mark looks like a closing one: text before it, no letter after it."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return bool(before) and not before.isspace() and not after.isalnum()


def _closes(
    text: str, stack: list[_Open], mark: str, start: int, end: int, rest: list[tuple[str, int, int]]
) -> int | None:
    """Return the index in the stack of the mark that this one closes, the innermost that fits, or None."""
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level]
        if mark in CLOSERS.get(opened.mark, "") and start > opened.end and _can_close(text, start, end):
            if mark == "“" and _can_open(text, start, end):
                return None
            return None if mark in "'’" and _is_plural_possessive(text, start, end, rest) else level
    return None


def _is_plural_possessive(text: str, start: int, end: int, rest: list[tuple[str, int, int]]) -> bool:
    """Tell whether a single mark is an apostrophe ("the workers' rights") because a better closing mark follows."""
    if text[start - 1 : start] not in ("s", "z", "x") or not re.match(r" [a-z]", text[end : end + 2]):
        return False
    for mark, later, stop in rest:
        if mark in "‘`" or (mark == "'" and _can_open(text, later, stop)):
            return False
        if mark in "'’" and _can_close(text, later, stop):
            return True
    return False


def _reopens(stack: list[_Open], mark: str, rest: list[tuple[str, int, int]]) -> bool:
    """Tell whether an opening mark repeats one that is open although too few closing marks follow for both."""
    same = [opened for opened in stack if opened.mark == mark]
    return bool(same) and sum(later in CLOSERS[mark] and later != mark for later, _, _ in rest) <= len(same)


def _nest(pairs: list[tuple[_Open, int, int]]) -> list[Segment]:
    """Order pairs by start and name for each the innermost one around it."""
    segments: list[Segment] = []
    around: list[int] = []
    for opened, start, end in sorted(pairs, key=lambda pair: (pair[0].start, -pair[2])):
        outer = Span(opened.start, end)
        while around and not segments[around[-1]].outer.covers(outer):
            around.pop()
        segments.append(
            Segment(Span(opened.end, start), outer, opened.mark in SINGLES, around[-1] if around else None, end > start)
        )
        around.append(len(segments) - 1)
    return segments
