"""What the command line says, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from factsheet.pages import Change, Conflict, sizes
from factsheet.pages.prose import excerpt, number
from factsheet.planning import Edit, Plan
from factsheet.standing import Summary

SHOWN = 20  # lines of a kind in `status`; --json has them all
HAPPENED = {
    "written": "written",
    "unchanged": "unchanged",
    "kept": "kept as edited",
    "merged": "edited and brought up to date",
    "deleted": "deleted, being needed no longer",
    "absent": "left out, as people deleted them",
}
BAR = 40  # signs at most in a line of `diff --stat`


def summarise(summary: Summary) -> Iterator[str]:
    """Say in plain sentences what a run found, what it wrote and what needs a look.

    Args:
        summary: what the run did.

    Yields:
        One line each.
    """
    yield f"Found {listed(number(count, noun) for noun, count in summary.found.items())}."
    happened = (f"{count} {HAPPENED[what]}" for what, count in summary.pages.items() if count)
    yield f"Pages: {listed(happened) or 'none'}."
    if looks := tuple(_looks(summary)):
        yield f"Needs a look: {listed(looks)}."


def _looks(summary: Summary) -> Iterator[str]:
    """Yield what a person should look at."""
    for many, noun, rest in (
        (len(summary.errors), "document", " that could not be read"),
        (len(summary.findings), "finding", " above"),
        (summary.speakerless, "quote", " whose speaker is not known"),
        (summary.unresolved, "date", " that the text leaves open"),
    ):
        if many:
            yield number(many, noun) + rest


def listed(parts: Iterable[str]) -> str:
    """Join as prose does: "a, b and c"."""
    *most, last = tuple(parts) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


def tell_plan(plan: Plan) -> Iterator[str]:
    """Say what people changed and what the next run would do.

    Args:
        plan: what was found out.

    Yields:
        One line each.
    """
    yield "Changed by people:" if plan.edits else "Nobody has changed a page."
    yield from _shortened([f"  {plan.folder}/{tell_edit(edit, plan.folder)}" for edit in plan.edits])
    yield ""
    yield f"The next run would {listed(_steps(plan)) or 'change no page'}."
    yield from _shortened([f"  {fate(change):<8} {plan.folder}/{change.place}" for change in plan.changes])
    if plan.report.conflicts:
        found = number(len(plan.report.conflicts), "conflict")
        yield f"{found} between you and the generator; after that run `factsheet resolve` lists what to settle."
    if plan.errors:
        yield f"{number(len(plan.errors), 'document')} could not be read, so no page would be deleted."


def tell_edit(edit: Edit, folder: str) -> str:
    """Say in a line what a person did to a page."""
    if not edit.path:
        return f"{edit.place}: a page of your own"
    if edit.deleted:
        return f"{edit.place}: deleted"
    moved = (f"moved here from {folder}/{edit.path}",) if edit.path != edit.place else ()
    return f"{edit.place}: {'; '.join((*moved, *edit.what))}"


def fate(change: Change) -> str:
    """Say in a word what would happen to a page."""
    return "new" if change.before is None else "deleted" if change.after is None else "changed"


def _steps(plan: Plan) -> Iterator[str]:
    """Yield what the next run would do."""
    fates = [fate(change) for change in plan.changes]
    for name, (verb, noun, rest) in (
        ("new", ("write", "new page", "")),
        ("changed", ("bring", "page", " up to date")),
        ("deleted", ("delete", "page", ", needed no longer")),
    ):
        if count := fates.count(name):
            yield f"{verb} {number(count, noun)}{rest}"


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first lines of many, and how many more there are."""
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"  and {number(len(lines) - SHOWN, 'more page')}; --json lists all"


def plan_record(plan: Plan) -> Mapping[str, object]:
    """Put a plan into the shape in which machines read it; every path is one from the project's folder."""
    edits = [
        {
            "page": f"{plan.folder}/{edit.place}",
            "generated_as": f"{plan.folder}/{edit.path}" if edit.path else None,
            "deleted": edit.deleted,
            "changes": list(edit.what),
        }
        for edit in plan.edits
    ]
    changes = [{"page": f"{plan.folder}/{change.place}", "change": fate(change)} for change in plan.changes]
    conflicts = [
        {"page": f"{plan.folder}/{place}", **conflict_record(conflict)} for place, conflict in plan.report.conflicts
    ]
    errors = [str(error) for error in plan.errors]
    return {"edits": edits, "next_run": changes, "conflicts": conflicts, "errors": errors}


def conflict_record(conflict: Conflict) -> Mapping[str, object]:
    """Put a conflict into the shape in which machines read it; the line is that of the page with its boxes, 1-based."""
    return {"line": conflict.line, "key": conflict.key or None, "mine": conflict.mine, "theirs": conflict.theirs}


def tell_conflict(place: str, number_: int, conflict: Conflict) -> Iterator[str]:
    """Show a conflict: where it stands, and both sides.

    Args:
        place: the page, from the project's folder.
        number_: its place among those of the page, from 1.
        conflict: the conflict.

    Yields:
        Three lines.
    """
    what = f"the key {conflict.key}" if conflict.key else "a passage"
    yield f"{place}:{conflict.line}: conflict {number_}, over {what}"
    yield f"  yours:     {excerpt(conflict.mine) or 'nothing'}"
    yield f"  generator: {excerpt(conflict.theirs) or 'nothing'}"


def tell_sizes(changes: Sequence[Change], folder: str) -> Iterator[str]:
    """Say how many lines each page would gain and lose, as `git diff --stat` does.

    Args:
        changes: what a run would do.
        folder: the name of docs/.

    Yields:
        A line a page, and one for all.
    """
    counts = {f"{folder}/{change.place}": sizes(change) for change in changes}
    width = max(map(len, counts), default=0)
    most = max((added + gone for added, gone in counts.values()), default=0)
    for place, (added, gone) in counts.items():
        more, less = (-(-count * BAR // most) if most > BAR else count for count in (added, gone))
        yield f" {place:<{width}} | {added + gone:>{len(str(most))}} {'+' * more}{'-' * less}"
    added, gone = (sum(count[at] for count in counts.values()) for at in (0, 1))
    yield f" {number(len(counts), 'page')} changed, {number(added, 'line')} added, {number(gone, 'line')} taken out"
