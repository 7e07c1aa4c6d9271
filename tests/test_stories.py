"""One story that several sources tell: which are one, and what is counted once."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editing import Project
from factsheet.folding import bare
from factsheet.model import Facts
from factsheet.pipeline import check
from factsheet.stories import find_stories
from factsheet.stories.origins import Telling, find_origins, same_story
from reading import facts_of, written
from story_scores import OTHERS, REPUBLISHED, Edit, articles, pairs, telling

if TYPE_CHECKING:
    from spacy.language import Language

HARD = "cut to a half, 4 words in 100 changed, an opening"  # half of which are told from a follow-up by nothing
STORY = """\
“We cannot wait until the river has left its bed,” said Mira Halabi, the mayor of Lindenau, on 4 May 2024.

Mira Halabi told reporters that the dam “was never safe.” Jonas Lund, an engineer, said that nobody had asked him.

“I wrote it down in March,” a senior official at the water board said. The official asked not to be named.

The board has told all its people to say nothing to anybody before the inquiry into the flood has begun in June.
"""
OWN = "“Nobody has told us how long the road will be closed,” said Petra Voss, who keeps the inn at Lindenau.\n"


def seed(title: str, day: str, text: str = STORY) -> str:
    """A document."""
    return f"---\ntitle: {title}\ndate: {day}\n---\n{text}"


PAPERS = {
    "courier": seed("Courier", "2024-05-08"),
    "argus": seed("Argus", "2024-05-09", f"{STORY}\n{OWN}"),
    "herald": seed("Herald", "2024-05-10"),
    "other": seed(
        "Other", "2024-05-11", "Mira Halabi said on Friday that she would stand again. Lund wished her luck."
    ),
}


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in REPUBLISHED.items() if name != HARD])
def test_what_papers_do_to_a_story_does_not_hide_it(edit: Edit) -> None:
    for one, other in pairs(edit):
        assert find_origins([one, other], {}) == {"other": "one"}


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in OTHERS.items()])
def test_other_stories_are_not_joined(edit: Edit) -> None:
    for one, other in pairs(edit):
        assert find_origins([one, other], {}) == {}


def collection() -> list[Telling]:
    """Articles, each with its edits, all under names of their own."""
    made: list[Telling] = []
    for name, edit in {**REPUBLISHED, **OTHERS}.items():
        for number, (one, other) in enumerate(pairs(edit)):
            made += [Telling(f"{number}", one.shingles), Telling(f"{name} {number}", other.shingles)]
    return list({one.source: one for one in made}.values())


def test_each_joins_the_earliest_that_it_matches_itself() -> None:
    """What sorting finds is what comparing everything with everything would find."""
    tellings = collection()[:80]
    origins = find_origins(tellings, {})
    expected: dict[str, str] = {}
    first: list[Telling] = []
    for one in tellings:
        match = next((other for other in first if same_story(other, one)), None)
        if match:
            expected[one.source] = match.source
        else:
            first.append(one)
    assert origins == expected
    assert origins


def test_a_chain_of_texts_is_not_one_story() -> None:
    texts = articles()
    chain = [telling(str(number), texts[number] + texts[number + 1]) for number in range(3)]
    halves = [Telling(one.source, one.shingles) for one in chain]
    assert find_origins(halves, {}) == {}
    longer = [telling("0", texts[0]), telling("1", texts[0] + texts[1]), telling("2", texts[1])]
    assert find_origins(longer, {}) == {"1": "0"}  # 2 matches 1, which tells the story of 0


@pytest.mark.parametrize("foot", [0, 150])
def test_the_work_grows_as_the_documents_do(foot: int) -> None:
    """Each is compared a few times, though all of them end with the same words."""
    chance = random.Random(7)
    words = [f"word{number}" for number in range(3000)]
    shared = " ".join(chance.choice(words) for _ in range(foot))
    texts = [" ".join(chance.choice(words) for _ in range(300)) + " " + shared for _ in range(200)]
    tellings = [telling(str(number), text) for number, text in enumerate(texts)]

    def asked(some: Sequence[Telling]) -> int:
        """How many pairs are compared."""
        count = 0

        def counting(one: Telling, other: Telling) -> bool:
            """Compare and count."""
            nonlocal count
            count += 1
            return same_story(one, other)

        assert find_origins(some, {}, counting) == {}
        return count

    assert asked(tellings) <= 2 * len(tellings)
    assert asked(tellings) <= 2.5 * asked(tellings[:100]) + 10


@given(st.permutations(["a", "b", "c", "d"]), st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", *"abcd"])))
def test_what_a_person_says_holds(order: list[str], said: dict[str, str]) -> None:
    forward = {name: other for name, other in said.items() if not other or order.index(other) < order.index(name)}
    tellings = [telling(name, STORY) for name in order]
    origins = find_origins(tellings, forward)
    for name, other in forward.items():
        assert origins.get(name, "") == (origins.get(other, other) if other else "")
    assert not set(origins) & set(origins.values())


# ---------------------------------------------------------------- whole runs


def exported(project: Project) -> dict[str, list[dict[str, Any]]]:
    """The facts as data."""
    found: dict[str, list[dict[str, Any]]] = json.loads(project.text("data/facts.json"))
    return found


def origins_of(project: Project) -> dict[str, object]:
    """Whose story each source tells again."""
    return {str(one["id"]): one["origin"] for one in exported(project)["sources"] if one["origin"]}


def test_sources_say_whose_story_they_tell(tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    assert origins_of(project) == {"argus": "courier", "herald": "courier"}
    assert "- **Republishes:** [Courier](courier.md), 8 May 2024" in project.text("sources/argus.md")
    page = project.text("sources/courier.md")
    assert "- **Republished in:** 2 sources" in page
    assert page.index("- [Argus](argus.md)") < page.index("- [Herald](herald.md)")
    assert "epublishe" not in project.text("sources/other.md")
    assert not [one for one in check(tmp_path) if one.error]


def test_a_story_is_counted_once(tmp_path: Path) -> None:
    project = Project(tmp_path, {name: PAPERS[name] for name in ("courier", "other")})
    project.generate()
    alone = project.text("actors/mira-halabi.md").split("\n## ")[0].split("\n\n")[2]
    for name in ("argus", "herald"):
        project.seed(name, PAPERS[name])
    project.generate()
    counted = project.text("actors/mira-halabi.md").split("\n## ")[0].split("\n\n")[2]
    assert "in 2 sources, republished in 2" in counted
    assert counted.replace(", republished in 2", "").split(";")[0] == alone.split(";")[0].rstrip(".")


def test_what_only_a_republication_says_counts(tmp_path: Path) -> None:
    """The paper's own paragraph names somebody else, who loses nothing."""
    project = Project(tmp_path, {name: PAPERS[name] for name in ("argus", "courier")})
    project.generate()
    assert "Named once in 1 source;" in project.text("actors/petra-voss.md")


def test_a_person_says_whose_story_it_is(tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    before = project.tree()
    project.edit("sources/argus.md", "republishes", None)
    project.edit("sources/other.md", "republishes", "herald")
    project.generate()
    assert origins_of(project) == {"herald": "courier", "other": "courier"}
    project.edit("sources/argus.md", "republishes", "courier")
    project.edit("sources/other.md", "republishes", None)
    project.generate()
    assert origins_of(project) == {"argus": "courier", "herald": "courier"}
    now = project.tree()
    assert {path for path, text in before.items() if now[path] != text} <= {
        "docs/sources/argus.md",
        "docs/data/facts.json",
    }
    assert all("told_as: " in text for path, text in now.items() if path not in before)  # pages that stood meanwhile


def test_what_cannot_be_meant_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    project.edit("sources/other.md", "republishes", "heralt")
    project.edit("sources/courier.md", "republishes", "courier")
    told = {str(one) for one in project.generate().findings if one.code in ("unknown-source", "story")}
    assert len(told) == 2
    assert any("'heralt' is no source's id; did you mean 'herald'?" in one for one in told)
    assert any("leads in a circle back to 'courier'" in one for one in told)
    assert told <= {str(one) for one in check(tmp_path)}


# ---------------------------------------------------------------- quotes


WAIT = "we cannot wait until the river has left its bed"


def quote_of(project: Project, words: str = WAIT) -> dict[str, Any]:
    """The one quote with these words."""
    (found,) = [one for one in exported(project)["quotes"] if bare(str(one["words"]["text"])) == words]
    return found


def page_of(project: Project, words: str = WAIT) -> str:
    """The path of the page of a quote."""
    return f"quotes/{quote_of(project, words)['id']}.md"


def test_a_story_has_each_quote_once(tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    page = project.text(page_of(project))
    assert "source: courier\n" in page
    assert (
        page.index("## Republished in") < page.index("- [Argus, paragraph 1]") < page.index("- [Herald, paragraph 1]")
    )
    assert (
        "“[We cannot wait until the river has left its bed,](../sources/herald.md#p1){ data-at=herald:1-49 }”" in page
    )
    assert "## Also in" not in page
    assert f"[We cannot wait until the river has left its bed,](../{page_of(project)})" in project.text(
        "sources/herald.md"
    )
    assert project.text("quotes/index.md").count("We cannot wait") == 1
    assert f"quote-{quote_of(project)['id']}" in project.text("data/annotations/herald.jsonld")
    assert ",argus:1-49; herald:1-49" in project.text("data/quotes.csv")
    assert exported(project)["forwards"] == []
    assert not [one for one in check(tmp_path) if one.error]


def test_whom_a_story_only_describes_is_one(tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    (official,) = [one for one in exported(project)["actors"] if one["kind"] == "unnamed"]
    assert str(official["id"]).startswith("courier-")
    assert quote_of(project, "i wrote it down in march")["speaker"]["actor"] == official["id"]


def test_an_address_stays_whatever_comes_to_the_story(tmp_path: Path) -> None:
    """An earlier source is the origin, and the page that people link to and wrote on is still the quote's."""
    project = Project(tmp_path, {"herald": PAPERS["herald"]})
    project.generate()
    path = page_of(project)
    project.edit(path, "title", "The river")
    project.edit(path, "note", "Heard by three of us.")
    project.generate()
    for name in ("courier", "argus"):
        project.seed(name, PAPERS[name])
        project.generate()
    assert page_of(project) == path
    assert origins_of(project) == {"argus": "courier", "herald": "courier"}
    assert "title: The river\n" in project.text(path)
    assert "Heard by three of us." in project.text(path)
    assert [one["words"]["source"] for one in quote_of(project)["republished"]] == ["courier", "argus"]
    settled = project.tree()
    project.generate()
    assert project.tree() == settled


def separate(folder: Path) -> tuple[Project, str, str]:
    """A project in which a person keeps the Argus apart from the Courier, and the pages of one quote in them."""
    project = Project(folder, {name: PAPERS[name] for name in ("argus", "courier")})
    project.generate()
    project.edit("sources/argus.md", "republishes", None)
    project.generate()
    same = [one for one in exported(project)["quotes"] if bare(one["words"]["text"]) == WAIT]
    pages = {one["words"]["source"]: f"quotes/{one['id']}.md" for one in same}
    return project, pages["argus"], pages["courier"]


def test_a_page_that_stood_leads_to_the_quote(tmp_path: Path) -> None:
    project, own, _ = separate(tmp_path)
    project.edit(own, "status", "verified")
    project.edit(own, "reviewed_by", "Lea")
    project.edit(own, "reviewed_on", "2024-06-01")
    project.page(own).write_text(project.text(own) + "\nI was there.\n", encoding="utf-8")
    project.generate()
    before = project.text(own)
    project.edit("sources/argus.md", "republishes", "courier")
    project.generate()
    page = project.text(own)
    assert "is told as [Mira Halabi: “We cannot wait until the river has left its bed”]" in page
    assert "I was there." in page
    assert "status: verified\n" in page
    assert "Verified. Checked by Lea on 1 June 2024." in project.text(page_of(project))
    project.edit("sources/argus.md", "republishes", None)
    project.generate()
    assert project.text(own) == before


def test_to_delete_a_page_that_leads_elsewhere_rejects_nothing(tmp_path: Path) -> None:
    project, own, _ = separate(tmp_path)
    project.edit("sources/argus.md", "republishes", "courier")
    project.generate()
    project.page(own).unlink()
    project.generate()
    assert not project.page(own).exists()
    assert [one["words"]["source"] for one in quote_of(project)["republished"]] == ["argus"]


@pytest.mark.parametrize(("key", "value"), [("speaker", "jonas-lund"), ("form", "indirect"), ("status", "disputed")])
def test_what_people_say_of_a_quote_holds_in_every_paper(key: str, value: str, tmp_path: Path) -> None:
    """Also in one that comes later."""
    project = Project(tmp_path, {name: PAPERS[name] for name in ("argus", "courier")})
    project.generate()
    path = page_of(project)
    project.edit(path, key, value)
    project.generate()
    project.seed("herald", PAPERS["herald"])
    result = project.generate()
    assert page_of(project) == path
    assert [one["words"]["source"] for one in quote_of(project)["republished"]] == ["argus", "herald"]
    assert f"{key}: {value}\n" in project.text(path)
    log = tmp_path / ".factsheet/corrections.jsonl"
    assert len(log.read_text(encoding="utf-8").splitlines() if log.exists() else ()) == (key != "status")
    assert [one for one in result.findings if one.code == "review"] or key != "status"


@pytest.mark.parametrize("delete", [True, False])
def test_what_is_rejected_does_not_come_back_from_another_paper(delete: bool, tmp_path: Path) -> None:
    project = Project(tmp_path, PAPERS)
    project.generate()
    official = next(one["id"] for one in exported(project)["actors"] if one["kind"] == "unnamed")
    before = project.tree()
    paths = [page_of(project), f"actors/{official}.md"]
    for path in paths:
        if delete:
            project.page(path).unlink()
        else:
            project.edit(path, "status", "rejected")
    project.generate()
    assert WAIT not in {bare(one["words"]["text"]) for one in exported(project)["quotes"]}
    assert not [one for one in exported(project)["actors"] if one["kind"] == "unnamed"]
    assert set(project.tree()) <= set(before)
    for path in paths:
        if delete:
            project.page(path).write_text(before[f"docs/{path}"], encoding="utf-8")
        else:
            project.edit(path, "status", "unreviewed")
    project.generate()
    assert project.tree() == before


@pytest.mark.parametrize(("key", "value"), [("status", "disputed"), ("speaker", "jonas-lund")])
def test_what_people_found_otherwise_stays_apart(key: str, value: str, tmp_path: Path) -> None:
    """Two people checked the quote in two papers: neither word is lost behind the other."""
    project, own, other = separate(tmp_path)
    for page in (own, other):
        project.edit(page, "status", "verified")
        project.edit(page, "reviewed_by", "Lea")
        project.edit(page, "reviewed_on", "2024-06-01")
    project.edit(own, key, value)
    project.edit("sources/argus.md", "republishes", "courier")
    project.generate()
    assert f"{key}: {value}\n" in project.text(own)
    assert "is told as" not in project.text(own)


# ---------------------------------------------------------------- laws


@given(st.permutations([0, 1, 2, 3]), st.sampled_from(["", OWN]), st.sampled_from([1.0, 0.6]), st.integers(0, 4))
@settings(max_examples=12, deadline=None)
def test_a_republication_loses_no_quote_and_order_does_not_matter(
    nlp: Language, order: list[int], own: str, share: float, changed: int
) -> None:
    words = STORY.split(" ")
    edited = " ".join(
        "indeed" if changed and not number % (20 * changed) else word for number, word in enumerate(words)
    )
    texts = [STORY, f"{edited[: int(share * len(edited))]}\n\n{own}", "Mira Halabi said that she was tired.\n", STORY]
    documents = [written(text, name) for text, name in zip(texts, ("b", "a", "c", "d"), strict=True)]
    alone = once(facts_of(nlp, *(documents[:1] + documents[2:3])))
    together = once(facts_of(nlp, *documents))
    assert said(alone) <= said(together)
    assert said(facts_of(nlp, *documents)) == said(together)
    assert once(facts_of(nlp, *(documents[number] for number in order))) == together


def once(facts: Facts) -> Facts:
    """The facts, each told once."""
    return find_stories(facts).tell_once(facts)


def said(facts: Facts) -> set[tuple[str, str]]:
    """What is said where, in every source."""
    places = (one for quote in facts.quotes for one in (quote, *quote.republished))
    return {(one.source, one.words.text) for one in places}


def test_what_is_redacted_stands_in_no_paper(tmp_path: Path) -> None:
    """The person names the one page that there is."""
    project = Project(tmp_path, PAPERS)
    project.generate()
    official = next(one["id"] for one in exported(project)["actors"] if one["kind"] == "unnamed")
    redacted = [f"quote:{quote_of(project)['id']}", f"actor:{official}"]
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    listed = f"{settings}extra:\n  factsheet:\n    redact: {json.dumps(redacted)}\n"
    (tmp_path / "mkdocs.yml").write_text(listed, encoding="utf-8")
    project.generate()
    assert not [
        path for path, text in project.tree().items() if "has left its bed" in text or "senior official" in text
    ]
    assert not [path for path in project.tree() if "cannot-wait" in path or "senior-official" in path]
    assert origins_of(project) == {"argus": "courier", "herald": "courier"}
