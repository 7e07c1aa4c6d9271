"""The files behind the page that filters quotes: complete, bounded, and gone when the quotes are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from facts_fixture import facts
from factsheet.edits import apply_edits
from factsheet.exports import render_exports, write_exports
from factsheet.exports.explore import SHARD, explore_files
from factsheet.model import Decision, Facts, Form
from many_facts import many


def files(of: Facts, places: dict[str, str] | None = None) -> dict[str, object]:
    return {page.path.removeprefix("data/explore/"): json.loads(page.text) for page in explore_files(of, places or {})}


def rows(made: dict[str, object]) -> list[list[str]]:
    return [row for name, content in made.items() if name != "index.json" for row in content["rows"]]  # type: ignore[attr-defined]


def test_every_quote_is_in_one_shard_and_every_column_has_a_number_for_it() -> None:
    of = many(SHARD * 2 + 1, sources=30)
    made = files(of)
    assert sorted(made) == ["0.json", "1.json", "2.json", "index.json"]
    assert sorted(row[0] for row in rows(made)) == sorted(f"quotes/{quote.id}" for quote in of.quotes)
    index = made["index.json"]
    assert {len(column) for column in index["quotes"].values()} == {len(of.quotes)}  # type: ignore[index]


def test_quotes_stand_in_the_order_of_their_days_those_without_one_first() -> None:
    made = files(many(500, sources=40))
    index = made["index.json"]
    firsts = [index["days"][day][0] if day >= 0 else "" for day in index["quotes"]["day"]]  # type: ignore[index]
    assert firsts == sorted(firsts)
    assert firsts[0] == ""


def test_what_a_quote_is_chosen_by_is_the_fact_s_own() -> None:
    of = facts()
    made = files(of)
    index = made["index.json"]
    by_address = {row[0]: number for number, row in enumerate(rows(made))}
    for quote in of.quotes:
        number = by_address[f"quotes/{quote.id}"]
        speaker = index["quotes"]["speaker"][number]  # type: ignore[index]
        named = index["actors"][speaker][1] if speaker >= 0 else None  # type: ignore[index]
        assert named == (quote.speaker.actor if quote.speaker else None)
        assert index["forms"][index["quotes"]["form"][number]] == quote.form  # type: ignore[index]


def test_reported_words_come_with_what_makes_them_a_clause() -> None:
    made = rows(files(many(4, sources=1)))
    around = {(row[2], row[3]) for row in made}
    assert around == {("said that ", ""), ("", "")}
    (far,) = (row for row in rows(files(facts())) if "secret-talks" in row[0])
    assert far[2:4] == ["", ""]


def test_a_new_source_changes_the_last_shard_and_the_index_alone() -> None:
    def dated(of: Facts) -> Facts:
        sources = (
            replace(one, document=replace(one.document, metadata=replace(one.document.metadata, date=f"2{place:03}")))
            for place, one in enumerate(of.sources)
        )
        return replace(of, sources=tuple(sources))

    of = dated(many(SHARD * 2, sources=20))
    less = replace(of, quotes=tuple(one for one in of.quotes if one.source != "paper-19"), sources=of.sources[:-1])
    before, after = files(less), files(of)
    assert before["0.json"] == after["0.json"]
    assert before["1.json"] != after["1.json"]


def test_moved_pages_are_linked_where_they_stand() -> None:
    places = {"quotes/istanbul-talks-channels.md": "best/channels.md", "actors/politico.md": "papers/index.md"}
    made = files(facts(), places)
    assert "best/channels" in {row[0] for row in rows(made)}
    assert "papers" in {actor[3] for actor in made["index.json"]["actors"]}  # type: ignore[index]


def test_what_was_rejected_is_in_no_file() -> None:
    rejected = Decision(type="quote", id="istanbul-talks-channels", key="status", value="rejected")
    left = apply_edits(facts(), [rejected]).facts
    assert "maintain channels" not in json.dumps(files(left))


def test_shards_that_are_needed_no_longer_go_and_what_people_put_beside_them_stays(tmp_path: Path) -> None:
    write_exports(render_exports(many(SHARD + 1, sources=3)), tmp_path)
    own = tmp_path / "data/explore/notes.txt"
    own.write_text("mine")
    folder = tmp_path / "data/explore"
    assert sorted(path.name for path in folder.iterdir()) == ["0.json", "1.json", "index.json", "notes.txt"]
    write_exports(render_exports(many(3, sources=1)), tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["0.json", "index.json", "notes.txt"]


def test_an_empty_collection_has_an_empty_index() -> None:
    made = files(Facts())
    assert list(made) == ["index.json"]


def test_the_forms_are_those_that_the_page_knows() -> None:
    script = (Path(__file__).parent.parent / "generator/factsheet/theme/assets/explore.js").read_text(encoding="utf-8")
    assert all(f"{form}:" in script for form in Form)
