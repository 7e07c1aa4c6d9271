"""The readers' room: what a seed's front matter says about the document."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

from edtf import EDTFParseException, parse_edtf

from factsheet.config import nearest
from factsheet.errors import SeedError
from factsheet.front_matter import FrontMatter
from factsheet.model import Metadata, Publish

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
KEYS = tuple(field.name for field in fields(Metadata))


def read_metadata(matter: FrontMatter, path: str) -> Metadata:
    """Validate a seed's front matter.

    Args:
        matter: the front matter, every scalar a string.
        path: the seed as the person would name it, for errors.

    Returns:
        The metadata; `language` is empty where the seed does not say.

    Raises:
        SeedError: for an unknown key, a value that is not text, a date that is not EDTF, an unknown `publish`.
    """
    values = {"language": ""}
    for key, value in matter.values.items():
        try:
            values[key] = _check(key, value)
        except ValueError as error:
            raise SeedError(str(error), path, matter.lines[key]) from error
    publish = Publish(values.pop("publish", "") or Publish.EXCERPTS)
    return Metadata(**values, publish=publish)


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
    try:
        parse_edtf(value)
    except EDTFParseException as error:
        raise ValueError(
            f"date: found {value!r}; expected a date such as 2023-10-04, 2023-10 or 2023 (EDTF, ISO 8601-2)"
        ) from error


def _is_day(value: str) -> bool:
    """Tell whether a date in ISO 8601 form is one of the calendar."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
