"""The readers' room: all seeds in their order, each a document or why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from factsheet.config import Settings
from factsheet.errors import FactsheetError, SeedError
from factsheet.language.detection import detect_language
from factsheet.model import Document
from factsheet.readers import read_seed


def read_all(
    paths: Iterable[Path], project: Path, settings: Settings, tell: Callable[[str], str] = detect_language
) -> Iterator[Document | FactsheetError]:
    """Read seeds, yielding in the order of the paths each document or why it cannot be read."""
    for path in paths:
        try:
            document = read_seed(path, project, settings, tell)
            document.path.encode()  # it stands on the document's page
            yield document
        except SeedError as error:
            yield error
        except UnicodeEncodeError:
            yield SeedError("the file's name is not UTF-8; rename it", ascii(path.name))


def refuse_doubles(documents: Iterable[Document | FactsheetError]) -> Iterator[Document | FactsheetError]:
    """Let the first document of an id pass and turn a later one into an error, for both would write one page."""
    first: dict[str, str] = {}
    for document in documents:
        if isinstance(document, Document) and first.setdefault(document.id, document.path) != document.path:
            message = f"has the same address {document.id!r} as {first[document.id]}; rename one of them"
            yield SeedError(message, document.path)
        else:
            yield document
