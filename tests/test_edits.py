"""Edits: what people change on a page becomes a decision that every page follows, and undoing it undoes it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from facts_fixture import ENVOY, ID, facts
from factsheet.edits import EditedPage, apply_edits, kept_apart, read_decisions, read_edits
from factsheet.model import Actor, Decision, Facts, Kind, Review, Status
from factsheet.model.decisions import Value
from factsheet.pages import Report, Store, render_pages

CHANNELS = "istanbul-talks-channels"


def decided(type_: str, name: str, key: str, value: str) -> Decision:
    return Decision(type=type_, id=name, key=key, value=value)


def read(base: str, mine: str) -> tuple[Decision, ...]:
    return read_decisions([EditedPage(path="docs/page.md", base=base, mine=mine)])


class Project:
    """A project whose seeds always say what the fixture says."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "docs", folder / "base")

    def decisions(self) -> tuple[Decision, ...]:
        pairs = self.store.pairs()
        return read_decisions(EditedPage(path=pair.place, base=pair.base, mine=pair.mine) for pair in pairs)

    def meant(self) -> list[tuple[str, str, str, Value]]:
        return [(one.type, one.id, one.key, one.value) for one in self.decisions()]

    def generate(self) -> Report:
        return self.store.apply(render_pages(apply_edits(facts(), self.decisions()).facts, self.store.places()))

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.store.docs / path
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new, 1))

    def text(self) -> str:
        return "\n".join(self.store.read().values())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.generate()
    return project


@pytest.mark.parametrize(
    ("path", "old", "new", "decision"),
    [
        (
            "actors/toivo-klaar.md",
            "title: Toivo Klaar",
            "title: T. Klaar",
            ("actor", "toivo-klaar", "title", "T. Klaar"),
        ),
        ("actors/politico.md", "kind: organization", "kind: group", ("actor", "politico", "kind", "group")),
        (
            f"quotes/{CHANNELS}.md",
            "speaker: an-eu-official",
            "speaker: russia",
            ("quote", CHANNELS, "speaker", "russia"),
        ),
        (f"quotes/{CHANNELS}.md", "speaker: an-eu-official\n", "", ("quote", CHANNELS, "speaker", "")),
        ("actors/russia.md", "status: unreviewed", "status: rejected", ("actor", "russia", "status", "rejected")),
        ("dates/2023-09-19.md", "status: unreviewed", "status: rejected", ("date", "2023-09-19", "status", "rejected")),
    ],
)
def test_an_edit_is_a_decision_that_stays_and_can_be_undone(
    project: Project, path: str, old: str, new: str, decision: tuple[str, str, str, Value]
) -> None:
    first = project.store.read()
    project.edit(path, old, new)
    edited = (project.store.docs / path).read_text()
    for _ in range(3):
        assert project.meant() == [decision]
        assert project.generate().findings == ()
    assert project.generate().written == ()
    assert new in (project.store.docs / path).read_text()
    if new:
        project.edit(path, new, old)
    else:
        project.edit(path, "addressee: ", f"{old}addressee: ")
    project.generate()
    assert project.store.read() == first
    assert edited not in first.values()


def test_a_renamed_actor_has_the_new_name_on_every_page(project: Project) -> None:
    project.edit(
        f"actors/{ENVOY}.md", "title: a senior diplomat with knowledge of the discussions", "title: the diplomat"
    )
    project.generate()
    pages = project.store.read()
    assert "[The diplomat](a-senior-diplomat.md)" in pages["actors/index.md"]
    assert "[The diplomat: “how to get" in pages[f"sources/{ID}.md"]
    assert "# The diplomat\n" in pages[f"actors/{ENVOY}.md"]


def test_a_deleted_page_is_a_rejection_and_no_page_links_to_it(project: Project) -> None:
    (project.store.docs / "actors/politico.md").unlink()
    for _ in range(2):
        assert project.meant() == [("actor", "politico", "status", "rejected")]
        assert project.generate().absent == ("actors/politico.md",)
        assert "politico.md" not in project.text()


def test_a_moved_page_is_no_rejection_and_links_follow_it(project: Project) -> None:
    (project.store.docs / "actors/politico.md").rename(project.store.docs / "politico.md")
    project.generate()
    assert project.decisions() == ()
    assert "](../politico.md)" in project.store.read()[f"quotes/{CHANNELS}.md"]
    assert "](quotes/istanbul-talks-envoy-meeting.md)" in project.store.read()["politico.md"]


def test_rejecting_a_source_takes_everything_that_rests_on_it() -> None:
    left = apply_edits(facts(), [decided("source", ID, "status", "rejected")]).facts
    assert (left.sources, left.actors, left.quotes, left.dates) == ((), (), (), ())


def test_decisions_about_what_does_not_exist_change_nothing() -> None:
    made = [
        decided("actor", "x", "title", "y"),
        decided("actor", "x", "kind", "group"),
        decided("quote", "x", "speaker", "y"),
        decided("quote", CHANNELS, "speaker", "x"),
        decided("quote", "x", "status", "rejected"),
    ]
    assert replace(apply_edits(facts(), made).facts, decisions=()) == facts()
    assert apply_edits(facts(), ()).facts == facts()


def test_a_speaker_set_by_hand_is_named_without_words_that_the_text_lacks() -> None:
    name = "istanbul-talks-no-comment"
    (page,) = (
        page
        for page in render_pages(apply_edits(facts(), [decided("quote", name, "speaker", "russia")]).facts)
        if page.path == f"quotes/{name}.md"
    )
    assert "- **Speaker:** [Russia](../actors/russia.md)\n" in page.text
    assert "speaker_words" not in page.text


def test_the_former_name_stays_as_an_alias() -> None:
    renamed = apply_edits(facts(), [decided("actor", "toivo-klaar", "title", "Klaar")]).facts
    (klaar,) = (actor for actor in renamed.actors if actor.id == "toivo-klaar")
    assert (klaar.name, klaar.aliases) == ("Klaar", ("Toivo Klaar",))
    assert replace(klaar, name="Toivo Klaar", aliases=("Klaar",)) in facts().actors


def test_broken_front_matter_decides_nothing() -> None:
    base = "---\nid: a\ntype: actor\ntitle: A\n---\n"
    assert read(base, base.replace("title: A", "title: 'B")) == ()


def test_not_same_as_is_a_decision_and_undoing_it_undoes_it() -> None:
    base = "---\nid: b\ntype: actor\ntitle: B\n---\n"
    mine = base.replace("title: B", "title: B\nnot_same_as:\n  - c\n  - a\n  - b")
    decisions = read(base, mine)
    assert kept_apart(decisions) == {("a", "b"), ("b", "c")}
    assert read(base, base) == ()
    assert replace(apply_edits(facts(), decisions).facts, decisions=()) == facts()


def test_what_people_found_when_they_checked_a_fact_stands_on_it() -> None:
    base = "---\nid: a\ntype: actor\ntitle: A\nstatus: unreviewed\n---\n\nText\n"
    mine = base.replace("status: unreviewed", "status: disputed\nreviewed_by: Lea\nreviewed_on: '2026-01-02'\nnote: no")
    actor = Actor(id="a", name="A", kind=Kind.PERSON)
    (judged,) = apply_edits(Facts(actors=(actor,)), read(base, mine)).facts.actors
    assert judged.review == Review(status=Status.DISPUTED, by="Lea", on="2026-01-02", note="no")


# ---------------------------------------------------------------- pages that lead elsewhere


@pytest.mark.parametrize("before", ["Named ", "## Belonging", "## Called in", "- [U.S.](", "> High-level"])
def test_what_a_person_wrote_on_a_merged_page_stays_on_it_and_when_it_is_parted_again(
    project: Project, before: str
) -> None:
    page = "actors/united-states.md"
    first = project.store.read()
    line = next(one for one in first[page].split("\n") if one.startswith(before))
    project.edit(page, line, f"Seen by a person.\n\n{line}")
    project.edit(page, "status:", "merge_into: russia\nstatus:")
    for _ in range(2):
        assert project.generate().conflicts == ()
        text = project.store.read()[page]
        assert "United States is told as [Russia](russia.md).\n" in text
        assert "Seen by a person.\n" in text
        assert "State." not in text
    project.edit(page, "merge_into: russia\n", "")
    assert project.generate().conflicts == ()
    text = project.store.read()[page]
    assert "Seen by a person.\n" in text
    project.edit(page, "Seen by a person.\n", "")
    project.generate()
    assert {path: one.split() for path, one in project.store.read().items()} == {
        path: one.split() for path, one in first.items()
    }


def test_an_alias_that_a_merged_actor_brought_can_be_taken_away_and_put_back(project: Project) -> None:
    project.edit("actors/united-states.md", "status:", "merge_into: russia\nstatus:")
    project.generate()
    merged = project.store.read()
    project.edit("actors/russia.md", "  - U.S.\n", "")
    for _ in range(2):
        project.generate()
        (russia,) = [one for one in apply_edits(facts(), project.decisions()).facts.actors if one.id == "russia"]
        assert russia.aliases == ("United States",)
        assert "  - U.S.\n" not in project.store.read()["actors/russia.md"]
    project.edit("actors/russia.md", "  - United States\n", "  - United States\n  - U.S.\n")
    project.generate()
    assert project.store.read() == merged


def test_a_page_that_leads_elsewhere_may_be_deleted_and_moved(project: Project) -> None:
    project.edit("actors/united-states.md", "status:", "merge_into: russia\nstatus:")
    project.edit("actors/politico.md", "status:", "merge_into: russia\nstatus:")
    project.edit("dates/2023-10-03.md", 'value: "2023-10-03"', 'value: "2023-09-19"')
    project.generate()
    before = project.store.read()
    for page in ("actors/united-states.md", "dates/2023-10-03.md"):
        (project.store.docs / page).unlink()
    (project.store.docs / "actors/politico.md").rename(project.store.docs / "old.md")
    for _ in range(2):
        project.generate()
        after = project.store.read()
        assert after["actors/russia.md"] == before["actors/russia.md"]
        assert after["dates/2023-09-19.md"] == before["dates/2023-09-19.md"]
        assert "Politico is told as [Russia](actors/russia.md)." in after["old.md"]
        assert not {"actors/united-states.md", "actors/politico.md", "dates/2023-10-03.md"} & set(after)


def test_pages_are_read_in_any_order(project: Project) -> None:
    project.edit("actors/united-states.md", "title: United States", "title: US\nmerge_into: russia")
    project.edit("actors/russia.md", "kind: state", "kind: states\nmerge_into: politico")
    project.edit("actors/politico.md", "title: Politico", "title: P.\nmerge_into: nobody")
    pages = [EditedPage(path=pair.place, base=pair.base, mine=pair.mine) for pair in project.store.pairs()]
    assert len(pages) == 3
    assert read_edits(pages) == read_edits(reversed(pages))
