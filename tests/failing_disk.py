"""A disk that fails at the n-th change to it, for tests of what a run leaves behind when it is stopped anywhere."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch


class Killed(BaseException):
    """The process ended here: nothing that catches errors may go on."""


class Changes:
    """Counts the changes to the disk and lets some of them fail.

    Args:
        step: the number of the change that fails, from 0.
        kind: "killed" (this one is half done and none follows), "error" (this one fails), "full" (this one and every
            later write and new folder fails; deleting and renaming still work).
    """

    def __init__(self, step: int, kind: str) -> None:
        self.step = step
        self.kind = kind
        self.done = 0

    def fails(self, name: str) -> bool:
        """Count a change and tell whether it fails."""
        self.done += 1
        late = self.done > self.step
        if self.kind == "full":
            return late and name in ("write_bytes", "mkdir")
        return late if self.kind == "killed" else self.done == self.step + 1

    def error(self) -> BaseException:
        """What stops the program."""
        number = errno.ENOSPC if self.kind == "full" else errno.EROFS
        return Killed() if self.kind == "killed" else OSError(number, os.strerror(number))


@contextmanager
def failing(step: int, kind: str) -> Iterator[Changes]:
    """Let the n-th change to the disk fail while the block runs."""
    changes = Changes(step, kind)

    def guard(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **keywords: Any) -> Any:
            if not changes.fails(name):
                return real(*args, **keywords)
            if name == "write_bytes" and changes.done == step + 1:
                real(args[0], args[1][: len(args[1]) // 2])
            raise changes.error()

        return act

    names = ("replace", "unlink", "mkdir", "chmod")
    patches = [patch.object(os, name, guard(name, getattr(os, name))) for name in names]
    patches.append(patch.object(Path, "write_bytes", guard("write_bytes", Path.write_bytes)))
    for one in patches:
        one.start()
    try:
        yield changes
    finally:
        for one in patches:
            one.stop()
