"""Resolution, discourse: the mentions of one document with who is who so far, and whose words each stands in; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from factsheet.language import Lexicon
from factsheet.model import ActorMention, Form, Kind, Mentions, QuoteMention, Span
from factsheet.resolve.clusters import Cluster, Index, owners_of


@dataclass(slots=True)
class Discourse:
    """A document's mentions, and the clusters that grow out of them."""

    text: str
    lexicon: Lexicon
    mentions: Mentions
    clusters: list[Cluster]
    owner: dict[int, Cluster]  # by the identity of a mention
    hosts: Mapping[int, int]  # to the innermost quotation in which a mention stands, by its index
    speakers: Sequence[ActorMention | None]  # of each quotation
    addressees: Sequence[ActorMention | None]
    spoken: Mapping[int, Sequence[int]]  # which quotations a mention speaks
    addressed: frozenset[int]  # the mentions to whom somebody speaks, by their identity
    functions: Mapping[int, str]  # of mentions that are joined to others, by their identity: that of the first
    told: Sequence[int]  # sentences before each that do not stand wholly inside a quotation
    sentences: dict[int, list[ActorMention]] = field(default_factory=dict)  # mentions with a cluster, by sentence

    def open(self, mention: ActorMention, kind: Kind | None) -> Cluster:
        """Begin a cluster."""
        cluster = Cluster(kind=kind)
        self.clusters.append(cluster)
        self.add(cluster, mention)
        return cluster

    def add(self, cluster: Cluster, *mentions: ActorMention) -> None:
        """Put mentions to a cluster."""
        cluster.add(*mentions)
        for mention in mentions:
            self.owner[id(mention)] = cluster
            self.sentences.setdefault(mention.sentence, []).append(mention)

    def merge(self, cluster: Cluster, into: Cluster) -> None:
        """Put all of a cluster's mentions to another and leave it empty."""
        for mention in cluster.mentions:
            self.owner[id(mention)] = into
        into.add(*cluster.mentions)
        cluster.mentions = []
        self.clusters.remove(cluster)

    def host(self, mention: ActorMention) -> int | None:
        """Return the quotation in which a mention stands."""
        return self.hosts.get(id(mention))

    def cluster_of(self, mention: ActorMention | None) -> Cluster | None:
        """Return who a mention is, as far as it is known by now."""
        return self.owner.get(id(mention)) if mention is not None else None


def begin(mentions: Mentions, clusters: Sequence[Cluster], text: str, lexicon: Lexicon) -> Discourse:
    """Set a document up with the clusters of its names."""
    index = Index(mentions.actors)
    speakers = [_named(index, quote.speaker, lexicon) for quote in mentions.quotes]
    spoken: defaultdict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(speakers):
        if mention is not None:
            spoken[id(mention)].append(number)
    sentences: defaultdict[int, list[ActorMention]] = defaultdict(list)
    for cluster in clusters:
        for mention in cluster.mentions:
            sentences[mention.sentence].append(mention)
    addressees = [_named(index, quote.addressee, lexicon) for quote in mentions.quotes]
    return Discourse(
        text=text,
        lexicon=lexicon,
        mentions=mentions,
        clusters=list(clusters),
        owner=owners_of(clusters),
        hosts=_hosts(mentions.actors, mentions.quotes),
        speakers=speakers,
        addressees=addressees,
        spoken=spoken,
        addressed=frozenset(id(mention) for mention in addressees if mention is not None),
        functions=_joined(mentions.actors),
        told=_told(mentions.sentences, mentions.quotes),
        sentences=dict(sentences),
    )


def _named(index: Index, span: Span | None, lexicon: Lexicon) -> ActorMention | None:
    """Return the mention that words name."""
    return index.naming(span, lexicon.cue_nouns) if span is not None else None


def _hosts(mentions: Sequence[ActorMention], quotes: Sequence[QuoteMention]) -> dict[int, int]:
    """Map mentions, by identity, to the innermost quotation or turn around them."""
    ordered = sorted(mentions, key=lambda mention: mention.span.start)
    starts = [mention.span.start for mention in ordered]
    hosts: dict[int, int] = {}
    for number, piece in _pieces(quotes):
        inside = ordered[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        hosts.update((id(mention), number) for mention in inside)
    return hosts


def _pieces(quotes: Sequence[QuoteMention]) -> Iterable[tuple[int, Span]]:
    """Yield the stretches that are somebody's very words, outer ones before those nested in them."""
    return ((n, piece) for n, quote in enumerate(quotes) if quote.form is not Form.INDIRECT for piece in quote.pieces)


def _joined(mentions: Sequence[ActorMention]) -> dict[int, str]:
    """Map mentions behind "and" to the function of what they are joined to: "Anna and Laura share" has two subjects."""
    functions: dict[int, str] = {}
    last: dict[tuple[int, str], str] = {}  # by sentence and head
    for mention in mentions:
        function = mention.function
        if function == "conj":
            function = functions[id(mention)] = last.get((mention.sentence, mention.verb), function)
        last[mention.sentence, mention.head] = function
    return functions


def _told(sentences: Sequence[Span], quotes: Sequence[QuoteMention]) -> list[int]:
    """Count the reporter's own sentences up to each, so that a long quotation puts nobody out of reach."""
    starts = [sentence.start for sentence in sentences]
    quoted: set[int] = set()
    for _, piece in _pieces(quotes):
        first, last = bisect_left(starts, piece.start - 1), bisect_left(starts, piece.end)
        quoted.update(n for n in range(first, last) if sentences[n].end <= piece.end + 1)
    told, count = [], 0
    for number in range(len(sentences)):
        told.append(count)
        count += number not in quoted
    return told
