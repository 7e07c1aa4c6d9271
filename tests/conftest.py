from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factsheet.language import load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

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
