"""Extractors of other packages, asked about a document: whatever they do costs no more than their own proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from factsheet.errors import said
from factsheet.folding import fold
from factsheet.model import Asked, Document, Mentions, Refusal
from factsheet.proposed.checking import NOWHERE, Ground, as_proposal
from factsheet.proposed.joining import join

MOST = 10_000  # proposals for one document: more than any book has facts, and fewer than a generator without end yields
MOST_TOLD = 20  # refusals of one extractor in one document that are told one by one
MESSAGE = 300  # characters of what an extractor says of itself


def propose(
    document: Document, found: Mentions, extractors: Iterable[Asked], months: Iterable[Sequence[str]] = ()
) -> Mentions:
    """Set what extractors propose among the mentions of a document, as far as it holds.

    Args:
        document: the document.
        found: what we found in it, which stays as it is.
        extractors: in the order in which they are asked; what one has found, no later one finds.
        months: the names of the twelve months in the document's language, in their order, each with its forms in
            small letters.

    Returns:
        The mentions with what holds; what does not is among the refused.
    """
    ground = Ground(document, found.clutter, tuple(months))
    for one in extractors:
        found = _with(document, found, one, ground)
    return found


def _with(document: Document, found: Mentions, one: Asked, ground: Ground) -> Mentions:
    """Set what one extractor proposes among the mentions of a document."""
    try:
        proposals = list(islice(one.find(document.prose, document.language), MOST))
    except (Exception, SystemExit) as error:
        message = fold(f"the extractor {one.identity} failed ({said(error)})")[:MESSAGE]
        refusal = Refusal(span=NOWHERE, message=f"{message}; the next run asks it again", failed=True)
        return replace(found, refused=(*found.refused, refusal))
    refused: list[Refusal] = []
    for thing in proposals:
        try:
            proposal = as_proposal(thing)
            span, fault = ground.fault(proposal)
        except ValueError as error:
            span, fault = ground.place(thing), fold(str(error))[:MESSAGE]
        if fault:
            refused.append(Refusal(span=span, message=f"the extractor {one.identity} proposed {fault}; it is left out"))
        else:
            found = join(found, proposal, one.name, document.prose)
    return replace(found, refused=(*found.refused, *_shortened(refused, one)))


def _shortened(refused: list[Refusal], one: Asked) -> Iterable[Refusal]:
    """Yield the first of many refusals, and how many more there are."""
    yield from refused[:MOST_TOLD]
    if (more := len(refused) - MOST_TOLD) > 0:
        yield Refusal(span=NOWHERE, message=f"{more} more proposals of the extractor {one.identity} are left out")
