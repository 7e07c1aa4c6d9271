"""Extraction, unread: a document in a language that is not read here: its paragraphs, and nothing else."""

from __future__ import annotations

from factsheet.extract.text import paragraphs_of
from factsheet.model import Document, Mentions


def leave_unread(document: Document) -> Mentions:
    """Return a document's paragraphs, each for one sentence, so that people can add facts; nothing is guessed.

    Args:
        document: the document.
    """
    paragraphs = paragraphs_of(document.prose)
    return Mentions(paragraphs=paragraphs, sentences=paragraphs, unread=True)
