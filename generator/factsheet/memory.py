"""What earlier runs called the actors, read from the pages as the machine last wrote them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from factsheet.front_matter import written_values
from factsheet.model import Kind
from factsheet.resolve import Known

PLACE = re.compile(r"data-at=([^\s:]+):\d")  # words of a source on a page


def read_known(bases: Iterable[str]) -> Iterator[Known]:
    """Read the actors of earlier runs.

    Args:
        bases: the texts of pages as the machine last wrote them, those of deleted and rejected actors among them: their
            ids must not go to others.

    Yields:
        Each actor with its names and the sources whose words its page shows.
    """
    for base in bases:
        values = written_values(base)
        name, kind, aliases = (values.get(key) for key in ("title", "kind", "aliases"))
        if values.get("type") == "actor" and isinstance(name, str) and kind in tuple(Kind):
            yield Known(
                id=str(values.get("id")),
                name=name,
                kind=Kind(str(kind)),
                aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (),
                sources=frozenset(PLACE.findall(base)),
            )


def ids_of_actors(pages: Iterable[str]) -> frozenset[str]:
    """Return the ids of the actors who have a page, whatever people made of it."""
    fronts = map(written_values, pages)
    return frozenset(str(values.get("id")) for values in fronts if values.get("type") == "actor")
