"""Extraction: one parsed document in, its mentions out; pure, for whatever the document holds."""

from __future__ import annotations

from spacy.tokens import Doc

from factsheet.extract.actors import Grid, find_actors
from factsheet.extract.dates import find_dates
from factsheet.extract.marks import pair_marks, split_paragraphs
from factsheet.extract.speech.quotes import find_quotes
from factsheet.extract.text import lay_out, stripped
from factsheet.extract.unread import leave_unread
from factsheet.language import Lexicon
from factsheet.model import Document, Mentions, Span

__all__ = ["extract_mentions", "leave_unread"]


def extract_mentions(document: Document, doc: Doc, lexicon: Lexicon, *, day_first: bool = False) -> Mentions:
    """Find everything that a document mentions.

    Args:
        document: the document.
        doc: its text as `factsheet.extract.parse.parse` parsed it.
        lexicon: of its language.
        day_first: whether 5/6/2024 is the fifth of June.

    Returns:
        Paragraphs, sentences, actors, quotes, dates and oddities, each in text order, with offsets into the text.
    """
    marks = pair_marks(document.text)
    paragraphs = tuple(
        stripped(span, document.text) for span in split_paragraphs(document.text) if span.of(document.text).strip()
    )
    sentences = tuple(stripped(Span(s.start_char, s.end_char), document.text) for s in doc.sents if s.text.strip())
    text = lay_out(doc, marks.segments, lexicon)
    quotes, odd = find_quotes(text)
    grid = Grid([span.start for span in sentences], [span.start for span in paragraphs])
    return Mentions(
        paragraphs=paragraphs,
        sentences=sentences,
        actors=find_actors(text, quotes, grid),
        quotes=quotes,
        dates=find_dates(doc, tuple(doc.sents), day_first=day_first),
        oddities=tuple(sorted((*marks.oddities, *odd), key=lambda oddity: oddity.span)),
    )
