from __future__ import annotations

from pathlib import Path

import pytest

from conftest import BuildTree
from factsheet.config import Settings, load_settings, nearest
from factsheet.errors import SettingsError


def load(build_tree: BuildTree, text: str, **others: str) -> Settings:
    return load_settings(build_tree({"mkdocs.yml": text, **others}) / "mkdocs.yml")


def test_silent_mkdocs_yml_gives_the_defaults(build_tree: BuildTree) -> None:
    assert load(build_tree, "theme: material\n") == Settings()
    assert load(build_tree, "") == Settings()
    assert load(build_tree, "extra:\n  factsheet:\n") == Settings()


def test_settings_stand_under_extra_factsheet_and_mkdocs_own_at_the_top(build_tree: BuildTree) -> None:
    text = "docs_dir: pages\nsite_dir: public\nextra:\n  factsheet:\n    seeds: sources\n    model: en_core_web_lg\n"
    expected = Settings(seeds="sources", model="en_core_web_lg", docs_dir="pages", site_dir="public")
    assert load(build_tree, text) == expected
    place = "site_name: Talks\nsite_url: https://facts.example/\nuse_directory_urls: false\n"
    expected = Settings(site_name="Talks", site_url="https://facts.example/", use_directory_urls=False)
    assert load(build_tree, place) == expected
    assert load(build_tree, "site_url:\n") == Settings()


def test_environment_variables_work_as_in_mkdocs(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDS", "elsewhere")
    assert load(build_tree, "extra:\n  factsheet:\n    seeds: !ENV [SEEDS, seeds]\n").seeds == "elsewhere"


def test_inherited_settings_work_as_in_mkdocs(build_tree: BuildTree) -> None:
    base = "extra:\n  factsheet:\n    seeds: shared\n"
    assert load(build_tree, "INHERIT: base.yml\n", **{"base.yml": base}).seeds == "shared"


def test_what_mkdocs_would_import_is_not_imported(build_tree: BuildTree) -> None:
    text = "hook: !!python/object/apply:os.abort []\nemoji: !!python/name:no.such.module\nbase: !relative $docs_dir\n"
    assert load(build_tree, text) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("site_name: a\nextra:\n  factsheet:\n    sedes: x\n", 4, "unknown setting 'sedes'; did you mean 'seeds'?"),
        ("extra:\n  factsheet:\n    report_confidence: 2\n", 3, "report_confidence: expected `float` <= 1.0"),
        ("extra:\n  factsheet:\n    languages: fr\n", 3, "languages: expected `object`, got `str`"),
        ("extra:\n  factsheet:\n    languages:\n      en: x\n", 4, "languages: 'en' is the main language"),
        ("extra:\n  factsheet:\n    languages:\n      xx: x\n", 4, "languages: 'xx' has no tables here"),
        ("extra:\n  factsheet:\n    page_threshold: 0\n", 3, "page_threshold: expected `int` >= 1"),
        (
            "extra:\n  factsheet:\n    zzz: x\n",
            3,
            "'page_threshold', 'redact', 'report_confidence', 'search_with', 'seeds'",
        ),
        ("extra:\n  factsheet:\n    model: 3\n", 3, "model: expected `str`, got `int`"),
        ("docs_dir: [docs]\n", 1, "docs_dir: expected `str`, got `array`"),
        ("extra:\n  factsheet: seeds\n", 2, "extra.factsheet is not a list"),
        ("extra: [factsheet]\n", None, "extra.factsheet is not a list"),
        ("site_name: a\nnav: b: c\n", 2, "broken YAML, column 7"),
        ("- a\n", 1, "is not a list of `key: value` lines"),
        ("INHERIT: gone.yml\n", None, "gone.yml"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    build_tree: BuildTree, text: str, line: int | None, said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(build_tree, text)
    assert caught.value.line == line
    assert said in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["/", "/talks-2022/", "/talks-2022", "../talks-2022/", "./inner/", "../../a/b%20c"])
def test_a_path_on_the_same_host_can_be_searched_with(build_tree: BuildTree, path: str) -> None:
    settings = load(build_tree, f"extra:\n  factsheet:\n    search_with:\n      - {path}\n")
    assert settings.search_with == (path,)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("https://example.org/talks/", "is a full address, and the Content-Security-Policy of the pages"),
        ("HTTP:example.org", "is a full address"),
        ("//example.org/talks/", "is a full address"),
        (r"/\example.org/", "is a full address"),
        ("'/\t/example.org/'", "is not the path of a site"),
        ("talks-2022", "is not the path of a site"),
        ("'/talks/?year=2022'", "is not the path of a site"),
        ("'/talks/#top'", "is not the path of a site"),
        ("''", "is not the path of a site"),
    ],
)
def test_what_cannot_be_searched_with_is_refused_with_its_line(build_tree: BuildTree, entry: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(build_tree, f"extra:\n  factsheet:\n    search_with:\n      - /talks-2021/\n      - {entry}\n")
    assert caught.value.line == 5
    assert said in caught.value.message
    assert caught.value.message.endswith(
        "; write the path of a site on the same host, as /talks-2022/ or ../talks-2022/"
    )


def test_bytes_that_are_not_utf_8_are_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_bytes(b"site_name: \xff\n")
    with pytest.raises(SettingsError, match="unacceptable character") as caught:
        load_settings(path)
    assert "\n" not in str(caught.value)


def test_missing_mkdocs_yml_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file; run the command in a project's folder"):
        load_settings(tmp_path / "mkdocs.yml")


def test_nearest_names_one_word_or_all() -> None:
    assert nearest("tittle", ["title", "date"]) == "; did you mean 'title'?"
    assert nearest("x", ["title", "date"]) == "; known are 'date', 'title'"
