"""What a new project begins with, taken from `project/`; nothing that lies in its folder is ever touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from factsheet.errors import StoreError
from factsheet.scaffold.installation import Installation, find_installation

__all__ = ["FILES", "Installation", "Started", "find_installation", "project_files", "start_project"]

FILES = Path(__file__).parent / "project"
DOT = "dot-"  # begins what has a name with a dot, which tools here would take for their own
EXAMPLE = "seeds/example.txt"  # only for those who have no document yet
PUBLISHED = "!ENV SITE_URL"  # the address, as the workflow tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What was done for a new project; paths from its folder."""

    written: tuple[str, ...]
    kept: tuple[str, ...]  # what lay there already, as it was


def start_project(folder: Path, name: str, url: str, installed: Installation) -> Started:
    """Write the files of a new project that are not there yet.

    Args:
        folder: the project's, made where it is missing.
        name: of the site; empty for one made of the folder's name.
        url: where the site will be published; empty where the workflow shall tell.
        installed: what shall be installed where the site is published.

    Returns:
        What was written, and what lay there and stays as it is.

    Raises:
        StoreError: when something cannot be written; what was written until then stays.
    """
    written: list[str] = []
    kept: list[str] = []
    files = project_files(" ".join(name.split()) or _name_of(folder), url, installed)
    has_seeds = any((folder / "seeds").glob("*"))
    for place, data in files.items():
        if place == EXAMPLE and has_seeds:
            continue
        (written if _write_new(folder / place, data) else kept).append(place)
    return Started(written=tuple(written), kept=tuple(kept))


def project_files(name: str, url: str, installed: Installation) -> Mapping[str, bytes]:
    """Return the files of a new project.

    Args:
        name: of the site.
        url: where it will be published; empty where the workflow shall tell.
        installed: what shall be installed where the site is published.

    Returns:
        Their contents by path, sorted.
    """
    values = {
        "@NAME@": json.dumps(name, ensure_ascii=False),  # which is YAML, too
        "@TITLE@": name,
        "@URL@": json.dumps(url, ensure_ascii=False) if url else PUBLISHED,
        "@REQUIREMENT@": installed.requirement,
        "@PINS@": "\n".join(installed.pins),
        "@PYTHON@": installed.python,
    }
    return dict(sorted((place, _filled(path.read_text(encoding="utf-8"), values)) for place, path in _templates()))


def _templates() -> Iterator[tuple[str, Path]]:
    """Yield the files of a project: where each will stand, and where it lies here."""
    for path in FILES.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            parts = path.relative_to(FILES).parts
            yield "/".join("." + part.removeprefix(DOT) if part.startswith(DOT) else part for part in parts), path


def _filled(text: str, values: Mapping[str, str]) -> bytes:
    """Put values into the places that are marked for them; one that looks like such a place stays as it is."""
    return re.sub("|".join(values), lambda mark: values[mark[0]], text).encode()


def _name_of(folder: Path) -> str:
    """Return what a site is called after its folder: "lake-levels" is "Lake levels"."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    name = " ".join(words) or "Factsheet"
    return name[0].upper() + name[1:]


def _write_new(path: Path, data: bytes) -> bool:
    """Write a file where nothing lies, not even a link to nowhere; tell whether that was so."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        if path.parent.is_dir():
            return False
        raise StoreError(f"is a file, where a folder for {path.name} is needed", str(path.parent)) from error
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path)) from error
    return True
