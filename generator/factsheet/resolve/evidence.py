"""Resolution, evidence: whether documents that name a person alike speak of one; pure.

Most equal names are one person's. Two are kept apart only where both have roles, the roles share no word, and the
documents name nobody else in common; or where a person said that they are two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from itertools import product

from factsheet.language import Lexicon
from factsheet.model import Kind, MentionType
from factsheet.resolve.addresses import Known
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.families import Appearance, Words
from factsheet.resolve.named import name_key
from factsheet.resolve.naming import fold_names

Pair = tuple[str, str]
Groups = list[list[Appearance]]
Labels = Mapping[tuple[str, str], str]  # a document's id and a folded name in it, to an actor's id

WORD = re.compile(r"[^\W\d_]{3,}")
# Words of roles and titles that tell nothing of what somebody is.
EMPTY = frozenset(
    {"and", "for", "from", "her", "his", "its", "our", "the", "their", "was", "who", "with", "has", "been", "serves"}
    | {"dame", "lady", "lord", "miss", "mrs", "sir", "acting", "current", "former", "late", "longtime", "new", "old"}
    | {"one", "senior", "then", "veteran", "years", "year", "first", "last", "long", "known"}
)


def role_words(cluster: Cluster, text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the words that tell what a person is, and those that may say the same: "envoy", "representative".

    Args:
        cluster: of a document.
        text: the document's text.
        lexicon: of its language.
    """
    told = [role.of(text) for mention in cluster.mentions for role in mention.roles]
    told += [mention.title for mention in cluster.mentions if mention.type is MentionType.NAME]
    words = {word for role in set(told) for word in WORD.findall(role.casefold())} - EMPTY
    likes = {like for word in words if word in lexicon.role_nouns for like in lexicon.role_nouns[word].synonyms}
    return frozenset(words | likes)


def part(group: Sequence[Appearance], contexts: Mapping[str, Set[Words]], labels: Labels, apart: Set[Pair]) -> Groups:
    """Part appearances that are called alike by whom they are of.

    Args:
        group: what the names alone allow to be one.
        contexts: who is named in each document, by its id: families without their kind, which may be misread.
        labels: as whom a name in a document was known, of the actors whom a person keeps apart; see `labels_of`.
        apart: the pairs of their ids.

    Returns:
        One group for each actor.
    """
    parts = _by_evidence(group, contexts) if group[0].kind is Kind.PERSON else [list(group)]
    return [piece for one in parts for piece in _as_decided(one, contexts, labels, apart)]


def _by_evidence(group: Sequence[Appearance], contexts: Mapping[str, Set[Words]]) -> Groups:
    """Part people by what their documents share: roles, other names, and who else is named."""
    if len(_with_roles(linked(group, lambda one: one.roles))) < 2:
        return [list(group)]
    own = {one.family[1:] for one in group}
    parts = linked(group, lambda one: (*one.roles, *_other_names(one), *(contexts[one.source] - own)))
    told = _with_roles(parts)
    if len(told) < 2:
        return [list(group)]
    largest = min(told, key=_size)
    largest.extend(one for piece in parts if piece not in told for one in piece)
    return told


def linked(group: Sequence[Appearance], features: Callable[[Appearance], Iterable[Hashable]]) -> Groups:
    """Part a group into those that are linked by features in common, directly or through others.

    Args:
        group: the appearances.
        features: what an appearance has.

    Returns:
        The parts, in the order of their first members.
    """
    leader = list(range(len(group)))

    def find(number: int) -> int:
        """Return the leader of a part, shortening the way to it."""
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    first: dict[Hashable, int] = {}
    for number, one in enumerate(group):
        for feature in features(one):
            low, high = sorted((find(number), find(first.setdefault(feature, number))))
            leader[high] = low
    parts: defaultdict[int, list[Appearance]] = defaultdict(list)
    for number, one in enumerate(group):
        parts[find(number)].append(one)
    return list(parts.values())


def _with_roles(parts: Groups) -> Groups:
    """Return the parts that say what the person is."""
    return [piece for piece in parts if any(one.roles for one in piece)]


def _other_names(one: Appearance) -> list[str]:
    """Return the names of a person beyond the name that all share: "Johnny"."""
    words = set(one.family)
    return [name for name in fold_names(one.cluster.names) if not words.issuperset(name.split())]


def _size(piece: Sequence[Appearance]) -> tuple[int, list[str]]:
    """Sort parts, the largest first; a document that is there twice counts once."""
    texts = {tuple((m.span, m.text) for m in one.cluster.mentions) for one in piece}
    return -len(texts), sorted({role for one in piece for role in one.roles})


# ---------------------------------------------------------------- what a person decided


def labels_of(known: Iterable[Known], apart: Set[Pair]) -> Labels:
    """Say as whom names in documents were known, of the actors whom a person keeps apart.

    Args:
        known: the actors of earlier runs.
        apart: pairs of their ids.
    """
    told = {id_ for pair in apart for id_ in pair}
    ranked = sorted((one for one in known if one.id in told), key=lambda one: one.id, reverse=True)
    return {place: one.id for one in ranked for place in product(one.sources, one.keys)}


def _as_decided(
    piece: list[Appearance], contexts: Mapping[str, Set[Words]], labels: Labels, apart: Set[Pair]
) -> Groups:
    """Part an actor whom a person said to be two, by the documents in which each was found before."""
    known = [labels.get((one.source, name_key(one.name)), "") for one in piece] if labels else []
    buckets: list[set[str]] = []
    for label in sorted(filter(None, set(known))):
        free = [b for b in buckets if not any(tuple(sorted((label, other))) in apart for other in b)]
        if free:
            free[0].add(label)
        else:
            buckets.append({label})
    if len(buckets) < 2:
        return [piece]
    parts = [[one for one, label in zip(piece, known, strict=True) if label in bucket] for bucket in buckets]
    shared = [Counter(f for one in members for f in (*one.roles, *contexts[one.source])) for members in parts]
    for one, label in zip(piece, known, strict=True):
        if not label:
            near = [sum(counts[f] for f in (*one.roles, *contexts[one.source])) for counts in shared]
            parts[near.index(max(near))].append(one)
    return parts
