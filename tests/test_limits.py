"""Files that were made to exhaust a machine are refused in a line that says what to do, after work that fits them.

`tests/benchmarks/limits.py` prints what they cost.
"""

from __future__ import annotations

import pytest

from factsheet.errors import SeedError
from factsheet.readers import read_file
from hostile_files import FILES
from test_scaling import calls

BIG = 10_000_000  # bytes
SMALL = 40_000
REFUSED = [kind for kind, file in FILES.items() if file.refused]


def attempt(kind: str, data: bytes) -> str:
    """Read a file, and return what is said where it is refused."""
    try:
        read_file(data, FILES[kind].name)
    except SeedError as error:
        return error.message
    return ""


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_of_ten_megabytes_is_refused_in_one_line(kind: str) -> None:
    told = attempt(kind, FILES[kind].make(BIG))
    assert FILES[kind].refused in told
    assert "\n" not in told
    assert len(told) < 400


@pytest.mark.parametrize("kind", FILES)
def test_twice_the_file_is_twice_the_work(kind: str) -> None:
    once, twice = (FILES[kind].make(size) for size in (SMALL, 2 * SMALL))
    attempt(kind, once)  # what is made at the first call only is made
    assert calls(lambda: attempt(kind, twice)) < 2.7 * calls(lambda: attempt(kind, once)) + 5_000
