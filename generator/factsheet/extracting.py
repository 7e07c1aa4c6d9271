"""What is found in documents, from the cache or by the language model, in batches."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.cache import MentionCache, rules_digest
from factsheet.config import Settings
from factsheet.errors import FactsheetError, SeedError
from factsheet.language import Lexicon, installed_pipeline_id, load_lexicon, load_pipeline
from factsheet.model import Document, Mentions

if TYPE_CHECKING:  # importing spaCy takes as long as a run in which nothing changed
    from spacy.tokens import Doc

# Documents are parsed in batches of about this many characters: large enough for the model to work at its full
# speed, small enough that `extract` prints the first lines of a long run within a few seconds.
BATCH_CHARACTERS = 200_000

Reading = tuple[Document, Mentions]


def cache_of(settings: Settings, folder: Path | None) -> MentionCache:
    """Open the cache of what is found under these settings; None keeps nothing."""
    order = "day first" if settings.day_first else "month first"
    finder = f"{installed_pipeline_id(settings.model)} {settings.language} {order} {rules_digest()}"
    return MentionCache(folder, finder)


def extract_all(
    documents: Iterable[Document | FactsheetError], settings: Settings, cache: MentionCache
) -> Iterator[Reading | FactsheetError]:
    """Find the mentions in documents; the language model is loaded only when a document is not in the cache.

    Args:
        documents: documents, and errors, which pass through.
        settings: for the language and the model.
        cache: of what was found. Where something is redacted nothing is put into it here, for what is redacted is
            only known when all documents are read.

    Yields:
        In the same order, each document with its mentions, or the error.

    Raises:
        ModelError: when the language model is not installed.
    """
    lexicon = load_lexicon(settings.language)
    for batch in _batches(documents):
        known = {document.sha256: cache.load(document) for document in batch if isinstance(document, Document)}
        unknown = [one for one in batch if isinstance(one, Document) and known[one.sha256] is None]
        found = _find(unknown, settings, lexicon)
        for document in batch:
            if isinstance(document, FactsheetError):
                yield document
            elif (mentions := known[document.sha256]) is not None:
                yield document, mentions
            else:
                yield next(found) if settings.redact else _keep(next(found), cache)


def _find(documents: list[Document], settings: Settings, lexicon: Lexicon) -> Iterator[Reading | FactsheetError]:
    """Parse documents and find their mentions; a document over which this fails is an error by itself."""
    if not documents:
        return
    from factsheet.extract import extract_mentions

    for document, doc in zip(documents, _parse(documents, settings.model), strict=True):
        if isinstance(doc, FactsheetError):
            yield doc
            continue
        try:
            yield document, extract_mentions(document, doc, lexicon, day_first=settings.day_first)
        except Exception as error:
            yield fault(document, error)


def _parse(documents: list[Document], model: str) -> Iterator[Doc | FactsheetError]:
    """Parse documents together or, when that fails, each by itself."""
    from factsheet.extract.parse import parse

    nlp = load_pipeline(model)
    try:
        yield from list(parse(nlp, [document.text for document in documents]))
        return
    except Exception as error:
        if len(documents) == 1:
            yield fault(documents[0], error)
            return
    for document in documents:
        yield from _parse([document], model)


def fault(document: Document, error: Exception) -> SeedError:
    """Say in one line that the program failed over a document, and where."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return SeedError(
        f"extraction failed, which is factsheet's fault ({what}, {where}); please report it", document.path
    )


def _keep(reading: Reading | FactsheetError, cache: MentionCache) -> Reading | FactsheetError:
    """Put what was found into the cache."""
    if not isinstance(reading, FactsheetError):
        cache.save(*reading)
    return reading


def _batches(documents: Iterable[Document | FactsheetError]) -> Iterator[list[Document | FactsheetError]]:
    """Cut a stream of documents into batches of about BATCH_CHARACTERS."""
    batch: list[Document | FactsheetError] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text) if isinstance(document, Document) else 0
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
