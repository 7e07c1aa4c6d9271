"""What a run would change, found by the very code that changes it, over a shelf on which nothing is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factsheet.pages.shelf import Shelf

END = "\n\\ No newline at end of file\n"  # as git and patch write it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A page that a run would write or delete."""

    place: str  # below docs/
    before: str | None  # None where it is new
    after: str | None  # None where it would be deleted


class DryShelf(Shelf):
    """The pages and their bases, of which a run only notes what it would change.

    Args:
        docs: the folder of the pages.
        base: the folder of the bases, `.factsheet/base`.
    """

    def __init__(self, docs: Path, base: Path) -> None:
        super().__init__(docs, base)
        self.changes: list[Change] = []

    def write(self, path: str, place: str, page: str | None, base: str, before: str | None) -> bool:  # noqa: ARG002
        """Note that a page would be written; a base alone is nothing that people see."""
        if page is not None:
            self._inside(place)
            self.changes.append(Change(place=place, before=before, after=page))
        return True

    def drop(self, path: str, place: str, before: str) -> bool:  # noqa: ARG002
        """Note that a page would be deleted."""
        self.changes.append(Change(place=place, before=before, after=None))
        return True


def unified(change: Change, folder: str) -> Iterator[str]:
    """Write a change as a unified diff, front matter included.

    Args:
        change: what a run would do to a page.
        folder: the name of docs/.

    Yields:
        Its lines, each with its newline; `patch -p1` and `git apply` take them together.
    """
    name = f"{folder}/{change.place}"
    lines = difflib.unified_diff(
        _lines(change.before or ""),
        _lines(change.after or ""),
        "/dev/null" if change.before is None else f"a/{name}",
        "/dev/null" if change.after is None else f"b/{name}",
    )
    yield from (line if line.endswith("\n") else line + END for line in lines)


def sizes(change: Change) -> tuple[int, int]:
    """Count the lines that a change adds and takes away."""
    lines = tuple(unified(change, ""))[2:]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


def _lines(text: str) -> list[str]:
    """Cut a text at its newlines and nowhere else; each line keeps its own."""
    return [line for line in re.split(r"(?<=\n)", text) if line]
