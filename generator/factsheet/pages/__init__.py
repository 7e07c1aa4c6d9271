"""The pages room: facts become Markdown, and Markdown is merged into docs/ with what people made of it."""

from factsheet.pages.conflicts import Conflict, conflicts, settle
from factsheet.pages.render import render_pages
from factsheet.pages.store import Pair, Report, Store, find_conflicts

__all__ = ["Conflict", "Pair", "Report", "Store", "conflicts", "find_conflicts", "render_pages", "settle"]
