"""What the home page says; pure."""

from __future__ import annotations

from collections.abc import Collection

from factsheet.model import Actor, Status
from factsheet.pages import prose
from factsheet.pages.desk import DOUBTED
from factsheet.pages.indexes import newest_sources, speakers
from factsheet.pages.site import Site

HOME_LIMIT = 8
TEAM = {
    "review.md": ("To review", "what is least certain and shown on most pages, first"),
    "corrections.md": ("Corrections", "what was published and says something else since"),
}


def home(site: Site, team: Collection[str]) -> dict[str, object]:
    """Gather what the home page says.

    Args:
        site: the facts.
        team: the paths of the pages for those who work on the site, to which it leads.
    """
    quotes, sources = site.facts.quotes, newest_sources(site)
    published = [day for source in sources if (day := source.document.metadata.date)] or [""]
    return {
        "quoted": [(actor, count, _sources_of(site, actor)) for actor, count in speakers(site)[:HOME_LIMIT]],
        "sources": sources[:HOME_LIMIT],
        "published": prose.published_words(published[-1], published[0]),
        "quoted_by": len(site.said),
        "reviewed": sum(1 for quote in quotes if quote.review.status is not Status.UNREVIEWED),
        "doubtful": [quote for quote in site.newest_first(site.reading_order) if quote.review.status in DOUBTED],
        "speakerless": sum(1 for quote in quotes if not (quote.speaker and quote.speaker.actor)),
        "team": [(path, *TEAM[path]) for path in TEAM if path in team],
    }


def _sources_of(site: Site, actor: Actor) -> int:
    """Count the sources that quote an actor."""
    return len({quote.source for quote in site.said[actor.id]})
