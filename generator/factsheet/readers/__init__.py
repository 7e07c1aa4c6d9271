"""The readers' room: files in, Documents out; one reader a kind of file, chosen by suffix."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from slugify import slugify

from factsheet.config import Settings
from factsheet.errors import SeedError
from factsheet.model import Document
from factsheet.readers.text import Content, read_text

Reader = Callable[[bytes, str], Content]

READERS: Mapping[str, Reader] = {".markdown": read_text, ".md": read_text, ".txt": read_text}
NOT_YET = (".doc", ".docx", ".htm", ".html", ".odt", ".pdf", ".rtf")
RESERVED_IDS = ("index",)  # docs/sources/index.md is the section's own page


def find_seeds(folder: Path) -> tuple[Path, ...]:
    """List the seeds of a project.

    Args:
        folder: the seeds' folder.

    Returns:
        Every file below it in the order of its path, except hidden files, those in hidden folders, and README.md;
        files that no reader can read are among them, so that reading can say so.

    Raises:
        SeedError: when there is no such folder.
    """
    if not folder.is_dir():
        raise SeedError("no such folder; make it and put source documents (.txt, .md) into it", str(folder))
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    seeds = (path for path in files if not path.is_dir() and not _ignored(path.relative_to(folder)))
    return tuple(sorted(seeds, key=lambda path: path.as_posix()))


def read_seed(path: Path, root: Path, settings: Settings) -> Document:
    r"""Read a source document.

    Args:
        path: the file; below the project's seeds, or anywhere else.
        root: the project's folder, against which the document's path is given and below which its seeds stand.
        settings: for the folder of the seeds and the default language.

    Returns:
        The document; its text is the file's, from the line after the front matter on, with the newlines made
        "\n" and a byte order mark dropped, and nothing else changed.

    Raises:
        SeedError: when it cannot be read, with the line where that can be said.
    """
    seeds = root / settings.seeds
    shown = _shown(path, root)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SeedError(_unread(path.suffix), shown)
    if path.is_relative_to(seeds) and not path.resolve().is_relative_to(seeds.resolve()):
        raise SeedError(f"a link that leads out of {settings.seeds}/; put a copy of the file there instead", shown)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SeedError(f"cannot be read: {error.strerror or error}", shown) from error
    text, metadata, first_line = reader(data, shown)
    return Document(
        id=_identify(path, seeds, shown),
        path=shown,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        metadata=metadata if metadata.language else replace(metadata, language=settings.language),
        first_line=first_line,
    )


def _ignored(path: Path) -> bool:
    """Tell whether a file below seeds/ is no seed: ".DS_Store", "README.md"."""
    return path.name.lower() == "readme.md" or any(part.startswith(".") for part in path.parts)


def _shown(path: Path, root: Path) -> str:
    """Name a file as the person would: seeds/talks.txt."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _unread(suffix: str) -> str:
    """Say why a kind of file is not read."""
    known = ", ".join(READERS)
    if suffix.lower() in NOT_YET:
        return f"{suffix} is not read yet; save the document as text, with one of {known}"
    found = f"files that end in {suffix}" if suffix else "files without a suffix"
    return f"{found} are not read; name it with one of {known}, or move it out of the seeds"


def _identify(path: Path, seeds: Path, shown: str) -> str:
    """Derive a document's id: seeds/2023/Secret talks.txt -> 2023-secret-talks."""
    below = path.relative_to(seeds) if path.is_relative_to(seeds) else Path(path.name)
    stem = re.sub(rf"{re.escape(path.suffix)}$", "", below.as_posix())
    identifier = slugify(stem.replace("/", "-"))
    if not identifier:
        raise SeedError("the file's name holds no letter or digit to make an address of; rename it", shown)
    if identifier in RESERVED_IDS:
        raise SeedError(f"the name {identifier!r} is taken by the section's own page; rename the file", shown)
    return identifier
