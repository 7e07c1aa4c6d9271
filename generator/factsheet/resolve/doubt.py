"""Resolution, doubt: leaves out the reported speech that is too unsure to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from factsheet.model import Form, Mentions, QuoteMention


def without_doubtful(mentions: Mentions, least: float) -> Mentions:
    """Leave out reports below a confidence; what stands inside one hangs on what that one stood in.

    Words in quotation marks stay, whoever says them: that they are quoted is the source's own doing.

    Args:
        mentions: of one document.
        least: the confidence, 0..1, from which a report without quotation marks is told.

    Returns:
        The mentions with fewer quotes; their parents are renewed.
    """
    kept = [
        i for i, quote in enumerate(mentions.quotes) if quote.form is not Form.INDIRECT or quote.confidence >= least
    ]
    place = {old: new for new, old in enumerate(kept)}
    return replace(
        mentions,
        quotes=tuple(replace(mentions.quotes[i], parent=_parent(mentions.quotes, i, place)) for i in kept),
    )


def _parent(quotes: Sequence[QuoteMention], index: int, place: dict[int, int]) -> int | None:
    """Return the new index of the nearest quote that holds another and is kept."""
    parent = quotes[index].parent
    while parent is not None and parent not in place:
        parent = quotes[parent].parent
    return place[parent] if parent is not None else None
