"""Records of a picture, and the two things that every picture does: round coordinates and shorten labels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from factsheet.folding import fold

# Marks that turn the direction of what follows have no place in a label of ours.
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# How wide a letter is at the largest size that the style sheet gives it, in units; Chinese, Japanese and Korean letters
# and pictographs count twice. In Chromium, names in 15 px take 6.8 to 7.8 a letter in Arial and 7.6 to 8.5 in DejaVu
# Sans, 9.6 in capitals, of which the room between columns takes the rest.
LETTER = 8.5
LONGEST = 100  # letters of a label, however narrow they are
NAMELESS = "(without a name)"
TITLE = 60  # letters of a name in what is read out or shown at the pointer


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of SVG."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""  # any text, not yet escaped


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes that together lead to a page."""

    title: str  # any text, not yet escaped; empty where the shapes say it
    target: str  # the page, as the machine names it
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text, and the page to which it leads, if any."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, in rows; the last column holds numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it stands on a page."""

    kind: str  # a short name for the style sheet
    width: float
    height: float
    title: str
    description: str
    caption: str  # how to read it
    parts: tuple[Shape | Mark, ...]
    tables: tuple[Table, ...]


def shape(tag: str, text: str = "", **attributes: float | str) -> Shape:
    """Make a shape.

    Args:
        tag: the name of the element.
        text: what it says, not yet escaped.
        attributes: numbers are rounded; an underscore in a name stands for a hyphen, and one at its end is dropped.
    """
    return Shape(
        tag,
        tuple(
            (name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else rounded(value))
            for name, value in attributes.items()
        ),
        text,
    )


def rounded(value: float) -> str:
    """Write a coordinate to a tenth, so that two machines write the same: "12", "12.5"."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0", value > -0.05)


def plain(name: str, limit: int = TITLE) -> str:
    """Shorten a name to a number of letters, and take out what would turn the direction of the text around it."""
    text = fold(TURNS.sub("", name)) or NAMELESS
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def label(name: str, room: float) -> str:
    """Shorten a name so that it fits.

    Args:
        name: any text.
        room: how wide it may be, in units.

    Returns:
        The name, or its beginning with an ellipsis.
    """
    text = plain(name, LONGEST)
    if wide(text) <= room:
        return text
    size = len(text)
    while size and wide(text[:size] + "…") > room:
        size -= 1
    return text[:size].rstrip() + "…"


def wide(text: str) -> float:
    """Say how wide a text is at most, in units."""
    return LETTER * (len(text) if text.isascii() else sum(_letters(char) for char in text))


def _letters(char: str) -> int:
    """Say for how many letters a character counts: two where it is wide, none where it stands upon another."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
