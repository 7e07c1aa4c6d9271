"""The log of corrections: what was published and says something else since is told once, and never forgotten."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import BuildTree
from factsheet import pipeline, teamwork
from factsheet.corrections import Statement, compare
from factsheet.errors import StoreError
from factsheet.ledger import LOG, bring_up
from factsheet.model import Correction
from factsheet.pages import Store
from test_pipeline import tree

ROAD = "Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 that the road was closed. “It floods,” he said.\n"
LAKE = "Mia Ortega, the mayor, said: “No.”\n"
CONFIGURATION = "site_name: Talks\nmarkdown_extensions: [attr_list]\n"
PROJECT = {"mkdocs.yml": CONFIGURATION, "seeds/road.txt": ROAD, ".gitignore": ".factsheet/cache/\n.factsheet/lock*\n"}
PAGE = "docs/actors/tomas-weller.md"


@pytest.fixture
def project(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = build_tree(PROJECT)
    on(monkeypatch, "2026-11-25")
    pipeline.generate(project)
    return project


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let it be a day."""

    def bring_up_then(*arguments: object, **options: object) -> object:
        return bring_up(*arguments, **options, today=lambda: date.fromisoformat(day))  # type: ignore[arg-type]

    monkeypatch.setattr(teamwork, "bring_up", bring_up_then)


def edit(project: Path, old: str, new: str, page: str = PAGE) -> None:
    path = project / page
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def log(project: Path) -> list[dict[str, str]]:
    pipeline.generate(project)
    path = project / LOG
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def told(project: Path) -> list[tuple[str, str, str, str]]:
    return [(one["on"], one["key"], one["before"], one["after"]) for one in log(project)]


def page(project: Path) -> str:
    return (project / "docs/corrections.md").read_text(encoding="utf-8")


def git(project: Path, *arguments: str, name: str = "Ann Lee", day: str = "2026-10-03T03:30:00+0900") -> None:
    who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": day}
    committer = {"GIT_COMMITTER_NAME": "Robot", "GIT_COMMITTER_EMAIL": "r@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    environment = {**os.environ, **who, **committer}
    subprocess.run(["git", *arguments], cwd=project, env=environment, check=True, capture_output=True)


def commit(project: Path, name: str = "Ann Lee", day: str = "2026-10-03T03:30:00+0900") -> None:
    git(project, "add", "--all")
    git(project, "commit", "--message", "x", name=name, day=day)


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init")
    git(project, "commit", "--allow-empty", "--message", "root")
    commit(project)
    return project


def test_nothing_was_corrected_at_first_and_there_is_no_log(project: Path) -> None:
    assert log(project) == []
    assert not (project / LOG).exists()
    assert page(project).endswith("\nNone yet.\n")


def test_a_correction_is_told_once_with_what_was_there_before(project: Path) -> None:
    edit(project, "title: Tomas Weller", "title: Thomas Weller")
    assert told(project) == [("2026-11-25", "title", "Tomas Weller", "Thomas Weller")]
    before = tree(project, "docs", ".factsheet")
    assert "## November 2026\n\n- 25 November 2026 · [Thomas Weller](actors/tomas-weller.md), actor: " in page(project)
    assert "name changed from “Tomas Weller” to “Thomas Weller”\n" in page(project)
    pipeline.generate(project)
    assert tree(project, "docs", ".factsheet") == before


def test_two_projects_tell_the_same_bytes(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    edit(project, "kind: person", "kind: organization")
    other = tmp_path_factory.mktemp("other")
    for path, data in tree(project, "docs", ".factsheet", "seeds").items():
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_bytes(data)
    (other / "mkdocs.yml").write_text(CONFIGURATION)
    assert told(project) == told(other) == [("2026-11-25", "kind", "person", "organization")]
    assert tree(project) == tree(other)


def test_without_git_an_undone_correction_is_one_more(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(project, "kind: person", "kind: organization")
    log(project)
    on(monkeypatch, "2026-12-01")
    edit(project, "kind: organization", "kind: person")
    expected = [("2026-11-25", "kind", "person", "organization"), ("2026-12-01", "kind", "organization", "person")]
    assert told(project) == told(project) == expected
    text = page(project)
    assert text.index("organisation to person") < text.index("person to organisation")


def test_what_nobody_committed_goes_when_it_is_undone(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repository, "kind: person", "kind: organization")
    assert len(told(repository)) == 1
    on(monkeypatch, "2026-12-01")
    assert told(repository) == [("2026-11-25", "kind", "person", "organization")], "the day moved"
    edit(repository, "kind: organization", "kind: group")
    assert told(repository) == [("2026-12-01", "kind", "person", "group")]
    edit(repository, "kind: group", "kind: person")
    assert told(repository) == []


def test_what_was_committed_stays_and_its_undoing_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repository, "kind: person", "kind: organization")
    log(repository)
    commit(repository)
    on(monkeypatch, "2026-12-01")
    edit(repository, "kind: organization", "kind: person")
    assert told(repository)[1:] == [("2026-12-01", "kind", "organization", "person")]


def test_git_says_who_changed_the_very_line_and_on_which_day_there(repository: Path) -> None:
    edit(repository, "title: Tomas Weller", "title: Thomas Weller")
    commit(repository, "Ann Lee", "2026-10-03T03:30:00+0900")
    edit(repository, "\n## Where", "\nA note.\n\n## Where")
    commit(repository, "Bob Roe", "2026-10-09T12:00:00+0000")
    assert [(one["on"], one["by"]) for one in log(repository)] == [("2026-10-03", "Ann Lee")]
    assert page(repository).endswith(", by Ann Lee\n")


def test_git_says_who_deleted_a_page(repository: Path) -> None:
    (repository / PAGE).unlink()
    assert [(one["on"], one["by"]) for one in log(repository)] == [("2026-11-25", "")], "not committed yet"
    (repository / LOG).unlink()
    commit(repository, "Bob Roe", "2026-10-09T12:00:00+0000")
    assert [(one["on"], one["by"], one["after"]) for one in log(repository)] == [("2026-10-09", "Bob Roe", "rejected")]
    assert "· Tomas Weller, actor: taken out, by Bob Roe\n" in page(repository)


def test_names_can_be_left_out(repository: Path) -> None:
    (repository / "mkdocs.yml").write_text(CONFIGURATION + "extra: {factsheet: {corrections_names: false}}\n")
    edit(repository, "title: Tomas Weller", "title: Thomas Weller")
    commit(repository)
    assert [(one["on"], one["by"]) for one in log(repository)] == [("2026-10-03", "")]


def test_the_end_of_a_shallow_clone_names_nobody(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    edit(repository, "title: Tomas Weller", "title: Thomas Weller")
    edit(repository, "floods", "flooded", "seeds/road.txt")
    commit(repository)
    clone = tmp_path_factory.mktemp("clone") / "project"
    git(repository, "clone", "--depth", "1", repository.as_uri(), str(clone))
    assert [(one["on"], one["by"]) for one in log(clone)] == [("2026-11-25", "")] * 2
    assert [(one["on"], one["by"]) for one in log(repository)] == [("2026-10-03", "Ann Lee")] * 2


def test_a_rejection_and_its_undoing_are_told(project: Path) -> None:
    edit(project, "status: unreviewed", "status: rejected\nreviewed_by: Ann\nreviewed_on: 2026-11-25")
    log(project)
    edit(project, "status: rejected", "status: unreviewed")
    assert [(one["before"], one["after"]) for one in log(project)] == [("", "rejected"), ("rejected", "")]
    assert "actor: put back" in page(project)


def test_of_a_list_only_what_people_did_is_told_and_what_they_took_back(project: Path) -> None:
    edit(project, "title: Tomas Weller\n", "title: Tomas Weller\naliases:\n  - Tommy\n")
    edit(project, "roles:\n  - spokesman for Colmouth\n", "")
    (added, taken) = log(project)
    assert (added["before"], added["after"]) == ([], ["+Tommy"])
    assert (taken["before"], taken["after"]) == ([], ["-spokesman for Colmouth"])
    assert "aliases: “Tommy” added" in page(project)
    assert "roles: “spokesman for Colmouth” taken out" in page(project)
    edit(project, "“It floods,” he said.", "“It floods,” Weller said.", "seeds/road.txt")
    assert [one["key"] for one in log(project)] == ["aliases", "roles", "text"], "the machine learned an alias"
    assert "  - Weller\n" in (project / PAGE).read_text("utf-8")
    edit(project, "  - Tommy\n", "")
    assert log(project)[-1]["after"] == []
    assert "aliases: “Tommy” taken out again" in page(project)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("merge_into", "mia-ortega", "united with [Mia Ortega](actors/mia-ortega.md), being one and the same"),
        ("not_same_as", "[mia-ortega]", "not the same as: [Mia Ortega](actors/mia-ortega.md) added"),
        ("status", "retracted", "retracted"),
    ],
)
def test_each_decision_has_its_words(project: Path, key: str, value: str, said: str) -> None:
    (project / "seeds/lake.txt").write_text(LAKE, encoding="utf-8")
    pipeline.generate(project)
    edit(project, "status: unreviewed", f"{key}: {value}")
    log(project)
    assert page(project).splitlines()[-1].endswith(f"actor: {said}")
    assert not [one for one in pipeline.check(project) if one.error and one.code != "review"]


def test_a_quote_that_is_given_to_somebody_else_is_told_with_both(project: Path) -> None:
    (project / "seeds/lake.txt").write_text(LAKE, encoding="utf-8")
    pipeline.generate(project)
    floods = next(path for path in (project / "docs/quotes").glob("*.md") if "“It floods" in path.read_text("utf-8"))
    edit(project, "speaker: tomas-weller", "speaker: mia-ortega", f"docs/quotes/{floods.name}")
    log(project)
    both = "[Tomas Weller](actors/tomas-weller.md) to [Mia Ortega](actors/mia-ortega.md)"
    assert page(project).splitlines()[-1].endswith(f"quote: speaker changed from {both}")


def test_who_checked_a_fact_is_no_correction(project: Path) -> None:
    edit(project, "status: unreviewed", "status: disputed\nreviewed_by: Ann\nreviewed_on: 2026-11-25\nnote: Hm.")
    assert log(project) == []


def test_a_source_whose_text_changes_goes_or_comes_back_is_told(project: Path) -> None:
    (project / "seeds/lake.txt").write_text(LAKE, encoding="utf-8")
    assert log(project) == [], "a new source corrects nothing"
    (project / "seeds/road.txt").write_text(ROAD.replace("floods", "flooded"), encoding="utf-8")
    (one,) = log(project)
    assert (one["type"], one["id"], one["key"]) == ("source", "road", "text")
    assert "its text was replaced" in page(project)
    (project / "seeds/road.txt").write_bytes(b"\xff")
    assert len(log(project)) == 1, "it cannot be read just now"
    (project / "seeds/road.txt").unlink()
    assert len(log(project)) == len(log(project)) == 2
    assert "seeds/road.txt, source: it was taken out" in page(project)
    (project / "seeds/road.txt").write_text(ROAD, encoding="utf-8")
    assert len(log(project)) == 3
    assert "source: it was put back" in page(project)


def test_a_run_that_is_cut_short_after_the_log_tells_nothing_twice(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "seeds/road.txt").write_text(ROAD.replace("floods", "flooded"), encoding="utf-8")
    edit(project, "kind: person", "kind: organization")
    with monkeypatch.context() as broken:
        broken.setattr(Store, "apply", None)
        with pytest.raises(TypeError):
            pipeline.generate(project)
    lines = (project / LOG).read_bytes()
    assert len(log(project)) == 2
    assert (project / LOG).read_bytes() == lines


def test_a_broken_line_of_the_log_is_told_and_the_log_is_left_alone(project: Path) -> None:
    edit(project, "kind: person", "kind: organization")
    log(project)
    with (project / LOG).open("a") as file:
        file.write("<<<<<<< HEAD\n")
    before = (project / LOG).read_bytes()
    with pytest.raises(StoreError, match=r"corrections\.jsonl:2: is no correction"):
        pipeline.generate(project)
    assert (project / LOG).read_bytes() == before


def test_the_page_is_bounded(project: Path) -> None:
    lines = [
        Correction(
            on=f"2025-01-{n % 28 + 1:02}", type="actor", id=f"a{n}", title="A", key="title", before="B", after="A"
        )
        for n in range(150)
    ]

    (project / LOG).write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in lines))
    pipeline.generate(project)
    assert page(project).count("\n- ") == 100
    assert page(project).endswith("And 50 earlier corrections, in `.factsheet/corrections.jsonl`.\n")


VALUES = st.sampled_from(["", "a", "b", "c"])
WHAT = st.sampled_from(["title", "kind"])
STEPS = st.lists(st.tuples(WHAT, VALUES, st.booleans()), max_size=12)


@given(STEPS)
def test_the_log_leads_from_what_was_published_to_what_is(steps: list[tuple[str, str, bool]]) -> None:
    """Each correction begins where the last one of its key ended; a run adds nothing where nothing changed."""
    settled: tuple[Correction, ...] = ()
    pending: tuple[Correction, ...] = ()
    published: dict[str, str] = {}
    for key, value, commits in steps:
        first = published.setdefault(key, "first")
        said = Statement(type="actor", id="x", key=key, title="X", value=value, before=first)
        pending = compare(settled, pending, [said])
        assert compare(settled, pending, [said]) == pending
        if commits:
            settled, pending = (*settled, *pending), ()
        for name, origin in published.items():
            chain = [one for one in (*settled, *pending) if one.key == name]
            assert [one.before for one in chain] == [origin, *(one.after for one in chain)][: len(chain)]
            assert all(one.before != one.after for one in chain)
        assert ([one.after for one in (*settled, *pending) if one.key == key] or [first])[-1] == value
