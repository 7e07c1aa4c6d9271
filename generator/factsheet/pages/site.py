"""The facts as pages look them up: by id, by source, by speaker; and where each page stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Protocol, TypeVar

from factsheet.folding import bare
from factsheet.model import (
    Actor,
    ActorReference,
    Date,
    DateReference,
    Decision,
    Facts,
    Passage,
    Publish,
    Quote,
    Source,
    Span,
)
from factsheet.pages import prose
from factsheet.pages.calendar import Calendar
from factsheet.resolve.dates import bounds
from factsheet.stories import rank

# A part of a source's text on one page is at most about so many bytes of HTML: with its lists it must load on a phone.
PART_WEIGHT = 20_000
LINK_WEIGHT = 220  # bytes of HTML that a fact adds to the words it marks: its link, and the one around it cut in two
LEAST_WORDS = 3  # from which the same words in two sources are the same quote, and not a common turn of phrase


class HasId(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its id."""


T = TypeVar("T", bound=HasId)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Company:
    """An actor that sentences name beside another one."""

    actor: Actor
    sentences: tuple[Passage, ...]  # in the order of the sources' texts


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
        self._days: dict[str, str] = {}
        self._shown: dict[str, Set[int]] = {}  # the paragraphs of sources
        self._starts: dict[str, list[int]] = {}  # of the paragraphs of sources
        self._titles: dict[str, str] = {}  # of quotes
        self._names: dict[str, str] = {}  # of sources
        self._breaks: dict[str, tuple[int, ...]] = {}

    def quote_title(self, quote: Quote) -> str:
        """Title a quote."""
        if quote.id not in self._titles:
            own = self.quotes.get(quote.id, quote)  # which a republication may have with other marks
            actor = self.actors.get(own.speaker.actor or "") if own.speaker else None
            self._titles[quote.id] = prose.quote_title(own, actor)
        return self._titles[quote.id]

    def source_title(self, name: str) -> str:
        """Title a source, a long title by its beginning."""
        if name not in self._names:
            self._names[name] = prose.excerpt(self.sources[name].title, prose.NAME)
        return self._names[name]

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
    def own_quotes_in(self) -> Mapping[str, list[Quote]]:
        """The quotes of each source that are told as its own, in the order of its text."""
        return gathered((quote.source, quote) for quote in self.reading_order)

    @cached_property
    def quotes_in(self) -> Mapping[str, list[Quote]]:
        """The quotes of each source as it has them, in the order of its text."""
        found = (one for quote in self.facts.quotes for one in quote.places)
        return gathered((one.source, one) for one in sorted(found, key=lambda one: (one.words.order, one.id)))

    @cached_property
    def beside(self) -> Mapping[str, tuple[Quote | None, Quote | None]]:
        """The quotes before and after each quote in its source."""
        return {
            quote.id: (before, after)
            for row in self.own_quotes_in.values()
            for before, quote, after in zip([None, *row], row, [*row[1:], None], strict=False)
        }

    @cached_property
    def nested(self) -> Mapping[str, list[Quote]]:
        """The quotes inside each quote."""
        return gathered((quote.parent, quote) for quote in self.reading_order if quote.parent)

    @cached_property
    def reading_order(self) -> list[Quote]:
        """All quotes, by source and place."""
        return sorted(self.facts.quotes, key=lambda quote: (quote.words.order, quote.id))

    @cached_property
    def actors_in(self) -> Mapping[str, list[tuple[Actor, ActorReference]]]:
        """The mentions of actors in each source, in the order of its text."""
        found = ((actor, mention) for actor in self.facts.actors for mention in actor.mentions)
        return gathered((pair[1].words.source, pair) for pair in sorted(found, key=lambda pair: pair[1].words.order))

    @cached_property
    def dates_in(self) -> Mapping[str, list[tuple[Date, DateReference]]]:
        """The mentions of dates in each source, in the order of its text."""
        found = ((date, reference) for date in self.facts.dates for reference in date.references)
        return gathered((pair[1].words.source, pair) for pair in sorted(found, key=lambda pair: pair[1].words.order))

    @cached_property
    def members(self) -> Mapping[str, list[Actor]]:
        """The actors that belong to each actor."""
        return gathered((head, actor) for actor in self.paged for head in actor.affiliation)

    @cached_property
    def republications(self) -> Mapping[str, list[Source]]:
        """The sources that tell the story of each source again, the earliest first."""
        return gathered((one.origin, one) for one in sorted(self.facts.sources, key=rank) if one.origin)

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

    @cached_property
    def together(self) -> Mapping[str, Mapping[str, list[Passage]]]:
        """For each actor, the actors that sentences name beside it, with these sentences."""
        found: defaultdict[str, defaultdict[str, list[Passage]]] = defaultdict(lambda: defaultdict(list))
        for sentence, names in sorted(gathered(self._named_in()).items()):
            for one in dict.fromkeys(names):
                for other in dict.fromkeys(names):
                    if one != other:
                        found[one][other].append(sentence)
        return found

    def _named_in(self) -> Iterator[tuple[Passage, str]]:
        """Yield each sentence with each actor with a page that it names."""
        return ((mention.context, actor.id) for actor in self.paged for mention in actor.told_once)

    def company(self, name: str) -> list[Company]:
        """Return the actors that sentences name beside one, those with most sentences first."""
        ranked = sorted(self.together.get(name, {}).items(), key=lambda item: (-len(item[1]), item[0]))
        return [Company(self.actors[other], tuple(sentences)) for other, sentences in ranked]

    @cached_property
    def same_words(self) -> Mapping[str, tuple[list[Quote], Counter[str]]]:
        """The quotes by their bare words, where these are no common turn of phrase, and how many each source has."""
        keyed = ((bare(quote.words.text), quote) for quote in self.reading_order)
        alike = gathered((key, quote) for key, quote in keyed if key.count(" ") >= LEAST_WORDS - 1)
        return {key: (same, Counter(quote.source for quote in same)) for key, same in alike.items()}

    def elsewhere(self, quote: Quote, limit: int) -> tuple[list[Quote], int]:
        """Return the first quotes of other sources that have the same words, and how many there are in all."""
        same, counts = self.same_words.get(bare(quote.words.text), ([], Counter[str]()))
        others = (other for other in same if other.source != quote.source)
        return list(islice(others, limit)), len(same) - counts[quote.source]

    def day(self, quote: Quote) -> str:
        """Return the day of a quote as EDTF: when it was said, else that of publication; empty if neither is known."""
        return quote.said_on or self.sources[quote.source].document.metadata.date

    def first_day(self, value: str) -> str:
        """Return the first day that a date allows, to sort by; empty where it names no year."""
        if value not in self._days:
            limits = None if value.startswith("X") else bounds(value)
            self._days[value] = limits[0].isoformat() if limits else ""
        return self._days[value]

    def newest_first(self, quotes: Iterable[Quote]) -> list[Quote]:
        """Sort quotes by their days, those of one day as the sources have them, those without a day last."""
        return sorted(quotes, key=lambda quote: self.first_day(self.day(quote)), reverse=True)

    def part(self, passage: Passage) -> int:
        """Return the number of the page of a source's text on which a passage begins, 1-based."""
        return bisect_right(self.breaks(passage.source), self.paragraph(passage))

    def parts(self, name: str) -> int:
        """Return on how many pages a source's text stands, at least one."""
        return max(len(self.breaks(name)), 1)

    def breaks(self, name: str) -> tuple[int, ...]:
        """Return the paragraphs, 1-based, with which the pages of a source's text begin."""
        if name not in self._breaks:
            self._breaks[name] = tuple(_cut(self._weights(self.sources[name])))
        return self._breaks[name]

    def _weights(self, source: Source) -> list[int]:
        """Estimate the bytes of HTML that each paragraph of a source takes on its page."""
        publish = source.document.metadata.publish
        facts = [0] * len(source.paragraphs)
        for span in self._spans(source.id):
            first = max(bisect_right(source.paragraphs, span.start, key=lambda one: one.start) - 1, 0)
            facts[first : first + 1] = [count + 1 for count in facts[first : first + 1]]
        return [
            len(span.of(source.document.text).encode(errors="replace")) + LINK_WEIGHT * count
            if publish is Publish.FULL or (count and publish is Publish.EXCERPTS)
            else 0
            for span, count in zip(source.paragraphs, facts, strict=True)
        ]

    def _spans(self, name: str) -> Iterator[Span]:
        """Yield where those facts of a source stand that have a page."""
        yield from (mention.words.span for actor, mention in self.actors_in.get(name, ()) if actor.paged)
        yield from (reference.words.span for _, reference in self.dates_in.get(name, ()))
        yield from (quote.words.span for quote in self.quotes_in.get(name, ()))

    def paragraph(self, passage: Passage) -> int:
        """Return the number of the paragraph in which a passage begins, 1-based."""
        starts = self._starts.get(passage.source)
        if starts is None:
            starts = self._starts[passage.source] = [one.start for one in self.sources[passage.source].paragraphs]
        return bisect_right(starts, passage.span.start) or 1

    def shown(self, name: str) -> Set[int]:
        """Return the numbers, 1-based, of the paragraphs that a source's pages show."""
        if name not in self._shown:
            source = self.sources[name]
            publish = source.document.metadata.publish
            every = range(1, len(source.paragraphs) + 1) if publish is Publish.FULL else ()
            marked = chain.from_iterable(overlapped(source, span) for span in self.marked(name))
            self._shown[name] = frozenset(() if publish is Publish.NONE else every or marked)
        return self._shown[name]

    def marked(self, name: str) -> Iterator[Span]:
        """Yield whatever the pages of a source mark in its text."""
        source = self.sources[name]
        yield from (mention.words.span for actor, mention in self.actors_in.get(name, ()) if actor.paged)
        yield from (reference.words.span for _, reference in self.dates_in.get(name, ()))
        yield from (piece.span for quote in self.quotes_in.get(name, ()) for piece in quote.pieces or (quote.words,))
        yield from (reference.words.span for reference in source.unresolved)
        yield from (oddity.span for oddity in source.oddities if oddity.span.start < oddity.span.end)


def overlapped(source: Source, span: Span) -> Iterator[int]:
    """Yield the numbers, 1-based, of a source's paragraphs over which a span lies."""
    first = max(bisect_right(source.paragraphs, span.start, key=lambda one: one.start), 1)
    for number in range(first, len(source.paragraphs) + 1):
        if source.paragraphs[number - 1].start >= span.end:
            return
        if span.overlaps(source.paragraphs[number - 1]):
            yield number


def _cut(weights: Iterable[int]) -> Iterator[int]:
    """Yield the numbers, 1-based, of the paragraphs that begin a page of text; the first always does."""
    held = 0
    for number, weight in enumerate(weights, 1):
        if number == 1 or (held and weight and held + weight > PART_WEIGHT):
            yield number
            held = 0
        held += weight


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
