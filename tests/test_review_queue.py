"""The queue of review: what probably misleads on most pages stands first, and what people reviewed is gone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as SitePage

from conftest import BuildTree
from facts_fixture import ENVOY, ID, OFFICIAL, facts
from factsheet import pipeline
from factsheet.check import check_site
from factsheet.config import Settings, edit_url
from factsheet.model import Facts, Form, Quote, Review, Status, Suggestion
from factsheet.pages import Conflict, State, render_review
from factsheet.pages.queue import Section, review_queue, shown_on
from factsheet.pages.site import Site
from test_cli_desk import PROJECT, collide, edit

NOTHING = State()


def nowhere(_place: str) -> str:
    return ""


def queue(found: Facts, state: State = NOTHING) -> dict[str, Section]:
    return {section.title: section for section in review_queue(Site(found, {}), state)}


def paths(found: Facts, title: str, state: State = NOTHING) -> list[str]:
    return [entry.path for entry in queue(found, state)[title].entries] if title in queue(found, state) else []


def with_quotes(change: Callable[[Quote], Quote]) -> Facts:
    return replace(facts(), quotes=tuple(change(quote) for quote in facts().quotes))


def sure(quote: Quote) -> Quote:
    return replace(quote, confidence=0.95)


def reviewed(status: Status = Status.VERIFIED, on: str = "2026-11-01") -> Review:
    return Review(status=status, by="Ann", on=on)


def test_nothing_waits_where_nothing_is_uncertain() -> None:
    page = render_review(Facts(), {}, NOTHING, nowhere)
    assert "Nothing waits for review." in page.text
    assert "exclude: true" in page.text


def test_each_kind_of_doubt_has_its_list() -> None:
    title = "Nobody identified as the speaker"
    assert paths(facts(), title) == ["quotes/istanbul-talks-no-comment.md"]
    low = with_quotes(lambda quote: replace(quote, confidence=0.5))
    assert "quotes/istanbul-talks-channels.md" in paths(low, "Speakers that are uncertain")
    assert paths(low, "Reported speech that is uncertain") == ["quotes/istanbul-talks-secret-talks.md"]
    (left_open,) = queue(facts())["Dates left open"].entries
    assert (left_open.path, left_open.why) == (
        f"sources/{ID}.md",
        "the text does not say when: “at a precarious moment right now”",
    )


def test_what_is_sure_is_not_asked_about() -> None:
    found = queue(with_quotes(sure))
    assert "Speakers that are uncertain" not in found
    assert "Reported speech that is uncertain" not in found


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.UNREVIEWED])
def test_reviewed_facts_leave_the_queue_and_disputed_ones_have_their_own(status: Status) -> None:
    found = with_quotes(lambda quote: replace(quote, confidence=0.1, review=reviewed(status)))
    titles = set(queue(found)) - {"Dates left open"}
    assert titles == ({"Disputed"} if status is Status.DISPUTED else set())
    if status is Status.DISPUTED:
        assert {entry.why for entry in queue(found)["Disputed"].entries} == {"disputed by Ann, 1 November 2026"}


def test_the_less_certain_and_the_more_linked_stand_first() -> None:
    """With equal links confidence decides, with equal confidence links do."""
    site = Site(facts(), {})
    one, two = (
        quote for quote in facts().quotes if quote.id in ("istanbul-talks-channels", "istanbul-talks-past-years")
    )
    assert shown_on(site, one) == shown_on(site, two)
    for lower, higher in ((one, two), (two, one)):
        doubts = {lower.id: 0.3, higher.id: 0.6}
        found = with_quotes(lambda quote, doubts=doubts: replace(quote, confidence=doubts.get(quote.id, 1.0)))  # type: ignore[misc]
        assert paths(found, "Speakers that are uncertain") == [f"quotes/{lower.id}.md", f"quotes/{higher.id}.md"]
    more = replace(two, about=(ENVOY, OFFICIAL, "russia", "toivo-klaar"))
    assert shown_on(site, more) > shown_on(site, two)
    found = with_quotes(lambda quote: replace(more if quote.id == two.id else quote, confidence=0.5))
    assert paths(found, "Speakers that are uncertain")[0] == f"quotes/{two.id}.md"


def test_actors_that_may_be_one_say_what_to_write_until_one_is_reviewed() -> None:
    suggestion = Suggestion(kind="surname", actors=("toivo-klaar", "united-states"), reason="A reason.", score=0.5)
    (entry,) = queue(replace(facts(), suggestions=(suggestion,)))["Actors that may be one"].entries
    assert entry.path == "actors/toivo-klaar.md"
    assert "`merge_into: united-states`" in entry.why
    known = tuple(replace(actor, review=reviewed()) for actor in facts().actors)
    assert "Actors that may be one" not in queue(replace(facts(), actors=known, suggestions=(suggestion,)))


def test_an_edited_page_is_asked_about_when_its_source_was_replaced_since_somebody_looked() -> None:
    title, path = "Edited, and the source has changed since", "quotes/istanbul-talks-channels.md"
    state = State(edited=frozenset({path}), replaced={ID: "2026-11-25"})
    assert paths(facts(), title, state) == [path]
    assert paths(facts(), title, replace(state, edited=frozenset())) == []
    assert paths(facts(), title, replace(state, replaced={"other": "2026-11-25"})) == []
    for day, waits in (("2026-11-24", True), ("2026-11-25", False), ("2026-12-01", False)):
        found = with_quotes(lambda quote, day=day: replace(quote, review=reviewed(on=day)))  # type: ignore[misc]
        assert (paths(found, title, state) == [path]) == waits
    gone = State(orphans={"quotes/gone.md": "Somebody: “gone”"})
    assert paths(facts(), title, gone) == ["quotes/gone.md"]


def test_the_page_is_bounded_and_every_link_on_it_leads_somewhere() -> None:
    quote = facts().quotes[3]
    many = replace(facts(), quotes=tuple(replace(quote, id=f"q{number:03}", speaker=None) for number in range(80)))
    page = render_review(many, {}, NOTHING, nowhere)
    assert "## Nobody identified as the speaker\n\n80 to look at. " in page.text
    assert page.text.count("](quotes/") == 25
    assert "\n- and 55 more\n" in page.text
    stubs = {f"quotes/q{number:03}.md": "x" for number in range(80)} | {f"sources/{ID}.md": "x"}
    assert check_site({**stubs, page.path: page.text}, {}) == ()


def test_words_of_a_source_stand_on_the_page_as_text() -> None:
    odd = with_quotes(lambda quote: replace(quote, form=Form.INDIRECT, confidence=0.1, rule="*a* <b> [c](d)"))
    assert r"from \*a\* &lt;b> \[c\](d)" in render_review(odd, {}, NOTHING, nowhere).text


SETTINGS = [
    {},
    {"repo_url": "https://github.com/a/b"},
    {"repo_url": "https://gitlab.com/a/b/"},
    {"repo_url": "https://bitbucket.org/a/b"},
    {"repo_url": "https://example.org/a/b"},
    {"repo_url": "https://github.com/a/b", "edit_uri": ""},
    {"repo_url": "https://github.com/a/b", "edit_uri": "edit/main/docs"},
    {"repo_url": "https://example.org/a/b/", "edit_uri": "edit/main/docs/"},
    {"repo_url": "https://example.org/a/b", "edit_uri": "?query=root/docs/"},
    {"edit_uri": "https://example.org/edit/"},
    {"repo_url": "https://github.com/a/b", "edit_uri_template": "edit/main/docs/{path}"},
    {"repo_url": "https://github.com/a/b", "edit_uri_template": "wiki/{path_noext!q}?x={path!q}"},
]


@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_a_page_is_edited_where_mkdocs_says(values: dict[str, str], tmp_path: Path) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(tmp_path), **values})
    config.validate()
    for place in ("review.md", "actors/x.y.md", "a b/c.md"):
        file = File(place, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
        assert edit_url(Settings(**values), place) == (SitePage(None, file, config).edit_url or "")


def test_a_page_that_was_moved_is_linked_and_edited_where_it_stands() -> None:
    settings = Settings(repo_url="https://github.com/a/b", edit_uri="edit/main/docs/")
    places = {"quotes/istanbul-talks-no-comment.md": "said (once).md"}
    page = render_review(facts(), places, NOTHING, lambda place: edit_url(settings, place))
    assert "[edit](https://github.com/a/b/edit/main/docs/said%20%28once%29.md)" in page.text
    assert "](said%20%28once%29.md)" in page.text


def test_conflicts_of_this_very_run_are_on_the_page(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT)
    pipeline.generate(project)
    collide(project)
    text = (project / "docs/review.md").read_text(encoding="utf-8")
    assert "## Conflicts to settle\n\n1 to look at. " in text
    assert re.search(
        r"\[actors/tomas-weller\.md\]\(actors/tomas-weller\.md\): the passage in line \d+ was edited", text
    )
    assert pipeline.generate(project).report.written == ()


def test_edits_whose_source_was_replaced_wait_for_a_second_look(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT)
    pipeline.generate(project)
    floods = next(path for path in (project / "docs/quotes").glob("*.md") if "“It floods" in path.read_text("utf-8"))
    for page in (f"docs/quotes/{floods.name}", "docs/dates/2024-05-03.md"):
        edit(project, page, "\n## ", "\nMy note.\n\n## ")
    assert "Edited, and" not in (project / "docs/review.md").read_text("utf-8")
    edit(project, "seeds/road.txt", "on 3 May 2024 ", "")
    pipeline.generate(project)
    text = (project / "docs/review.md").read_text("utf-8")
    assert "## Edited, and the source has changed since\n\n2 to look at. " in text
    assert f"](quotes/{floods.name}): the text of its source was replaced on " in text
    assert "[3 May 2024](dates/2024-05-03.md): it is kept because it was edited" in text
    assert pipeline.generate(project).report.written == ()


def test_a_conflict_over_a_key_names_it() -> None:
    state = State(conflicts=(("a.md", Conflict(key="kind", line=4, mine="a", theirs="b")),))
    assert queue(Facts(), state)["Conflicts to settle"].entries[0].why.startswith("the key kind was edited")


def test_the_home_page_leads_to_the_pages_of_the_team_unless_people_deleted_them(build_tree: BuildTree) -> None:
    project = build_tree(PROJECT)
    pipeline.generate(project)
    home = project / "docs/index.md"
    assert "[To review](review.md)" in home.read_text(encoding="utf-8")
    assert "[Corrections](corrections.md)" in home.read_text(encoding="utf-8")
    (project / "docs/review.md").unlink()
    pipeline.generate(project)
    assert not (project / "docs/review.md").exists()
    assert "[To review](review.md)" not in home.read_text(encoding="utf-8")
    assert not [finding for finding in pipeline.check(project) if finding.error]


NAV = """nav:
  - Home: index.md
  - Explore: explore.md
  - Network: network.md
  - More:
      - Corrections: corrections.md
not_in_nav: |
  /*/
"""
STRICT = "validation: {nav: {omitted_files: warn}}\n"


@pytest.mark.parametrize(
    ("configuration", "missing"),
    [
        ("", []),
        (NAV, []),
        (NAV + STRICT, ["review.md"]),
        (NAV.replace("network", "quotes/index") + "  /review.md\n" + STRICT, ["network.md"]),
        (NAV.replace("explore", "dates/index") + STRICT, ["explore.md", "review.md"]),
        (NAV + "  /review.md\n" + STRICT, []),
        (NAV.replace("corrections", "actors/index") + STRICT, ["review.md", "corrections.md"]),
    ],
)
def test_a_nav_that_lacks_a_page_of_the_team_is_told_where_a_strict_build_would_fail(
    build_tree: BuildTree, configuration: str, missing: list[str]
) -> None:
    project = build_tree({**PROJECT, "mkdocs.yml": PROJECT["mkdocs.yml"] + configuration})
    pipeline.generate(project)
    found = [finding for finding in pipeline.check(project) if finding.code == "nav"]
    assert [finding.message.split()[2].rstrip(",") for finding in found] == missing
    assert all(str(finding).startswith("mkdocs.yml:3: ") and not finding.error for finding in found)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (not missing), done.stderr
