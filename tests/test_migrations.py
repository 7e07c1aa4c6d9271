"""Pages of an earlier format come to the one that is written now, and what people wrote on them stays.

Each folder of `tests/cases/formats/` is a project as a version of that format left it, and people after it. Its edits
are what differs between `docs/` and `.factsheet/base/`. Whoever raises the format adds the folder of the one before.
"""

from __future__ import annotations

import difflib
import re
import shutil
from itertools import count
from pathlib import Path

import pytest

from conftest import BuildTree
from factsheet import pipeline, planning
from factsheet.config import load_settings
from factsheet.errors import StoreError
from factsheet.formats import FILE, format_of
from factsheet.model import Page
from factsheet.pages import FORMAT, MIGRATIONS, Store, migrations
from factsheet.pages.migrations import Texts, migrate
from failing_disk import Killed, failing

CASES = sorted((Path(__file__).parent / "cases/formats").glob("*/"))
BASE = ".factsheet/base"


def texts(folder: Path) -> dict[str, str]:
    """The pages below a folder, by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


def identity(text: str) -> tuple[str, ...]:
    """By what a page is found again: type and id."""
    return tuple(re.findall(r"^(?:type|id): (\S+)$", text, re.MULTILINE))


def ancestor(path: str, text: str, bases: dict[str, str]) -> str:
    """The base of a page, wherever it stands; empty where a person wrote it."""
    moved = (base for base in bases.values() if identity(text) and identity(base) == identity(text))
    return bases.get(path) or next(moved, "")


def written_by_people(old: str, new: str) -> list[str]:
    """The lines that a person added to a page."""
    return [line[2:] for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line.startswith("+ ")]


@pytest.fixture(params=CASES, ids=lambda case: f"format {case.name}")
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project as it stands in a case."""
    project = tmp_path / "project"
    shutil.copytree(request.param, project)
    return project


def test_there_is_a_case_for_each_earlier_format() -> None:
    assert sorted(int(case.name) for case in CASES) == list(range(FORMAT))


def test_every_case_is_of_its_format_and_has_edits_of_each_kind() -> None:
    for case in CASES:
        bases, pages = texts(case / BASE), texts(case / "docs")
        assert format_of(case) == int(case.name)
        assert any(path in bases and pages[path] != bases[path] for path in pages), "edited"
        missing, standing = {path for path in bases if path not in pages}, {*map(identity, pages.values())}
        assert {identity(bases[path]) in standing for path in missing} == {False, True}, "deleted, and moved"
        assert any(not ancestor(path, text, bases) for path, text in pages.items()), "written"


def test_what_people_wrote_deleted_and_moved_stays_so(earlier: Path) -> None:
    bases, before = texts(earlier / BASE), texts(earlier / "docs")
    result = pipeline.generate(earlier)
    after = texts(earlier / "docs")
    assert result.report.conflicts == ()
    for path, text in before.items():
        lines = written_by_people(ancestor(path, text, bases), text)
        assert [line for line in lines if line not in after[path].splitlines()] == [], path
    assert {path for path in bases if path not in before} & {*after} == set()
    assert format_of(earlier) == FORMAT
    again = pipeline.generate(earlier)
    assert (again.report.written, again.report.merged, texts(earlier / "docs")) == ((), (), after)


def test_what_people_decided_holds_after_a_migration(earlier: Path) -> None:
    facts = pipeline.generate(earlier).facts
    decided = {(one.type, one.key) for one in facts.decisions}
    assert decided >= {("actor", "title"), ("quote", "said_on"), ("quote", "form"), ("quote", "status")}


# ---------------------------------------------------------------- the format's number


def test_a_new_project_is_of_the_format_that_is_written_now(build_tree: BuildTree) -> None:
    project = build_tree(
        {"mkdocs.yml": "markdown_extensions: [attr_list]\n", "seeds/a.txt": "It rained, Ada Bell said."}
    )
    assert format_of(project) == FORMAT
    pipeline.generate(project)
    assert (project / FILE).read_text(encoding="utf-8") == f"{FORMAT}\n"
    assert format_of(project) == FORMAT


@pytest.mark.parametrize(
    ("text", "told"), [(f"{FORMAT + 1}\n", "install a later one"), ("<<<<<<<\n1\n", "expected the number"), ("", "''")]
)
def test_pages_of_a_format_that_nobody_knows_are_left_alone(earlier: Path, text: str, told: str) -> None:
    (earlier / FILE).write_text(text, encoding="utf-8")
    before = texts(earlier)
    for act in (pipeline.generate, pipeline.check, planning.plan, planning.waiting):
        with pytest.raises(StoreError, match=told) as caught:
            act(earlier)
        assert str(caught.value).startswith(f"{FILE.as_posix()}:1: ")
    assert texts(earlier) == before


# ---------------------------------------------------------------- a migration


def rename(text: str) -> str:
    """A key is called otherwise: what a format is for."""
    return re.sub(r"^said_on:", "spoken_on:", text, flags=re.MULTILINE)


def renaming(both: Texts) -> Texts:
    return Texts(rename(both.base), None if both.mine is None else rename(both.mine))


def quote(name: str, key: str = "said_on", day: str = "2024-05-03") -> Page:
    front = f"---\nid: {name}\ntype: quote\ntitle: {name}\n{key}: {day}\n---\n\n"
    return Page(path=f"quotes/{name}.md", text=f"{front}# {name}\n\nThe wall is cracked.\n")


NAMES = ("plain", "dated", "noted", "gone", "moved")


def edited(folder: Path) -> Store:
    """Pages of which all but one were edited."""
    store = Store(folder / "docs", folder / BASE)
    store.apply([quote(name) for name in NAMES])
    pages = store.docs / "quotes"
    for name, old, new in (
        ("dated", "2024-05-03", "2024-05-01"),
        ("noted", "cracked.\n", "cracked.\n\nIt was mended.\n"),
    ):
        (pages / f"{name}.md").write_text((pages / f"{name}.md").read_text().replace(old, new))
    (pages / "gone.md").unlink()
    (pages / "moved.md").rename(store.docs / "moved.md")
    (store.docs / "own.md").write_text("# Mine\n\nsaid_on: is a key.\n")
    return store


def holds(store: Store) -> None:
    """An edit of a key that is called otherwise since is an edit of the new key; nothing else has changed."""
    store.migrate([renaming])
    report = store.apply([quote(name, "spoken_on") for name in NAMES])
    pages = texts(store.docs)
    assert report.conflicts == ()
    assert pages.pop("own.md") == "# Mine\n\nsaid_on: is a key.\n"
    assert "spoken_on: 2024-05-01\n" in pages["quotes/dated.md"]
    assert pages["quotes/noted.md"] == quote("noted", "spoken_on").text + "\nIt was mended.\n"
    assert pages["quotes/plain.md"] == quote("plain", "spoken_on").text
    assert pages["moved.md"] == quote("moved", "spoken_on").text
    assert "said_on:" not in "".join((*pages.values(), *texts(store.base).values()))
    assert "quotes/gone.md" not in pages


def test_an_edit_moves_to_the_new_name_of_its_key(tmp_path: Path) -> None:
    holds(edited(tmp_path))


def test_without_the_migration_it_would_not(tmp_path: Path) -> None:
    store = edited(tmp_path)
    store.apply([quote(name, "spoken_on") for name in NAMES])
    assert "spoken_on: 2024-05-01\n" not in (store.docs / "quotes/dated.md").read_text()


@pytest.mark.parametrize("kind", ["killed", "error", "full"])
def test_a_migration_that_is_stopped_anywhere_is_completed_by_the_next(tmp_path: Path, kind: str) -> None:
    for step in count():
        store = edited(tmp_path / str(step))
        try:
            with failing(step, kind) as changes:
                store.migrate([renaming])
        except (Killed, StoreError):
            holds(Store(store.docs, store.base))
            continue
        holds(Store(store.docs, store.base))
        if changes.done <= step:
            break
    assert step > len(NAMES)


def test_who_only_asks_writes_nothing(tmp_path: Path) -> None:
    store = edited(tmp_path)
    before = texts(tmp_path)
    assert len(store.migrate([renaming], write=False).changed) == len(NAMES)
    assert texts(tmp_path) == before


def test_a_page_that_is_no_text_is_left_and_told(tmp_path: Path) -> None:
    store = edited(tmp_path)
    (store.docs / "quotes/dated.md").write_bytes(b"\xff\xfe")
    done = store.migrate([renaming])
    assert done.unread == ("quotes/dated.md",)
    assert len(done.changed) == len(NAMES) - 1


def test_a_run_brings_pages_to_the_format_and_a_question_before_it_is_refused(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = "“The wall is cracked,” Ada Bell said on 3 May 2024."
    project = build_tree({"mkdocs.yml": "markdown_extensions: [attr_list]\n", "seeds/wall.txt": seed})
    pipeline.generate(project)
    (page,) = (path for path in (project / "docs/quotes").glob("*.md") if path.name != "index.md")
    for place in (page, project / BASE / "quotes" / page.name):
        place.write_text(place.read_text(encoding="utf-8").replace("said_on:", "when:"), encoding="utf-8")
    page.write_text(re.sub("(?m)^when: .*$", "when: 2024-05-01", page.read_text(encoding="utf-8")), encoding="utf-8")

    def name_again(both: Texts) -> Texts:
        base, mine = (text and re.sub("(?m)^when:", "said_on:", text) for text in both)
        return Texts(base or "", mine)

    for module in ("factsheet.formats", "factsheet.pages.migrations"):
        monkeypatch.setattr(f"{module}.FORMAT", FORMAT + 1)
        monkeypatch.setattr(f"{module}.MIGRATIONS", (*MIGRATIONS, name_again))
    with pytest.raises(StoreError, match="1 page would first come to format"):
        planning.plan(project)
    said: list[str] = []
    result = pipeline.generate(project, on_wait=said.append)
    assert said == [f"Brought 1 page from format {FORMAT} to {FORMAT + 1}; what people wrote there stays."]
    assert [one.said_on for one in result.facts.quotes] == ["2024-05-01"]
    assert format_of(project) == FORMAT + 1
    assert planning.plan(project).errors == ()


@pytest.mark.parametrize("number", range(FORMAT))
def test_a_migration_done_twice_is_done_once_and_leaves_unedited_pages_unedited(number: int) -> None:
    case = CASES[number]
    step = migrations.MIGRATIONS[number : number + 1]
    pages = texts(case / "docs")
    for path, base in texts(case / BASE).items():
        once = migrate(Texts(base, pages.get(path)), step)
        assert migrate(once, step) == once
        assert (once.mine == once.base) == (pages.get(path) == base)


def test_settings_of_the_cases_are_sound() -> None:
    for case in CASES:
        assert load_settings(case / "mkdocs.yml").docs_dir == "docs"
