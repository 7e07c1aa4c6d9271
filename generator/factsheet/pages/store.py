"""The only writer of docs/ and .factsheet/base/: each page is merged with what people made of it, then written whole.

A page and its base change in this order, so that after a crash at any point the next run completes and no edit is
lost: the new base is laid beside the old one under a name that tells which page it belongs to; the page takes its
place; the base takes its place. A base that still lies beside is taken when its page was written, else thrown away.
A page that the machine drops is first put aside, so that its absence is not taken for a person's deletion.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from factsheet.errors import PageError, StoreError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Finding, Page
from factsheet.pages.merge import Conflict, Merged, merge_page

NEXT = ".next"  # a base about to take its place
GONE = ".gone"  # a page about to be dropped
NEW = ".new"  # a page about to take its place
IDENTITY = re.compile(r"^(id|type):[ \t]*(.*?)[ \t]*$", re.MULTILINE)


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

    def apply(self, pages: Iterable[Page]) -> Report:
        """Bring docs/ up to date.

        Args:
            pages: every page that the machine makes now.

        Returns:
            What happened to each page.

        Raises:
            StoreError: when a file cannot be read or written, or a page's path leaves docs/. What was written before
                stands, and the next run completes.
        """
        with _telling(self.docs):
            self._recover()
            run = _Run(self)
            for page in pages:
                run.bring(page)
            run.drop_the_rest()
        return run.report()

    def pairs(self) -> tuple[Pair, ...]:
        """Return every page that was ever written and that people changed or deleted, for reading their decisions.

        Raises:
            StoreError: when a file cannot be read.
        """
        with _telling(self.docs):
            self._recover()
            pairs = (
                Pair(path=path, place=place or path, base=self._base(path) or "", mine=place and self._page(place))
                for path, place in self.locate(self.paths(self.base)).items()
            )
            return tuple(pair for pair in pairs if pair.mine != pair.base)

    def places(self) -> dict[str, str]:
        """Return where the pages that people moved stand now, so that links can follow them."""
        with _telling(self.docs):
            found = self.locate(self.paths(self.base)).items()
            return {path: place for path, place in found if place and place != path}

    def read(self) -> dict[str, str]:
        """Return the text of every page in docs/, by its path below docs/.

        Raises:
            StoreError: when a page cannot be read, or is not UTF-8.
        """
        with _telling(self.docs):
            return {path: self._page(path) or "" for path in self.paths(self.docs)}

    def files(self) -> frozenset[str]:
        """Return the paths of all files below docs/, for links to pictures and data."""
        return frozenset(path for path, _ in _walk(self.docs))

    def paths(self, folder: Path) -> list[str]:
        """Return the paths of the pages below one of the two folders, sorted."""
        return sorted(path for path, name in _walk(folder) if name.endswith(".md") and not name.startswith("."))

    def locate(self, paths: Iterable[str]) -> dict[str, str | None]:
        """Find the pages that the machine wrote: each there, or where a person moved it, or None if deleted."""
        places: dict[str, str | None] = {path: path if (self.docs / path).is_file() else None for path in paths}
        missing = [path for path, place in places.items() if place is None]
        strays = self._strays() if missing else {}
        for path in missing:
            identity = _identity(self._base(path) or "")
            places[path] = strays.get(identity) if identity else None
        return places

    def _strays(self) -> dict[tuple[str, str], str]:
        """Return the pages without a base at their place, by type and id; of two alike, the first."""
        owned = set(self.paths(self.base))
        strays = (path for path in reversed(self.paths(self.docs)) if path not in owned)
        found = ((_identity(self._page(path) or ""), path) for path in strays)
        return {identity: path for identity, path in found if identity}

    def _page(self, place: str) -> str | None:
        """Read a page; None where there is none."""
        return _read(self._inside(place))

    def _base(self, path: str) -> str | None:
        """Read a base; None where there is none."""
        return _read(self.base / path)

    def _inside(self, path: str) -> Path:
        """Return the file of a page, links followed; refuse one that lies outside docs/."""
        target = (self.docs / path).resolve()
        if Path(path).is_absolute() or ".." in Path(path).parts or not target.is_relative_to(self.docs.resolve()):
            raise StoreError("lies outside the folder of the pages; nothing is written there", path)
        return target

    def write(self, path: str, place: str, page: str | None, base: str) -> None:
        """Write a page and its base.

        Args:
            path: the machine's place.
            place: where the page stands.
            page: its text; None to leave it as it is.
            base: the text of its base.
        """
        if page is not None:
            target = self._inside(place)
            _lay(_beside(self.base / path, f".{_digest(place, page)}{NEXT}"), base)
            new = _beside(target, NEW)
            _lay(new, page)
            _like(target, new)
            new.replace(target)
            _beside(self.base / path, f".{_digest(place, page)}{NEXT}").replace(self.base / path)
        elif self._base(path) != base:
            _lay(_beside(self.base / path, NEW), base)
            _beside(self.base / path, NEW).replace(self.base / path)

    def drop(self, path: str, place: str) -> None:
        """Delete a page and its base."""
        target = self._inside(place)
        aside = _beside(self.docs / path, GONE)
        aside.parent.mkdir(parents=True, exist_ok=True)
        target.replace(aside)
        (self.base / path).unlink()
        aside.unlink()

    def _recover(self) -> None:
        """Complete what a crash interrupted."""
        for path, name in list(_walk(self.base)):
            file = self.base / path
            if name.startswith(".") and name.endswith(NEXT):
                page, digest = name[1 : -len(NEXT)].rsplit(".", 1)
                target = file.with_name(page)
                self._settle(file, target, digest)
            elif name.startswith(".") and name.endswith(NEW):
                file.unlink()
        for path, name in list(_walk(self.docs)):
            file = self.docs / path
            if name.startswith(".") and name.endswith(GONE):
                (self.base / path).with_name(name[1 : -len(GONE)]).unlink(missing_ok=True)
                file.unlink()
            elif name.startswith(".") and name.endswith(f".md{NEW}"):
                file.unlink()

    def _settle(self, file: Path, target: Path, digest: str) -> None:
        """Let a base that lies beside take its place if its page was written; else throw it away."""
        path = target.relative_to(self.base).as_posix()
        standing = [path, *self._strays().values()]
        if any(_digest(place, self._page(place) or "") == digest for place in standing):
            file.replace(target)
        else:
            file.unlink()


class _Run:
    """One run over all pages."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.bases = store.locate(store.paths(store.base))
        self.moved = [(path, place) for path, place in self.bases.items() if place and place != path]
        self.lists: dict[str, list[str]] = {}
        self.conflicts: list[tuple[str, Conflict]] = []
        self.findings: list[Finding] = []

    def bring(self, page: Page) -> None:
        """Bring one page up to date."""
        known = page.path in self.bases
        standing = page.path if not known and self.store._inside(page.path).is_file() else None
        place = self.bases.pop(page.path, standing)
        if place is None:
            if known:
                self._note("absent", page.path)
            else:
                self.store.write(page.path, page.path, page.text, page.text)
                self._note("written", page.path)
            return
        mine = self.store._page(place) or ""
        base = self.store._base(page.path)
        if base is None and _identity(mine) != _identity(page.text):
            self._tell(place, 1, "is your own page, and a generated page wants this place; rename yours", "occupied")
            self._note("kept", place)
        elif mine == base or (base is None and mine == page.text):
            changed = page.text if mine != page.text else None
            self.store.write(page.path, place, changed, page.text)
            self._note("unchanged" if changed is None else "written", place)
        else:
            self._merge(page, place, base, mine)

    def _merge(self, page: Page, place: str, base: str | None, mine: str) -> None:
        """Merge a page that was edited."""
        try:
            merged = merge_page(base, mine, page.text, place)
        except PageError as error:
            self._tell(place, error.line, error.message, "front-matter", error=True)
            self._note("kept", place)
            return
        changed = merged.text if merged.text != mine else None
        self.store.write(page.path, place, changed, merged.base)
        self._note("kept" if changed is None else "merged", place)
        self._collide(place, merged)

    def _collide(self, place: str, merged: Merged) -> None:
        """Note the conflicts of a page."""
        for conflict in merged.conflicts:
            self.conflicts.append((place, conflict))
            what = f"the key {conflict.key!r}" if conflict.key else "this passage"
            machine = _short(conflict.theirs) or "nothing"
            message = f"{what} was edited, and the generator would change it too; yours stands, its would be: {machine}"
            self._tell(place, conflict.line, message, "conflict")

    def drop_the_rest(self) -> None:
        """Drop the pages that the machine no longer makes, unless people edited them."""
        for path, place in self.bases.items():
            if place is None:
                self._note("absent", path)
            elif self.store._page(place) == self.store._base(path):
                self.store.drop(path, place)
                self._note("deleted", place)
            else:
                self._note("kept", place)
                if _status(self.store._page(place) or "") != "rejected":
                    message = (
                        "is no longer found in the sources; it is kept because it was edited, delete it if unwanted"
                    )
                    self._tell(place, None, message, "orphan")

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
        path = (self.store.docs.name + "/" + place) if self.store.docs.name else place
        self.findings.append(Finding(path=path, line=line, message=message, code=code, error=error))


@contextmanager
def _telling(docs: Path) -> Iterator[None]:
    """Turn what the operating system refuses into one clear line."""
    try:
        yield
    except StoreError:
        raise
    except UnicodeDecodeError as error:
        raise StoreError(f"a page is not UTF-8 ({error.reason}); save it as UTF-8", str(docs)) from error
    except OSError as error:
        place = str(error.filename2 or error.filename or docs)
        raise StoreError(f"cannot be written: {error.strerror or error}; make the folder writable", place) from error


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path below the folder and the name of every file in it."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        below = Path(root).relative_to(folder).as_posix()
        for name in sorted(names):
            yield (name if below == "." else f"{below}/{name}"), name


def _identity(text: str) -> tuple[str, str] | None:
    """Return type and id of a page; None where the front matter names none or cannot be read."""
    if not text.startswith(("---", "\ufeff---")) or not {"id", "type"} <= {key for key, _ in IDENTITY.findall(text)}:
        return None
    try:
        values = parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n")).values
    except FrontMatterError:
        return None
    return (str(values["type"]), str(values["id"])) if {"id", "type"} <= set(values) else None


def _status(text: str) -> str:
    """Return the status of a page, empty where it cannot be read."""
    try:
        return str(parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n")).values.get("status", ""))
    except FrontMatterError:
        return ""


def _read(file: Path) -> str | None:
    """Read a text, its line endings untouched; None where there is no file."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None


def _lay(file: Path, text: str) -> None:
    """Write a file that nobody reads yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))


def _like(old: Path, new: Path) -> None:
    """Give a file the permissions of the one whose place it takes."""
    if old.exists():
        new.chmod(old.stat().st_mode & 0o7777)


def _beside(file: Path, suffix: str) -> Path:
    """Name a hidden neighbour of a file, which MkDocs ignores."""
    return file.with_name(f".{file.name}{suffix}")


def _digest(place: str, text: str) -> str:
    """Tell a page's text and place in a few characters."""
    return hashlib.sha256(f"{place}\n{text}".encode()).hexdigest()[:16]


def _short(text: str) -> str:
    """Show the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
