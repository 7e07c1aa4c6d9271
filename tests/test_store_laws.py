"""Whatever a machine, people and power cuts do to pages in a row: no words are lost, and everything can be undone."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from factsheet.model import Page
from factsheet.pages.conflicts import conflicts, settle
from factsheet.pages.store import Store
from failing_disk import Killed, failing

NAMES = ("a", "b")
PLACES = st.integers(0, 5)
FRONT = 5  # lines of front matter
START = ["# {name}", "", "Named twice.", "- May", "- June"]  # few lines, so that people and machine meet


@dataclass(frozen=True)
class Edit:
    """What a person did to a page: a line in the place of another, or of none, or none in the place of another."""

    name: str
    old: str | None
    new: str


class Project(RuleBasedStateMachine):
    """A store, what the machine writes, and what people did that still stands."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name, "docs"), Path(self.folder.name, "base"))
        self.machine = {name: [line.format(name=name) for line in START] for name in NAMES}
        self.titles = dict.fromkeys(NAMES, "Title")
        self.edits: list[Edit] = []
        self.away: dict[str, bytes] = {}
        self.count = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def pages(self) -> list[Page]:
        return [
            Page(
                path=f"{name}.md",
                text="\n".join(["---", f"id: {name}", "type: actor", f"title: {self.titles[name]}", "---", *lines, ""]),
            )
            for name, lines in self.machine.items()
        ]

    def file(self, name: str) -> Path | None:
        """Where a page stands now."""
        found = [
            path
            for path in self.store.docs.rglob("*.md")
            if not path.name.startswith(".") and f"\nid: {name}\n" in path.read_text()
        ]
        return found[0] if found else None

    def fresh(self, what: str) -> str:
        self.count += 1
        return f"{what} {self.count}"

    def run(self) -> None:
        self.store = Store(self.store.docs, self.store.base)
        self.store.apply(self.pages())

    @initialize()
    def first(self) -> None:
        self.run()

    @rule(
        name=st.sampled_from(NAMES),
        place=PLACES,
        deed=st.sampled_from(["change", "add", "drop", "title"]),
        run=st.booleans(),
    )
    def machine_changes(self, name: str, place: int, deed: str, run: bool) -> None:
        lines = self.machine[name]
        at = place % (len(lines) + 1)
        if deed == "title":
            self.titles[name] = self.fresh("Machine title")
        else:
            lines[at : at + (deed != "add")] = [] if deed == "drop" else [self.fresh("machine")]
        if run:
            self.run()

    @rule(name=st.sampled_from(NAMES), place=PLACES, deed=st.sampled_from(["change", "add"]))
    def person_edits(self, name: str, place: int, deed: str) -> None:
        path = self.file(name)
        if not path:
            return
        lines = path.read_text().split("\n")[:-1]
        own = {edit.new for edit in self.edits}
        free = [
            at
            for at in range(FRONT, len(lines))
            if lines[at] not in own and not lines[at].startswith(("<!--", "!!!", "    ", "#!"))
        ]
        if not free:
            return
        at = free[place % len(free)]
        new = self.fresh("person")
        old = lines[at] if deed == "change" else None
        lines[at : at + (old is not None)] = [new]
        path.write_text("".join(line + "\n" for line in lines))
        self.edits.append(Edit(name, old, new))

    @rule(name=st.sampled_from(NAMES))
    def person_retitles(self, name: str) -> None:
        path = self.file(name)
        if path:
            lines = path.read_text().split("\n")
            at = next(at for at, line in enumerate(lines) if line.startswith("title: "))
            if any(edit.new == lines[at] for edit in self.edits):
                return
            old, lines[at] = lines[at], f"title: {self.fresh('Person')}"
            self.edits.append(Edit(name, old, lines[at]))
            path.write_text("\n".join(lines))

    @precondition(lambda self: self.edits)
    @rule()
    def person_reverts(self) -> None:
        edit = self.edits.pop()
        path = self.file(edit.name)
        if not path:
            text = self.away[edit.name].decode()
            self.away[edit.name] = revert(text, edit).encode()
        else:
            path.write_text(revert(path.read_text(), edit))

    @rule(name=st.sampled_from(NAMES))
    def person_deletes(self, name: str) -> None:
        if path := self.file(name):
            self.away[name] = path.read_bytes()
            path.unlink()

    @precondition(lambda self: self.away)
    @rule()
    def person_puts_back(self) -> None:
        name, data = self.away.popitem()
        (self.store.docs / f"{name}.md").write_bytes(data)

    @rule(name=st.sampled_from(NAMES), folder=st.sampled_from([".", "people", "old/people"]))
    def person_moves(self, name: str, folder: str) -> None:
        if path := self.file(name):
            target = self.store.docs / folder / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)

    @rule(name=st.sampled_from(NAMES))
    def person_settles(self, name: str) -> None:
        path = self.file(name)
        if path and conflicts(path.read_text()):
            path.write_text(settle(path.read_text(), 0, "mine"))

    @rule()
    def generate(self) -> None:
        self.run()
        before = stamps(self.store)
        self.run()
        assert stamps(self.store) == before

    @rule(step=st.integers(0, 25), kind=st.sampled_from(["killed", "error", "full"]))
    def crash(self, step: int, kind: str) -> None:
        with failing(step, kind), suppress(Killed, OSError):
            self.run()

    @invariant()
    def nothing_a_person_wrote_is_lost(self) -> None:
        for edit in self.edits:
            path = self.file(edit.name)
            text = path.read_text() if path else self.away[edit.name].decode()
            assert edit.new in text.split("\n")

    @invariant()
    def every_page_is_whole(self) -> None:
        for path in self.store.docs.rglob("[!.]*.md"):
            assert path.read_text().startswith("---\nid: ")
            assert path.read_text().endswith("\n")

    @rule()
    def everything_is_undone(self) -> None:
        """With every edit taken back, the pages are the machine's again."""
        while self.away:
            self.person_puts_back()
        while self.edits:
            self.person_reverts()
        self.run()
        texts = {path.name: path.read_text() for path in self.store.docs.rglob("[!.]*.md")}
        assert texts == {page.path: page.text for page in self.pages()}
        assert stamps(self.store).keys() == {f"docs/{p}" for p in self.places()} | {
            f"base/{page.path}" for page in self.pages()
        }

    def places(self) -> set[str]:
        return {path.relative_to(self.store.docs).as_posix() for path in self.store.docs.rglob("[!.]*.md")}


def revert(text: str, edit: Edit) -> str:
    """Take an edit back as git would: the old line in the place of the new."""
    lines = text.split("\n")
    at = lines.index(edit.new)
    lines[at : at + 1] = [] if edit.old is None else [edit.old]
    return "\n".join(lines)


def stamps(store: Store) -> dict[str, int]:
    """When each file below both folders was written."""
    files = (path for folder in (store.docs, store.base) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(store.docs.parent).as_posix(): path.stat().st_mtime_ns for path in files}


def test_nothing_is_lost_and_everything_can_be_undone() -> None:
    run_state_machine_as_test(Project, settings=settings(max_examples=60, stateful_step_count=25, deadline=None))
