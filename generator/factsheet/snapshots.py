"""How the files of a project stood when a run ended, by which the next one knows what nobody has touched since.

A file is told from its earlier state by its times, its size and its inode, as git does. What is kept here saves time
and decides nothing: without it, everything is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from factsheet.errors import StoreError
from factsheet.files import Stamp, stamp_of, times_of, write_atomically
from factsheet.model import Imprint

TICK = 0.02  # seconds: more than the step in which Linux counts the times of files, 1 to 10 ms
COARSE = 2.0  # seconds: that step where a file system counts whole seconds, as FAT does by twos
SECOND = 1_000_000_000  # nanoseconds
PACKAGE = Path(__file__).parent
SKIPPED = frozenset({".factsheet/cache", ".factsheet/lock", ".factsheet/lock.owner"})

Stamps = Mapping[str, Stamp]  # by the file's path from the project's folder
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Generic[T]):
    """The files of a project at the end of a run, and what the run told."""

    maker: str = ""  # what beside the files decides what a run does: program, settings, commit
    stamps: dict[str, Stamp] = field(default_factory=dict)  # of the files that nobody else touched during the run
    imprints: dict[str, Imprint] = field(default_factory=dict)  # of generated pages that nobody edited, by their paths
    exports: dict[str, bytes] = field(default_factory=dict)  # of what files for machines are made, by their paths
    told: T | None = None  # the outcome; None where something else touched a file during the run

    def untouched(self, stamps: Stamps, docs: str, base: str) -> dict[str, Imprint]:
        """Return the imprints of the pages that stand, with their bases, as the run left them.

        Args:
            stamps: of the files now.
            docs: the folder of the pages, from the project's folder.
            base: that of the bases.
        """
        return {
            path: imprint
            for path, imprint in self.imprints.items()
            if self._stands(f"{docs}/{path}", stamps) and self._stands(f"{base}/{path}", stamps)
        }

    def untouched_exports(self, stamps: Stamps, docs: str) -> dict[str, bytes]:
        """Return the fingerprints of the files for machines that stand as the run left them."""
        return {path: known for path, known in self.exports.items() if self._stands(f"{docs}/{path}", stamps)}

    def _stands(self, file: str, stamps: Stamps) -> bool:
        """Tell whether nobody touched a file since."""
        stamp = stamps.get(file)
        return stamp is not None and stamp == self.stamps.get(file)


def look(project: Path, places: Collection[str]) -> Stamps:
    """Take the stamps of files.

    Args:
        project: the project's folder.
        places: files and folders in it; a folder stands for all files below it. What is behind a link to a folder is
            not looked at, and the link counts as new each time.

    Returns:
        The stamps of the files that are there, sorted.
    """
    return dict(sorted((path, stamp) for place in places for path, stamp in _below(project, place)))


def _below(project: Path, place: str) -> Iterator[tuple[str, Stamp]]:
    """Yield the files below a place with their stamps."""
    try:
        entries = list(os.scandir(project / place))
    except NotADirectoryError:
        yield place, stamp_of((project / place).stat())
        return
    except OSError:
        return
    for entry in entries:
        path = f"{place}/{entry.name}"
        if path in SKIPPED:
            continue
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                yield from _below(project, path)
            elif entry.is_dir():
                yield path, time.time_ns().to_bytes(32)  # what is behind a link to a folder is never taken as untouched
            else:
                yield path, stamp_of(entry.stat())


def maker_of(*parts: object) -> str:
    """Name what beside the files decides what a run does: this program, what it stands on, and more.

    Args:
        parts: what else does, such as the settings.
    """
    spec = importlib.util.find_spec("jinja2")
    beside = Path(spec.origin).parents[1] if spec and spec.origin else PACKAGE  # every installation touches it
    return hashlib.sha256(repr((sys.version, stamp_of(beside.stat()), program_digest(), *parts)).encode()).hexdigest()


def program_digest() -> str:
    """Return a digest of the program: its very files, so that no version has to be kept by hand."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix in (".py", ".tsv", ".trees", ".j2"):
            digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def recall(file: Path, told: type[T]) -> Snapshot[T]:
    """Return what was kept of the last run; an empty one where nothing readable was."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=Snapshot[told])  # type: ignore[valid-type]
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Snapshot()


def keep(file: Path, snapshot: Snapshot[T]) -> None:
    """Keep how a run ended; where it cannot be written, or a name is no text, the next one reads everything."""
    with contextlib.suppress(StoreError, UnicodeEncodeError):
        write_atomically(file, msgspec.msgpack.encode(snapshot))


def settle() -> None:
    """Wait until whatever is written from now on has a later time than what was written before."""
    time.sleep(TICK)


def certain(before: Stamps, after: Stamps, written: Mapping[str, Stamp | None]) -> tuple[dict[str, Stamp], bool]:
    """Choose the files of which a run knows that they are as it read or wrote them.

    Args:
        before: the stamps before the run read the first file.
        after: those after it wrote the last one, and `settle`.
        written: what the run wrote, with the stamp where that is known, and None for what it deleted or is its alone.

    Returns:
        Their stamps, and whether these are all files.
    """
    now = time.time_ns()
    fine = any(times_of(stamp)[0] % SECOND for stamp in after.values())
    latest = now - int((TICK / 2 if fine else COARSE) * SECOND)
    sure = {
        path: stamp
        for path, stamp in after.items()
        if max(times_of(stamp)) < latest and (stamp == before.get(path) or written.get(path, b"") in (stamp, None))
    }
    gone = all(path in after or path in written for path in before)
    return sure, gone and len(sure) == len(after)
