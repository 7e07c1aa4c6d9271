"""Facts that the machine missed and people added, each on a page of its own in docs/; pure.

A page becomes a record (`reading.py`), its words are found in the source (`locating.py`, `places.py`) and stand among
the mentions of their document before resolution (`joining.py`), so that coreference and identity see them; what the
person said of the fact holds whatever these make of it (`completing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.added.completing import Completed, complete
from factsheet.added.housing import for_decisions, house, mark_housed
from factsheet.added.joining import fact_ids, join
from factsheet.added.locating import Library, Located, by_source, locate
from factsheet.added.reading import ADDED, MARK, NEEDED, OWN, PLACING, Written, adds, read_added
from factsheet.model import Document, Facts, Finding, Mentions
from factsheet.placing import READ_AS
from factsheet.resolve import Known

__all__ = [
    "ADDED",
    "MARK",
    "NEEDED",
    "OWN",
    "PLACING",
    "Additions",
    "Completed",
    "Library",
    "Written",
    "adds",
    "find_additions",
    "for_decisions",
    "house",
    "locate",
    "mark_housed",
    "read_added",
]

Reading = tuple[Document, Mentions]


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """The facts that people added."""

    library: Library
    folder: str  # the name of docs/ in findings
    pages: tuple[Written, ...] = ()  # those that add a fact, or try to
    located: tuple[Located, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """The paths of these pages, by which the store knows them."""
        return frozenset(page.path for page in self.pages)

    def join(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Yield each document with its mentions, the added ones among them."""
        spots = by_source(self.located)
        for document, found in readings:
            yield document, join(document, found, spots.get(document.id, ()), self.library)

    def known(self, actors: Iterable[Known]) -> Iterator[Known]:
        """Yield the actors of earlier runs, the added ones of the kind as which their mentions are read."""
        added = {one.added.id for one in self.located if one.added.type == "actor"}
        return (replace(one, kind=READ_AS.get(one.kind, one.kind)) if one.id in added else one for one in actors)

    def complete(self, facts: Facts, joined: Sequence[Reading]) -> Completed:
        """Return the facts with what people said of the added ones.

        Args:
            facts: what resolution made of the mentions.
            joined: these mentions, with the added ones.
        """
        return complete(facts, self.located, fact_ids(self.located, joined), self.folder)


def find_additions(pages: Iterable[Written], documents: Iterable[Document], folder: str) -> Additions:
    """Read the facts that people added.

    Args:
        pages: the pages that people wrote or changed.
        documents: the sources that could be read.
        folder: the name of docs/ in findings.

    Returns:
        The facts whose words are all in their sources, and what is wrong with the others.
    """
    library = Library(documents)
    adding: list[Written] = []
    located: list[Located] = []
    findings: list[Finding] = []
    for page in sorted(pages, key=lambda one: (not one.base, one.path)):
        added, told = read_added(page, folder)
        findings += told
        if added is None and not told:
            continue
        adding.append(page)
        found, told = locate(added, library, folder) if added else (None, ())
        findings += told
        located += [found] if found else []
    return Additions(
        library=library, folder=folder, pages=tuple(adding), located=tuple(located), findings=tuple(findings)
    )
