"""Building the site: as MkDocs builds it, byte for byte, whatever was kept of an earlier build."""

from __future__ import annotations

import itertools
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build as build_plainly
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from conftest import BuildTree
from factsheet.building import Builder, scene, trust
from factsheet.building.records import STILL

PROJECT = Path(__file__).parent.parent
SETTINGS = """\
site_name: Talks & Tolls
site_url: https://example.org/talks/
theme:
  name: mkdocs
  custom_dir: theme
markdown_extensions: [attr_list, tables]
plugins: []
not_in_nav: /facts/
exclude_docs: /facts/left-out.md
validation:
  links: {anchors: warn}
nav:
  - index.md
  - Second: second.md
"""
# As the project's own theme does it: the front matter is escaped in place, and so is the title that others show.
MAIN = """\
{% extends "base.html" %}
{% for key, value in (page.meta if page else {}).items() %}
{% if value is string %}{% set _ = page.meta.update({key: value | e}) %}{% endif %}
{% endfor %}
{% block content %}<div data-pagefind-body>{{ page.content }}</div></article>{% endblock %}
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "theme/main.html": MAIN,
    "docs/index.md": "---\ntitle: Tolls & more\n---\n# Tolls\n\n[one](facts/a.md#one) [none](facts/none.md)\n",
    "docs/second.md": "# Second\n\n[first](index.md#nowhere)\n",
    "docs/facts/a.md": "---\ntitle: A < B\n---\n# A\n\n## One\n\n[b](b.md#one) [left out](left-out.md)\n",
    "docs/facts/b.md": "# B\n\n[a](a.md) [here](#one) [c](c.md) [c](c/index.md)\n",
    "docs/facts/left-out.md": "# Left out\n",
    "docs/facts/marks.md": """\
# _Marks_ of **every** kind

*a* __b__ ***c*** `d*e*` ``f`g`` \\*h\\* \\_i\\_ [j](b.md "k") ![l](m.png) [n][o] [o] ![p][o] <https://q.example>
<r@s.example> t  \nu &amp; &copy; <b class="v">w _x_</b> y_z_a 2 * 3 < 4 [not a link] \\[not] \\`no code\\`

- one *two
- three* {.four}

| a | b_c_d |
|---|---|
| `e` | [f](a.md){ .g } |

[o]: https://h.example/i_j_k "l"
""",
    "docs/data/facts.json": "{}\n",
}


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sitemap tells the day of the build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def config_of(project: Path, site: str, **options: object) -> MkDocsConfig:
    return load_config(str(project / "mkdocs.yml"), site_dir=str(project / site), **options)


def built(site: Path) -> dict[str, bytes]:
    """What a build wrote. Of the index the names of the shards, which tell what is in them; Pagefind's bytes vary."""
    files = (path for path in site.rglob("*") if path.is_file())
    pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in files}
    return {path: data for path, data in pages.items() if path.count("/") < 2 or not path.startswith("pagefind/")}


@contextmanager
def told() -> Iterator[list[str]]:
    """What MkDocs warns of, in its order."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler, logger = Lines(logging.WARNING), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)


def assert_as_mkdocs_builds_it(project: Path, builder: Builder) -> None:
    """Build with what is kept, and from nothing with MkDocs' own code."""
    shutil.rmtree(project / "plain", ignore_errors=True)
    with told() as expected:
        build_plainly(config_of(project, "plain"))
    with told() as lines:
        builder(config_of(project, "site"))
    assert lines == expected
    site = {path: data for path, data in built(project / "site").items() if not path.startswith("pagefind/")}
    assert site == built(project / "plain")


def test_a_site_is_what_mkdocs_makes_of_it(build_tree: BuildTree) -> None:
    project = build_tree(FILES)
    assert not trust.distrust(config_of(project, "site"))
    assert_as_mkdocs_builds_it(project, Builder())
    assert_as_mkdocs_builds_it(project, Builder())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_several_processes_make_the_same_and_warn_in_the_same_order(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"docs/facts/p{number}.md": f"# P{number}\n\n[next](p{number + 1}.md#x)\n" for number in range(90)}
    project = build_tree(FILES | pages)
    monkeypatch.setattr("factsheet.building.forks.processors", lambda: 3)
    processes = project / "processes"
    write = scene.Scene.write

    def noting(self: scene.Scene, place: int, read: scene.Read) -> object:
        with processes.open("a") as file:
            file.write(f"{os.getpid()}\n")
        return write(self, place, read)

    monkeypatch.setattr(scene.Scene, "write", noting)
    alone = threading.active_count() == 1  # what another test has left running keeps this process from being copied
    assert_as_mkdocs_builds_it(project, Builder())
    assert len(set(processes.read_text().split()) - {str(os.getpid())}) > 1 or not alone


def test_the_projects_own_theme_and_pages(tmp_path: Path) -> None:
    for name in ("generator/factsheet/theme", "hooks", "docs"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    assert not trust.distrust(config_of(tmp_path, "site"))
    assert trust.keeps(config_of(tmp_path, "site"))
    assert_as_mkdocs_builds_it_with_its_hook(tmp_path)
    page = next(iter(sorted((tmp_path / "docs/quotes").glob("*.md"))))
    page.write_text(page.read_text(encoding="utf-8") + "\nA note.\n", encoding="utf-8")
    assert_as_mkdocs_builds_it_with_its_hook(tmp_path)


def assert_as_mkdocs_builds_it_with_its_hook(project: Path) -> None:
    """Index by index, too."""
    shutil.rmtree(project / "plain", ignore_errors=True)
    build_plainly(config_of(project, "plain"))
    Builder()(config_of(project, "site"))
    assert built(project / "site") == built(project / "plain")


def test_materials_navigation_from_every_folder(build_tree: BuildTree) -> None:
    pages = (*"abc", "a/b", "a/b/c", "a/d", "e/f/g", "assets", "assets/h", "e/f/i", "README", "a/index", "x y/ü")
    project = build_tree(
        {
            "mkdocs.yml": "site_name: A & B\ntheme: {name: material, features: [navigation.tabs, navigation.indexes]}\n"
            "plugins: []\nrepo_url: https://example.org/r\nnot_in_nav: '*'\n"
            "nav: [README.md, {Section: [a/index.md, a/b.md, {Deep: [a/b/c.md]}]}, {Away: 'https://example.org'}]\n",
            **{f"docs/{page}.md": f"---\ntitle: {page} & so on\n---\n# {page}\n\n## Part\n" for page in pages},
        }
    )
    assert_as_mkdocs_builds_it(project, Builder())


# ---------------------------------------------------------------- what is kept


def written(project: Path, work: Callable[[], object]) -> set[str]:
    """The files of the site that some work writes."""

    def times() -> Mapping[str, int]:
        files = (path for path in (project / "site").rglob("*") if path.is_file())
        return {path.relative_to(project / "site").as_posix(): path.stat().st_mtime_ns for path in files}

    before = times()
    work()
    return {path for path, changed in times().items() if before.get(path) != changed}


def test_one_edited_page_is_written_and_no_other(build_tree: BuildTree) -> None:
    project = build_tree(FILES)
    time.sleep(2 * STILL / 1e9)  # so that the times of the files tell them from later versions
    Builder()(config_of(project, "site"))
    (project / "docs/facts/b.md").write_text("# B, edited\n", encoding="utf-8")
    changed = written(project, lambda: Builder()(config_of(project, "site")))
    assert "facts/b/index.html" in changed
    assert "facts/a/index.html" not in changed
    assert "data/facts.json" not in changed


def test_the_page_for_missing_ones_is_kept_as_long_as_it_would_come_out_the_same(build_tree: BuildTree) -> None:
    project = build_tree(FILES)
    missing = project / "site/404.html"
    Builder()(config_of(project, "site"))
    (project / "docs/facts/b.md").write_text("# B, edited\n", encoding="utf-8")
    assert "404.html" not in written(project, lambda: Builder()(config_of(project, "site")))
    right = missing.read_bytes()
    for spoil in (lambda: missing.write_text("Nobody is here."), missing.unlink):
        spoil()
        Builder()(config_of(project, "site"))
        assert missing.read_bytes() == right
    (project / "mkdocs.yml").write_text(SETTINGS.replace("Talks", "Walks"), encoding="utf-8")
    assert_as_mkdocs_builds_it(project, Builder())
    assert missing.read_bytes() != right


@pytest.mark.parametrize("name", ["404.md", "404.html"])
def test_a_page_for_missing_ones_that_people_wrote_is_theirs(build_tree: BuildTree, name: str) -> None:
    project = build_tree(FILES | {"mkdocs.yml": f"{SETTINGS}use_directory_urls: false\n"})
    assert_as_mkdocs_builds_it(project, Builder())
    (project / "docs" / name).write_text("Nobody is here.", encoding="utf-8")
    for _ in range(2):
        assert_as_mkdocs_builds_it(project, Builder())
    (project / "docs" / name).unlink()
    assert_as_mkdocs_builds_it(project, Builder())


def test_settings_named_by_another_path_are_the_same(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> None:
    project = build_tree(FILES | {"hooks.py": "def on_config(config):\n    return config\n"})
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "hooks: [hooks.py]\n", encoding="utf-8")
    monkeypatch.chdir(project)
    time.sleep(2 * STILL / 1e9)
    with Path("mkdocs.yml").open("rb") as file:
        Builder()(load_config(file, site_dir=str(project / "site")))  # as the preview does at first, and never again
    changed = written(project, lambda: Builder()(config_of(project, "site")))
    assert "facts/a/index.html" not in changed


def test_only_a_changed_shard_is_indexed_anew(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factsheet.search.LARGEST", 8)
    pages = {f"docs/facts/p{number}.md": f"# P{number}\n\nWord {number}.\n" for number in range(40)}
    project = build_tree(FILES | pages)
    Builder()(config_of(project, "site"))
    before = {path.name for path in (project / "site/pagefind").iterdir()}
    (project / "docs/facts/p7.md").write_text("# P7\n\nAnother word.\n", encoding="utf-8")
    Builder()(config_of(project, "site"))
    after = {path.name for path in (project / "site/pagefind").iterdir()}
    assert len(before) == len(after) > 4
    assert len(after - before) == 1


def test_a_file_of_the_site_that_somebody_changed_or_deleted_is_mended(build_tree: BuildTree) -> None:
    project = build_tree(FILES)
    Builder()(config_of(project, "site"))
    (project / "site/facts/a/index.html").write_text("broken", encoding="utf-8")
    (project / "site/facts/b/index.html").unlink()
    (project / "site/data/facts.json").write_text("broken", encoding="utf-8")
    (project / "site/stray.html").write_text("stray", encoding="utf-8")
    assert_as_mkdocs_builds_it(project, Builder())


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("factsheet.building.scene.Scene.read", 0),
        ("factsheet.building.following.sweep", 0),
        ("mkdocs.structure.files.File.copy_file", 0),
        *(("factsheet.building.scene.Scene.write", times) for times in range(4)),
        ("mkdocs.utils.write_file", 3),
        ("factsheet.building.index_site", 0),
        ("factsheet.building.save_manifest", 0),
    ],
)
def test_a_build_that_was_stopped_leaves_nothing_wrong(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, step: str, times: int
) -> None:
    project = build_tree(FILES)
    Builder()(config_of(project, "site"))
    for page in (project / "docs").rglob("*.*"):
        page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    work, calls = resolve_name(step), itertools.count()

    def stopping(*args: object, **options: object) -> object:
        if next(calls) == times:
            raise KeyboardInterrupt
        return work(*args, **options)

    config = config_of(project, "site")
    with monkeypatch.context() as patch:
        patch.setattr(step, stopping)
        with pytest.raises(KeyboardInterrupt):
            Builder()(config)
    assert_as_mkdocs_builds_it(project, Builder())


NAMES = st.sampled_from(
    ["index.md", "second.md", "facts/a.md", "facts/b.md", "facts/c.md", "facts/c/index.md", "facts/d.md"]
)
LINKS = st.sampled_from(
    ["a.md", "b.md#one", "c.md", "c/index.md", "d.md", "../index.md", "d", "#one", "../data/x.json"]
)
TEXTS = st.builds(
    lambda title, words, links: f"---\ntitle: {title}\n---\n# {words}\n\n" + " ".join(f"[l]({link})" for link in links),
    st.sampled_from(["One", "Two & a half", '"<3"']),
    st.sampled_from(["Word", "Other", "One"]),
    st.lists(LINKS, max_size=3),
)
EDITS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("delete"), NAMES, st.just("")),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(
        st.just("settings"),
        st.sampled_from(["site_name: Other\n", "use_directory_urls: false\n", "strict: false\n"]),
        st.just(""),
    ),
    st.tuples(st.just("theme"), st.sampled_from(["<!-- a -->", "<p>{{ nav.pages | length }}</p>"]), st.just("")),
    st.tuples(st.just("data"), st.sampled_from(["x.json", "facts.json"]), st.sampled_from(["1", "22"])),
)


def edit(project: Path, how: str, name: str, text: str) -> None:
    docs = project / "docs"
    if how == "write":
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    elif how == "delete":
        (docs / name).unlink(missing_ok=True)
    elif how == "rename" and (docs / name).exists():
        (docs / text).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).replace(docs / text)
    elif how == "settings":
        lines = SETTINGS.replace("site_name: Talks & Tolls\n", "") if "site_name" in name else SETTINGS
        (project / "mkdocs.yml").write_text(lines + name, encoding="utf-8")
    elif how == "theme":
        (project / "theme/main.html").write_text(MAIN.replace("<div", f"{name}<div"), encoding="utf-8")
    elif how == "data":
        (docs / "data" / name).write_text(text, encoding="utf-8")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_after_any_edits_the_site_is_what_a_build_from_nothing_makes(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str]]]
) -> None:
    project = tmp_path_factory.mktemp("edits")
    for name, text in FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    Builder()(config_of(project, "site"))
    for edits in rounds:
        for one in edits:
            edit(project, *one)
        assert_as_mkdocs_builds_it(project, Builder())
    config = config_of(project, "afresh")
    Builder()(config)
    assert built(project / "site") == built(project / "afresh")
    shutil.rmtree(project)


# ---------------------------------------------------------------- what is told


def test_strict_counts_what_kept_pages_were_warned_of(build_tree: BuildTree) -> None:
    project = build_tree(FILES)
    for _ in range(2):
        with pytest.raises(Abort, match="Aborted with 7 warnings in strict mode!"):
            Builder()(config_of(project, "site", strict=True))


def test_a_page_that_cannot_be_built_is_told_as_mkdocs_tells_it(build_tree: BuildTree) -> None:
    pages = {f"docs/facts/p{number}.md": f"# P{number}\n" for number in range(90)}
    broken = {"docs/facts/p50.md": "---\ntemplate: none.html\n---\n# Broken\n"}
    project = build_tree(FILES | pages | broken)
    failures = []
    for build in (build_plainly, Builder()):
        with told() as lines, pytest.raises(Exception, match=r"none\.html") as caught:
            build(config_of(project, "site"))
        failures.append((caught.type, lines[-1]))
    assert failures[0] == failures[1]
    (project / "docs/facts/p50.md").write_text("# Mended\n", encoding="utf-8")
    assert_as_mkdocs_builds_it(project, Builder())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mkdocs.yml": SETTINGS.replace("plugins: []", "plugins: [search]")}, "the plugin 'search'"),
        (
            {"mkdocs.yml": f"{SETTINGS}hooks: [hook.py]\n", "hook.py": "def on_page_markdown(markdown, **_): pass\n"},
            "hook",
        ),
        ({"mkdocs.yml": f"{SETTINGS}extra_templates: [data/facts.json]\n"}, "extra_templates"),
        ({"theme/main.html": MAIN + "{% for file in pages %}{% endfor %}"}, "reads `pages`"),
        ({"theme/main.html": MAIN + "{% for file in pages"}, "reads `pages`"),
    ],
)
def test_what_is_not_known_is_left_to_mkdocs(build_tree: BuildTree, change: Mapping[str, str], reason: str) -> None:
    assert reason in trust.distrust(config_of(build_tree(FILES | change), "site"))


def test_a_search_of_materials_that_is_switched_off_acts_on_nothing(build_tree: BuildTree) -> None:
    named = SETTINGS.replace("name: mkdocs", "name: material")
    assert named != SETTINGS
    for enabled in (True, False):
        plugin = f"plugins: [{{search: {{enabled: {str(enabled).lower()}}}}}]"
        project = build_tree(FILES | {"mkdocs.yml": named.replace("plugins: []", plugin)})
        assert bool(trust.distrust(config_of(project, "site"))) is enabled


def test_another_mkdocs_is_left_to_itself(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs.__version__", "1.7.0")
    assert "1.7.0" in trust.distrust(config_of(build_tree(FILES), "site"))


def test_pages_that_tell_the_day_are_not_kept(build_tree: BuildTree) -> None:
    project = build_tree(FILES | {"theme/main.html": MAIN + "{{ page.update_date }}"})
    assert not trust.keeps(config_of(project, "site"))
