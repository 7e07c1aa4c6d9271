"""What the home page says; pure."""

from __future__ import annotations

from collections.abc import Collection

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
    quoted = sorted(site.said.items(), key=lambda item: (-len(item[1]), item[0]))
    sources = sorted(site.facts.sources, key=lambda one: (one.document.metadata.date, one.id), reverse=True)
    return {
        "quoted": [(site.actors[name], len(quotes)) for name, quotes in quoted if name in site.actors][:HOME_LIMIT],
        "sources": sources[:HOME_LIMIT],
        "quoted_by": len(site.said),
        "speakerless": sum(1 for quote in site.facts.quotes if not (quote.speaker and quote.speaker.actor)),
        "team": [(path, *TEAM[path]) for path in TEAM if path in team],
    }
