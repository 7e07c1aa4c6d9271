"""Two runs at once: the second waits a little, then says who is at work; a lock dies with its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from factsheet import pipeline
from factsheet.cli import main
from factsheet.errors import BusyError, StoreError
from factsheet.lock import alone
from factsheet.pages.conflicts import draw_passage

HOLD = """
import sys, time
from pathlib import Path
from factsheet.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_run_waits_a_little_and_then_says_who_is_at_work(tmp_path: Path) -> None:
    said: list[str] = []
    with held(tmp_path) as process:
        start = time.monotonic()
        with pytest.raises(BusyError) as told, alone(tmp_path, said.append, patience=0.3):
            pass
        assert time.monotonic() - start >= 0.3
        assert f"process {process.pid}, since 20" in str(told.value)
        assert "stop it, and run this again" in str(told.value)
        assert len(said) == 1
        assert f"process {process.pid}, since 20" in said[0]


def test_a_run_goes_on_as_soon_as_the_other_ends(tmp_path: Path) -> None:
    said: list[str] = []
    with held(tmp_path) as process:
        threading.Timer(0.3, process.terminate).start()
        with alone(tmp_path, said.append, patience=20):
            assert process.wait() == -signal.SIGTERM
    assert len(said) == 1


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        process.kill()
        process.wait()
        with alone(tmp_path, pytest.fail, patience=0):
            assert str(os.getpid()) in (tmp_path / "lock.owner").read_text()
    assert not (tmp_path / "lock.owner").exists()


def test_a_run_that_fails_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path):
        raise ZeroDivisionError
    with alone(tmp_path, pytest.fail, patience=0):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="state: cannot be made"), alone(tmp_path / "state"):
        pass


def test_generate_says_in_one_line_that_another_run_is_at_work_and_check_needs_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\nmarkdown_extensions: [admonition, attr_list, tables, toc]\n")
    for name in ("docs", "seeds"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("“We wait,” said Ada Lund.\n")
    monkeypatch.setattr("factsheet.formats.alone", lambda folder, said: alone(folder, said, patience=0.1))
    with held(tmp_path / ".factsheet"):
        result = CliRunner().invoke(main, ["--project", str(tmp_path), "generate"])
        assert result.exit_code == 1
        waits, refuses = result.stderr.splitlines()
        assert "waiting up to 0 seconds" in waits
        assert "is still writing the pages" in refuses
        assert not any((tmp_path / "docs").iterdir())
        assert pipeline.check(tmp_path) == ()


def test_conflicts_are_settled_while_no_run_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.planning.alone", lambda folder, said: alone(folder, said, patience=0.1))
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    (tmp_path / "docs/a.md").write_text("\n".join((*draw_passage(("mine",), ("theirs",)), "")))
    with held(tmp_path / ".factsheet"):
        result = CliRunner().invoke(main, ["resolve", "docs/a.md", "--mine", "--project", str(tmp_path)])
        assert (result.exit_code, "is still writing the pages" in result.stderr) == (1, True)
    result = CliRunner().invoke(main, ["resolve", "docs/a.md", "--mine", "--project", str(tmp_path)])
    assert (result.exit_code, (tmp_path / "docs/a.md").read_text()) == (0, "mine\n")
