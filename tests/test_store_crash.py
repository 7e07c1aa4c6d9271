"""A run that is stopped anywhere leaves every file whole, and the next run completes as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from factsheet.errors import StoreError
from factsheet.model import Page
from factsheet.pages.store import Store
from failing_disk import Killed, failing

LINES = ("one", "", "two", "", "three", "", "four")


def page(name: str, *lines: str, kind: str = "person") -> Page:
    front = f"---\nid: {name}\ntype: actor\ntitle: {name}\nkind: {kind}\n---\n\n"
    return Page(path=f"actors/{name}.md", text=front + "".join(line + "\n" for line in ("# " + name, "", *lines)))


NAMES = ("plain", "edited", "asked", "key", "gone", "moved", "doomed", "doomed-moved", "lost")
BEFORE = [page(name, *LINES) for name in NAMES]
KEPT = [name for name in NAMES if not name.startswith("doomed")]
AFTER = [*(page(name, "one", "", "two", "", "drei", "", "four", kind="group") for name in KEPT), page("new", "new")]
LATER = [*(page(name, "one", "", "2", "", "3", "", "4", kind="state") for name in KEPT), page("new", "newer")]
EDITS = {
    "edited": ("one", "uno"),
    "asked": ("three", "trois"),
    "key": ("person", "organization"),
    "lost": ("two", "due"),
}
MINE = {"uno", "trois", "kind: organization", "due"}


def prepared(folder: Path) -> Store:
    """A project in which each page has another fate."""
    store = Store(folder / "docs", folder / "base")
    store.apply(BEFORE)
    for name, (old, new) in EDITS.items():
        path = store.docs / f"actors/{name}.md"
        path.write_text(path.read_text().replace(old, new))
    (store.docs / "actors/gone.md").unlink()
    (store.docs / "people").mkdir()
    for name in ("moved", "doomed-moved"):
        (store.docs / f"actors/{name}.md").rename(store.docs / f"people/{name}.md")
    (store.base / "actors/lost.md").unlink()
    return store


def tree(store: Store) -> dict[str, str]:
    """Everything that stands below both folders."""
    files = (path for folder in (store.docs, store.base) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(store.docs.parent).as_posix(): path.read_text() for path in files}


def whole(store: Store, *states: dict[str, str]) -> bool:
    """Tell whether each page and base is as it stood in one of the states."""
    found = {path: text for path, text in tree(store).items() if not path.rpartition("/")[2].startswith(".")}
    known = {path for state in states for path in state}
    return all(found.get(path) in [state.get(path) for state in states] for path in known | set(found))


def copy(store: Store, folder: Path) -> Store:
    shutil.copytree(store.docs.parent, folder)
    return Store(folder / "docs", folder / "base")


@pytest.mark.parametrize("kind", ["killed", "error", "full"])
@pytest.mark.parametrize("then", [AFTER, LATER], ids=["the same pages", "other pages"])
def test_after_a_failure_at_any_change_to_the_disk_the_next_run_completes(
    tmp_path: Path, kind: str, then: list[Page]
) -> None:
    first = prepared(tmp_path / "first")
    if then is LATER:  # what counts as a person's where the base is lost, the first whole run decides
        (first.base / "actors/lost.md").write_text(page("lost", *LINES).text)
    before = tree(first)
    other = copy(first, tmp_path / "whole")
    other.apply(AFTER)
    after = tree(other)
    other.apply(then)
    for step in count():
        store = copy(first, tmp_path / f"{step}")
        with failing(step, kind) as changes, suppress(Killed, StoreError):
            store.apply(AFTER)
        assert whole(store, before, after)
        assert all(any(words in text for text in tree(store).values()) for words in MINE)
        again = Store(store.docs, store.base)
        again.apply(then)
        assert tree(again) == tree(other)
        if changes.done <= step:
            break
    assert step > 40


def test_a_disk_that_fails_is_told_in_one_line(tmp_path: Path) -> None:
    store = prepared(tmp_path)
    with failing(3, "full"), pytest.raises(StoreError, match=r"No space left on device; .* nothing is lost") as told:
        store.apply(AFTER)
    assert "\n" not in str(told.value)


def test_after_a_failure_while_recovering_the_next_run_completes(tmp_path: Path) -> None:
    first = prepared(tmp_path / "first")
    other = copy(first, tmp_path / "whole")
    other.apply(AFTER)
    for step in range(0, 60, 3):
        for second in range(3):
            store = copy(first, tmp_path / f"{step}-{second}")
            for at in (step, second):
                with failing(at, "killed"), suppress(Killed):
                    store.apply(AFTER)
            Store(store.docs, store.base).apply(AFTER)
            assert tree(store) == tree(other)


RUN = """
import sys
from pathlib import Path
from test_store_crash import Store, many
store = Store(Path(sys.argv[1], "docs"), Path(sys.argv[1], "base"))
print("ready", flush=True)
store.apply(many("drei"))
"""


def many(word: str) -> list[Page]:
    return [page(f"page-{number}", "one", "", word, "", "three") for number in range(300)]


def test_a_process_killed_at_any_time_leaves_every_file_whole(tmp_path: Path) -> None:
    first = Store(tmp_path / "first" / "docs", tmp_path / "first" / "base")
    first.apply(many("two"))
    for number in range(0, 300, 3):
        path = first.docs / f"actors/page-{number}.md"
        path.write_text(path.read_text().replace("one", f"uno {number}"))
    before = tree(first)
    other = copy(first, tmp_path / "whole")
    start = time.perf_counter()
    other.apply(many("drei"))
    took = time.perf_counter() - start
    after = tree(other)
    stopped = 0
    for number in range(8):
        store = copy(first, tmp_path / f"{number}")
        command = [sys.executable, "-c", RUN, str(store.docs.parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0, took))
            process.send_signal(signal.SIGKILL)
        stopped += tree(store) != after
        assert whole(store, before, after)
        store.apply(many("drei"))
        assert tree(store) == after
    assert stopped
