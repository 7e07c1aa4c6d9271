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
BREAK = re.compile(r"(?<=[.!?…”\"])\s+|\s+")


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse documents paragraph by paragraph.

    Args:
        nlp: a spaCy pipeline with tagger, parser and named entities.
        texts: the documents' texts; read as far ahead as the pipeline's batch needs.

    Yields:
        One Doc for each text, in order, whose `text` is the very text that was given.
    """
    waiting = iter(_cut_all(texts))
    current: list[Doc] = []
    pieces = ((piece, last) for piece, last in waiting)
    for doc, last in nlp.pipe(pieces, as_tuples=True):
        current.append(retell(doc))
        if last:
            yield _join(current, nlp)
            current = []


def _cut_all(texts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of every text, each with whether it is its text's last."""
    for text in texts:
        pieces = list(chain.from_iterable(_cut(span.of(text)) for span in split_paragraphs(text))) or [""]
        for number, piece in enumerate(pieces, 1):
            yield piece, number == len(pieces)


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
