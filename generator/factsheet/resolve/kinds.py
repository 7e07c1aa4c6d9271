"""Resolution, kinds: whether a name that is read as a person here and an organization there is one of the two; pure.

The language model tells people from bodies by a guess. A name that nothing but the guess makes a person goes with the
organization of that name, and the other way round; where each side has its reasons, there are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from factsheet.language import Lexicon
from factsheet.model import Kind
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.named import name_key
from factsheet.resolve.naming import best_name, is_acronym

GUESSED = (Kind.PERSON, Kind.ORGANIZATION)


def settled_kinds(clusters: Sequence[Cluster], lexicon: Lexicon) -> list[Kind]:
    """Settle the kinds of the actors of all documents.

    Args:
        clusters: of all documents; every cluster that is an actor has a kind.
        lexicon: of their language.

    Returns:
        The kind of each cluster, in their order.
    """
    kinds = [cluster.kind or Kind.UNNAMED for cluster in clusters]
    named: defaultdict[str, list[int]] = defaultdict(list)
    for number, (cluster, kind) in enumerate(zip(clusters, kinds, strict=True)):
        if kind in GUESSED:
            named[name_key(best_name(cluster.mentions, kind))].append(number)
    for name, numbers in named.items():
        if len({kinds[number] for number in numbers}) > 1:
            people = any(_shows_a_person(clusters[n]) for n in numbers if kinds[n] is Kind.PERSON)
            body = any(_shows_a_body(clusters[n], lexicon) for n in numbers if kinds[n] is Kind.ORGANIZATION)
            if not people or (not body and " " in name):
                for number in numbers:
                    kinds[number] = Kind.PERSON if people else Kind.ORGANIZATION
    return kinds


def _shows_a_person(cluster: Cluster) -> bool:
    """Tell whether a document shows that a name is a person's: by a title, a role, a given name or "she"."""
    return bool(cluster.gender) or any(mention.title or mention.roles for mention in cluster.mentions)


def _shows_a_body(cluster: Cluster, lexicon: Lexicon) -> bool:
    """Tell whether the words of a name show an organization: "Water Board", "OSCE"."""
    return any(is_acronym(name) or name.split()[-1].casefold() in lexicon.organization_heads for name in cluster.names)
