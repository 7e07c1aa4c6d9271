"""A site stands at the top of an address, below a path or on a disk: wherever it does, every link leads to a file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner

from factsheet.cli import main

LINK = re.compile(r'<(?:a|link|script|img)\b[^>]*?\b(?:href|src)="([^"]*)"')
Publish = Callable[..., Path]


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("new") / "facts"
    for command in (("new", str(project)), ("generate", "--project", str(project))):
        assert CliRunner().invoke(main, command).exit_code == 0
    return project


@pytest.fixture
def publish(generated: Path, tmp_path: Path) -> Publish:
    """Build a copy of a new project with other settings."""

    def build(settings: str = "", command: str = "factsheet") -> Path:
        project = tmp_path / "facts"
        shutil.copytree(generated, project)
        own = (project / "mkdocs.yml").read_text(encoding="utf-8")
        (project / "mkdocs.yml").write_text(own + settings, encoding="utf-8")
        (project / "docs/CNAME").write_text("facts.example.org\n")
        program = [sys.executable, "-m", command, "build", "--strict"]
        done = subprocess.run(program, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return project

    return build


def targets(site: Path, address: str) -> Iterator[tuple[str, str]]:
    """Every page and what each of its links leads to, as addresses of the site."""
    for path in site.rglob("*.html"):
        page = urljoin(address, path.relative_to(site).as_posix())
        for link in LINK.findall(path.read_text(encoding="utf-8")):
            target = urljoin(page, unescape(link)).split("#")[0].split("?")[0]
            if urlsplit(target).netloc == urlsplit(address).netloc:
                yield page, target


def dead(site: Path, address: str, *, served: bool = True) -> list[tuple[str, str]]:
    """The links that lead to no file. A server gives a folder's index.html for it, a disk does not."""

    def leads(target: str) -> bool:
        place = unquote(target.removeprefix(address))
        file = site / place / "index.html" if served and (not place or place.endswith("/")) else site / place
        return target.startswith(address) and file.is_file()

    return [(page, target) for page, target in targets(site, address) if not leads(target)]


@pytest.mark.parametrize("directories", ["true", "false"])
@pytest.mark.parametrize("address", ["https://example.org/", "https://example.org/a/facts/", ""])
def test_every_link_leads_to_a_file(publish: Publish, address: str, directories: str) -> None:
    """Where no address is set, the site stands at the top of one."""
    site = publish(f"\nsite_url: '{address}'\nuse_directory_urls: {directories}\n") / "site"
    found = list(targets(site, address or "https://nowhere.example/"))
    assert len(found) > 200
    assert dead(site, address or "https://nowhere.example/") == []


def test_from_a_disk_every_link_leads_to_a_file(publish: Publish) -> None:
    site = publish("\nuse_directory_urls: false\n") / "site"
    (site / "404.html").unlink()  # which only a server shows
    assert dead(site, "https://disk.example/", served=False) == []


def test_a_dead_link_is_seen(publish: Publish) -> None:
    site = publish() / "site"
    (site / "explore/index.html").unlink()
    assert {target for _, target in dead(site, "https://example.org/")} == {"https://example.org/explore/"}


def test_a_domain_of_ones_own_is_kept_and_published(publish: Publish) -> None:
    project = publish()
    assert (project / "docs/CNAME").read_text() == "facts.example.org\n"
    assert (project / "site/CNAME").read_text() == "facts.example.org\n"
    checked = CliRunner().invoke(main, ["check", "--project", str(project)])
    assert checked.exit_code == 0, checked.output


def test_without_an_address_nothing_names_one(publish: Publish) -> None:
    site = publish() / "site"
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "canonical" not in text
    assert "og:url" not in text
    assert "None" not in (site / "data/quotes.atom").read_text(encoding="utf-8")


def test_plain_mkdocs_publishes_it_likewise(publish: Publish) -> None:
    site = publish("\nsite_url: https://example.org/facts/\n", "mkdocs") / "site"
    assert dead(site, "https://example.org/facts/") == []
    assert (site / "pagefind/pagefind.js").exists()
