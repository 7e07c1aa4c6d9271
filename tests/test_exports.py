from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.errors import StoreError
from factsheet.exports import render_exports, write_exports
from factsheet.exports.csv_tables import FORMULA_STARTS, actors_csv, quotes_csv
from factsheet.exports.extract_jsonl import extract_line
from factsheet.model import (
    Actor,
    ActorReference,
    Basis,
    Date,
    DateReference,
    Document,
    Facts,
    Form,
    Kind,
    MentionType,
    Metadata,
    Passage,
    Publish,
    Quote,
    Source,
    Span,
    Voice,
)

TEXT = "“The lake,” Ada Núñez told the Courier on May 3, “is low.” She said “fix it” late Friday.\nPrivate end."


def passage(words: str, after: int = 0) -> Passage:
    start = TEXT.index(words, after)
    return Passage("lake", Span(start, start + len(words)), words)


def voice(words: str, actor: str | None = None) -> Voice:
    return Voice(words=passage(words), actor=actor)


SENTENCE = passage("“The lake,” Ada Núñez told the Courier on May 3, “is low.”")
ADA = Actor(
    id="ada-nunez",
    name="Ada Núñez",
    kind=Kind.PERSON,
    aliases=("Ada", "Núñez"),
    roles=(passage("told the Courier"),),
    mentions=(
        ActorReference(words=passage("Ada Núñez"), context=SENTENCE, type=MentionType.NAME),
        ActorReference(words=passage("She"), context=passage("She said “fix it”"), type=MentionType.PRONOUN),
    ),
)
SPLIT = Quote(
    id="lake-1",
    form=Form.DIRECT,
    words=Passage("lake", Span(1, TEXT.index("low.”") + 4), TEXT[1 : TEXT.index("low.”") + 4]),
    pieces=(passage("The lake,"), passage("is low.")),
    context=SENTENCE,
    cue=passage("told"),
    speaker=voice("Ada Núñez", "ada-nunez"),
    addressee=voice("the Courier"),
    confidence=0.9,
    rule="verb",
)
FRAGMENT = Quote(
    id="lake-2",
    form=Form.MIXED,
    words=passage("fix it"),
    pieces=(passage("fix it"),),
    context=passage("She said “fix it”"),
)


def reference(words: str, value: str, basis: Basis) -> DateReference:
    return DateReference(words=passage(words), context=SENTENCE, value=value, basis=basis)


SOURCE = Source(
    document=Document(id="lake", path="seeds/lake.txt", text=TEXT, sha256="0", metadata=Metadata(title="The lake")),
    paragraphs=(Span(0, len(TEXT)),),
    unresolved=(reference("late Friday", "", Basis.UNRESOLVED),),
)
FACTS = Facts(
    sources=(SOURCE,),
    actors=(ADA,),
    quotes=(FRAGMENT, SPLIT),
    dates=(Date(id="XXXX-05-03", value="XXXX-05-03", references=(reference("May 3", "XXXX-05-03", Basis.EXPLICIT),)),),
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def files(facts: Facts) -> dict[str, str]:
    return {file.path: file.text for file in render_exports(facts)}


def test_the_line_of_extract_has_exactly_the_keys_that_are_promised() -> None:
    record = json.loads(extract_line(FACTS))
    assert list(record) == ["source", "text", "actors", "quotes", "dates"]
    assert list(record["actors"][0]) == ["id", "name", "kind", "aliases", "roles", "mentions"]
    common = ["id", "form", "start", "end", "text", "cue", "speaker", "addressee", "confidence"]
    assert [list(quote) for quote in record["quotes"]] == [[*common, "pieces"], common]
    assert [list(date) for date in record["dates"]] == [["id", "start", "end", "text", "value", "basis"]] * 2
    assert record["quotes"][0]["speaker"] == {"start": 12, "end": 21, "text": "Ada Núñez", "actor": "ada-nunez"}
    assert record["actors"][0]["roles"] == ["told the Courier"]


def test_every_span_of_extract_covers_its_words() -> None:
    """Offsets are code points, whatever the letters."""
    record = json.loads(extract_line(FACTS))

    def spans(value: object) -> list[dict[str, object]]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        own = [value] if isinstance(value, dict) and "start" in value else []
        return own + [span for part in inner for span in spans(part)]

    found = spans(record)
    assert len(found) == 11
    assert all(record["text"][span["start"] : span["end"]] == span["text"] for span in found)


def test_a_split_quote_runs_from_its_first_word_to_its_last_and_names_its_pieces() -> None:
    split, fragment = json.loads(extract_line(FACTS))["quotes"]
    assert split["text"].startswith("The lake,")
    assert split["text"].endswith("is low.")
    assert [piece["text"] for piece in split["pieces"]] == ["The lake,", "is low."]
    assert "pieces" not in fragment


def test_a_date_that_the_text_leaves_open_has_no_value() -> None:
    dates = json.loads(extract_line(FACTS))["dates"]
    assert [(date["text"], date["value"], date["basis"]) for date in dates] == [
        ("May 3", "XXXX-05-03", "explicit"),
        ("late Friday", None, "unresolved"),
    ]


def test_a_line_of_extract_is_one_line() -> None:
    assert "\n" not in extract_line(FACTS)


def test_facts_json_is_stable_sorted_and_versioned() -> None:
    text = files(FACTS)["data/facts.json"]
    content = json.loads(text)
    assert content["schema"] == 1
    assert text == json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert content["quotes"][1]["pieces"][0] == {
        "source": "lake",
        "span": {"start": 1, "end": 10},
        "text": "The lake,",
    }


@pytest.mark.parametrize("publish", list(Publish))
def test_no_export_republishes_a_source(publish: Publish) -> None:
    document = replace(SOURCE.document, metadata=Metadata(publish=publish))
    facts = replace(FACTS, sources=(replace(SOURCE, document=document),))
    assert all("Private end" not in text for text in files(facts).values())


def test_the_tables_hold_one_row_for_each_fact() -> None:
    tables = files(FACTS)
    (actor,) = rows(tables["data/actors.csv"])
    assert (actor["name"], actor["aliases"], actor["mentions"], actor["sources"]) == (
        "Ada Núñez",
        "Ada; Núñez",
        "2",
        "lake",
    )
    fragment, split = rows(tables["data/quotes.csv"])
    assert (split["speaker"], split["speaker_words"], split["addressee_words"]) == (
        "ada-nunez",
        "Ada Núñez",
        "the Courier",
    )
    assert (fragment["speaker"], fragment["cue"], fragment["words"]) == ("", "", "fix it")
    assert TEXT[int(split["start"]) : int(split["end"])] == split["words"]
    (date,) = rows(tables["data/dates.csv"])
    assert (date["id"], date["value"], date["words"], date["basis"]) == (
        "XXXX-05-03",
        "XXXX-05-03",
        "May 3",
        "explicit",
    )


def test_tables_end_their_lines_as_rfc_4180_wants() -> None:
    text = actors_csv(FACTS).text
    assert text.count("\r\n") == text.count("\n") == 2


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_a_spreadsheet_would_run_is_defused(start: str) -> None:
    facts = replace(FACTS, actors=(replace(ADA, name=f"{start}cmd"),))
    assert rows(actors_csv(facts).text)[0]["name"] == f"'{start}cmd"


@given(st.text(st.characters(codec="utf-8")))
def test_any_words_come_back_from_the_tables(words: str) -> None:
    quote = replace(FRAGMENT, words=Passage("lake", Span(0, len(words)), words))
    (row,) = rows(quotes_csv(Facts(quotes=(quote,))).text)
    assert row["words"] in (words, f"'{words}")
    assert not row["words"].startswith(FORMULA_STARTS)


def test_exports_are_written_only_where_they_differ(tmp_path: Path) -> None:
    everything = ("data/actors.csv", "data/dates.csv", "data/facts.json", "data/quotes.csv")
    assert write_exports(render_exports(FACTS), tmp_path) == everything
    assert write_exports(render_exports(FACTS), tmp_path) == ()
    assert write_exports(render_exports(replace(FACTS, actors=())), tmp_path) == ("data/actors.csv", "data/facts.json")


def test_other_files_beside_the_exports_are_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "data/own.csv"
    own.parent.mkdir()
    own.write_text("mine")
    write_exports(render_exports(FACTS), tmp_path)
    assert own.read_text() == "mine"
    assert sorted(path.name for path in own.parent.iterdir()) == [
        *("actors.csv", "dates.csv", "facts.json", "own.csv", "quotes.csv")
    ]


def test_an_export_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError, match=r"data/actors\.csv: cannot be written: "):
        write_exports(render_exports(FACTS), tmp_path)
