"""The pages room: facts become Markdown, and Markdown is merged into docs/ with what people made of it."""

from factsheet.pages.changes import describe, describe_keys
from factsheet.pages.conflicts import Conflict, Side, conflicts, settle
from factsheet.pages.desk import EXPLORE
from factsheet.pages.gallery import NETWORK
from factsheet.pages.migrations import FORMAT, MIGRATIONS
from factsheet.pages.plan import Change, sizes, unified
from factsheet.pages.purging import Purge, given_away
from factsheet.pages.queue import State
from factsheet.pages.regeneration import Report
from factsheet.pages.render import render_pages
from factsheet.pages.shelf import identity_of
from factsheet.pages.store import Pair, Store, find_conflicts
from factsheet.pages.team import CORRECTIONS, REVIEW, render_corrections, render_review

__all__ = [
    "CORRECTIONS",
    "EXPLORE",
    "FORMAT",
    "MIGRATIONS",
    "NETWORK",
    "REVIEW",
    "Change",
    "Conflict",
    "Pair",
    "Purge",
    "Report",
    "Side",
    "State",
    "Store",
    "conflicts",
    "describe",
    "describe_keys",
    "find_conflicts",
    "given_away",
    "identity_of",
    "render_corrections",
    "render_pages",
    "render_review",
    "settle",
    "sizes",
    "unified",
]
