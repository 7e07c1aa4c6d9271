"""Measures how time and memory of `generate` grow with the documents: python tests/benchmarks/scale.py [COUNT...]

The documents are made from a few short articles that the language model reads once; in each copy other names of the
same length and other days take the places of the first ones, in the text as in what was found in it, which is laid
into the cache. So a hundred thousand documents cost no hours of parsing, which is measured by itself, and everything
behind it does its full work.
"""

from __future__ import annotations

import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from factsheet.config import Settings
from factsheet.extracting import cache_of, extract_all
from factsheet.model import Document, Mentions
from factsheet.readers import read_seed
from factsheet.standing import CACHE

COUNTS = (1_000, 10_000)
ARTICLES = (
    """Teresa Harmond, mayor of Lindenau, told reporters on {day} that the harbour “will not be sold to anybody.” The
Lindenau Port Authority had asked for offers.

“Nobody has shown us a plan,” said Walter Osgoode, a spokesman for the authority.
""",
    """“The bridge was never safe,” Teresa Harmond said on {day}. She called the repairs “a waste of time and money.”

Walter Osgoode, who serves as chief engineer, said that the town had been warned.
""",
    """Walter Osgoode denied on {day} that the ferry would stop. According to Teresa Harmond, the ferry “has lost half
of its passengers.”

Residents of Lindenau gathered in front of the town hall until late in the evening.
""",
)
CONSONANTS, VOWELS = "bdfghklmnprstvz", "aeiou"
DAYS = 360  # different days in all articles
PER_PERSON = 3  # articles in which a person is named, on average; the first persons are named far more often
SAMPLED = 1.0  # seconds; asking how much a process holds stops it for as long as it holds much


def name(number: int, size: int) -> str:
    """Make a name of so many letters; different numbers make different names."""
    letters = ""
    while len(letters) < size:
        number, vowel = divmod(number, len(VOWELS))
        number, consonant = divmod(number, len(CONSONANTS))
        letters += CONSONANTS[consonant] + VOWELS[vowel]
    return f"{letters[: size - 1]}n".capitalize()


def names_of(article: int, count: int) -> dict[str, str]:
    """Choose who is named in an article: a few persons often, most seldom."""
    chance = random.Random(article)
    persons = max(count // PER_PERSON, 2)
    one, other = (int(persons * chance.random() ** 2) for _ in range(2))
    found = {"Teresa": name(one % 900, 6), "Harmond": name(one, 7), "Walter": name(other % 900 + 7, 6)}
    return found | {"Osgoode": name(other + 11, 7)}


def replaced(text: str, names: dict[str, str]) -> str:
    """Put other names into a text, as they are written and in small letters."""
    for old, new in names.items():
        text = text.replace(old, new).replace(old.lower(), new.lower())
    return text


def day(number: int) -> str:
    """Write a day; all are of one length."""
    year, rest = divmod(number, 36)
    month, one = divmod(rest, 18)
    return f"{one + 10} {('March', 'April')[month]} {2010 + year}"


def iso(number: int) -> str:
    """Write the same day as its value."""
    year, rest = divmod(number, 36)
    month, one = divmod(rest, 18)
    return f"{2010 + year}-{('03', '04')[month]}-{one + 10}"


def seed_of(number: int, text: str) -> str:
    """Write a seed."""
    published = f"2024-0{number % 9 + 1}-1{number % 8}"
    return f"---\ntitle: Article {number:06}\ndate: {published}\n---\n{text}"


def write_project(folder: Path, count: int) -> None:
    """Write a project of so many documents, and lay what is found in them into its cache."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Scale\nmarkdown_extensions: [attr_list]\n", encoding="utf-8")
    write_seeds(folder, count, ((number, number) for number in range(count)))


def change_a_seed(folder: Path, count: int) -> None:
    """Let one seed name others on another day, and lay what is found in it into the cache."""
    write_seeds(folder, count, [(count // 2, count + 1)])


def write_seeds(folder: Path, count: int, told: Iterable[tuple[int, int]]) -> None:
    """Write seeds, and lay what is found in them into the cache.

    Args:
        folder: the project's.
        count: of its seeds.
        told: the number of each seed, and that by which its names and its day are chosen.
    """
    settings = Settings()
    cache = cache_of(settings, folder / CACHE)
    found = dict(templates(folder, settings))
    for number, chosen in told:
        template, which = number % len(ARTICLES), chosen * 7919 % DAYS
        names = names_of(chosen, count)
        text, mentions = found[template, which]
        path = folder / "seeds" / f"{number % 1000:03}" / f"article-{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(seed_of(number, replaced(text, names)), encoding="utf-8")
        document = read_seed(path, folder, settings)
        cache.save(document, msgspec.json.decode(replaced(mentions, names), type=Mentions))


def dated(mentions: Mentions, value: str) -> Mentions:
    """Let the dates of an article be read as another day: "2010-03-10"."""
    year, month, one = value.split("-")
    return replace(
        mentions,
        dates=tuple(replace(d, reading=replace(d.reading, year=year, month=month, day=one)) for d in mentions.dates),
    )


def templates(folder: Path, settings: Settings) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Read each article once by the language model, and yield it with what was found, as JSON, for every day."""
    for template, article in enumerate(ARTICLES):
        path = folder / "template.txt"
        path.write_text(article.format(day=day(0)), encoding="utf-8")
        document = read_seed(path, folder, settings)
        assert isinstance(document, Document)
        ((_, mentions),) = extract_all([document], settings, cache_of(settings, None))
        path.unlink()
        for which in range(DAYS):
            told = msgspec.json.encode(dated(mentions, iso(which))).decode()
            yield (template, which), (article.format(day=day(which)), told.replace(day(0), day(which)))


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of `generate` took."""

    seconds: float
    worked: float  # seconds of all processors together, which tell the growth even where other programs run
    megabytes: float  # the most that all its processes held together


def measure(folder: Path) -> Run:
    """Generate, and measure it."""
    began, worked, most = time.perf_counter(), processor(), 0.0
    command = [sys.executable, "-m", "factsheet", "generate", "--project", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            most = max(most, sum(map(held, (run.pid, *children(run.pid)))))
            time.sleep(SAMPLED)
    assert run.returncode == 0
    return Run(time.perf_counter() - began, processor() - worked, most)


def processor() -> float:
    """Return the seconds that processors have worked for the processes begun here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children(process: int) -> list[int]:
    """Return the processes that a process began."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def held(process: int) -> float:
    """Return the megabytes that a process holds, its part of what it shares with others; 0 where that is not told."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def main() -> None:
    """Print a table, and the exponent by which the work grows."""
    counts = tuple(map(int, sys.argv[1:])) or COUNTS
    table = Table(
        "documents", "pages", "first run", "ms / page", "CPU time", "one seed changed", "no change", "MB at most"
    )
    worked: dict[int, float] = {}
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_project(folder, count)
            first = measure(folder)
            change_a_seed(folder, count)
            changed, again = measure(folder), measure(folder)
            pages = sum(1 for _ in (folder / "docs").rglob("*.md"))
        worked[count] = first.worked
        each = f"{first.seconds * 1000 / pages:.2f}"
        told = (f"{run.seconds:.1f} s" for run in (changed, again))
        most = max(first.megabytes, changed.megabytes)
        row = f"{count:,}", f"{pages:,}", f"{first.seconds:.1f} s", each, f"{first.worked:.1f} s", *told, f"{most:,.0f}"
        table.add_row(*row)
        Console(width=110).print(*row)  # each as soon as it is measured: the next takes ten times as long
    Console(width=110).print(table)
    if len(counts) > 1:
        first_count, *_, last = counts
        exponent = math.log(worked[last] / worked[first_count]) / math.log(last / first_count)
        Console().print(f"The work grows as documents to the power of {exponent:.2f}.")


if __name__ == "__main__":
    main()
