"""What extraction found, kept by content, so that a document is read by the language model once."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from factsheet.errors import StoreError
from factsheet.files import LEFTOVER, write_atomically
from factsheet.model import Document, Mentions

PACKAGE = Path(__file__).parent
RULES = ("extract", "language", "model", "placing.py", "proposed")  # everything that decides what is found in a text
LIMIT = 4_000_000_000  # bytes, as the files are long: what is found in about a million articles
DAY = 86_400  # seconds: how exactly it is known when an entry was last used
STALE = 60  # seconds after which a file that is being written belongs to a process that died
FAST = 1  # gzip's level: a seventh of the length, and a higher one brings little more


def encode(mentions: Mentions) -> bytes:
    """Return mentions as they are kept and sent: gzipped JSON, the same bytes for the same mentions."""
    return gzip.compress(msgspec.json.encode(mentions), FAST, mtime=0)


def decode(entry: bytes) -> Mentions:
    """Return the mentions that were encoded.

    Raises:
        ValueError: when it is no such thing.
    """
    try:
        return msgspec.json.decode(gzip.decompress(entry), type=Mentions)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"no entry of the cache: {error}") from error


class MentionCache:
    """Mentions by the text they were found in and by what found them.

    Entries that cannot be read count as absent, and an entry that cannot be written is found anew next time: the
    cache saves time and decides nothing. It may be deleted at any time.

    Args:
        folder: where the entries are kept; None keeps nothing.
        finder: names for a document all that decides, beside its text, what is found: the language, the model's name
            and version, the rules.
    """

    def __init__(self, folder: Path | None, finder: Callable[[Document], str]) -> None:
        self._folder = folder
        self._finder = finder
        self._used: set[Path] = set()
        self._grew = False

    def beside(self, more: str) -> MentionCache:
        """Return a cache in the same folder, of what is found with something else's help.

        Args:
            more: names what helps.
        """
        other = MentionCache(self._folder, lambda document: f"{self._finder(document)}; {more}")
        other._used = self._used  # what either of them used stays
        return other

    def load(self, document: Document) -> Mentions | None:
        """Return what was found in a text such as this document's, or None."""
        if self._folder is None:
            return None
        place = self._path(self._folder, document)
        try:
            mentions = decode(place.read_bytes())
        except (OSError, ValueError):
            return None
        self._use(place)
        return mentions

    def save(self, document: Document, mentions: Mentions) -> None:
        """Keep what was found in a document; what an extractor failed over is looked for again in the next run."""
        if self._folder is None or not mentions.complete:
            return
        place = self._path(self._folder, document)
        self._used.add(place)
        self._grew = True
        with contextlib.suppress(StoreError):
            write_atomically(place, encode(mentions))

    def keep(self, document: Document, mentions: Mentions) -> None:
        """Keep what was found in a document, unless it is kept."""
        if self._folder is not None and not self._path(self._folder, document).exists():
            self.save(document, mentions)

    def forget(self, document: Document) -> None:
        """Keep nothing of a document."""
        if self._folder is not None:
            self._path(self._folder, document).unlink(missing_ok=True)

    def clear(self) -> None:
        """Keep nothing of any document, of its earlier versions or of what earlier rules found."""
        if self._folder is not None and self._folder.is_dir():
            shutil.rmtree(self._folder)

    def prune(self, limit: int = LIMIT) -> None:
        """Let the entries go that were not used for longest, and what killed processes left, if anything was added.

        What this very run used stays, whatever it weighs: a collection above the limit would be read anew in each run.

        Args:
            limit: how many bytes the entries may have together.
        """
        if self._folder is None or not self._grew:
            return
        self._grew = False
        entries = sorted(_entries(self._folder), reverse=True)
        size = sum(length for _, length, place in entries if place in self._used)
        for _, length, place in entries:
            if place not in self._used:
                size += length
                if size > limit:
                    _remove(place)

    def _use(self, place: Path) -> None:
        """Note that an entry is used, on the disk once a day."""
        self._used.add(place)
        with contextlib.suppress(OSError):
            if time.time() - place.stat().st_mtime > DAY:
                os.utime(place)

    def _path(self, folder: Path, document: Document) -> Path:
        """Return an entry's place: cache/3f/3fa9....json.gz."""
        key = hashlib.sha256(f"{self._finder(document)}\n{document.sha256}".encode()).hexdigest()
        return folder / key[:2] / f"{key}.json.gz"


def _entries(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield when each entry was last used, its length and its place; remove what killed processes left."""
    for place in (*folder.glob("??/*.json*"), *folder.glob("??/.*.tmp")):
        with contextlib.suppress(OSError):
            stat = place.stat()
            if not LEFTOVER.fullmatch(place.name):
                yield stat.st_mtime, stat.st_size, place
            elif time.time() - stat.st_mtime > STALE:
                _remove(place)


def _remove(place: Path) -> None:
    """Delete a file, if that can be."""
    with contextlib.suppress(OSError):
        place.unlink()


@cache
def rules_digest() -> str:
    """Return a digest of the rules and the lexicon: their very files, so that no version has to be kept by hand.

    It is taken once in a process, which knows no rules but those that it started with.
    """
    digest = hashlib.sha256()
    for rule in RULES:
        place = PACKAGE / rule
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.suffix in (".py", ".tsv", ".trees"):
                digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
