"""What git knows of the project's files: what was committed, when a line was changed and by whom; never a network.

Without git, or outside a repository, nothing is known.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

# A clone that left out old contents would fetch them when asked; it shall not.
OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
ZONE = re.compile(r"([+-])(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed something, and on which day where they are."""

    by: str = ""
    on: str = ""  # as 2026-11-25


NOBODY = Hand()  # is known


def head(project: Path) -> str:
    """Return the commit on which the files stand; empty where there is none."""
    return (_git(project, "rev-parse", "HEAD") or "").strip()


def committed(project: Path, path: str, revision: str = "HEAD") -> str | None:
    """Return a file as it was committed.

    Args:
        project: the project's folder.
        path: the file, from there.
        revision: as git names it: a commit, a branch, a tag.

    Returns:
        Its text, empty where it was not committed yet; None where there is no repository.
    """
    text = _git(project, "show", "--end-of-options", f"{revision}:./{path}")
    if text is None and _git(project, "rev-parse", "--git-dir") is None:
        return None
    return text or ""


def knows(project: Path, revision: str) -> bool:
    """Tell whether a commit is known here by this name.

    Args:
        project: the project's folder.
        revision: as git names it: a commit, a branch, a tag.
    """
    return _git(project, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}") is not None


def who_changed(project: Path, path: str, line: int | None) -> Hand:
    """Tell who last changed a line, or else a file.

    Args:
        project: the project's folder.
        path: the file, from there.
        line: 1-based; None for the file.

    Returns:
        The author and the day of the commit. Nobody where the change is not committed yet, or where the history
        begins with it: a first commit, and the end of a shallow clone, do not tell whose the contents are.
    """
    return _file_hand(project, path) if line is None else _line_hand(project, path, line)


def _line_hand(project: Path, path: str, line: int) -> Hand:
    """Ask for the commit of a line."""
    told = _git(project, "blame", "--porcelain", "-L", f"{line},{line}", "--", path) or ""
    facts = dict(one.split(" ", 1) for one in told.splitlines()[1:] if " " in one and not one.startswith("\t"))
    if told.startswith("0" * 40) or "\nboundary\n" in told or "author-time" not in facts:
        return NOBODY
    return Hand(facts.get("author", ""), _day(int(facts["author-time"]), facts.get("author-tz", "+0000")))


def _file_hand(project: Path, path: str) -> Hand:
    """Ask for the last commit of a file that is as it was committed."""
    if _git(project, "diff", "--quiet", "HEAD", "--", path) is None:
        return NOBODY
    told = _git(project, "log", "-1", "--format=%P%x00%as%x00%an", "--", path) or ""
    parents, _, rest = told.strip("\n").partition("\0")
    day, _, author = rest.partition("\0")
    return Hand(author, day) if parents else NOBODY


def _day(seconds: int, zone: str) -> str:
    """Return the day of a moment where its author was."""
    sign, hours, minutes = found.groups() if (found := ZONE.fullmatch(zone)) else ("+", "00", "00")
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    return datetime.fromtimestamp(seconds, timezone(offset)).date().isoformat()


def _git(project: Path, *arguments: str) -> str | None:
    """Run git; None where it is missing or refuses."""
    command = ["git", "-c", "protocol.allow=never", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603  no shell, and paths stand behind --
            command, cwd=project, env={**os.environ, **OFFLINE}, capture_output=True, check=False
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None
