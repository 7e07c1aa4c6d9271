from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import BuildTree
from factsheet import __version__, pipeline
from factsheet.cli import main
from factsheet.model import Finding

ROAD = "Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 that the road was closed. “It floods,” he said.\n"
CONFIGURATION = "site_name: Talks\ntheme: material\nmarkdown_extensions: [attr_list]\n"
PROJECT = {"mkdocs.yml": CONFIGURATION, "seeds/road.txt": ROAD}
PATIENCE = 60  # seconds that a slow machine may take for what takes a few


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    return build_tree(PROJECT)


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def factsheet(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "factsheet", *arguments]


def wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_the_version_is_the_packages() -> None:
    assert run("--version").output == f"factsheet, version {__version__}\n"


@pytest.mark.parametrize("command", ["", *main.commands])
def test_help_says_what_a_command_does(command: str) -> None:
    result = run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.output
    assert ("--project DIR" in result.output) == (command != "new")  # which makes one
    assert all(len(line) <= 80 for line in result.output.splitlines())


def test_every_command_of_the_design_is_there() -> None:
    assert set(main.commands) >= {"model", "generate", "extract", "check", "build", "serve"}


def test_wrong_usage_is_status_2() -> None:
    assert run("frobnicate").exit_code == 2
    assert run("extract").exit_code == 2
    assert run("generate", "--project", "no/such/folder").exit_code == 2


def test_generate_says_in_sentences_what_it_did(project: Path) -> None:
    first, second = run("generate", "--project", project), run("--project", project, "generate")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.startswith("Found 1 source, ")
    assert " written.\n" in first.stdout
    assert " unchanged.\n" in second.stdout
    assert "written" not in second.stdout


def test_generate_reports_a_bad_seed_in_one_line_and_does_the_others(project: Path) -> None:
    (project / "seeds/bad.txt").write_bytes(b"one\n\xff")
    result = run("generate", "--project", project)
    assert result.exit_code == 1
    assert "seeds/bad.txt:2: not UTF-8: found the byte 0xff at offset 4, and no other " in result.stderr
    assert "1 document that could not be read" in result.stdout
    assert (project / "docs/sources/road.md").exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"seeds/road.txt": ROAD}, "mkdocs.yml: no such file; "),
        ({"mkdocs.yml": "a: b: c\n", "seeds/road.txt": ROAD}, "mkdocs.yml:1: broken YAML, column 5"),
        ({"mkdocs.yml": CONFIGURATION}, "seeds: no such folder; "),
        ({"mkdocs.yml": CONFIGURATION, "seeds/.keep": ""}, "seeds: no seeds; "),
        ({**PROJECT, "docs": "in the way"}, "docs"),
        ({**PROJECT, "mkdocs.yml": "extra: {factsheet: {model: en_none}}\n"}, "factsheet model"),
        ({**PROJECT, "mkdocs.yml": "extra: {factsheet: {language: xx}}\n"}, "xx"),
    ],
)
@pytest.mark.parametrize("command", ["generate", "build", "serve"])
def test_what_a_person_can_cause_is_one_line_and_status_1(
    build_tree: BuildTree, files: dict[str, str], said: str, command: str
) -> None:
    result = run(command, "--project", build_tree(files))
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


def test_extract_prints_json_lines_and_what_went_wrong_beside_them(project: Path) -> None:
    (project / "bad.txt").write_bytes(b"")
    result = run("extract", "--project", project, project / "bad.txt", project / "seeds/road.txt", project / "gone.txt")
    assert result.exit_code == 1
    (record,) = map(json.loads, result.stdout.splitlines())
    assert (record["source"], record["text"]) == ("seeds/road.txt", ROAD)
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["bad.txt", "gone.txt"]


def test_extract_of_good_documents_is_status_0(project: Path) -> None:
    result = run("extract", "--project", project, project / "seeds/road.txt")
    assert (result.exit_code, result.stderr) == (0, "")


def test_check_of_a_generated_project_finds_no_error(project: Path) -> None:
    run("generate", "--project", project)
    result = run("check", "--project", project)
    assert result.exit_code == 0, result.output
    assert "Checked: 0 errors" in result.stderr


@pytest.mark.parametrize(("error", "status"), [(True, 1), (False, 0)])
def test_check_prints_findings_and_fails_for_errors_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: bool, status: int
) -> None:
    finding = Finding(path="docs/quotes/a.md", line=3, message="altered", code="altered", error=error)
    monkeypatch.setattr(pipeline, "check", lambda *_: (finding,))
    result = run("check", "--project", project)
    assert (result.exit_code, result.stdout) == (status, "docs/quotes/a.md:3: altered [altered]\n")


def test_check_finds_an_altered_quotation(project: Path) -> None:
    run("generate", "--project", project)
    page, *_ = [path for path in (project / "docs/quotes").glob("*.md") if "It floods" in path.read_text("utf-8")]
    page.write_text(page.read_text("utf-8").replace("It floods", "It never floods"), encoding="utf-8")
    result = run("check", "--project", project)
    assert result.exit_code == 1
    assert f"docs/quotes/{page.name}:" in result.stdout


def test_model_says_that_it_is_installed(project: Path) -> None:
    result = run("model", "--project", project)
    assert (result.exit_code, result.output) == (0, "The language model en_core_web_md is already installed.\n")


def test_build_makes_a_site_and_keeps_its_output_readable(project: Path) -> None:
    done = subprocess.run(factsheet("build"), cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The site is in site." in done.stdout
    assert "Zensical" not in done.stderr
    assert (project / "site/sources/road/index.html").exists()


def test_build_with_a_bad_seed_builds_the_rest_and_is_status_1(project: Path) -> None:
    (project / "seeds/bad.txt").write_bytes(b"")
    done = subprocess.run(factsheet("build"), cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "seeds/bad.txt: the file is empty" in done.stderr
    assert (project / "site/sources/road/index.html").exists()


def test_a_reader_that_goes_away_makes_no_traceback(project: Path) -> None:
    command = factsheet("extract", *["seeds/road.txt"] * 200)
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    ("started", "stop"),
    [
        ((), signal.SIGINT),
        (("sh", "-c", 'trap "" INT; exec "$@"', "sh"), signal.SIGTERM),  # in the background, as "&" in a script does
    ],
)
def test_serve_shows_a_new_seed_and_stops_cleanly(
    project: Path, started: tuple[str, ...], stop: signal.Signals
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"

    def shows(page: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://{address}/sources/{page}/") as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    log = (project.parent / "serve.log").open("w+")
    environment = {**os.environ, "TMPDIR": str(project.parent)}
    command = [*started, *factsheet("serve", "--dev-addr", address)]
    with log, subprocess.Popen(command, cwd=project, stdout=log, stderr=log, env=environment) as server:
        try:
            assert wait_for(lambda: shows("road"))
            (project / "seeds/new.txt").write_text("Mia Ortega said: “No.”\n", encoding="utf-8")
            assert wait_for(lambda: shows("new"))
        finally:
            server.send_signal(stop)
            status = server.wait(PATIENCE)
        log.seek(0)
        said = log.read()
    assert status == 0, said
    assert "Traceback" not in said
    assert not shows("road")
    assert not list(project.parent.glob("mkdocs_*")), "the preview left its folder behind"
