"""What tests of extensions share: packages that are installed for a test, with entry points like any other's."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from factsheet.extensions import installed

PACKAGES = Path(__file__).parent / "extensions"
Add = Callable[..., None]


def install(folder: Path, name: str, entries: Mapping[str, Mapping[str, str]], code: str, version: str = "1.0") -> None:
    """Lay a package into a folder as pip would: a module, and its metadata with the entry points."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    points = (
        f"[{group}]\n" + "".join(f"{key} = {name}:{to}\n" for key, to in of.items()) for group, of in entries.items()
    )
    (info / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let Python, and every process that it starts, import what lies in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH")))))
        forget()
        yield
        for path in folder.glob("*.py"):
            sys.modules.pop(path.stem, None)
    forget()


def forget() -> None:
    """Forget what was installed, which a process looks up once."""
    importlib.invalidate_caches()
    installed.cache_clear()


@contextmanager
def adding(folder: Path) -> Iterator[Add]:
    """Install packages into a folder, each with one entry point: with code of tests/extensions/, or with its own."""

    def add(group: str, name: str, to: str, code: str = "", package: str = "theirs", version: str = "1.0") -> None:
        code = code or (PACKAGES / f"{package}.py").read_text(encoding="utf-8")
        install(folder, package, {f"factsheet.{group}": {name: to}}, code, version)
        forget()

    with importable(folder):
        yield add
