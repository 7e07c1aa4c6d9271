"""Measures what a reader loads for a first search over several sites: python tests/benchmarks/joint.py COUNT...

The pages are made up: 150 words, of which few are frequent, four pages to a source and five to a speaker.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from factsheet.search import index_site

ASSETS = Path(__file__).parents[2] / "generator/factsheet/theme/assets"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES, WORDS, VOCABULARY = 4_000, 150, 20_000
KINDS = ("Actor", "Date", "Quote", "Source")
SEARCH = """async (word) => {
  const pagefind = await import("./pagefind/pagefind.js");
  const { startJointly } = await import("./assets/joint.js");
  await startJointly(pagefind, { excerptLength: 32 });
  await pagefind.filters();
  const { results } = await pagefind.search(word, { filters: {} });
  await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return results.length;
}"""


class Counter(SimpleHTTPRequestHandler):
    """Serves a folder, and counts requests and the bytes of files."""

    asked: list[int] = []  # noqa: RUF012  # one for all requests

    def copyfile(self, source: object, outputfile: object) -> None:
        """Send a file."""
        content = source.read()  # type: ignore[attr-defined]
        self.asked.append(len(content))
        outputfile.write(content)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def write_page(path: Path, number: int, chance: random.Random) -> None:
    """Write a page that has the filters of our theme."""
    words = [f"w{int(VOCABULARY ** chance.random())}" for _ in range(WORDS)]
    facts = {
        "type": KINDS[number % 4],
        "speaker": f"{path.parts[-2]} speaker {number // 5}",
        "year": str(2000 + number % 24),
    }
    facts |= {"source": f"{path.parts[-2]} source {number // 4}", "form": "Direct quote", "status": "Not yet reviewed"}
    marks = "".join(f'<meta content="{value}" data-pagefind-filter="{name}[content]">' for name, value in facts.items())
    body = f"<main data-pagefind-body><h1>Page {number}</h1>{' '.join(words)}</main>"
    path.write_text(
        f"<html lang=en><head><title>{number}</title>{marks}</head><body>{body}</body></html>", encoding="utf-8"
    )


def make_sites(folder: Path, count: int) -> None:
    """Write sites and their indexes; the first one searches all."""
    for number in range(count):
        site = folder / f"s{number}"
        site.mkdir()
        for page in range(PAGES):
            write_page(site / f"{page}.html", page, random.Random(f"{number} {page}"))
        (site / "index.html").write_text("<html lang=en><title>Home</title></html>", encoding="utf-8")
        others = tuple(f"../s{other}/" for other in range(count))
        index_site(site, name=f"Site {number}", search_with=others)
        shutil.copytree(ASSETS, site / "assets")


def measure(folder: Path, count: int, browser: Browser) -> str:
    """Search some sites for the first time; return a line that says what it took."""
    make_sites(folder, count)
    asked: list[int] = []
    handler = type("Here", (Counter,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/s0/")
    asked.clear()
    started = time.perf_counter()
    found = page.evaluate(SEARCH, "w77")
    took = time.perf_counter() - started
    server.shutdown()
    return (
        f"{count:3} sites of {PAGES:,} pages: {sum(asked):,} bytes in {len(asked)} files, {took:.1f} s, {found} found"
    )


def main() -> None:
    """Measure for each number of sites that the command line names."""
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for count in map(int, sys.argv[1:]):
            with tempfile.TemporaryDirectory() as folder:
                click.echo(measure(Path(folder), count, browser))
        browser.close()


if __name__ == "__main__":
    main()
