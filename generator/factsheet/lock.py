"""One run at a time: a lock that the operating system frees when a process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from factsheet.errors import BusyError, StoreError

PATIENCE = 5.0  # seconds: as long as a run takes in which little changed
NAME = "lock"
OWNER = "lock.owner"  # beside the lock, for where a locked file cannot be read


def ignore(message: str) -> None:
    """Say nothing."""


@contextmanager
def alone(folder: Path, on_wait: Callable[[str], None] = ignore, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a project; where another run holds it, wait a little for it to end.

    Args:
        folder: where the lock lies, `.factsheet`.
        on_wait: told, once, what is waited for.
        patience: how long to wait, in seconds.

    Yields:
        Once, while no other process holds the lock.

    Raises:
        BusyError: when the other run has not ended by then.
        StoreError: when the lock cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = _acquire(folder, on_wait, patience)
    except Timeout as error:
        message = f"{_owner(folder)} is still writing the pages; let it end, or stop it, and run this again"
        raise BusyError(message, str(folder / NAME)) from error
    except OSError as error:
        raise StoreError(f"cannot be made: {error.strerror or error}", str(error.filename or folder / NAME)) from error
    try:
        _sign(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def _acquire(folder: Path, on_wait: Callable[[str], None], patience: float) -> FileLock:
    """Take the lock at once, or wait for it."""
    lock = FileLock(folder / NAME)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait(f"{_owner(folder)} is writing the pages; waiting up to {patience:.0f} seconds for it to end.")
        lock.acquire(timeout=patience, poll_interval=0.1)
    return lock


def _sign(folder: Path) -> None:
    """Say beside the lock who holds it; this is a courtesy, and a full disk does not stop the run here."""
    with suppress(OSError):
        text = f"process {os.getpid()}, since {datetime.now().strftime('%Y-%m-%d %H:%M:%S')}"
        (folder / OWNER).write_text(text, encoding="utf-8")


def _owner(folder: Path) -> str:
    """Tell who holds the lock, as far as it is known."""
    try:
        text = (folder / OWNER).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    return f"another run of factsheet ({text})" if text else "another run of factsheet"
