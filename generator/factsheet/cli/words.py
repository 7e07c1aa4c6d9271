"""What the command line says, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factsheet import pipeline
from factsheet.pages.prose import number


def summarise(result: pipeline.Result) -> Iterator[str]:
    """Say in plain sentences what a run found, what it wrote and what needs a look.

    Args:
        result: what the run did.

    Yields:
        One line each.
    """
    facts, report = result.facts, result.report
    paged = tuple(actor for actor in facts.actors if actor.paged)
    found = (("source", facts.sources), ("actor", paged), ("quote", facts.quotes), ("date", facts.dates))
    yield f"Found {listed(number(len(many), noun) for noun, many in found)}."
    happened = (
        (report.written, "written"),
        (report.unchanged, "unchanged"),
        (report.kept, "kept as edited"),
        (report.merged, "edited and brought up to date"),
        (report.deleted, "deleted, being needed no longer"),
        (report.absent, "left out, as people deleted them"),
    )
    yield f"Pages: {listed(f'{len(pages)} {what}' for pages, what in happened if pages) or 'none'}."
    if looks := tuple(_looks(result)):
        yield f"Needs a look: {listed(looks)}."


def _looks(result: pipeline.Result) -> Iterator[str]:
    """Yield what a person should look at."""
    facts = result.facts
    speakerless = sum(1 for quote in facts.quotes if quote.speaker is None or quote.speaker.actor is None)
    unresolved = sum(len(source.unresolved) for source in facts.sources)
    for many, noun, rest in (
        (len(result.errors), "document", " that could not be read"),
        (len(result.findings), "finding", " above"),
        (speakerless, "quote", " whose speaker is not known"),
        (unresolved, "date", " that the text leaves open"),
    ):
        if many:
            yield number(many, noun) + rest


def listed(parts: Iterable[str]) -> str:
    """Join as prose does: "a, b and c"."""
    *most, last = tuple(parts) or ("",)
    return f"{', '.join(most)} and {last}" if most else last
