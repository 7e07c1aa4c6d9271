"""The rules of regeneration: each page is merged with what people made of it, and written only where it differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from factsheet.errors import FactsheetError, PageError, StoreError
from factsheet.forking import processors
from factsheet.model import Finding, Imprint, Page, Sheet
from factsheet.pages.conflicts import Conflict, Side, conflicts, settle
from factsheet.pages.migrations import Migration, Texts, migrate
from factsheet.pages.plan import Change, DryShelf
from factsheet.pages.purging import Purge, carry_out, deleted_facts, steps
from factsheet.pages.regeneration import TRIES, Regeneration, Report, conflict_finding
from factsheet.pages.shelf import Shelf, Written

Closing = Callable[[Report], Iterable[Page]]


def nothing(_report: Report) -> Iterable[Page]:
    """Make no page."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A page as the machine last wrote it and as it stands in docs/."""

    path: str  # the machine's place, below docs/
    place: str  # where it stands now
    base: str
    mine: str | None  # None where a person deleted it


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What became of the pages that were to be brought to a later format; their paths, as the machine names them."""

    changed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # those that are no text just now, and stay as they are


class Store:
    """The pages in docs/ with their bases.

    Args:
        docs: the folder of the pages.
        base: the folder of the bases, `.factsheet/base`.
        jobs: how many processes share the writing of many pages; as many as there are processors if not told.
        untouched: imprints of the pages that are known to stand, with their bases, as an earlier run left them.
    """

    def __init__(
        self, docs: Path, base: Path, jobs: int | None = None, untouched: Mapping[str, Imprint] | None = None
    ) -> None:
        self.docs = docs
        self.base = base
        self.jobs = processors() if jobs is None else jobs
        self.untouched = untouched or {}
        self.written = Written()
        self.imprints: dict[str, Imprint] = {}  # of generated pages that stand as the last `apply` left them
        self.shelf = Shelf(docs, base)

    def apply(
        self, pages: Iterable[Sheet], complete: bool = True, closing: Closing = nothing, added: Collection[str] = ()
    ) -> Report:
        """Bring docs/ up to date.

        Args:
            pages: the pages that the machine makes now.
            complete: whether these are all; if not, the others stay as they are.
            closing: makes the pages that tell what happened to the others.
            added: the paths of the pages on which people add facts; one that has no base becomes a generated page.

        Returns:
            What happened to each page.

        Raises:
            StoreError: when a file cannot be read or written, or a page's path leaves docs/. What was written before
                stands, and the next run completes.
        """
        return self._apply(self.shelf, pages, complete, closing, added)

    def plan(
        self, pages: Iterable[Sheet], complete: bool = True, closing: Closing = nothing, added: Collection[str] = ()
    ) -> tuple[Report, tuple[Change, ...]]:
        """Find out what `apply` would do, and write nothing but what a crash left half done.

        Returns:
            What would happen to each page, and the texts of those that would change.

        Raises:
            StoreError: when a file cannot be read, or a page's path leaves docs/.
        """
        shelf = DryShelf(self.docs, self.base)
        report = self._apply(shelf, pages, complete, closing, added)
        return report, tuple(shelf.changes)

    def _apply(
        self, shelf: Shelf, pages: Iterable[Sheet], complete: bool, closing: Closing, added: Collection[str]
    ) -> Report:
        """Bring every page up to date on a shelf."""
        with _telling(self.docs):
            shelf.recover()
            run = Regeneration(shelf, added, self.untouched)
            run.bring(tuple(pages), 1 if shelf is not self.shelf else self.jobs)
            run.bring(tuple(closing(run.report())), 1)
            run.end(complete)
        self.written, self.imprints = run.outcome.written, run.outcome.imprints
        return run.report()

    def migrate(self, migrations: Sequence[Migration], write: bool = True) -> Migrated:
        """Bring the pages and their bases to a later format; those without a base are people's own and stay.

        Args:
            migrations: those that wait, in order; without any, no page is read.
            write: whether to write them, for which the lock must be held, or only to tell which would change.

        Returns:
            What became of them.

        Raises:
            StoreError: when a file cannot be read or written. What was written before stands.
        """
        changed, unread = [], []
        with _telling(self.docs):
            if migrations and write:
                self.shelf.recover()
            for path, place in self.shelf.locate(self.shelf.bases()).items() if migrations else ():
                try:
                    if self._migrate(path, place, migrations, write):
                        changed.append(path)
                except PageError:
                    unread.append(path)
        return Migrated(changed=tuple(changed), unread=tuple(unread))

    def _migrate(self, path: str, place: str | None, migrations: Sequence[Migration], write: bool) -> bool:
        """Bring one page with its base to a later format, and tell whether that changes one of the two."""
        for _ in range(TRIES):
            before = Texts(self.shelf.base_text(path) or "", self.shelf.page_text(place) if place else None)
            after = migrate(before, migrations)
            if after == before or not write:
                return after != before
            page = after.mine if after.mine != before.mine else None
            if self.shelf.write(path, place or path, page, after.base, before.mine):
                return True
        raise StoreError("is being changed all the time; let the program that writes it end", place)

    def settle(self, place: str, which: int | None, side: Side) -> tuple[Conflict, ...]:
        """Settle conflicts of a page in favour of one side; its base stays, and remembers what was asked.

        Args:
            place: the page, below docs/.
            which: the place of one conflict among those of the page, 0-based; None for all.
            side: whose words stay.

        Returns:
            The conflicts that were settled.

        Raises:
            IndexError: when the page has no such conflict.
            PageError: when the page is not UTF-8.
            StoreError: when it cannot be read or written.
        """
        with _telling(self.docs):
            self.shelf.recover()
            for _ in range(TRIES):
                before = self.shelf.page_text(place) or ""
                settled, after = _settled(before, which, side)
                if after == before or self.shelf.replace(place, after, before):
                    return settled
            raise StoreError("is being changed all the time; let the program that writes it end", place)

    def purge(self, purge: Purge, remember: Callable[[tuple[tuple[str, str], ...]], None]) -> None:
        """Take redacted words out of the pages and bases that stand.

        Args:
            purge: what they must not hold.
            remember: told, before anything changes, type and id of facts whose pages people deleted and whose bases go.

        Raises:
            StoreError: when a file cannot be read or written.
        """
        with _telling(self.docs):
            todo = tuple(steps(self.shelf, purge))
            remember(tuple(deleted_facts(todo, self.shelf)))
            for step in todo:
                carry_out(self.shelf, step)

    def pairs(self, recover: bool = True) -> tuple[Pair, ...]:
        """Return every page that was ever written and that people changed or deleted, for reading their decisions.

        A page that cannot be read as text is left out: it decides nothing.

        Args:
            recover: whether what a crash left half done is completed first, for which the lock must be held.

        Raises:
            StoreError: when a file cannot be read.
        """
        with _telling(self.docs):
            if recover:
                self.shelf.recover()
            return tuple(pair for pair in self._pairs() if pair.mine != pair.base)

    def bearing(self, key: str) -> tuple[Pair, ...]:
        """Return every page whose base bears a key, edited or not; without those that people deleted."""
        with _telling(self.docs):
            return tuple(pair for pair in self._pairs() if pair.mine is not None and f"\n{key}: " in pair.base)

    def reread(self, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
        """Return pages as they and their bases stand after a run; without those that are no text just now."""
        again = []
        with _telling(self.docs):
            for pair in pairs:
                with suppress(PageError):
                    base, mine = self.shelf.base_text(pair.path) or "", self.shelf.page_text(pair.place)
                    again.append(replace(pair, base=base, mine=mine))
        return tuple(again)

    def _pairs(self) -> Iterator[Pair]:
        """Yield every page that can be read, with its base; without those that are known to be as a run left them."""
        for path, place in self.shelf.locate(self.shelf.bases()).items():
            if path in self.untouched:
                continue
            with suppress(PageError):
                mine = self.shelf.page_text(place) if place else None
                yield Pair(path=path, place=place or path, base=self.shelf.base_text(path) or "", mine=mine)

    def places(self) -> dict[str, str]:
        """Return where the pages that people moved stand now, so that links can follow them."""
        with _telling(self.docs):
            found = self.shelf.locate(self.shelf.bases()).items()
            return {path: place for path, place in found if place and place != path}

    def read(self) -> dict[str, str]:
        """Return the text of every page in docs/, by its path below docs/.

        Raises:
            PageError: when a page is not UTF-8.
            StoreError: when a page cannot be read.
        """
        with _telling(self.docs):
            return {path: self.shelf.page_text(path) or "" for path in self.shelf.pages()}

    def files(self) -> frozenset[str]:
        """Return the paths of all files below docs/, for links to pictures and data."""
        return self.shelf.files()


def _settled(text: str, which: int | None, side: Side) -> tuple[tuple[Conflict, ...], str]:
    """Settle one conflict of a page or all, and return them with the page."""
    found = conflicts(text)
    chosen = range(len(found)) if which is None else (which,)
    settled = tuple(found[one] for one in chosen)
    for one in reversed(chosen):
        text = settle(text, one, side)
    return settled, text


def find_conflicts(pages: Mapping[str, str], folder: str) -> Iterator[Finding]:
    """Yield an error for each conflict that waits to be settled.

    Args:
        pages: the text of each page by its path below docs/.
        folder: the name of docs/ in findings.
    """
    for path, text in pages.items():
        yield from (conflict_finding(f"{folder}/{path}", one, error=True) for one in conflicts(text))


@contextmanager
def _telling(docs: Path) -> Iterator[None]:
    """Turn what the operating system refuses into one clear line."""
    try:
        yield
    except FactsheetError:
        raise
    except OSError as error:
        place = str(error.filename2 or error.filename or docs)
        message = f"cannot be read or written: {error.strerror or error}; mend that and run again, nothing is lost"
        raise StoreError(message, place) from error
