"""Measures building a large site against MkDocs and Material: python tests/benchmarks/building.py [PAGES...].

Both build the same pages, one after the other, each in a process of its own: ours with its theme and its index, theirs
with Material's own theme and search. What is compared is wall time, so nothing else should be at work.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parents[2]
sys.path.insert(0, str(PROJECT / "tests"))
DEFAULT = 2_000  # pages; 10000 and 30000 take minutes
# A child of its own tells the peak of its memory; that of its largest child is told beside it.
MEASURED = """
import resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
unit = 1 if sys.platform == "darwin" else 1024
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6, status)
"""


def write_site(folder: Path, pages: int) -> int:
    """Write a project of about so many pages, and return how many they are."""
    from factsheet.exports import render_exports, write_exports
    from factsheet.pages import render_pages
    from many_facts import many

    for name in ("generator/factsheet/theme", "hooks"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    facts = many(pages * 3 // 5, sources=max(pages // 40, 1), actors=max(pages // 10, 1))
    count = 0
    for page in render_pages(facts):
        path = folder / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
        count += 1
    write_exports(render_exports(facts), folder / "docs")
    return count


def write_reference(folder: Path) -> Path:
    """Write the settings of the same site with Material's own theme and search."""
    text = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^  custom_dir: .*\n|^hooks:\n(  .*\n)+", "", text).replace("plugins: []", "plugins: [search]")
    path = folder / "reference.yml"
    path.write_text(text.replace("site_dir: site", "site_dir: reference"), encoding="utf-8")
    return path


def run(folder: Path, *command: str) -> tuple[float, float]:
    """Run a command of a Python module, and return its seconds and the most memory of a process in it, in MB."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    measured = [sys.executable, "-c", MEASURED, sys.executable, "-m", *command]
    done = subprocess.run(measured, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    seconds, megabytes, status = map(float, done.stdout.split())
    if status:
        raise SystemExit(f"{command} failed")
    return seconds, megabytes


def edit(folder: Path) -> None:
    """Write a sentence on the page of a quote."""
    page = min((folder / "docs/quotes").glob("*.md"))
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")


def weights(site: Path) -> str:
    """Return the weight of the heaviest page and of what a search loads first."""
    heaviest = max(path.stat().st_size for path in site.rglob("*.html"))
    return f"heaviest page {heaviest / 1000:.0f} KB"


def measure(pages: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield stage, ours, theirs, their ratio, and the peak of memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_site(folder, pages)
        reference = write_reference(folder)
        theirs, their_memory = run(folder, "mkdocs", "build", "--config-file", reference.name)
        shutil.rmtree(folder / "reference")
        ours, memory = run(folder, "factsheet.building", "build")
        ratio = f"{ours / theirs:.2f}"
        yield f"all of {count:,} pages, with search", f"{ours:.1f} s", f"{theirs:.1f} s", ratio, f"{memory:.0f} MB"
        yield "their memory", "", "", "", f"{their_memory:.0f} MB"
        nothing, memory = run(folder, "factsheet.building", "build")
        yield "nothing changed", f"{nothing:.2f} s", "", f"{nothing / theirs:.3f}", f"{memory:.0f} MB"
        edit(folder)
        one, memory = run(folder, "factsheet.building", "build")
        yield (
            f"one page edited, {weights(folder / 'site')}",
            f"{one:.2f} s",
            "",
            f"{one / theirs:.3f}",
            f"{memory:.0f} MB",
        )


def main() -> None:
    """Print the table."""
    table = Table("building", "ours", "MkDocs + Material", "ratio", "memory")
    for column in table.columns[1:]:
        column.justify = "right"
    for pages in [int(argument) for argument in sys.argv[1:]] or [DEFAULT]:
        for row in measure(pages):
            table.add_row(*row)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
