"""Errors that a person can act on: each says where, what was found, what was expected and what to do."""

from __future__ import annotations


class FactsheetError(Exception):
    """Something a person has to mend.

    Args:
        message: what was found, what was expected and what to do, in one line.
        path: the file it stands in, as the person would name it.
        line: the line in that file, 1-based.
    """

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class SettingsError(FactsheetError, ValueError):
    """A setting in mkdocs.yml that cannot be used."""


class SeedError(FactsheetError, ValueError):
    """A seed that cannot be read; the other seeds go on."""


class PageError(FactsheetError, ValueError):
    """A page in docs/ whose front matter cannot be read; it is left untouched."""


class ModelError(FactsheetError, LookupError):
    """A language model that is not installed or does not fit."""


class StoreError(FactsheetError, OSError):
    """A file that cannot be written."""


class BusyError(FactsheetError):
    """Another run is at work on the same project."""


class SearchError(FactsheetError, RuntimeError):
    """A site that cannot be indexed; it stands all the same."""


class WorkerError(FactsheetError, RuntimeError):
    """A process that shared the work and ended before it was done."""


class EngineError(FactsheetError, RuntimeError):
    """Workers that cannot be reached or cannot do the work."""


class ExtensionError(FactsheetError, RuntimeError):
    """Something that another package adds and that cannot be used."""


def said(error: BaseException) -> str:
    """Say an error in one line, with its kind."""
    return f"{type(error).__name__}: {error}".splitlines()[0]
