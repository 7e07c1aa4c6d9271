"""Measures what hostile files cost, and prints one table: python tests/benchmarks/limits.py [MEGABYTES].

Each file is read in a process of its own, whose memory is what it took beyond an empty one of its kind. The second time
is that for half the size: where the work grows with the size it is half the first. Reading is measured, which is all
that is done before a text is refused; below are texts that are read by the language model, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from factsheet.errors import SeedError
from factsheet.readers import read_file
from hostile_files import FILES

MEGABYTES = 10
PATIENCE = 120  # seconds
EXTRACTED = 100_000  # characters of a text that is read by the language model
TEXTS = {
    "prose in one paragraph, with the language model": "The mayor said the bridge was shut on 3 May 2021. ",
    "quotation marks, with the language model": '"',
    "quotations, with the language model": "“We left,” he said. ",
}


def make(kind: str, size: int) -> bytes:
    """Make a file of a kind."""
    return TEXTS[kind].encode() * (size // len(TEXTS[kind])) if kind in TEXTS else FILES[kind].make(size)


def measure(kind: str, file: Path) -> dict[str, object]:
    """Do in this process what is measured, and say what it cost and what came of it."""
    data = file.read_bytes()
    process, start = psutil.Process(), time.process_time()
    before = process.memory_info().rss
    try:
        found = f"{extracted(data.decode()):,} quotes" if kind in TEXTS else read(kind, data)
    except SeedError as error:
        found = error.message
    peak = peak_memory()
    return {"seconds": time.process_time() - start, "megabytes": max(peak - before, 0) / 1e6, "found": found}


def peak_memory() -> int:
    """Return the most memory that this process has had since it began, in bytes; Linux."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def read(kind: str, data: bytes) -> str:
    """Read a file and say how much text it holds."""
    return f"{len(read_file(data, FILES[kind].name).text):,} characters"


def extracted(text: str) -> int:
    """Find the facts in a text, and count its quotes."""
    from factsheet.extract import extract_mentions
    from factsheet.extract.parse import parse
    from factsheet.language import load_lexicon, load_pipeline
    from factsheet.model import Document, Metadata

    document = Document(id="a", path="seeds/a.txt", text=text, sha256="", metadata=Metadata())
    (doc,) = parse(load_pipeline(), [text])
    return len(extract_mentions(document, doc, load_lexicon("en")).quotes)


def ask(kind: str, size: int) -> dict[str, object]:
    """Measure in a process of its own."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(make(kind, size))
        file.flush()
        return run((sys.executable, __file__, "--one", kind, file.name))


def run(command: tuple[str, ...]) -> dict[str, object]:
    """Run a process that measures, and return what it says."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"seconds": float("inf"), "megabytes": 0.0, "found": f"nothing within {PATIENCE} seconds"}
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [""])[-1]
        return {"seconds": 0.0, "megabytes": 0.0, "found": f"died with status {done.returncode}: {told}"}
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main(megabytes: int) -> None:
    """Print the table."""
    table = Table("what", "seconds", "for half", "MB", "what comes of it")
    for kind in (*FILES, *TEXTS):
        size = EXTRACTED if kind in TEXTS else megabytes * 1_000_000
        whole, half = ask(kind, size), ask(kind, size // 2)
        times = (f"{one['seconds']:.1f}" for one in (whole, half))
        table.add_row(kind, *times, f"{whole['megabytes']:.0f}", str(whole["found"])[:90])
    Console(width=150).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else MEGABYTES)
