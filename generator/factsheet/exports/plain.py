"""The exports' room: words of a source as one line of plain text that stands beside ours."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape as escape_text
from xml.sax.saxutils import quoteattr

from factsheet.folding import fold

# Marks that turn the direction of what follows, beyond the words they came with: they could turn our words, too.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def line(text: str) -> str:
    """Return a text in one line, without control characters, which XML forbids, and without marks of direction."""
    return fold(TURNS.sub("", text))


def element(name: str, text: str, **attributes: str) -> str:
    """Write an XML element with a text inside.

    Args:
        name: of the element.
        text: any text; what XML forbids is dropped, the rest is escaped.
        attributes: of the element; their values are escaped as well.
    """
    start = "".join((name, *(f" {key}={quoteattr(line(value))}" for key, value in attributes.items())))
    inside = escape_text(line(text))
    return f"<{start}>{inside}</{name}>" if inside else f"<{start}/>"
