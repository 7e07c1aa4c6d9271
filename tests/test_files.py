from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from factsheet.errors import StoreError
from factsheet.files import write_atomically, write_if_different, write_pieces_if_different
from factsheet.watch import watching


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a/b/c.md", b"new")
    assert (tmp_path / "a/b/c.md").read_bytes() == b"new"


def test_a_written_file_may_be_read_by_whom_other_new_files_may(tmp_path: Path) -> None:
    """A site is often published by another user than the one who generates it."""
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "page", b"")
    assert (tmp_path / "page").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(StoreError, match=r"page\.md: cannot be written: No space left on device"):
        write_atomically(page, b"new")
    assert page.read_text() == "old"
    assert os.listdir(tmp_path) == ["page.md"]  # noqa: PTH208


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    assert write_if_different(page, b"same")
    before = page.stat().st_mtime_ns
    assert not write_if_different(page, b"same")
    assert page.stat().st_mtime_ns == before
    assert write_if_different(page, b"other")


@pytest.mark.parametrize("old", [None, b"", b"one", b"one two three", b"one two three four", b"two", b"one twx three"])
def test_a_file_made_in_pieces_holds_them_and_is_written_only_when_it_differs(
    tmp_path: Path, old: bytes | None
) -> None:
    file, pieces = tmp_path / "below" / "file", (b"one", b" two", b"", b" three")
    if old is not None:
        write_atomically(file, old)
    assert write_pieces_if_different(file, iter(pieces)) == (old != b"one two three")
    assert file.read_bytes() == b"one two three"
    before = (file.stat(), file.parent.stat())
    assert not write_pieces_if_different(file, iter(pieces))
    assert (file.stat(), file.parent.stat()) == before


def test_pieces_that_cannot_be_made_leave_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"one two")

    def pieces() -> Iterator[bytes]:
        yield b"one 2"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_pieces_if_different(file, pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"one two")]


def test_several_changes_in_a_row_are_answered_once_and_reading_is_no_change(tmp_path: Path) -> None:
    seen: list[int] = []

    def answer() -> bool:
        seen.append(len([path.read_text() for path in tmp_path.iterdir()]))
        return True

    with watching(tmp_path, answer, rest=0.2):
        for number in range(5):
            (tmp_path / str(number)).write_text("text")
        deadline = time.monotonic() + 20
        while not seen and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.6)
    assert seen == [5]


def test_a_call_that_could_not_be_done_is_made_again(tmp_path: Path) -> None:
    seen: list[int] = []

    def answer() -> bool:
        seen.append(len(seen))
        return len(seen) == 3

    with watching(tmp_path, answer, rest=0.05):
        (tmp_path / "seed.txt").write_text("text")
        deadline = time.monotonic() + 20
        while len(seen) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
    assert seen == [0, 1, 2]
