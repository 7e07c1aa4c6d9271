"""Every case in tests/cases/merge/, as a run of the store: a folder with what was, what is and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.model import Page
from factsheet.pages.store import Store

CASES = sorted((Path(__file__).parent / "cases" / "merge").glob("*/"))
OTHER = Page(path="other.md", text="---\nid: other\ntype: actor\n---\n\n# Another page\n")


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_is_brought_up_to_date_as_its_case_says(case: Path, tmp_path: Path) -> None:
    """The page becomes `expected`, `findings` are told, another page goes on, and a second run changes nothing."""
    store = Store(tmp_path / "docs", tmp_path / "base")
    if (case / "base.md").is_file():
        put(store.base / "page.md", (case / "base.md").read_bytes())
    put(store.docs / "page.md", (case / "mine.md").read_bytes())
    pages = [Page(path="page.md", text=(case / "theirs.md").read_bytes().decode()), OTHER]
    report = store.apply(pages)
    assert (store.docs / "page.md").read_bytes() == (case / "expected.md").read_bytes()
    told = [f"{finding}" for finding in report.findings]
    assert told == (case / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert (store.docs / OTHER.path).read_text(encoding="utf-8") == OTHER.text
    assert set(store.apply(pages).written + store.apply(pages).merged) == set()
    assert (store.docs / "page.md").read_bytes() == (case / "expected.md").read_bytes()
