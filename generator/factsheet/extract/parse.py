"""Extraction, parsing: runs spaCy over each paragraph by itself, so that none can change what is found in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc

from factsheet.extract.marks import split_paragraphs
from factsheet.language.universal import retell

# A parse's memory grows with its longest text; real paragraphs end far below this many characters.
PARAGRAPH_LIMIT = 10_000
# And with all that is parsed at once: for a paragraph of 600,000 characters 256 pieces took 2.6 GB and 34 seconds, so
# many take 0.7 GB and 26 seconds; 120 articles took 13 seconds, and take 11.
AT_ONCE = 50_000
BREAK = re.compile(r"(?<=[.!?…”\"])\s+|\s+")

Piece = tuple[str, bool]  # with whether it is its text's last


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse documents paragraph by paragraph.

    Args:
        nlp: a spaCy pipeline with tagger, parser and named entities.
        texts: the documents' texts; read as far ahead as the pipeline's batch needs.

    Yields:
        One Doc for each text, in order, whose `text` is the very text that was given.
    """
    current: list[Doc] = []
    batches = _batches(_cut_all(texts), nlp.batch_size)
    for doc, last in chain.from_iterable(nlp.pipe(batch, as_tuples=True) for batch in batches):
        current.append(retell(doc))
        if last:
            yield _join(current, nlp)
            current = []


def _cut_all(texts: Iterable[str]) -> Iterator[Piece]:
    """Yield the pieces of every text, each with whether it is its text's last."""
    for text in texts:
        pieces = list(chain.from_iterable(_cut(span.of(text)) for span in split_paragraphs(text))) or [""]
        for number, piece in enumerate(pieces, 1):
            yield piece, number == len(pieces)


def _batches(pieces: Iterable[Piece], most: int) -> Iterator[list[Piece]]:
    """Gather pieces until there are so many, or the next would make too many characters."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and (len(batch) == most or size + len(piece[0]) > AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece[0])
    yield batch


def _cut(paragraph: str) -> Iterator[str]:
    """Cut a paragraph above the limit, after a sentence where one ends in time."""
    start = 0
    while len(paragraph) - start > PARAGRAPH_LIMIT:
        breaks = [
            match.end() for match in BREAK.finditer(paragraph, start + PARAGRAPH_LIMIT // 2, start + PARAGRAPH_LIMIT)
        ]
        end = breaks[-1] if breaks else start + PARAGRAPH_LIMIT
        yield paragraph[start:end]
        start = end
    yield paragraph[start:]


def _join(docs: list[Doc], nlp: Language) -> Doc:
    """Put the pieces of one text together again."""
    if len(docs) == 1:
        return docs[0]
    joined = Doc.from_docs(docs, ensure_whitespace=False)
    return joined if joined is not None else nlp.make_doc("")
