"""The pictures room: facts to shapes with coordinates, for the pages to write down as inline SVG; pure.

A picture says nothing that the table beside it does not say. Units are those of its view box, y grows downwards.
"""

from factsheet.pictures.bars import Bar, draw_bars
from factsheet.pictures.network import Arrow, Node, Tie, draw_network
from factsheet.pictures.records import Cell, Mark, Picture, Shape, Table
from factsheet.pictures.timeline import Event, draw_timeline

__all__ = [
    "Arrow",
    "Bar",
    "Cell",
    "Event",
    "Mark",
    "Node",
    "Picture",
    "Shape",
    "Table",
    "Tie",
    "draw_bars",
    "draw_network",
    "draw_timeline",
]
