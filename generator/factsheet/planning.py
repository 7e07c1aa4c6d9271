"""What a team asks before a run: what people changed, what the next run would change, which conflicts wait."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from factsheet.config import CONFIGURATION, load_settings
from factsheet.errors import FactsheetError, PageError
from factsheet.formats import open_store, refuse_earlier
from factsheet.lock import alone, ignore
from factsheet.pages import Change, Conflict, Report, Side, Store, conflicts, describe
from factsheet.pipeline import at_work
from factsheet.progress import Progress, no_progress
from factsheet.standing import STATE
from factsheet.teamwork import Work, linked, prepare_team


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person did to a page."""

    place: str  # where the page stands now, below docs/
    path: str = ""  # the machine's place; empty for a page that people wrote themselves
    deleted: bool = False
    what: tuple[str, ...] = ()  # the changes in it, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What people changed, and what the next run would do."""

    folder: str  # the name of docs/
    edits: tuple[Edit, ...]
    report: Report
    changes: tuple[Change, ...]
    errors: tuple[FactsheetError, ...]  # the documents that cannot be read
    pages: frozenset[str]  # all that stand in docs/ or would


def plan(project: Path, on_progress: Progress = no_progress, on_wait: Callable[[str], None] = ignore) -> Plan:
    """Find out what people changed and what `generate` would do, and write no page.

    Args:
        project: the folder that holds mkdocs.yml.
        on_progress: told how far each stage has come.
        on_wait: told, in a sentence, that another run is waited for.

    Returns:
        The edits by page, and the changes to come.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        FactsheetError: when nothing can be done at all: settings, language model, no seeds, pages that first change
            their format.
    """
    refuse_earlier(project, load_settings(project / CONFIGURATION))
    with at_work(project, on_progress, on_wait) as work:
        team = prepare_team(work)
        report, changes = work.store.plan(team.pages(), work.complete, team.closing, work.added)
        return Plan(
            folder=work.settings.docs_dir,
            edits=tuple(sorted(_edits(work), key=lambda edit: edit.place)),
            report=report,
            changes=tuple(sorted(changes, key=lambda change: change.place)),
            errors=work.errors,
            pages=frozenset((*work.store.shelf.pages(), *(change.place for change in changes))),
        )


def _edits(work: Work) -> Iterator[Edit]:
    """Yield what people did to pages: changed, deleted, moved or wrote them."""
    changed = {pair.path for pair in work.pairs}
    for pair in work.pairs:
        what = () if pair.mine is None else describe(pair.base, pair.mine)
        yield Edit(place=pair.place, path=pair.path, deleted=pair.mine is None, what=what)
    for path, place in work.places.items():
        if path not in changed:
            yield Edit(place=place, path=path)
    made = {*work.store.shelf.bases(), *work.places.values(), *(page.path for page in work.pages), *linked(())}
    yield from (Edit(place=place) for place in work.store.shelf.pages() if place not in made)


def waiting(project: Path, pages: Collection[str] = ()) -> dict[str, tuple[Conflict, ...]]:
    """List the conflicts that nobody has settled yet.

    Args:
        project: the folder that holds mkdocs.yml.
        pages: as a person names them; none for all.

    Returns:
        The conflicts by page, as a path below docs/; a page that was named is there even if it has none.

    Raises:
        FactsheetError: when mkdocs.yml cannot be used, or a page is not there or cannot be read.
    """
    store = _store(project)
    texts = store.read()
    if pages:
        return {one: conflicts(texts[one]) for one in (find_page(page, project, store.docs, texts) for page in pages)}
    return {place: found for place, text in texts.items() if (found := conflicts(text))}


def settle_conflicts(
    project: Path, place: str, which: int | None, side: Side, on_wait: Callable[[str], None] = ignore
) -> tuple[Conflict, ...]:
    """Settle conflicts of a page in favour of one side; no run writes meanwhile.

    Args:
        project: the folder that holds mkdocs.yml.
        place: the page, below docs/.
        which: the place of one conflict among those of the page, 0-based; None for all.
        side: whose words stay.
        on_wait: told, in a sentence, that another run is waited for.

    Returns:
        The conflicts that were settled.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        FactsheetError: when the page has no such conflict, or cannot be read or written.
    """
    store = _store(project)
    with alone(project / STATE, on_wait):
        try:
            return store.settle(place, which, side)
        except IndexError as error:
            count = len(waiting(project, (str(store.docs / place),))[place])
            message = f"has no conflict number {(which or 0) + 1}; it has {count}, as `factsheet resolve` lists them"
            raise PageError(message, f"{store.docs.name}/{place}") from error


def find_page(name: str, project: Path, docs: Path, known: Collection[str]) -> str:
    """Find the page that a person names: from where they stand, from the project's folder, or below docs/.

    Args:
        name: as they typed it: "docs/actors/russia.md" or "actors/russia.md".
        project: the folder that holds mkdocs.yml.
        docs: the folder of the pages.
        known: the paths of the pages, below docs/.

    Returns:
        Its path below docs/.

    Raises:
        PageError: when it lies outside docs/ or there is no such page.
    """
    home = docs.resolve()
    named = [folder / name for folder in (Path(), project, docs)]
    files = [file.parent.resolve() / file.name for file in named]  # a page may itself be a link
    places = [file.relative_to(home).as_posix() for file in files if file.is_relative_to(home)]
    found = next((place for place in places if place in known), None)
    if found is not None:
        return found
    if not places or (files[0].exists() and not files[0].is_relative_to(home)):
        raise PageError(f"lies outside {docs.name}/; name a page below that folder", name)
    near = get_close_matches(places[-1], known, n=1)
    hint = f"did you mean {docs.name}/{near[0]}?" if near else "`factsheet status` lists those that people changed"
    raise PageError(f"there is no such page; {hint}", name)


def _store(project: Path) -> Store:
    """Open the pages of a project."""
    return open_store(project, load_settings(project / CONFIGURATION))
