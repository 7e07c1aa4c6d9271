"""Quotations against sources: verbatim, or in which way not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from factsheet.blocks import fold_blocks
from factsheet.check.rendering import Rendered, Words
from factsheet.folding import difference, fold, fold_with_places, show
from factsheet.model import Document, Finding, Span

ADDRESS = re.compile(r"(?P<source>.+):(?P<start>\d+)-(?P<end>\d+)")
# The share of words that two texts must have in common for one to be an altered form of the other.
ALIKE = 0.6
GRAM = 4  # words in a row by which a quotation without an address is found in a source
ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.|redacted)\s*\]|…|\.\.\.)\s*")
MARKS = "“”„‟\"‘’'«»‹›"
# The source goes on inside the quotation with a word that turns its sense (krokai's "cut short").
TURN = re.compile(r"\s*[,;:–—-]*\s+(but|unless|except|however|not|only)\b", re.IGNORECASE)
CLOSED = tuple(".!?…")


class Volume:
    """A source prepared for searching.

    Args:
        document: the source.
    """

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def folded(self) -> tuple[str, list[int]]:
        """The folded text, and for each of its characters the place in the source."""
        return fold_with_places(self.document.text)

    def find(self, words: str) -> Span | None:
        """Find folded words in the source."""
        text, places = self.folded
        start = text.find(words)
        return Span(places[start], places[start + len(words) - 1] + 1) if start >= 0 and words else None

    @cached_property
    def words(self) -> list[str]:
        """The words of the source."""
        return self.folded[0].split(" ")

    @cached_property
    def grams(self) -> Mapping[tuple[str, ...], int]:
        """Where each run of GRAM words first stands."""
        places: dict[tuple[str, ...], int] = {}
        for index in range(len(self.words) - GRAM + 1):
            places.setdefault(tuple(self.words[index : index + GRAM]), index)
        return places

    def nearest(self, words: str) -> str:
        """Find the passage that shares a run of words with a quotation; empty where there is none."""
        wanted = words.split(" ")
        for index in range(len(wanted) - GRAM + 1):
            place = self.grams.get(tuple(wanted[index : index + GRAM]))
            if place is not None:
                start = max(place - index, 0)
                return " ".join(self.words[start : start + len(wanted)])
        return ""


@dataclass(frozen=True)
class Library:
    """The sources by id."""

    documents: Mapping[str, Document]

    @cached_property
    def volumes(self) -> Mapping[str, Volume]:
        """The sources prepared for searching."""
        return {name: Volume(document) for name, document in sorted(self.documents.items())}

    def elsewhere(self, words: str, but: str = "") -> str:
        """Return the id of another source that holds the words; empty where none does."""
        return next((name for name, one in self.volumes.items() if name != but and one.find(words)), "")


def check_quotations(page: Rendered, library: Library, path: str) -> Iterator[Finding]:
    """Check the words of sources on a page.

    Args:
        page: the page as rendered.
        library: the sources.
        path: the page's name in findings.

    Yields:
        Altered, misplaced, in another source, not found, source unreadable; and as a warning a quotation that stops
        before a word that turns its sense. Of what is verbatim, nothing.
    """
    for words in page.words:
        check = _check_addressed if words.at else _check_free
        for code, message, error in check(words, library):
            yield Finding(path=path, line=words.line, message=message, code=code, error=error)


Verdict = tuple[str, str, bool]  # code, message, whether it is an error


def _check_addressed(words: Words, library: Library) -> Iterator[Verdict]:
    """Check words that name their place."""
    address = ADDRESS.fullmatch(words.at)
    if address is None:
        yield "address", f"data-at={words.at} is no address; expected source:start-end, as in report:10-25", True
        return
    volume = library.volumes.get(address["source"])
    if volume is None:
        message = f"the source {address['source']!r} is missing or cannot be read, so {show(words.text)} is unproven"
        yield "source-unreadable", f"{message}; put it back into the seeds", True
        return
    span = Span(int(address["start"]), int(address["end"]))
    shown, expected = fold_blocks(fold(words.text)), fold_blocks(fold(span.of(volume.document.text)))
    if shown == expected:
        if words.quotation:
            yield from _check_ending(volume.document.text, span)
        return
    yield _judge(shown, expected, volume, library)


def _judge(shown: str, expected: str, volume: Volume, library: Library) -> Verdict:
    """Say in which way words are not what their address says."""
    if place := volume.find(shown):
        message = f"{show(shown)} stands at {place.start}-{place.end} of the source, not where data-at says"
        return "misplaced", f"{message}; correct the address", True
    if other := library.elsewhere(shown, volume.document.id):
        message = f"{show(shown)} stands in the source {other!r}, not in {volume.document.id!r}; correct the address"
        return "other-source", message, True
    if alike(shown, expected):
        return "altered", f"{difference(shown, expected)}; put the source's words back", True
    message = f"{show(shown)} is in no source; at this address stands {show(expected)}; put the source's words back"
    return "not-found", message, True


def _check_free(words: Words, library: Library) -> Iterator[Verdict]:
    """Check a person's own quotation, which names no place: each piece between ellipses must stand in some source."""
    for piece in ELLIPSIS.split(fold(words.text)):
        bare = piece.strip(MARKS + " ")
        found = [(one, span) for one in library.volumes.values() if (span := one.find(bare))]
        if not bare or found:
            for volume, span in found[:1]:
                yield from _check_ending(volume.document.text, span)
            continue
        near = (one.nearest(bare) for one in library.volumes.values())
        match = next((text for text in near if text and alike(bare, text)), "")
        if match:
            yield "altered", f"{difference(bare, match)}; put the source's words back", True
        else:
            message = (
                f"the quotation {show(bare)} is in no source; add its source to the seeds, or say where it is from"
            )
            yield "not-found", message, False


def _check_ending(text: str, span: Span) -> Iterator[Verdict]:
    """Warn where a quotation stops right before a word that turns its sense."""
    turn = TURN.match(text, span.end)
    if turn and not span.of(text).rstrip(MARKS).endswith(CLOSED):
        message = f"the quotation stops where the source goes on {turn[1]!r}; quote on, or make sure the sense is kept"
        yield "cut-short", message, False


def alike(one: str, other: str) -> bool:
    """Tell whether two texts share most of their words.

    Args:
        one: a folded text.
        other: a folded text.
    """
    left, right = Counter(one.casefold().split()), Counter(other.casefold().split())
    return (left & right).total() >= ALIKE * max(left.total(), right.total(), 1)
