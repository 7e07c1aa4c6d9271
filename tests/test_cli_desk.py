"""The commands by which a team works, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import BuildTree
from factsheet.cli import main
from test_pipeline import tree

ROAD = "Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 that the road was closed. “It floods,” he said.\n"
PROJECT = {"mkdocs.yml": "site_name: Talks\nmarkdown_extensions: [attr_list]\n", "seeds/road.txt": ROAD}
PAGE = "docs/actors/tomas-weller.md"


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    project = build_tree(PROJECT)
    run("generate", "--project", project)
    return project


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def edit(project: Path, page: str, old: str, new: str) -> None:
    path = project / page
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def collide(project: Path) -> None:
    """Let a person and then the generator change one passage of a page."""
    edit(project, PAGE, "Named 3 times in 1 source", "Named now and then")
    edit(project, "seeds/road.txt", "“It floods,” he said.", "“It floods,” he said. Weller left.")
    run("generate", "--project", project)


def test_before_the_first_run_everything_is_new_and_nothing_is_written(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT)
    result = run("status", "--project", project)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nobody has changed a page.\n\nThe next run would write ")
    assert f"  new      {PAGE}\n" in result.stdout
    assert not (project / "docs").exists()


def test_status_says_what_people_did_and_what_comes_and_writes_nothing(project: Path) -> None:
    edit(project, PAGE, "title: Tomas Weller", "title: Thomas Weller")
    edit(project, PAGE, "\n## Where", "\nA note.\n\n## Where")
    (project / "docs/dates/2024-05-03.md").unlink()
    (project / "docs/own.md").write_text("Mine.\n", encoding="utf-8")
    (project / "docs/sources/road.md").rename(project / "docs/road.md")
    before = tree(project)
    result = run("status", "--project", project)
    assert result.exit_code == 0
    for line in (
        f"  {PAGE}: title changed from “Tomas Weller” to “Thomas Weller”; 1 paragraph added",
        "  docs/dates/2024-05-03.md: deleted",
        "  docs/own.md: a page of your own",
        "  docs/road.md: moved here from docs/sources/road.md",
        "  changed  docs/actors/index.md",
    ):
        assert line in result.stdout.splitlines()
    assert tree(project) == before


def test_status_after_a_run_has_nothing_to_do(project: Path) -> None:
    assert run("status", "--project", project).stdout == (
        "Nobody has changed a page.\n\nThe next run would change no page.\n"
    )


def test_status_for_machines(project: Path) -> None:
    edit(project, PAGE, "title: Tomas Weller", "title: Thomas Weller")
    record = json.loads(run("status", "--json", "--project", project).stdout)
    assert record["edits"] == [
        {
            "page": PAGE,
            "generated_as": PAGE,
            "deleted": False,
            "changes": ["title changed from “Tomas Weller” to “Thomas Weller”"],
        }
    ]
    assert {"page": PAGE, "change": "changed"} in record["next_run"]
    assert (record["conflicts"], record["errors"]) == ([], [])


def test_a_seed_that_cannot_be_read_is_told_and_status_1(project: Path) -> None:
    (project / "seeds/bad.txt").write_bytes(b"")
    result = run("status", "--project", project)
    assert result.exit_code == 1
    assert "seeds/bad.txt: the file is empty" in result.stderr
    assert "1 document could not be read, so no page would be deleted." in result.stdout


def test_diff_shows_what_would_change_and_not_what_people_wrote(project: Path) -> None:
    edit(project, PAGE, "title: Tomas Weller", "title: Thomas Weller")
    edit(project, PAGE, "\n## Where", "\nA note.\n\n## Where")
    result = run("diff", "--project", project, PAGE)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"--- a/{PAGE}\n+++ b/{PAGE}\n@@ ")
    assert "\n-# Tomas Weller\n+# Thomas Weller\n" in result.stdout
    assert "+A note." not in result.stdout
    assert "\x1b" not in result.stdout
    assert "docs/actors/index.md" in run("diff", "--project", project).stdout
    assert run("diff", "--exit-code", "--project", project).exit_code == 1
    assert " pages changed, " in run("diff", "--stat", "--project", project).stdout


def test_diff_of_nothing_is_empty(project: Path) -> None:
    for options in ((), ("--stat",), ("--exit-code",)):
        result = run("diff", *options, "--project", project)
        assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("command", ["diff", "resolve"])
def test_a_page_can_be_named_from_anywhere(project: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "docs/actors")
    for name in ("tomas-weller.md", PAGE, "actors/tomas-weller.md", str(project / PAGE)):
        assert run(command, name, "--project", project).exit_code == 0


@pytest.mark.parametrize("command", ["diff", "resolve"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("docs/actors/tomas-welle.md", "there is no such page; did you mean docs/actors/tomas-weller.md?"),
        ("mkdocs.yml", "lies outside docs/; name a page below that folder"),
        ("../elsewhere.md", "lies outside docs/; name a page below that folder"),
        ("docs/xyz", "there is no such page; `factsheet status` lists those that people changed"),
    ],
)
def test_a_page_that_is_none_is_one_line(
    project: Path, command: str, name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    result = run(command, name)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{name}: {said}\n")


def test_conflicts_are_listed_with_both_sides_and_written_nowhere(project: Path) -> None:
    collide(project)
    before = tree(project)
    result = run("resolve", "--project", project)
    assert result.exit_code == 0
    assert f"{PAGE}:18: conflict 1, over a passage\n  yours:     " in result.stdout
    assert "1 conflict. To settle one: " in result.stdout
    assert tree(project) == before
    assert "1 conflict between you and the generator" in run("status", "--project", project).stdout


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_conflict_that_was_settled_is_not_asked_again(project: Path, side: str) -> None:
    collide(project)
    assert run("check", "--project", project).exit_code == 1
    result = run("resolve", project / PAGE, f"--{side}", "--project", project)
    assert (result.exit_code, result.stdout.split(":")[0]) == (0, PAGE)
    text = (project / PAGE).read_text(encoding="utf-8")
    assert "conflict" not in text
    assert ("Named now and then" in text) == (side == "mine")
    assert run("check", "--project", project).exit_code == 0
    run("generate", "--project", project)
    assert (project / PAGE).read_text(encoding="utf-8") == text
    assert run("resolve", "--project", project).stdout == "No conflict waits to be settled.\n"
    again = run("resolve", PAGE, "--mine", "--project", project)
    assert (again.exit_code, again.stdout) == (0, f"No conflict waits to be settled on {PAGE}.\n")


def test_all_settles_the_conflicts_of_all_pages(project: Path) -> None:
    collide(project)
    result = run("resolve", "--all", "--theirs", "--project", project)
    assert result.stdout == f"{PAGE}: settled conflict 1; the generator’s words stand there now.\n"


def test_a_number_that_no_conflict_has_is_told(project: Path) -> None:
    collide(project)
    result = run("resolve", PAGE, "--mine", "--number", "9", "--project", project)
    assert (result.exit_code, result.stderr) == (
        1,
        f"{PAGE}: has no conflict number 9; it has 1, as `factsheet resolve` lists them\n",
    )


@pytest.mark.parametrize(
    "options",
    [("--all",), ("--mine",), ("--all", "--mine", PAGE), ("--number", "1", PAGE), ("--mine", "--number", "1")],
)
def test_what_does_not_say_enough_is_wrong_usage(project: Path, options: tuple[str, ...]) -> None:
    assert run("resolve", *options, "--project", project).exit_code == 2
