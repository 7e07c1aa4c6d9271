"""What tests of whole documents share: writing a document down and reading its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factsheet.config import Settings
from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.language import load_lexicon
from factsheet.model import Document, Facts, Metadata
from factsheet.resolve import resolve, without_doubtful

if TYPE_CHECKING:
    from spacy.language import Language

LEXICON = load_lexicon("en")


def facts_of(nlp: Language, *documents: Document) -> Facts:
    """The facts of documents that are read together, as far as pages tell them."""
    docs = parse(nlp, [document.text for document in documents])
    pairs = zip(documents, docs, strict=True)
    found = ((document, extract_mentions(document, doc, LEXICON)) for document, doc in pairs)
    least = Settings().report_confidence
    return resolve([(document, without_doubtful(mentions, least)) for document, mentions in found], LEXICON)


def written(text: str, name: str = "note") -> Document:
    """A document with this text, published on a Wednesday."""
    return Document(id=name, path=f"seeds/{name}.txt", text=text, sha256="", metadata=Metadata(date="2024-05-08"))
