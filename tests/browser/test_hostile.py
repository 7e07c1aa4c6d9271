"""Seeds full of what would be markup: in a browser no script runs, nothing is asked for, and no element is added."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import ADDITION, Site, Visit, build
from hostile import injections

ADDED = "iframe, form[action], plaintext, math, object, embed, base, style"


def seed(words: str) -> str:
    """An article that says some words wherever it can."""
    shown = json.dumps("".join(char for char in words if char.isprintable()))
    header = "".join(f"{key}: {shown}\n" for key in ("title", "publisher", "author", "license", "note"))
    return (
        f"---\n{header}publish: full\n---\nJan Brask told the Harbour Authority: “{words} is no way to sign.”\n"
        f"Brask, a clerk of {words}, said on 8 January 2023 that {words} was forged.\n{words}\n"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Site:
    """A site of all injections, an article each."""
    project = tmp_path_factory.mktemp("hostile")
    address = serve(project / "site")
    seeds = {f"{number}.txt": seed(words) for number, (_, words) in enumerate(injections())}
    build(project, seeds, ADDITION.format(address=address))
    return Site(project / "site", address)


def test_no_script_runs_no_element_is_added_and_nothing_is_asked_for(visit: Visit, hostile: Site) -> None:
    """The window itself tells of dialogs, of requests that leave and of what the console says."""
    visitor = visit(address=hostile.address)
    added = Counter[str]()
    for path in [one for one in hostile.pages() if one.startswith("sources/")]:
        page = visitor.visit(path + "/")
        added.update(page.locator("article").locator(ADDED).evaluate_all("all => all.map(one => one.outerHTML)"))
        added.update(page.locator("article script, article img").evaluate_all("all => all.map(one => one.outerHTML)"))
    assert not added
    assert visitor.faults == []
