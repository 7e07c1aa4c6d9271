"""Extraction: one parsed document in, its mentions out; pure, for whatever the document holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from factsheet.extract.actors import Grid, find_actors
from factsheet.extract.clutter import day_of, find_clutter, without_clutter
from factsheet.extract.dates import find_dates
from factsheet.extract.marks import pair_marks
from factsheet.extract.speech.quotes import find_quotes
from factsheet.extract.text import lay_out, paragraphs_of, stripped
from factsheet.extract.unread import leave_unread
from factsheet.language import Lexicon
from factsheet.model import Clutter, Document, Mentions, Span

__all__ = ["extract_mentions", "leave_unread", "legible"]


def legible(document: Document, lexicon: Lexicon) -> str:
    """Return a document's text as it is parsed: blanks stand in the place of clutter, and every offset holds."""
    return without_clutter(document.prose, find_clutter(document.prose, lexicon.language))


def extract_mentions(document: Document, doc: Doc, lexicon: Lexicon, *, day_first: bool = False) -> Mentions:
    """Find everything that a document mentions.

    Args:
        document: the document.
        doc: its legible text as `factsheet.extract.parse.parse` parsed it.
        lexicon: of its language.
        day_first: whether 5/6/2024 is the fifth of June.

    Returns:
        Paragraphs, sentences, actors, quotes, dates and oddities, each in text order, with offsets into the text.
    """
    prose = document.prose
    clutter = find_clutter(prose, lexicon.language)
    marks, paragraphs = pair_marks(without_clutter(prose, clutter)), paragraphs_of(prose)
    sentences = _sentences(prose, doc, clutter)
    text = lay_out(doc, marks.segments, lexicon)
    quotes, odd = find_quotes(text)
    grid = Grid([span.start for span in sentences], [span.start for span in paragraphs])
    return Mentions(
        paragraphs=paragraphs,
        sentences=sentences,
        actors=tuple(one for one in find_actors(text, quotes, grid) if _is_clear(one.span, clutter)),
        quotes=quotes,
        dates=tuple(
            one for one in find_dates(doc, tuple(doc.sents), day_first=day_first) if _is_clear(one.span, clutter)
        ),
        oddities=tuple(sorted((*marks.oddities, *odd), key=lambda oddity: oddity.span)),
        clutter=clutter,
        day=day_of(prose, clutter, lexicon.language),
    )


def _sentences(text: str, doc: Doc, clutter: Iterable[Clutter]) -> tuple[Span, ...]:
    """Return the sentences of a text in their order; what is no reporting is one by itself where none holds it."""
    seen = doc.text  # which spaCy puts together anew whenever it is asked
    found = [stripped(Span(one.start_char, one.end_char), seen) for one in doc.sents if one.text.strip()]
    blank = (stripped(one.span, text) for one in clutter)
    starts = [one.start for one in found]
    apart = (one for one in blank if not any(found[at].overlaps(one) for at in _beside(starts, one.start)))
    return tuple(sorted((*found, *apart)))


def _beside(starts: Sequence[int], offset: int) -> range:
    """Return the numbers of the sentences on both sides of an offset."""
    after = bisect_right(starts, offset)
    return range(max(after - 1, 0), min(after + 1, len(starts)))


def _is_clear(span: Span, clutter: Sequence[Clutter]) -> bool:
    """Tell whether nothing of a stretch is clutter."""
    after = bisect_right(clutter, span.end - 1, key=lambda one: one.span.start)
    return after == 0 or clutter[after - 1].span.end <= span.start
