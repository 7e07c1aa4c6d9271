"""Resolution, bodies: which organization "the alliance", "the ministry" and "the company" are; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.language import Lexicon
from factsheet.model import ActorMention, Kind, MentionType
from factsheet.resolve.clusters import Cluster

# Who is "the company": any organization whose own name does not say that it is something else.
COMPANIES = frozenset(
    {"airline", "brand", "business", "carrier", "chain", "company", "corporation", "developer", "employer", "firm"}
    | {
        "giant",
        "group",
        "maker",
        "manufacturer",
        "operator",
        "publisher",
        "retailer",
        "startup",
        "start-up",
        "supplier",
    }
)
COMPANY_NAMES = COMPANIES | frozenset(
    {"a/s", "ag", "airlines", "airways", "b.v.", "bank", "bv", "co", "co.", "corp", "corp.", "electric", "energy"}
    | {"enterprises", "foods", "gmbh", "holding", "holdings", "inc", "inc.", "industries", "international", "limited"}
    | {"llc", "llp", "ltd", "ltd.", "motors", "n.v.", "nv", "oil", "oyj", "plc", "s.a.", "solutions", "stores"}
    | {"studios", "systems", "technologies"}
)
SAME = 2  # candidates for "the company" that are mentioned less than this part of the first do not rival it


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """An organization and where its names stand."""

    cluster: Cluster
    starts: Sequence[int]

    def mentions_before(self, offset: int) -> int:
        """Count how often it is named before an offset."""
        return bisect_left(self.starts, offset)

    def told_before(self, offset: int) -> int:
        """Count how often it is named or described before an offset, 0 where it is not named.

        Descriptions are placed in the order of the text, so all that are placed stand before.
        """
        named = self.mentions_before(offset)
        return named + len(self.cluster.mentions) - len(self.starts) if named else 0


@dataclass(frozen=True, slots=True)
class Bodies:
    """The named organizations of a document."""

    by_head: Mapping[str, Sequence[tuple[frozenset[str], Body]]]  # by the head noun of a name, with all its words
    companies: Sequence[Body]  # those whose names do not say that they are something else

    def meant_by(self, mention: ActorMention) -> Cluster | None:
        """Find the organization that a description names by its head noun.

        It is the nearest before it that has the head noun and the words beside it in its name ("the alliance" after
        "Cocoa Growers’ Alliance"), else the only one in the text. "The company" is the only one that can be a
        company, or one that is mentioned far more than the others.
        """
        if mention.kind is not Kind.ORGANIZATION or mention.plural:
            return None
        known = self.by_head.get(mention.head, ())
        named = list(dict.fromkeys(body for words, body in known if words.issuperset(mention.modifiers)))
        at = mention.span.start
        before = [body for body in named if body.mentions_before(at)]
        if before:
            return max(before, key=lambda body: body.starts[body.mentions_before(at) - 1]).cluster
        if named:
            return named[0].cluster if len(named) == 1 else None
        return self._main_company(at) if mention.head in COMPANIES else None

    def _main_company(self, offset: int) -> Cluster | None:
        """Return the company that leads by far before an offset."""
        counted = ((body.told_before(offset), body) for body in self.companies)
        counts = sorted(((count, body) for count, body in counted if count), key=lambda pair: -pair[0])
        if not counts or (len(counts) > 1 and counts[0][0] < SAME * counts[1][0]):
            return None
        return counts[0][1].cluster


def index_bodies(clusters: Iterable[Cluster], lexicon: Lexicon) -> Bodies:
    """Set the organizations of a document out by the head nouns of their names."""
    by_head: defaultdict[str, list[tuple[frozenset[str], Body]]] = defaultdict(list)
    companies = []
    for cluster in clusters:
        names = sorted({name.casefold() for name in cluster.names})
        if cluster.kind is Kind.ORGANIZATION and names:
            body = Body(cluster, sorted(m.span.start for m in cluster.mentions if m.type is MentionType.NAME))
            for name in names:
                for head in _heads(name.split()):
                    by_head[head].append((frozenset(name.split()), body))
            if _may_be_company(names, lexicon):
                companies.append(body)
    return Bodies(by_head, companies)


def _heads(words: Sequence[str]) -> Iterator[str]:
    """Yield what kind of body a name says it is: "Ministry of Water", "Orinda Group NV", "Drivers' Union"."""
    yield words[-1]
    if len(words) > 2 and words[-1] in COMPANY_NAMES:
        yield words[-2]
    if len(words) > 1 and words[1] in ("of", "for"):
        yield words[0]


def _may_be_company(names: Iterable[str], lexicon: Lexicon) -> bool:
    """Tell whether no name of an organization says that it is another kind of body: a ministry, a court, a club."""
    words = {word for name in names for word in name.split()}
    return not words & lexicon.organization_heads or bool(words & COMPANY_NAMES)
