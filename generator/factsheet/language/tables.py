"""The language room: data files, tab-separated tables, one folder a language, each row with its source."""

from __future__ import annotations

from functools import cache
from importlib import resources

from factsheet.errors import FactsheetError

Row = dict[str, str]


@cache
def read_table(language: str, name: str) -> tuple[Row, ...]:
    """Read one table of a language's lexicon.

    The first line names the columns; lines that are empty or begin with `#` are comments.

    Args:
        language: an ISO 639-1 code, the name of the folder.
        name: the file's name without `.tsv`.

    Returns:
        One dictionary a row, in file order, with the column names as keys.

    Raises:
        FactsheetError: when the table is missing or a row has another number of columns than the first line.
    """
    place = f"language/data/{language}/{name}.tsv"
    file = resources.files("factsheet.language").joinpath("data", language, f"{name}.tsv")
    if not file.is_file():
        raise FactsheetError(f"no such table; the language {language!r} lacks it", place)
    lines = file.read_text(encoding="utf-8").split("\n")
    numbered = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    columns = numbered[0][1]
    for number, cells in numbered[1:]:
        if len(cells) != len(columns):
            raise FactsheetError(f"found {len(cells)} columns, expected {len(columns)}: {columns}", place, number)
    return tuple(dict(zip(columns, cells, strict=True)) for _, cells in numbered[1:])


def split_cell(cell: str) -> tuple[str, ...]:
    """Split a cell that lists several values at its semicolons."""
    return tuple(value for part in cell.split(";") if (value := part.strip()))
