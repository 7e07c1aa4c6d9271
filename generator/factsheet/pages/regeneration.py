"""One regeneration of pages: each is merged with what people made of it, and written only where it differs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from factsheet.errors import PageError, StoreError
from factsheet.forking import LEAST, share
from factsheet.model import Finding, Imprint, Page, Sheet
from factsheet.pages.adopting import is_new, merge_added
from factsheet.pages.conflicts import Conflict
from factsheet.pages.merge import Merged, merge_page
from factsheet.pages.shelf import Shelf, Written, marks, status

TRIES = 3  # how often a page is merged anew because somebody saved it just then
# Pages of a collection whose lists and pictures alone, made anew whatever changed, are worth a second process: after a
# changed document among 27,000 pages they took 8.4 seconds of 49. Of 400,000 pages two hold 4.6 GB, and one 3.1.
MANY = range(5_000, 200_000)


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


@dataclass(slots=True)
class _Outcome:
    """What happened to some pages, in their order."""

    lists: dict[str, list[str]] = field(default_factory=dict)
    conflicts: list[tuple[str, Conflict]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    written: Written = field(default_factory=Written)
    imprints: dict[str, Imprint] = field(default_factory=dict)  # of the pages that stand as the machine writes them

    def add(self, other: _Outcome) -> None:
        """Add what happened to the pages that follow."""
        for what, paths in other.lists.items():
            self.lists.setdefault(what, []).extend(paths)
        self.conflicts += other.conflicts
        self.findings += other.findings
        self.written.add(other.written)
        self.imprints.update(other.imprints)


class Regeneration:
    """One run over all pages.

    Args:
        shelf: the pages as they stand.
        added: the paths of the pages on which people add facts.
        untouched: imprints of the pages that are known to stand, with their bases, as an earlier run left them.
    """

    def __init__(self, shelf: Shelf, added: Collection[str], untouched: Mapping[str, Imprint]) -> None:
        self.shelf = shelf
        self.added = added
        self.untouched = untouched
        self.bases = shelf.locate(shelf.bases())
        self.moved = [(path, place) for path, place in self.bases.items() if place and place != path]
        self.made: set[str] = set()
        self.outcome = _Outcome()

    def bring(self, pages: Sequence[Sheet], jobs: int) -> None:
        """Bring pages up to date, and note what happened in their order."""
        self.made.update(page.path for page in pages)
        before = self.outcome
        waiting = sum(not self._stands(page) for page in pages)
        pays = waiting >= LEAST or len(pages) in MANY
        for outcome in share(self._bring_some, pages, jobs if pays else 1):
            before.add(outcome)
        self.outcome = before

    def _bring_some(self, pages: Sequence[Sheet]) -> _Outcome:
        """Bring some pages up to date, and return what happened to them."""
        self.outcome = _Outcome()
        self.shelf.written = self.outcome.written
        for page in pages:
            self._bring_one(page)
        return self.outcome

    def _bring_one(self, page: Sheet) -> None:
        """Bring one page up to date."""
        known = page.path in self.bases
        standing = page.path if not known and self.shelf.has_page(page.path) else None
        place = self.bases.get(page.path, standing)
        if known and place is None:
            self._note("absent", page.path)
            return
        if page.path == place and self._stands(page):
            self._keep(page, self.untouched[page.path].text)
            return
        written = Page(path=page.path, text=page.text, fingerprint=page.fingerprint)
        if page.path == place and page.path in self.untouched:
            text = digest(written.text)
            if self.untouched[page.path].text == text:
                self._keep(written, text)
                return
        self._persist(place or page.path, partial(self._bring, written, place or page.path))

    def _stands(self, page: Sheet) -> bool:
        """Tell whether a page is made from the same as the one that stands, so that it need not be rendered."""
        known = self.untouched.get(page.path)
        return known is not None and page.fingerprint != b"" and known.fingerprint == page.fingerprint

    def _keep(self, page: Sheet, text: bytes) -> None:
        """Note that a page stands as it shall; its text is told by a digest."""
        self._note("unchanged", page.path)
        self.outcome.imprints[page.path] = Imprint(text, page.fingerprint)

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
            return self._write_alone(page, place, None, "written")
        if page.path in self.added:
            return self._merge(page, place, base, mine)
        if base is None and marks(mine) != marks(page.text):
            self._tell(place, 1, "is your own page, and a generated page wants this place; rename yours", "occupied")
            self._note("kept", place)
            return True
        if mine == base or (base is None and mine == page.text):
            return self._write_alone(page, place, mine, "unchanged" if mine == page.text else "written")
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

    def _write_alone(self, page: Page, place: str, before: str | None, what: str) -> bool:
        """Write a page that nobody edited; False where somebody changed it meanwhile."""
        text = None if what == "unchanged" else page.text
        written = self._write(page.path, place, text, page.text, before, what)
        if written and place == page.path and page.path not in self.added:
            self.outcome.imprints[place] = Imprint(digest(page.text), page.fingerprint)
        return written

    def _write(self, path: str, place: str, page: str | None, base: str, before: str | None, what: str) -> bool:
        """Write a page with its base and note it; False where somebody changed it meanwhile."""
        written = self.shelf.write(path, place, page, base, before)
        if written:
            self._note(what, place)
        return written

    def _collide(self, place: str, merged: Merged) -> None:
        """Note the conflicts of a page."""
        for conflict in merged.conflicts:
            self.outcome.conflicts.append((place, conflict))
            self.outcome.findings.append(conflict_finding(self._named(place), conflict, error=False))

    def end(self, complete: bool) -> None:
        """Drop the pages that the machine no longer makes, unless people edited them."""
        for path, place in self.bases.items():
            if path in self.made:
                continue
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
        lists = {name: tuple(paths) for name, paths in self.outcome.lists.items()}
        return Report(
            written=lists.get("written", ()),
            unchanged=lists.get("unchanged", ()),
            kept=lists.get("kept", ()),
            merged=lists.get("merged", ()),
            deleted=lists.get("deleted", ()),
            absent=lists.get("absent", ()),
            moved=tuple(self.moved),
            conflicts=tuple(self.outcome.conflicts),
            findings=tuple(self.outcome.findings),
        )

    def _note(self, what: str, path: str) -> None:
        """Put a page on a list."""
        self.outcome.lists.setdefault(what, []).append(path)

    def _tell(self, place: str, line: int | None, message: str, code: str, error: bool = False) -> None:
        """Note a finding."""
        self.outcome.findings.append(
            Finding(path=self._named(place), line=line, message=message, code=code, error=error)
        )

    def _named(self, place: str) -> str:
        """Name a page as people do, from the project's folder."""
        return f"{self.shelf.docs.name}/{place}"


def conflict_finding(path: str, conflict: Conflict, error: bool) -> Finding:
    """Tell of a conflict in one line."""
    what = f"the key {conflict.key!r}" if conflict.key else "this passage"
    machine = _short(conflict.theirs) or "nothing"
    message = (
        f"{what} was edited, and the generator would change it too; yours stands, its would be: {machine}; "
        "keep one and delete the conflict box"
    )
    return Finding(path=path, line=conflict.line, message=message, code="conflict", error=error)


def _short(text: str) -> str:
    """Show the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def digest(text: str) -> bytes:
    """Tell a text from another in a few bytes."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
