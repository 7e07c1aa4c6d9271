"""Regeneration of one page: what the machine wrote last, what people made of it, and what the machine writes now."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from factsheet.edits.keys import TOLD_AS
from factsheet.errors import PageError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Status
from factsheet.pages.conflicts import BOM, Conflict, Cut, conflicts, draw_key, draw_passage, split_lines, take_out
from factsheet.pages.diff3 import Hunk, Lines, Region, hunks, hunks_around, merge_changes, merge_lines
from factsheet.pages.front import entry

COMMENT = re.compile(r"(?<=\s)#.*")
Fields = dict[str, Lines]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged page."""

    text: str
    base: str  # the ancestor of the next merge: theirs, but what a person decided differently stays as it was
    conflicts: tuple[Conflict, ...] = ()  # those that wait to be settled


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in the pieces in which it is merged; lines without their endings."""

    values: Mapping[str, object]
    fields: Mapping[str, Lines]  # the lines of each key, with the comments before it
    head: Lines  # the opening line of hyphens; nothing where there is no front matter
    foot: Lines  # comments after the last key, and the closing line
    body: Lines


def merge_page(base: str | None, mine: str, theirs: str, path: str = "") -> Merged:
    """Merge a page by key in the front matter and by line in the body.

    Args:
        base: the page's base: as the machine last wrote it, but with the old ancestor in a conflict box where it
            collided with the person; None where it is lost: then every difference counts as the person's.
        mine: the page as it stands in docs/, with any line endings.
        theirs: the page as the machine writes it now.
        path: the page's name in errors.

    Returns:
        The merged page. Front-matter keys, comments and quotation marks that the machine did not change stay to the
        character. Where both changed the same thing, mine stands and theirs is shown under it in a conflict box, which
        does not come back once it was settled, unless the machine then proposes something else.

    Raises:
        PageError: when the front matter of `mine` cannot be read, with line and column.
    """
    if base is None:
        return Merged(mine, theirs)
    written = split_lines(mine)
    ours = take_apart(written, path)
    if theirs == base:
        return Merged(mine, base, conflicts(mine))
    asked = take_out(split_lines(base))
    own = take_out(written, {(box.key, box.proposal) for box in asked.boxes})
    ours = take_apart(own.lines, path) if own.lines != written else ours
    old, proposed, new = (take_apart(lines, path) for lines in (asked.lines, asked.proposed(), split_lines(theirs)))
    fields, kept, collisions = _merge_fields(old, ours, new)
    waiting = {box.key for box in own.boxes}
    open_keys = {key: one for key, one in collisions.items() if key in waiting or one != proposed.fields.get(key, ())}
    head = put_together(ours if ours.head else new, fields, open_keys) if fields or ours.head else ()
    known, waits = _passages(asked, old), _passages(own, ours)
    told = [Hunk(place.start, place.stop, proposal) for place, proposal in known]
    mine_changes = hunks_around(old.body, ours.body, _pairs(known, waits))
    settled = tuple(merge_changes(old.body, mine_changes, told))
    changes = told if new.body == proposed.body else hunks(old.body, new.body)
    if _leads_away(new):
        changes = list(_around(changes, mine_changes))
    regions = tuple(merge_changes(old.body, mine_changes, changes))
    body = _body_lines(regions, _collisions(settled), [place for place, _ in waits])
    text = mine if theirs == mine else like(mine, (*head, *body))
    lines = (*put_together(new, kept, collisions), *_base_lines(regions))
    return Merged(text, "".join(line + "\n" for line in lines), conflicts(text))


def like(mine: str, lines: Lines) -> str:
    """Join lines as the person's file does: byte order mark, line ending, final newline or none."""
    ending = "\r\n" if "\r\n" in mine else "\n"
    text = "".join(line + ending for line in lines)
    return (BOM if mine.startswith(BOM) else "") + (text if mine.endswith("\n") else text.removesuffix(ending))


# ---------------------------------------------------------------- taking a page apart


def take_apart(lines: Lines, path: str) -> Sheet:
    """Take a page apart."""
    try:
        front = parse_front_matter("".join(line + "\n" for line in lines))
    except FrontMatterError as error:
        raise PageError(f"{error.message}; the page is left as it is", path, error.line) from error
    cut = front.body_line - 1
    if not cut:
        return Sheet({}, {}, (), (), lines)
    starts = [*((line - 1, key) for key, line in front.lines.items()), (cut - 1, "")]
    blocks = {key: lines[start:end] for (start, key), (end, _) in pairwise(starts)}
    if not all(blocks.values()):
        raise PageError("found two keys on one line; give each key of the front matter its own", path, 2)
    fields, loose = _hand_on_comments(blocks, lines[1 : starts[0][0]])
    return Sheet(front.values, fields, lines[:1], (*loose, lines[cut - 1]), lines[cut:])


def _hand_on_comments(blocks: Mapping[str, Lines], loose: Lines) -> tuple[Fields, Lines]:
    """Give comments and blank lines to the key that follows them; return those after the last key, too."""
    fields: Fields = {}
    for key, lines in blocks.items():
        size = len(lines)
        while size > 1 and (not lines[size - 1].strip() or lines[size - 1].startswith("#")):
            size -= 1
        fields[key] = (*loose, *lines[:size])
        loose = lines[size:]
    return fields, tuple(loose)


# ---------------------------------------------------------------- front matter


def _merge_fields(old: Sheet, ours: Sheet, new: Sheet) -> tuple[Fields, Fields, Fields]:
    """Merge key by key.

    Returns:
        The merged fields in the person's order, the fields of the next base in the machine's, and, where the two
        collide, what the machine writes.
    """
    fields, kept, collisions = dict(ours.fields), dict(new.fields), Fields()
    for key in dict.fromkeys((*new.fields, *old.fields)):
        before, mine, theirs = (sheet.values.get(key) or None for sheet in (old, ours, new))  # empty is as good as none
        if mine == before:
            _take(key, fields, old, ours, new)
            continue
        _keep(key, kept, old)
        if theirs in (before, mine):
            continue
        if (union := _merge_values(before, mine, theirs)) is not None:
            kept[key] = tuple(entry(key, _undone(before, mine, theirs)))
            if union != mine:
                fields[key] = (*own_comments(ours.fields[key], old.fields.get(key, ())), *entry(key, union))
        else:
            collisions[key] = new.fields.get(key, ())
    return fields, kept, collisions


def _take(key: str, fields: Fields, old: Sheet, ours: Sheet, new: Sheet) -> None:
    """Let the machine have its way with a key that the person did not touch; equal values stay to the character."""
    if key not in fields:
        insert_field(key, fields, new.fields)
    elif key not in new.fields or ours.values[key] != new.values[key]:
        fields[key] = (*own_comments(fields[key], old.fields.get(key, ())), *new.fields.get(key, ()))


def _keep(key: str, kept: Fields, old: Sheet) -> None:
    """Leave the base of a key that the person decided as it was, so that the decision can be read again and undone."""
    if key in old.fields and key in kept:
        kept[key] = old.fields[key]
    elif key in old.fields:
        insert_field(key, kept, old.fields)
    else:
        kept.pop(key, None)


def insert_field(key: str, fields: Fields, model: Mapping[str, Lines]) -> None:
    """Put a key of `model` behind the nearest key before it that `fields` has too."""
    order = list(model)
    before = next((one for one in reversed(order[: order.index(key)]) if one in fields), None)
    items = list(fields.items())
    at = list(fields).index(before) + 1 if before else 0
    items.insert(at, (key, model[key]))
    fields.clear()
    fields.update(items)


def _merge_values(before: object, mine: object, theirs: object) -> list[str] | None:
    """Merge lists of strings item by item; None where the values are something else or the items collide."""
    lists = [value if isinstance(value, list) else None for value in (before or [], mine, theirs)]
    if any(value is None or not all(isinstance(item, str) for item in value) for value in lists):
        return None
    regions = list(merge_lines(*(value or [] for value in lists)))
    if any(region.conflict for region in regions):
        return None
    return list(dict.fromkeys(item for region in regions for item in region.merged))


def _undone(before: object, mine: object, theirs: object) -> list[str]:
    """Return the machine's list as it would be had the person changed nothing, so that the change is read again."""
    old, own, new = (list(map(str, value)) if isinstance(value, list) else [] for value in (before, mine, theirs))
    result = [item for item in new if item in old or item not in own]
    for at, item in enumerate(old):
        if item not in own and item not in result:
            place = next((result.index(one) + 1 for one in reversed(old[:at]) if one in result), 0)
            result.insert(place, item)
    return result


def own_comments(lines: Lines, old: Lines = ()) -> Lines:
    """Return the comments that a person wrote before a key or behind its values, each on a line of its own."""
    size = next(index for index, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    behind = (COMMENT.search(line) for line in lines[size:] if line not in old)
    return (*lines[:size], *(found[0] for found in behind if found))


def put_together(frame: Sheet, fields: Fields, collisions: Fields) -> Lines:
    """Put front matter together again, with a box under each key over which the two collide."""
    boxes = {key: draw_key(key, proposal) for key, proposal in collisions.items()}
    values = (line for key, lines in fields.items() for line in (*lines, *boxes.pop(key, ())))
    return (*frame.head, *values, *(line for box in boxes.values() for line in box), *frame.foot)


# ---------------------------------------------------------------- body


def _leads_away(new: Sheet) -> bool:
    """Tell whether the machine writes a page that only says where its fact is told, or that it is none."""
    return TOLD_AS in new.values or new.values.get("status") == Status.REJECTED


def _around(changes: Iterable[Hunk], others: Iterable[Hunk]) -> Iterator[Hunk]:
    """Cut changes where the other side only added lines, so that these stay while all around them goes."""
    places = sorted(one.start for one in others if one.start == one.end)
    for hunk in changes:
        start, lines = hunk.start, hunk.lines
        for place in places:
            if start < place < hunk.end:
                yield Hunk(start, place, lines)
                start, lines = place, ()
        yield Hunk(start, hunk.end, lines)


def _places(regions: Iterable[Region]) -> Iterator[tuple[int, int, Region]]:
    """Yield each region with the place of its first line in the base and in the person's page, 0-based."""
    base = mine = 0
    for region in regions:
        yield base, mine, region
        base += len(region.base)
        mine += len(region.mine)


def _collisions(regions: Iterable[Region]) -> frozenset[tuple[int, Lines, Lines]]:
    """Return the place in the base and both sides of every conflict."""
    return frozenset((base, region.mine, region.theirs) for base, _, region in _places(regions) if region.conflict)


def _passages(cut: Cut, sheet: Sheet) -> list[tuple[range, Lines]]:
    """Return where in a body the words of each box stand, and its proposal."""
    offset = len(cut.lines) - len(sheet.body)
    return [(range(one.words - offset, one.box - offset), one.proposal) for one in cut.boxes if not one.key]


def _pairs(known: Iterable[tuple[range, Lines]], waits: Iterable[tuple[range, Lines]]) -> list[tuple[range, range]]:
    """Pair the boxes of a base with those that still stand on the page, as far as both come in one order."""
    pairs: list[tuple[range, range]] = []
    left = list(known)
    for place, proposal in waits:
        at = next((at for at, one in enumerate(left) if one[1] == proposal), None)
        if at is not None:
            pairs.append((left[at][0], place))
            left = left[at + 1 :]
    return pairs


def _body_lines(
    regions: Iterable[Region], asked: Collection[tuple[int, Lines, Lines]], waiting: Iterable[range]
) -> Iterator[str]:
    """Yield the lines of the merged body; a conflict that was asked, and whose box is gone, is settled."""
    boxes = tuple(waiting)
    for base, mine, region in _places(regions):
        place = range(mine, mine + len(region.mine))
        if not region.conflict:
            yield from region.merged
        elif (base, region.mine, region.theirs) in asked and not any(_meet(place, box) for box in boxes):
            yield from region.mine
        else:
            yield from draw_passage(region.mine, region.theirs)


def _meet(one: range, other: range) -> bool:
    """Tell whether two stretches share lines, or touch where one of them is empty."""
    if one and other:
        return one.start < other.stop and other.start < one.stop
    return one.start <= other.stop and other.start <= one.stop


def _base_lines(regions: Iterable[Region]) -> Iterator[str]:
    """Yield the body of the next base: the machine's, but where it collided with the person the old base in a box."""
    for region in regions:
        yield from draw_passage(region.base, region.theirs) if region.conflict else region.theirs
