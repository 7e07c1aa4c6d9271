"""A page that is kept without being rendered is the page that would be rendered, whatever has changed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing import Project
from factsheet.model import Actor, Date, Facts, Form, Kind, Quote, Review, Source, Status, Suggestion
from factsheet.pages import Store, render_pages
from factsheet.standing import BASE, LAST_RUN
from random_facts import random_facts

# What other pages may tell of a fact, each changed alone; the texts of sources stay, for passages stand in them.
TOLD: dict[str, tuple[object, ...]] = {
    "name": ("Somebody else",),
    "kind": (Kind.PERSON, Kind.UNNAMED),
    "paged": (True, False),
    "title": ("A day of days",),
    "form": (Form.DIRECT, Form.INDIRECT),
    "review": (Review(status=Status.DISPUTED), Review(status=Status.VERIFIED)),
    "affiliation": (("bo",), ("cy",)),
    "about": (("bo",), ("cy",)),
    "said_on": ("2023-09-17", "2023"),
    "origin": ("one", "two"),
    "found_by": ("chats",),
}
PLACES = ({}, {"actors/ada.md": "people/ada.md"}, {"quotes/quote-0.md": "quotes/first.md"})


def tied(facts: Facts) -> Facts:
    """Tie the facts to each other across sources, in every way that records know."""
    ada, *others = facts.actors
    dates = (
        replace(one, actors=("ada",), beside=("cy",), quotes=tuple(quote.id for quote in facts.quotes[1:]))
        for one in facts.dates
    )
    day = facts.dates[0].value if facts.dates else ""
    quotes = (replace(one, said_on=day, about=("bo",)) for one in facts.quotes)
    actors = (replace(ada, affiliation=("cy",), paged=True), *others)
    return replace(facts, actors=actors, dates=tuple(dates), quotes=tuple(quotes))


def variants(facts: Facts) -> Iterator[Facts]:
    """Yield the facts with one of them changed in one thing, or gone."""
    for room in ("actors", "quotes", "dates", "sources"):
        records = getattr(facts, room)
        for number, record in enumerate(records):
            for changed in _changed(record):
                yield replace(facts, **{room: (*records[:number], *changed, *records[number + 1 :])})
    if len(facts.quotes) > 1:
        first, second, *others = facts.quotes
        yield replace(facts, quotes=(replace(first, republished=(second,)), *others))
    yield replace(facts, suggestions=(Suggestion(kind="surname", actors=("ada", "bo"), reason="Alike.", score=0.5),))


def _changed(record: Actor | Quote | Date | Source) -> Iterator[tuple[Actor | Quote | Date | Source, ...]]:
    """Yield what may stand in a record's place."""
    for key, values in TOLD.items():
        if key in {field.name for field in fields(record)}:
            yield from ((replace(record, **{key: value}),) for value in values)
    if isinstance(record, Source):
        document = record.document
        for key in ("title", "publisher", "date", "url"):
            metadata = replace(document.metadata, **{key: "2022-05-05"})
            yield (replace(record, document=replace(document, metadata=metadata)),)
    else:
        yield ()


@settings(max_examples=40, deadline=None)
@given(random_facts() | random_facts().map(tied), st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_pages_with_one_fingerprint_have_one_text(facts: Facts, places: dict[str, str], moved: dict[str, str]) -> None:
    before = {page.path: page for page in render_pages(facts, places)}
    texts = {path: page.text for path, page in before.items() if page.fingerprint}
    for changed, there in chain([(facts, moved)], ((one, places) for one in variants(facts))):
        for page in render_pages(changed, there):
            if page.path in texts and before[page.path].fingerprint == page.fingerprint:
                assert texts[page.path] == page.text, page.path


def test_what_a_page_tells_of_nothing_new_keeps_its_fingerprint() -> None:
    """Else everything would be rendered in each run, and no other test would notice."""
    documents = {"one": SEEDS["water"], "two": SEEDS["bridge"]}
    with tempfile.TemporaryDirectory() as place:
        project = Project(Path(place), documents)
        before = _fingerprints(project)
        project.seed("two", SEEDS["bridge"].replace("unsafe", "in ruins"))
        after = _fingerprints(project)
    assert before["sources/one.md"] == after["sources/one.md"]
    assert before["sources/two.md"] != after["sources/two.md"]


def _fingerprints(project: Project) -> dict[str, bytes]:
    """The fingerprints of all pages of a project."""
    made = render_pages(project.generate().facts)
    return {page.path: page.fingerprint for page in made}


# ---------------------------------------------------------------- whole runs

SEEDS = {
    "water": (
        "---\ntitle: Water\ndate: 2024-05-07\n---\n"
        "“We cannot wait until the river has left its bed,” said Mira Halabi, the mayor of Lindenau, on 4 May 2024.\n\n"
        "Mira Halabi told reporters that the dam “was never safe.”\n"
    ),
    "bridge": (
        "---\ntitle: Bridge\ndate: 2024-05-09\n---\n"
        "“We cannot wait until the river has left its bed,” Mayor Halabi repeated on 8 May 2024.\n\n"
        "Jonas Lund, an engineer, said that Mira Halabi had called the bridge “unsafe” in 2023.\n"
    ),
    "union": (
        "---\ntitle: Union\ndate: 2024-06-01\n---\n"
        "Jonas Lund of the Farmers' Union told the mayor of Lindenau that “the fields are dry.”\n"
    ),
}


def _rewrite(path: str, old: str, new: str) -> Callable[[Project], None]:
    """Put words of a file in the place of others, where it is there."""

    def act(project: Project) -> None:
        """Change the file."""
        file = project.folder / path
        if file.is_file():
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return act


def _write(path: str, text: str) -> Callable[[Project], None]:
    """Write a file."""

    def act(project: Project) -> None:
        """Write it."""
        (project.folder / path).write_text(text, encoding="utf-8")

    return act


def _both(*acts: Callable[[Project], None]) -> Callable[[Project], None]:
    """Do several things at once."""

    def act(project: Project) -> None:
        """Do them."""
        for one in acts:
            one(project)

    return act


def _remove(path: str) -> Callable[[Project], None]:
    """Delete a file."""

    def act(project: Project) -> None:
        """Delete it."""
        (project.folder / path).unlink(missing_ok=True)

    return act


def _edit(path: str, key: str, value: str | list[str]) -> Callable[[Project], None]:
    """Change a key of a page, where it is there."""

    def act(project: Project) -> None:
        """Change it."""
        if project.page(path).is_file():
            project.edit(path, key, value)

    return act


def _move(project: Project) -> None:
    """Move an actor's page, where it is there."""
    if project.page("actors/jonas-lund.md").is_file():
        project.page("people").mkdir(exist_ok=True)
        project.page("actors/jonas-lund.md").rename(project.page("people/lund.md"))


def _first_quote(project: Project) -> None:
    """Call the first quote disputed."""
    for page in sorted(project.page("quotes").glob("*.md"))[:1]:
        project.edit(f"quotes/{page.name}", "status", "disputed")


# What must have been done for another thing to change anything.
FIRST = {
    "a seed goes": "a seed comes",
    "nothing is redacted": "something is redacted",
    "a republication goes": "a story is republished",
    "a republication is renamed": "a story is republished",
    "a story is its own": "a story is republished",
}
REDACTING = "extra:\n  factsheet:\n    redact: [Jonas Lund]\n"
STORY = SEEDS["water"] + (
    "\nA senior official at the water board said that the wall had been looked at in January. “We found nothing that "
    "could not wait,” the official said, who asked not to be named because the inquiry had not begun.\n"
)
ACTIONS: dict[str, Callable[[Project], None]] = {
    "a story comes": _write("seeds/water.txt", STORY),
    "a story is republished": _both(
        _write("seeds/water.txt", STORY), _write("seeds/argus.txt", STORY.replace("05-07", "05-06"))
    ),
    "a story is republished once more": _both(
        _write("seeds/argus.txt", STORY.replace("05-07", "05-06")),
        _write("seeds/herald.txt", STORY.replace("title: Water", "title: Herald")),
    ),
    "a republication goes": _both(_write("seeds/water.txt", STORY), _remove("seeds/argus.txt")),
    "a republication is renamed": _rewrite("seeds/argus.txt", "title: Water", "title: Argus"),
    "a story is told as another": _edit("sources/bridge.md", "republishes", "water"),
    "a story is its own": _edit("sources/water.md", "republishes", ""),
    "a seed's words change": _rewrite("seeds/water.txt", "never safe", "safe"),
    "a seed's title changes": _rewrite("seeds/bridge.txt", "title: Bridge", "title: The bridge"),
    "a seed's day changes": _rewrite("seeds/bridge.txt", "date: 2024-05-09", "date: 2024-05-10"),
    "a seed shows all": _rewrite("seeds/water.txt", "---\ntitle", "---\npublish: full\ntitle"),
    "a seed comes": _write("seeds/union.txt", SEEDS["union"]),
    "a seed goes": _remove("seeds/union.txt"),
    "a seed is copied": _write("seeds/copy.txt", SEEDS["water"]),
    "an actor is renamed": _edit("actors/mira-halabi.md", "title", "Mira Halabi-Kern"),
    "an actor is of another kind": _edit("actors/jonas-lund.md", "kind", "group"),
    "an actor is disputed": _edit("actors/jonas-lund.md", "status", "disputed"),
    "an actor is none": _edit("actors/jonas-lund.md", "status", "rejected"),
    "an actor belongs to another": _edit("actors/jonas-lund.md", "affiliation", ["mira-halabi"]),
    "actors are one": _edit("actors/jonas-lund.md", "merge_into", "mira-halabi"),
    "a date is named": _edit("dates/2024-05-04.md", "title", "The flood"),
    "a source is retracted": _edit("sources/water.md", "status", "retracted"),
    "a quote is disputed": _first_quote,
    "a page is deleted": _remove("docs/actors/mira-halabi.md"),
    "a page is moved": _move,
    "a page is annotated": _rewrite("docs/actors/mira-halabi.md", "Person.", "Person, and a brave one."),
    "a file for machines is changed": _rewrite("docs/data/annotations/water.jsonld", "Water", "Wine"),
    "the site has an address": _rewrite(
        "mkdocs.yml", "site_name: Talks", "site_name: Talks\nsite_url: https://a.test/"
    ),
    "something is redacted": _write("mkdocs.yml", f"site_name: Talks\nmarkdown_extensions: [attr_list]\n{REDACTING}"),
    "nothing is redacted": _write("mkdocs.yml", "site_name: Talks\nmarkdown_extensions: [attr_list]\n"),
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(sorted(ACTIONS)), max_size=2), min_size=1, max_size=4))
def test_a_run_writes_what_one_would_that_renders_everything(steps: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        documents = {name: SEEDS[name] for name in ("water", "bridge")}
        projects = Project(Path(one), documents), Project(Path(other), documents)
        for step in ([], *steps):
            for project in projects:
                for name in step:
                    ACTIONS[name](project)
            (projects[1].folder / LAST_RUN).unlink(missing_ok=True)
            results = [project.generate() for project in projects]
            assert results[0].report == results[1].report
            assert projects[0].tree() == projects[1].tree()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_change_alone_is_followed(name: str) -> None:
    """One that did nothing would make the law above say nothing."""
    with tempfile.TemporaryDirectory() as place:
        project = Project(Path(place), {name: SEEDS[name] for name in ("water", "bridge")})
        if name in FIRST:
            ACTIONS[FIRST[name]](project)
        project.generate()
        stands = _files(project)
        ACTIONS[name](project)
        assert _files(project) != stands


def _files(project: Project) -> dict[Path, bytes]:
    """All files of a project that people see."""
    return {
        path: path.read_bytes()
        for place in ("docs", "seeds", "mkdocs.yml")
        for path in (project.folder / place, *(project.folder / place).rglob("*"))
        if path.is_file()
    }


def test_a_page_is_not_rendered_that_is_made_from_the_same(tmp_path: Path) -> None:
    """The store asks a draft for its text only where its fingerprint is new, or somebody touched the page."""
    project = Project(tmp_path, {"water": SEEDS["water"], "bridge": SEEDS["bridge"]})
    facts = project.generate().facts
    rendered: list[str] = []
    drafts = list(render_pages(facts, rules="these"))
    counting = [replace(draft, make=lambda draft=draft: rendered.append(draft.path) or draft.text) for draft in drafts]
    store = Store(tmp_path / "other", tmp_path / BASE / "other")
    store.apply(counting)
    assert {draft.path for draft in drafts} == set(rendered)
    rendered.clear()
    again = Store(tmp_path / "other", tmp_path / BASE / "other", untouched=store.imprints)
    report = again.apply(counting)
    assert len(report.unchanged) == len(drafts)
    assert set(rendered) == {draft.path for draft in drafts if not draft.fingerprint}
