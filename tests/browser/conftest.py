"""A site built from seeds of our own, served below a path, and a browser page that lets nothing pass unnoticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from factsheet.config import load_settings
from factsheet.search import index_site

PROJECT = Path(__file__).parents[2]
ZENSICAL = os.environ.get("FACTSHEET_ZENSICAL")  # the program, where it shall build the sites that are looked at
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BELOW = "/facts/"  # the path below which the site is published, for a site is rarely alone on its server
DESKTOP, PHONE = (1280, 900), (390, 844)

SEEDS = {
    "harbour.txt": """---
title: Colmouth closes its harbour
date: 2024-05-03
publisher: Colmouth Courier
---
Tomas Weller, a spokesman for the Harbour Authority, said on 2 May 2024 that the harbour would close until June.
“The northern wall is cracked from end to end,” Weller said.
Mia Ortega, the mayor of Colmouth, said the town had not been warned.
“We learned of it from the fishermen,” Ortega told reporters.
The Harbour Authority declined to comment on the letter.
Weller said that Mia Ortega had been told twice.
""",
    "wall.txt": """---
title: The wall was known to be weak
date: 2022-11-20
publisher: Colmouth Courier
---
Mia Ortega wrote to the Harbour Authority on 14 March 2022 about the northern wall.
“A single winter may bring it down,” Ortega warned. The Harbour Authority said that the wall had been inspected.
""",
    "note.txt": "---\ntitle: A note of no day\n---\nThe gates of Colmouth were shut on 9 June.\n",
    "hostile.txt": """---
title: "</title><script>document.title='taken'</script>"
date: 2023-01-09
author: '"><img src=x onerror=alert(1)>'
publisher: "{{ config }} <b>bold</b>"
---
Jan Brask told the Harbour Authority: “<script>alert(1)</script> is no way to sign a letter.”
Brask said on 8 January 2023 that the <img src=x onerror=alert(2)> letter was forged.
""",
}
ADDITION = """
site_url: {address}
repo_url: https://github.com/example/facts
edit_uri: edit/main/docs/
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the site below BELOW, with its own page for what is not there."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(BELOW)
        return super().translate_path("/" + path.removeprefix(BELOW) if inside else "/no/such/place")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        text = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """A built and served site."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    def pages(self) -> list[str]:
        """The addresses of all pages below the site's own."""
        return sorted(path.parent.relative_to(self.folder).as_posix() for path in self.folder.rglob("index.html"))

    def one(self, words: str, section: str) -> str:
        """The address of the first page of a section whose article holds some words."""
        for path in sorted((self.folder / section).glob("*/index.html")):
            if words in path.read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]:
                return f"{section}/{path.parent.name}/"
        raise LookupError(words)


def build(project: Path, seeds: dict[str, str], settings: str) -> None:
    """Build a project that has the theme and the settings of this one."""
    for name, text in seeds.items():
        (project / "seeds").mkdir(parents=True, exist_ok=True)
        (project / "seeds" / name).write_text(text, encoding="utf-8")
    for folder in ("generator/factsheet/theme", "hooks"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "docs/about", project / "docs/about", ignore=shutil.ignore_patterns("method.md"))
    own = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(own + settings, encoding="utf-8")
    run(project, sys.executable, "-m", "factsheet", "build")
    if ZENSICAL:
        shutil.rmtree(project / "site")
        run(project, str(PROJECT / ZENSICAL), "build", "--strict")
        read = load_settings(project / "mkdocs.yml")
        index_site(project / "site", name=read.site_name, search_with=read.search_with)


def run(project: Path, *command: str) -> None:
    """Run a command in a project, and fail with all that it says."""
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders on localhost; each gets an address of its own."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}{BELOW}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Site:
    """The seeds above, built and served."""
    project = tmp_path_factory.mktemp("project")
    address = serve(project / "site")
    build(project, SEEDS, ADDITION.format(address=address))
    return Site(project / "site", address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; without one the test is skipped, and fails in continuous integration."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        reason = f"no browser found; looked for {', '.join(BROWSERS)}"
        if os.environ.get("CI") or os.environ.get("FACTSHEET_BROWSER_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """A reader's browser window, and what went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.expected: tuple[str, ...] = ()
        host = urlsplit(address).netloc
        self.page.on("request", lambda one: self._note(urlsplit(one.url).netloc not in (host, ""), one.url))
        self.page.on("console", lambda one: self._note(one.type in ("error", "warning"), one.text))
        self.page.on("pageerror", lambda one: self._note(True, str(one)))
        self.page.on("dialog", lambda one: (self._note(True, f"dialog: {one.message}"), one.dismiss()))

    def _note(self, fault: bool, what: str) -> None:
        if fault and not any(expected in what for expected in self.expected):
            self.faults.append(what)

    def visit(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Open windows; at the end nothing may have left localhost, and no console may have complained."""
    visitors: list[tuple[Visitor, BrowserContext]] = []

    def window(
        size: tuple[int, int] = DESKTOP, scheme: str = "light", address: str = site.address, **options: object
    ) -> Visitor:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)
        context.set_default_timeout(15_000)
        visitors.append((Visitor(context, address), context))
        return visitors[-1][0]

    yield window
    for visitor, context in visitors:
        context.close()
        assert visitor.faults == []


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    """A window on a desktop, in light colours."""
    return visit()


@pytest.fixture(scope="session")
def kinds(site: Site) -> dict[str, str]:
    """The address of a page of each kind."""
    return {
        "home": "",
        "actors": "actors/",
        "quotes": "quotes/",
        "dates": "dates/",
        "sources": "sources/",
        "explore": "explore/",
        "network": "network/",
        "method": "about/method/",
        "about": "about/",
        "accuracy": "about/accuracy/",
        "reference": "about/front-matter/",
        "settings": "about/settings/",
        "glossary": "about/glossary/",
        "review": "review/",
        "corrections": "corrections/",
        "actor": site.one("Mia Ortega</h1>", "actors"),
        "quote": site.one(">The northern wall is cracked", "quotes"),
        "reported": site.one('class="reported"', "quotes"),
        "date": site.one("2 May 2024</h1>", "dates"),
        "source": site.one("Colmouth closes its harbour</h1>", "sources"),
        "hostile": site.one("no way to sign", "sources"),
        "missing": "no/such/page/",
    }
