"""Resolution, facts: the mentions of all documents put together as actors, quotes and dates; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from factsheet.language import Lexicon
from factsheet.model import (
    Actor,
    ActorMention,
    ActorReference,
    Date,
    DateMention,
    DateReference,
    Document,
    Facts,
    Mentions,
    MentionType,
    Passage,
    Quote,
    QuoteMention,
    ResolvedDate,
    Source,
    Span,
    Voice,
)
from factsheet.resolve.addresses import Known
from factsheet.resolve.clusters import Chains
from factsheet.resolve.coreference import resolve_document
from factsheet.resolve.dates import date_slug, resolve_dates
from factsheet.resolve.evidence import Pair
from factsheet.resolve.identity import identify
from factsheet.resolve.naming import Identity, quote_ids
from factsheet.resolve.suggestions import suggest

CLAUSE_LENGTH = 120  # characters within which a date belongs to a cue; longer clauses of speech are rare
NOWHERE = Span(0, 0)
NO_OTHERS: Mapping[str, Lexicon] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """One document with all that is known of it by itself."""

    document: Document
    mentions: Mentions
    chains: Chains
    dates: tuple[ResolvedDate, ...]
    ends: tuple[int, ...]  # where its sentences end
    passages: dict[Span, Passage] = field(default_factory=dict)  # made once: a sentence is the context of all in it

    def passage(self, span: Span) -> Passage:
        """Return the words of a span with their place."""
        found = self.passages.get(span)
        if found is None:
            found = self.passages[span] = Passage(self.document.id, span, span.of(self.document.prose))
        return found

    def context(self, span: Span) -> Passage:
        """Return the sentences that hold a span."""
        sentences, numbers = self.mentions.sentences, self.numbers(span)
        first, last = sentences[numbers[0]], sentences[numbers[-1]]
        return self.passage(Span(min(span.start, first.start), max(span.end, last.end)))

    def numbers(self, span: Span) -> range:
        """Return the numbers of the sentences that hold a span, 0-based."""
        final = len(self.mentions.sentences) - 1
        first = min(bisect_right(self.ends, span.start), final)
        return range(first, max(min(bisect_right(self.ends, span.end - 1), final), first) + 1)


def resolve(
    pairs: Iterable[tuple[Document, Mentions]],
    lexicon: Lexicon,
    known: Iterable[Known] = (),
    apart: Set[Pair] = frozenset(),
    lexicons: Mapping[str, Lexicon] = NO_OTHERS,
) -> Facts:
    """Turn the mentions of documents into facts.

    Args:
        pairs: each document with what extraction found in it; their order changes nothing.
        lexicon: of the main language, by which names are compared across documents.
        known: the actors of earlier runs, whose ids stay.
        apart: pairs of their ids, each sorted, that a person said are two actors.
        lexicons: of further languages, by their codes; each document is read by that of its own.

    Returns:
        The facts, each tuple sorted by id.
    """
    read = (_read(document, mentions, lexicons.get(document.language, lexicon)) for document, mentions in pairs)
    readings = sorted(read, key=lambda r: r.document.id)
    clusters = ((r.document.id, cluster) for r in readings for cluster in r.chains.clusters)
    texts = {r.document.id: r.document.prose for r in readings}
    identities = identify(clusters, texts, lexicon, known, apart)
    ids = {id(cluster): identity.id for identity in identities for _, cluster in identity.clusters}
    by_source = {reading.document.id: reading for reading in readings}
    quotes = [quote for reading, names in _with_names(readings) for quote in _quotes(reading, names, ids)]
    return Facts(
        sources=tuple(_source(reading) for reading in readings),
        actors=tuple(_actor(identity, by_source, ids) for identity in identities),
        quotes=tuple(sorted(quotes, key=lambda quote: quote.id)),
        dates=_dates(readings, ids, quotes),
        suggestions=suggest(identities, lexicon, apart),
    )


def _read(document: Document, mentions: Mentions, lexicon: Lexicon) -> Reading:
    """Resolve what can be resolved in a document by itself."""
    chains = resolve_document(mentions, document.prose, lexicon)
    dates = resolve_dates(mentions.dates, document.metadata.date or mentions.day)
    return Reading(document, mentions, chains, dates, tuple(sentence.end for sentence in mentions.sentences))


def _source(reading: Reading) -> Source:
    """Make the fact that a document is."""
    return Source(
        document=reading.document,
        paragraphs=reading.mentions.paragraphs,
        unresolved=tuple(reference for reference in _references(reading) if not reference.value),
        oddities=reading.mentions.oddities,
        unread=reading.mentions.unread,
        clutter=reading.mentions.clutter,
        day=reading.mentions.day,
    )


# ---------------------------------------------------------------- actors


def _actor(identity: Identity, readings: dict[str, Reading], ids: dict[int, str]) -> Actor:
    """Put an actor's mentions together."""
    mentions = [(readings[source], mention) for source, cluster in identity.clusters for mention in cluster.mentions]
    roles = [reading.passage(role) for reading, mention in mentions for role in mention.roles]
    terms = [reading.passage(mention.terms) for reading, mention in mentions if mention.terms]
    affiliation = [ids[id(body)] for _, cluster in identity.clusters for body in cluster.affiliation if id(body) in ids]
    return Actor(
        id=identity.id,
        name=identity.name,
        kind=identity.kind,
        aliases=_aliases(identity.name, [mention for _, mention in mentions]),
        roles=_first_of_each(roles),
        affiliation=tuple(dict.fromkeys(one for one in affiliation if one != identity.id)),
        mentions=tuple(_reference(reading, mention) for reading, mention in mentions),
        terms=terms[0] if terms else None,
    )


def _aliases(name: str, mentions: Sequence[ActorMention]) -> tuple[str, ...]:
    """Return the other names in the texts, most frequent first; those by metonymy are no names."""
    texts = Counter(m.text for m in mentions if m.type is MentionType.NAME and not m.metonym)
    del texts[name]
    return tuple(sorted(texts, key=lambda text: (-texts[text], text)))


def _first_of_each(roles: Iterable[Passage]) -> tuple[Passage, ...]:
    """Keep of each role, whatever its capitals, the place that names it first."""
    first: dict[str, Passage] = {}
    for role in roles:
        first.setdefault(role.text.casefold(), role)
    return tuple(first.values())


def _reference(reading: Reading, mention: ActorMention) -> ActorReference:
    """Tie a mention to its sentence."""
    return ActorReference(
        words=reading.passage(mention.span),
        context=reading.context(mention.span),
        type=mention.type,
        metonym=mention.metonym,
        found_by=mention.found_by,
    )


# ---------------------------------------------------------------- quotes


def _with_names(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Sequence[str]]]:
    """Yield each document with the ids of its quotes, none of which another quote has."""
    taken = {quote.id for reading in readings for quote in reading.mentions.quotes if quote.id}
    for reading in readings:
        names = quote_ids(reading.document, reading.mentions.quotes, taken)
        taken.update(names)
        yield reading, names


def _quotes(reading: Reading, names: Sequence[str], ids: dict[int, str]) -> list[Quote]:
    """Make the quotes of a document."""
    return [_quote(reading, quote, names, number, ids) for number, quote in enumerate(reading.mentions.quotes)]


def _quote(reading: Reading, quote: QuoteMention, names: Sequence[str], number: int, ids: dict[int, str]) -> Quote:
    """Make one quote."""
    spans = [span for span in (quote.span, quote.cue, quote.speaker) if span is not None]
    near = [span for span in spans if abs(span.start - quote.span.start) < 2000]
    around = Span(min(span.start for span in near), max(span.end for span in near))
    return Quote(
        id=names[number],
        form=quote.form,
        words=reading.passage(quote.span),
        pieces=tuple(reading.passage(piece) for piece in quote.pieces),
        context=reading.context(around),
        cue=reading.passage(quote.cue) if quote.cue else None,
        verb=quote.verb,
        speaker=_voice(reading, quote.speaker, ids),
        addressee=_voice(reading, quote.addressee, ids),
        parent=names[quote.parent] if quote.parent is not None else None,
        about=_about(reading, quote, ids),
        said_on=_said_on(reading, quote),
        confidence=quote.confidence,
        rule=quote.rule,
        found_by=quote.found_by,
    )


def _voice(reading: Reading, span: Span | None, ids: dict[int, str]) -> Voice | None:
    """Resolve the words that name a speaker or an addressee."""
    if span is None:
        return None
    cluster = reading.chains.actor_of(span)
    return Voice(words=reading.passage(span), actor=ids.get(id(cluster)) if cluster is not None else None)


def _about(reading: Reading, quote: QuoteMention, ids: dict[int, str]) -> tuple[str, ...]:
    """Return the actors who are named inside a quote's words."""
    named = {id(cluster) for piece in quote.pieces for cluster in reading.chains.inside(piece)}
    return tuple(sorted({ids[cluster] for cluster in named if cluster in ids}))


def _said_on(reading: Reading, quote: QuoteMention) -> str:
    """Return the date that the clause of speech itself bears: "politico.eu reported late Tuesday"."""
    for mention, resolved in zip(reading.mentions.dates, reading.dates, strict=True):
        if mention.dated is None or quote.cue is None or quote.verb not in mention.dated.heads:
            continue
        outside = not any(piece.overlaps(mention.span) for piece in quote.pieces)
        if outside and abs(mention.span.start - quote.cue.end) < CLAUSE_LENGTH:
            return resolved.value
    return ""


# ---------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who is mentioned where in a document, and what is quoted in which of its sentences."""

    reading: Reading
    starts: tuple[int, ...]  # of the mentions, in text order
    actors: tuple[str, ...]  # whom they mention
    quotes: Mapping[int, Sequence[str]]  # ids, by the number of the sentence

    def named(self, span: Span, but: Span = NOWHERE) -> set[str]:
        """Return the actors whose mentions begin in a span, and not in another one."""
        near = range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))
        return {self.actors[i] for i in near if not but.start <= self.starts[i] < but.end}

    def quoted(self, span: Span) -> set[str]:
        """Return the quotes in the sentences that hold a span."""
        return {quote for number in self.reading.numbers(span) for quote in self.quotes.get(number, ())}


def _surroundings(reading: Reading, ids: dict[int, str], quotes: Sequence[Quote]) -> Surroundings:
    """Index a document's mentions and quotes by place."""
    clusters = (cluster for cluster in reading.chains.clusters if id(cluster) in ids)
    mentioned = sorted((mention.span.start, ids[id(cluster)]) for cluster in clusters for mention in cluster.mentions)
    by_sentence: defaultdict[int, list[str]] = defaultdict(list)
    for quote in quotes:
        for number in reading.numbers(quote.context.span):
            by_sentence[number].append(quote.id)
    starts, actors = tuple(start for start, _ in mentioned), tuple(actor for _, actor in mentioned)
    return Surroundings(reading, starts, actors, by_sentence)


def _references(reading: Reading, around: Surroundings | None = None) -> list[DateReference]:
    """Return every place in a document that names a date."""
    return [
        DateReference(
            words=reading.passage(mention.span),
            context=reading.context(mention.span),
            value=resolved.value,
            basis=resolved.basis,
            reference=resolved.reference,
            rule=mention.rule,
            found_by=mention.found_by,
            clause=tuple(reading.passage(piece) for piece in mention.clause),
            actors=_acting(mention, around) if around else (),
        )
        for mention, resolved in zip(reading.mentions.dates, reading.dates, strict=True)
    ]


def _acting(mention: DateMention, around: Surroundings) -> tuple[str, ...]:
    """Return the actors in the clause that a date dates; those in its own words date it, and did nothing then."""
    return tuple(sorted({actor for piece in mention.clause for actor in around.named(piece, mention.span)}))


def _dates(readings: Sequence[Reading], ids: dict[int, str], quotes: Sequence[Quote]) -> tuple[Date, ...]:
    """Make a date of all the places that name it, with who and what stands in their sentences."""
    told: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        told[quote.source].append(quote)
    around = {r.document.id: _surroundings(r, ids, told[r.document.id]) for r in readings}
    places: defaultdict[str, list[DateReference]] = defaultdict(list)
    for reading in readings:
        for reference in _references(reading, around[reading.document.id]):
            if reference.value:
                places[reference.value].append(reference)
    dates = (_date(value, references, around) for value, references in places.items())
    return tuple(sorted(dates, key=lambda date: date.id))


def _date(value: str, references: Sequence[DateReference], around: Mapping[str, Surroundings]) -> Date:
    """Make one date."""
    actors = {actor for reference in references for actor in reference.actors}
    named = {actor for one in references for actor in around[one.words.source].named(one.context.span)}
    quotes = {quote for one in references for quote in around[one.words.source].quoted(one.context.span)}
    return Date(
        id=date_slug(value),
        value=value,
        references=tuple(references),
        actors=tuple(sorted(actors)),
        beside=tuple(sorted(named - actors)),
        quotes=tuple(sorted(quotes)),
    )
