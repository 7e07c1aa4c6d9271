"""The workflows that publish: valid, the same everywhere, and their steps do what they say when they are run here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from factsheet.cli import main
from factsheet.scaffold import FILES

PROJECT = Path(__file__).parent.parent
OURS = PROJECT / ".github/workflows/publish.yml"
THEIRS = FILES / "dot-github/workflows/publish.yml"
EXPRESSION = re.compile(r"\$\{\{ ([\w.]+) \}\}")
CONDITION = re.compile(r"([\w.]+) (==|!=) '(\w+)'")
SEED = "Marta Ellison, director of Colmouth Ferries, resigned on 3 May 2026. “The quay is not safe,” Ellison said.\n"


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Runner:
    """Runs the steps of a job as GitHub does, so far as they are commands, in a project here."""

    def __init__(self, project: Path, event: str, context: Mapping[str, str]) -> None:
        self.project = project
        self.context = {"github.event_name": event, **context}
        self.summary, self.exported = project.parent / "summary.md", project.parent / "env"
        commands = project.parent / "bin"
        commands.mkdir(exist_ok=True)
        (commands / "factsheet").write_text(f'#!/bin/sh\nexec {sys.executable} -m factsheet "$@"\n')
        (commands / "factsheet").chmod(0o755)
        self.path = f"{commands}:{os.environ['PATH']}"
        self.done: list[str] = []

    def run(self, job: Mapping[str, Any]) -> None:
        """Run a job's steps but for the installing, which takes the network."""
        for step in job["steps"]:
            if self.holds(step.get("if", "")) and step.get("name") != "Install":
                self.done.append(step.get("name") or step["uses"].partition("@")[0])
                if "run" in step:
                    self.command(step["run"], step.get("env", {}))

    def holds(self, condition: str) -> bool:
        if not condition:
            return True
        found = CONDITION.fullmatch(condition)
        assert found, f"a condition that this test cannot read: {condition}"
        return (self.context[found[1]] == found[3]) == (found[2] == "==")

    def command(self, text: str, more: Mapping[str, str]) -> None:
        values = {name: EXPRESSION.sub(lambda m: self.context.get(m[1], ""), value) for name, value in more.items()}
        exported = dict(line.split("=", 1) for line in self.lines(self.exported))
        environment = {**os.environ, "PATH": self.path, "GITHUB_ENV": str(self.exported), **exported, **values}
        environment |= {"GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_SERVER_URL": "https://github.com"}
        environment |= {"GITHUB_REPOSITORY": "ada/ferry", "GITHUB_REF_NAME": "main"}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(command, cwd=self.project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"

    @staticmethod
    def lines(path: Path) -> Iterator[str]:
        yield from path.read_text().splitlines() if path.exists() else ()


def body(page: str) -> str:
    return page.split("\n---\n", 1)[1]


def git(project: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(["git", *settings, *arguments], cwd=project, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "ferry"
    result = CliRunner().invoke(main, ["new", str(folder)])
    assert result.exit_code == 0, result.output
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Begin")
    return folder


@pytest.mark.parametrize("path", [*sorted((PROJECT / ".github/workflows").glob("*.yml")), THEIRS], ids=str)
def test_a_workflow_is_one_by_the_schema_of_github(path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_workflow_with_a_mistake_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(THEIRS.read_text().replace("runs-on:", "run-on:"))
    with pytest.raises(AssertionError):
        test_a_workflow_is_one_by_the_schema_of_github(tmp_path / "a.yml")


def test_ours_differs_from_a_new_projects_only_in_what_is_installed() -> None:
    ours, theirs = read(OURS), read(THEIRS)
    differing = []
    for mine, other in zip(ours["jobs"]["build"]["steps"], theirs["jobs"]["build"]["steps"], strict=True):
        if mine != other:
            differing.append(mine.get("name") or mine["uses"].partition("@")[0])
            for step in (mine, other):
                step.pop("run", None)
                for name in ("cache-dependency-path", "python-version"):
                    step.get("with", {}).pop(name, None)
    assert differing == ["actions/setup-python", "Install"]
    assert ours == theirs


def test_no_expression_stands_in_a_command() -> None:
    """What others can write, such as the name of a branch, would be run; the environment is not."""
    for path in (OURS, THEIRS):
        commands = [step["run"] for job in read(path)["jobs"].values() for step in job["steps"] if "run" in step]
        assert commands
        assert [command for command in commands if "${{" in command] == []


def test_a_push_makes_the_site_for_where_it_will_stand(project: Path) -> None:
    runner = Runner(project, "push", {"steps.pages.outputs.base_url": "https://ada.github.io/ferry"})
    runner.run(read(THEIRS)["jobs"]["build"])
    assert runner.done[-1] == "actions/upload-pages-artifact"
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://ada.github.io/ferry/">' in home
    method = (project / "site/about/method/index.html").read_text(encoding="utf-8")
    assert 'href="https://github.com/ada/ferry/edit/main/docs/about/method.md"' in method
    assert "https://ada.github.io/ferry/" in (project / "site/data/quotes.atom").read_text(encoding="utf-8")
    assert (project / "site/pagefind/pagefind.js").exists()
    assert not runner.summary.exists()


def test_a_proposed_change_is_told_and_not_published(project: Path) -> None:
    assert CliRunner().invoke(main, ["generate", "--project", str(project)]).exit_code == 0
    git(project, "add", ".")
    git(project, "commit", "-qm", "Generate")
    base = git(project, "rev-parse", "HEAD")
    (project / "seeds/quay.txt").write_text(SEED, encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Add a document")
    runner = Runner(project, "pull_request", {"github.event.pull_request.base.sha": base})
    workflow = read(THEIRS)
    runner.run(workflow["jobs"]["build"])
    assert [name for name in runner.done if "pages" in name] == []
    assert not runner.holds(workflow["jobs"]["deploy"]["if"])
    summary = runner.summary.read_text(encoding="utf-8")
    assert "#### Quotes: new\n\n- The quay is not safe,\n" in summary
    assert "1 new source" in summary


@pytest.mark.parametrize("spoil", ["quote", "link"])
def test_what_is_wrong_stops_before_publishing(project: Path, spoil: str) -> None:
    assert CliRunner().invoke(main, ["generate", "--project", str(project)]).exit_code == 0
    page = next(path for path in (project / "docs/quotes").glob("*.md") if "Forty children" in path.read_text())
    change: Callable[[str], str] = {
        "quote": lambda text: "\n---\n".join((text.split("\n---\n")[0], body(text).replace("Forty", "Fifty"))),
        "link": lambda text: text + "\n[nowhere](nowhere.md)\n",
    }[spoil]
    page.write_text(change(page.read_text(encoding="utf-8")), encoding="utf-8")
    runner = Runner(project, "push", {})
    with pytest.raises(AssertionError, match="factsheet check"):
        runner.run(read(THEIRS)["jobs"]["build"])
    assert runner.done[-1] == "Check"
