"""The page of corrections: what published facts said, and say now; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from factsheet.model import Correction, Form, Kind
from factsheet.model.decisions import Value
from factsheet.pages.desk import Desk
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.prose import FORMS, KINDS
from factsheet.resolve.dates import words as date_words

NOUNS = {
    "title": "name",
    "not_here": "places that are somebody else’s",
    "not_same_as": "not the same as",
    "said_on": "day on which it was said",
    "value": "date",
    "date": "day of publication",
}
STATUSES = {
    ("", "rejected"): "taken out",
    ("", "retracted"): "retracted",
    ("rejected", ""): "put back",
    ("retracted", ""): "no longer retracted",
    ("rejected", "retracted"): "put back, as retracted",
    ("retracted", "rejected"): "taken out, after it had been retracted",
}
DONE = {"+": "added", "-": "taken out"}
UNDONE = {"+": "taken out again", "-": "put back"}
NEW_TEXT = "its text was replaced, and all that rests on it was read anew"
NO_TEXT = "it was taken out, with all that rests on it alone"
TEXT_BACK = "it was put back"


def by_month(corrections: Iterable[Correction], limit: int) -> list[tuple[str, list[Correction]]]:
    """Group the newest corrections by month.

    Args:
        corrections: in any order.
        limit: how many at most.

    Returns:
        Each month in words with its corrections, the newest first.
    """
    ranked = sorted(corrections, key=lambda one: (one.type, one.id, one.key))
    newest = sorted(ranked, key=lambda one: one.on, reverse=True)[:limit]
    return [(date_words(month), list(group)) for month, group in groupby(newest, key=lambda one: one.on[:7])]


def correction_words(desk: Desk, one: Correction) -> Markdown:
    """Say what was corrected: "name changed from “Tomas” to “Thomas”"."""
    if one.key == "status":
        return Markdown(STATUSES.get((str(one.before), str(one.after)), "changed"))
    if one.key == "text":
        return Markdown(NEW_TEXT if one.before and one.after else NO_TEXT if one.before else TEXT_BACK)
    if one.key == "merge_into":
        return _merged(desk, one)
    if isinstance(one.before or (), tuple) and isinstance(one.after or (), tuple):
        return _list(desk, one)
    noun = "title" if (one.type, one.key) == ("source", "title") else NOUNS.get(one.key, one.key)
    before, after = (_shown(desk, one.key, value) for value in (one.before, one.after))
    return Markdown(f"{escape(noun)} changed from {before} to {after}")


def _merged(desk: Desk, one: Correction) -> Markdown:
    """Say that two actors are one, or are no longer."""
    if not one.after:
        return Markdown(f"stands by itself again; it had been united with {desk.actor(str(one.before))}")
    return Markdown(f"united with {desk.actor(str(one.after))}, being one and the same")


def _list(desk: Desk, one: Correction) -> Markdown:
    """Say what was added to a list and taken out of it, and what of that was taken back."""
    new = [(item, DONE[item[:1]]) for item in one.after if item not in one.before]
    old = [(item, UNDONE[item[:1]]) for item in one.before if item not in one.after]
    parts = [f"{_item(desk, one.key, item[1:])} {what}" for item, what in (*new, *old)]
    return Markdown(f"{escape(NOUNS.get(one.key, one.key))}: {', '.join(parts)}")


def _item(desk: Desk, key: str, item: str) -> Markdown:
    """Show an item of a list."""
    return desk.actor(item) if key in ("affiliation", "not_same_as") else Markdown(f"“{escape(item)}”")


def _shown(desk: Desk, key: str, value: Value) -> Markdown:
    """Show what a fact said under a key."""
    text = ", ".join(value) if isinstance(value, tuple) else value
    if not text:
        return Markdown("nobody" if key in ("speaker", "addressee") else "nothing")
    return SHOWN[key](desk, text) if key in SHOWN else Markdown(f"“{escape(text)}”")


SHOWN: Mapping[str, Callable[[Desk, str], Markdown]] = {
    "kind": lambda _, value: escape(KINDS[Kind(value)].lower() if value in tuple(Kind) else value),
    "form": lambda _, value: escape(f"“{FORMS[Form(value)]}”" if value in tuple(Form) else value),
    "speaker": lambda desk, value: desk.actor(value),
    "addressee": lambda desk, value: desk.actor(value),
    "said_on": lambda desk, value: desk.day(value),
    "value": lambda desk, value: desk.day(value),
    "date": lambda _, value: escape(date_words(value)),
}
