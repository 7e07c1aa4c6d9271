"""A run that would do nothing does nothing, and no touch of a file escapes the next one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from factsheet import pipeline
from factsheet.pages import Store
from factsheet.standing import LAST_RUN, Summary

ARTICLE = (
    "---\ntitle: Water\ndate: 2024-05-07\n---\n"
    "“We cannot wait until the river has left its bed,” said Mira Halabi, the mayor of Lindenau, on 4 May 2024.\n\n"
    "Mira Halabi told reporters that the dam “was never safe.”\n"
)
PAGE = "docs/actors/mira-halabi.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/water.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Water\nmarkdown_extensions: [attr_list]\n", encoding="utf-8")
    return tmp_path


class CalledError(Exception):
    """The work was begun."""


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Summary]:
    """Runs, and fails where there is work to do."""

    def run(project: Path) -> Summary:
        def begin(*_: object) -> None:
            raise CalledError

        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "generate", begin)
            return pipeline.bring_up_to_date(project)

    return run


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_second_run_does_nothing_and_tells_what_a_full_one_would(
    project: Path, idle: Callable[[Path], Summary]
) -> None:
    first = pipeline.bring_up_to_date(project)
    second = idle(project)
    assert first.pages["written"] == second.pages["unchanged"] > 0
    (project / LAST_RUN).unlink()
    assert pipeline.bring_up_to_date(project) == second


def commit(project: Path) -> None:
    git = ("git", "-c", "user.name=Lea", "-c", "user.email=lea@example.org", "-C", str(project))
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message=Begin"], check=True)


TOUCHES: dict[str, Callable[[Path], object]] = {
    "a seed": lambda project: rewrite(project / "seeds/water.txt", "never", "hardly ever"),
    "a seed, to the same length": lambda project: rewrite(project / "seeds/water.txt", "river", "Rhine"),
    "a new seed": lambda project: shutil.copy(project / "seeds/water.txt", project / "seeds/more.txt"),
    "a page": lambda project: rewrite(project / PAGE, "Person.", "Person, and a brave one."),
    "a page, to the same length": lambda project: rewrite(project / PAGE, "Person.", "Persons"),
    "a page that is deleted": lambda project: (project / PAGE).unlink(),
    "a page that is moved": lambda project: (project / PAGE).rename(project / "docs/mira.md"),
    "a page of one's own": lambda project: (project / "docs/own.md").write_text("# Own\n", encoding="utf-8"),
    "a base": lambda project: (project / ".factsheet/base/actors/mira-halabi.md").unlink(),
    "a file for machines": lambda project: (project / "docs/data/facts.json").unlink(),
    "a setting": lambda project: rewrite(project / "mkdocs.yml", "Water", "Wells"),
    "a commit": commit,
    "what the last run kept": lambda project: (project / LAST_RUN).write_bytes(b"\x93broken"),
    "a link to a folder": lambda project: (project / "seeds/linked").symlink_to(project / "docs"),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_a_touch_of_anything_makes_the_next_run_look(
    project: Path, idle: Callable[[Path], Summary], touch: Callable[[Path], object]
) -> None:
    pipeline.bring_up_to_date(project)
    idle(project)
    touch(project)
    with pytest.raises(CalledError):
        idle(project)


def test_what_a_person_writes_during_a_run_is_taken_in_by_the_next(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.generate(project)

    def save_meanwhile(*arguments: object) -> object:
        rewrite(project / PAGE, "title: Mira Halabi", "title: Mira Halabi-Kern")
        return find(*arguments)

    find = pipeline.find
    rewrite(project / "seeds/water.txt", "never", "hardly ever")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "find", save_meanwhile)
        pipeline.generate(project)
    summary = pipeline.bring_up_to_date(project)
    assert summary.pages["kept"] + summary.pages["merged"] == 1
    assert "Halabi-Kern" in (project / "docs/index.md").read_text(encoding="utf-8")


def test_what_is_kept_changes_no_page(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    pipeline.generate(project)
    pipeline.generate(project)
    rewrite(project / PAGE, "Person.", "Person, and a brave one.")
    rewrite(project / "seeds/water.txt", "never safe", "safe")
    other = tmp_path_factory.mktemp("other") / "project"
    shutil.copytree(project, other)
    (other / LAST_RUN).unlink()
    results = [pipeline.generate(one) for one in (project, other)]
    assert results[0].report == results[1].report
    texts = [Store(one / "docs", one / ".factsheet/base").read() for one in (project, other)]
    assert texts[0] == texts[1]


def test_where_something_is_redacted_nothing_is_kept(project: Path) -> None:
    pipeline.generate(project)
    assert (project / LAST_RUN).exists()
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra:\n  factsheet:\n    redact: [Lindenau]\n")
    pipeline.generate(project)
    assert not (project / LAST_RUN).exists()


def test_a_run_is_kept_that_told_of_a_finding(project: Path, idle: Callable[[Path], Summary]) -> None:
    rewrite(project / "seeds/water.txt", "“was never safe.”", "“was never safe.")
    pipeline.bring_up_to_date(project)
    told = pipeline.bring_up_to_date(project)
    assert told.findings
    assert idle(project) == told


def test_a_page_that_is_saved_with_its_old_times_is_seen(project: Path, idle: Callable[[Path], Summary]) -> None:
    pipeline.bring_up_to_date(project)
    before = (project / PAGE).stat()
    rewrite(project / PAGE, "Person.", "Persons")
    os.utime(project / PAGE, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(CalledError):
        idle(project)


def test_a_run_that_drops_a_file_for_machines_is_kept(project: Path, idle: Callable[[Path], Summary]) -> None:
    pipeline.bring_up_to_date(project)
    feed = project / "docs/data/actors/mira-halabi.atom"
    assert feed.exists()
    (project / "seeds/water.txt").write_text("---\ntitle: Water\n---\nNobody said anything.\n", encoding="utf-8")
    pipeline.bring_up_to_date(project)
    assert not feed.exists()
    idle(project)
