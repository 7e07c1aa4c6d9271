"""Measures the speed of reading and of building, and prints one table: python tests/benchmarks/run.py.

Every figure is the best of some rounds in this one process, on articles made from templates with a fixed seed, so
that two runs on one machine can be compared. Words are what stands between blanks.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from factsheet import pipeline
from factsheet.config import Settings
from factsheet.engines import Engine
from factsheet.exports import render_exports, write_exports
from factsheet.language import load_pipeline
from factsheet.model import (
    Actor,
    ActorReference,
    Document,
    Facts,
    Form,
    Kind,
    MentionType,
    Metadata,
    Page,
    Passage,
    Quote,
    Source,
    Span,
    Voice,
)
from factsheet.pages import Store
from factsheet.readers import find_seeds

PROJECT = Path(__file__).parents[2]
ARTICLES = 150
ROUNDS = 3
STORED = 10_000  # pages in the measure of the store
EDITED = 500  # of these
EXPORTED = 10_000  # quotes in the measure of the exports

WORDS = {
    "first": "Ada, Bruno, Carla, Dmitri, Elena, Farid, Greta, Hugo, Iris, Jonas, Katya, Lamin, Mira, Nuno, Olga, Pavel",
    "last": "Brennan, Castell, Dragan, Eriksen, Fofana, Gruber, Halabi, Ivanova, Jansen, Kovac, Lund, Moreau, Okafor",
    "place": "Colmouth, Harrowgate, Lindenau, Marisol, Northby, Ostrava, Pellworm, Quimper, Rosedale, Selby",
    "body": "Council, Port Authority, Water Board, Farmers' Union, Chamber of Commerce, Ministry of Transport",
    "role": "mayor, spokeswoman, deputy director, chief engineer, union leader, special envoy",
}
SENTENCES = (
    "{first} {last}, {role} of {place}, told reporters on {day} that the {body} would “look at every offer” it got.",
    "“We cannot wait until the river has left its bed,” {last} said, “and nobody should ask us to.”",
    "The {place} {body} was founded in {year} and has since paid for roads, bridges and two schools.",
    "According to a senior official familiar with the matter, talks with {other} broke down two days before the vote.",
    "“It is a bad plan,” said {other}, who serves as {role} in {place}.",
    "On {day}, the {body} said in a statement that “no decision has been taken.”",
    "Residents of {place} gathered in front of the town hall, where the lights stayed on until late in the evening.",
    "{other} denied the claim and said that {last} had known of the costs since early {year}.",
    "The road between {place} and the coast was closed for nine months, and the shops along it lost their customers.",
)


def article(number: int) -> str:
    """Write an article of about 400 words."""
    chance = random.Random(number)
    words = {name: chance.choice(choices.split(", ")) for name, choices in WORDS.items()}
    words["other"] = f"{chance.choice(WORDS['first'].split(', '))} {chance.choice(WORDS['last'].split(', '))}"
    paragraphs = [
        " ".join(
            sentence.format(
                **words,
                day=f"{chance.choice(['May', 'June', 'July'])} {chance.randint(1, 28)}, {chance.randint(2010, 2025)}",
                year=chance.randint(1950, 2009),
            )
            for sentence in chance.sample(SENTENCES, 3)
        )
        for _ in range(7)
    ]
    return f"---\ntitle: Article {number}\ndate: 2024-05-07\n---\n" + "\n\n".join(paragraphs) + "\n"


def write_project(folder: Path) -> Path:
    """Write a project of this project's seeds and of made articles."""
    seeds = folder / "seeds"
    seeds.mkdir()
    for seed in find_seeds(PROJECT / "seeds"):
        shutil.copy(seed, seeds / seed.name)
    for number in range(ARTICLES):
        (seeds / f"article-{number:04}.txt").write_text(article(number), encoding="utf-8")
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    for extra in ("hooks", "generator/factsheet/theme"):
        if (PROJECT / extra).is_dir():
            shutil.copytree(PROJECT / extra, folder / extra)
    assets = PROJECT / "docs/assets"
    if assets.is_dir():
        shutil.copytree(assets, folder / "docs/assets")
    return folder


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """Return the shortest of some runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def measure_reading(project: Path) -> Iterator[tuple[str, str]]:
    """Compare the model alone with all that `factsheet extract` does on one core and, its workers started, on two."""
    paths = find_seeds(project / "seeds")
    loose = Path(tempfile.mkdtemp(dir=project))  # no project: nothing is cached
    documents = pipeline.read_all(paths, project, Settings())
    texts = [document.text for document in documents if hasattr(document, "text")]
    words = sum(len(text.split()) for text in texts)
    nlp = load_pipeline()
    one, two = Engine(jobs=1), Engine(jobs=2)
    bare = best = both = float("inf")
    for _ in range(ROUNDS):  # turn about, so that what else the machine does meets all
        bare = min(bare, seconds(lambda: list(nlp.pipe(texts))))
        best = min(best, seconds(lambda: list(pipeline.extract(paths, loose, engine=one))))
        both = min(both, seconds(lambda: list(pipeline.extract(paths, loose, engine=two))))
    yield f"the model alone, {len(texts)} documents, {words:,} words", f"{words / bare:,.0f} words/s"
    yield "factsheet extract on one core, the same documents", f"{words / best:,.0f} words/s"
    yield "factsheet extract on one core against the model alone", f"{bare / best:.2f}"
    yield "factsheet extract on two cores against one", f"{best / both:.2f}"


def measure_building(project: Path) -> Iterator[tuple[str, str]]:
    """Measure generate and MkDocs, for every thousand pages."""

    def afresh() -> None:
        for folder in ("docs/actors", "docs/quotes", "docs/dates", "docs/sources", ".factsheet/base"):
            shutil.rmtree(project / folder, ignore_errors=True)
        pipeline.generate(project)

    def build() -> None:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        subprocess.run(command, cwd=project, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True)

    first = seconds(lambda: pipeline.generate(project))
    pages = sum(1 for _ in (project / "docs").rglob("*.md"))
    figures = {
        "generate, first run": first,
        "generate, texts known, every page written": seconds(afresh, ROUNDS),
        "generate, nothing changed": seconds(lambda: pipeline.generate(project), ROUNDS),
        "MkDocs": seconds(build),
    }
    for what, took in figures.items():
        yield f"{what}, {pages:,} pages", f"{took * 1000 / pages:.2f} s / 1,000 pages"


def stored_page(number: int, word: str = "") -> Page:
    """Make a page of about 60 lines, as long as those of an actor."""
    lines = (
        f"- [Quote {one}](../quotes/quote-{number}-{one}.md){{ data-at=source:{one}-{one + 9} }}" for one in range(50)
    )
    front = f"---\nid: actor-{number}\ntype: actor\ntitle: Actor {number}\nkind: person\nstatus: unreviewed\n---\n"
    return Page(path=f"actors/actor-{number}.md", text="\n".join((front, f"# Actor {number}{word}", "", *lines, "")))


def measure_storing(project: Path) -> Iterator[tuple[str, str]]:
    """Measure what the pages cost of which few or none change, a twentieth of them edited by people."""
    docs, base = project / "store/docs", project / "store/base"
    pages = [stored_page(number) for number in range(STORED)]
    Store(docs, base).apply(pages)
    for page in pages[:: STORED // EDITED]:
        file = docs / page.path
        file.write_text(file.read_text(encoding="utf-8").replace("Quote 7]", "Quote seven]"), encoding="utf-8")

    def run(made: list[Page]) -> None:
        store = Store(docs, base)
        store.pairs()
        store.places()
        store.apply(made)

    changes = iter([[stored_page(1, f", {turn}"), *pages[:1], *pages[2:]] for turn in range(ROUNDS)])
    what = f"{STORED:,} pages, {EDITED} of them edited"
    yield f"the store, nothing changed, {what}", f"{seconds(lambda: run(pages), ROUNDS):.2f} s"
    yield f"the store, one page changed, {what}", f"{seconds(lambda: run(next(changes)), ROUNDS):.2f} s"


def quoting_source(number: int) -> tuple[Source, list[Quote]]:
    """Make a source of a hundred quotes, by a hundred of a thousand speakers."""
    name, text = f"source-{number}", "“We cannot wait until the river has left its bed,” said the mayor. " * 100
    metadata = Metadata(title=f"Article {number}", date=f"2024-05-{number % 28 + 1:02}", publisher="The Courier")
    document = Document(id=name, path=f"seeds/{name}.txt", text=text, sha256="0" * 64, metadata=metadata)
    quotes = []
    for turn, start in enumerate(range(1, len(text), len(text) // 100)):
        words = Passage(name, Span(start, start + 47), text[start : start + 47])
        whole = Passage(name, Span(start - 1, start + 65), text[start - 1 : start + 65])
        voice = Voice(words=words, actor=f"actor-{(number * 100 + turn) % 1000}")
        one = Quote(id=f"{name}-{start}", form=Form.DIRECT, words=words, pieces=(words,), context=whole, speaker=voice)
        quotes.append(one)
    return Source(document=document, paragraphs=(Span(0, len(text)),)), quotes


def named_speaker(number: int, quotes: list[Quote]) -> Actor:
    """Make an actor who is named beside each of the quotes."""
    mentions = (ActorReference(words=one.words, context=one.context, type=MentionType.NAME) for one in quotes)
    return Actor(id=f"actor-{number}", name=f"Actor {number}", kind=Kind.PERSON, mentions=tuple(mentions))


def many_quotes() -> Facts:
    """Make the facts of EXPORTED quotes."""
    made = [quoting_source(number) for number in range(EXPORTED // 100)]
    quotes = [quote for _, some in made for quote in some]
    actors = tuple(named_speaker(number, quotes[number::1000]) for number in range(1000))
    return Facts(sources=tuple(source for source, _ in made), actors=actors, quotes=tuple(quotes))


def measure_exporting(project: Path) -> Iterator[tuple[str, str]]:
    """Measure what the files for machines cost in time, on the disk and in memory."""
    facts, docs = many_quotes(), project / "exported"
    first = seconds(lambda: write_exports(render_exports(facts), docs))
    again = seconds(lambda: write_exports(render_exports(facts), docs), ROUNDS)
    tracemalloc.start()
    write_exports(render_exports(facts), docs)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sizes = [path.stat().st_size for path in docs.rglob("*") if path.is_file()]
    what = f"{EXPORTED:,} quotes, {len(sizes):,} files, {sum(sizes) / 1e6:.0f} MB"
    yield f"exports, first run, {what}", f"{first:.2f} s"
    yield f"exports, nothing changed, {what}", f"{again:.2f} s"
    yield f"exports, memory beside the facts, {what}", f"{peak / 1e6:.1f} MB"


def main() -> None:
    """Print the table."""
    table = Table("what", "measured")
    table.columns[1].justify = "right"
    with tempfile.TemporaryDirectory() as folder:
        project = write_project(Path(folder))
        measures = (measure_reading, measure_building, measure_storing, measure_exporting)
        for row in (row for measure in measures for row in measure(project)):
            table.add_row(*row)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
