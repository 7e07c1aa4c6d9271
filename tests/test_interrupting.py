"""What a terminal shows of a long run, and what Ctrl-C leaves of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import BuildTree
from test_engines import document

PATIENCE = 120  # seconds that a busy machine may take for what takes a few
COUNT = 26
SEEDS = {f"seeds/{number:03}.txt": document(number).text * 8 for number in range(COUNT)}
PROJECT = {"mkdocs.yml": "site_name: Talks\nmarkdown_extensions: [attr_list]\n", **SEEDS}
MESSAGE = r"interrupted; nothing is lost: run the same command again, (\d+) documents? (?:is|are) already read\n"


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    return build_tree(PROJECT)


def start(project: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command as a terminal does: all its processes get what a key sends."""
    return subprocess.Popen(
        [sys.executable, "-m", "factsheet", *arguments],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kept(project: Path) -> dict[Path, int]:
    """The entries of the cache and when they were written."""
    return {path: path.stat().st_mtime_ns for path in (project / ".factsheet/cache").rglob("*.json.gz")}


def interrupt(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Press Ctrl-C as soon as something is kept."""
    run = start(project, *arguments)
    deadline = time.monotonic() + PATIENCE
    while not kept(project) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    stdout, stderr = run.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(run.args, run.returncode, stdout, stderr)


@pytest.mark.parametrize("command", [("generate", "--jobs", "2"), ("extract", "--jobs", "1", "seeds")], ids=" ".join)
def test_ctrl_c_loses_nothing_and_the_next_run_goes_on(project: Path, command: tuple[str, ...]) -> None:
    stopped = interrupt(project, *command)
    assert stopped.returncode == 130
    said = re.fullmatch(MESSAGE, stopped.stderr)
    assert said, stopped.stderr
    before = kept(project)
    assert 0 < int(said[1]) <= len(before) < COUNT
    assert not list((project / "docs").rglob("*.md"))
    assert not [path for path in project.rglob("*") if path.name.endswith(".tmp")]
    again = start(project, *command)
    stdout, stderr = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, stderr
    assert f"Found {COUNT} sources" in stdout or stdout.count("\n") == COUNT
    after = kept(project)
    assert len(after) == COUNT
    assert {path: after[path] for path in before} == before


def test_ctrl_c_while_single_documents_are_read_promises_nothing(build_tree: BuildTree) -> None:
    """Without a project nothing is kept."""
    folder = build_tree(SEEDS)
    run = start(folder, "extract", "--jobs", "1", "seeds")
    assert run.stdout
    run.stdout.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, stderr = run.communicate(timeout=PATIENCE)
    assert (run.returncode, stderr) == (130, "interrupted; run the same command again\n")


@pytest.mark.parametrize(("in_ci", "shown"), [(False, True), (True, False)])
def test_a_terminal_shows_how_far_how_fast_and_how_long(project: Path, in_ci: bool, shown: bool) -> None:
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "CI": "true" if in_ci else ""}
    run = subprocess.Popen(
        [sys.executable, "-m", "factsheet", "extract", "--jobs", "1", "seeds"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 10_000):
            seen += piece
    except OSError:  # Linux says so that the other end is closed
        pass
    os.close(ours)
    assert run.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert bool(re.search(rf"Reading .* \d+/{COUNT} +[\d.]+/s +\d:\d\d:\d\d +left: +\d+:\d\d", text)) is shown
    assert bool(text) is shown
