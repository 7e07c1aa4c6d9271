"""What tests of whole documents share: writing a document down and reading its facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest
import yaml

from factsheet.config import Settings
from factsheet.extract import extract_mentions, legible
from factsheet.extract.parse import parse
from factsheet.language import load_lexicon
from factsheet.model import Document, Facts, Metadata
from factsheet.resolve import resolve, without_doubtful

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from spacy.language import Language

LEXICON = load_lexicon("en")
WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
C = TypeVar("C")


class NamedCase(Protocol):
    """A golden case: a text with a name, and whether it is read right."""

    name: str
    text: str
    gap: bool


def cases_of(path: Path, make: Callable[..., C]) -> list[C]:
    """The golden cases of a file, named by it and numbered."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [make(name=f"{path.stem}:{number}", **entry) for number, entry in enumerate(entries, 1)]


def as_parameter(case: NamedCase) -> ParameterSet:
    """A case as a parameter of a test; a known gap fails the run as soon as it is read right."""
    gap = pytest.mark.xfail(strict=True, raises=AssertionError, reason="not read right yet")
    name = f"{case.name}: {' '.join(WORD.findall(case.text)[:5])}"
    return pytest.param(case, id=name, marks=[gap] if case.gap else [])


def facts_of(nlp: Language, *documents: Document) -> Facts:
    """The facts of documents that are read together, as far as pages tell them."""
    docs = parse(nlp, [legible(document, LEXICON) for document in documents])
    pairs = zip(documents, docs, strict=True)
    found = ((document, extract_mentions(document, doc, LEXICON)) for document, doc in pairs)
    least = Settings().report_confidence
    return resolve([(document, without_doubtful(mentions, least)) for document, mentions in found], LEXICON)


def written(text: str, name: str = "note") -> Document:
    """A document with this text, published on a Wednesday."""
    return Document(id=name, path=f"seeds/{name}.txt", text=text, sha256="", metadata=Metadata(date="2024-05-08"))
