"""The index of the built site, by which a reader searches it; Pagefind makes it from the finished pages.

A large site is indexed in shards, each of which Pagefind can make by itself in little memory. The name of a shard's
folder is a digest of what is in it, so one whose pages did not change is known by its name, and kept.
"""

from __future__ import annotations

import filecmp
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from factsheet.errors import SearchError
from factsheet.files import write_if_different

FOLDER = "pagefind"  # in the site; theme/assets/site.js looks for it there
ENTRY = "pagefind.js"  # what the theme loads
SHARDS = "shards.json"  # what a site that searches this one, too, must know of it; theme/assets/joint.js reads it
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")  # Pagefind's own interfaces; ours stands in the theme
DIGESTED = ("fragment", "index")  # folders of Pagefind in which each file is named by a digest of what is in it
LARGEST = 1_000  # pages in a shard: half a second to index, a few kilobytes to load before a search
AT_ONCE = 2  # shards that are indexed at the same time, some 70 MB of memory each
ROOM = 1 << 28  # bytes that must be free in memory for files to be put there
MARK = "data-pagefind-"  # begins the attributes by which a page tells what of it is searched
BODY, BODY_END = "<div data-pagefind-body>", "</article>"  # theme/main.html
HEAD = re.compile(rf"<title>.*?</title>|<meta [^>]*{MARK}[^>]*>", re.DOTALL)
LANGUAGE = re.compile(r"<html[^>]*>")

# Pagefind merges indexes when it is told to; this does it for the dialog, which knows one index. It names the sites
# that are searched, too, for the dialog, which looks whether they are there.
MERGING = """\
import * as first from "./{first}/pagefind.js";
export * from "./{first}/pagefind.js";

export const name = {name};
export const others = {others};
const rest = {rest};
let chosen = {{}};

export const options = (some) => first.options((chosen = some));

export const init = async () => {{
  await first.init();
  await Promise.all(rest.map((shard) => first.mergeIndex(new URL(`./${{shard}}/`, import.meta.url).pathname, chosen)));
}};
"""


def is_indexed(site: Path) -> bool:
    """Tell whether a built site has its index.

    Args:
        site: the folder of the built site.
    """
    return (site / FOLDER / ENTRY).is_file()


def searched(page: str) -> str:
    """Return what of a page the search reads, as a page of its own that is read as the whole would be.

    Args:
        page: its HTML.

    Returns:
        The page without what surrounds its words; as it is where it does not look like our theme's; empty where
        nothing of it is marked to be searched.
    """
    if f"{MARK}body" not in page:
        return ""
    head, start, end = page.find("</head>"), page.find(BODY), page.rfind(BODY_END)
    kept = HEAD.findall(page, 0, max(head, 0))
    short = "".join((*LANGUAGE.findall(page)[:1], "<head>", *kept, "</head><body>", page[start:end], "</body></html>"))
    return short if 0 < head < start < end and short.count(MARK) == page.count(MARK) else page


def text_digest(text: str) -> bytes:
    """Return what tells texts of pages apart; nothing for an empty one."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest() if text else b""


def unheard(_done: int, _all: int) -> None:
    """Tell nobody."""


def index_site(
    site: Path,
    texts: Mapping[str, bytes] | None = None,
    on_progress: Callable[[int, int], None] = unheard,
    *,
    name: str = "",
    search_with: Sequence[str] = (),
) -> None:
    """Write the index of a built site into it, in place of an older one; shards that are still right stay.

    Args:
        site: the folder of the built site.
        texts: by path below it, a digest of what `searched` returns for each page, and nothing for a page that is
            not searched; by default every page is read.
        on_progress: told how many pages of how many are indexed.
        name: the site's, by which other sites' readers know it.
        search_with: paths of the sites that are searched with it, as the setting has them.

    Raises:
        SearchError: when Pagefind is not installed, or cannot index the site; the site works then without search.
    """
    if importlib.util.find_spec("pagefind") is None:
        raise SearchError("the site has no search, as Pagefind is missing: run `pip install 'pagefind[bin]'`")
    pages = {path: text for path, text in (texts or {}).items() if text} or _read_all(site)
    if not pages:
        raise SearchError("the site has no search, as it has no page", str(site))
    shards = _shards(pages)
    folder = site / FOLDER
    missing = [name for name in shards if not (folder / name / ENTRY).is_file()]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        sizes = threads.map(lambda name: _make(site, folder / name, shards[name]), missing)
        for done in accumulate(sizes):
            on_progress(done, sum(len(shards[name]) for name in missing))
    write_if_different(folder / SHARDS, json.dumps({"name": name, "shards": [*shards]}).encode())
    write_if_different(folder / ENTRY, _entry([*shards], name, search_with).encode())
    for other in folder.iterdir():
        if other.name not in (ENTRY, SHARDS, *shards):
            shutil.rmtree(other) if other.is_dir() else other.unlink()


def _entry(shards: list[str], name: str, search_with: Sequence[str]) -> str:
    """Return the script by which the dialog searches some shards, and learns of the other sites."""
    first, *rest = shards
    others = [f"{path.rstrip('/')}/" for path in search_with]
    return MERGING.format(first=first, name=json.dumps(name), others=json.dumps(others), rest=json.dumps(rest))


def _shards(pages: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Put pages into shards by their paths; their number is a power of two, so that a few pages more move no others.

    Returns:
        The pages of each shard, by its name, in an order that depends on nothing but the paths.
    """
    count = 1
    while len(pages) > count * LARGEST:
        count *= 2
    shards: defaultdict[int, list[str]] = defaultdict(list)
    for path in sorted(pages):
        shards[int.from_bytes(hashlib.blake2b(path.encode(), digest_size=4).digest()) % count].append(path)
    return {f"{number}-{_digest(paths, pages)}": paths for number, paths in sorted(shards.items())}


def _digest(paths: list[str], pages: Mapping[str, bytes]) -> str:
    """Return what tells a shard from one that holds anything else or was made by another Pagefind."""
    found = hashlib.blake2b(f"{version('pagefind')}\n".encode(), digest_size=8)
    for path in paths:
        found.update(f"{path}\n".encode() + pages[path])
    return found.hexdigest()


def _read_all(site: Path) -> dict[str, bytes]:
    """Return a digest of what is searched of each page; of all pages where none is marked, as Pagefind has it."""
    marked: dict[str, bytes] = {}
    unmarked: dict[str, bytes] = {}
    for path, text in _read(site, ""):
        short = searched(text)
        (marked if short else unmarked)[path] = text_digest(short or text)
    return marked or unmarked


def _read(site: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of the pages below a folder, but for the index."""
    for path in sorted((site / prefix).iterdir()):
        name = f"{prefix}{path.name}"
        if path.is_dir() and name != FOLDER:
            yield from _read(site, f"{name}/")
        elif path.suffix == ".html":
            yield name, path.read_text(encoding="utf-8", errors="replace")


def _make(site: Path, folder: Path, pages: list[str]) -> int:
    """Index some pages into a folder that takes its place when it is whole; return how many they are."""
    with tempfile.TemporaryDirectory(prefix="factsheet-", dir=_memory()) as name:
        scratch, made = Path(name) / "site", Path(name) / "made"
        for page in pages:
            _copy(site / page, scratch / page)
        command = [*_pagefind(), "--silent", "--site", str(scratch), "--output-path", str(made)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            *_, reason = (done.stderr or done.stdout).strip().splitlines() or ("it says nothing",)
            raise SearchError(f"the site has no search, as Pagefind failed: {reason}", str(site))
        for path in (path for pattern in UNUSED for path in made.glob(pattern)):
            path.unlink()
        _put(made, folder)
    return len(pages)


@cache
def _pagefind() -> tuple[str, ...]:
    """Return the command that is Pagefind: its program, where it is installed as a package, starts without Python."""
    try:
        from pagefind_bin import get_executable

        return (str(get_executable()),)
    except (ImportError, OSError):
        return sys.executable, "-m", "pagefind"


def _memory() -> str | None:
    """Return a folder that lies in memory, where the system has one with room: many small files are slow on disks."""
    memory = Path("/dev/shm")  # noqa: S108  # only the folder within it, which nobody else may read, is ours
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _put(made: Path, folder: Path) -> None:
    """Make a folder the same as another, out of the one that the shard had before, for most files are in both."""
    new = folder.with_name(f"{folder.name}.new")
    if not new.exists():
        number, _, _ = folder.name.partition("-")
        old = next((path for path in folder.parent.glob(f"{number}-*") if path.is_dir()), None)
        old.rename(new) if old else new.mkdir(parents=True)
    wanted = {path.relative_to(made): path for path in made.rglob("*") if path.is_file()}
    for path in [path for path in new.rglob("*") if path.is_file() and path.relative_to(new) not in wanted]:
        path.unlink()
    for name, path in wanted.items():
        if not _is_there(path, new / name):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, new / name)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def _is_there(made: Path, there: Path) -> bool:
    """Tell whether a file is there already; the names of most are digests of what is in them."""
    if not there.is_file() or made.stat().st_size != there.stat().st_size:
        return False
    return made.parent.name in DIGESTED or filecmp.cmp(made, there, shallow=False)


def _copy(page: Path, copy: Path) -> None:
    """Write what is searched of a page."""
    text = page.read_text(encoding="utf-8", errors="replace")
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(searched(text) or text, encoding="utf-8")
