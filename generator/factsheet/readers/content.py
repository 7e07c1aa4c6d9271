"""The readers' room: what each reader returns, and the bounds within which files are read."""

from __future__ import annotations

import importlib
import logging
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType

from factsheet.errors import SeedError

# Bounds against files that were made to exhaust a machine; what people publish stays far below each.
FILE_BYTES = 50_000_000
UNPACKED_BYTES = 100_000_000  # of all parts of an archive, as a Word file is one
ARCHIVE_PARTS = 5_000
HTML_ELEMENTS = 50_000  # from about twice as many on, trafilatura's time grows with their square
PRINTED_PAGES = 3_000
PAGE_STRINGS = 50_000  # that a page of a PDF file shows, as many as letters; pypdf's time grows with their square
TEXT_CHARACTERS = 3_000_000  # a book of a thousand pages; a language model's memory grows with it

VALUE_CHARACTERS = 300  # of what a file says of itself; titles are shorter
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u00ad\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a reader finds in a file."""

    text: str
    said: Mapping[str, str] = field(default_factory=dict)  # keys of Metadata with what the file says of itself
    first_line: int = 1  # the file's line on which the text begins, 1-based
    pages: tuple[int, ...] = ()  # where in the text each printed page begins; offsets


def clean_values(values: Mapping[str, object]) -> Mapping[str, str]:
    """Return what a format says of itself, each value on one line, without what nobody sees.

    Args:
        values: what was found, by keys of Metadata; no text and nothing count as silence.

    Returns:
        The values that say something. An address is one of the web, for others could run a program.
    """
    texts = {key: UNSEEN.sub("", value) for key, value in values.items() if isinstance(value, str)}
    short = {key: " ".join(text.split())[:VALUE_CHARACTERS].rstrip() for key, text in texts.items()}
    if not short.get("url", "").startswith(("https://", "http://")):
        short.pop("url", None)
    return {key: text for key, text in short.items() if text}


def clean_text(text: str) -> str:
    """Take out of a text what nobody sees, as soft hyphens and what cannot be written as UTF-8."""
    return UNSEEN.sub("", text)


def load_library(name: str, suffix: str, extra: str) -> ModuleType:
    """Import a library that only one kind of file needs.

    Args:
        name: the library's.
        suffix: of the files that need it.
        extra: the part of factsheet that installs it.

    Raises:
        SeedError: when it is not installed; it says how to install it.
    """
    logger = logging.getLogger(name.partition(".")[0])
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # what it thinks of a damaged file is told in one line, by us
    try:
        with warnings.catch_warnings(action="ignore"):  # of what else it could use
            return importlib.import_module(name)
    except ImportError as error:
        message = f"{suffix} needs {name}, which is not installed; run `pip install 'factsheet[{extra}]'`"
        raise SeedError(message) from error
