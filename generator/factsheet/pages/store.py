"""The rules of regeneration: each page is merged with what people made of it, and written only where it differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from factsheet.errors import FactsheetError, PageError, StoreError
from factsheet.model import Finding, Page
from factsheet.pages.adopting import is_new, merge_added
from factsheet.pages.conflicts import Conflict, Side, conflicts, settle
from factsheet.pages.merge import Merged, merge_page
from factsheet.pages.plan import Change, DryShelf
from factsheet.pages.purging import Purge, carry_out, deleted_facts, steps
from factsheet.pages.shelf import Shelf, marks, status

TRIES = 3  # how often a page is merged anew because somebody saved it just then


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did to the pages; paths below docs/, in the order of the pages."""

    written: tuple[str, ...] = ()  # new, or replaced because nobody had edited them
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # edited, and as people left them
    merged: tuple[str, ...] = ()  # edited, and brought up to date
    deleted: tuple[str, ...] = ()  # dropped, because the machine no longer makes them and nobody had edited them
    absent: tuple[str, ...] = ()  # that people deleted: they stay so
    moved: tuple[tuple[str, str], ...] = ()  # from the machine's place to the person's
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    findings: tuple[Finding, ...] = ()


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


class Store:
    """The pages in docs/ with their bases.

    Args:
        docs: the folder of the pages.
        base: the folder of the bases, `.factsheet/base`.
    """

    def __init__(self, docs: Path, base: Path) -> None:
        self.docs = docs
        self.base = base
        self.shelf = Shelf(docs, base)

    def apply(
        self, pages: Iterable[Page], complete: bool = True, closing: Closing = nothing, added: Collection[str] = ()
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
        self, pages: Iterable[Page], complete: bool = True, closing: Closing = nothing, added: Collection[str] = ()
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
        self, shelf: Shelf, pages: Iterable[Page], complete: bool, closing: Closing, added: Collection[str]
    ) -> Report:
        """Bring every page up to date on a shelf."""
        with _telling(self.docs):
            shelf.recover()
            run = _Run(shelf, added)
            for page in pages:
                run.bring(page)
            for page in closing(run.report()):
                run.bring(page)
            run.end(complete)
        return run.report()

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
        """Yield every page that can be read, with its base."""
        for path, place in self.shelf.locate(self.shelf.bases()).items():
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


class _Run:
    """One run over all pages."""

    def __init__(self, shelf: Shelf, added: Collection[str]) -> None:
        self.shelf = shelf
        self.added = added
        self.bases = shelf.locate(shelf.bases())
        self.moved = [(path, place) for path, place in self.bases.items() if place and place != path]
        self.lists: dict[str, list[str]] = {}
        self.conflicts: list[tuple[str, Conflict]] = []
        self.findings: list[Finding] = []

    def bring(self, page: Page) -> None:
        """Bring one page up to date."""
        known = page.path in self.bases
        standing = page.path if not known and self.shelf.has_page(page.path) else None
        place = self.bases.pop(page.path, standing)
        if known and place is None:
            self._note("absent", page.path)
            return
        self._persist(place or page.path, partial(self._bring, page, place or page.path))

    def _persist(self, place: str, work: Callable[[], bool]) -> None:
        """Try again where somebody saved the page just then; a page that cannot be merged is told and left alone."""
        try:
            if not any(work() for _ in range(TRIES)):
                raise StoreError("is being changed all the time; let the program that writes it end", place)
        except PageError as error:
            self._tell(place, error.line, error.message, "front-matter", error=True)
            self._note("kept", place)

    def _bring(self, page: Page, place: str) -> bool:
        """Write or merge a page; False where somebody changed it meanwhile."""
        mine, base = self.shelf.page_text(place), self.shelf.base_text(page.path)
        if mine is None:
            return self._write(page.path, place, page.text, page.text, None, "written")
        if page.path in self.added:
            return self._merge(page, place, base, mine)
        if base is None and marks(mine) != marks(page.text):
            self._tell(place, 1, "is your own page, and a generated page wants this place; rename yours", "occupied")
            self._note("kept", place)
            return True
        if mine == base or (base is None and mine == page.text):
            same = mine == page.text
            text, what = (None, "unchanged") if same else (page.text, "written")
            return self._write(page.path, place, text, page.text, mine, what)
        return self._merge(page, place, base, mine)

    def _merge(self, page: Page, place: str, base: str | None, mine: str) -> bool:
        """Merge a page that was edited."""
        added = page.path in self.added
        merged = (merge_added if added else merge_page)(base, mine, page.text, self._named(place))
        text, what = (merged.text, "merged") if merged.text != mine else (None, "kept")
        if not self._write(page.path, place, text, merged.base, mine, what):
            return False
        if base is None and not (added and is_new(mine, page.text)):
            message = "what the generator wrote here before is lost, so all that differs from it now counts as yours"
            self._tell(place, None, message, "base-lost")
        self._collide(place, merged)
        return True

    def _write(self, path: str, place: str, page: str | None, base: str, before: str | None, what: str) -> bool:
        """Write a page with its base and note it; False where somebody changed it meanwhile."""
        written = self.shelf.write(path, place, page, base, before)
        if written:
            self._note(what, place)
        return written

    def _collide(self, place: str, merged: Merged) -> None:
        """Note the conflicts of a page."""
        for conflict in merged.conflicts:
            self.conflicts.append((place, conflict))
            self.findings.append(conflict_finding(self._named(place), conflict, error=False))

    def end(self, complete: bool) -> None:
        """Drop the pages that the machine no longer makes, unless people edited them."""
        for path, place in self.bases.items():
            if place is None:
                self._note("absent", path)
            else:
                self._persist(place, partial(self._drop, path, place, complete))

    def _drop(self, path: str, place: str, complete: bool) -> bool:
        """Drop a page that nobody edited; False where somebody changed it meanwhile."""
        mine = self.shelf.page_text(place) or ""
        if mine != self.shelf.base_text(path) or path in self.added:
            self._note("kept", place)
            if complete and status(mine) != "rejected" and path not in self.added:
                message = "is no longer found in the sources; it is kept because it was edited, delete it if unwanted"
                self._tell(place, None, message, "orphan")
        elif not complete:
            self._note("unchanged", place)
        elif not self.shelf.drop(path, place, mine):
            return False
        else:
            self._note("deleted", place)
        return True

    def report(self) -> Report:
        """Return what happened."""
        lists = {name: tuple(paths) for name, paths in self.lists.items()}
        return Report(
            written=lists.get("written", ()),
            unchanged=lists.get("unchanged", ()),
            kept=lists.get("kept", ()),
            merged=lists.get("merged", ()),
            deleted=lists.get("deleted", ()),
            absent=lists.get("absent", ()),
            moved=tuple(self.moved),
            conflicts=tuple(self.conflicts),
            findings=tuple(self.findings),
        )

    def _note(self, what: str, path: str) -> None:
        """Put a page on a list."""
        self.lists.setdefault(what, []).append(path)

    def _tell(self, place: str, line: int | None, message: str, code: str, error: bool = False) -> None:
        """Note a finding."""
        self.findings.append(Finding(path=self._named(place), line=line, message=message, code=code, error=error))

    def _named(self, place: str) -> str:
        """Name a page as people do, from the project's folder."""
        return f"{self.shelf.docs.name}/{place}"


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


def conflict_finding(path: str, conflict: Conflict, error: bool) -> Finding:
    """Tell of a conflict in one line."""
    what = f"the key {conflict.key!r}" if conflict.key else "this passage"
    machine = _short(conflict.theirs) or "nothing"
    message = (
        f"{what} was edited, and the generator would change it too; yours stands, its would be: {machine}; "
        "keep one and delete the conflict box"
    )
    return Finding(path=path, line=conflict.line, message=message, code="conflict", error=error)


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


def _short(text: str) -> str:
    """Show the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
