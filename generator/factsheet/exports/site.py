"""The exports' room: what an export needs to know of the site in which it stands."""

from __future__ import annotations

import posixpath
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten
from urllib.parse import quote as percent

from factsheet.citation import citation, in_marks, speaker_name, speaker_of, spoken
from factsheet.model import Actor, Facts, Quote, Source, Status

SPACE = uuid.UUID("6d1f4a3e-0d5c-5a35-8b1e-8d0b5c1f7a52")  # made once; what is named in it keeps its name
TITLE = 100  # characters of a quote in a title
DOUBTS = (Status.DISPUTED, Status.UNVERIFIABLE, Status.RETRACTED)  # of which no reader may learn too late


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the site stands, and where in it each page.

    Addresses are absolute where the settings say where the site is published, and else relative to the file that
    names them, so that they hold wherever it is put.
    """

    name: str = "Factsheet"
    url: str = ""  # where the site is published; empty where nobody said
    directories: bool = True  # whether pages are published as folders, MkDocs' use_directory_urls
    moved: Mapping[str, str] = field(default_factory=dict)  # where pages stand that people moved, below docs/

    @cached_property
    def root(self) -> str:
        """The site's address with a slash at its end; empty where it is not known or no address of the web."""
        known = self.url.startswith(("https://", "http://"))
        return self.url.rstrip("/") + "/" if known else ""

    def page(self, path: str, seen_from: str) -> str:
        """Return the address of a page.

        Args:
            path: the page below docs/, as the machine names it: "quotes/we-cannot-wait.md".
            seen_from: the file below docs/ that names it.
        """
        stem = self.moved.get(path, path).removesuffix(".md")
        stem = stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else stem
        ending = "" if not stem or stem.endswith("/") else "/" if self.directories else ".html"
        return self._address(stem + ending, seen_from)

    def file(self, path: str, seen_from: str) -> str:
        """Return the address of a file that is published as it is."""
        return self._address(path, seen_from)

    def name_of(self, path: str) -> str:
        """Return a name for a page or file that no other has and that stays, an IRI: its address, else a UUID."""
        if self.root:
            return self.page(path, "") if path.endswith(".md") else self.file(path, "")
        return f"urn:uuid:{uuid.uuid5(SPACE, f'{self.name} {path}')}"

    def _address(self, path: str, seen_from: str) -> str:
        """Write an absolute address, or the way from one file to the other."""
        if self.root:
            return self.root + percent(path)
        way = posixpath.relpath(path or ".", posixpath.dirname(seen_from) or ".")
        return percent(way) + ("/" if path.endswith("/") or not path else "")


@dataclass(frozen=True)
class Edition:
    """What is exported: the facts, looked up by their ids, and the place of the site."""

    facts: Facts
    place: Place = Place()

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """The actors by id."""
        return {actor.id: actor for actor in self.facts.actors}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.facts.sources}

    def title(self, quote: Quote) -> str:
        """Title a quote in a line: its speaker and its first words, and before them whether its truth is in doubt."""
        words = shorten(spoken(quote), TITLE, placeholder="…")
        doubt = f"[{quote.review.status}] " if quote.review.status in DOUBTS else ""
        return f"{doubt}{speaker_name(quote, speaker_of(quote, self.actors))}: {in_marks(quote, words)}"

    def citation(self, quote: Quote) -> str:
        """Write the line by which a quote is cited."""
        return citation(quote, speaker_of(quote, self.actors), self.sources[quote.source])
