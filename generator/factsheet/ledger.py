"""The log of corrections on the disk, `.factsheet/corrections.jsonl`, and what a run adds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from factsheet.corrections import TEXT, Statement, about, compare, decided, said
from factsheet.errors import StoreError
from factsheet.files import Stamp, stamp_of, write_if_different
from factsheet.folding import fold
from factsheet.front_matter import written_values
from factsheet.history import committed, who_changed
from factsheet.model import Correction, Decision, Facts, Sheet
from factsheet.pages import Store

LOG = ".factsheet/corrections.jsonl"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The log of corrections."""

    settled: tuple[Correction, ...] = ()  # that stay
    pending: tuple[Correction, ...] = ()  # that nobody committed yet

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The whole log."""
        return (*self.settled, *self.pending)


def read_ledger(project: Path) -> Ledger:
    """Read the log of a project.

    Args:
        project: the folder that holds mkdocs.yml.

    Returns:
        The log. Without git, all of it is settled.

    Raises:
        StoreError: when a line of it cannot be read.
    """
    try:
        text = (project / LOG).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot be read: {error}", LOG) from error
    lines = text.splitlines(keepends=True)
    before = committed(project, LOG)
    known = set(lines if before is None else before.splitlines(keepends=True))
    found = [(line, _read(line, number)) for number, line in enumerate(lines, 1) if line.strip()]
    return Ledger(
        tuple(one for line, one in found if line in known), tuple(one for line, one in found if line not in known)
    )


def _read(line: str, number: int) -> Correction:
    """Read a line of the log."""
    try:
        return msgspec.json.decode(line, type=Correction)
    except msgspec.DecodeError as error:
        message = f"is no correction ({error}); put the line back as it was committed, or take it out"
        raise StoreError(message, LOG, number) from error


def write_ledger(project: Path, ledger: Ledger) -> Stamp | None:
    """Write the log where it differs from what stands there.

    Returns:
        How the file then stood; None where it was not written.

    Raises:
        StoreError: when it cannot be written.
    """
    if ledger.corrections or (project / LOG).exists():
        lines = (msgspec.json.encode(one) + b"\n" for one in ledger.corrections)
        if write_if_different(project / LOG, b"".join(lines)):
            return stamp_of((project / LOG).stat())
    return None


def bring_up(
    project: Path,
    ledger: Ledger,
    statements: Sequence[Statement],
    *,
    names: bool,
    today: Callable[[], date] = date.today,
) -> Ledger:
    """Add to the log what facts say now and did not say before.

    Args:
        project: the folder that holds mkdocs.yml.
        ledger: the log as it stands.
        statements: what the facts say now.
        names: whether the log tells who changed a fact, where git knows.
        today: tells the day of what git does not know.

    Returns:
        The log with its pending part up to date.
    """
    places = {one.about: (one.path, one.line) for one in statements}
    pending = compare(ledger.settled, ledger.pending, statements)
    return replace(ledger, pending=tuple(_signed(project, one, places, names, today) for one in pending))


def _signed(
    project: Path,
    correction: Correction,
    places: Mapping[tuple[str, str, str], tuple[str, int | None]],
    names: bool,
    today: Callable[[], date],
) -> Correction:
    """Give a new correction its day and, where git knows it, the name of who made it."""
    if correction.on:
        return correction
    hand = who_changed(project, *places[about(correction)])
    return replace(correction, on=hand.on or today().isoformat(), by=hand.by if names else "")


def statements_of(
    store: Store, decisions: Sequence[Decision], facts: Facts, pages: Iterable[Sheet], ledger: Ledger, complete: bool
) -> tuple[Statement, ...]:
    """Gather what facts say that people decided about, or ever decided about, and which texts sources have.

    Args:
        store: the pages of the last run.
        decisions: what people decided.
        facts: what the site says now.
        pages: the pages of this run.
        ledger: the log, whose facts may say something else again.
        complete: whether all sources could be read; if not, nothing is said of their texts.

    Returns:
        The statements.
    """
    front = _Fronts(store, {page.path: page for page in pages})
    titles = {(one.type, one.id): front.title(one.type, one.id) for one in decisions}
    found = list(decided(decisions, titles))
    told = {one.about for one in found}
    found += _undone(ledger, told, front)
    if complete:
        rejected = {one.id for one in decisions if (one.type, one.key, one.value) == ("source", "status", "rejected")}
        found += _texts(store, facts, ledger, front, rejected)
    return tuple(found)


class _Fronts:
    """The front matter of pages, as they are written now or else were last."""

    def __init__(self, store: Store, made: Mapping[str, Sheet]) -> None:
        self.store = store
        self.made = made

    def now(self, type_: str, name: str) -> Mapping[str, object] | None:
        """Return the front matter that a page has in this run; None where it has no page."""
        page = self.made.get(f"{type_}s/{name}.md")
        return written_values(page.text) if page else None

    def last(self, type_: str, name: str) -> Mapping[str, object]:
        """Return the front matter that a page had when it was last written."""
        return written_values(self.store.shelf.base_text(f"{type_}s/{name}.md") or "")

    def title(self, type_: str, name: str) -> str:
        """Return what a page is called."""
        values = self.now(type_, name) or self.last(type_, name)
        return str(values.get("title") or name)


def _undone(ledger: Ledger, told: set[tuple[str, str, str]], front: _Fronts) -> Iterator[Statement]:
    """Yield what facts say about which nobody decides any more what the log says of them."""
    for type_, name, key in {about(one) for one in ledger.corrections} - told:
        values = front.now(type_, name)
        if key != TEXT and values is not None:
            value = said(key, values.get(key))
            path = f"{front.store.docs.name}/{type_}s/{name}.md"
            title = front.title(type_, name)
            yield Statement(type=type_, id=name, key=key, title=title, value=value, before=value, path=path)


def _texts(store: Store, facts: Facts, ledger: Ledger, front: _Fronts, rejected: set[str]) -> Iterator[Statement]:
    """Yield which text each source has that had a page before; no text for one that is there no longer."""
    documents = {source.id: source.document for source in facts.sources}
    bases = (path for path in store.shelf.bases() if path.startswith("sources/") and path != "sources/index.md")
    known = {path.removeprefix("sources/").removesuffix(".md") for path in bases}
    logged = {one.id for one in ledger.corrections if one.key == TEXT}
    for name in sorted((known | logged) - rejected):
        document, last = documents.get(name), front.last("source", name)
        before = str(last.get("sha256") or "")
        if not (document or before or name in logged):
            continue  # another page of the section: of a list, or of a long text
        if document and (not document.sha256 or (last and not before)):
            continue  # something in it is redacted, or was: no digest tells of its text
        yield Statement(
            type="source",
            id=name,
            key=TEXT,
            title=fold(document.metadata.title or document.path) if document else front.title("source", name),
            value=document.sha256 if document else "",
            before=before,
            path=document.path if document else "",
        )
