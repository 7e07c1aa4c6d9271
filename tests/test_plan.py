"""A plan says what a run would do, by the same code, and writes nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

from factsheet.model import Page
from factsheet.pages import Report, Store
from factsheet.pages.plan import Change, sizes, unified
from test_store_crash import AFTER, BEFORE, prepared, tree


def test_a_plan_writes_nothing_and_foretells_what_the_run_does(tmp_path: Path) -> None:
    store = prepared(tmp_path)
    before = tree(store)
    report, changes = store.plan(AFTER)
    assert tree(store) == before
    assert store.apply(AFTER) == report
    assert (
        {change.before is None for change in changes} == {change.after is None for change in changes} == {True, False}
    )
    pages = {place.removeprefix("docs/"): text for place, text in tree(store).items() if place.startswith("docs/")}
    foretold = {place.removeprefix("docs/"): text for place, text in before.items() if place.startswith("docs/")}
    for change in changes:
        assert foretold.get(change.place) == change.before
        foretold[change.place] = change.after or ""
    assert {place: text for place, text in foretold.items() if text} == pages


def test_after_the_run_nothing_is_left_to_change(tmp_path: Path) -> None:
    store = prepared(tmp_path)
    assert store.plan(BEFORE)[1] == ()
    store.apply(AFTER)
    assert store.plan(AFTER)[1] == ()


def test_the_closing_pages_are_told_what_happens_to_the_others(tmp_path: Path) -> None:
    store = prepared(tmp_path)
    seen: list[int] = []

    def closing(report: Report) -> tuple[Page, ...]:
        seen.append(len(report.conflicts))
        return (Page(path="last.md", text=f"{seen[-1]}\n"),)

    assert "last.md" in [change.place for change in store.plan(AFTER, closing=closing)[1]]
    report = store.apply(AFTER, closing=closing)
    assert seen == [len(report.conflicts)] * 2 == [2, 2]
    assert store.apply(AFTER, closing=closing).written == ()


def test_a_diff_can_be_applied_by_git(tmp_path: Path) -> None:
    texts = {
        "new.md": (None, "a\n"),
        "gone.md": ("b\n", None),
        "sub/c.md": ("one\r\ntwo\u2028\nend", "one\r\n2\u2028\nend\n"),
    }
    for name, (text, _) in texts.items():
        if text is not None:
            (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "docs" / name).write_text(text, encoding="utf-8", newline="")
    changes = [Change(place=name, before=before, after=after) for name, (before, after) in texts.items()]
    patch = "".join(line for change in changes for line in unified(change, "docs"))
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=tmp_path, input=patch.encode(), check=True)
    for name, (_, after) in texts.items():
        path = tmp_path / "docs" / name
        assert (path.read_bytes().decode() if path.exists() else None) == after


def test_sizes_count_lines() -> None:
    assert sizes(Change(place="a.md", before="one\n-- two\nthree\n", after="one\n++ zwei\n")) == (1, 2)


def test_a_conflict_is_settled_on_the_page_and_its_base_remembers(tmp_path: Path) -> None:
    store = prepared(tmp_path)
    conflicts = store.apply(AFTER).conflicts
    for place, _ in conflicts:
        base = (store.base / place).read_text()
        assert len(store.settle(place, None, "mine")) == 1
        assert store.settle(place, None, "mine") == ()
        assert (store.base / place).read_text() == base
    assert store.apply(AFTER).conflicts == ()
    assert Store(store.docs, store.base).plan(AFTER)[1] == ()
