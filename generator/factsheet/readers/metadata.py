"""The readers' room: what a seed's front matter, or a file beside it, says about the document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from factsheet.config import nearest
from factsheet.edtf_values import LONGEST, is_edtf
from factsheet.errors import SeedError
from factsheet.front_matter import FrontMatter, FrontMatterError, parse_values
from factsheet.model import Metadata, Publish
from factsheet.readers.decoding import decode, normalise_newlines

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
KEYS = tuple(field.name for field in fields(Metadata))
SHORT = {"lang": "language"}  # how HTML and Hugo call it


def read_values(matter: FrontMatter, path: str) -> Mapping[str, str]:
    """Validate a seed's front matter.

    Args:
        matter: the front matter, every scalar a string.
        path: the file that it stands in, as the person would name it, for errors.

    Returns:
        Its values by the keys of Metadata; one that is empty says that there is none.

    Raises:
        SeedError: for an unknown key, a value that is not text, a date that is not EDTF, an unknown `publish`.
    """
    values = {}
    for key, value in matter.values.items():
        try:
            values[SHORT.get(key, key)] = _check(SHORT.get(key, key), value)
        except ValueError as error:
            raise SeedError(str(error), path, matter.lines[key]) from error
    return values


def read_beside(data: bytes, path: str) -> Mapping[str, str]:
    """Validate the file that stands beside a seed and says what the seed cannot: talks.yml beside talks.pdf.

    Args:
        data: its bytes: `key: value` lines, as in front matter.
        path: the file as the person would name it, for errors.

    Returns:
        Its values by the keys of Metadata; one that is empty says that there is none.

    Raises:
        SeedError: when it cannot be read, and as `read_values` does.
    """
    try:
        matter = parse_values(normalise_newlines(decode(data, path)))
    except FrontMatterError as error:
        raise SeedError(error.message, path, error.line) from error
    return read_values(matter, path)


def make_metadata(values: Mapping[str, str], language: str) -> Metadata:
    """Put what is said of a document into a record.

    Args:
        values: by the keys of Metadata, valid.
        language: that of documents that do not say.
    """
    plain = {key: value for key, value in values.items() if key not in ("language", "publish")}
    publish = Publish(values.get("publish") or Publish.EXCERPTS)
    return Metadata(**plain, language=values.get("language") or language, publish=publish)


def _check(key: str, value: object) -> str:
    """Return a value that fits its key, blank space around it taken off."""
    if key not in KEYS:
        raise ValueError(f"unknown key {key!r}{nearest(key, KEYS)}")
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected text, found a {'list' if isinstance(value, list) else 'mapping'}")
    value = value.strip()
    if key == "date" and value:
        _check_date(value)
    if key == "publish" and value and value not in tuple(Publish):
        raise ValueError(f"publish: found {value!r}; expected {', '.join(Publish)}")
    return value


def _check_date(value: str) -> None:
    """Hold a publication date to EDTF (ISO 8601-2): "2023-10-04", "2023-10", "2023?"."""
    if ISO_DAY.fullmatch(value) and _is_day(value):
        return  # nearly all are, and the EDTF parser takes some milliseconds
    if not is_edtf(value):
        found = repr(value) if len(value) <= LONGEST else f"{len(value):,} characters"
        raise ValueError(f"date: found {found}; expected a date such as 2023-10-04, 2023-10 or 2023 (EDTF, ISO 8601-2)")


def _is_day(value: str) -> bool:
    """Tell whether a date in ISO 8601 form is one of the calendar."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
