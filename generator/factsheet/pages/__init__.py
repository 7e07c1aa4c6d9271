"""The pages room: facts become Markdown, and Markdown is merged into docs/ with what people made of it."""

from factsheet.pages.render import render_pages
from factsheet.pages.store import Pair, Report, Store

__all__ = ["Pair", "Report", "Store", "render_pages"]
