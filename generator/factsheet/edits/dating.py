"""Dates that people dated otherwise; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from factsheet.model import Basis, Date, DateReference, Decision, Facts, Forward
from factsheet.resolve.dates import date_slug


def redate(facts: Facts, decisions: Iterable[Decision]) -> Facts:
    """Give dates the values that people set.

    Args:
        facts: what the site would say.
        decisions: what people decided; those of a date's `value` and a quote's `said_on` count.

    Returns:
        The facts: every reference of such a date has its new value, and so has what was said on it, unless a person
        said otherwise. A date of a value that another date has too leads there.
    """
    made = tuple(decisions)
    values = {one.id: one.words for one in made if one.type == "date" and one.key == "value" and one.words}
    set_by_hand = frozenset(one.id for one in made if one.type == "quote" and one.key == "said_on")
    new = {date.value: values[date.id] for date in facts.dates if date.id in values}
    if not new:
        return facts
    groups = defaultdict[str, list[Date]](list)
    for date in facts.dates:
        moved = _redated(date, values[date.id]) if date.id in values else date
        groups[moved.value].append(moved)
    ranked = [sorted(group, key=lambda one: (one.id != date_slug(one.value), one.id)) for group in groups.values()]
    return replace(
        facts,
        dates=tuple(sorted((_united(group) for group in ranked), key=lambda one: one.id)),
        quotes=tuple(
            one if one.id in set_by_hand else replace(one, said_on=new.get(one.said_on, one.said_on))
            for one in facts.quotes
        ),
        forwards=(*facts.forwards, *_forwards(ranked, {date.id: date for date in facts.dates})),
    )


def _redated(date: Date, value: str) -> Date:
    """Give a date and all its places another value."""
    return replace(date, value=value, references=tuple(_reread(one, value) for one in date.references))


def _reread(reference: DateReference, value: str) -> DateReference:
    """Read the words of a date as a person says."""
    return replace(reference, value=value, basis=Basis.EDITOR, reference="")


def _united(group: Sequence[Date]) -> Date:
    """Make one date of several of a value; the first is that of whose value the address tells."""
    first = group[0]
    actors = {name for one in group for name in one.actors}
    return replace(
        first,
        references=tuple(sorted((place for one in group for place in one.references), key=lambda one: one.words))
        if len(group) > 1
        else first.references,
        actors=tuple(sorted(actors)),
        beside=tuple(sorted({name for one in group for name in one.beside} - actors)),
        quotes=tuple(sorted({name for one in group for name in one.quotes})),
        title=next((one.title for one in group if one.title), ""),
        tags=tuple(dict.fromkeys(tag for one in group for tag in one.tags)),
    )


def _forwards(groups: Iterable[Sequence[Date]], found: Mapping[str, Date]) -> list[Forward]:
    """Return the dates that are told as another, as they were found."""
    told = ((one.id, group[0].id) for group in groups for one in group[1:])
    return [Forward(type="date", fact=found[name], target=target) for name, target in sorted(told)]
