"""The readers' room: where a line of a text file ends but its paragraph goes on; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from factsheet.readers.lines import ENDED, ITEM

WIDEST = 120  # characters of a line that was broken to fit a page or a screen; whole paragraphs are longer
NARROWEST = 40
FULL = 0.9  # of the width: some programs break lines a little earlier, so that they end alike
SHARE = 0.8  # of the line ends within paragraphs, at which the next word had no room, where a file's lines were broken
LEAST = 3  # such line ends, else it may be chance
# What no line goes on with, and what none goes on from: Markdown's headings, tables, rules and quoted lines, an item of
# a list, a hard line break.
BEGINS = re.compile(rf"[#>|=~`+]|[-_*]{{2}}|{ITEM.pattern}")
STANDS_ALONE = re.compile(r"\s*(?:[#|>]|[-=_*~`]{2})|.*(?: {2}|\\)$")
LABEL = re.compile(r"(?:[^\W\d_][\w.'’-]*\s){0,3}[^\W\d_][\w.'’-]*:(?:\s|$)")  # of a turn: "Jane Roe: Yes."

Line = tuple[int, str]  # where it begins in the text, and the line


def find_wraps(text: str) -> tuple[int, ...]:
    r"""Find the line ends at which a paragraph goes on.

    A line goes on where the next one begins with a small letter and no sentence ends before it. Where most lines of a
    text are as long as they can be without the next one's first word, they were broken to fit, and each of these goes
    on: "The harbour will not be sold to\nanybody. The port had asked." Lines that are paragraphs, turns of a talk,
    verses or items of a list end where they like, and stay.

    Args:
        text: of a file, with "\n" for newlines.

    Returns:
        Their offsets, in ascending order.
    """
    blocks = [block for block in _blocks(text) if len(block) > 1]
    pairs = [pair for block in blocks for pair in _pairs(block)]
    width = _width(blocks, pairs)
    return tuple(start - 1 for before, (start, line) in pairs if _goes_on(before, line, width))


def _blocks(text: str) -> Iterator[Sequence[Line]]:
    """Yield the lines that stand below each other without an empty one between."""
    start, lines = 0, list[Line]()
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    return (list(block) for filled, block in groupby(lines, key=lambda one: bool(one[1].strip())) if filled)


def _pairs(block: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Yield each line of a block but the first behind the words of the one before, where the two may be one."""
    for (_, before), (start, line) in pairwise(block):
        words = line.lstrip()
        deeper = len(line) - len(words) > len(before) - len(before.lstrip()) and not ITEM.match(before.lstrip())
        if not (deeper or BEGINS.match(words) or _is_turn(words) or STANDS_ALONE.match(before)):
            yield before, (start, line)


def _is_turn(words: str) -> bool:
    """Tell whether a line begins with the label of a turn: "Jane Roe: Nobody came."."""
    return bool(LABEL.match(words)) and not words[0].islower()


def _width(blocks: Sequence[Sequence[Line]], pairs: Sequence[tuple[str, Line]]) -> int:
    """Return the width to which lines were broken; 0 where they were not."""
    lengths = sorted(len(line.rstrip()) for block in blocks for _, line in block if " " in line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    if not NARROWEST <= width <= WIDEST:
        return 0
    full = [_is_full(before, line, width) for before, (_, line) in pairs]
    return width if sum(full) >= max(LEAST, SHARE * len(full)) else 0


def _is_full(before: str, line: str, width: int) -> bool:
    """Tell whether the first word of a line had hardly any room on the one before."""
    return len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > FULL * width


def _goes_on(before: str, line: str, width: int) -> bool:
    """Tell whether a paragraph goes on from a line to the next."""
    small = line.lstrip()[0].islower() and not ENDED.search(before.rstrip())
    return small or bool(width and _is_full(before, line, width))
