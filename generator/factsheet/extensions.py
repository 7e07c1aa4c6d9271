"""What installed packages add to this one: readers, extractors and exports, each an entry point with a name.

A package names what it adds in its own metadata, as `srt = "subtitles:read_srt"` under `factsheet.readers`. Nothing of
it is imported before it is needed, and what is wrong with it is an error of its own that names the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from factsheet import __version__
from factsheet.errors import ExtensionError, said

READERS, EXTRACTORS, EXPORTS = "factsheet.readers", "factsheet.extractors", "factsheet.exports"
MEND = "mend or uninstall that package"
OWN = "factsheet"  # the package that brings what is listed in BUILT_IN
BUILT_IN: Mapping[str, Mapping[str, str]] = {EXTRACTORS: {"llm": "factsheet.llm:make_extractor"}}


@dataclass(frozen=True, slots=True)
class Extension:
    """One thing that a package adds."""

    name: str  # by which settings and pages call it
    package: str  # that brings it
    version: str  # of the package
    entry: EntryPoint

    @property
    def identity(self) -> str:
        """Names it with all that may change what it does: "srt (subtitles 1.0)"."""
        return f"{self.name} ({self.package} {self.version})"


@cache
def installed(group: str) -> Mapping[str, tuple[Extension, ...]]:
    """List what the installed packages add, sorted by name; of one name there may be several.

    It is looked up once in a process, which knows no packages but those that it started with.

    Args:
        group: READERS, EXTRACTORS or EXPORTS.
    """
    built_in = BUILT_IN.get(group, {})
    ours = {Extension(name, OWN, __version__, EntryPoint(name, place, group)) for name, place in built_in.items()}
    every = ours | {_extension(entry) for entry in entry_points(group=group)}
    names = sorted({one.name for one in every})
    ordered = sorted(every, key=lambda one: (one.package, one.version, one.entry.value))
    return {name: tuple(one for one in ordered if one.name == name) for name in names}


def identities() -> tuple[str, ...]:
    """Name all that the installed packages add, each with its version."""
    groups = (READERS, EXTRACTORS, EXPORTS)
    return tuple(one.identity for group in groups for found in installed(group).values() for one in found)


def _extension(entry: EntryPoint) -> Extension:
    """Make an extension of an entry point; it is compared without the package's folder, which may be listed twice."""
    package, version = (entry.dist.name, entry.dist.version) if entry.dist else ("?", "?")
    return Extension(entry.name, package, version, EntryPoint(entry.name, entry.value, entry.group))


def find_extension(group: str, name: str) -> Extension | None:
    """Find what an installed package adds under a name; None where none does.

    Args:
        group: READERS, EXTRACTORS or EXPORTS.
        name: the entry point's.

    Raises:
        ExtensionError: when several packages do, for which one was meant is not for us to guess.
    """
    found = installed(group).get(name, ())
    if len(found) > 1:
        packages = " and ".join(f"{one.package} {one.version}" for one in found)
        raise ExtensionError(f"{name!r} is brought by {packages}; uninstall all of them but one")
    return found[0] if found else None


def load_extension(extension: Extension) -> Any:
    """Import an extension that can be called.

    Raises:
        ExtensionError: when it cannot be imported, whatever its package does, or is something else.
    """
    try:
        loaded = extension.entry.load()
    except Exception as error:
        raise ExtensionError(f"{extension.identity} cannot be loaded ({said(error)}); {MEND}") from error
    if not callable(loaded):
        raise ExtensionError(f"{extension.identity} is {type(loaded).__name__}; expected something to call; {MEND}")
    return loaded
