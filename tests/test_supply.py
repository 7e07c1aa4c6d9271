"""What others make and we run: the packages of the lock, and the actions of continuous integration."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parent.parent
LOCKED = re.compile(r"^([\w.-]+)==(\S+)", re.M)
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = [
    *sorted((PROJECT / ".github/workflows").glob("*.yml")),
    *sorted((PROJECT / "generator/factsheet/scaffold/project/dot-github/workflows").glob("*.yml")),
]
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
VERSIONS = {canonicalize_name(name): version for name, version in LOCKED.findall(LOCK)}
EXTRAS = DECLARED["project"]["optional-dependencies"]
NEEDED = [*DECLARED["project"]["dependencies"], *(one for kind in ("html", "pdf", "docx") for one in EXTRAS[kind])]


@pytest.mark.parametrize("needed", NEEDED)
def test_the_lock_holds_what_the_project_asks_for(needed: str) -> None:
    asked = Requirement(needed)
    version = VERSIONS.get(canonicalize_name(asked.name))
    assert version is not None, f"{asked.name} is not in requirements.lock; run `make lock`"
    assert asked.specifier.contains(version), f"requirements.lock has {asked.name} {version}; run `make lock`"


def test_every_package_of_the_lock_is_held_to_a_hash() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.M)[1:]
    assert len(entries) == len(VERSIONS)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_named_by_their_hash_and_version(path: Path) -> None:
    uses = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert uses
    assert [line for line in uses if not PINNED.search(line)] == []


def test_an_action_has_one_hash_everywhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    found = set(re.findall(r"uses: (\S+)@(\S+) # (\S+)", text))
    assert len({name for name, *_ in found}) == len(found)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_only_publishing_may_write(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    writing = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert writing == ({"deploy": {"pages": "write", "id-token": "write"}} if path.name == "publish.yml" else {})
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert "checkout" not in step.get("uses", "") or step["with"]["persist-credentials"] is False
