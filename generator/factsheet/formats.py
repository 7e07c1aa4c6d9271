"""The format of a project's pages, noted in `.factsheet/format`, and bringing them to the one that is written now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from factsheet.config import Settings
from factsheet.errors import StoreError
from factsheet.files import write_if_different
from factsheet.lock import alone
from factsheet.pages import FORMAT, MIGRATIONS, Store
from factsheet.pages.prose import number
from factsheet.standing import BASE, STATE

FILE = STATE / "format"
NUMBER = re.compile(r"\d{1,6}")
UNNUMBERED = 0  # of pages from before formats were noted


def format_of(project: Path) -> int:
    """Return the format of a project's pages.

    Args:
        project: the folder that holds mkdocs.yml.

    Returns:
        Its number; the one that is written now where no page stands yet.

    Raises:
        StoreError: when the number cannot be read, or is one that only a later version knows.
    """
    try:
        text = (project / FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return UNNUMBERED if any((project / BASE).rglob("*.md")) else FORMAT
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot be read: {error}; take it from the last commit", FILE.as_posix()) from error
    if not NUMBER.fullmatch(text):
        message = f"found {text[:40]!r}, expected the number of the pages' format; take it from the last commit"
        raise StoreError(message, FILE.as_posix(), 1)
    if int(text) > FORMAT:
        message = (
            f"the pages are of format {int(text)}, and this version knows none after {FORMAT}; install a later one"
        )
        raise StoreError(message, FILE.as_posix(), 1)
    return int(text)


def open_store(project: Path, settings: Settings) -> Store:
    """Open a project's pages.

    Args:
        project: the folder that holds mkdocs.yml.
        settings: its settings.

    Raises:
        StoreError: when they are of a format that this version does not know.
    """
    format_of(project)
    return Store(project / settings.docs_dir, project / BASE)


def refuse_earlier(project: Path, settings: Settings) -> None:
    """Refuse to tell what a run would do while pages would first change their format; writes nothing.

    Args:
        project: the folder that holds mkdocs.yml.
        settings: its settings.

    Raises:
        StoreError: when pages wait to be brought to this format, or are of a format that this version does not know.
    """
    waiting = MIGRATIONS[format_of(project) :]
    if waiting and (changed := open_store(project, settings).migrate(waiting, write=False).changed):
        message = (
            f"{number(len(changed), 'page')} would first come to format {FORMAT}; run `factsheet generate` for that"
        )
        raise StoreError(message, FILE.as_posix())


@contextmanager
def alone_in_format(project: Path, settings: Settings, tell: Callable[[str], None]) -> Iterator[None]:
    """Let no other run at a project's pages, and bring them to the format that is written now.

    Args:
        project: the folder that holds mkdocs.yml.
        settings: its settings.
        tell: told, in a sentence, what is waited for and what was brought to this format.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        StoreError: when a file cannot be read or written, or the pages are of a format that this version does not know.
            What was done before stands, and the next run completes.
    """
    with alone(project / STATE, tell):
        _bring_to_format(project, settings, tell)
        yield


def _bring_to_format(project: Path, settings: Settings, tell: Callable[[str], None]) -> None:
    """Migrate the pages and note their format, unless some cannot be read just now: the next run then tries again."""
    since = format_of(project)
    done = open_store(project, settings).migrate(MIGRATIONS[since:])
    if done.changed:
        pages = number(len(done.changed), "page")
        tell(f"Brought {pages} from format {since} to {FORMAT}; what people wrote there stays.")
    if not done.unread:
        write_if_different(project / FILE, f"{FORMAT}\n".encode())
