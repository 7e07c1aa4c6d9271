"""What extraction found, kept by content, so that a document is read by the language model once."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

import msgspec

from factsheet.errors import StoreError
from factsheet.files import write_atomically
from factsheet.model import Document, Mentions

PACKAGE = Path(__file__).parent
RULES = ("extract", "language", "model")  # everything that decides what is found in a text


class MentionCache:
    """Mentions by the text they were found in and by what found them.

    Entries that cannot be read count as absent, and an entry that cannot be written is found anew next time: the
    cache saves time and decides nothing.

    Args:
        folder: where the entries are kept; None keeps nothing.
        finder: everything beside the text that decides what is found: the model's name and version, the rules.
    """

    def __init__(self, folder: Path | None, finder: str) -> None:
        self._folder = folder
        self._finder = finder

    def load(self, document: Document) -> Mentions | None:
        """Return what was found in a text such as this document's, or None."""
        if self._folder is None:
            return None
        try:
            return msgspec.json.decode(self._path(self._folder, document).read_bytes(), type=Mentions)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def save(self, document: Document, mentions: Mentions) -> None:
        """Keep what was found in a document."""
        if self._folder is None:
            return
        with contextlib.suppress(StoreError):
            write_atomically(self._path(self._folder, document), msgspec.json.encode(mentions))

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

    def _path(self, folder: Path, document: Document) -> Path:
        """Return an entry's place: cache/3f/3fa9....json."""
        key = hashlib.sha256(f"{self._finder}\n{document.sha256}".encode()).hexdigest()
        return folder / key[:2] / f"{key}.json"


def rules_digest() -> str:
    """Return a digest of the rules and the lexicon: their very files, so that no version has to be kept by hand."""
    digest = hashlib.sha256()
    for rule in RULES:
        place = PACKAGE / rule
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.suffix in (".py", ".tsv", ".trees"):
                digest.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
