"""Three-way merge: laws over random pages and random edits, and the cases a person would complain about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facts_fixture import ENVOY, facts
from factsheet.edits import apply_edits
from factsheet.errors import PageError
from factsheet.model import Decision, Page
from factsheet.pages import render_pages
from factsheet.pages.conflicts import conflicts, settle
from factsheet.pages.front import Value, write_front_matter
from factsheet.pages.merge import merge_page

LINES = st.sampled_from(["", "# Heading", "alpha", "beta", "gamma", "- item", "> words", "{ data-at=a:1-2 }"])
KEYS = ("title", "kind", "aliases", "status", "note")
VALUES = st.one_of(
    st.sampled_from(["a", "NO", "12:30", "b: c"]), st.lists(st.sampled_from(["x", "y", "z"]), unique=True)
)
EDITS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["add", "drop", "change"]), st.integers(0, 99)), max_size=5
)


def page(fields: dict[str, Value], body: list[str]) -> str:
    return write_front_matter(fields.items()) + "".join(line + "\n" for line in body)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a base and two descendants of it."""
    fields = draw(st.dictionaries(st.sampled_from(KEYS), VALUES))
    body = draw(st.lists(LINES, max_size=12))
    return page(fields, body), draw(descendants(fields, body, "mine")), draw(descendants(fields, body, "theirs"))


@st.composite
def descendants(draw: st.DrawFn, fields: dict[str, Value], body: list[str], side: str) -> str:
    """Draw an edited page: keys changed, dropped and added, lines likewise."""
    changes = draw(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=2))
    dropped = draw(st.sets(st.sampled_from(KEYS), max_size=2))
    lines = list(body)
    for place, deed, number in draw(EDITS):
        at = min(place, len(lines))
        text = draw(st.sampled_from([f"{side} {number}", f"both {number % 3}"]))
        lines[at : at + (deed != "add")] = [] if deed == "drop" else [text]
    return page({key: value for key, value in {**fields, **changes}.items() if key not in dropped}, lines)


@given(versions())
def test_what_nobody_edited_becomes_what_the_machine_writes(three: tuple[str, str, str]) -> None:
    base, _, theirs = three
    merged = merge_page(base, base, theirs)
    assert (merged.text, merged.base, merged.conflicts) == (theirs, theirs, ())


@given(versions())
def test_an_edit_stays_while_the_machine_writes_the_same(three: tuple[str, str, str]) -> None:
    base, mine, _ = three
    merged = merge_page(base, mine, base)
    assert (merged.text, merged.base, merged.conflicts) == (mine, base, ())


@given(versions())
def test_a_machine_that_follows_the_person_changes_nothing(three: tuple[str, str, str]) -> None:
    base, mine, _ = three
    merged = merge_page(base, mine, mine)
    assert (merged.text, merged.conflicts) == (mine, ())


@given(versions())
def test_no_line_that_a_person_added_is_lost(three: tuple[str, str, str]) -> None:
    base, mine, theirs = three
    added = set(mine.split("\n")) - set(base.split("\n"))
    result = set(merge_page(base, mine, theirs).text.split("\n"))
    # A list of the front matter may be written anew with the machine's items among the person's.
    assert {line.strip() for line in added if not line.endswith(": []")} <= {line.strip() for line in result}


@given(versions())
def test_merging_again_changes_nothing(three: tuple[str, str, str]) -> None:
    base, mine, theirs = three
    once = merge_page(base, mine, theirs)
    assert merge_page(once.base, once.text, theirs).text == once.text


@given(versions())
def test_a_conflict_is_told_again_until_it_is_settled(three: tuple[str, str, str]) -> None:
    base, mine, theirs = three
    once = merge_page(base, mine, theirs)
    again = merge_page(once.base, once.text, theirs)
    assert [one.theirs for one in again.conflicts] == [one.theirs for one in once.conflicts]


@given(versions(), st.sampled_from(["\n", "\r\n"]))
def test_a_conflict_settled_either_way_is_not_asked_again(three: tuple[str, str, str], ending: str) -> None:
    base, mine, theirs = three
    # Of equal lines in a row nobody can tell which one went, so a settled passage beside them may be read anew.
    assume(not any(one == other for text in three for one, other in pairwise(text.split("\n"))))
    once = merge_page(base, mine.replace("\n", ending), theirs)
    mine_again, theirs_again = once.text, once.text
    for _ in once.conflicts:
        mine_again, theirs_again = settle(mine_again, 0, "mine"), settle(theirs_again, 0, "theirs")
    assert conflicts(mine_again) == conflicts(theirs_again) == ()
    assert "conflict" not in mine_again + theirs_again
    for settled in (mine_again, theirs_again):
        twice = merge_page(once.base, settled, theirs)
        assert (twice.text, twice.conflicts) == (settled, ())
        assert merge_page(twice.base, twice.text, theirs).text == settled


@given(versions())
def test_a_conflict_shows_what_both_sides_wrote(three: tuple[str, str, str]) -> None:
    base, mine, theirs = three
    for one in merge_page(base, mine, theirs).conflicts:
        assert one.mine in mine
        assert one.theirs in theirs


@given(versions())
def test_undoing_every_edit_brings_back_the_page_of_the_machine(three: tuple[str, str, str]) -> None:
    """Where a machine follows a person's key, its base keeps the old value, so that the person can take it back."""
    base, mine, _ = three
    followed = merge_page(base, mine, mine)
    front = merge_page(followed.base, followed.base, base)
    assert front.text == base


RENDERED = tuple(render_pages(facts()))
RENAME = Decision(type="actor", id=ENVOY, key="title", value="The Envoy")
RENAMED = {page.path: page.text for page in render_pages(apply_edits(facts(), [RENAME]).facts)}


@given(
    st.sampled_from(RENDERED),
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["add", "change", "drop", "move"])), max_size=5),
)
def test_on_rendered_pages_every_edit_of_the_body_stays_and_can_be_settled(
    page: Page, edits: list[tuple[int, str]]
) -> None:
    lines = page.text.split("\n")
    body = lines.index("---", 1) + 1
    added = [f"Written by hand, {number}." for number in range(len(edits))]
    for (place, deed), words in zip(edits, added, strict=True):
        at = body + place % (len(lines) - body)
        if deed == "move":
            lines.insert(body, lines.pop(at))
        else:
            lines[at : at + (deed != "add")] = [] if deed == "drop" else [words]
    mine = "\n".join(lines)
    kept = [line for line in added if line in lines]
    merged = merge_page(page.text, mine, RENAMED[page.path])
    assert set(kept) <= set(merged.text.split("\n"))
    assert merge_page(merged.base, merged.text, RENAMED[page.path]).text == merged.text
    settled = merged.text
    for _ in merged.conflicts:
        settled = settle(settled, 0, "mine")
    assert merge_page(merged.base, settled, RENAMED[page.path]).text == settled


BASE = """---
id: baku
type: actor
title: Baku
kind: state
aliases:
  - the capital
start: "10"
---

# Baku

A state.

- one
- two
"""


def theirs(old: str, new: str, text: str = BASE) -> str:
    assert old in text
    return text.replace(old, new)


def test_comments_order_and_quoting_of_other_keys_stay_to_the_character() -> None:
    mine = """---
# reviewed with the desk
title:   'Baku' # as the desk writes it
id: baku
type: actor

kind: state
aliases: [the capital]
start: "10"
# the end
---
""" + BASE.split("---\n")[2]
    assert merge_page(BASE, mine, theirs('"10"', '"12"')).text == mine.replace('"10"', '"12"')


def test_a_persons_comment_survives_the_value_beside_which_it_stood() -> None:
    mine = theirs('start: "10"', '# counted\nstart: "10"  # by hand')
    assert '# counted\n# by hand\nstart: "12"\n' in merge_page(BASE, mine, theirs('"10"', '"12"')).text
    gone = merge_page(BASE, mine, theirs('start: "10"\n', "")).text
    assert "# counted\n# by hand\n---" in gone
    assert "start:" not in gone


def test_a_conflict_is_told_with_its_place_and_both_sides() -> None:
    mine = theirs("A state.", "The capital.", theirs("title: Baku", "title: Bakı"))
    merged = merge_page(BASE, mine, theirs("A state.", "A group.", theirs("title: Baku", "title: Azerbaijan")))
    assert merged.conflicts == conflicts(merged.text)
    key, passage = merged.conflicts
    assert (key.key, key.line, key.mine, key.theirs) == ("title", 4, "title: Bakı", "title: Azerbaijan")
    assert (passage.key, passage.mine, passage.theirs) == ("", "The capital.", "A group.")
    assert merged.text.split("\n")[passage.line - 1] == "The capital."


def test_items_that_both_added_to_a_list_are_all_kept() -> None:
    mine = theirs("  - the capital\n", "  - the capital\n  - Bakı\n")
    machine = theirs("  - the capital\n", "  - the capital\n  - the city\n")
    merged = merge_page(BASE, mine, machine)
    assert "aliases:\n  - the capital\n  - the city\n  - Bakı\n" in merged.text
    assert not merged.conflicts


def test_prose_and_machine_text_side_by_side_are_both_kept() -> None:
    mine = theirs("A state.\n", "A state.\n\nAsk the desk first.\n")
    machine = theirs("A state.\n", "A state, named twice.\n").replace("- two\n", "- two\n- three\n")
    merged = merge_page(BASE, mine, machine)
    assert "A state, named twice.\n\nAsk the desk first.\n\n- one\n- two\n- three\n" in merged.text
    assert not merged.conflicts


def test_a_note_at_the_end_stays_behind_what_the_machine_adds_there() -> None:
    mine = BASE + "\nMy note.\n"
    assert merge_page(BASE, mine, BASE + "- three\n").text == BASE + "- three\n\nMy note.\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_a_missing_final_newline_and_a_byte_order_mark_are_respected(
    ending: str, final: bool, mark: str
) -> None:
    def like(text: str) -> str:
        return mark + (text if final else text.removesuffix("\n")).replace("\n", ending)

    machine = BASE.replace("- two\n", "- two\n- three\n").replace('"10"', '"12"')
    mine = theirs("A state.\n", "A state.\nMine.\n")
    expected = machine.replace("A state.\n", "A state.\nMine.\n")
    assert merge_page(BASE, like(mine), machine).text == like(expected)


def test_front_matter_that_a_person_took_away_stays_away() -> None:
    mine = BASE.split("---\n")[2]
    merged = merge_page(BASE, mine, theirs("- two\n", "- two\n- three\n"))
    assert merged.text == mine + "- three\n"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("title: 'Baku\n---\n", 2),
        ("title: a: b\n---\n", 2),
        ("title: a\ntitle: b\n---\n", 3),
        ("- a\n---\n", 2),
        ("a: b\n", 1),
        ("{a: b, c: d}\n---\n", 2),
    ],
)
def test_broken_front_matter_is_told_with_its_line(broken: str, line: int) -> None:
    with pytest.raises(PageError) as told:
        merge_page(BASE, "---\n" + broken, theirs("one", "uno"), "docs/actors/baku.md")
    assert str(told.value).startswith(f"docs/actors/baku.md:{told.value.line}: ")
    assert told.value.line in (line, line + 1)


def test_without_a_base_every_difference_counts_as_the_persons() -> None:
    assert merge_page(None, BASE, BASE).conflicts == ()
    merged = merge_page(None, theirs("one", "uno"), BASE)
    assert (merged.text, merged.base, merged.conflicts) == (theirs("one", "uno"), BASE, ())
