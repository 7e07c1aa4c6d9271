from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from extending import Add, adding
from factsheet.language import load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

# A busy machine is slow, and that is no fault. In continuous integration the same examples are tried at every run, so
# that a change is not blamed for what another run would have found.
settings.register_profile("here", deadline=None)
settings.register_profile("continuous integration", deadline=None, derandomize=True)
settings.load_profile("continuous integration" if os.environ.get("FACTSHEET_BROWSER_REQUIRED") else "here")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script; our children would do so, too
    signal.signal(signal.SIGINT, signal.default_int_handler)

BuildTree = Callable[[Mapping[str, str]], Path]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The real language model, loaded once."""
    return load_pipeline()


@pytest.fixture
def build_tree(tmp_path: Path) -> BuildTree:
    """Write files, given as {path: text}, below a new folder, and return the folder."""

    def build(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        return tmp_path

    return build


@pytest.fixture
def add(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Add]:
    """Install a package with one entry point: the code of a module below tests/extensions/, or one given here."""
    with adding(tmp_path_factory.mktemp("packages")) as install:
        yield install
