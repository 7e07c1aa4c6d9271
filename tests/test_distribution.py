"""The package as others install it: the same bytes every time, and all that a new site needs, without this checkout."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest

from factsheet import __version__

PROJECT = Path(__file__).parent.parent
EPOCH = "1700000000"
WHEEL, SOURCES = f"factsheet-{__version__}-py3-none-any.whl", f"factsheet-{__version__}.tar.gz"
PACKAGED = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore", "generator/factsheet")
PATIENCE = 60  # seconds that a slow machine may take for what takes a few
Run = Callable[..., subprocess.CompletedProcess[str]]


def make(project: Path, folder: Path) -> Path:
    """Make the package as `make dist` does: the archive of the sources, and from it the wheel."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    environment.pop("PYTHONPATH", None)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(project)]
    done = subprocess.run(command, env=environment, cwd=folder.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(PROJECT, tmp_path_factory.mktemp("first") / "dist")


@pytest.fixture(scope="session")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that has nothing of this checkout; other packages are those of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    others = [path for path in sys.path if Path(path).name == "site-packages"]
    Path(paths["purelib"], "others.pth").write_text("\n".join(others))
    python = Path(paths["scripts"], "python")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*command, "--ignore-installed", str(dist / WHEEL)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return python.parent


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Run a command of that environment, below an empty folder."""

    def in_folder(*command: str, folder: str = ".", **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{installed}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8", **more}
        place = tmp_path / folder
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)

    return in_folder


def test_the_same_sources_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    """Whatever the dates and the order of the files, and wherever they lie."""
    copy = tmp_path / "elsewhere"
    shutil.copytree(PROJECT / PACKAGED[-1], copy / PACKAGED[-1], copy_function=shutil.copyfile)
    for name in PACKAGED[:-1]:
        shutil.copyfile(PROJECT / name, copy / name)
    again = make(copy, tmp_path / "dist")
    assert sorted(path.name for path in again.iterdir()) == [WHEEL, SOURCES]
    for path in again.iterdir():
        assert path.read_bytes() == (dist / path.name).read_bytes(), path.name


def test_the_wheel_carries_the_package_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(dist / WHEEL) as wheel:
        names = set(wheel.namelist())
    package = PROJECT / "generator/factsheet"
    files = {path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert {path.relative_to(package.parent).as_posix() for path in files} == {
        name for name in names if name.startswith("factsheet/")
    }
    assert {"factsheet/py.typed", "factsheet/theme/main.html"} <= names
    assert {name.split("/")[0] for name in names} == {"factsheet", f"factsheet-{__version__}.dist-info"}


def test_the_sources_hold_no_document_and_no_page(dist: Path) -> None:
    with tarfile.open(dist / SOURCES) as sources:
        tops = {name.split("/")[1] for name in sources.getnames()}
    assert tops == {"generator", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore", "PKG-INFO"}


def test_an_index_takes_it(dist: Path) -> None:
    command = [sys.executable, "-m", "twine", "check", "--strict", str(dist / WHEEL), str(dist / SOURCES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_says_what_it_is(dist: Path) -> None:
    with zipfile.ZipFile(dist / WHEEL) as wheel:
        metadata = message_from_bytes(wheel.read(f"factsheet-{__version__}.dist-info/METADATA"))
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert {"Framework :: MkDocs", "Typing :: Typed"} <= set(metadata.get_all("Classifier"))


def test_a_new_site_is_made_without_a_checkout(run: Run, tmp_path: Path) -> None:
    assert run("factsheet", "--version").stdout == f"factsheet, version {__version__}\n"
    begun = run("factsheet", "new", "facts")
    assert begun.returncode == 0, begun.stderr
    assert f"write ./{WHEEL}[all] into it" in begun.stderr
    assert f"\nfactsheet[all]=={__version__}\n" in (tmp_path / "facts/requirements.txt").read_text()
    for command in (("build", "--strict"), ("check",)):
        done = run("factsheet", *command, folder="facts")
        assert done.returncode == 0, done.stdout + done.stderr
    page = next((tmp_path / "facts/site/quotes").glob("forty-children-*/index.html")).read_text(encoding="utf-8")
    assert "data-pagefind-body" in page
    assert "Content-Security-Policy" in page
    assert (tmp_path / "facts/site/pagefind/pagefind.js").exists()
    assert (tmp_path / "facts/site/assets/site.js").exists()
    assert not (tmp_path / "facts/site/mkdocs_theme.yml").exists()


def test_plain_mkdocs_makes_the_same_pages(run: Run, tmp_path: Path) -> None:
    run("factsheet", "new", "facts")
    epoch = {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    assert run("factsheet", "build", folder="facts", **epoch).returncode == 0
    done = run("python", "-m", "mkdocs", "build", "--strict", "--site-dir", "plain", folder="facts", **epoch)
    assert done.returncode == 0, done.stderr
    ours, theirs = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*.html")}
        for site in (tmp_path / "facts/site", tmp_path / "facts/plain")
    )
    assert len(ours) > 20
    assert ours == theirs
    assert (tmp_path / "facts/plain/pagefind/pagefind.js").exists()


@pytest.mark.parametrize("command", [("factsheet", "serve"), ("python", "-m", "mkdocs", "serve")], ids=" ".join)
def test_a_new_site_is_previewed_at_once(
    run: Run, installed: Path, tmp_path: Path, command: tuple[str, ...], unused_port: int
) -> None:
    run("factsheet", "new", "facts")
    program, *rest = command
    if program == "python":
        assert run("factsheet", "generate", folder="facts").returncode == 0
    address = f"127.0.0.1:{unused_port}"
    served = subprocess.Popen(
        [installed / program, *rest, "--dev-addr", address],
        cwd=tmp_path / "facts",
        env={"PATH": f"{installed}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = fetch(f"http://{address}/")
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(PATIENCE)
    assert 'rel="stylesheet" href="assets/factsheet.css"' in page
    assert "fs-search-button" in page


def fetch(address: str) -> str:
    """Ask until there is an answer."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "nobody answers"
            time.sleep(0.2)
