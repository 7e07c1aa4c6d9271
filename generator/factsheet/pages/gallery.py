"""Which picture stands on which page: facts as the pictures room wants them, and the Markdown that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations

from factsheet.model import Actor, Date, Quote, Review, Source
from factsheet.pages.desk import DOUBTED, Desk
from factsheet.pages.drawing import write_picture
from factsheet.pages.prose import capital, date_title, number
from factsheet.pages.site import Site, gathered, unique
from factsheet.pictures import Arrow, Bar, Cell, Event, Node, Tie, draw_bars, draw_network, draw_timeline
from factsheet.resolve.dates import date_slug

Pictures = dict[str, object]  # Markdown by name

NETWORK = "network.md"
MOST_QUOTED = 8
QUOTED_IN_A_SOURCE = 12
MARKS_OF_AN_ACTOR = 60
NODES_AROUND_AN_ACTOR = 13  # with the actor
CROWD = 12  # actors in one sentence; a list of more says nothing of any two


class Gallery:
    """The pictures of a site, page by page, each under the name by which a template writes it.

    Args:
        site: the facts.
    """

    def __init__(self, site: Site) -> None:
        self.site = site

    def home(self, path: str) -> Pictures:
        """Draw all dates, and who is quoted most in how many sources."""
        ranked = self._ranked(self.site.said)[:MOST_QUOTED]
        bars = [_bar(actor, quotes, _in_sources(quotes)) for actor, quotes in ranked]
        most_quoted = draw_bars(bars, title="Most quoted", head=("Speaker", "Quotes"))
        return {**self.dates(path), "most_quoted": write_picture(Desk(self.site, path), most_quoted)}

    def dates(self, path: str) -> Pictures:
        """Draw all dates, with the days on which the sources were published."""
        known = ((source, source.document.metadata.date) for source in self.site.facts.sources)
        published = (Event(date, source.title) for source, date in known if date)
        timeline = draw_timeline(map(_event, self.site.calendar.order), published)
        return {"timeline": write_picture(Desk(self.site, path), timeline)}

    def network(self, path: str) -> Pictures:
        """Draw who speaks about whom among those who do most."""
        network = draw_network(self._nodes, self._arrows, self._ties)
        return {"network": write_picture(Desk(self.site, path), network)}

    def actor(self, path: str, actor: Actor) -> Pictures:
        """Draw an actor's dates, those on which they said something too, and who speaks about whom around them."""
        said = (self.site.dates.get(date_slug(quote.said_on)) for quote in self.site.said.get(actor.id, ()))
        dates = unique([*self.site.dates_of.get(actor.id, ()), *(date for date in said if date)])
        timeline = draw_timeline(map(_event, dates), about=actor.name, marks=MARKS_OF_AN_ACTOR)
        near, beside = self._arrows_at.get(actor.id, ()), self._ties_at.get(actor.id, ())
        network = draw_network(self._nodes, near, beside, centre=actor.id, limit=NODES_AROUND_AN_ACTOR)
        desk = Desk(self.site, path)
        return {"timeline": write_picture(desk, timeline), "network": write_picture(desk, network)}

    def source(self, path: str, source: Source) -> Pictures:
        """Draw who is quoted how often in a source."""
        spoken = gathered(
            (quote.speaker.actor, quote)
            for quote in self.site.quotes_in.get(source.id, ())
            if quote.speaker and quote.speaker.actor
        )
        ranked = self._ranked(spoken)[:QUOTED_IN_A_SOURCE]
        bars = [_bar(actor, quotes, number(len(quotes), "quote")) for actor, quotes in ranked]
        quoted = draw_bars(bars, title="Who is quoted how often in this source", head=("Speaker", "Quotes"))
        return {"quoted": write_picture(Desk(self.site, path), quoted)}

    def _ranked(self, said: Mapping[str, Sequence[Quote]]) -> list[tuple[Actor, Sequence[Quote]]]:
        """Rank those who have a page by their quotes."""
        known = ((self.site.actors[name], quotes) for name, quotes in said.items() if name in self._nodes)
        return sorted(known, key=lambda pair: (-len(pair[1]), pair[0].id))

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        """Whoever has a page."""
        return {
            actor.id: Node(actor.id, _judged(capital(actor.name), actor.review), f"actors/{actor.id}.md")
            for actor in self.site.paged
        }

    @cached_property
    def _arrows(self) -> Sequence[Arrow]:
        """Who speaks about whom, with the first quote in the order of the sources."""
        spoken = [
            ((quote.speaker.actor, name), quote)
            for quote in self.site.reading_order
            for name in dict.fromkeys(quote.about)
            if quote.speaker and quote.speaker.actor
        ]
        counts = Counter(pair for pair, _ in spoken)
        first = dict(reversed(spoken))
        title = self.site.quote_title
        return [
            Arrow(*pair, count, Cell(_judged(title(first[pair]), first[pair].review), f"quotes/{first[pair].id}.md"))
            for pair, count in sorted(counts.items())
        ]

    @cached_property
    def _ties(self) -> Sequence[Tie]:
        """Who is named beside whom, in how many sentences."""
        places = {(mention.context, actor.id) for actor in self.site.paged for mention in actor.told_once}
        sentences = gathered(sorted(places)).values()
        pairs = (pair for names in sentences if len(names) <= CROWD for pair in combinations(names, 2))
        return [Tie(*pair, count) for pair, count in sorted(Counter(pairs).items())]

    @cached_property
    def _arrows_at(self) -> Mapping[str, Sequence[Arrow]]:
        """The arrows at each actor."""
        return gathered((name, one) for one in self._arrows for name in (one.speaker, one.about))

    @cached_property
    def _ties_at(self) -> Mapping[str, Sequence[Tie]]:
        """The ties of each actor."""
        return gathered((name, one) for one in self._ties for name in (one.one, one.other))


def _judged(words: str, review: Review) -> str:
    """Say behind a fact that people doubt it, as lists do."""
    return f"{words} ({review.status})" if review.status in DOUBTED else words


def _event(date: Date) -> Event:
    """Hand a date to the pictures."""
    return Event(date.value, _judged(date_title(date), date.review), f"dates/{date.id}.md")


def _bar(actor: Actor, quotes: Sequence[Quote], words: str) -> Bar:
    """Make an actor's bar."""
    return Bar(_judged(capital(actor.name), actor.review), f"actors/{actor.id}.md", len(quotes), words)


def _in_sources(quotes: Sequence[Quote]) -> str:
    """Count quotes and their sources: "12 quotes in 5 sources"."""
    return f"{number(len(quotes), 'quote')} in {number(len({quote.source for quote in quotes}), 'source')}"
