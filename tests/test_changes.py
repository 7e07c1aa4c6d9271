"""What a person changed on a page, in words."""

from __future__ import annotations

import pytest

from factsheet.pages.changes import describe
from factsheet.pages.conflicts import settle
from factsheet.pages.merge import merge_page

BASE = "---\nid: a\ntitle: Ada\naliases:\n  - A.\nstatus: unreviewed\n---\n\n# Ada\n\nOne.\nOne more.\n\nTwo.\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Ada", "title: Ada", ()),
        ("title: Ada", "title: Ada Brennan", ("title changed from “Ada” to “Ada Brennan”",)),
        ("status: unreviewed", "status: unreviewed\nspeaker: b", ("speaker set to “b”",)),
        ("title: Ada\n", "", ("title “Ada” taken out",)),
        ("  - A.", "  - A.\n  - Adi", ("aliases: “Adi” added",)),
        ("  - A.", "  - Adi", ("aliases: “Adi” added, “A.” taken out",)),
        ("aliases:\n  - A.\n", "", ("aliases: “A.” taken out",)),
        ("Two.", "Two.\n\nThree.\n\nFour.", ("2 paragraphs added",)),
        ("Two.\n", "", ("1 paragraph taken out",)),
        ("One more", "One less", ("1 paragraph changed",)),
        ("One.\nOne more.\n\nTwo.", "Uno.\n\nDue.\n\nTre.", ("1 paragraph added", "2 paragraphs changed")),
        ("One.\n\nTwo", "One.\n\n\n\nTwo", ()),
        ("title: Ada", "title: 'Ada'", ("only spacing or comments changed",)),
        ("title: Ada", "title: 'Ada", ("front matter that cannot be read, line 7",)),
    ],
)
def test_a_change_is_said_in_a_few_words(old: str, new: str, said: tuple[str, ...]) -> None:
    assert old in BASE or not said
    assert describe(BASE, BASE.replace(old, new)) == said


def test_line_endings_are_no_change_worth_words() -> None:
    assert describe(BASE, BASE.replace("\n", "\r\n")) == ("only spacing or comments changed",)


def test_what_the_machine_wrote_into_a_box_is_not_the_persons() -> None:
    mine = BASE.replace("title: Ada", "title: Adi").replace("Two.", "Due.")
    merged = merge_page(BASE, mine, BASE.replace("title: Ada", "title: Ade").replace("Two.", "Deux."))
    assert len(merged.conflicts) == 2
    assert describe(merged.base, merged.text) == describe(BASE, mine)
    settled = settle(settle(merged.text, 1, "mine"), 0, "mine")
    assert describe(merged.base, settled) == describe(BASE, mine)
