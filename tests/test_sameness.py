"""Actors that may be one, from the seeds to the warning: told on pages and by `check`, settled by people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import BuildTree
from facts_fixture import facts
from factsheet import pipeline
from factsheet.check import check_site
from factsheet.check.sameness import SHOWN
from factsheet.edits import apply_edits
from factsheet.model import Decision, Facts, Finding, Kind, Suggestion
from factsheet.pages import render_pages

COURT = "Nora Falk, a judge, closed the hearing. “It is over,” Falk said.\n"
MATCH = "Nora Falk, the striker of Hallen Rovers, scored twice. “It was easy,” Falk said.\n"
BOTH = "Nora Falk, a judge, once played for Hallen Rovers. “I miss it,” Falk said.\n"
CONFIGURATION = "site_name: Talks\nmarkdown_extensions: [attr_list]\n"


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    """Two people of one name."""
    project = build_tree({"mkdocs.yml": CONFIGURATION, "seeds/court.txt": COURT, "seeds/match.txt": MATCH})
    pipeline.generate(project)
    return project


def namesakes(project: Path) -> list[Path]:
    return sorted((project / "docs/actors").glob("nora-falk*.md"), key=lambda page: page.stem)


def sameness(findings: tuple[Finding, ...]) -> list[str]:
    return [str(finding) for finding in findings if finding.code == "possibly-same"]


def owners(facts: Facts) -> dict[tuple[str, str], str]:
    """The id of whom each document calls by some words."""
    return {(m.words.source, m.words.text): actor.id for actor in facts.actors for m in actor.mentions}


def edit(page: Path, line: str) -> None:
    page.write_text(page.read_text().replace("status: unreviewed\n", f"status: unreviewed\n{line}\n"))


def test_what_may_be_one_is_told_on_both_pages_in_the_export_and_as_a_warning(project: Path) -> None:
    first, second = (page.stem for page in namesakes(project))
    reason = "Same name, different roles, nothing shared: kept apart."
    for page, other in ((first, second), (second, first)):
        text = (project / f"docs/actors/{page}.md").read_text()
        assert f"possibly_same_as:\n  - {other}\n" in text
        assert f"## Possibly the same as\n\n- [Nora Falk]({other}.md), person: {reason}\n" in text
    export = json.loads((project / "docs/data/facts.json").read_text())
    assert [(it["actors"], it["reason"]) for it in export["suggestions"]] == [([first, second], reason)]
    (told,) = sameness(pipeline.generate(project).findings)
    what_to_do = f"Set `merge_into: {first}` here, or list {first} under `not_same_as` [possibly-same]"
    assert told == f"docs/actors/{second}.md: may be the same actor as docs/actors/{first}.md. {reason} {what_to_do}"
    (checked,) = sameness(pipeline.check(project))
    assert checked.startswith(f"docs/actors/{second}.md:")
    assert checked.endswith(what_to_do)


@pytest.mark.parametrize("which", [0, 1])
def test_a_person_s_word_that_two_are_two_is_final(project: Path, which: int) -> None:
    pages = namesakes(project)
    edit(pages[which], f"not_same_as:\n  - {pages[1 - which].stem}")
    assert sameness(pipeline.check(project)) == [], "even before the next run"
    assert sameness(pipeline.generate(project).findings) == []
    assert "possibly_same_as" not in "".join(page.read_text() for page in pages)
    (project / "seeds/both.txt").write_text(BOTH)
    facts = pipeline.generate(project).facts
    assert {page.stem for page in pages} == {actor.id for actor in facts.actors if actor.name == "Nora Falk"}
    assert not [finding for finding in pipeline.check(project) if finding.error]


def test_an_actor_that_is_to_be_merged_is_suggested_no_more(project: Path) -> None:
    first, second = namesakes(project)
    edit(second, f"merge_into: {first.stem}")
    assert sameness(pipeline.check(project)) == []


def test_when_two_become_one_an_address_stays_and_edits_are_kept(project: Path) -> None:
    first, second = namesakes(project)
    for page in (first, second):
        page.write_text(page.read_text() + "\nSeen by a person.\n")
    (project / "seeds/both.txt").write_text(BOTH)
    result = pipeline.generate(project)
    assert [actor.id for actor in result.facts.actors if actor.name == "Nora Falk"] == [first.stem]
    assert all("Seen by a person." in page.read_text() for page in (first, second))
    assert [finding.path for finding in result.findings if finding.code == "orphan"] == [f"docs/actors/{second.name}"]


def test_a_document_with_a_fuller_name_and_a_namesake_moves_no_page(project: Path) -> None:
    before = owners(pipeline.generate(project).facts)
    (project / "seeds/aaa.txt").write_text("Nora B. Falk, a judge, died on Monday. Georgia Lind denied it.\n")
    after = owners(pipeline.generate(project).facts)
    assert before.items() <= after.items()
    assert after["aaa", "Nora B. Falk"] == before["court", "Nora Falk"]


def test_a_deleted_page_keeps_its_id_and_stays_deleted(project: Path) -> None:
    first, second = namesakes(project)
    first.unlink()
    (project / "seeds/aaa.txt").write_text(COURT)
    result = pipeline.generate(project)
    assert [actor.id for actor in result.facts.actors if actor.name == "Nora Falk"] == [second.stem]
    assert result.facts.suggestions == ()
    assert namesakes(project) == [second]


# ---------------------------------------------------------------- the parts


def with_suggestions(*pairs: tuple[str, str]) -> Facts:
    made = tuple(Suggestion(kind="surname", actors=pair, reason="Why not [now].", score=0.5) for pair in pairs)
    return Facts(
        **{name: getattr(facts(), name) for name in ("sources", "actors", "quotes", "dates")}, suggestions=made
    )


def test_a_rejected_actor_is_suggested_no_more() -> None:
    told = with_suggestions(("politico", "russia"), ("toivo-klaar", "united-states"))
    left = apply_edits(told, [Decision(type="actor", id="russia", key="status", value="rejected")]).facts
    assert [one.actors for one in left.suggestions] == [("toivo-klaar", "united-states")]


def test_of_many_suggestions_the_first_are_told_and_the_rest_are_counted() -> None:
    def page(name: str, *others: str) -> str:
        lines = "".join(f"  - {other}\n" for other in others)
        return f"---\nid: {name}\ntype: actor\ntitle: {name}\nkind: person\npossibly_same_as:\n{lines}---\n"

    names = [f"b{number:02}" for number in range(SHOWN + 3)]
    pages = {"actors/a.md": page("a", *names), **{f"actors/{name}.md": page(name, "a") for name in names}}
    told = sameness(check_site(pages, {}))
    assert len(told) == SHOWN + 1
    assert "docs/actors: 3 more that may be one actor" in "".join(told)
    assert sum(one.startswith("docs/actors/a.md:6: may be the same actor as") for one in told) == SHOWN
    assert any("docs/actors/b00.md. The page says why. Set `merge_into: b00` here" in one for one in told)


def test_a_suggestion_whose_page_is_gone_is_not_told() -> None:
    page = "---\nid: a\ntype: actor\ntitle: a\nkind: person\npossibly_same_as:\n  - b\n---\n"
    assert sameness(check_site({"actors/a.md": page}, {})) == []


def test_a_person_and_an_organisation_of_one_name_are_told_by_kind() -> None:
    told = with_suggestions(("politico", "toivo-klaar"))
    (page,) = (page for page in render_pages(told) if page.path == "actors/toivo-klaar.md")
    assert "- [Politico](politico.md), organisation: Why not \\[now\\].\n" in page.text
    assert {actor.kind for actor in told.actors} > {Kind.PERSON, Kind.ORGANIZATION}
