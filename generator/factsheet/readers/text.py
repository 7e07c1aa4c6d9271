"""The readers' room: text and Markdown, UTF-8, with or without front matter."""

from __future__ import annotations

from typing import NamedTuple

from factsheet.errors import SeedError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Metadata
from factsheet.readers.metadata import read_metadata


class Content(NamedTuple):
    """What a reader finds in a file."""

    text: str
    metadata: Metadata
    first_line: int  # the file's line on which the text begins, 1-based


def read_text(data: bytes, path: str) -> Content:
    """Read a text or Markdown file; Markdown's own marks stay in the text.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text below the front matter, and what the front matter says.

    Raises:
        SeedError: when it is not UTF-8, is empty, or its front matter cannot be read.
    """
    text = normalise_newlines(_decode(data, path))
    try:
        matter = parse_front_matter(text)
    except FrontMatterError as error:
        raise SeedError(error.message, path, error.line) from error
    metadata = read_metadata(matter, path)
    if not matter.body.strip():
        what = "there is no text below the front matter" if matter.values else "the file is empty"
        raise SeedError(f"{what}; put the document's text into it, or delete it", path)
    return Content(matter.body, metadata, matter.body_line)


def normalise_newlines(text: str) -> str:
    r"""Make "\r\n" and "\r" to "\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, path: str) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind the mark
        offset = error.start + len(data) - len(error.object)
        line = normalise_newlines(data[:offset].decode("utf-8")).count("\n") + 1
        message = f"not UTF-8: found the byte 0x{data[offset]:02x} at offset {offset}; save the file as UTF-8"
        raise SeedError(message, path, line) from error
