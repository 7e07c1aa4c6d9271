"""Who has a page of their own: those of whom the sources say more than a name, and those whom people touched."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BuildTree
from facts_fixture import ID, exported, facts
from factsheet import pipeline
from factsheet.check import DEFAULT_EXTENSIONS, check_site
from factsheet.model import Facts, MentionType
from factsheet.pages import render_pages
from factsheet.paging import Touched, give_pages, named_by_people
from reading import as_parameter, cases_of, facts_of, written

if TYPE_CHECKING:
    from spacy.language import Language

FILES = sorted((Path(__file__).parent / "cases" / "paging").glob("*.yml"))
MARKET = "Ayla Demir came to the market with Tomas Weller. Ayla Demir said that the fish was good.\n"
FAIR = "The fair was opened by Tomas Weller.\n"
BOAT = "“The boat is gone,” someone said on Monday.\n"
CONFIGURATION = "site_name: Talks\ntheme: material\nmarkdown_extensions: [attr_list]\nstrict: true\n"
PROJECT = {"mkdocs.yml": CONFIGURATION, "seeds/market.txt": MARKET}
WELLER = "actors/tomas-weller.md"


@dataclass(frozen=True)
class Case:
    """Documents, and who in them has a page."""

    name: str
    texts: list[str]
    least: int = 2
    paged: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    gap: bool = False

    @property
    def text(self) -> str:
        return self.texts[0]


@pytest.mark.parametrize("case", [as_parameter(case) for file in FILES for case in cases_of(file, Case)])
def test_who_is_only_named_in_passing_has_no_page(case: Case, nlp: Language) -> None:
    documents = [written(text, f"note-{number}") for number, text in enumerate(case.texts)]
    actors = give_pages(facts_of(nlp, *documents), case.least).actors
    assert {actor.name for actor in actors if actor.paged} == set(case.paged)
    assert {actor.name for actor in actors if not actor.paged} == set(case.passing)


# ---------------------------------------------------------------- laws


LIMITS = st.integers(1, 9)
KEPT = st.sets(st.sampled_from([actor.id for actor in facts().actors]))


def paged(of: Facts) -> set[str]:
    return {actor.id for actor in of.actors if actor.paged}


@settings(deadline=None)
@given(LIMITS, LIMITS, KEPT)
def test_a_higher_threshold_gives_fewer_pages_and_takes_none_of_those_kept(
    one: int, other: int, kept: set[str]
) -> None:
    low, high = sorted((one, other))
    assert kept <= paged(give_pages(facts(), high, kept)) <= paged(give_pages(facts(), low, kept))
    assert paged(give_pages(facts(), 1)) == {actor.id for actor in facts().actors}


@settings(deadline=None)
@given(LIMITS, KEPT)
def test_whoever_speaks_is_spoken_to_or_has_a_role_has_a_page_and_so_have_their_heads(
    least: int, kept: set[str]
) -> None:
    given_ = give_pages(facts(), least, kept)
    shown = paged(given_)
    voices = [voice for quote in given_.quotes for voice in (quote.speaker, quote.addressee) if voice and voice.actor]
    assert {voice.actor for voice in voices} <= shown
    assert {actor.id for actor in given_.actors if actor.roles or actor.terms} <= shown
    assert {head for actor in given_.actors if actor.paged for head in actor.affiliation} <= shown


@settings(deadline=None)
@given(LIMITS, KEPT)
def test_no_page_links_to_one_that_does_not_exist(least: int, kept: set[str]) -> None:
    given_ = give_pages(facts(), least, kept)
    pages = {page.path: page.text for page in render_pages(given_)}
    documents = {source.id: source.document for source in given_.sources}
    assert check_site(pages, documents, files=exported(given_)) == ()
    assert {path for path in pages if path.startswith("actors/")} == {
        *(f"actors/{name}.md" for name in paged(given_)),
        "actors/index.md",
    }


def in_passing() -> Facts:
    """The fixture's facts, with Russia named once only."""
    actors = facts().actors
    once = tuple(replace(one, mentions=one.mentions[:1]) if one.id == "russia" else one for one in actors)
    return give_pages(replace(facts(), actors=once), 2)


def test_who_has_no_page_stands_on_the_source_s_page_as_words_without_a_link() -> None:
    pages = {page.path: page.text for page in render_pages(in_passing())}
    (russia,) = (actor for actor in in_passing().actors if actor.id == "russia")
    span = russia.mentions[0].words.span
    assert "## Also named\n" in pages[f"sources/{ID}.md"]
    page = pages[f"sources/{ID}.md"].split("---\n", 2)[2]
    shown = markdown.markdown(page, extensions=list(DEFAULT_EXTENSIONS))
    assert f'<li data-at="{ID}:{span.start}-{span.end}">Russia</li>' in shown
    assert not any("russia.md" in text for text in pages.values())


def test_the_figures_are_those_of_what_a_reader_can_open() -> None:
    pages = {page.path: page.text for page in render_pages(in_passing())}
    count = len(facts().actors) - 1
    assert f" {count} actors and " in pages["index.md"]
    assert f"| {count} |" in pages["index.md"]
    assert pages["actors/index.md"].count("\n- [") == count
    assert f" {count} actors, " in pages[f"sources/{ID}.md"]
    assert "1 more actor is only named in passing" in pages["actors/index.md"]


@pytest.mark.parametrize(
    ("page", "named"),
    [
        (Touched(path="actors/a-b.md", base="x", mine="y"), {"a-b"}),
        (Touched(path="actors/a-b.md"), {"a-b"}),
        (Touched(path="quotes/q.md", base="speaker: c\n", mine="speaker: a-b\n"), {"a-b"}),
        (Touched(path="quotes/q.md", base="speaker: c\n", mine="speaker: 'a-b'\r\n"), {"a-b"}),
        (Touched(path="about.md", mine="See [her](actors/a-b.md)."), {"a-b"}),
        (Touched(path="quotes/q.md", base="[A](../actors/a-b.md)", mine="Mine. [A](../actors/a-b.md)"), set()),
        (Touched(path="quotes/q.md", base="", mine="A-b is in the a-b of it."), set()),
    ],
)
def test_people_name_an_actor_by_touching_its_page_or_writing_its_id(page: Touched, named: set[str]) -> None:
    assert named_by_people([page]) == named


# ---------------------------------------------------------------- whole runs


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    return build_tree(PROJECT)


def pages_of(project: Path) -> dict[str, str]:
    docs = project / "docs"
    return {path.relative_to(docs).as_posix(): path.read_text() for path in sorted(docs.rglob("*.md"))}


def set_threshold(project: Path, least: int) -> None:
    (project / "mkdocs.yml").write_text(f"{CONFIGURATION}extra:\n  factsheet:\n    page_threshold: {least}\n")


def generate(project: Path) -> dict[str, str]:
    result = pipeline.generate(project)
    assert not result.errors
    assert not [finding for finding in (*result.findings, *pipeline.check(project)) if finding.error]
    return pages_of(project)


def test_another_document_lifts_an_actor_over_the_threshold_and_its_going_lets_the_page_go(project: Path) -> None:
    before = generate(project)
    assert WELLER not in before
    (project / "seeds/fair.txt").write_text(FAIR)
    assert WELLER in generate(project)
    (project / "seeds/fair.txt").unlink()
    after = generate(project)
    assert "seeds/fair.txt, source: it was taken out" in after.pop("corrections.md")
    before.pop("corrections.md")
    assert after == before


def test_the_setting_is_heeded_and_the_address_stays_the_same(project: Path) -> None:
    before = generate(project)
    set_threshold(project, 1)
    assert set(generate(project)) - set(before) == {WELLER}
    set_threshold(project, 2)
    assert generate(project) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Tomas Weller", "title: Thomas Weller"),
        ("kind: person", "kind: organization"),
        ("status: unreviewed", "status: verified\nreviewed_by: Mia\nreviewed_on: 2024-05-08"),
        ("# Tomas Weller\n", "# Tomas Weller\n\nNot to be mixed up with his brother.\n"),
    ],
)
def test_a_page_that_a_person_changed_stays_under_any_threshold(project: Path, old: str, new: str) -> None:
    set_threshold(project, 1)
    page = project / "docs" / WELLER
    generate(project)
    page.write_text(page.read_text().replace(old, new, 1))
    generate(project)
    set_threshold(project, 9)
    for _ in range(2):
        assert new in generate(project)[WELLER]
    page.write_text(page.read_text().replace(new, old, 1))
    assert WELLER not in generate(project), "undoing the edit undoes what it did"


def test_a_page_that_a_person_moved_stays_where_it_is(project: Path) -> None:
    set_threshold(project, 1)
    generate(project)
    (project / "docs" / WELLER).rename(project / "docs/weller.md")
    set_threshold(project, 9)
    for _ in range(2):
        assert "weller.md" in generate(project)


def test_a_speaker_set_by_a_person_has_a_page(project: Path) -> None:
    (project / "seeds/boat.txt").write_text(BOAT)
    assert WELLER not in generate(project)
    (quote,) = (project / "docs/quotes").glob("the-boat*.md")
    lines = [line for line in quote.read_text().split("\n") if not line.startswith("speaker:")]
    quote.write_text("\n".join(lines).replace("type: quote\n", "type: quote\nspeaker: tomas-weller\n", 1))
    made = generate(project)
    assert "quoted once" in made[WELLER]


def test_a_link_that_a_person_wrote_goes_on_leading_to_a_page(project: Path) -> None:
    set_threshold(project, 1)
    generate(project)
    (project / "docs/about.md").write_text(f"# About\n\nSee [the opener]({WELLER}).\n")
    set_threshold(project, 2)
    assert WELLER in generate(project)
    (project / "docs/about.md").unlink()
    assert WELLER not in generate(project)


def test_a_deleted_page_stays_deleted_over_the_threshold_and_under_it(project: Path) -> None:
    set_threshold(project, 1)
    generate(project)
    (project / "docs" / WELLER).unlink()
    for least in (1, 2, 1):
        set_threshold(project, least)
        assert not any("tomas-weller" in text for text in generate(project).values())


def test_a_page_that_the_threshold_took_is_no_deletion_by_a_person(project: Path) -> None:
    for least in (1, 2, 1):
        set_threshold(project, least)
        assert (WELLER in generate(project)) == (least == 1)


def test_the_exports_have_everybody_and_say_who_has_a_page(project: Path) -> None:
    generate(project)
    with (project / "docs/data/actors.csv").open(newline="") as file:
        rows = {row["id"]: row["paged"] for row in csv.DictReader(file)}
    assert rows == {"ayla-demir": "true", "tomas-weller": "false"}
    content = json.loads((project / "docs/data/facts.json").read_text())
    assert {actor["id"]: actor["paged"] for actor in content["actors"]} == {"ayla-demir": True, "tomas-weller": False}


def test_descriptions_count_and_pronouns_do_not() -> None:
    (official,) = (actor for actor in facts().actors if actor.id == "politico")
    for type_, shown in ((MentionType.NOMINAL, True), (MentionType.PRONOUN, False)):
        mentions = (official.mentions[0], replace(official.mentions[1], type=type_))
        alone = Facts(actors=(replace(official, mentions=mentions),))
        assert paged(give_pages(alone, 2)) == ({official.id} if shown else set())


def test_mkdocs_builds_the_site_without_a_warning(project: Path) -> None:
    generate(project)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(project / "out")]
    environment = {"NO_MKDOCS_2_WARNING": "1", "PATH": ""}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
