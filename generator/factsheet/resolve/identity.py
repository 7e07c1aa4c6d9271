"""Resolution, identity: which actors of different documents are one, and by what id; pure.

Names say who may be one (`families.py`), documents whether they are (`evidence.py`), and earlier runs how they were
called (`addresses.py`). What stays open is suggested to people (`suggestions.py`) and never settled in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from factsheet.language import Lexicon
from factsheet.model import Kind
from factsheet.resolve.addresses import Known, give_ids
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.evidence import Pair, labels_of, part, role_words
from factsheet.resolve.families import Appearance, Words, appearance, by_form, explained
from factsheet.resolve.kinds import settled_kinds
from factsheet.resolve.naming import UNNAMED, Identity, shown_name


def identify(
    clusters: Iterable[tuple[str, Cluster]],
    texts: Mapping[str, str],
    lexicon: Lexicon,
    known: Iterable[Known] = (),
    apart: Set[Pair] = frozenset(),
) -> tuple[Identity, ...]:
    """Unite the actors of all documents.

    Actors of one name and kind are one unless something speaks against it; somebody unnamed is one in each document
    and never united by machine.

    Args:
        clusters: each with the id of its document; their order changes nothing.
        texts: the documents' texts by id.
        lexicon: of their language.
        known: the actors of earlier runs, whose ids stay.
        apart: pairs of their ids, each sorted, that a person said are two actors.

    Returns:
        The identities, by id.
    """
    old = tuple(known)
    labels = labels_of(old, apart)
    families = _families(_appearances(list(clusters), texts, lexicon))
    contexts = _contexts(families)
    groups = [group for family in families.values() for group in by_form(family)]
    parts = [piece for group in groups for piece in part(group, contexts, labels, apart)]
    return tuple(sorted(give_ids([_identity(piece) for piece in parts], old), key=lambda identity: identity.id))


def _appearances(
    clusters: Sequence[tuple[str, Cluster]], texts: Mapping[str, str], lexicon: Lexicon
) -> list[Appearance]:
    """Look at the actors of all documents as identity does, in the order of the documents' ids and texts."""
    kinds = settled_kinds([cluster for _, cluster in clusters], lexicon)
    found = []
    for (source, cluster), kind in zip(clusters, kinds, strict=True):
        roles = role_words(cluster, texts[source], lexicon) if kind is Kind.PERSON else frozenset[str]()
        found.append(appearance(source, cluster, kind, roles))
    return sorted(found, key=lambda one: (one.source, one.cluster.mentions[0].span, one.name))


def _contexts(families: Mapping[Words, Sequence[Appearance]]) -> Mapping[str, set[Words]]:
    """Say of each document who is named in it, without the kinds, which may be misread."""
    contexts: defaultdict[str, set[Words]] = defaultdict(set)
    for (_, *words), members in families.items():
        for one in members:
            if one.kind not in UNNAMED:
                contexts[one.source].add(tuple(words))
    return contexts


def _families(found: Sequence[Appearance]) -> dict[Words, list[Appearance]]:
    """Group appearances by family, short forms with what all documents say that they stand for."""
    stands_for = explained(found)
    families: defaultdict[Words, list[Appearance]] = defaultdict(list)
    for one in found:
        families[stands_for.get(one.family, one.family)].append(one)
    return dict(families)


def _identity(members: Sequence[Appearance]) -> Identity:
    """Name a group of appearances; its id is given later."""
    kind = members[0].kind
    ranked = sorted(members, key=lambda one: (one.source, one.cluster.mentions[0].span))
    mentions = [mention for one in ranked for mention in one.cluster.mentions]
    return Identity("", shown_name(mentions, kind), kind, tuple((one.source, one.cluster) for one in ranked))
