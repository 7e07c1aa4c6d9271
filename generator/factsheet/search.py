"""The index of the built site, by which a reader searches it; Pagefind makes it from the finished pages."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from factsheet.errors import SearchError

FOLDER = "pagefind"  # in the site; theme/assets/site.js looks for it there
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")  # Pagefind's own interfaces; ours stands in the theme


def is_indexed(site: Path) -> bool:
    """Tell whether a built site has its index.

    Args:
        site: the folder of the built site.
    """
    return (site / FOLDER / "pagefind.js").is_file()


def index_site(site: Path) -> None:
    """Write the index of a built site into it, in place of an older one.

    Args:
        site: the folder of the built site.

    Raises:
        SearchError: when Pagefind is not installed, or cannot index the site; the site works then without search.
    """
    if importlib.util.find_spec("pagefind") is None:
        raise SearchError("the site has no search, as Pagefind is missing: run `pip install 'pagefind[bin]'`")
    made = site / f"{FOLDER}.new"
    command = [sys.executable, "-m", "pagefind", "--silent", "--site", str(site), "--output-subdir", made.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        *_, reason = (done.stderr or done.stdout).strip().splitlines() or ("it says nothing",)
        raise SearchError(f"the site has no search, as Pagefind failed: {reason}", str(site))
    for path in (path for pattern in UNUSED for path in made.glob(pattern)):
        path.unlink()
    shutil.rmtree(site / FOLDER, ignore_errors=True)  # Pagefind adds to a folder, and what is gone must not be found
    made.rename(site / FOLDER)
