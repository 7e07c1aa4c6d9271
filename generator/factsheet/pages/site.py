"""The facts as pages look them up: by id, by source, by speaker; and where each page stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol, TypeVar

from factsheet.model import Actor, ActorReference, Date, DateReference, Decision, Facts, Passage, Publish, Quote
from factsheet.pages.calendar import Calendar


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its id."""


T = TypeVar("T", bound=HasId)
K = TypeVar("K")
V = TypeVar("V")


class Site:
    """All facts, indexed once.

    Args:
        facts: what the site says.
        places: for pages that people moved, where each stands, by the path that the machine gave it.
    """

    def __init__(self, facts: Facts, places: Mapping[str, str]) -> None:
        self.facts = facts
        self.places = places
        self.actors = _by_id(facts.actors)
        self.quotes = _by_id(facts.quotes)
        self.dates = _by_id(facts.dates)
        self.sources = _by_id(facts.sources)

    def place(self, path: str) -> str:
        """Return where the page stands that the machine writes at `path`."""
        return self.places.get(path, path)

    @cached_property
    def date_of(self) -> Mapping[str, Date]:
        """The dates by their EDTF value."""
        return {date.value: date for date in self.facts.dates}

    @cached_property
    def decided(self) -> Mapping[tuple[str, str], list[Decision]]:
        """What people decided about each fact, by its type and id."""
        return gathered(((one.type, one.id), one) for one in self.facts.decisions)

    @cached_property
    def paged(self) -> list[Actor]:
        """The actors with a page of their own."""
        return [actor for actor in self.facts.actors if actor.paged]

    @cached_property
    def said(self) -> Mapping[str, list[Quote]]:
        """The quotes of each actor, in the order of the sources' texts."""
        return gathered(
            (quote.speaker.actor, quote) for quote in self.reading_order if quote.speaker and quote.speaker.actor
        )

    @cached_property
    def spoken_of(self) -> Mapping[str, list[Quote]]:
        """The quotes whose words name an actor."""
        return gathered((actor, quote) for quote in self.reading_order for actor in quote.about)

    @cached_property
    def quotes_in(self) -> Mapping[str, list[Quote]]:
        """The quotes of each source, in the order of its text."""
        return gathered((quote.source, quote) for quote in self.reading_order)

    @cached_property
    def nested(self) -> Mapping[str, list[Quote]]:
        """The quotes inside each quote."""
        return gathered((quote.parent, quote) for quote in self.reading_order if quote.parent)

    @cached_property
    def reading_order(self) -> list[Quote]:
        """All quotes, by source and place."""
        return sorted(self.facts.quotes, key=lambda quote: (quote.words, quote.id))

    @cached_property
    def actors_in(self) -> Mapping[str, list[tuple[Actor, ActorReference]]]:
        """The mentions of actors in each source, in the order of its text."""
        found = ((actor, mention) for actor in self.facts.actors for mention in actor.mentions)
        return gathered((pair[1].words.source, pair) for pair in sorted(found, key=lambda pair: pair[1].words))

    @cached_property
    def dates_in(self) -> Mapping[str, list[tuple[Date, DateReference]]]:
        """The mentions of dates in each source, in the order of its text."""
        found = ((date, reference) for date in self.facts.dates for reference in date.references)
        return gathered((pair[1].words.source, pair) for pair in sorted(found, key=lambda pair: pair[1].words))

    @cached_property
    def members(self) -> Mapping[str, list[Actor]]:
        """The actors that belong to each actor."""
        return gathered((head, actor) for actor in self.paged for head in actor.affiliation)

    @cached_property
    def maybe_same(self) -> Mapping[str, list[tuple[Actor, str]]]:
        """The actors that each actor may be one with, the likeliest first, with the reasons."""
        return gathered(
            (one, (self.actors[other], suggestion.reason))
            for suggestion in self.facts.suggestions
            for one, other in (suggestion.actors, suggestion.actors[::-1])
            if other in self.actors
        )

    @cached_property
    def dates_of(self) -> Mapping[str, list[Date]]:
        """The dates of each actor, earliest first."""
        return gathered((actor, date) for date in self.calendar.order for actor in (*date.actors, *date.beside))

    @cached_property
    def dates_near(self) -> Mapping[str, list[Date]]:
        """The dates in the sentences of each quote, earliest first."""
        return gathered((quote, date) for date in self.calendar.order for quote in date.quotes)

    @cached_property
    def calendar(self) -> Calendar:
        """All dates in their order: earliest first, those without a year last."""
        return Calendar(self.facts.dates)

    @cached_property
    def said_on(self) -> Mapping[str, list[Quote]]:
        """The quotes of each day on which the text says that they were said, by its EDTF value."""
        return gathered((quote.said_on, quote) for quote in self.reading_order if quote.said_on)

    def paragraph(self, passage: Passage) -> int:
        """Return the number of the paragraph in which a passage begins, 1-based."""
        paragraphs = self.sources[passage.source].paragraphs
        return max(bisect_right(paragraphs, passage.span.start, key=lambda span: span.start), 1)

    def is_shown(self, source: str) -> bool:
        """Tell whether a source's page shows the passages that carry facts."""
        return self.sources[source].document.metadata.publish is not Publish.NONE


def _by_id(items: Iterable[T]) -> dict[str, T]:
    """Index records by their ids."""
    return {item.id: item for item in items}


def gathered(pairs: Iterable[tuple[K, V]]) -> Mapping[K, list[V]]:
    """Gather values by key, in the order in which they come."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def unique(items: Iterable[T]) -> Iterator[T]:
    """Yield each record once, by its id."""
    seen = set[str]()
    for item in items:
        if item.id not in seen:
            seen.add(item.id)
            yield item
