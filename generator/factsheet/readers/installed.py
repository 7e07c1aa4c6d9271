"""The readers' room: readers that other packages bring, held to what ours are held to.

A package names a function under `factsheet.readers`, by the suffix that it reads, without its dot. It is given the
file's bytes and its name, as ours are, and returns a `Content`.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from factsheet.errors import ExtensionError, SeedError, said
from factsheet.extensions import READERS, Extension, find_extension, installed, load_extension
from factsheet.readers.content import Content, clean_text, clean_values
from factsheet.readers.decoding import normalise_newlines


def installed_suffixes() -> tuple[str, ...]:
    """Return the suffixes that installed packages read, each with its dot, in small letters."""
    return tuple(f".{name}" for name in installed(READERS) if name == name.lower())


def read_installed(suffix: str, data: bytes, path: str) -> Content:
    """Read a file with the reader that a package brings for its suffix.

    Args:
        suffix: as in ".srt".
        data: the file's bytes.
        path: the file as the person would name it, for errors.

    Returns:
        What the reader found, with plain line ends and without what nobody sees.

    Raises:
        SeedError: when the reader cannot be loaded, fails, or returns what is no content; it names the package.
    """
    try:
        extension = find_extension(READERS, suffix.removeprefix("."))
        if extension is None:
            raise ExtensionError(f"no installed package reads {suffix}")
        read = load_extension(extension)
    except ExtensionError as error:
        raise SeedError(f"the reader {error.message}", path) from error
    try:
        found = read(data, path)
    except SeedError:
        raise
    except Exception as error:
        message = f"the reader {extension.identity} failed ({said(error)}); report it to that package's makers"
        raise SeedError(message, path) from error
    if fault := _fault(found):
        raise SeedError(f"the reader {extension.identity} returned {fault}; report it to its makers", path)
    return _cleaned(found, extension, path)


def _fault(found: object) -> str:
    """Say what a reader returned that is no content; empty where it is one."""
    if not isinstance(found, Content):
        return f"{type(found).__name__}, expected Content"
    try:
        msgspec.convert(msgspec.to_builtins(found), Content)
    except (TypeError, ValueError) as error:
        return f"a Content that is none ({error})"
    if any(left > right for left, right in pairwise((0, *found.pages, len(found.text)))):
        return "pages that do not begin one after the other in the text"
    return ""


def _cleaned(found: Content, extension: Extension, path: str) -> Content:
    """Return a content as ours are: without what nobody sees, and with some text."""
    text = clean_text(normalise_newlines(found.text))
    if not text.strip():
        raise SeedError("there is no text in the file; delete it, or put its text beside it as .txt", path)
    if found.pages and text != found.text:
        message = "returned pages in a text with characters that nobody sees, which have to go; report it to its makers"
        raise SeedError(f"the reader {extension.identity} {message}", path)
    return Content(text=text, said=clean_values(found.said), pages=found.pages)
