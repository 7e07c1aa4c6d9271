"""A page that a person wrote becomes one that the machine keeps up to date.

Its base is what the machine would write, without the keys that the person wrote: so these are read as the person's in
every run, but for those without which there is no such fact. Over what makes an added fact what it is (where its words
stand, who speaks) the two never collide: the machine has read the person's value, and writes what it came to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import dropwhile

from factsheet.added import NEEDED, PLACING
from factsheet.pages.conflicts import conflicts, split_lines
from factsheet.pages.merge import Merged, Sheet, insert_field, like, merge_page, own_comments, put_together, take_apart
from factsheet.pages.shelf import marks

PLACED = ("id", "words", "start", "end")  # the machine's word counts on the page, too: the source's very characters
NAMED = ("speaker", "addressee")  # the person's word stays: a name, where the machine writes its actor's id


def is_new(mine: str, theirs: str) -> bool:
    """Tell whether a page does not yet bear the id under which the machine knows its fact."""
    return marks(mine) != marks(theirs)


def merge_added(base: str | None, mine: str, theirs: str, path: str = "") -> Merged:
    """Merge the page of an added fact.

    Args:
        base: the page's base; None for a new page, and where it is lost.
        mine: the page as it stands in docs/.
        theirs: the page as the machine writes it now.
        path: the page's name in errors.

    Returns:
        A new page with the machine's keys and text before the person's own text; any other page as always, but
        with the machine's word on the keys that both write.

    Raises:
        PageError: when the front matter of `mine` cannot be read.
    """
    new, ours = take_apart(split_lines(theirs), path), take_apart(split_lines(mine), path)
    if base is not None:
        old = _agreed(take_apart(split_lines(base), path), new, PLACED)
        named = _text(theirs, _agreed(new, ours, NAMED))
        return merge_page(_text(base, old), _text(mine, _agreed(ours, new, PLACED)), named, path)
    known = (*PLACING, "id", "type", *NEEDED[str(new.values["type"])])
    left = {key: lines for key, lines in new.fields.items() if key in known or key not in ours.fields}
    standing = _text(theirs, replace(new, fields=left))
    if not is_new(mine, theirs):
        return Merged(mine, standing, conflicts(mine))
    fields = dict(_agreed(ours, new, PLACED).fields)
    for key in new.fields:
        if key not in fields:
            insert_field(key, fields, new.fields)
    own = tuple(dropwhile(lambda line: not line.strip(), ours.body))
    text = like(mine, (*put_together(ours, fields, {}), *new.body, *(("", *own) if own else ())))
    return Merged(text, standing, conflicts(text))


def _agreed(sheet: Sheet, other: Sheet, keys: Iterable[str]) -> Sheet:
    """Put the word of another page on some keys that both have."""
    fields = dict(sheet.fields)
    for key in fields.keys() & other.fields.keys() & set(keys):
        if sheet.values[key] != other.values[key]:
            fields[key] = (*own_comments(fields[key]), *other.fields[key])
    return replace(sheet, fields=fields)


def _text(model: str, sheet: Sheet) -> str:
    """Write a page down as it was written before."""
    return like(model, (*put_together(sheet, dict(sheet.fields), {}), *sheet.body))
