"""Added facts at their places in the sources; what cannot be placed is told and published nowhere; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from factsheet.added.places import Text, instead
from factsheet.added.reading import Added, Place
from factsheet.model import Document, Finding, Span

MARKS = frozenset("\"'“”„‟«»‘’‚‹›")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source."""

    source: str  # the document's id
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """An added fact whose words were all found."""

    added: Added
    spots: tuple[Spot, ...] = ()

    @property
    def spot(self) -> Spot:
        """The place of a fact that stands in one."""
        return self.spots[0]


class Library:
    """The sources, each prepared for finding words when it is first asked.

    Args:
        documents: by id.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.id: document for document in documents}
        self._texts: dict[str, Text] = {}

    def text(self, source: str) -> Text:
        """Return a source's text."""
        if source not in self._texts:
            self._texts[source] = Text(self.documents[source].prose)
        return self._texts[source]


def locate(added: Added, library: Library, folder: str) -> tuple[Located | None, tuple[Finding, ...]]:
    """Find the words of an added fact in their sources.

    Args:
        added: the fact.
        library: the sources.
        folder: the name of docs/ in findings.

    Returns:
        The fact with its places, or None where words are missing; and findings: as errors words that are in no source,
        as a warning words that stand in several places where the page does not say which.
    """
    spots: list[Spot] = []
    findings: list[Finding] = []
    for place in added.places:
        span, message, error = _find(place, added, library)
        if message:
            code = "words-not-found" if error else "several-places"
            path = f"{folder}/{added.place}"
            findings.append(Finding(path=path, line=place.line, message=message, code=code, error=error))
        if span:
            spots.append(Spot(place.source, span))
    complete = len(spots) == len(added.places)
    return Located(added=added, spots=tuple(spots)) if complete else None, tuple(findings)


def _find(place: Place, added: Added, library: Library) -> tuple[Span | None, str, bool]:
    """Find one place; say what is wrong with it, and whether that is an error."""
    if place.source not in library.documents:
        near = get_close_matches(place.source, library.documents, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "name a page of sources/ without .md"
        return None, f"source: {place.source!r} is no source that can be read; {hint}", True
    text = library.text(place.source)
    spans = [_bare(span, text.text) if added.type == "quote" else span for span in text.find(place.words)]
    if not spans:
        where = f"the words are not in the source {place.source!r}, so nothing is published"
        return None, f"{where}; {instead(place.words, text)}; copy them as they stand there", True
    if place.paragraph is not None:
        inside = [span for span in spans if _paragraph(text.text, span) == place.paragraph]
        if not inside:
            numbers = ", ".join(str(_paragraph(text.text, span)) for span in spans)
            return None, f"the words are not in paragraph {place.paragraph} but in {numbers}; correct it", True
        spans = inside
    if place.start is not None:
        return min(spans, key=lambda span: (abs(span.start - (place.start or 0)), span)), "", False
    starts = ", ".join(str(span.start) for span in spans)
    message = (
        f"the words stand in several places ({starts}), the first is taken; to choose, write `start:` with another"
    )
    return spans[0], f"{message}, or `paragraph:`" if len(spans) > 1 else "", False


def _bare(span: Span, text: str) -> Span:
    """Leave out quotation marks that were copied with the words."""
    if span.end - span.start > 2 and text[span.start] in MARKS and text[span.end - 1] in MARKS:
        return Span(span.start + 1, span.end - 1)
    return span


def _paragraph(text: str, span: Span) -> int:
    """Return the number of the paragraph in which a span begins, 1-based, as the pages count."""
    return sum(1 for line in text[: span.start].split("\n")[:-1] if line.strip()) + 1


def by_source(located: Iterable[Located]) -> Mapping[str, list[tuple[Located, Spot]]]:
    """Group the places of added facts by their source, in the order of the text."""
    found: dict[str, list[tuple[Located, Spot]]] = {}
    for one, spot in sorted(_spots(located), key=lambda pair: (pair[1].span, pair[0].added.path)):
        found.setdefault(spot.source, []).append((one, spot))
    return found


def _spots(located: Iterable[Located]) -> Iterator[tuple[Located, Spot]]:
    """Yield each place of each fact."""
    return ((one, spot) for one in located for spot in one.spots)
