"""Regeneration of one page: what the machine wrote last, what people made of it, and what the machine writes now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from factsheet.errors import PageError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.pages.diff3 import Lines, Region, merge_lines
from factsheet.pages.front import entry

BOM = "\ufeff"
COMMENT = re.compile(r"(?<=\s)#.*")
Fields = dict[str, Lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A place that the person and the machine changed in different ways; the person's words stand on the page."""

    key: str  # the front-matter key; empty in the body
    line: int  # in the merged page, 1-based: where the person's words stand, or would stand
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged page."""

    text: str
    base: str  # the ancestor of the next merge: theirs, but what a person decided differently stays as it was
    conflicts: tuple[Conflict, ...] = ()


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
        base: the page as the machine last wrote it; None where that is not known: then every difference counts as
            the person's.
        mine: the page as it stands in docs/, with any line endings.
        theirs: the page as the machine writes it now.
        path: the page's name in errors.

    Returns:
        The merged page. Front-matter keys, comments and quotation marks that the machine did not change stay to the
        character. Where both changed the same thing, mine stands and a conflict is returned.

    Raises:
        PageError: when the front matter of `mine` cannot be read, with line and column.
    """
    if base is None:
        return Merged(mine, theirs, _all_of_it(mine, theirs))
    old, ours, new = (_sheet(text, path) for text in (base, mine.removeprefix(BOM), theirs))
    fields, kept, collisions = _merge_fields(old, ours, new)
    regions = list(merge_lines(old.body, ours.body, new.body))
    head = _front(ours if ours.head else new, fields) if fields or ours.head else ()
    conflicts = (*_field_conflicts(collisions, head), *_body_conflicts(regions, len(head) + 1))
    lines = (*head, *(line for region in regions for line in region.merged))
    text = mine if theirs in (base, mine) else _like(mine, lines)
    return Merged(text, "".join(line + "\n" for line in _base_lines(new, kept, regions)), conflicts)


def _all_of_it(mine: str, theirs: str) -> tuple[Conflict, ...]:
    """Return the one conflict of a page whose ancestor is lost; none where the page is the machine's."""
    return () if mine == theirs else (Conflict(key="", line=1, base="", mine=mine, theirs=theirs),)


def _like(mine: str, lines: Lines) -> str:
    """Join lines as the person's file does: byte order mark, line ending, final newline or none."""
    ending = "\r\n" if "\r\n" in mine else "\n"
    text = "".join(line + ending for line in lines)
    return (BOM if mine.startswith(BOM) else "") + (text if mine.endswith("\n") else text.removesuffix(ending))


# ---------------------------------------------------------------- taking a page apart


def _sheet(text: str, path: str) -> Sheet:
    """Take a page apart; line endings may be any."""
    try:
        front = parse_front_matter(text.replace("\r\n", "\n"))
    except FrontMatterError as error:
        raise PageError(f"{error.message}; the page is left as it is", path, error.line) from error
    lines = tuple(line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")) if text else ()
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


def _merge_fields(old: Sheet, ours: Sheet, new: Sheet) -> tuple[Fields, Fields, dict[str, Conflict]]:
    """Merge key by key.

    Returns:
        The merged fields in the person's order, the fields of the next base in the machine's, and the conflicts.
    """
    fields, kept, collisions = dict(ours.fields), dict(new.fields), dict[str, Conflict]()
    for key in dict.fromkeys((*new.fields, *old.fields)):
        before, mine, theirs = (sheet.values.get(key) for sheet in (old, ours, new))
        if mine == before:
            _take(key, fields, old, ours, new)
            continue
        _keep(key, kept, old)
        if theirs in (before, mine):
            continue
        if (union := _merge_values(before, mine, theirs)) is not None:
            kept[key] = new.fields[key]
            if union != mine:
                fields[key] = (*_comments(ours.fields[key], old.fields.get(key, ())), *entry(key, union))
        else:
            collisions[key] = Conflict(
                key=key, line=0, base=_text(old, key), mine=_text(ours, key), theirs=_text(new, key)
            )
    return fields, kept, collisions


def _take(key: str, fields: Fields, old: Sheet, ours: Sheet, new: Sheet) -> None:
    """Let the machine have its way with a key that the person did not touch; equal values stay to the character."""
    if key not in fields:
        _insert(key, fields, new.fields)
    elif key not in new.fields or ours.values[key] != new.values[key]:
        fields[key] = (*_comments(fields[key], old.fields.get(key, ())), *new.fields.get(key, ()))


def _keep(key: str, kept: Fields, old: Sheet) -> None:
    """Leave the base of a key that the person decided as it was, so that the decision can be read again and undone."""
    if key in old.fields and key in kept:
        kept[key] = old.fields[key]
    elif key in old.fields:
        _insert(key, kept, old.fields)
    else:
        kept.pop(key, None)


def _insert(key: str, fields: Fields, model: Mapping[str, Lines]) -> None:
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


def _comments(lines: Lines, old: Lines = ()) -> Lines:
    """Return the comments that a person wrote before a key or behind its values, each on a line of its own."""
    size = next(index for index, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    behind = (COMMENT.search(line) for line in lines[size:] if line not in old)
    return (*lines[:size], *(found[0] for found in behind if found))


def _text(sheet: Sheet, key: str) -> str:
    """Return a key's lines as one text; empty where it is missing."""
    return "\n".join(sheet.fields.get(key, ()))


def _front(frame: Sheet, fields: Mapping[str, Lines]) -> Lines:
    """Put front matter together again."""
    return (*frame.head, *(line for lines in fields.values() for line in lines), *frame.foot)


def _field_conflicts(collisions: Mapping[str, Conflict], head: Lines) -> Iterator[Conflict]:
    """Give the conflicts of the front matter their lines."""
    for key, one in collisions.items():
        line = next((number for number, text in enumerate(head, 1) if text.startswith(f"{key}:")), 1)
        yield Conflict(key=key, line=line, base=one.base, mine=one.mine, theirs=one.theirs)


# ---------------------------------------------------------------- body


def _body_conflicts(regions: list[Region], line: int) -> Iterator[Conflict]:
    """Yield the conflicts of the body, the first of whose lines has the number `line`."""
    for region in regions:
        if region.conflict:
            base, mine, theirs = ("\n".join(lines) for lines in (region.base, region.mine, region.theirs))
            yield Conflict(key="", line=line, base=base, mine=mine, theirs=theirs)
        line += len(region.merged)


def _base_lines(new: Sheet, kept: Fields, regions: list[Region]) -> Iterator[str]:
    """Yield the lines of the next base: the machine's, but where it collided with the person the old base."""
    yield from _front(new, kept)
    for region in regions:
        yield from region.base if region.conflict else region.theirs
