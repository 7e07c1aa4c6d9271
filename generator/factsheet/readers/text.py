"""The readers' room: text and Markdown, with or without front matter."""

from __future__ import annotations

from factsheet.errors import SeedError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.readers.content import Content
from factsheet.readers.decoding import decode, normalise_newlines
from factsheet.readers.metadata import read_values


def read_text(data: bytes, path: str) -> Content:
    """Read a text or Markdown file; Markdown's own marks stay in the text.

    Args:
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        The text below the front matter, and what the front matter says.

    Raises:
        SeedError: when its encoding cannot be told, it is empty, or its front matter cannot be read.
    """
    text = normalise_newlines(decode(data, path))
    try:
        matter = parse_front_matter(text)
    except FrontMatterError as error:
        raise SeedError(error.message, path, error.line) from error
    said = read_values(matter, path)
    if not matter.body.strip():
        what = "there is no text below the front matter" if matter.values else "the file is empty"
        raise SeedError(f"{what}; put the document's text into it, or delete it", path)
    return Content(text=matter.body, said=said, first_line=matter.body_line)
