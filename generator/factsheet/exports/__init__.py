"""The exports' room: the facts as files for machines, one module a format, written below docs/data/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from factsheet.exports.csv_tables import actors_csv, dates_csv, quotes_csv
from factsheet.exports.facts_json import facts_json
from factsheet.files import write_if_different
from factsheet.model import Facts, Page

EXPORTS: tuple[Callable[[Facts], Page], ...] = (actors_csv, dates_csv, facts_json, quotes_csv)


def render_exports(facts: Facts) -> Iterator[Page]:
    """Yield every export of the facts; none holds more of a source than the passages of its facts."""
    return (export(facts) for export in EXPORTS)


def write_exports(files: Iterable[Page], docs: Path) -> tuple[str, ...]:
    """Write exports where they differ from what stands there; other files are left alone.

    Args:
        files: the exports, their paths below `docs`.
        docs: the site's folder of pages.

    Returns:
        The paths of those that were written, below `docs`.

    Raises:
        StoreError: when one cannot be written.
    """
    return tuple(file.path for file in files if write_if_different(docs / file.path, file.text.encode()))
