"""Actors that may be one: what resolution suggested, as warnings to those who decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.front_matter import FrontMatter
from factsheet.model import Facts, Finding
from factsheet.resolve import lesser_first

SHOWN = 10  # warnings in one run: they are worked through at leisure and must not hide the others
WHY = "The page says why."

Actors = Mapping[str, tuple[str, FrontMatter]]  # by id: where the page stands, and its front matter


@dataclass(frozen=True, slots=True)
class Couple:
    """Two actors that may be one, as a warning names them."""

    path: str  # below docs/, of the page of the one who is named less fully
    line: int | None
    other: str  # the path of the other one's page
    id: str  # of the other
    reason: str  # a sentence


def check_sameness(fronts: Mapping[str, FrontMatter], folder: str) -> Iterator[Finding]:
    """Yield what stands under `possibly_same_as` on the pages of actors and is not decided there.

    Args:
        fronts: the front matter of each page by its path below docs/.
        folder: the name of docs/ in findings.

    Yields:
        A warning for each pair, on the page of the one who is named less fully; of many, the first few and how many
        more there are.
    """
    named = ((path, front) for path, front in sorted(fronts.items()) if front.values.get("type") == "actor")
    actors = {str(front.values.get("id")): (path, front) for path, front in named}
    pairs = {
        (min(name, other), max(name, other))
        for name, (_, front) in actors.items()
        for other in _list(front, "possibly_same_as")
        if other in actors
    }
    couples = [_couple(actors, pair) for pair in sorted(pairs) if not _is_decided(actors, *pair)]
    yield from tell(couples, folder)


def suggested(facts: Facts, places: Mapping[str, str], folder: str) -> Iterator[Finding]:
    """Yield the suggestions of a run.

    Args:
        facts: what the site says.
        places: for pages that people moved, where each stands, by the path that the machine gave it.
        folder: the name of docs/ in findings.

    Yields:
        A warning for each, the surest first; of many, the first few and how many more there are.
    """
    names = {actor.id: actor.name for actor in facts.actors}
    couples = []
    for one in facts.suggestions:
        lesser, fuller = lesser_first(one.actors, names)
        first, second = (places.get(path, path) for path in (f"actors/{lesser}.md", f"actors/{fuller}.md"))
        couples.append(Couple(first, None, second, fuller, one.reason))
    yield from tell(couples, folder)


def tell(couples: Sequence[Couple], folder: str) -> Iterator[Finding]:
    """Word couples as warnings, of many the first few.

    Args:
        couples: in the order in which they are to be told.
        folder: the name of docs/ in findings.
    """
    for one in couples[:SHOWN]:
        message = (
            f"may be the same actor as {folder}/{one.other}. {one.reason} "
            f"Set `merge_into: {one.id}` here, or list {one.id} under `not_same_as`"
        )
        yield Finding(path=f"{folder}/{one.path}", line=one.line, message=message, code="possibly-same", error=False)
    if len(couples) > SHOWN:
        more = len(couples) - SHOWN
        message = f"{more:,} more that may be one actor; their pages and `suggestions` in data/facts.json name them"
        yield Finding(path=f"{folder}/actors", line=None, message=message, code="possibly-same", error=False)


def _couple(actors: Actors, pair: tuple[str, str]) -> Couple:
    """Put a pair to the page of the one who is named less fully."""
    names = {id_: str(actors[id_][1].values.get("title")) for id_ in pair}
    lesser, fuller = lesser_first(pair, names)
    path, front = actors[lesser]
    return Couple(path, front.lines.get("possibly_same_as"), actors[fuller][0], fuller, WHY)


def _is_decided(actors: Actors, name: str, other: str) -> bool:
    """Tell whether either page says that the two are one, or that they are not."""
    return any(
        actors[one][1].values.get("merge_into") == two or two in _list(actors[one][1], "not_same_as")
        for one, two in ((name, other), (other, name))
    )


def _list(front: FrontMatter, key: str) -> tuple[str, ...]:
    """Return the strings of a list in the front matter; none where it is no list."""
    values = front.values.get(key)
    return tuple(map(str, values)) if isinstance(values, list) else ()
