"""Resolution, telling: the stretch in which reported speech reads as a clause, "said that the wall is weak"; pure."""

from __future__ import annotations

import re

from factsheet.model import Quote, Span

# Characters between a cue and the words that it reports: "told reporters in Selby on Monday that" is read on, more is
# another clause.
REACH = 40
BREAKS = re.compile('[\n"“”„«»‹›]')  # between the two: the words were in quotation marks, or stand in another line


def telling(quote: Quote, text: str) -> Span | None:
    """Find the stretch from a quote's cue to the end of its words or, where the cue follows them, from words to cue.

    Args:
        quote: reported speech.
        text: of its document.

    Returns:
        The stretch; None where there is no cue, where it stands farther off, in another line, inside the words or
        beyond a quotation mark.
    """
    if quote.cue is None:
        return None
    first, second = sorted((quote.cue.span, quote.words.span))
    gap = text[first.end : second.start]
    near = first.end <= second.start and len(gap) <= REACH and not BREAKS.search(gap)
    return Span(first.start, second.end) if near else None
