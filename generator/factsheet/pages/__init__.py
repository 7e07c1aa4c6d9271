"""The pages room: facts become Markdown, and Markdown is merged into docs/ with what people made of it."""

from factsheet.pages.changes import describe
from factsheet.pages.conflicts import Conflict, Side, conflicts, settle
from factsheet.pages.plan import Change, sizes, unified
from factsheet.pages.render import render_pages
from factsheet.pages.store import Pair, Report, Store, find_conflicts

__all__ = [
    "Change",
    "Conflict",
    "Pair",
    "Report",
    "Side",
    "Store",
    "conflicts",
    "describe",
    "find_conflicts",
    "render_pages",
    "settle",
    "sizes",
    "unified",
]
