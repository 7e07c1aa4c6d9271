"""The index of the built site: made by the command and by MkDocs' hook, and missed in plain words."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config

from conftest import BuildTree
from factsheet import cli, search
from factsheet.building import Builder
from factsheet.errors import SearchError

PROJECT = Path(__file__).parent.parent
PAGE = "<html lang=en><body><main data-pagefind-body><h1>Toll</h1>The toll rises in May.</main></body></html>"
JOINT = (PROJECT / "generator/factsheet/theme/assets/joint.js").read_text(encoding="utf-8")
SHARD_IN_JOINT = re.search(r"const SHARD = /(.*)/;", JOINT)[1]  # type: ignore[index]  # that it stands there is tested
SEED = "Tomas Weller said on 3 May 2024 that the road was closed.\n"
SETTINGS = "site_name: Talks\ntheme: material\nplugins: []\nmarkdown_extensions: [attr_list]\n"


def fragments(site: Path) -> list[Path]:
    """The pages in all shards of an index."""
    return list((site / "pagefind").glob("*/fragment/*"))


def entry(site: Path) -> str:
    """What the dialog loads."""
    return (site / "pagefind/pagefind.js").read_text(encoding="utf-8")


def stamps(site: Path) -> dict[Path, int]:
    """When each file of the shards was written, in nanoseconds."""
    return {path: path.stat().st_mtime_ns for path in (site / "pagefind").glob("*/**/*")}


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


def test_a_site_tells_its_name_and_its_shards(build_tree: BuildTree) -> None:
    site = build_tree({"index.html": PAGE})
    search.index_site(site, name="Talks “of” May")
    told = json.loads((site / "pagefind/shards.json").read_bytes())
    shards = sorted(path.name for path in (site / "pagefind").iterdir() if path.is_dir())
    assert told == {"name": "Talks “of” May", "shards": shards}
    assert all(re.fullmatch(SHARD_IN_JOINT, name) for name in shards)


def test_sites_that_are_searched_with_it_stand_in_the_entry_and_touch_no_shard(build_tree: BuildTree) -> None:
    site = build_tree({"index.html": PAGE})
    search.index_site(site)
    alone, shards = entry(site), stamps(site)
    assert "const others = [];" in alone
    search.index_site(site, search_with=("/talks-2022", "../talks-2023/"))
    assert 'const others = ["/talks-2022/", "../talks-2023/"];' in entry(site)
    search.index_site(site)
    assert (entry(site), stamps(site)) == (alone, shards)


@pytest.mark.parametrize("by_hook", [True, False])
def test_the_setting_reaches_the_entry(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, by_hook: bool) -> None:
    settings = f"{SETTINGS}extra:\n  factsheet:\n    search_with: [/talks-2022/]\n"
    hooks = f"hooks: [{PROJECT / 'hooks/build.py'}]\n" if by_hook else ""
    project = build_tree({"mkdocs.yml": settings + hooks, "docs/index.md": "# Toll\n\nIt rises in May.\n"})
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    config = load_config(str(project / "mkdocs.yml"))
    (mkdocs_build.build if by_hook else Builder())(config)
    assert 'const name = "Talks";' in entry(project / "site")
    assert 'const others = ["/talks-2022/"];' in entry(project / "site")


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
    broken["broken/pagefind_bin/__init__.py"] = "raise ImportError\n"
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
        project = build_tree({"mkdocs.yml": SETTINGS, "site/index.html": PAGE})
        paths = {"site_dir": str(project / "site"), "config_file_path": str(project / "mkdocs.yml")}
        hook["on_post_build"](SimpleNamespace(**paths, extra={}))
    assert "the site has no search" in caplog.text


@pytest.mark.parametrize(("command", "live"), [("serve", True), ("build", False)])
def test_the_hook_tells_the_templates_of_the_preview(command: str, live: bool) -> None:
    hook = runpy.run_path(str(PROJECT / "hooks/build.py"))
    hook["on_startup"](command=command, dirty=False)
    assert hook["on_config"](SimpleNamespace(extra={})).extra == {"live": live}
