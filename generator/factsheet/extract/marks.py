"""Extraction, quotation marks: pairs them by kind and nesting, one paragraph at a time.

An unbalanced mark costs its own paragraph at most. Apostrophes, feet and inches are no marks.
`glyphs.py` says what each can do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.extract.glyphs import CLOSERS, INTRODUCING, PAUSES, REACH, Mark, can_close, read_marks, trimmed
from factsheet.model import Oddity, Span

PARAGRAPH = re.compile(r"[^\n]+(?:\n+|$)|\n+")
SURE = ",!?"  # no apostrophe stands behind one of these
UNCLOSED, UNOPENED = "opens a quotation that is not closed", "closes a quotation that was not opened"


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


@dataclass(frozen=True, slots=True)
class _Pair:
    """An opening mark and the place of what closes it, an empty one where that is missing."""

    mark: Mark
    start: int
    end: int
    continues: bool = False


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Cut a text into paragraphs, each with the line ends that follow it.

    Returns:
        Spans that follow each other without a gap and together cover the whole text.
    """
    return tuple(Span(*match.span()) for match in PARAGRAPH.finditer(text))


def pair_marks(text: str) -> Marks:
    """Pair the quotation marks of a text.

    A mark left open runs to the end of its paragraph; where the next paragraph opens with such a mark again, it is the
    same quotation running on (Chicago Manual of Style 13.30; French repeats » or « there), else it is an oddity. In
    its paragraph it ends before a mark of its own that begins another quotation. Of single marks, which may be
    apostrophes, one is taken to be left open only where it introduces words inside a quotation or runs on.

    Args:
        text: a document's whole text.

    Returns:
        The quoted segments, nested ones behind the one they stand in, and an oddity for each unbalanced mark.
    """
    segments: list[Segment] = []
    oddities: list[Oddity] = []
    paragraphs = [span for span in split_paragraphs(text) if span.of(text).strip()]
    read = [read_marks(text, span) for span in paragraphs]
    running = False
    for number, (span, marks) in enumerate(zip(paragraphs, read, strict=True)):
        following = _leading(text, paragraphs[number + 1], read[number + 1]) if number + 1 < len(read) else ()
        pairing = _Pairing(text, span, _repeated(marks) if running else marks, {mark.kind for mark in following})
        pairs = pairing.pairs()
        segments += _nest(pairs, len(segments))
        oddities += pairing.oddities
        running = any(pair.continues and pair.mark.glyph == "«" for pair in pairs)
    return Marks(tuple(segments), tuple(oddities))


def _leading(text: str, paragraph: Span, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks with which a paragraph opens."""
    at, found = paragraph.start, list[Mark]()
    for mark in marks:
        if text[at : mark.start].strip() or not (mark.glyph == "»" or (mark.opens and not mark.doubtful)):
            break
        found.append(mark)
        at = mark.end
    return found


def _repeated(marks: Sequence[Mark]) -> list[Mark]:
    """Let a » open that repeats, at the start of a paragraph, the « that an earlier one left open."""
    first = marks[0]
    if first.glyph != "»":
        return list(marks)
    return [replace(first, glyph="«", opens=True, closes=False, doubtful=False), *marks[1:]]


# ---------------------------------------------------------------- pairing


class _Pairing:
    """The marks of one paragraph, read from left to right with a stack of those that are open."""

    def __init__(self, text: str, paragraph: Span, marks: Sequence[Mark], following: set[str]) -> None:
        """Pair nothing yet; `following` are the kinds of marks with which the next paragraph opens."""
        self.text = text
        self.end = paragraph.start + len(paragraph.of(text).rstrip())
        self.marks = marks
        self.following = following
        self.stack: list[Mark] = []
        self.found: list[_Pair] = []
        self.oddities: list[Oddity] = []

    def pairs(self) -> list[_Pair]:
        """Pair the marks and return the pairs, in no order."""
        for at, mark in enumerate(self.marks):
            level = self._closed_by(at)
            if level is not None:
                self._leave_open(level + 1, mark.start)
                self.found.append(_Pair(self.stack.pop(), mark.start, mark.end))
            elif self._begins(at):
                self._open(at)
            else:
                self._stray(mark)
        self._leave_open(0, self.end)
        return self.found

    def _closed_by(self, at: int) -> int | None:
        """Return the place in the stack of the mark that this one closes, the innermost that fits, or None."""
        mark = self.marks[at]
        fitting = [level for level in range(len(self.stack) - 1, -1, -1) if can_close(self.stack[level], mark)]
        if not fitting:
            return self._misplaced(at)
        level = next((level for level in fitting if self._is_partner(at, level)), fitting[0])
        if mark.doubtful and self._better_follows(at, self.stack[level]):
            return None
        return None if mark.kind == "single" and self._crosses(at, level) else level

    def _is_partner(self, at: int, level: int) -> bool:
        """Tell whether an open mark is the proper partner of this one and finds no later one."""
        opened, mark = self.stack[level], self.marks[at]
        if CLOSERS[opened.glyph][0] != mark.glyph:
            return False
        return level == len(self.stack) - 1 or not self._closers_before_opener(at, opened)

    def _misplaced(self, at: int) -> int | None:
        """Return the place of the mark that a ” closes behind a misplaced space: “We lost. ”Tomas said."""
        mark = self.marks[at]
        if mark.glyph != "”" or mark.pause not in PAUSES or self._nests(at):
            return None
        return next((n for n in range(len(self.stack) - 1, -1, -1) if self.stack[n].glyph == "“"), None)

    def _better_follows(self, at: int, opened: Mark) -> bool:
        """Tell whether later marks close all that is open of a kind, so that this one need not."""
        same = sum(other.kind == opened.kind for other in self.stack)
        return self._closers_before_opener(at, opened) >= same

    def _closers_before_opener(self, at: int, opened: Mark) -> int:
        """Count the later marks that surely close an open one, up to the next that opens another of its kind."""
        count = 0
        for later in self._after(at):
            if later.kind != opened.kind or (later.doubtful and not (opened.doubtful and later.opens)):
                continue
            if later.opens:
                break
            count += can_close(opened, later)
        return count

    def _crosses(self, at: int, level: int) -> bool:
        """Tell whether marks of another kind are open inside an open one, and are closed later."""
        inner = [other for other in self.stack[level + 1 :] if other.kind != "single"]
        return any(can_close(other, later) for other in inner for later in self._after(at))

    def _begins(self, at: int) -> bool:
        """Tell whether a mark opens a quotation; a doubtful or loose one does only where something closes it."""
        mark = self.marks[at]
        if not mark.opens or (mark.loose and mark.glyph != "«" and not self._next_closes(at)):
            return False
        if not mark.doubtful:
            return True
        return not any(other.kind == mark.kind for other in self.stack) and self._closers_before_opener(at, mark) > 0

    def _next_closes(self, at: int) -> bool:
        """Tell whether the next mark that fits closes rather than opens."""
        mark = self.marks[at]
        later = next((later for later in self._after(at) if later.kind == mark.kind), None)
        return later is not None and can_close(mark, later) and (later.loose or not later.opens)

    def _open(self, at: int) -> None:
        """Open a quotation; the same mark left open before it ends here, or stays where this one is too much."""
        mark = self.marks[at]
        same = next((level for level, other in enumerate(self.stack) if other.glyph == mark.glyph), None)
        if same is not None and not self._nests(at):
            if not self._supersedes(mark, self.stack[same]):
                self._stray(mark)
                return
            self._leave_open(same, trimmed(self.text, mark.start))
        self.stack.append(mark)

    def _supersedes(self, mark: Mark, opened: Mark) -> bool:
        """Tell whether a mark begins a quotation of its own, where only one of it and an open one can be closed."""
        return mark.pause in PAUSES or (mark.single and opened.pause not in INTRODUCING)

    def _nests(self, at: int) -> bool:
        """Tell whether enough marks follow to close this one and all of its kind that are open."""
        mark = self.marks[at]
        depth = 1 + sum(other.kind == mark.kind for other in self.stack)
        for later in self._after(at):
            if later.doubtful and later.single:
                continue
            if can_close(mark, later):
                depth -= 1
            elif later.kind == mark.kind and later.opens:
                depth += 1
            if not depth:
                return True
        return False

    def _leave_open(self, level: int, end: int) -> None:
        """End the quotations from a place in the stack on where nothing closes them."""
        for opened in self.stack[level:]:
            runs_on = end == self.end and opened.kind in self.following
            if opened.single and not self._is_kept(opened, runs_on):
                continue
            if self.text[opened.end : end].strip():
                self.found.append(_Pair(opened, end, end, runs_on))
            if not runs_on:
                self._odd(opened, UNCLOSED)
        del self.stack[level:]

    def _is_kept(self, opened: Mark, runs_on: bool) -> bool:
        """Tell whether a single mark that nothing closes is one at all, rather than an apostrophe or a foreign letter.

        Names such as ‘Ali Hassan begin with it, too; so only inside a quotation does it open one of its own.
        """
        if opened.doubtful or opened.pause not in INTRODUCING:
            return False
        nested = opened is not self.stack[0]
        if not nested and not runs_on and opened.pause == ":":
            self._odd(opened, UNCLOSED)
        return nested or runs_on

    def _stray(self, mark: Mark) -> None:
        """Report a mark that was not paired, unless it may be an apostrophe or inches."""
        if mark.doubtful or (mark.single and (mark.opens or mark.pause not in SURE)):
            return
        self._odd(mark, UNCLOSED if mark.opens and not mark.loose else UNOPENED)

    def _odd(self, mark: Mark, message: str) -> None:
        """Note that a mark is odd."""
        self.oddities.append(Oddity(span=Span(mark.start, mark.end), message=f"the mark {mark.glyph} {message}"))

    def _after(self, at: int) -> Iterator[Mark]:
        """Yield the next marks behind one."""
        return (self.marks[later] for later in range(at + 1, min(at + 1 + REACH, len(self.marks))))


def _nest(pairs: Sequence[_Pair], offset: int) -> list[Segment]:
    """Order pairs by start and name for each the innermost one around it, counted from an offset."""
    segments: list[Segment] = []
    around: list[int] = []
    for pair in sorted(pairs, key=lambda pair: (pair.mark.start, -pair.end)):
        outer = Span(pair.mark.start, pair.end)
        while around and not segments[around[-1]].outer.covers(outer):
            around.pop()
        parent = around[-1] + offset if around else None
        span, closed = Span(pair.mark.end, pair.start), pair.end > pair.start
        segments.append(Segment(span, outer, pair.mark.single, parent, closed, pair.continues))
        around.append(len(segments) - 1)
    return segments
