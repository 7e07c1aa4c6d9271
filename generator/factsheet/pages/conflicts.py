"""Conflict boxes: how a page shows what a person and the machine both changed; pure.

In the body the person's words stand between an opening comment and a box with the machine's proposal:

    <!-- conflict 5d1f0a -->
    Baku is a city.
    !!! conflict "Yours stands above; the generator would write this instead"

            Baku is a capital.

        Keep one of the two, and delete the rest of this box.
    <!-- /conflict 5d1f0a -->

In front matter the proposal stands as comments under the person's value. A base carries the same boxes: there they
say what the person was asked, so that the answer is remembered; the words in them are the old ancestor's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile
from typing import Literal

from factsheet.pages.diff3 import Lines

BOM = "\ufeff"
COMMENT = re.compile(r"<!-- (/?)conflict ([0-9a-f]{6}) -->")  # opening and closing; the digits are the proposal's
BOX = '!!! conflict "'
INSTEAD = f'{BOX}Yours stands above; the generator would write this instead"'
NOTHING = f'{BOX}Yours stands above; the generator would write nothing here"'
KEEP = "    Keep one of the two, and delete the rest of this box."
CODE = " " * 8  # a block of code inside a box: the proposal is shown to the character
MARK = "#! "  # begins every line of a box in front matter
KEY = re.compile(r"#! conflict over (\S+):")
KEEP_KEY = f"{MARK}Keep one of the two, and delete these comments."
Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A place that the person and the machine changed in different ways; the person's words stand on the page."""

    key: str  # the front-matter key; empty in the body
    line: int  # 1-based: where the person's words stand, or where the box does if they are none
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A conflict box and its place among the lines of a page, 0-based, ends exclusive."""

    key: str
    start: int  # of the opening comment, if there is one
    words: int  # of the person's words
    box: int  # where they end and the box begins
    end: int
    proposal: Lines
    whole: bool  # to the character as the machine draws it


@dataclass(frozen=True, slots=True)
class Cut:
    """The lines of a page without boxes, and where the person's words of each box stand among them."""

    lines: Lines
    boxes: tuple[Box, ...] = ()

    def proposed(self) -> Lines:
        """Return the lines of the body and the front matter with every proposal in place of the person's words."""
        lines = list(self.lines)
        for box in reversed(self.boxes):
            lines[box.words : box.box] = box.proposal
        return tuple(lines)


def conflicts(text: str) -> tuple[Conflict, ...]:
    """List the conflicts of a page that nobody has settled yet.

    Args:
        text: a page, with any line endings.

    Returns:
        The conflicts in the order of the page.
    """
    lines = split_lines(text)
    return tuple(
        Conflict(
            key=box.key,
            line=box.words + 1,
            mine="\n".join(lines[box.words : box.box]),
            theirs="\n".join(box.proposal),
        )
        for box in find_boxes(lines)
    )


def settle(text: str, which: int, side: Side) -> str:
    """Settle one conflict of a page: one of the two stays, the box goes.

    Args:
        text: a page, with any line endings.
        which: the place of the conflict in `conflicts(text)`, 0-based.
        side: whose words stay.

    Returns:
        The page, everything else to the character as it was.

    Raises:
        IndexError: when the page has no such conflict.
    """
    box = find_boxes(split_lines(text))[which]
    ends = "\r" if "\r\n" in text else ""
    lines = text.split("\n")
    kept = lines[box.words : box.box] if side == "mine" else [line + ends for line in box.proposal]
    return "\n".join((*lines[: box.start], *kept, *lines[box.end :]))


def split_lines(text: str) -> Lines:
    """Split a page into lines without their endings and without a byte order mark."""
    whole = text.removeprefix(BOM).removesuffix("\n")
    return tuple(line.removesuffix("\r") for line in whole.split("\n")) if text else ()


def find_boxes(lines: Sequence[str]) -> list[Box]:
    """Find the boxes of a page, in order, also those in which somebody has written."""
    cut = _front_size(lines)
    return [*_find_keys(lines[:cut]), *_find_passages(lines, cut)]


def take_out(lines: Lines, asked: Collection[tuple[str, Lines]] | None = None) -> Cut:
    """Take boxes out of a page; what people wrote into a box makes it theirs, and it stays.

    Args:
        lines: the page.
        asked: keys and proposals; only boxes with these are taken out, and comments that people left of them. None
            for all boxes.

    Returns:
        The other lines, and the boxes with their places among these.
    """
    boxes = find_boxes(lines)
    known = [box for box in boxes if asked is None or (box.whole and (box.key, box.proposal) in asked)]
    others = {at for box in boxes if box not in known for at in (box.start, box.end - 1)}
    gone = {at for box in known for at in (*range(box.start, box.words), *range(box.box, box.end))}
    gone |= set(_leavings(lines, {_code(proposal) for key, proposal in asked or () if not key})) - others
    place = [0, *accumulate(at not in gone for at in range(len(lines)))]
    return Cut(
        tuple(line for at, line in enumerate(lines) if at not in gone),
        tuple(
            replace(box, start=place[box.start], words=place[box.words], box=place[box.box], end=place[box.end])
            for box in known
        ),
    )


def draw_passage(words: Lines, proposal: Lines) -> Lines:
    """Draw the box of a passage around the person's words."""
    shown = (INSTEAD, "", *(CODE + line if line else "" for line in proposal), "") if proposal else (NOTHING, "")
    code = _code(proposal)
    return (f"<!-- conflict {code} -->", *words, *shown, KEEP, f"<!-- /conflict {code} -->")


def draw_key(key: str, proposal: Lines) -> Lines:
    """Draw the box of a front-matter key, which stands under its value."""
    would = "would write this instead" if proposal else "would leave it out"
    first = f"{MARK}conflict over {key}: yours stands above; the generator {would}"
    return (first, *(MARK + line for line in proposal), KEEP_KEY)


def _code(proposal: Lines) -> str:
    """Tell a proposal in a few characters."""
    return hashlib.sha256("\n".join(proposal).encode()).hexdigest()[:6]


def _leavings(lines: Lines, codes: Collection[str]) -> Iterator[int]:
    """Yield the lines that hold nothing but a comment of one of these boxes."""
    if codes:
        yield from (at for at, line in enumerate(lines) if (found := COMMENT.fullmatch(line)) and found[2] in codes)


def _front_size(lines: Sequence[str]) -> int:
    """Count the lines of the front matter, its two lines of hyphens among them."""
    if not lines or lines[0].rstrip(" \t") != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines) if at and line.rstrip(" \t") == "---"), 0)


def _find_keys(lines: Sequence[str]) -> Iterator[Box]:
    """Find the boxes in front matter."""
    for at, line in enumerate(lines):
        if found := KEY.match(line):
            key = found[1]
            end = at + 1
            while end < len(lines) and lines[end].startswith(MARK) and lines[end - 1] != KEEP_KEY:
                end += 1
            proposal = tuple(one.removeprefix(MARK) for one in lines[at + 1 : end] if one != KEEP_KEY)
            whole = tuple(lines[at:end]) == draw_key(key, proposal)
            words = _key_line(lines[:at], key)
            yield Box(key=key, start=words, words=words, box=at, end=end, proposal=proposal, whole=whole)


def _key_line(lines: Sequence[str], key: str) -> int:
    """Find the key whose value a box stands under; the place of the box where the person took the key away."""
    wanted = re.compile(rf"""(["']?){re.escape(key)}\1[ \t]*:""")
    return next((at for at, line in enumerate(lines) if wanted.match(line)), len(lines))


def _find_passages(lines: Sequence[str], start: int) -> Iterator[Box]:
    """Find the boxes in the body; a box whose opening comment somebody deleted has no words of the person."""
    opened: dict[str, int] = {}
    for at in range(start, len(lines)):
        if (found := COMMENT.fullmatch(lines[at])) and not found[1]:
            opened[found[2]] = at
        elif lines[at].startswith(BOX):
            end = _box_end(lines, at)
            closing = COMMENT.fullmatch(lines[end - 1])
            begin = opened.pop(closing[2], None) if closing else None
            words = at if begin is None else begin + 1
            proposal = _proposal(lines[at + 1 : end])
            drawn = draw_passage((), proposal)[1:]
            yield Box(
                key="",
                start=words if begin is None else begin,
                words=words,
                box=at,
                end=end,
                proposal=proposal,
                whole=tuple(lines[at:end]) == drawn,
            )


def _box_end(lines: Sequence[str], at: int) -> int:
    """Find the end of a box: its closing comment, or its last indented line where somebody deleted that."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    if end < len(lines) and COMMENT.fullmatch(lines[end]):
        return end + 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _proposal(lines: Sequence[str]) -> Lines:
    """Read the proposal in a box, below its title."""
    code = tuple(takewhile(lambda line: not line.strip() or line.startswith(CODE), lines[1:]))
    return tuple(line.removeprefix(CODE) for line in code[:-1])
