"""Seeds full of what would be markup: in a browser no script runs, nothing is asked for, and no element is added."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from browser.conftest import ADDITION, Site, Visit, build
from hostile import injections

ADDED = "iframe, form[action], plaintext, math, object, embed, base, style"


TOGETHER = 5  # injections of an article, for the browser takes a second a page


def seed(some: Sequence[str]) -> str:
    """An article that says some words wherever it can."""
    shown = [json.dumps("".join(char for char in words if char.isprintable())) for words in some]
    keys = ("title", "publisher", "author", "license", "note")
    header = "".join(f"{key}: {words}\n" for key, words in zip(keys, shown, strict=False))
    return f"---\n{header}publish: full\n---\n" + "\n".join(map(report, some))


def report(words: str) -> str:
    """Some sentences of it."""
    return (
        f"Jan Brask told the Harbour Authority: “{words} is no way to sign.”\n"
        f"Brask, a clerk of {words}, said on 8 January 2023 that {words} was forged.\n{words}\n"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Site:
    """A site of all injections."""
    project = tmp_path_factory.mktemp("hostile")
    address = serve(project / "site")
    every = [words for _, words in injections()]
    seeds = {f"{start}.txt": seed(every[start : start + TOGETHER]) for start in range(0, len(every), TOGETHER)}
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
