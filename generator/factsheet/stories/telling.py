"""Facts in which every source knows whose story it tells, and what it tells once more is not counted again; pure."""

from __future__ import annotations

from dataclasses import replace

from factsheet.extract.clutter import without_clutter
from factsheet.model import Facts, Finding, Source
from factsheet.resolve.dates import bounds
from factsheet.stories.origins import Telling, find_origins
from factsheet.stories.repeating import mark_repeated
from factsheet.stories.ruling import rule
from factsheet.stories.shingles import shingles

NEVER = "~"  # sorts behind every day


def tell_once(facts: Facts) -> tuple[Facts, tuple[Finding, ...]]:
    """Tell a story once that several sources tell.

    Args:
        facts: as people corrected them.

    Returns:
        The facts, each source with the one whose story it tells again, and what people said of that and cannot be.
    """
    ranked = sorted(facts.sources, key=rank)
    said, findings = rule(facts.decisions, frozenset(source.id for source in ranked))
    origins = find_origins([_telling(source) for source in ranked], said)
    if not origins:
        return facts, findings
    sources = tuple(replace(one, origin=origins.get(one.id, "")) for one in facts.sources)
    return mark_repeated(replace(facts, sources=sources)), findings


def rank(source: Source) -> tuple[str, str]:
    """Sort sources by the first day on which they may be published, those of which none is known last."""
    limits = None if source.published.startswith("X") else bounds(source.published)
    return limits[0].isoformat() if limits else NEVER, source.id


def _telling(source: Source) -> Telling:
    """Prepare a source to be compared."""
    return Telling(source.id, shingles(without_clutter(source.document.text, source.clutter)))
