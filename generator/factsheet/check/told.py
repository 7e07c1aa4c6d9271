"""What a quote's front matter tells machines, against its source: nobody sees it on the page, and it is published."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.blocks import fold_blocks
from factsheet.check.quotations import Library
from factsheet.citation import COMMA, GAP
from factsheet.folding import fold
from factsheet.front_matter import FrontMatter
from factsheet.model import Finding


def check_told(front: FrontMatter, library: Library, path: str) -> Iterator[Finding]:
    """Check that the words which a quote's page gives to machines are its source's.

    Args:
        front: the page's front matter.
        library: the sources.
        path: the page's name in findings.

    Yields:
        Words that do not stand in the source between `start` and `end`, and a line to cite that has other words.
    """
    words, cite = (front.values.get(key) for key in ("words", "cite"))
    if front.values.get("type") != "quote" or not isinstance(words, str):
        return
    passage = _passage(front, library)
    strange = next(
        (piece for piece in fold_blocks(words).split(GAP) if passage is not None and piece not in passage), None
    )
    if strange is not None:
        message = f"words: {strange!r} does not stand there in the source; take the key out, and it is written anew"
        yield Finding(path=path, line=front.lines["words"], message=message, code="altered")
    if isinstance(cite, str) and words.rstrip(COMMA) not in cite:
        message = "cite: it does not have the words of the quote; take the key out, and it is written anew"
        yield Finding(path=path, line=front.lines["cite"], message=message, code="altered")


def _passage(front: FrontMatter, library: Library) -> str | None:
    """Return the source's words from `start` to `end`, folded; None where the source or the place is not known."""
    document = library.documents.get(str(front.values.get("source")))
    start, end = (str(front.values.get(key)) for key in ("start", "end"))
    if document is None or not (start.isdecimal() and end.isdecimal()):
        return None
    return fold_blocks(fold(document.text[int(start) : int(end)]))
