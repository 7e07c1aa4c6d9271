"""Facts that people add on pages of their own; the golden cases stand in tests/cases/added/."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factsheet import pipeline
from factsheet.added.places import Text
from factsheet.errors import StoreError
from factsheet.front_matter import parse_front_matter
from factsheet.model import Page
from factsheet.pages import Store
from failing_disk import Killed, failing

FOLDER = Path(__file__).parent / "cases/added"
CASES = [case for file in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
ALLOWED = {"oddity", "suggestion"}  # codes of warnings about the sources that are not the cases' subject
CONFIGURATION = "site_name: Mill\nmarkdown_extensions: [attr_list]\n"
MILL = next(case["seeds"]["mill.txt"] for case in CASES if case["case"] == "a quote with nothing but its words")
GAUGE = "---\ntype: quote\nsource: mill\nwords: The gauge never lies\nspeaker: Old Orrin\n---\n\nMy own line.\n"


def build(folder: Path, files: dict[str, str]) -> Path:
    for name, text in {"mkdocs.yml": CONFIGURATION, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def below(project: Path) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes().decode()
        for folder in ("docs", ".factsheet/base")
        for path in sorted((project / folder).rglob("*"))
        if path.is_file()
    }


def site(project: Path) -> dict[str, str]:
    """The pages that tell of facts; another tells that something was taken out."""
    files = below(project).items()
    return {path: text for path, text in files if path.startswith("docs") and path != "docs/corrections.md"}


def told(result: pipeline.Result) -> list[str]:
    return [str(one) for one in result.findings if one.code not in ALLOWED]


def bare(finding: str) -> str:
    """A finding without its line, which moves when the page is filled in."""
    return re.sub(r":\d+", "", finding, count=1)


def edit(project: Path, old: str, new: str, name: str = "docs/quotes/gauge.md") -> None:
    text = (project / name).read_text()
    assert old in text
    (project / name).write_text(text.replace(old, new, 1))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an added quote, generated once."""
    build(tmp_path, {"seeds/mill.txt": MILL, "docs/quotes/gauge.md": GAUGE})
    pipeline.generate(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_a_person_adds(case: dict[str, Any], tmp_path: Path) -> None:
    seeds = {f"seeds/{name}": text for name, text in case["seeds"].items()}
    build(tmp_path, {**seeds, **{f"docs/{name}": text for name, text in case["pages"].items()}})
    findings = told(pipeline.generate(tmp_path))
    expected = case.get("findings", [])
    assert len(findings) == len(expected), findings
    assert all(any(one.startswith(start) for one in findings) for start in expected), findings
    pages = below(tmp_path)
    for path, text in case["pages"].items():
        facts = case.get("facts", {}).get(path)
        front = parse_front_matter(pages[f"docs/{path}"]).values
        if facts is None:
            assert pages[f"docs/{path}"] == text, "the page stays as the person wrote it"
        else:
            assert {key: front.get(key) for key in facts} == facts
            written = parse_front_matter(text)
            machine = ("start", "words") if front["type"] == "quote" else ()
            for key in written.values.keys() - set(machine):
                assert front[key] == written.values[key]
            assert written.body.strip() in pages[f"docs/{path}"]
            assert f".factsheet/base/{path}" in pages
    for path, lines in case.get("holds", {}).items():
        for line in lines:
            assert line in pages[f"docs/{path}"], pages[f"docs/{path}"]
    own = {f"docs/{path}" for path in case["pages"]}
    for words in case.get("lacks", []):
        assert not any(words in text for path, text in pages.items() if path not in own)
    again = told(pipeline.generate(tmp_path))
    assert below(tmp_path) == pages, "a second run changes nothing"
    stays = [one for one in findings if "several places" not in one]
    assert list(map(bare, again)) == list(map(bare, stays)), "where it stands is now written down"
    errors = {finding.path for finding in pipeline.check(tmp_path) if finding.error}
    assert errors <= {one.split(":")[0] for one in findings}, "`check` finds no more than generating did"


def test_deleting_the_page_takes_the_fact_away_and_it_does_not_come_back(project: Path, tmp_path_factory: Any) -> None:
    (project / "docs/quotes/gauge.md").unlink()
    result = pipeline.generate(project)
    assert "The gauge never lies" not in {quote.words.text for quote in result.facts.quotes}
    clean = build(tmp_path_factory.mktemp("clean"), {"seeds/mill.txt": MILL})
    pipeline.generate(clean)
    assert site(project) == site(clean)


def test_a_fact_that_was_deleted_can_be_added_anew(project: Path) -> None:
    (project / "docs/quotes/gauge.md").unlink()
    pipeline.generate(project)
    (project / "docs/again.md").write_text(GAUGE)
    assert told(pipeline.generate(project)) == []
    assert "Orrin, as reported: The gauge never lies" in (project / "docs/again.md").read_text()


def test_when_the_seed_changes_the_offsets_follow_and_the_edits_stay(project: Path) -> None:
    edit(project, "My own line.", "My own line, longer.")
    edit(project, "The mill at", "Everybody knows: the mill at", "seeds/mill.txt")
    assert told(pipeline.generate(project)) == []
    text = (project / "docs/quotes/gauge.md").read_text()
    start = MILL.split("---\n")[2].index("The gauge") + len("Everybody knows: ")
    assert f'start: "{start}"' in text
    assert "My own line, longer." in text
    assert not [finding for finding in pipeline.check(project) if finding.error]


def test_when_the_words_go_from_the_seed_the_fact_goes_and_the_page_stays(project: Path) -> None:
    before = (project / "docs/quotes/gauge.md").read_text()
    edit(project, "The gauge never lies", "The gauge often lies", "seeds/mill.txt")
    (finding,) = told(pipeline.generate(project))
    assert finding.startswith("docs/quotes/gauge.md:")
    assert "found “gauge never lies”, the source has “gauge often lies.”" in finding
    assert (project / "docs/quotes/gauge.md").read_text() == before
    assert "gauge.md" not in (project / "docs/quotes/index.md").read_text()


def test_what_makes_the_fact_can_be_edited_afterwards(project: Path) -> None:
    address = parse_front_matter((project / "docs/quotes/gauge.md").read_text()).values["id"]
    edit(project, "words: The gauge never lies", "words: The gauge never lies. So much for the weir")
    edit(project, "speaker: Old Orrin", "speaker: ada-brennan")
    assert told(pipeline.generate(project)) == []
    text = (project / "docs/quotes/gauge.md").read_text()
    assert "# Ada Brennan" in text
    assert "> <mark>The gauge never lies. So much for the weir</mark>" in text
    assert parse_front_matter(text).values["id"] == address, "an address stays"
    edit(project, "speaker: ada-brennan", "speaker: Somebody Else")
    assert told(pipeline.generate(project)) == []
    assert "# Somebody Else" in (project / "docs/quotes/gauge.md").read_text()


def test_the_value_of_an_added_date_can_be_edited_afterwards(tmp_path: Path) -> None:
    page = "---\ntype: date\nvalue: 2019\nsource: mill\nwords: the fire\n---\n"
    build(tmp_path, {"seeds/mill.txt": MILL, "docs/dates/fire.md": page})
    pipeline.generate(tmp_path)
    edit(tmp_path, "value: 2019", "value: 2018-10", "docs/dates/fire.md")
    assert told(pipeline.generate(tmp_path)) == []
    front = parse_front_matter((tmp_path / "docs/dates/fire.md").read_text()).values
    assert (front["id"], front["title"], front["value"]) == ("2018-10", "October 2018", "2018-10")


def test_a_page_that_the_machine_made_gives_way_and_one_that_was_edited_does_not(tmp_path: Path) -> None:
    build(tmp_path, {"seeds/mill.txt": MILL})
    pipeline.generate(tmp_path)
    (made,) = [
        path
        for path in (tmp_path / "docs/quotes").iterdir()
        if "Let it rot" in path.read_text()
        if path.name != "index.md"
    ][:1]
    mine = "---\ntype: quote\nsource: mill\nwords: Let it rot,\n---\nNote.\n"
    (tmp_path / "docs/rot.md").write_text(mine)
    kept = made.read_text()
    made.write_text(kept + "\nSomebody's note.\n")
    (finding,) = told(pipeline.generate(tmp_path))
    assert finding.startswith(f"docs/rot.md:1: tells of the same quote as docs/quotes/{made.name}; ")
    assert (tmp_path / "docs/rot.md").read_text() == mine
    made.write_text(made.read_text().replace("\nSomebody's note.\n", ""))
    assert told(pipeline.generate(tmp_path)) == []
    assert not made.exists()
    assert "(../rot.md)" in (tmp_path / "docs/sources/mill.md").read_text()


def test_a_moved_page_stays_the_facts_page(project: Path) -> None:
    (project / "docs/notes").mkdir()
    (project / "docs/quotes/gauge.md").rename(project / "docs/notes/weir.md")
    assert told(pipeline.generate(project)) == []
    assert "(../notes/weir.md)" in (project / "docs/quotes/index.md").read_text()
    assert not (project / "docs/quotes/gauge.md").exists()


def test_a_page_whose_base_is_lost_is_not_written_twice(project: Path) -> None:
    before = (project / "docs/quotes/gauge.md").read_text()
    (project / ".factsheet/base/quotes/gauge.md").unlink()
    (finding,) = told(pipeline.generate(project))
    assert "[base-lost]" in finding
    assert (project / "docs/quotes/gauge.md").read_text() == before


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["Rain", "fell’s", "on “the", "weir”", "–", "\n\n", "\t", "  ", "\u00a0", "no-one"]), min_size=1
    ),
    st.data(),
)
def test_words_copied_from_a_text_are_found_however_they_were_typed(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    words = text.split()
    assume(words)
    first = data.draw(st.integers(0, len(words) - 1))
    copied = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    assume(any(char.isalpha() for char in copied))
    for typed in (copied, copied.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-")):
        found = Text(text).find(typed)
        assert any(" ".join(span.of(text).split()) == copied for span in found)


def test_the_nearest_passage_is_found_fast_in_a_long_text() -> None:
    text = Text(
        "\n".join(f"Paragraph {number} tells of rain and of the road by the weir." * 20 for number in range(3000))
    )
    span = text.nearest("Paragraph 2999 tells of snow and of the road by the weir.")
    assert span is not None
    assert span.of(text.text).startswith("Paragraph 2999 tells of rain")


@pytest.mark.parametrize("kind", ["killed", "error"])
def test_a_run_that_is_stopped_while_it_takes_a_page_up_loses_nothing(tmp_path: Path, kind: str) -> None:
    machine = "---\nid: it-rains-1a2b3c\ntype: quote\nspeaker: wren\nform: indirect\n---\n\n# Wren\n"
    mine = "---\ntype: quote\nsource: a\nwords: It rains\nspeaker: Wren\n---\n\nMy own line.\n"
    made = Page(path="quotes/rain.md", text=machine)

    def run(folder: Path) -> dict[str, str]:
        store = Store(folder / "docs", folder / "base")
        store.apply([made], added=["quotes/rain.md"])
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_text() for path in files}

    def written(name: str) -> Path:
        page = tmp_path / name / "docs/quotes/rain.md"
        page.parent.mkdir(parents=True)
        page.write_text(mine)
        return tmp_path / name

    done = run(written("whole"))
    assert "# Wren" in done["docs/quotes/rain.md"]
    for step in count():
        folder = written(str(step))
        with failing(step, kind) as changes, suppress(Killed, StoreError, OSError):
            run(folder)
        assert "My own line." in (folder / "docs/quotes/rain.md").read_text()
        assert run(folder) == done
        if changes.done <= step:
            break
    assert step > 3
