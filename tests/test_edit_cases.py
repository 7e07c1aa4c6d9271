"""Edits from end to end: what `tests/cases/edits/*.yml` says a person writes, and what comes of it.

A file begins with the `documents` that its cases share. A case has:

- `says`: the sentence that it proves.
- `documents`: further ones, or others in their place.
- `edits`: page -> key -> value; null takes the key away. `deleted`: pages that the person deletes.
- `later`: documents that are added or changed afterwards.
- `shown`, `hidden`: page -> words that stand there, or do not; a page without words is there, or is not.
- `facts`: section of facts.json and id -> key -> value.
- `findings`: what is told about the edits, each a part of one line; all there are, but suggestions. Each stands on
  the line of its key.

A page may be named with a * for the part that nobody can guess. Every case is undone in the end.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from editing import Project, Written, undone
from factsheet import pipeline

FILES = sorted((Path(__file__).parent / "cases" / "edits").glob("*.yml"))
UNASKED = ("possibly-same", "language")  # findings that are there without any edit
TOLD_BY_KEY = (
    "front-matter",
    "edtf",
    "unknown-actor",
    "unknown-key",
    "machine-key",
    "merge",
    "not-here",
    "review",
    "unknown-source",
    "story",
)
Words = Mapping[str, list[str] | None]


@dataclass(frozen=True)
class Case:
    """What a person writes, and what comes of it."""

    says: str
    documents: Mapping[str, str]
    edits: Mapping[str, Mapping[str, Written]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    later: Mapping[str, str] = field(default_factory=dict)
    shown: Words = field(default_factory=dict)
    hidden: Words = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found = []
    for path in FILES:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for entry in content["cases"]:
            edits = {
                page: {key: None if value == "null" else value for key, value in keys.items()}
                for page, keys in entry.get("edits", {}).items()
            }
            documents = {**content["documents"], **entry.get("documents", {})}
            found.append(Case(**{**entry, "edits": edits, "documents": documents}))
    return found


CASES = [pytest.param(case, id=case.says) for case in cases()]


Start = Callable[[Case], Project]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Path]:
    """Generate a project once for all cases that have its documents."""
    folders: dict[str, Path] = {}

    def begin(case: Case) -> Path:
        name = json.dumps(case.documents, sort_keys=True)
        if name not in folders:
            folders[name] = tmp_path_factory.mktemp("begun")
            Project(folders[name], case.documents).generate()
        return folders[name]

    return begin


@pytest.fixture
def start(begun: Callable[[Case], Path], tmp_path: Path) -> Start:
    """Begin a case with a project of its own."""

    def copy(case: Case) -> Project:
        shutil.copytree(begun(case), tmp_path, dirs_exist_ok=True)
        return Project(tmp_path, case.documents)

    return copy


def named(project: Project, pattern: str) -> str:
    """The one page that is meant."""
    pages = [path.removeprefix("docs/") for path in project.tree() if path.startswith("docs/")]
    (found,) = [page for page in pages if fnmatch(page, pattern)] or [pattern]
    return found


def edited(project: Project, case: Case) -> dict[str, Mapping[str, Written]]:
    edits = {named(project, page): keys for page, keys in case.edits.items()}
    for page, keys in edits.items():
        for key, value in keys.items():
            project.edit(page, key, value)
    for page in case.deleted:
        project.page(named(project, page)).unlink()
    return edits


@pytest.mark.parametrize("case", CASES)
def test_what_a_person_writes_is_applied_everywhere(case: Case, start: Start) -> None:
    project = start(case)
    edited(project, case)
    result = project.generate()
    for name, text in case.later.items():
        project.seed(name, text)
        result = project.generate()
        settled = project.tree()
        project.generate()
        assert project.tree() == settled
    told = [str(finding) for finding in result.findings if finding.code not in UNASKED]
    assert len(told) == len(case.findings), told
    assert all(any(part in line for line in told) for part in case.findings), told
    for finding in result.findings:  # each on the line of its key, as the page stands now
        if finding.code in TOLD_BY_KEY and finding.line:
            line = (project.folder / finding.path).read_text().split("\n")[finding.line - 1]
            assert line.split(":")[0] in finding.message
    for page, words in case.shown.items():
        text = project.text(named(project, page))
        assert [word for word in words or () if word not in text] == [], text
    for page, words in case.hidden.items():
        path = project.page(named(project, page))
        assert words or not path.exists(), page
        assert not any(word in path.read_text() for word in words or ()), path.read_text()
    content = json.loads(project.text("data/facts.json"))
    for name, keys in case.facts.items():
        section, id_ = name.split("/", 1)
        (fact,) = [fact for fact in content[section] if fnmatch(fact["id"], id_)]
        assert {key: fact[key] for key in keys} == keys, name
    checked = [str(finding) for finding in pipeline.check(project.folder) if finding.code not in UNASKED]
    assert {line for line in checked if "front-matter" in line or "machine-key" in line} <= set(told)
    assert case.findings or not checked, checked


@pytest.mark.parametrize("case", CASES)
def test_a_second_run_changes_nothing_and_undoing_undoes_everything(case: Case, start: Start) -> None:
    project = start(case)
    first = project.tree()
    edits = edited(project, case)
    project.generate()
    once = project.tree()
    again = project.generate()
    assert again.report.written == again.report.merged == ()
    assert project.tree() == once
    for page, keys in edits.items():
        if page not in case.deleted:
            project.page(page).write_text(undone(project.text(page), page, first, keys), encoding="utf-8")
    for page in (named(project, one) for one in case.deleted):
        project.page(page).write_text(first[f"docs/{page}"], encoding="utf-8")
    project.generate()
    assert project.tree() == first
