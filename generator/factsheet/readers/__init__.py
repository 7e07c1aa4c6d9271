"""The readers' room: files in, Documents out; one reader a kind of file, chosen by suffix."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from slugify import slugify

from factsheet.config import Settings
from factsheet.errors import SeedError, said
from factsheet.language.detection import detect_language
from factsheet.model import Document, Original
from factsheet.readers.content import FILE_BYTES, TEXT_CHARACTERS, Content
from factsheet.readers.docx import read_docx
from factsheet.readers.html import read_html
from factsheet.readers.installed import installed_suffixes, read_installed
from factsheet.readers.kept import KEPT, digest_of, kept_path, read_kept, write_kept
from factsheet.readers.mail import read_mail
from factsheet.readers.metadata import make_metadata, read_beside
from factsheet.readers.pdf import read_pdf
from factsheet.readers.text import read_text
from factsheet.readers.wraps import find_wraps
from factsheet.slugs import RESERVED, bounded

__all__ = ["KEPT", "READERS", "Content", "find_seeds", "kept_path", "read_file", "read_seed", "write_kept"]

Reader = Callable[[bytes, str], Content]

TEXTS: Mapping[str, Reader] = {".markdown": read_text, ".md": read_text, ".txt": read_text}
# Out of these a text has to be taken, which is kept.
FILES: Mapping[str, Reader] = {
    ".docx": read_docx,
    ".eml": read_mail,
    ".htm": read_html,
    ".html": read_html,
    ".pdf": read_pdf,
}
READERS: Mapping[str, Reader] = {**TEXTS, **FILES}
BESIDE = ".yml"  # of a file that says what the seed beside it cannot: talks.yml of talks.pdf
UNREAD = (".doc", ".odt", ".pages", ".rtf")
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
        raise SeedError("no such folder; make it and put source documents (.txt, .md, .html) into it", str(folder))
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    seeds = {path for path in files if not path.is_dir() and not _ignored(path.relative_to(folder))}
    beside = {path.with_suffix(BESIDE) for path in seeds if is_read(path.suffix)}
    return tuple(sorted(seeds - beside, key=lambda path: path.as_posix()))


def is_read(suffix: str) -> bool:
    """Tell whether files that end so are read, by us or by a package that is installed; what we read, we read."""
    return suffix.lower() in READERS or suffix.lower() in installed_suffixes()


def read_seed(path: Path, root: Path, settings: Settings, tell: Callable[[str], str] = detect_language) -> Document:
    r"""Read a source document.

    Args:
        path: the file; below the project's seeds, or anywhere else.
        root: the project's folder, against which the document's path is given and below which its seeds stand.
        settings: for the folder of the seeds and the default language.
        tell: tells the language of a text where nothing else does; empty where it cannot.

    Returns:
        The document. The text of a text file is the file's, from the line after the front matter on, with the
        newlines made "\n" and a byte order mark dropped, and nothing else changed; that of another file is what
        was kept of it, else what its reader takes out of it.

    Raises:
        SeedError: when it cannot be read, with the line where that can be said.
    """
    seeds = root / settings.seeds
    shown = _shown(path, root)
    is_text = path.suffix.lower() in TEXTS
    if not is_read(path.suffix):
        raise SeedError(_unread(path.suffix), shown)
    identifier = _identify(path, seeds, shown)
    data = _load(path, seeds, shown)
    beside = path.with_suffix(BESIDE)
    told = read_beside(_load(beside, seeds, _shown(beside, root)), _shown(beside, root)) if beside.is_file() else {}
    content = None if is_text else _kept(root / kept_path(identifier), data)
    content = content or read_file(data, shown)
    said = {**content.said, **told}
    guess = "" if said.get("language") else tell(content.text)
    original = Original(sha256=digest_of(data), said=tuple(content.said.items()), pages=content.pages)
    return Document(
        id=identifier,
        path=shown,
        text=content.text,
        sha256=digest_of(content.text.encode()),
        metadata=make_metadata(said, guess or settings.language),
        first_line=content.first_line,
        original=None if is_text else original,
        wraps=find_wraps(content.text) if is_text else (),
    )


def read_file(data: bytes, path: str) -> Content:
    """Read a file's bytes with the reader of its kind.

    Args:
        data: the bytes.
        path: the file as the person would name it; its end tells the kind.

    Returns:
        The text, and what the file says of itself.

    Raises:
        SeedError: when it cannot be read; whatever a damaged one does to a library is an error of that file alone.
    """
    try:
        suffix = PurePath(path).suffix.lower()
        content = READERS[suffix](data, path) if suffix in READERS else read_installed(suffix, data, path)
    except SeedError as error:
        raise SeedError(error.message, error.path or path, error.line) from error
    except RecursionError as error:
        raise SeedError("its parts are nested too deep; save it anew, or its text as .txt", path) from error
    except Exception as error:
        found = f"the file is damaged, or of another kind than its name says ({said(error)})"
        message = f"{found}; save it anew, or as .txt"
        raise SeedError(message, path) from error
    if len(content.text) > TEXT_CHARACTERS:
        found, most = f"{len(content.text):,}", f"{TEXT_CHARACTERS:,}"
        raise SeedError(f"found a text of {found} characters; expected {most} at most; split it", path)
    return content


def _load(path: Path, seeds: Path, shown: str) -> bytes:
    """Return a file's bytes, unless there are too many, or it lies below the seeds by a link alone."""
    if path.is_relative_to(seeds) and not path.resolve().is_relative_to(seeds.resolve()):
        raise SeedError(f"a link that leads out of {seeds.name}/; put a copy of the file there instead", shown)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise SeedError(f"cannot be read: {error.strerror or error}", shown) from error
    if len(data) > FILE_BYTES:
        raise SeedError(f"more than {FILE_BYTES // 1_000_000} MB; split it, or save its text as .txt", shown)
    return data


def _kept(path: Path, data: bytes) -> Content | None:
    """Return what was kept of a file; None where nothing was."""
    try:
        return read_kept(path.read_bytes(), digest_of(data))
    except OSError:
        return None


def _ignored(path: Path) -> bool:
    """Tell whether a file below seeds/ is no seed: ".DS_Store", "README.md"."""
    return path.name.lower() == "readme.md" or any(part.startswith(".") for part in path.parts)


def _shown(path: Path, root: Path) -> str:
    """Name a file as the person would: seeds/talks.txt."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _unread(suffix: str) -> str:
    """Say why a kind of file is not read."""
    known = ", ".join((*READERS, *installed_suffixes()))
    if suffix.lower() == BESIDE:
        return "stands beside no document that it could describe; name it as one of them, or move it out of the seeds"
    if suffix.lower() in UNREAD:
        return f"{suffix} is not read; save the document as one of {known}"
    found = f"files that end in {suffix}" if suffix else "files without a suffix"
    return f"{found} are not read; name it with one of {known}, or move it out of the seeds"


def _identify(path: Path, seeds: Path, shown: str) -> str:
    """Derive a document's id: seeds/2023/Secret talks.txt -> 2023-secret-talks."""
    below = path.relative_to(seeds) if path.is_relative_to(seeds) else Path(path.name)
    stem = re.sub(rf"{re.escape(path.suffix)}$", "", below.as_posix())
    identifier = bounded(slugify(stem.replace("/", "-")))
    if not identifier:
        raise SeedError("the file's name holds no letter or digit to make an address of; rename it", shown)
    if identifier in RESERVED_IDS:
        raise SeedError(f"the name {identifier!r} is taken by the section's own page; rename the file", shown)
    return f"{identifier}-page" if identifier in RESERVED else identifier
