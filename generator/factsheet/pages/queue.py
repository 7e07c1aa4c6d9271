"""The queue of review: what people should look at first, and why; pure.

Within a section the first place goes to what probably misleads on most pages. An entry's weight is the number of pages
that show the fact, times how likely it is to be wrong: one less its confidence, and one where nobody could be told.
What people have reviewed is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from factsheet.folding import fold
from factsheet.model import Actor, Date, Form, Quote, Review, Source, Status
from factsheet.pages import prose
from factsheet.pages.conflicts import Conflict
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.site import Site
from factsheet.resolve import lesser_first
from factsheet.resolve.dates import words as date_words

SHORT = 25  # entries of a section on the page: whoever has done them sees the next after a run
SURE = 0.7  # the confidence from which nobody is asked about a speaker: "good" in words
GONE = "it is kept because it was edited, but the sources no longer say it"
Fact = Actor | Quote | Date | Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something to look at."""

    path: str  # the page, as the machine names it
    title: str
    why: Markdown  # without a full stop
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries of one kind."""

    title: str
    advice: Markdown  # what to do
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of the pages beyond the facts; pages by the paths that the machine gave them."""

    conflicts: tuple[tuple[str, Conflict], ...] = ()  # by place below docs/
    edited: frozenset[str] = frozenset()  # pages that people changed
    orphans: Mapping[str, str] = field(default_factory=dict)  # titles of edited pages whose fact is found no longer
    replaced: Mapping[str, str] = field(default_factory=dict)  # by source, the day on which its text was last replaced


def review_queue(site: Site, state: State) -> tuple[Section, ...]:
    """List what to look at, the most pressing kind first.

    Args:
        site: the facts.
        state: what is known of the pages.

    Returns:
        The sections that have entries, each with all of them, the weightiest first.
    """
    sections = (
        Section(title=title, advice=Markdown(advice), entries=_ranked(find(site, state)))
        for title, advice, find in KINDS
    )
    return tuple(section for section in sections if section.entries)


def _ranked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort entries by weight; equal ones by page."""
    return tuple(sorted(entries, key=lambda entry: (-entry.weight, entry.path, entry.why)))


# ---------------------------------------------------------------- what to look at


def _conflicts(_site: Site, state: State) -> Iterator[Entry]:
    """Yield what people and the machine both changed."""
    for place, one in state.conflicts:
        what = f"the key {one.key}" if one.key else f"the passage in line {one.line}"
        why = escape(f"{what} was edited, and the generator would change it, too")
        yield Entry(path=place, title=place, why=why)


def _disputed(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the facts that somebody doubts."""
    for type_, facts in (
        ("actor", site.paged),
        ("quote", site.facts.quotes),
        ("date", site.facts.dates),
        ("source", site.facts.sources),
    ):
        for one in facts:
            if one.review.status is Status.DISPUTED:
                yield Entry(path=f"{type_}s/{one.id}.md", title=_title(site, one), why=escape(_who_doubts(one.review)))


def _who_doubts(review: Review) -> str:
    """Say who disputes a fact, and since when."""
    by = f" by {review.by}" if review.by else ""
    return f"disputed{by}{f', {date_words(review.on)}' if review.on else ''}"


def _outdated(site: Site, state: State) -> Iterator[Entry]:
    """Yield edited pages of facts whose source has changed since somebody last looked."""
    for path, title in state.orphans.items():
        yield Entry(path=path, title=title, why=Markdown(GONE))
    for type_, one, sources in _sourced(site):
        path = f"{type_}s/{one.id}.md"
        days = [state.replaced[source] for source in sources if source in state.replaced]
        if path in state.edited and days and max(days) > one.review.on:
            why = f"the text of its source was replaced on {date_words(max(days))}"
            yield Entry(path=path, title=_title(site, one), why=escape(why))


def _sourced(site: Site) -> Iterator[tuple[str, Fact, Collection[str]]]:
    """Yield the facts that rest on the very words of a source, with their sources."""
    yield from (("quote", one, (one.source,)) for one in site.facts.quotes)
    yield from (("date", one, {place.words.source for place in one.references}) for one in site.facts.dates)
    yield from (("source", one, (one.id,)) for one in site.facts.sources)


def _speakerless(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the quotes whose speaker nobody could tell."""
    for one in _open(site):
        if one.speaker is None or one.speaker.actor is None:
            named = f"the text names “{fold(one.speaker.words.text)}”" if one.speaker else one.rule
            yield _entry(site, one, f"not identified{f': {named}' if named else ''}", 1.0)


def _speakers(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the quotations whose speaker is uncertain."""
    yield from (_doubtful(site, one) for one in _unsure(site) if one.form is not Form.INDIRECT)


def _reports(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the reported speech that is uncertain."""
    yield from (_doubtful(site, one) for one in _unsure(site) if one.form is Form.INDIRECT)


def _unsure(site: Site) -> Iterator[Quote]:
    """Yield the quotes whose speaker was told, but not surely."""
    return (one for one in _open(site) if one.speaker and one.speaker.actor and one.confidence < SURE)


def _open(site: Site) -> Iterator[Quote]:
    """Yield the quotes that nobody has reviewed yet."""
    return (one for one in site.facts.quotes if one.review.status is Status.UNREVIEWED)


def _doubtful(site: Site, quote: Quote) -> Entry:
    """Put a quote on the list because its speaker is uncertain."""
    reason = f", from {quote.rule}" if quote.rule else ""
    why = f"confidence in the speaker {prose.confidence_words(quote.confidence)}{reason}"
    return _entry(site, quote, why, 1 - quote.confidence)


def _entry(site: Site, quote: Quote, why: str, doubt: float) -> Entry:
    """Put a quote on the list."""
    weight = round(doubt * shown_on(site, quote), 6)
    return Entry(path=f"quotes/{quote.id}.md", title=_title(site, quote), why=escape(why), weight=weight)


def _suggestions(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the actors that may be one, with what to write on the page of the one who is named less fully."""
    for one in site.facts.suggestions:
        pair = [site.actors[id_] for id_ in one.actors if id_ in site.actors and site.actors[id_].paged]
        if len(pair) == 2 and all(actor.review.status is Status.UNREVIEWED for actor in pair):
            lesser, fuller = (site.actors[id_] for id_ in lesser_first(one.actors, {it.id: it.name for it in pair}))
            choice = f"If so, write `merge_into: {fuller.id}`; if not, `{fuller.id}` under `not_same_as`"
            why = Markdown(f"may be {escape(fuller.name)}. {escape(one.reason)} {choice}")
            weight = round(one.score * _shown_actor(site, lesser), 6)
            yield Entry(path=f"actors/{lesser.id}.md", title=_title(site, lesser), why=why, weight=weight)


def _open_dates(site: Site, _state: State) -> Iterator[Entry]:
    """Yield the sources whose text leaves dates open, unless somebody has reviewed the source."""
    for one in site.facts.sources:
        if one.unresolved and one.review.status is Status.UNREVIEWED:
            first = f"“{fold(one.unresolved[0].words.text)}”"
            more = f" and {len(one.unresolved) - 1:,} more" if len(one.unresolved) > 1 else ""
            unknown = "" if one.document.metadata.date else "; its day of publication is not known"
            why = escape(f"the text does not say when: {first}{more}{unknown}")
            yield Entry(path=f"sources/{one.id}.md", title=one.title, why=why, weight=float(len(one.unresolved)))


# ---------------------------------------------------------------- how much hangs on a fact


def shown_on(site: Site, quote: Quote) -> int:
    """Count the pages that show a quote: its own, its source's, those of everybody in it, of its days and quotes."""
    voices = {voice.actor for voice in (quote.speaker, quote.addressee) if voice and voice.actor}
    quotes = (*site.nested.get(quote.id, ()), *((quote.parent,) if quote.parent else ()))
    return 2 + len(voices | set(quote.about)) + len(site.dates_near.get(quote.id, ())) + len(quotes)


def _shown_actor(site: Site, actor: Actor) -> int:
    """Count the pages that show an actor: its own, and those of its sources and quotes."""
    quotes = {one.id for one in (*site.said.get(actor.id, ()), *site.spoken_of.get(actor.id, ()))}
    return 1 + len({mention.words.source for mention in actor.told_once}) + len(quotes)


def _title(site: Site, one: Fact) -> str:
    """Name a fact as its page does."""
    if isinstance(one, Actor):
        return prose.capital(one.name)
    if isinstance(one, Quote):
        return site.quote_title(one)
    return one.title if isinstance(one, Source) else prose.date_title(one)


Finder = Callable[[Site, State], Iterable[Entry]]
REVIEWED = "set `status: verified` with `reviewed_by` and `reviewed_on`"
KINDS: tuple[tuple[str, str, Finder], ...] = (
    ("Conflicts to settle", "Keep one of the two on the page, or let `factsheet resolve` do it.", _conflicts),
    ("Disputed", "Somebody doubts these; set another `status` once that is cleared up.", _disputed),
    (
        "Edited, and the source has changed since",
        "See whether the edit still holds, and write the day under `reviewed_on`; delete what is no longer wanted.",
        _outdated,
    ),
    (
        "Nobody identified as the speaker",
        f"Write under `speaker` the file name of the actor’s page without `.md`; if nobody can tell, {REVIEWED}.",
        _speakerless,
    ),
    ("Speakers that are uncertain", f"Correct `speaker`; if it is right, {REVIEWED}.", _speakers),
    (
        "Reported speech that is uncertain",
        f"If it is nobody’s speech, set `status: rejected`; if it is right, {REVIEWED}.",
        _reports,
    ),
    ("Actors that may be one", "Decide on the page that is named first.", _suggestions),
    (
        "Dates left open",
        f"Add the day of publication to the seed where it is missing; if the text cannot tell, {REVIEWED}.",
        _open_dates,
    ),
)
