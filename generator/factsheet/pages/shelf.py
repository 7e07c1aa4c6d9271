"""The two folders, docs/ and .factsheet/base/, and the only code that changes the pages in them.

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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from factsheet.errors import PageError, StoreError
from factsheet.files import LEFTOVER, Stamp, stamp_of
from factsheet.front_matter import FrontMatterError, parse_front_matter

NEXT = ".next"  # a base about to take its place
GONE = ".gone"  # a page about to be dropped
NEW = ".new"  # a page about to take its place
REMEMBERED = 100_000_000  # characters of texts that are held; beyond, a text is read each time it is asked for
FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
IDENTITY = re.compile(r"^(id|type):[ \t]*([\"']?)(.*?)\2[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, as they then stood."""

    pages: dict[str, Stamp] = field(default_factory=dict)  # by their places below docs/
    bases: dict[str, Stamp] = field(default_factory=dict)  # by their paths

    def add(self, other: Written) -> None:
        """Add what somebody else wrote."""
        self.pages.update(other.pages)
        self.bases.update(other.bases)


class Shelf:
    """The pages and their bases on the disk; most texts are read once, and again only when their files have changed.

    Args:
        docs: the folder of the pages.
        base: the folder of the bases, `.factsheet/base`.
    """

    def __init__(self, docs: Path, base: Path) -> None:
        self.docs = docs
        self.base = base
        self.written = Written()
        self._texts: dict[str, tuple[Stamp, str]] = {}
        self._room = REMEMBERED
        self._folders: dict[str, str] = {}  # below docs/, links followed
        self._home = str(docs.resolve()) + os.sep
        self._bases = str(base)

    def pages(self) -> list[str]:
        """Return the paths of the pages below docs/, sorted."""
        return _pages(self.docs)

    def bases(self) -> list[str]:
        """Return the paths of the bases, which are those of their pages, sorted."""
        return _pages(self.base)

    def files(self) -> frozenset[str]:
        """Return the paths of all files below docs/."""
        return frozenset(path for path, _ in _walk(self.docs))

    def page_text(self, place: str) -> str | None:
        """Read a page; None where there is none."""
        return self._text(self._inside(place), f"{self.docs.name}/{place}")

    def base_text(self, path: str) -> str | None:
        """Read a base; None where there is none."""
        file = f"{self._bases}/{path}"
        return self._text(file, file)

    def has_page(self, place: str) -> bool:
        """Tell whether a page stands there."""
        return os.path.isfile(self._inside(place))  # noqa: PTH113

    def locate(self, paths: Iterable[str]) -> dict[str, str | None]:
        """Find the pages that the machine wrote: each there, or where a person moved it, or None if deleted."""
        standing = set(self.pages())
        places = {path: path if path in standing or (self.docs / path).is_file() else None for path in paths}
        missing = [path for path, place in places.items() if place is None]
        strays = self.strays() if missing else {}
        for path in missing:
            identity = identity_of(self.base_text(path) or "")
            places[path] = strays.get(identity) if identity else None
        return places

    def strays(self) -> dict[tuple[str, str], str]:
        """Return the pages without a base at their place, by type and id; of two alike, the first."""
        owned = set(self.bases())
        found: dict[tuple[str, str], str] = {}
        for place in reversed(self.pages()):
            with suppress(PageError):
                if place not in owned and (identity := identity_of(self.page_text(place) or "")):
                    found[identity] = place
        return found

    def write(self, path: str, place: str, page: str | None, base: str, before: str | None) -> bool:
        """Write a page and its base.

        Args:
            path: the machine's place.
            place: where the page stands.
            page: its text; None to leave it as it is.
            base: the text of its base.
            before: the text that stood there when it was decided what to write; None where there was none.

        Returns:
            Whether it was written; not so where somebody has changed the page meanwhile.
        """
        if page is None and self.base_text(path) == base:
            return True
        standing = self.base / path
        if page is None:
            _lay(beside(standing, NEW), base)
            beside(standing, NEW).replace(standing)
            self.written.bases[path] = stamp_of(standing.stat())
            return True
        self._inside(place)
        following = beside(standing, f".{_digest(place, page.encode(), base.encode())}{NEXT}")
        _lay(following, base)
        if not self.replace(place, page, before):
            following.unlink()
            return False
        following.replace(standing)
        self.written.bases[path] = stamp_of(standing.stat())
        return True

    def replace(self, place: str, page: str, before: str | None) -> bool:
        """Write a page and leave its base as it is.

        Args:
            place: where the page stands.
            page: its text.
            before: the text that stood there when it was decided what to write; None where there was none.

        Returns:
            Whether it was written; not so where somebody has changed the page meanwhile.
        """
        target = Path(self._inside(place))
        new = beside(target, NEW)
        _lay(new, page)
        if _bytes(target) != (None if before is None else before.encode()):
            new.unlink()
            return False
        _like(target, new)
        new.replace(target)
        self.written.pages[place] = stamp_of(target.stat())
        return True

    def drop(self, path: str, place: str, before: str) -> bool:
        """Delete a page and its base.

        Args:
            path: the machine's place.
            place: where the page stands.
            before: the text that stood there when it was decided to drop it.

        Returns:
            Whether it was dropped; not so where somebody has changed the page meanwhile.
        """
        target = Path(self._inside(place))
        aside = beside(self.docs / path, GONE)
        aside.parent.mkdir(parents=True, exist_ok=True)
        if _bytes(target) != before.encode():
            return False
        target.replace(aside)
        (self.base / path).unlink()
        aside.unlink()
        return True

    def forget(self, path: str) -> None:
        """Delete a base and leave its page, which from then on is a person's own."""
        (self.base / path).unlink(missing_ok=True)

    def recover(self) -> None:
        """Complete what a crash interrupted."""
        for path, name in _hidden(self.base):
            file = self.base / path
            if name.endswith(NEXT):
                page, digest = name[1 : -len(NEXT)].rsplit(".", 1)
                self._settle(file, file.with_name(page), digest)
            elif name.endswith(f".md{NEW}"):
                file.unlink()
        for path, name in _hidden(self.docs):
            file = self.docs / path
            if name.endswith(f".md{GONE}"):
                (self.base / path).with_name(name[1 : -len(GONE)]).unlink(missing_ok=True)
                file.unlink()
            elif name.endswith(f".md{NEW}") or LEFTOVER.fullmatch(name):
                file.unlink()

    def _settle(self, file: Path, target: Path, digest: str) -> None:
        """Let a base that lies beside take its place if its page was written; else throw it away."""
        path, base = target.relative_to(self.base).as_posix(), file.read_bytes()
        standing = [path, *self.strays().values()]
        if any(_digest(place, _bytes(Path(self._inside(place))) or b"", base) == digest for place in standing):
            file.replace(target)
        else:
            file.unlink()

    def _text(self, file: str, path: str) -> str | None:
        """Read a text, its line endings untouched; None where there is no file."""
        try:
            stamp = stamp_of(os.stat(file))  # noqa: PTH116  asked of every page, and pathlib takes twice as long
        except FileNotFoundError:
            return None
        known = self._texts.get(file)
        if known and known[0] == stamp:
            return known[1]
        try:
            text = Path(file).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise PageError("is not UTF-8; save it as UTF-8, it is left as it is until then", path, line) from error
        if self._room > 0:
            self._texts[file] = stamp, text
            self._room -= len(text)
        return text

    def _inside(self, path: str) -> str:
        """Return the file of a page, links followed; refuse one that lies outside docs/."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = str((self.docs / folder).resolve())
        file = os.path.join(self._folders[folder], name)  # noqa: PTH118
        if os.path.islink(file):  # noqa: PTH114  asked of every page, and pathlib takes many times as long
            file = str(Path(file).resolve())
        outside = path.startswith("/") or ".." in path.split("/")
        if outside or not file.startswith(self._home):
            raise StoreError("lies outside the folder of the pages; nothing is written there", path)
        return file


def marks(text: str) -> dict[str, str]:
    """Return what the front matter of a page gives as its `type` and `id`, even where the rest of it is broken."""
    front = FRONT.match(text)
    return {key: value for key, _, value in IDENTITY.findall(front[1])} if front else {}


def status(text: str) -> str:
    """Return the status of a page, empty where it cannot be read."""
    try:
        return str(parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n")).values.get("status", ""))
    except FrontMatterError:
        return ""


def beside(file: Path, suffix: str) -> Path:
    """Name a hidden neighbour of a file, which MkDocs ignores."""
    return file.with_name(f".{file.name}{suffix}")


def identity_of(text: str) -> tuple[str, str] | None:
    """Return type and id of a page; None where the front matter does not give both."""
    found = marks(text)
    return (found["type"], found["id"]) if len(found) == 2 else None


def _pages(folder: Path) -> list[str]:
    """Return the paths of the pages below a folder, sorted."""
    return sorted(path for path, name in _walk(folder) if name.endswith(".md") and not name.startswith("."))


def _hidden(folder: Path) -> list[tuple[str, str]]:
    """List the hidden files below a folder."""
    return [(path, name) for path, name in _walk(folder) if name.startswith(".")]


def _walk(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path below the folder and the name of every file in it."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        below = Path(root).relative_to(folder).as_posix()
        for name in sorted(names):
            yield (name if below == "." else f"{below}/{name}"), name


def _bytes(file: Path) -> bytes | None:
    """Read a file; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _lay(file: Path, text: str) -> None:
    """Write a file that nobody reads yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.write_bytes(text.encode("utf-8"))
    except OSError:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        raise


def _like(old: Path, new: Path) -> None:
    """Give a file the permissions of the one whose place it takes."""
    if old.exists():
        new.chmod(old.stat().st_mode & 0o7777)


def _digest(place: str, page: bytes, base: bytes) -> str:
    """Tell a page's place and text and its base in a few characters."""
    return hashlib.sha256(b"\n".join((place.encode(), hashlib.sha256(page).digest(), base))).hexdigest()[:16]
