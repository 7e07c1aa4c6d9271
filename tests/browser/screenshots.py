"""Takes the pictures of README.md, one of each kind of page, from the built site of the project: make screenshots.

The same browser, fonts and pages give the same bytes.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.conftest import BELOW, BROWSERS, PHONE, PROJECT, Handler

FOLDER = PROJECT / ".github/pictures"
WIDE = (1280, 832)
COLOURS = 96  # keep every picture below 60 KB, and no colour is off by more than ten of 255


def look(_: Page) -> None:
    """Leave a page as it opens."""


def choose(page: Page) -> None:
    """Narrow Explore down to one kind of speaker."""
    page.get_by_label("Unnamed source").check()
    expect(page).to_have_url(re.compile(r"\?"))


def search(page: Page) -> None:
    """Search for words."""
    page.keyboard.press("/")
    page.locator("#fs-query").fill("Toivo Klaar")
    expect(page.locator(".fs-search__results li").first).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """A picture of a page below the site's own address, and what a reader does there first."""

    name: str
    path: str
    prepare: Callable[[Page], None] = look
    size: tuple[int, int] = WIDE
    scheme: str = "light"


QUOTE = "quotes/we-need-to-be-able-to-work-with-21ae44/"
PICTURES = (
    Picture("home", ""),
    Picture("actor", "actors/istanbul-talks-an-eu-official/"),
    Picture("quote", QUOTE),
    Picture("date", "dates/2023-09-17/"),
    Picture("source", "sources/istanbul-talks/"),
    Picture("explore", "explore/", choose),
    Picture("search", "", search),
    Picture("network", "network/"),
    Picture("review", "review/"),
    Picture("phone", QUOTE, size=PHONE, scheme="dark"),
)


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """Take a picture, as PNG."""
    viewport = {"width": picture.size[0], "height": picture.size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=picture.scheme, reduced_motion="reduce")
    page = context.new_page()
    answer = page.goto(address + picture.path)
    assert answer is not None
    assert answer.ok, f"no page {picture.path} to take the picture {picture.name!r} of"
    page.wait_for_load_state("networkidle")
    picture.prepare(page)
    page.wait_for_load_state("networkidle")
    shot = page.screenshot(animations="disabled")
    context.close()
    return shot


def write(shot: bytes, file: Path) -> None:
    """Write a picture with few colours."""
    with Image.open(io.BytesIO(shot)) as image:
        every = image.convert("RGB")
        few = every.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def main() -> None:
    """Take all pictures of site/."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(PROJECT / "site")))
    Thread(target=server.serve_forever, daemon=True).start()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for picture in PICTURES:
            shot = take(browser, f"http://127.0.0.1:{server.server_port}{BELOW}", picture)
            write(shot, FOLDER / f"{picture.name}.png")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
