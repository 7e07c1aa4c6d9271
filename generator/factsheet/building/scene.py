"""One page after the other, as MkDocs builds it, with all that it said of the page and asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

import jinja2
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from factsheet.building.records import Built, Message, digest
from factsheet.search import searched, text_digest

LOGGER = "mkdocs"  # above all loggers of MkDocs and of hooks


def is_excluded(file: File) -> bool:
    """Tell whether a file is left out of the site, or shown as a draft in the preview."""
    return bool(file.inclusion.value <= InclusionLevel.DRAFT.value)


class Asking:
    """Finds files as MkDocs' own collection does, and remembers after which it was asked.

    Args:
        files: the collection, which asks us from now on.
    """

    def __init__(self, files: Files) -> None:
        self._find = files.get_file_from_path
        self._known: dict[str, tuple[str, File | None]] = {}  # many pages ask for the same, and files stay as they are
        self.asked: set[str] = set()
        files.get_file_from_path = self  # type: ignore[method-assign]

    def __call__(self, path: str) -> File | None:
        """Find a file by its path below docs/."""
        if path not in self._known:
            self._known[path] = PurePath(path).as_posix(), self._find(path)
        plain, file = self._known[path]
        self.asked.add(plain)
        return file


@dataclass(frozen=True)
class Listed:
    """A page of the navigation, which other pages see: as it was before it was built, and as it is after."""

    place: int
    page: Page
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What is known of a page whose Markdown has been read."""

    source: bytes  # digest
    asked: tuple[str, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Scene:
    """All that the pages of one build share."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment
    documents: tuple[File, ...]  # the pages, in MkDocs' order
    asking: Asking
    inclusion: Callable[[InclusionLevel], bool]  # whether a file is part of the site

    def build(self, place: int, listed: tuple[Listed, ...] = ()) -> Built:
        """Build a page of which nothing has been done.

        A template may change the front matter of the page that it renders; the pages of the navigation are shown to
        each page as MkDocs, which builds one page after the other, would show them.

        Args:
            place: the page's among the documents.
            listed: the pages of the navigation, built.

        Returns:
            What is known of it.
        """
        for one in listed:
            one.page.meta = dict(one.after if one.place < place else one.before)
        return self.write(place, self.read(place))

    def read(self, place: int) -> Read:
        """Read a page's Markdown."""
        source = digest(self.documents[place].content_bytes)  # first: who changes it meanwhile is then noticed
        self.asking.asked.clear()
        with heard() as messages:
            mkdocs_build._populate_page(self.page(place), self.config, self.files)
        return Read(source, tuple(sorted(self.asking.asked)), tuple(messages))

    def write(self, place: int, read: Read) -> Built:
        """Write the file of a page that has been read, and forget the page's text."""
        page, file = self.page(place), self.documents[place]
        with heard() as messages:
            self._write(page)
        target = Path(file.abs_dest_path)
        output = target.read_bytes() if target.is_file() else b""
        page.markdown, page.content, page.toc = "", "", []  # type: ignore[assignment]
        return Built(
            source=read.source,
            output=output and digest(output),
            searched=text_digest(searched(output.decode("utf-8"))),
            asked=read.asked,
            anchors=tuple(sorted(page.present_anchor_ids or ())),
            links={to.src_uri: dict(found) for to, found in (page.links_to_anchors or {}).items()},
            read=read.messages,
            written=tuple(messages),
        )

    def fail(self, place: int) -> None:
        """Build a page that could not be built, so that MkDocs says why in its own way."""
        mkdocs_build._populate_page(self.page(place), self.config, self.files)
        self._write(self.page(place))

    def _write(self, page: Page) -> None:
        """Have MkDocs write a page's file."""
        excluded = is_excluded(page.file)
        mkdocs_build._build_page(page, self.config, self.documents, self.nav, self.env, excluded=excluded)

    def page(self, place: int) -> Page:
        """Return the page of a document; drafts get theirs here, as in MkDocs."""
        file = self.documents[place]
        return file.page or Page(None, file, self.config)


class _Ears(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.messages.append(Message(record.name, record.levelno, record.getMessage()))


@contextmanager
def heard() -> Iterator[list[Message]]:
    """Keep what MkDocs logs instead of showing and counting it, which `tell` does later, in MkDocs' order.

    It is heard even where nothing is to be shown, since a later build may show it.
    """
    logger, ears = logging.getLogger(LOGGER), _Ears()
    handlers, propagate, level = logger.handlers, logger.propagate, logger.level
    logger.handlers, logger.propagate = [ears], False
    logger.setLevel(logging.INFO)
    try:
        yield ears.messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def tell(messages: Iterable[Message]) -> None:
    """Show what was heard, as if MkDocs logged it now."""
    for one in messages:
        logging.getLogger(one.logger).log(one.level, "%s", one.text)
