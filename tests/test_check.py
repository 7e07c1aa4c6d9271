"""The check: every way in which a page can differ from its sources is told, with its line; nothing else is."""

from __future__ import annotations

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts_fixture import ID, TEXT, document, exported, facts
from factsheet.check import check_site
from factsheet.check.quotations import alike
from factsheet.folding import difference, fold
from factsheet.forking import share
from factsheet.model import Document, Finding
from factsheet.pages import render_pages

PAGES = {page.path: page.text for page in render_pages(facts())}
QUOTE = "quotes/istanbul-talks-channels.md"
SOURCE = "sources/istanbul-talks.md"
OTHER = document(text="A text of its own about other matters.\n", name="other")
LIBRARY = {ID: document(), "other": OTHER}


def check(path: str, text: str, library: dict[str, Document] | None = None) -> list[Finding]:
    return list(check_site({**PAGES, path: text}, LIBRARY if library is None else library, files=exported()))


def edited(old: str, new: str, path: str = QUOTE) -> list[Finding]:
    assert old in PAGES[path]
    return check(path, PAGES[path].replace(old, new, 1))


def own(text: str) -> list[Finding]:
    return check("notes.md", text)


def test_generated_pages_are_clean() -> None:
    assert check_site(PAGES, LIBRARY, files=exported()) == ()


def test_an_altered_word_is_told_with_what_the_source_has_and_the_line() -> None:
    (finding,) = edited("> we believe it is important", "> we believe it is vital")
    assert finding.code == "altered"
    assert finding.error
    assert "found “is vital to”, the source has “is important to”" in finding.message
    lines = PAGES[QUOTE].split("\n")
    assert lines[(finding.line or 0) - 1].startswith("> we believe")
    assert finding.path == f"docs/{QUOTE}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("data-at=istanbul-talks:1062-1066", "data-at=istanbul-talks:1070-1074", "misplaced"),
        ("data-at=istanbul-talks:1082-1203", "data-at=other:0-10", "other-source"),
        ("data-at=istanbul-talks:1082-1203", "data-at=gone:1082-1203", "source-unreadable"),
        ("data-at=istanbul-talks:1082-1203", "data-at=istanbul-talks", "address"),
        (
            "> we believe it is important to maintain channels",
            "> nobody ever wrote a sentence like this one",
            "not-found",
        ),
        ("[told]", "[Quark muffins]", "not-found"),
        ("politico.md", "politica.md", "broken-link"),
        ("#p5", "#p55", "broken-anchor"),
        ("status: unreviewed", "status: certain", "front-matter"),
        ("form: direct", "form: spoken", "front-matter"),
        ("speaker: an-eu-official", "speaker: nobody", "unknown-actor"),
        ("form: direct", "form: direct\nsaid_on: yesterday", "edtf"),
        ("words: we believe", "words: I believe", "altered"),
        ('cite: "An EU official: “we believe', 'cite: "An EU official: “I believe', "altered"),
        ("title: ", "titel: ", "unknown-key"),
        ("id: istanbul-talks-channels\n", "", "front-matter"),
        ("form: direct", "form: [direct", "front-matter"),
    ],
)
def test_each_fault_has_its_code(old: str, new: str, code: str) -> None:
    assert code in {finding.code for finding in edited(old, new)}


def test_what_a_quote_tells_machines_is_its_sources() -> None:
    """Nobody sees it on the page, and it is published."""
    words, cite = "words: we believe it", 'cite: "An EU official: “we believe it'
    (finding,) = edited(cite, cite.replace("we", "I"))
    assert (finding.code, PAGES[QUOTE].split("\n")[(finding.line or 0) - 1][:5]) == ("altered", "cite:")
    found = edited(words, words.replace("we", "I"))
    assert [PAGES[QUOTE].split("\n")[(one.line or 0) - 1][:6] for one in found] == ["words:", "cite: "]
    assert "'I believe it is important" in found[0].message


def test_a_review_needs_a_name_and_a_day() -> None:
    assert [one.code for one in edited("status: unreviewed", "status: verified")] == ["review", "review"]
    assert edited("status: unreviewed", "status: verified\nreviewed_by: MB\nreviewed_on: 2023-10-05") == []


def test_a_source_that_changed_is_told() -> None:
    changed = document(text=TEXT.replace("important", "vital"))
    codes = {finding.code for finding in check_site(PAGES, {**LIBRARY, ID: changed})}
    assert "source-changed" in codes
    assert "source-unreadable" in {finding.code for finding in check_site(PAGES, {})}


def test_a_persons_own_quotation_is_looked_up_in_all_sources() -> None:
    assert own("> “we do not comment on […] diplomatic discussions.”\n") == []
    (altered,) = own("> We need to be able to work with the French on this because they do have influence\n")
    assert (altered.code, altered.line) == ("altered", 1)
    (foreign,) = own("Text.\n\n> A sentence out of a book.\n")
    assert (foreign.code, foreign.error, foreign.line) == ("not-found", False, 3)


@pytest.mark.parametrize(
    ("words", "told"),
    [("the meeting focused on", False), ("Since Azerbaijan’s attack on September 19", True), ("we do", True)],
)
def test_a_quotation_cut_short_before_a_turn_is_a_warning(words: str, told: bool) -> None:
    assert [(one.code, one.error) for one in own(f"> {words}\n")] == [("cut-short", False)] * told


def test_two_pages_with_one_id_are_told() -> None:
    (finding,) = check("quotes/copy.md", PAGES[QUOTE])
    assert (finding.code, finding.line) == ("duplicate-id", 2)


def test_pages_that_people_made_are_free_in_their_front_matter() -> None:
    assert own("---\nmood: good\n---\n\n[Home](index.md) and [away](https://example.org/x.md#y)\n") == []


def test_a_large_page_is_checked_in_seconds() -> None:
    flat = TEXT.replace("\n", " ")
    page = "".join(
        f"> {flat[at : at + 1500]}\n{{ .words data-at=istanbul-talks:{at}-{at + 1400} }}\n\n" for at in range(0, 700, 5)
    )
    assert len(page) > 200_000
    begun = time.perf_counter()
    assert check("big.md", page)
    assert time.perf_counter() - begun < 20


WORDS = st.lists(st.sampled_from(["the", "road", "floods", "never", "often"]), min_size=1, max_size=8)


@given(WORDS)
def test_a_text_is_like_itself(words: list[str]) -> None:
    assert alike(" ".join(words), " ".join(words))


@given(WORDS, WORDS)
def test_a_difference_of_two_texts_shows_two_different_passages(one: list[str], other: list[str]) -> None:
    if one != other and len(" ".join(one + other)) < 60:
        found, expected = difference(" ".join(one), " ".join(other)).split(", the source has ")
        assert found.removeprefix("found ") != expected


@given(st.text())
def test_folding_twice_folds_no_further(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_pages_that_several_processes_check_have_the_findings_of_one() -> None:
    spoilt = {path: text.replace("the", "one") for path, text in PAGES.items()}
    expected = check_site(spoilt, LIBRARY, files=exported())
    told: list[tuple[int, int]] = []
    shared = partial(share, jobs=3, least=2, on_progress=lambda done, every: told.append((done, every)))
    assert check_site(spoilt, LIBRARY, files=exported(), share=shared) == expected
    assert len(expected) > 1
    assert told[-1][1] == len(PAGES)
