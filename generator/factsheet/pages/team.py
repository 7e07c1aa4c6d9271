"""The pages for those who work on the site: what to review, and what was corrected; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import quote as percent

from factsheet.model import Correction, Facts, Page
from factsheet.pages.desk import Desk
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.log import by_month, correction_words
from factsheet.pages.queue import SHORT, State, review_queue
from factsheet.pages.site import Site
from factsheet.pages.templating import fill_page

REVIEW = "review.md"
CORRECTIONS = "corrections.md"
LIMIT = 100  # corrections on their page
URL = ":/?#@!$&'*+,;=%~"  # what stays as it is in an address


def render_review(facts: Facts, places: Mapping[str, str], state: State, edit_url: Callable[[str], str]) -> Page:
    """Render the list of what people should look at first.

    Args:
        facts: what the site says.
        places: for pages that people moved, where each stands now, by the path that the machine gave it.
        state: what is known of the pages beyond the facts.
        edit_url: returns where a page is edited on the web, by its place below docs/; empty for nowhere.
    """
    site = Site(facts, places)

    def edit(path: str) -> Markdown:
        """Link to where a page is edited on the web; nothing where that is not known."""
        address = edit_url(site.place(path))
        return Markdown(f"[edit]({percent(address, safe=URL)})" if address else "")

    said = {"sections": review_queue(site, state), "SHORT": SHORT, "edit": edit}
    return Page(path=REVIEW, text=fill_page(site, REVIEW, "review", said))


def render_corrections(
    facts: Facts, places: Mapping[str, str], corrections: Sequence[Correction], standing: Collection[str]
) -> Page:
    """Render what was published and says something else since.

    Args:
        facts: what the site says.
        places: for pages that people moved, where each stands now, by the path that the machine gave it.
        corrections: the log, in any order.
        standing: the paths of all pages of the site, to which links lead.
    """
    site = Site(facts, places)
    desk = Desk(site, CORRECTIONS)

    def fact(one: Correction) -> Markdown:
        """Link to the page of a fact, if it has one."""
        path = f"{one.type}s/{one.id}.md"
        return desk.link(path, one.title) if path in standing else escape(one.title)

    said = {
        "months": by_month(corrections, LIMIT),
        "more": max(len(corrections) - LIMIT, 0),
        "fact": fact,
        "words": correction_words,
    }
    return Page(path=CORRECTIONS, text=fill_page(site, CORRECTIONS, "corrections", said))
