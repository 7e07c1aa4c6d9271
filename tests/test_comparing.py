"""Which facts a change changes, in words."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import BuildTree
from factsheet.cli import main
from factsheet.comparing import Difference, compare

ACTOR = {"id": "ada", "name": "Ada", "kind": "person", "aliases": [], "review": {"status": "unreviewed"}}
QUOTE = {"id": "q", "words": {"text": "It floods", "span": {"start": 1}}, "speaker": {"actor": "ada"}, "said_on": ""}


def git(project: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *settings, *arguments], cwd=project, check=True, capture_output=True)


def facts(**kinds: list[dict[str, object]]) -> str:
    return json.dumps(kinds)


def changes(project: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["changes", "--project", str(project), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    root = build_tree({"mkdocs.yml": "site_name: T\n", "docs/data/facts.json": facts(actors=[ACTOR], quotes=[QUOTE])})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Begin")
    return root


def write(project: Path, **kinds: list[dict[str, object]]) -> None:
    (project / "docs/data/facts.json").write_text(facts(**kinds), encoding="utf-8")


@pytest.mark.parametrize(
    ("new", "what"),
    [
        ({"name": "Ada Brennan"}, "name changed from “Ada” to “Ada Brennan”"),
        ({"aliases": ["A."]}, "aliases: “A.” added"),
        ({"roles": [{"text": "mayor", "source": "s"}]}, "roles: “mayor” added"),
        ({"review": {"status": "verified"}}, "status changed from “unreviewed” to “verified”"),
    ],
)
def test_what_changed_of_a_fact_is_told(new: dict[str, object], what: str) -> None:
    found = compare({"actors": [ACTOR]}, {"actors": [ACTOR | new]})
    assert [(one.fate, one.what) for one in found] == [("changed", (what,))]


def test_places_in_the_text_are_no_change() -> None:
    moved = QUOTE | {"words": {"text": "It floods", "span": {"start": 7}}}
    assert compare({"quotes": [QUOTE]}, {"quotes": [moved]}) == ()


def test_new_and_gone_facts_are_told_with_their_words() -> None:
    found = compare({"quotes": [QUOTE]}, {"actors": [ACTOR]})
    assert found == (
        Difference(kind="actor", fate="new", title="Ada"),
        Difference(kind="quote", fate="gone", title="It floods"),
    )


def test_the_command_compares_with_a_commit(project: Path) -> None:
    assert changes(project).stdout == "No fact is another than in HEAD.\n"
    write(project, actors=[ACTOR | {"kind": "group"}, ACTOR | {"id": "b", "name": "B"}])
    assert changes(project).stdout.splitlines() == [
        "changed  actor   Ada: kind changed from “person” to “group”",
        "new      actor   B",
        "gone     quote   It floods",
        "Since HEAD: 1 new actor, 1 changed actor and 1 gone quote.",
    ]


def test_in_markdown_no_word_of_a_fact_is_markup(project: Path) -> None:
    write(project, actors=[ACTOR, ACTOR | {"id": "b", "name": "<img src=x> *B* | `c`"}], quotes=[QUOTE])
    said = changes(project, "--format", "markdown").stdout
    assert "#### Actors: new" in said
    assert r"- &lt;img src=x> \*B\* \| \`c\`" in said


def test_where_something_is_redacted_nothing_is_told_of_what_was_there(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: T\nextra: {factsheet: {redact: [It floods]}}\n")
    write(project, actors=[ACTOR | {"name": "B"}])
    for form in ("text", "markdown"):
        said = changes(project, "--format", form).stdout
        assert "1 gone quote" in said
        assert "something is redacted" in said
        assert "It floods" not in said
        assert "“Ada”" not in said


def test_a_commit_without_facts_makes_all_new(project: Path) -> None:
    git(project, "rm", "-q", "--cached", "docs/data/facts.json")
    git(project, "commit", "-qm", "None")
    said = changes(project).stdout
    assert "Since HEAD: 1 new actor and 1 new quote." in said
    assert "HEAD had no facts; all are new." in said


@pytest.mark.parametrize("since", ["nowhere", "--output=x", ""])
def test_a_commit_that_is_none_is_told(project: Path, since: str) -> None:
    result = changes(project, f"--since={since}")
    assert result.exit_code == 1
    assert f"git knows no commit {since!r} here; name a branch, a tag or a commit" in result.stderr
    assert not (project / "x").exists()


def test_without_facts_it_says_what_to_do(project: Path) -> None:
    (project / "docs/data/facts.json").unlink()
    assert "run `factsheet generate` first" in changes(project).stderr
