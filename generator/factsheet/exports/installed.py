"""The exports' room: exports that other packages bring, each below data/ and none in the place of ours.

A package names a function under `factsheet.exports`. It is given the facts, as people corrected them and without what
is redacted, and where the site stands, and yields an `Export` for each file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from factsheet.blocks import show_blocks
from factsheet.errors import ExtensionError, said
from factsheet.exports.site import Place
from factsheet.extensions import EXPORTS, find_extension, installed, load_extension
from factsheet.model import Export, Facts, Finding

FOLDER = "data"
MOST_FILES = 100_000  # of one export: more than any site has facts, and fewer than a generator without end yields
FAILED = "export-failed"


def installed_exports(
    facts: Facts, place: Place, taken: Collection[str], configuration: str
) -> tuple[tuple[Export, ...], tuple[Finding, ...]]:
    """Make the exports of installed packages.

    Args:
        facts: as people corrected them, without what is redacted.
        place: of the site, for the addresses in the exports.
        taken: the paths of our own exports.
        configuration: the name of mkdocs.yml in findings.

    Returns:
        Their files, with texts that are made already; and as errors which of them failed. One that fails writes no
        file, and keeps no other from being written.
    """
    made: dict[str, Export] = {}
    findings: list[Finding] = []
    for name in installed(EXPORTS):
        try:
            files = {one.path: one for one in _files(name, facts, place, {*taken, *made})}
        except ExtensionError as error:
            findings.append(Finding(path=configuration, line=None, message=f"the export {error.message}", code=FAILED))
        else:
            made |= files
    return tuple(made.values()), tuple(findings)


def _files(name: str, facts: Facts, place: Place, taken: Collection[str]) -> Iterator[Export]:
    """Yield the files of one export.

    Raises:
        ExtensionError: when it cannot be loaded, fails, or puts a file where it must not stand.
    """
    extension = find_extension(EXPORTS, name)
    if extension is None:
        return
    render = load_extension(extension)
    try:
        files = [(one.path, show_blocks("".join(one.pieces()))) for one in islice(render(facts, place), MOST_FILES)]
        [text.encode() for _, text in files]
    except Exception as error:
        raise ExtensionError(f"{extension.identity} failed ({said(error)}); its files stay as they were") from error
    seen: set[str] = set()
    for path, text in files:
        if fault := _fault(path, {*taken, *seen}):
            raise ExtensionError(f"{extension.identity} would write {path!r}, {fault}; its files stay as they were")
        seen.add(path)
        yield Export(path=path, pieces=partial(iter, (text,)))


def _fault(path: str, taken: Collection[str]) -> str:
    """Say why no export may stand at a path below docs/; empty where one may."""
    parts = PurePosixPath(path).parts
    if parts[:1] != (FOLDER,) or len(parts) < 2 or PurePosixPath(*parts).as_posix() != path:
        return f"expected a plain path below {FOLDER}/"
    if any(part.startswith(".") or "\\" in part or ":" in part or not part.isprintable() for part in parts):
        return "expected folders and a name that every system can have"
    if path.endswith(".md"):
        return "which would be a page of the site"
    if path.casefold() in {other.casefold() for other in taken}:
        return "where another export stands"
    return ""
