"""Records: pages, exports and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One Markdown page below docs/ as the machine would write it."""

    path: str  # below docs/, with forward slashes
    text: str
    fingerprint: bytes = b""  # of all that the text is made from; empty where that is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A page that is written out when its text is asked for: all texts at once may be larger than memory likes."""

    path: str  # below docs/, with forward slashes
    make: Callable[[], str]  # the text, anew at every call
    fingerprint: bytes = b""  # of all that the text is made from; empty where that is not told

    @property
    def text(self) -> str:
        """The whole text."""
        return self.make()


Sheet = Page | Draft


class Imprint(NamedTuple):
    """What is remembered of a page that was written: the next run need not render it where either is the same."""

    text: bytes  # a digest
    fingerprint: bytes  # of all that it was made from; empty where that was not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file for machines below docs/, written as it is made: it may be larger than memory likes."""

    path: str  # below docs/, with forward slashes
    pieces: Callable[[], Iterator[str]]  # the text from its beginning, anew at every call
    page: str = ""  # the page that tells all that it tells, as the machine names it; empty where none does
    fingerprint: bytes = b""  # of all that the text is made from; empty where that is not told

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something `check` or `generate` has to tell a person."""

    path: str
    line: int | None
    message: str  # what was found, what was expected, what to do
    code: str  # a short stable name: "altered", "broken-link"
    error: bool = True  # False for a warning

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message} [{self.code}]"
