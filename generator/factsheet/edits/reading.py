"""What people decided: the keys of a page's front matter that differ from its base; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from factsheet.edits.keys import MACHINE, PEOPLE, TOLD_AS, UNITING, Fault, fault_of, review_faults
from factsheet.front_matter import FrontMatter, FrontMatterError, parse_front_matter, written_values
from factsheet.model import Decision, Finding, Status
from factsheet.model.decisions import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPage:
    """A page that people changed, as the machine last wrote it and as it stands."""

    path: str  # as people name it: docs/actors/toivo-klaar.md
    base: str
    mine: str | None  # None where a person deleted it


@dataclass(frozen=True, slots=True)
class Edits:
    """What stands in the front matter of all pages that people changed."""

    decisions: tuple[Decision, ...] = ()  # by fact and key
    findings: tuple[Finding, ...] = ()  # of what nobody can mean


def read_edits(pages: Iterable[EditedPage]) -> Edits:
    """Read what people decided.

    Args:
        pages: the edited pages, in any order. One whose front matter cannot be read decides nothing; merging tells
            of it.

    Returns:
        The decisions, sorted, and what is wrong with the keys that people changed; those decide nothing.
    """
    found = [one for page in pages for one in _read(page)]
    decisions = sorted((one for one in found if isinstance(one, Decision)), key=_rank)
    findings = sorted((one for one in found if isinstance(one, Finding)), key=lambda one: (one.path, one.line or 0))
    return Edits(tuple(decisions), tuple(findings))


def relocate(findings: Iterable[Finding], before: Edits, after: Edits) -> tuple[Finding, ...]:
    """Let findings follow their keys, where a run has changed the lines above these.

    Args:
        findings: about decisions, by their lines before the run.
        before: what was read before the run.
        after: what was read after it.
    """
    lines = {(one.path, one.key): one.line for one in after.decisions}
    moved = {(one.path, one.line): lines.get((one.path, one.key), one.line) for one in before.decisions}
    return tuple(replace(one, line=moved.get((one.path, one.line), one.line)) for one in findings)


def read_decisions(pages: Iterable[EditedPage]) -> tuple[Decision, ...]:
    """Read what people decided, and leave out what is wrong with their pages."""
    return read_edits(pages).decisions


def _rank(decision: Decision) -> tuple[str, str, str, str]:
    """Sort decisions by fact and key."""
    return decision.type, decision.id, decision.key, decision.path


def _read(page: EditedPage) -> Iterator[Decision | Finding]:
    """Yield what the difference between a page and its base decides, and what is wrong with it."""
    old = written_values(page.base)
    type_, name = str(old.get("type")), str(old.get("id", ""))
    if type_ not in PEOPLE or not name:
        return
    if page.mine is None:
        if type_ != "quote" or not old.get(TOLD_AS):  # one that a republished story has was only tidied up
            key, said = _deleted(type_, old)
            yield Decision(type=type_, id=name, key=key, value=said, path=page.path)
        return
    front = _front(page.mine)
    if front is None:
        return
    for key in dict.fromkeys((*old, *front.values)):
        before, value, line = old.get(key) or "", front.values.get(key) or "", front.lines.get(key)
        if before == value:
            continue
        if fault := _machine_key(type_, key, before, value) or fault_of(type_, key, value):
            yield _finding(page, line or 1, fault)
        elif key in PEOPLE[type_] and (found := _plain(value)) is not None:
            was = _plain(before) or ""
            yield Decision(type=type_, id=name, key=key, value=found, before=was, path=page.path, line=line)
    yield from (_finding(page, front.lines.get("status", 1), fault) for fault in review_faults(front.values))


def _deleted(type_: str, old: Mapping[str, object]) -> tuple[str, str]:
    """Say what it means that a page is deleted: the fact is none; one that led elsewhere was only tidied up."""
    key, target = UNITING.get(type_, ""), str(old.get(TOLD_AS, ""))
    return (key, target) if key and target else ("status", Status.REJECTED.value)


def _machine_key(type_: str, key: str, before: object, value: object) -> Fault | None:
    """Say that a person changed what only the machine can know."""
    if key not in MACHINE[type_]:
        return None
    was = _shown(before)
    message = f"{key} is the generator’s and changes nothing: found {_shown(value)}, it wrote {was}; put that back"
    return Fault(message, "machine-key")


def _shown(value: object) -> str:
    """Show a value in a line."""
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value)) or "nothing"


def _finding(page: EditedPage, line: int, fault: Fault) -> Finding:
    """Tell of a fault where it stands."""
    return Finding(path=page.path, line=line, message=fault.message, code=fault.code, error=fault.error)


def _front(text: str) -> FrontMatter | None:
    """Read front matter; None where it cannot be read or there is none."""
    try:
        front = parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except FrontMatterError:
        return None
    return front if front.body_line > 1 else None


def _plain(value: object) -> Value | None:
    """Return a string, or a list of strings as a tuple; None for anything else."""
    if isinstance(value, str):
        return value
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
