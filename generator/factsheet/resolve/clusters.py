"""Resolution, clusters: mentions that stand for one actor, and the look-up from words to the actor they mean; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from factsheet.model import ActorMention, Kind, MentionType, Span

# What a mention inside a longer naming does there: it says whose or which, and is not who is named.
OWNERS = frozenset({"poss", "compound", "nmod", "amod"})
OF = frozenset({"for", "of", "at", "from", "with"})
SELF = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SAID = 3  # what a title, a given name or a noun tells of a gender weighs as much as three pronouns


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one document that stand for one actor; grows while the document is read."""

    mentions: list[ActorMention] = field(default_factory=list)
    kind: Kind | None = None
    key: str = ""
    speaks: bool = False
    affiliation: list[Cluster] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def names(self) -> list[str]:
        """The names in the order of the text."""
        return [mention.name for mention in self.mentions if mention.type is MentionType.NAME]

    @property
    def gender(self) -> str:
        """Which of "f" and "m" it is, or unknown where nothing tells or as much tells one as the other."""
        balance = self.genders["f"] - self.genders["m"]
        return "" if balance == 0 else "f" if balance > 0 else "m"

    def add(self, *mentions: ActorMention) -> None:
        """Put mentions to the cluster, with what they tell of the gender."""
        for mention in mentions:
            self.mentions.append(mention)
            if mention.gender in ("f", "m"):
                self.genders[mention.gender] += 1 if mention.type is MentionType.PRONOUN else SAID


class Index:
    """Mentions by their place, so that those that share a character with some words are found at once."""

    def __init__(self, mentions: Iterable[ActorMention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: (m.span, m.type))
        self._starts = [mention.span.start for mention in self._mentions]
        self._longest = max((m.span.end - m.span.start for m in self._mentions), default=0)

    def touching(self, span: Span) -> list[ActorMention]:
        """Return the mentions that share a character with a span, by start."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [mention for mention in self._mentions[first:last] if mention.span.overlaps(span)]

    def naming(self, span: Span, owners: Collection[str] = ()) -> ActorMention | None:
        """Return the mention that some words are.

        Of "Pernilla Strand of Åkerlund Asset Management" it is the first name, of "his lawyer" the lawyer. Words that
        are headed by no mention name nobody ("the ministry's memo" is not the ministry), except that an utterance is
        its owner's ("Her answer", "the reply of the minister").

        Args:
            span: the words.
            owners: lemmas of the nouns of speech, whose owners speak.
        """
        touching = self.touching(span)
        heads = [mention for mention in touching if not _modifies(mention, span)]
        best = min(heads, key=lambda mention: _distance(mention, span), default=None)
        if best is not None and best.head not in owners:
            return best
        owning = [mention for mention in touching if mention is not best and _modifies(mention, span)]
        utters = best is not None or not owning
        return min(owning, key=lambda mention: mention.span, default=best) if utters else None


def _modifies(mention: ActorMention, span: Span) -> bool:
    """Tell whether a mention inside a naming only says whose or which it is."""
    if mention.span.start <= span.start and span.end <= mention.span.end:
        return False
    return mention.function in OWNERS or (mention.verb in OF and mention.function in ("pobj", "pcomp", "conj"))


def _distance(mention: ActorMention, span: Span) -> tuple[bool, bool, int, int]:
    """Order mentions by how well they stand for a stretch of words."""
    named = mention.type is MentionType.NAME and mention.span.end == span.end
    gap = abs(mention.span.start - span.start) + abs(mention.span.end - span.end)
    return mention.span != span and not named, mention.type is MentionType.PRONOUN, gap, mention.span.start


@dataclass(frozen=True, slots=True)
class Chains:
    """The actors of one document."""

    clusters: tuple[Cluster, ...]
    index: Index = field(default_factory=lambda: Index(()))
    owners: Mapping[int, Cluster] = field(default_factory=dict)  # by the identity of a mention
    utterances: Collection[str] = ()
    labels: Mapping[Span, Cluster] = field(default_factory=dict)  # of turns: "A" before a colon

    def actor_of(self, span: Span | None) -> Cluster | None:
        """Return the actor that some words name, None where they name nobody or it is not known whom."""
        if span is None:
            return None
        if span in self.labels:
            return self.labels[span]
        mention = self.index.naming(span, self.utterances)
        return self.owners.get(id(mention)) if mention is not None else None

    def inside(self, span: Span) -> list[Cluster]:
        """Return the actors that are mentioned within a span, once for each mention; "I" and "we" mention nobody."""
        owners = [
            self.owners.get(id(m)) for m in self.index.touching(span) if span.covers(m.span) and m.head not in SELF
        ]
        return [owner for owner in owners if owner is not None]


def owners_of(clusters: Sequence[Cluster]) -> dict[int, Cluster]:
    """Map each mention, by its identity, to its cluster."""
    return {id(mention): cluster for cluster in clusters for mention in cluster.mentions}
