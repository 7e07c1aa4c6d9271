"""What is remembered of a build, so that the next one can keep what would come out the same."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from factsheet.errors import StoreError
from factsheet.files import write_atomically

FORMAT = 1  # of the file; another one is not read
STILL = 50_000_000  # nanoseconds for which a file must have been left alone, for its time to tell versions apart


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """By what a file on the disk is known to be the same without reading it."""

    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; of the file's entry, which nobody sets by hand

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Take the stamp from what the system tells of a file."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Message(msgspec.Struct, frozen=True, array_like=True):
    """A line that MkDocs logged of a page."""

    logger: str
    level: int
    text: str


class Built(msgspec.Struct, frozen=True, array_like=True):
    """A page that was built, with all that decides whether it would come out the same."""

    source: bytes  # digest
    output: bytes  # digest of the page's file; empty where MkDocs wrote none
    searched: bytes  # digest of what the search reads of it; empty where it reads nothing
    asked: tuple[str, ...]  # the files below docs/ after which its links asked, found or not
    anchors: tuple[str, ...]  # the places in it to which can be linked
    links: dict[str, dict[str, str]]  # file, anchor in it, link as it was written
    read: tuple[Message, ...]  # logged while its Markdown was read
    written: tuple[Message, ...]  # logged while its file was written


class Manifest(msgspec.Struct, frozen=True):
    """What a build left behind."""

    format: int = FORMAT
    common: bytes = b""  # digest of what every page depends on
    files: Mapping[str, bool] = {}  # below docs/ and of the theme, and whether each is left out of the site
    pages: Mapping[str, Built] = {}  # by path below docs/
    sources: Mapping[str, Stamp] = {}  # of pages and of files that were copied, by path below docs/
    outputs: Mapping[str, Stamp] = {}  # by path below the site


def digest(content: bytes) -> bytes:
    """Return what tells contents apart."""
    return hashlib.blake2b(content, digest_size=16).digest()


def load_manifest(path: Path) -> Manifest:
    """Read what the last build left; nothing, where that cannot be used.

    Args:
        path: of the manifest.
    """
    try:
        manifest = msgspec.msgpack.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()
    return manifest if manifest.format == FORMAT else Manifest()


def save_manifest(manifest: Manifest, path: Path) -> None:
    """Write what this build leaves.

    Args:
        manifest: what is to be remembered.
        path: where.
    """
    with contextlib.suppress(StoreError):  # it saves time and decides nothing
        write_atomically(path, msgspec.msgpack.encode(manifest))
