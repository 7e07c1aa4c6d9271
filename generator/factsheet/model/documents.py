"""Records: what readers return."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from factsheet.model.values import Publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a seed's front matter says about the document; empty where it is silent."""

    title: str = ""
    date: str = ""  # of publication, EDTF
    publisher: str = ""
    author: str = ""
    url: str = ""
    license: str = ""
    language: str = "en"
    note: str = ""
    publish: Publish = Publish.EXCERPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A file that is no text, and what stands in it beside the text that was taken out."""

    sha256: str  # of its bytes
    said: tuple[tuple[str, str], ...] = ()  # what it says of itself: keys of Metadata with their values
    pages: tuple[int, ...] = ()  # where in the text each printed page begins; offsets in ascending order


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document as its reader returned it."""

    id: str  # the slug of the path below seeds/, without suffix
    path: str  # as the person would name it: seeds/istanbul-talks.txt
    text: str
    sha256: str  # of the text in UTF-8; empty where something in it is redacted
    metadata: Metadata
    first_line: int = 1  # the file's line on which the text begins: behind the front matter
    original: Original | None = None  # where the file is no text
    wraps: tuple[int, ...] = ()  # the line ends at which a paragraph goes on; offsets in ascending order
    prose: str = field(init=False, repr=False, compare=False)  # the text as it is read: a space for each of these

    def __post_init__(self) -> None:
        edges = (-1, *self.wraps, len(self.text))
        pieces = [self.text[start + 1 : end] for start, end in pairwise(edges)]
        object.__setattr__(self, "prose", " ".join(pieces))

    @property
    def language(self) -> str:
        """The primary subtag of the document's language (BCP 47): "en" of "en-GB"."""
        return self.metadata.language.replace("_", "-").split("-")[0].lower()

    def line(self, offset: int) -> int | None:
        """Return the file's line, 1-based, on which a place in the text stands; None where the file is no text."""
        return None if self.original else self.first_line + self.text.count("\n", 0, offset)

    def page(self, offset: int) -> int | None:
        """Return the printed page, 1-based, on which a place in the text stands; None where there are no pages."""
        pages = self.original.pages if self.original else ()
        return max(bisect_right(pages, offset), 1) if pages else None
