"""A new project: complete, the same as this one where it need not differ, and harmless to what lies there."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from mkdocs.config import load_config
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from factsheet import __version__
from factsheet.building import trust
from factsheet.cli import main
from factsheet.config import load_settings
from factsheet.scaffold import FILES, Installation, find_installation, project_files

PROJECT = Path(__file__).parent.parent
THEME = PROJECT / "generator/factsheet/theme/mkdocs_theme.yml"
INSTALLED = Installation(requirement="factsheet==1", pins=("a==1", "b==2"), python="3.13", local=False)
OTHERWISE = {"site_name", "site_url", "repo_url", "edit_uri", "theme", "plugins", "config_file_path"}


class Loader(yaml.SafeLoader):
    """Reads `!ENV NAME` as nothing."""


Loader.add_constructor("!ENV", lambda *_: None)


def settings_of(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def new(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["new", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_new_project_has_all_that_it_needs(tmp_path: Path) -> None:
    result = new(tmp_path / "lake_levels")
    assert result.exit_code == 0
    found = files_of(tmp_path / "lake_levels")
    assert set(found) >= {
        ".github/workflows/publish.yml",
        ".gitignore",
        "README.md",
        "hooks/build.py",
        "mkdocs.yml",
        "requirements.txt",
        "seeds/example.txt",
    }
    assert [name for name in found if name not in result.stdout] == []
    assert load_settings(tmp_path / "lake_levels/mkdocs.yml").site_name == "Lake levels"
    assert find_installation().requirement in found["requirements.txt"].decode().splitlines()


def test_it_prints_the_three_next_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = new(tmp_path / "a b").stdout.split("Next:\n")[1].splitlines()
    assert [line.split("   ")[0].strip() for line in lines] == [
        f"cd '{tmp_path}/a b'",
        "factsheet model",
        "factsheet serve",
    ]
    monkeypatch.chdir(tmp_path)
    assert new(".").stdout.split("Next:\n")[1].split()[:2] == ["factsheet", "model"]


@pytest.mark.parametrize(
    "name", ['Lake: "levels" & #more', "@URL@", "Ünï © ‘x’", "yes", "a\\b", "{{ x }}", "two\nlines", "-"]
)
def test_any_name_is_the_sites_name(tmp_path: Path, name: str) -> None:
    assert new(tmp_path / "a", "--name", name).exit_code == 0
    assert load_settings(tmp_path / "a/mkdocs.yml").site_name == " ".join(name.split())


def test_an_address_is_the_sites_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new(tmp_path / "a", "--url", "https://example.org/facts")
    assert load_settings(tmp_path / "a/mkdocs.yml").site_url == "https://example.org/facts/"
    new(tmp_path / "b")
    assert load_settings(tmp_path / "b/mkdocs.yml").site_url == ""
    monkeypatch.setenv("SITE_URL", "https://example.org/facts")
    assert load_settings(tmp_path / "b/mkdocs.yml").site_url == "https://example.org/facts"


@pytest.mark.parametrize("url", ["example.org", "javascript:alert(1)", "https://"])
def test_what_is_no_address_is_refused_before_anything_is_written(tmp_path: Path, url: str) -> None:
    result = new(tmp_path / "a", "--url", url)
    assert result.exit_code == 2
    assert "is no address such as https://example.org/facts/" in result.output
    assert not (tmp_path / "a").exists()


def test_nothing_that_lies_there_is_touched(tmp_path: Path) -> None:
    mine = {"mkdocs.yml": b"site_name: Mine\n", "README.md": b"Mine.\n", "seeds/mine.txt": b"Mine.\n", "x/y": b"z"}
    for name, data in mine.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "requirements.txt").symlink_to(tmp_path / "nowhere/requirements.txt")
    result = new(tmp_path)
    assert "Left as it was: README.md, mkdocs.yml and requirements.txt." in result.stdout
    found = files_of(tmp_path)
    assert {name: found[name] for name in mine} == mine
    assert not (tmp_path / "nowhere").exists()
    assert "seeds/example.txt" not in found, "who has documents needs no example"
    assert ".github/workflows/publish.yml" in found


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    new(tmp_path / "a")
    before = files_of(tmp_path / "a")
    result = new(tmp_path / "a", "--name", "Other")
    assert "Wrote" not in result.stdout
    assert files_of(tmp_path / "a") == before


def test_a_file_where_a_folder_is_needed_is_told(tmp_path: Path) -> None:
    (tmp_path / "hooks").write_text("mine")
    result = new(tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path / 'hooks'}: is a file, where a folder for build.py is needed" in result.stderr
    assert (tmp_path / "hooks").read_text() == "mine"


def test_a_new_project_is_set_as_this_one() -> None:
    ours = settings_of(PROJECT / "mkdocs.yml")
    theirs = yaml.load(project_files("A", "", INSTALLED)["mkdocs.yml"], Loader)
    assert {key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)} <= OTHERWISE
    assert [one for one in theirs["nav"] if one not in ours["nav"]] == []


def test_the_theme_stands_for_what_this_project_says_at_length() -> None:
    ours = dict(settings_of(PROJECT / "mkdocs.yml")["theme"])
    assert {ours.pop(key) for key in ("name", "variant", "custom_dir")} >= {"material"}
    assert settings_of(THEME) == {"extends": "material", **ours}


def test_the_hook_is_the_same_everywhere() -> None:
    assert (FILES / "hooks/build.py").read_bytes() == (PROJECT / "hooks/build.py").read_bytes()


def test_the_pages_about_the_site_are_the_same_everywhere() -> None:
    """All but the method, which the generator writes."""
    pages, copies = (files_of(folder / "docs/about") for folder in (PROJECT, FILES))
    assert copies == {name: data for name, data in pages.items() if name != "method.md"}, (
        "cp docs/about/*.md generator/factsheet/scaffold/project/docs/about/, and delete method.md there"
    )


def test_every_commented_setting_is_one_that_is_known() -> None:
    text = (FILES / "mkdocs.yml").read_text(encoding="utf-8")
    assert "  #  seeds: seeds" in text
    assert [
        line
        for line in (PROJECT / "mkdocs.yml").read_text().splitlines()
        if line.startswith("  #  ") and line not in text
    ] == []


def test_building_a_new_project_trusts_its_theme(tmp_path: Path) -> None:
    new(tmp_path)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    assert trust.distrust(config) == ""
    assert trust.keeps(config)
    assert THEME.parent in trust.own_folders(config)


def test_a_template_of_the_projects_own_stands_before_the_themes(tmp_path: Path) -> None:
    new(tmp_path)
    (tmp_path / "overrides").mkdir()
    (tmp_path / "overrides/main.html").write_text("{{ pages }}")
    text = (tmp_path / "mkdocs.yml").read_text().replace("  # custom_dir:", "  custom_dir:")
    (tmp_path / "mkdocs.yml").write_text(text)
    config = load_config(str(tmp_path / "mkdocs.yml"))
    assert config.theme.get_env().get_template("main.html").filename == str(tmp_path / "overrides/main.html")
    assert "reads `pages`" in trust.distrust(config)


@pytest.mark.parametrize(
    ("origin", "requirement", "local"),
    [
        (None, f"factsheet[all]=={__version__}", False),
        ({"url": "file:///tmp/factsheet.whl", "archive_info": {}}, f"factsheet[all]=={__version__}", True),
        (
            {"url": "https://example.org/facts.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}},
            "factsheet[all] @ git+https://example.org/facts.git@0a1b",
            False,
        ),
    ],
)
def test_what_is_asked_for_is_what_runs(
    monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None, requirement: str, local: bool
) -> None:
    package = SimpleNamespace(read_text=lambda _name: origin and json.dumps(origin), requires=(), version="1")
    monkeypatch.setattr("factsheet.scaffold.installation.distribution", lambda _name: package)
    found = find_installation()
    assert (found.requirement, found.local) == (requirement, local)
    assert Requirement(found.requirement).extras == {"all"}


def test_what_is_pinned_is_what_runs_and_all_of_it() -> None:
    """Whatever a package needs here, directly or not, is pinned to the version that is installed."""
    pins = {Requirement(pin).name: pin for pin in find_installation().pins}
    assert {"mkdocs-material", "spacy", "pypdf", "mammoth", "trafilatura", "markupsafe", "pagefind-bin"} <= set(pins)
    assert pins["spacy"] == f"spacy=={version('spacy')}"
    assert {"factsheet", "pytest", "ray"} & set(pins) == set()
    for name in pins:
        for needed in map(Requirement, distribution(name).requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pins, f"{name} needs {needed}"


def test_a_package_that_needs_itself_or_what_is_missing_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {"factsheet": ["A_b>=1", "gone", "c; extra == 'all'", "d; extra == 'e'"], "a-b": ["c[x]"], "c": ["a.b"]}

    def installed(name: str) -> SimpleNamespace:
        if name not in needs:
            raise PackageNotFoundError(name)
        return SimpleNamespace(read_text=lambda _name: None, requires=needs[name], version="7")

    monkeypatch.setattr("factsheet.scaffold.installation.distribution", installed)
    assert find_installation().pins == ("a-b==7", "c==7")


def test_no_file_of_a_project_keeps_a_mark() -> None:
    files = project_files("A", "", INSTALLED)
    assert [
        name
        for name, data in files.items()
        if any(m in data for m in (b"@NAME", b"@URL", b"@TITLE", b"@REQ", b"@PINS", b"@PYTHON"))
    ] == []
