"""The language room: data files, tab-separated tables, one folder a language, each row with its source."""

from __future__ import annotations

from functools import cache
from importlib import resources

from factsheet.errors import FactsheetError

Row = dict[str, str]


def has_table(language: str, name: str) -> bool:
    """Tell whether a language has a table.

    Args:
        language: an ISO 639-1 code, the name of the folder.
        name: the file's name without `.tsv`.
    """
    return resources.files("factsheet.language").joinpath("data", language, f"{name}.tsv").is_file()


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
    columns, rows = _read_cells(language, name)
    return tuple(dict(zip(columns, cells, strict=True)) for cells in rows)


def read_mapping(language: str, name: str, key: str, value: str) -> dict[str, str]:
    """Map one column of a table to another, for tables of so many rows that a dictionary each costs too much.

    Args:
        language: an ISO 639-1 code, the name of the folder.
        name: the file's name without `.tsv`.
        key: the name of the column whose cells are the keys.
        value: the name of the column whose cells are the values.

    Returns:
        The cells of the second column by those of the first.

    Raises:
        FactsheetError: as `read_table`.
    """
    columns, rows = _read_cells(language, name)
    keys, values = columns.index(key), columns.index(value)
    return {cells[keys]: cells[values] for cells in rows}


def _read_cells(language: str, name: str) -> tuple[list[str], list[list[str]]]:
    """Return the names of a table's columns and the cells of each row."""
    place = f"language/data/{language}/{name}.tsv"
    file = resources.files("factsheet.language").joinpath("data", language, f"{name}.tsv")
    if not file.is_file():
        raise FactsheetError(f"no such table; the language {language!r} lacks it", place)
    lines = file.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and line[0] != "#" and not line.isspace()]
    columns = rows.pop(0)
    if any(len(cells) != len(columns) for cells in rows):
        number, cells = _first_of_other_length(lines, len(columns))
        raise FactsheetError(f"found {cells} columns, expected {len(columns)}: {columns}", place, number)
    return columns, rows


def _first_of_other_length(lines: list[str], columns: int) -> tuple[int, int]:
    """Return the number of the first row that has not as many cells as there are columns, and how many it has."""
    return next(
        (number, cells)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#") and (cells := len(line.split("\t"))) != columns
    )


def split_cell(cell: str) -> tuple[str, ...]:
    """Split a cell that lists several values at its semicolons."""
    return tuple(value for part in cell.split(";") if (value := part.strip()))
