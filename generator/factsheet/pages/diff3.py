"""Three-way merge of sequences: what two sides made of a common ancestor (Khanna, Kunal and Pierce 2007, "diff3")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hunk:
    """What one side put in the place of some lines of the base."""

    start: int  # in the base, 0-based
    end: int  # exclusive; equal to start where lines were only added
    lines: Lines


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the base and what became of it."""

    base: Lines
    mine: Lines
    theirs: Lines
    merged: Lines
    conflict: bool = False


def merge_lines(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Region]:
    """Merge two descendants of a sequence.

    Changes that only touch are both taken. Lines that both sides added at one place are all kept, theirs first, and
    once where one side has the other's already.
    Where both changed the same lines in different ways, mine stay and the region is a conflict.

    Args:
        base: the common ancestor.
        mine: the person's.
        theirs: the machine's.

    Yields:
        The regions in order; together they cover all three sequences.
    """
    yield from merge_changes(base, hunks(base, mine), hunks(base, theirs))


def merge_changes(base: Sequence[str], mine: Sequence[Hunk], theirs: Sequence[Hunk]) -> Iterator[Region]:
    """Merge what two sides did to a sequence, as `merge_lines` does."""
    changes = mine, theirs
    left, right = list(_part(*changes)), list(_part(*reversed(changes)))
    place = 0
    while left or right:
        start, end, ours, others = _next_group(left, right)
        if place < start:
            yield _kept(tuple(base[place:start]))
        before = tuple(base[start:end])
        yield decide(before, apply(before, start, ours), apply(before, start, others))
        place = end
    if place < len(base):
        yield _kept(tuple(base[place:]))


def hunks(base: Sequence[str], other: Sequence[str]) -> list[Hunk]:
    """Return the changes that lead from the base to the other sequence, in order."""
    head, tail = _equal_ends(base, other)
    old, new = base[head : len(base) - tail], other[head : len(other) - tail]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    opcodes = matcher.get_opcodes()
    changes = [Hunk(a + head, b + head, tuple(new[c:d])) for tag, a, b, c, d in opcodes if tag != "equal"]
    return _slide(base, changes)


def hunks_around(base: Sequence[str], other: Sequence[str], pairs: Sequence[tuple[range, range]]) -> list[Hunk]:
    """Return the changes that lead from the base to the other sequence, where some stretches are known to belong.

    Args:
        base: the base.
        other: the other sequence.
        pairs: stretches of the base and those of the other that stand for them, in order.

    Returns:
        The changes in order.
    """
    result: list[Hunk] = []
    old = new = 0
    for before, after in (*pairs, (range(len(base), len(base)), range(len(other), len(other)))):
        between = hunks(base[old : before.start], other[new : after.start])
        result += [Hunk(one.start + old, one.end + old, one.lines) for one in between]
        if base[before.start : before.stop] != other[after.start : after.stop]:
            result.append(Hunk(before.start, before.stop, tuple(other[after.start : after.stop])))
        old, new = before.stop, after.stop
    return result


def _slide(base: Sequence[str], changes: list[Hunk]) -> list[Hunk]:
    """Move what was only added or only taken out down among equal lines, so that one change has one place."""
    result: list[Hunk] = []
    limit = len(base) + 1
    for hunk in reversed(changes):
        start, end, lines = hunk.start, hunk.end, hunk.lines
        while not (lines and start < end) and end + 1 < limit and base[end] == (lines[0] if lines else base[start]):
            start, end, lines = start + 1, end + 1, (*lines[1:], *lines[:1])
        result.append(Hunk(start, end, lines))
        limit = start
    return result[::-1]


def _equal_ends(base: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Count the equal lines at the beginning and at the end: matching takes the square of what lies between."""
    size = min(len(base), len(other))
    head = next((at for at in range(size) if base[at] != other[at]), size)
    tail = next((at for at in range(size - head) if base[-1 - at] != other[-1 - at]), size - head)
    return head, tail


def decide(base: Lines, mine: Lines, theirs: Lines) -> Region:
    """Merge one region that at least one side changed."""
    if mine in (base, theirs):
        return Region(base, mine, theirs, theirs)
    if theirs == base:
        return Region(base, mine, theirs, mine)
    both = _both(base, mine, theirs)
    return Region(base, mine, theirs, mine if both is None else both, conflict=both is None)


def apply(base: Lines, offset: int, changes: Sequence[Hunk]) -> Lines:
    """Apply hunks to the stretch of the base that begins at `offset`."""
    result: list[str] = []
    place = 0
    for hunk in changes:
        result += (*base[place : hunk.start - offset], *hunk.lines)
        place = hunk.end - offset
    return (*result, *base[place:])


def _next_group(left: list[Hunk], right: list[Hunk]) -> tuple[int, int, list[Hunk], list[Hunk]]:
    """Take from both lists the first hunk and all that collide with it, directly or in a chain."""
    queues, groups = (left, right), ([], [])  # type: tuple[list[Hunk], list[Hunk]], tuple[list[Hunk], list[Hunk]]
    side = min((0, 1), key=lambda index: _order(queues[index]))
    first = queues[side].pop(0)
    groups[side].append(first)
    start, end = first.start, first.end
    grown = True
    while grown:
        grown = False
        for queue, group in zip(queues, groups, strict=True):
            while queue and _collide(start, end, queue[0]):
                group.append(queue.pop(0))
                end = max(end, group[-1].end)
                grown = True
    return start, end, groups[0], groups[1]


def _order(queue: list[Hunk]) -> tuple[float, float]:
    """Sort by place; what was only added at a place comes before what replaces the line that follows it."""
    return (queue[0].start, queue[0].end) if queue else (float("inf"), 0)


def _collide(start: int, end: int, hunk: Hunk) -> bool:
    """Tell whether a later hunk shares lines with a region, stands inside it, or adds at the same place."""
    return hunk.start < end or (start == end == hunk.start == hunk.end)


def _kept(lines: Lines) -> Region:
    """Return the region of lines that nobody changed."""
    return Region(lines, lines, lines, lines)


def _part(changes: Sequence[Hunk], others: Sequence[Hunk]) -> Iterator[Hunk]:
    """Part from a replacement the lines that the other side added right before or behind it: they are one addition."""
    before = {hunk.start: hunk.lines for hunk in others if hunk.start == hunk.end}
    for hunk in changes:
        start, end, lines = hunk.start, hunk.end, hunk.lines
        head = before.get(start, ()) if start < end else ()
        if head and lines[: len(head)] == head:
            yield Hunk(start, start, head)
            lines = lines[len(head) :]
        tail = before.get(end, ()) if start < end else ()
        if tail and lines[-len(tail) :] == tail:
            yield Hunk(start, end, lines[: -len(tail)])
            yield Hunk(end, end, tail)
        else:
            yield Hunk(start, end, lines)


def _both(base: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """Keep what both sides wrote: once where one holds the other's lines, both where nothing stood; else None."""
    if theirs and _holds(mine, theirs):
        return mine
    if base:
        return None
    return theirs if _holds(theirs, mine) else (*theirs, *mine)


def _holds(whole: Lines, part: Lines) -> bool:
    """Tell whether `part` stands in `whole` in one piece."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
