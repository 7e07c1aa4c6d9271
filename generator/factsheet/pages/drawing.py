"""Pictures -> Markdown: one line of inline SVG, how to read it, and the same as a table.

SVG stands inside a paragraph, where Python-Markdown takes each tag as it is and reads what is between: so the links
are Markdown's own, which MkDocs makes into addresses, `check` follows and moved pages keep; and text is escaped as
everywhere else. On one line, a changed picture is one change to the merge.
"""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.pages.desk import Desk
from factsheet.pages.escape import Markdown, escape
from factsheet.pictures import Cell, Mark, Picture, Shape, Table

# A search finds the pages themselves, not their pictures.
UNSEARCHED = 'data-search-exclude="" data-pagefind-ignore=""'


def write_picture(desk: Desk, picture: Picture | None) -> Markdown:
    """Write a picture down.

    Args:
        desk: of the page on which it stands.
        picture: the picture.

    Returns:
        Markdown without a blank line at its ends; empty where there is no picture.
    """
    if picture is None:
        return Markdown("")
    tables = "\n\n".join(_table(desk, table) for table in picture.tables)
    parts = [
        _svg(desk, picture),
        f"{escape(picture.caption)}\n{{ .fs-caption }}" if picture.caption else "",
        f'<details class="fs-table" markdown="1" {UNSEARCHED}><summary>The same as a table</summary>',
        tables,
        "</details>",
    ]
    return Markdown("\n\n".join(part for part in parts if part))


def _svg(desk: Desk, picture: Picture) -> str:
    """Write the picture itself."""
    size = f'viewBox="0 0 {picture.width:g} {picture.height:.4g}"'
    parts = "".join(_mark(desk, part) if isinstance(part, Mark) else _shape(part) for part in picture.parts)
    return (
        f'<svg class="fs-picture fs-{picture.kind}" {size} role="group" {UNSEARCHED}>'
        f"<title>{escape(picture.title)}</title><desc>{escape(picture.description)}</desc>{parts}</svg>"
    )


def _mark(desk: Desk, mark: Mark) -> str:
    """Write what leads to a page; its title is what a screen reader says and the pointer shows."""
    title = f"<title>{escape(mark.title)}</title>" if mark.title else ""
    inner = title + "".join(map(_shape, mark.shapes))
    return desk.link(mark.target, Markdown(inner)) if mark.target else f"<g>{inner}</g>"


def _shape(shape: Shape) -> str:
    """Write an element."""
    attributes = " ".join(f'{name}="{value}"' for name, value in shape.attributes)
    return (
        f"<{shape.tag} {attributes}>{escape(shape.text)}</{shape.tag}>"
        if shape.text
        else f"<{shape.tag} {attributes}/>"
    )


def _table(desk: Desk, table: Table) -> str:
    """Write a table; its last column holds numbers where there are several."""
    last = [] if len(table.head) == 1 else ["---:"]
    rule = ["---"] * (len(table.head) - len(last)) + last
    rows = (_row(_cell(desk, cell) for cell in row) for row in table.rows)
    return "\n".join((_row(map(escape, table.head)), _row(rule), *rows))


def _row(cells: Iterable[str]) -> str:
    """Write a row."""
    return f"| {' | '.join(cells)} |"


def _cell(desk: Desk, cell: Cell) -> str:
    """Write a cell."""
    return desk.link(cell.target, cell.text) if cell.target else escape(cell.text)
