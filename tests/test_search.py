"""The index of the built site: made by the command and by MkDocs' hook, and missed in plain words."""

from __future__ import annotations

import importlib.util
import logging
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from conftest import BuildTree
from factsheet import cli, search
from factsheet.errors import SearchError

PROJECT = Path(__file__).parent.parent
PAGE = "<html lang=en><body><main data-pagefind-body><h1>Toll</h1>The toll rises in May.</main></body></html>"
SEED = "Tomas Weller said on 3 May 2024 that the road was closed.\n"
SETTINGS = "site_name: Talks\ntheme: material\nplugins: []\nmarkdown_extensions: [attr_list]\n"


def fragments(site: Path) -> list[Path]:
    """The pages in all shards of an index."""
    return list((site / "pagefind").glob("*/fragment/*"))


def without_pagefind(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: None if name == "pagefind" else find(name, *rest)
    )


def test_a_site_is_indexed_and_only_by_what_the_theme_uses(build_tree: BuildTree) -> None:
    site = build_tree({"index.html": PAGE})
    assert not search.is_indexed(site)
    search.index_site(site)
    assert search.is_indexed(site)
    assert len(fragments(site)) == 1
    assert not [path.name for path in (site / "pagefind").rglob("*") if "ui" in path.name]


def test_indexing_again_leaves_no_page_of_before(build_tree: BuildTree) -> None:
    site = build_tree({"index.html": PAGE, "old/index.html": PAGE.replace("May", "June")})
    search.index_site(site)
    assert len(fragments(site)) == 2
    (site / "old/index.html").unlink()
    search.index_site(site)
    assert len(fragments(site)) == 1


def test_a_missing_pagefind_is_one_line_that_says_what_to_do(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_pagefind(monkeypatch)
    with pytest.raises(SearchError, match=r"pip install 'pagefind\[bin\]'") as caught:
        search.index_site(build_tree({"index.html": PAGE}))
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_site_is_said(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match=r"no search, as it has no page"):
        search.index_site(tmp_path)


def test_build_without_a_pagefind_that_works_builds_the_site_and_is_status_1(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = {"broken/pagefind/__init__.py": "", "broken/pagefind/__main__.py": "raise SystemExit('out of order')\n"}
    project = build_tree({"mkdocs.yml": SETTINGS, "seeds/road.txt": SEED} | broken)
    places = [str(project / "broken"), str(PROJECT / "generator"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    result = CliRunner().invoke(cli.main, ["build", "--project", str(project)])
    assert result.exit_code == 1
    assert "the site has no search, as Pagefind failed: out of order" in capfd.readouterr().err
    assert f"The site is in {project}/site." in result.stdout
    assert (project / "site/sources/road/index.html").exists()


def test_build_indexes_a_site_whose_settings_name_no_hook(build_tree: BuildTree) -> None:
    project = build_tree({"mkdocs.yml": SETTINGS, "seeds/road.txt": SEED})
    result = CliRunner().invoke(cli.main, ["build", "--project", str(project)])
    assert result.exit_code == 0, result.output
    assert search.is_indexed(project / "site")


def test_plain_mkdocs_indexes_by_the_hook(build_tree: BuildTree) -> None:
    hook = PROJECT / "hooks/build.py"
    project = build_tree(
        {"mkdocs.yml": f"{SETTINGS}hooks: [{hook}]\n", "docs/index.md": "# Toll\n\nIt rises in May.\n"}
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert search.is_indexed(project / "site")


def test_the_hook_goes_on_without_pagefind_and_warns(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without_pagefind(monkeypatch)
    hook = runpy.run_path(str(PROJECT / "hooks/build.py"))
    with caplog.at_level(logging.WARNING):
        hook["on_post_build"](SimpleNamespace(site_dir=str(build_tree({"index.html": PAGE})), extra={}))
    assert "the site has no search" in caplog.text


@pytest.mark.parametrize(("command", "live"), [("serve", True), ("build", False)])
def test_the_hook_tells_the_templates_of_the_preview(command: str, live: bool) -> None:
    hook = runpy.run_path(str(PROJECT / "hooks/build.py"))
    hook["on_startup"](command=command, dirty=False)
    assert hook["on_config"](SimpleNamespace(extra={})).extra == {"live": live}
