"""Readers and exports that other packages bring: they work when they are installed, and harm nobody when they fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import BuildTree
from extending import Add
from factsheet import pipeline
from factsheet.config import Settings
from factsheet.errors import SeedError
from factsheet.model import Document
from factsheet.readers import find_seeds, kept_path, read_seed

SRT = (
    "1\r\n00:00:01,000 --> 00:00:04,000\r\n“The lake is <i>far too</i> low,”\r\nsaid Ada Brennan, the mayor.\r\n\r\n"
    "2\r\n00:00:05,000 --> 00:00:07,500\r\nShe spoke on 3 May 2024.\r\n"
)
ROAD = "“It floods,” said Tomas Weller, a spokesman for Colmouth, on 3 May 2024.\n"
PROJECT = {"mkdocs.yml": "site_name: T\nmarkdown_extensions: [attr_list]\n", "seeds/road.txt": ROAD}


def read(tree: Path, name: str) -> Document:
    return read_seed(tree / "seeds" / name, tree, Settings())


# ---------------------------------------------------------------- readers


def test_without_a_package_its_files_are_refused(build_tree: BuildTree) -> None:
    with pytest.raises(SeedError, match=r"files that end in \.srt are not read"):
        read(build_tree({"seeds/lake.srt": SRT}), "lake.srt")


def test_a_reader_of_subtitles_reads_them_like_any_document(build_tree: BuildTree, add: Add) -> None:
    add("readers", "srt", "read_srt", package="subtitles")
    tree = build_tree({**PROJECT, "seeds/lake.srt": SRT, "seeds/lake.yml": "title: The lake\n"})
    document = read(tree, "lake.srt")
    assert document.text == ("“The lake is far too low,” said Ada Brennan, the mayor.\n\nShe spoke on 3 May 2024.\n\n")
    assert document.metadata.title == "The lake"
    assert [path.name for path in find_seeds(tree / "seeds")] == ["lake.srt", "road.txt"]
    result = pipeline.generate(tree)
    assert result.errors == ()
    assert {quote.words.text for quote in result.facts.quotes} == {"The lake is far too low,", "It floods,"}
    assert (tree / kept_path("lake")).is_file(), "another version of the reader shall move no offset"
    assert [finding for finding in pipeline.check(tree) if finding.error] == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def read(data, path): raise KeyError('cue')", "reader srt (theirs 1.0) failed (KeyError: 'cue')"),
        ("def read(data, path): return 'text'", "returned str, expected Content"),
        ("import no_such_module", "cannot be loaded (ModuleNotFoundError: No module named 'no_such_module')"),
        ("read = 3", "is int; expected something to call"),
        (
            "from factsheet.readers import Content\ndef read(data, path): return Content(text=3)",
            "a Content that is none",
        ),
        (
            "from factsheet.readers import Content\ndef read(data, path): return Content(text=' ')",
            "no text in the file",
        ),
        (
            "from factsheet.readers import Content\ndef read(data, path): return Content(text='ab', pages=(0, 9))",
            "pages that do not begin one after the other",
        ),
        (
            "from factsheet.readers import Content\ndef read(data, path): return Content(text='a\\xadb', pages=(0,))",
            "characters that nobody sees",
        ),
    ],
)
def test_a_reader_that_fails_is_named_and_stops_no_other_document(
    build_tree: BuildTree, add: Add, code: str, said: str
) -> None:
    add("readers", "srt", "read", code)
    tree = build_tree({**PROJECT, "seeds/lake.srt": SRT})
    result = pipeline.generate(tree)
    assert [source.id for source in result.facts.sources] == ["road"]
    (error,) = map(str, result.errors)
    assert error.startswith("seeds/lake.srt: ")
    assert said in error
    assert "\n" not in error


def test_what_nobody_sees_is_taken_out_of_what_a_reader_returns(build_tree: BuildTree, add: Add) -> None:
    code = (
        "from factsheet.readers import Content\ndef read(data, path): return Content(text='so\\xadft\\r\\nend\\udc80')"
    )
    add("readers", "srt", "read", code)
    assert read(build_tree({"seeds/lake.srt": SRT}), "lake.srt").text == "soft\nend"


def test_two_packages_for_one_suffix_are_told_apart_by_a_person(build_tree: BuildTree, add: Add) -> None:
    for name in ("one", "two"):
        add("readers", "srt", "read", "def read(data, path): ...", package=name)
    with pytest.raises(SeedError, match=r"'srt' is brought by one 1\.0 and two 1\.0; uninstall all of them but one"):
        read(build_tree({"seeds/lake.srt": SRT}), "lake.srt")


def test_no_package_takes_the_place_of_our_own_readers(build_tree: BuildTree, add: Add) -> None:
    add("readers", "txt", "read", "from factsheet.readers import Content\ndef read(*_): return Content(text='other')")
    assert read(build_tree(PROJECT), "road.txt").text == ROAD


# ---------------------------------------------------------------- exports


def test_an_export_for_reference_managers_is_written_beside_ours(build_tree: BuildTree, add: Add) -> None:
    add("exports", "ris", "export_ris", package="reference_manager")
    result = pipeline.generate(build_tree(PROJECT))
    assert "data/quotes.ris" in result.exports
    text = (build_tree({}) / "docs/data/quotes.ris").read_bytes().decode()
    (quote,) = result.facts.quotes
    assert text == (
        f"TY  - NEWS\r\nTI  - seeds/road.txt\r\nN1  - It floods,\r\nUR  - ../quotes/{quote.id}/\r\nER  - \r\n"
    )
    assert pipeline.generate(build_tree({})).exports == ()


def test_an_export_shows_no_redacted_word(build_tree: BuildTree, add: Add) -> None:
    add("exports", "ris", "export_ris", package="reference_manager")
    redacting = f"{PROJECT['mkdocs.yml']}extra:\n  factsheet:\n    redact: [floods]\n"
    tree = build_tree({**PROJECT, "mkdocs.yml": redacting})
    pipeline.generate(tree)
    assert "floods" not in (tree / "docs/data/quotes.ris").read_text(encoding="utf-8")
    assert "N1  - It [redacted]," in (tree / "docs/data/quotes.ris").read_text(encoding="utf-8")


MADE = (
    "from factsheet.model import Export\n"
    "def export(facts, place): return [Export(path={!r}, pieces=lambda: iter(['x']))]"
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def export(facts, place): raise KeyError('who')", "export bad (theirs 1.0) failed (KeyError: 'who')"),
        ("def export(facts, place): yield 3", "failed (AttributeError"),
        ("import no_such_module", "cannot be loaded"),
        (MADE.format("data/quotes.csv"), "would write 'data/quotes.csv', where another export stands"),
        (MADE.format("data/QUOTES.csv"), "where another export stands"),
        (MADE.format("index.md"), "expected a plain path below data/"),
        (MADE.format("data/../index.md"), "every system can have"),
        (MADE.format("/tmp/x"), "expected a plain path below data/"),
        (MADE.format("data/page.md"), "which would be a page of the site"),
        (MADE.format("data/x") + " * 2", "another export"),
    ],
)
def test_an_export_that_fails_is_told_and_all_else_is_written(
    build_tree: BuildTree, add: Add, code: str, said: str
) -> None:
    add("exports", "bad", "export", code)
    add("exports", "ris", "export_ris", package="reference_manager")
    tree = build_tree(PROJECT)
    result = pipeline.generate(tree)
    (finding,) = [one for one in result.findings if one.code == "export-failed"]
    assert said in finding.message
    assert finding.error
    assert {"data/quotes.csv", "data/quotes.ris", "data/facts.json"} <= set(result.exports)
    assert not any((tree / "docs" / name).exists() for name in ("data/x", "data/page.md"))
    assert (tree / "docs/data/quotes.csv").read_text(encoding="utf-8").startswith("id,form,words")
