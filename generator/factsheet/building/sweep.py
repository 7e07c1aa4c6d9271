"""The folder of the built site: what lies in it, and what of it goes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from factsheet.building.records import Stamp
from factsheet.search import FOLDER


def scan(site: Path) -> dict[str, Stamp]:
    """List the files of a built site, but for the index of the search and for what MkDocs never touches.

    Args:
        site: its folder.

    Returns:
        By path below the folder, each file's stamp.
    """
    found: dict[str, Stamp] = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(FileNotFoundError), os.scandir(site / folder) as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if not folder and (entry.name.startswith(".") or entry.name == FOLDER):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{path}/")
                else:
                    found[path] = Stamp.of(entry.stat(follow_symlinks=False))
    return found


def sweep(site: Path, found: Collection[str], kept: Collection[str]) -> None:
    """Delete what is not kept, and the folders that then hold nothing.

    Args:
        site: the site's folder.
        found: its files, by path below it.
        kept: those of them that stay.
    """
    gone = [path for path in found if path not in kept]
    for path in gone:
        (site / path).unlink(missing_ok=True)
    for folder in {parent for path in gone for parent in Path(path).parents}:
        _remove_empty(site / folder, site)


def _remove_empty(folder: Path, site: Path) -> None:
    """Delete a folder that holds nothing, and those above it."""
    while folder != site:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def stamps(folder: Path, paths: Mapping[str, str]) -> dict[str, Stamp]:
    """Take the stamps of files.

    Args:
        folder: in which they lie.
        paths: name and path below the folder, or absolute, of each.

    Returns:
        By name, the stamps of those that exist.
    """
    taken = {}
    for name, path in paths.items():
        with contextlib.suppress(FileNotFoundError):
            taken[name] = Stamp.of(os.stat(os.path.join(folder, path)))  # noqa: PTH116, PTH118  # ten thousand times
    return taken
