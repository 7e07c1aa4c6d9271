"""The readers' room: PDF files, by pypdf."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from factsheet.errors import SeedError
from factsheet.readers.content import (
    PRINTED_PAGES,
    TEXT_CHARACTERS,
    Content,
    clean_text,
    clean_values,
    load_library,
)
from factsheet.readers.drawings import Scales
from factsheet.readers.html import LANGUAGE
from factsheet.readers.lines import join_lines, without_running_heads

LEAST = 20  # letters a page that a text has at least; scans have none, or a stamp
STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|/[a-z]+\d+(?=/|\s|$)|\(cid:\d+\)", re.IGNORECASE)
MOST_STRANGE = 0.05  # of all characters
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# Titles that a program gave, not a person: "Microsoft Word - wall_v2.docx".
FILE_NAME = re.compile(r"(?i)microsoft \w+ - .*|untitled.*|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|tmp)")


def read_pdf(data: bytes, path: str) -> Content:
    """Read the text of a PDF file.

    The day on which the file was made is not read: it is seldom that of publication.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text, with where each printed page begins, its lines joined to paragraphs, hyphenation mended and running
        heads taken off; title and author as far as a person gave them, and the language.

    Raises:
        SeedError: when it is locked, a scan, has fonts that do not tell their letters, or too many pages; when pypdf is
            not installed.
    """
    reader = load_library("pypdf", ".pdf", "pdf").PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        _unlock(reader, path)
    pages = [clean_text(page.translate(LIGATURES)).split("\n") for page in _pages(reader, path)]
    _refuse_unreadable(pages, path)
    text, starts = join_lines(without_running_heads(pages))
    return Content(text=text, said=_values(reader), pages=starts)


def _unlock(reader: Any, path: str) -> None:
    """Open a file that only forbids to print or to copy, as anybody's program does."""
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # another password, or a cipher that is not installed
        opened = False
    if not opened:
        raise SeedError("is locked by a password; save a copy without one", path)


def _pages(reader: Any, path: str) -> Iterator[str]:
    """Yield the text of each page."""
    if (found := len(reader.pages)) > PRINTED_PAGES:
        raise SeedError(f"found {found:,} pages; expected {PRINTED_PAGES:,} at most; split it", path)
    scales, written = Scales(path), 0
    for page in reader.pages:
        scales.add(page)
        text = page.extract_text()
        written += len(text)
        yield text
        if written > TEXT_CHARACTERS:
            return  # the text is refused as too long, whatever follows


def _refuse_unreadable(pages: Sequence[Sequence[str]], path: str) -> None:
    """Refuse a file whose text cannot be told from its pictures or its fonts."""
    text = "\n".join(line for page in pages for line in page)
    if sum(map(str.isalnum, text)) < LEAST * max(len(pages), 1) / 2:
        message = f"holds hardly any text on {len(pages)} pages: they are pictures, as in a scan"
        raise SeedError(f"{message}; have the text recognised (OCR, as by ocrmypdf), and put the result here", path)
    if sum(len(found[0]) for found in STRANGE.finditer(text)) > MOST_STRANGE * len(text):
        message = "its fonts do not tell which letters they draw"
        raise SeedError(f"{message}; have the text recognised (OCR, as by ocrmypdf), or save it as .txt", path)


def _values(reader: Any) -> Mapping[str, str]:
    """Return what the file says of itself by the keys of Metadata."""
    known = reader.metadata or {}
    title = str(known.get("/Title") or "")
    language = str(reader.root_object.get("/Lang") or "")
    return clean_values(
        {
            "title": "" if FILE_NAME.fullmatch(title.strip()) else title,
            "author": str(known.get("/Author") or ""),
            "language": language if LANGUAGE.fullmatch(language) else "",
        }
    )
