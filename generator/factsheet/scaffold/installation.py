"""What runs here, so that the very same can be installed where a site is published."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from factsheet import __version__

PACKAGE = "factsheet"
EXTRA = "all"  # every kind of document


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """This package, and what it stands on."""

    requirement: str  # by which pip finds the package
    pins: tuple[str, ...]  # of the packages that it needs, as "babel==2.19.0", sorted
    python: str  # "3.13"
    local: bool  # whether the package came from a file or folder of this machine, where pip may not find it elsewhere


def find_installation() -> Installation:
    """Find out what runs here."""
    origin = _origin()
    requirement = f"{PACKAGE}[{EXTRA}]=={__version__}"
    if vcs := origin.get("vcs_info"):
        requirement = f"{PACKAGE}[{EXTRA}] @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"
    return Installation(
        requirement=requirement,
        pins=_pins(),
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        local=str(origin.get("url", "")).startswith("file:"),
    )


def _origin() -> Mapping[str, Any]:
    """Return where the package came from, as pip wrote it down (PEP 610); nothing where it came from an index."""
    try:
        found: Mapping[str, Any] = json.loads(distribution(PACKAGE).read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return {}
    return found


def _pins() -> tuple[str, ...]:
    """Return the versions of all packages that this one needs here, directly or not; what is missing has none."""
    versions: dict[str, str] = {}
    waiting, seen = [(PACKAGE, EXTRA), (PACKAGE, "")], set[tuple[str, str]]()
    while waiting:
        name, extra = one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        versions[name] = package.version
        for needed in map(Requirement, package.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(needed.name), more) for more in ("", *needed.extras)]
    versions.pop(PACKAGE, None)
    return tuple(f"{name}=={version}" for name, version in sorted(versions.items()))
