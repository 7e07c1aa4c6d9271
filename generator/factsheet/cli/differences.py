"""What `factsheet changes` says, in sentences or as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factsheet.cli.words import listed
from factsheet.comparing import Comparison, Difference
from factsheet.pages.escape import escape
from factsheet.pages.prose import excerpt, number

FATES = ("new", "changed", "gone")
KINDS = ("source", "actor", "quote", "date")
SHOWN = 50  # facts of a kind in Markdown; a job's summary holds a megabyte
WITHHELD = "What was there before is not told, since something is redacted."
UNKNOWN = "{} had no facts; all are new."


def tell_changes(found: Comparison) -> Iterator[str]:
    """Say which facts are new, changed or gone.

    Args:
        found: how they differ.

    Yields:
        One line each, the sum last.
    """
    for one in _told(found):
        yield f"{one.fate:<8} {one.kind:<7} {excerpt(one.title)}{_what(one, found)}"
    yield _sum(found)
    yield from _notes(found)


def changes_markdown(found: Comparison) -> Iterator[str]:
    """Say the same in Markdown, for people who look at a proposed change.

    Args:
        found: how the facts differ.

    Yields:
        The lines; every word of a fact is escaped.
    """
    yield f"### Facts\n\n{_sum(found)}"
    yield from (f"\n{note}" for note in _notes(found))
    for kind in KINDS:
        for fate in FATES:
            some = [one for one in _told(found) if (one.kind, one.fate) == (kind, fate)]
            if some:
                yield f"\n#### {kind.capitalize()}s: {fate}\n"
                yield from (f"- {escape(excerpt(one.title) + _what(one, found))}" for one in some[:SHOWN])
            if some[SHOWN:]:
                yield f"- and {len(some) - SHOWN:,} more"


def _told(found: Comparison) -> Sequence[Difference]:
    """Return what may be named: where something is redacted, nothing that is gone, which may be what was."""
    return [one for one in found.differences if not (found.redacted and one.fate == "gone")]


def _what(one: Difference, found: Comparison) -> str:
    """Say what of a fact changed."""
    return f": {'; '.join(one.what)}" if one.what and not found.redacted else ""


def _sum(found: Comparison) -> str:
    """Say how many facts are new, changed and gone."""
    counts = (
        (fate, kind, sum((one.fate, one.kind) == (fate, kind) for one in found.differences))
        for fate in FATES
        for kind in KINDS
    )
    parts = [f"{number(count, f'{fate} {kind}')}" for fate, kind, count in counts if count]
    return f"Since {found.since}: {listed(parts)}." if parts else f"No fact is another than in {found.since}."


def _notes(found: Comparison) -> Iterator[str]:
    """Yield what a reader must know beside."""
    if not found.known and found.differences:
        yield UNKNOWN.format(found.since)
    if found.redacted and any(one.fate != "new" for one in found.differences):
        yield WITHHELD
