from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from factsheet.edits import EditedPage, apply_edits, read_decisions
from factsheet.errors import StoreError
from factsheet.exports import render_exports, write_exports
from factsheet.exports.csv_tables import FORMULA_STARTS, actors_csv, quotes_csv
from factsheet.exports.extract_jsonl import extract_line
from factsheet.exports.facts_json import MEANINGS
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
from random_facts import random_facts

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


EVERYTHING = (
    *("data/actors.csv", "data/dates.csv", "data/quotes.csv", "data/sources.csv"),
    *("data/facts.json", "data/facts.schema.json", "data/dates.ics"),
    *("data/quotes.atom", "data/actors/ada-nunez.atom", "data/annotations/lake.jsonld"),
    *("data/explore/index.json", "data/explore/0.json"),
)


def test_exports_are_written_only_where_they_differ(tmp_path: Path) -> None:
    assert write_exports(render_exports(FACTS), tmp_path).written == EVERYTHING
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")}
    assert write_exports(render_exports(FACTS), tmp_path).written == ()
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")} == before
    less = replace(FACTS, quotes=(FRAGMENT,))
    assert write_exports(render_exports(less), tmp_path).written == (
        *("data/quotes.csv", "data/sources.csv", "data/facts.json", "data/quotes.atom", "data/annotations/lake.jsonld"),
        *("data/explore/index.json", "data/explore/0.json"),
    )


def test_a_file_of_a_fact_that_is_no_more_goes(tmp_path: Path) -> None:
    """What was rejected or redacted must not stay behind in a feed."""
    write_exports(render_exports(FACTS), tmp_path)
    write_exports(render_exports(Facts()), tmp_path, complete=False)
    assert (tmp_path / "data/actors/ada-nunez.atom").exists()
    write_exports(render_exports(Facts()), tmp_path)
    assert not [path for path in tmp_path.rglob("*.*") if "ada" in path.name or "lake" in path.name]
    assert not any("low" in path.read_text() for path in tmp_path.rglob("*.*") if "schema" not in path.name)


def test_other_files_beside_the_exports_are_left_alone(tmp_path: Path) -> None:
    own = [tmp_path / "data" / name for name in ("own.csv", "actors/own.atom", "annotations/own.jsonld")]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    write_exports(render_exports(FACTS), tmp_path)
    assert {path.read_text() for path in own} == {"mine"}
    made = (path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*") if path not in own)
    assert sorted(made) == sorted(EVERYTHING)


def test_what_people_rejected_is_in_no_export() -> None:
    deleted = EditedPage(path="", base=f"---\nid: {SPLIT.id}\ntype: quote\n---\n", mine=None)
    kept = apply_edits(FACTS, read_decisions([deleted])).facts
    made = files(kept)
    assert not any(SPLIT.id in text for text in made.values())
    assert "data/actors/ada-nunez.atom" not in made


@given(made=random_facts())
@settings(deadline=None)
def test_the_file_of_all_facts_keeps_its_schema(made: Facts) -> None:
    texts = files(made)
    schema = json.loads(texts["data/facts.schema.json"])
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(texts["data/facts.json"]))


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("schema",), 2),
        (("quotes", 0, "words", "span", "start"), "1"),
        (("quotes", 0, "form"), "shouted"),
        (("actors", 0, "name"), None),
    ],
)
def test_the_schema_refuses_what_the_file_never_is(place: tuple[str | int, ...], wrong: object) -> None:
    texts = files(FACTS)
    content = json.loads(texts["data/facts.json"])
    *way, last = place
    inside = content
    for step in way:
        inside = inside[step]
    inside[last] = wrong
    with pytest.raises(ValidationError):
        Draft202012Validator(json.loads(texts["data/facts.schema.json"])).validate(content)
    del inside[last]
    with pytest.raises(ValidationError):
        Draft202012Validator(json.loads(texts["data/facts.schema.json"])).validate(content)


def test_the_schema_says_what_keys_mean() -> None:
    text = files(FACTS)["data/facts.schema.json"]
    assert all(json.dumps(meaning, ensure_ascii=False) in text for meaning in MEANINGS.values())


def test_a_quotes_row_can_be_cited_and_a_sources_row_counts_its_facts() -> None:
    tables = files(FACTS)
    _, split = rows(tables["data/quotes.csv"])
    assert (split["speaker_name"], split["source_title"], split["published"]) == ("Ada Núñez", "The lake", "")
    assert split["citation"] == "Ada Núñez: “The lake … is low.”. In: The lake, paragraph 1."
    (source,) = rows(tables["data/sources.csv"])
    assert (source["title"], source["quotes"], source["actors"], source["dates"]) == ("The lake", "2", "1", "1")
    assert source["status"] == "unreviewed"


def test_an_export_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError, match=r"data/actors\.csv: cannot be written: "):
        write_exports(render_exports(FACTS), tmp_path)
