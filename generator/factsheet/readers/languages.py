"""The readers' room: the languages in which texts were found to be written, kept so that each is looked at once."""

from __future__ import annotations

import contextlib
import hashlib
from importlib.metadata import version
from pathlib import Path

import msgspec

from factsheet.errors import StoreError
from factsheet.files import write_atomically
from factsheet.language.detection import LEAST_CHARACTERS, LOOKED_AT, SURE, detect_language

DIGEST = 8  # bytes, by which a text is known again


class _Kept(msgspec.Struct):
    """The file: what decides a language beside the text, and the language of each text by its digest."""

    rules: str = ""
    languages: dict[str, str] = {}


class Languages:
    """The languages of texts. A file that is missing or cannot be read costs time and decides nothing.

    Args:
        file: where they are kept; None keeps nothing.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known = _load(file)
        self._asked: dict[str, str] = {}

    def tell(self, text: str) -> str:
        """Tell in which language a text is written, as `detect_language` does."""
        digest = hashlib.blake2b(text[:LOOKED_AT].encode(errors="replace"), digest_size=DIGEST).hexdigest()
        found = self._known.get(digest)
        self._asked[digest] = detect_language(text) if found is None else found
        return self._asked[digest]

    def keep(self) -> None:
        """Keep the languages of the texts that were asked about, and no others."""
        if self._file is None or self._asked == self._known:
            return
        with contextlib.suppress(StoreError):
            write_atomically(self._file, msgspec.json.encode(_Kept(_rules(), self._asked)))


def _load(file: Path | None) -> dict[str, str]:
    """Read what was kept, unless other rules found it."""
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept) if file else _Kept()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return kept.languages if kept.rules == _rules() else {}


def _rules() -> str:
    """Name what decides a language beside the text."""
    return f"py3langid {version('py3langid')} {LOOKED_AT} {LEAST_CHARACTERS} {SURE}"
