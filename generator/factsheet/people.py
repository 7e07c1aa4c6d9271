"""What people wrote and changed on pages, read through the store for the stages that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from factsheet.added import Additions, Written, for_decisions
from factsheet.edits import EditedPage
from factsheet.edits.keys import TOLD_AS
from factsheet.front_matter import written_values
from factsheet.model import Decision
from factsheet.pages import Pair, Store, identity_of
from factsheet.paging import Touched

Ids = Mapping[str, tuple[str, str]]
OTHERS = ("quotes/", "dates/", "sources/")  # sections in which no actor has a page


def touched(pairs: Iterable[Pair], places: Mapping[str, str], written: Iterable[Written]) -> Iterator[Touched]:
    """Yield the pages that people edited, moved or wrote themselves; one that they deleted is none.

    Args:
        pairs: those that people changed.
        places: where those stand that people moved.
        written: those that people changed or wrote.
    """
    yield from (Touched(path=pair.path, base=pair.base, mine=pair.mine) for pair in pairs if pair.mine is not None)
    yield from (Touched(path=path) for path in places)
    yield from (Touched(path=page.path, mine=page.text) for page in written if not page.base)


def own_pages(store: Store, places: Mapping[str, str]) -> Iterator[Written]:
    """Yield the pages that people wrote themselves.

    Args:
        store: the pages.
        places: where those stand that people moved.
    """
    known = {*store.shelf.bases(), *places.values()}
    for path in store.shelf.pages():
        if path not in known:
            text = (store.docs / path).read_text(encoding="utf-8", errors="replace")
            yield Written(path=path, place=path, text=text)


def written_pages(pairs: Iterable[Pair], added: Iterable[Pair], own: Iterable[Written]) -> tuple[Written, ...]:
    """Return the pages that people changed or wrote; one that they deleted is none.

    Args:
        pairs: those that people changed.
        added: those on which they added facts in earlier runs, edited since or not.
        own: those that they wrote.
    """
    pages = {pair.path: (pair, pair.mine) for pair in (*added, *pairs) if pair.mine is not None}
    known = (Written(path=one.path, place=one.place, base=one.base, text=mine) for one, mine in pages.values())
    return (*known, *own)


def edited_pages(
    pairs: Iterable[Pair],
    additions: Additions,
    folder: str,
    ids: Ids | None = None,
    homes: Mapping[str, str] | None = None,
) -> Iterator[EditedPage]:
    """Yield the pages on which people decide something, named from the project's folder.

    Args:
        pairs: those that people changed.
        additions: the facts that people added.
        folder: the name of docs/.
        ids: the types and ids of added facts, by the path of the page; those that the pages bear where they are not
            known yet.
        homes: the paths of the pages of added facts, by the path at which the machine would write them.

    Yields:
        Each page. One that a person deleted is none where its fact was added anew.
    """
    added = dict(_identified(additions)) if ids is None else ids
    living = set(added.values()) if homes is None else {added[path] for path in homes.values()}
    adding = {page.path: page for page in additions.pages if added.get(page.path) in living}
    for path, page in adding.items():
        base, mine = for_decisions(page, *added[path])
        yield EditedPage(path=f"{folder}/{page.place}", base=base, mine=mine)
    for pair in pairs:
        if pair.path not in additions.paths and (pair.mine is not None or identity_of(pair.base) not in living):
            yield EditedPage(path=f"{folder}/{pair.place}", base=pair.base, mine=pair.mine)


def _identified(additions: Additions) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the path of each added page with the type and id that an earlier run gave it."""
    for page in additions.pages:
        if identity := identity_of(page.base):
            yield page.path, identity


def deleted_facts(pairs: Iterable[Pair]) -> frozenset[tuple[str, str]]:
    """Return types and ids of the facts whose pages people deleted."""
    gone = (identity_of(pair.base) for pair in pairs if pair.mine is None)
    return frozenset(identity for identity in gone if identity)


def with_new_ids(decisions: Iterable[Decision], renamed: Mapping[tuple[str, str], str]) -> tuple[Decision, ...]:
    """Let decisions follow the facts whose ids gave redacted words away.

    Args:
        decisions: what people decided.
        renamed: the new ids of facts, by their types and old ones.
    """
    return tuple(replace(one, id=renamed.get((one.type, one.id), one.id)) for one in decisions)


def pages_before(store: Store) -> Callable[[str, str], str | None]:
    """Return what tells of a fact, by its type and id, what its page was when it was last written.

    It says where the page led, empty for the fact's own; None where there was no page.
    """

    def told_as(type_: str, name: str) -> str | None:
        """Look at one page."""
        base = store.shelf.base_text(f"{type_}s/{name}.md")
        return None if base is None else str(written_values(base).get(TOLD_AS) or "")

    return told_as


def bases_of_actors(store: Store) -> Iterator[str]:
    """Yield the pages of actors as the machine last wrote them, those that people added elsewhere among them."""
    paths = (path for path in store.shelf.bases() if not path.startswith(OTHERS))
    return (store.shelf.base_text(path) or "" for path in paths)
