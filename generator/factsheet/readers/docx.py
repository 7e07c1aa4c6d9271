"""The readers' room: Word files, by mammoth, which makes simple HTML of them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from factsheet.errors import SeedError
from factsheet.readers.content import ARCHIVE_PARTS, UNPACKED_BYTES, Content, clean_values, load_library
from factsheet.readers.html import LANGUAGE
from factsheet.readers.markup import read_markup

PROPERTIES = "docProps/core.xml"
VALUE = r"<{0}(?:\s[^>]*)?>([^<]*)</{0}>"


def read_docx(data: bytes, path: str) -> Content:
    """Read the text of a Word file, its notes at the end; what was deleted and what is commented is no part of it.

    The day on which the file was made is not read: it is seldom that of publication.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text, an empty line between paragraphs; title, author and language as far as the file tells them.

    Raises:
        SeedError: when it unpacks to far too much, holds no text, or mammoth is not installed.
    """
    mammoth = load_library("mammoth", ".docx", "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _refuse_bomb(archive, path)
        said = _values(archive)
    made = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(_no_picture))
    text = read_markup(made.value)
    if not text:
        raise SeedError("holds no text; put the document's text into it, or delete it", path)
    return Content(text=text, said=said)


def _no_picture(_picture: Any) -> Mapping[str, str]:
    """Say nothing of a picture, whose bytes stay packed."""
    return {}


def _refuse_bomb(archive: zipfile.ZipFile, path: str) -> None:
    """Refuse an archive that unpacks to far more than a document needs; zipfile unpacks no more than is declared."""
    parts = archive.infolist()
    if len(parts) > ARCHIVE_PARTS:
        raise SeedError(f"found {len(parts):,} parts; expected {ARCHIVE_PARTS:,} at most; save it as .txt", path)
    if sum(part.file_size for part in parts) > UNPACKED_BYTES:
        message = f"unpacks to more than {UNPACKED_BYTES // 1_000_000} MB"
        raise SeedError(f"{message}; split it, take its pictures out, or save it as .txt", path)


def _values(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return what the file says of itself by the keys of Metadata."""
    if PROPERTIES not in archive.namelist():
        return {}
    properties = archive.read(PROPERTIES).decode("utf-8", errors="replace")
    tags = {"title": "dc:title", "author": "dc:creator", "language": "dc:language"}
    found = {key: re.search(VALUE.format(tag), properties) for key, tag in tags.items()}
    values = {key: html.unescape(value[1]) for key, value in found.items() if value}
    return clean_values({key: text for key, text in values.items() if key != "language" or LANGUAGE.fullmatch(text)})
