"""What a person changed on a page, in words; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby

from factsheet.front_matter import FrontMatter, FrontMatterError, parse_front_matter
from factsheet.pages.conflicts import split_lines, take_out
from factsheet.pages.prose import excerpt, number

Paragraph = tuple[str, ...]


def describe(base: str, mine: str) -> tuple[str, ...]:
    """Say what a person changed on a page.

    Args:
        base: the page as the machine last wrote it.
        mine: the page as it stands in docs/. Conflict boxes in either are no change.

    Returns:
        A few words for each front-matter key and for the body: "title changed from “A” to “B”", "2 paragraphs added".
        Nothing where the two are equal.
    """
    if base == mine:
        return ()
    try:
        old, new = _bare(base), _bare(mine)
    except FrontMatterError as error:
        return (f"front matter that cannot be read, line {error.line}",)
    found = (*describe_keys(old.values, new.values), *_paragraphs(old.body, new.body))
    return found or ("only spacing or comments changed",)


def _bare(text: str) -> FrontMatter:
    """Read a page without its conflict boxes."""
    return parse_front_matter("".join(line + "\n" for line in take_out(split_lines(text)).lines))


def describe_keys(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """Yield what changed in front matter or a fact, key by key: "title changed from “A” to “B”".

    Args:
        old: the values before.
        new: the values now; a key that is missing is as one without a value.
    """
    for key in dict.fromkeys((*old, *new)):
        before, now = old.get(key), new.get(key)
        if before != now:
            yield _key(key, before, now)


def _key(key: str, before: object, now: object) -> str:
    """Say what changed about one key."""
    if isinstance(before or [], list) and isinstance(now or [], list):
        lists = [list(map(str, value)) if isinstance(value, list) else [] for value in (before, now)]
        added, gone = ([one for one in lists[at] if one not in lists[1 - at]] for at in (1, 0))
        parts = [*(f"{_shown(one)} added" for one in added), *(f"{_shown(one)} taken out" for one in gone)]
        return f"{key}: {', '.join(parts) or 'put into another order'}"
    if not before:
        return f"{key} set to {_shown(now)}"
    return f"{key} changed from {_shown(before)} to {_shown(now)}" if now else f"{key} {_shown(before)} taken out"


def _shown(value: object) -> str:
    """Show a value in a line."""
    return f"“{excerpt(str(value))}”"


def _paragraphs(old: str, new: str) -> Iterator[str]:
    """Yield how many paragraphs were added, changed and taken out."""
    before, now = _cut(old), _cut(new)
    added = changed = gone = 0
    for code, start, end, begin, stop in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if code != "equal":
            both = min(end - start, stop - begin)
            changed += both
            gone += end - start - both
            added += stop - begin - both
    for count, what in ((added, "added"), (changed, "changed"), (gone, "taken out")):
        if count:
            yield f"{number(count, 'paragraph')} {what}"


def _cut(text: str) -> list[Paragraph]:
    """Cut a body into paragraphs, blank lines between them."""
    lines = (line.rstrip() for line in text.split("\n"))
    return [tuple(group) for filled, group in groupby(lines, bool) if filled]
