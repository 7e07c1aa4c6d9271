"""What goes wrong around a run: each fault is told, and costs nothing but what it hits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BuildTree
from factsheet import extracting, pipeline

LAKE = "“The lake is far too low,” Ada Brennan told the Harbour Gazette on 3 May 2024.\n"
PROJECT = {"mkdocs.yml": "site_name: Talks\nmarkdown_extensions: [attr_list]\n", "seeds/lake.txt": LAKE}
OTHERS = 999


def generated(project: Path) -> dict[str, bytes]:
    """All pages and exports."""
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in (project / "docs").rglob("*.*")}


def run(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "factsheet", "generate")
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONUTF8", "PYTHONIOENCODING")}
    return subprocess.run(
        command, cwd=project, env=kept | environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_in_the_locale_c_the_same_bytes_are_written(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT | {"seeds/Überblick.txt": LAKE})
    done = run(project, LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    told = generated(project)
    pipeline.generate(project)
    assert generated(project) == told


def test_a_path_with_spaces_and_other_letters_makes_no_difference(tmp_path: Path) -> None:
    made = []
    for name in ("plain", "two words é 日本 [x] {y}"):
        for path, text in PROJECT.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
        assert pipeline.generate(tmp_path / name).errors == ()
        made.append(generated(tmp_path / name))
    assert made[0] == made[1]


@pytest.mark.parametrize("when", [0, 15_000_000_000], ids=["1970", "2445"])
def test_files_of_any_age_are_read_alike(build_tree: BuildTree, when: int) -> None:
    project = build_tree(PROJECT)
    pipeline.generate(project)
    before = generated(project)
    for path in filter(Path.is_file, project.rglob("*.*")):
        os.utime(path, (when, when))
    pipeline.bring_up_to_date(project)
    assert generated(project) == before


@pytest.mark.parametrize("names", [("Lake.txt", "lake.txt"), ("\u00e9t\u00e9.txt", "e\u0301te\u0301.txt")])
def test_names_that_differ_in_case_or_form_alone_are_one_address(build_tree: BuildTree, names: tuple[str, str]) -> None:
    project = build_tree({"mkdocs.yml": PROJECT["mkdocs.yml"], **{f"seeds/{name}": LAKE for name in names}})
    if len(list((project / "seeds").iterdir())) == 1:
        pytest.skip("this disk holds them for one file")
    result = pipeline.generate(project)
    assert len(result.facts.sources) == 1
    (error,) = result.errors
    assert "has the same address" in error.message


def test_a_seed_that_goes_while_others_are_read_is_told_and_no_page_of_it_goes(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = build_tree(PROJECT | {"seeds/road.txt": LAKE})
    pipeline.generate(project)
    before = generated(project)
    monkeypatch.setattr(extracting, "BATCH_CHARACTERS", 1)
    result = pipeline.generate(project, on_progress=lambda *_: (project / "seeds/road.txt").unlink(missing_ok=True))
    assert [error.path for error in result.errors] == ["seeds/road.txt"]
    assert {path for path in before if path.endswith(".md")} <= set(generated(project))


def test_a_seed_that_grows_while_others_are_read_is_one_whole_text(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = build_tree(PROJECT | {"seeds/road.txt": LAKE})
    monkeypatch.setattr(extracting, "BATCH_CHARACTERS", 1)
    longer = LAKE * 3

    def grow(*_: object) -> None:
        (project / "seeds/road.txt").write_text(longer, encoding="utf-8")

    result = pipeline.generate(project, on_progress=grow)
    assert {source.document.text for source in result.facts.sources} <= {LAKE, longer}
    assert result.errors == ()
    pipeline.bring_up_to_date(project)


def test_one_broken_document_among_a_thousand_is_one_line_and_status_1(build_tree: BuildTree) -> None:
    seeds = {f"seeds/note-{number}.txt": f"Note {number}.\n" for number in range(OTHERS)}
    project = build_tree({"mkdocs.yml": PROJECT["mkdocs.yml"], **seeds})
    (project / "seeds/broken.pdf").write_bytes(b"%PDF-1.7\nand no more\n")
    done = run(project)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "seeds/" in line]
    assert len(told) == 1
    assert told[0].startswith("seeds/broken.pdf: ")
    assert len(list((project / "docs/sources").glob("note-*.md"))) == OTHERS


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file can have such a name")
def test_a_file_whose_name_is_no_text_is_one_line_and_the_others_are_done(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT)
    Path(os.fsdecode(os.fsencode(project / "seeds") + b"/lac-\xe9.txt")).write_text(LAKE, encoding="utf-8")
    done = run(project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "not UTF-8" in done.stderr
    assert (project / "docs/sources/lake.md").exists()
