"""What README.md shows is there, and light enough for everybody who opens it."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PICTURES = ".github/pictures/"
HEAVIEST = 60_000  # bytes


def test_every_picture_is_shown_and_none_is_missing() -> None:
    shown = re.findall(rf"{re.escape(PICTURES)}([\w.-]+)", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(path.name for path in (PROJECT / PICTURES).iterdir())


def test_the_pictures_are_light() -> None:
    for path in (PROJECT / PICTURES).iterdir():
        assert path.stat().st_size < HEAVIEST, path
