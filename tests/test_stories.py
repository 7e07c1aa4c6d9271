"""One story that several sources tell: which are one, and what is counted once."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import Project
from factsheet.pipeline import check
from factsheet.stories.origins import Telling, find_origins, same_story
from story_scores import OTHERS, REPUBLISHED, Edit, articles, pairs, telling

HARD = "cut to a half, 4 words in 100 changed, an opening"  # half of which are told from a follow-up by nothing
STORY = """\
“We cannot wait until the river has left its bed,” said Mira Halabi, the mayor of Lindenau, on 4 May 2024.

Mira Halabi told reporters that the dam “was never safe.” Jonas Lund, an engineer, who had drawn up the plan for the new
wall, said that nobody had asked him about the old one, and that the water would be back before the summer was over.

“I wrote it down in March,” a senior official at the water board said. The official asked not to be named, because the
board had told its people to say nothing to anybody before the inquiry into the flood had begun.
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


def exported(project: Project) -> dict[str, list[dict[str, object]]]:
    """The facts as data."""
    found: dict[str, list[dict[str, object]]] = json.loads(project.text("data/facts.json"))
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
    assert {path for path, text in project.tree().items() if before.get(path) != text} <= {"docs/sources/argus.md"}


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
