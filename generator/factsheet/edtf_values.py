"""EDTF (ISO 8601-2:2019): values parsed by the `edtf` library, within a bound and without its errors."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import edtf
from edtf.parser.edtf_exceptions import EDTFParseException

LONGEST = 200  # characters of a value; the library needs minutes for a list of thousands of days
CACHED = 65_536  # edtf 5.0.2 needs 4 ms to parse a value


@lru_cache(CACHED)
def parse(value: str) -> Any:
    """Parse a value with the `edtf` library; None when it is no EDTF (levels 0 to 2), or absurdly long."""
    if len(value) > LONGEST or not value.isascii() or value.split() != [value]:
        return None  # the library skips blanks, which are no part of a value, and control characters with them
    try:
        return edtf.parse_edtf(value)
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        return None


def is_edtf(value: str) -> bool:
    """Tell whether a value is EDTF (ISO 8601-2:2019, levels 0 to 2)."""
    return bool(value) and parse(value) is not None
