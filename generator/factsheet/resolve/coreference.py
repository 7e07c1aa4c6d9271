"""Resolution, coreference: which mentions of one document stand for the same actor; pure.

Names first, then descriptions, then pronouns, each against what stands before it, as in the sieves of Lee et al.
(2013), "Deterministic coreference resolution based on entity-centric, precision-ranked rules".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from factsheet.language import Lexicon
from factsheet.model import ActorMention, Kind, Mentions, MentionType, Span

NOT_KEY = re.compile(r"[^\w\s]")
SITE = re.compile(r"([\w-]+)\.[a-z.]{2,6}", re.IGNORECASE)
PRONOUN_REACH = 3  # sentences back: the antecedent of "he" stands within two in nearly all news
NOMINAL_REACH = 12  # paragraphs back: "the official" is seldom explained farther up
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OWNERS = frozenset({"poss", "compound", "nmod", "amod"})
OF = frozenset({"for", "of", "at", "from", "with"})
INITIALS_SKIP = frozenset({"of", "the", "for", "and", "in", "on", "de", "to"})


@dataclass(slots=True)
class Cluster:
    """Mentions of one document that stand for one actor; grows while the document is read."""

    mentions: list[ActorMention] = field(default_factory=list)
    kind: Kind | None = None
    key: str = ""
    speaks: bool = False
    affiliation: list[Cluster] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names in the order of the text."""
        return [mention.name for mention in self.mentions if mention.type is MentionType.NAME]


@dataclass(frozen=True, slots=True)
class Chains:
    """The actors of one document."""

    clusters: tuple[Cluster, ...]

    def actor_of(self, span: Span | None) -> Cluster | None:
        """Return the actor that some words name: the mention that is the same, else the one that heads them."""
        if span is None:
            return None
        touching = [(m, cluster) for cluster in self.clusters for m in cluster.mentions if m.span.overlaps(span)]
        return min(touching, key=lambda pair: _distance(pair[0], span))[1] if touching else None


def _distance(mention: ActorMention, span: Span) -> tuple[bool, bool, int, int]:
    """Order mentions by how well they stand for a stretch of words."""
    same = mention.span == span or (mention.span.end == span.end and mention.type is MentionType.NAME)
    modifies = mention.function in OWNERS or mention.verb in OF
    return (
        not same,
        modifies,
        abs(mention.span.start - span.start) + abs(mention.span.end - span.end),
        mention.span.start,
    )


def resolve_document(mentions: Mentions, text: str, lexicon: Lexicon) -> Chains:
    """Cluster the mentions of one document.

    Args:
        mentions: what extraction found.
        text: the document's text.
        lexicon: of its language.

    Returns:
        The clusters in the order of their first mention. Places, and descriptions of those who do not speak, are
        no actors and left out.
    """
    clusters = _join_names([m for m in mentions.actors if m.type is MentionType.NAME])
    _vote(clusters)
    speakers = [quote for quote in mentions.quotes if quote.speaker is not None]
    roles = {role for cluster in clusters for mention in cluster.mentions for role in mention.roles}
    for mention in mentions.actors:
        if mention.type is MentionType.NOMINAL and not _is_role(mention, roles):
            _place_nominal(mention, clusters, lexicon, text)
    for mention in mentions.actors:
        if mention.type is MentionType.PRONOUN:
            _place_pronoun(mention, clusters)
    chains = Chains(tuple(clusters))
    for quote in speakers:
        speaker = chains.actor_of(quote.speaker)
        if speaker is not None:
            speaker.speaks = True
    kept = [cluster for cluster in clusters if _is_actor(cluster)]
    for cluster in kept:
        _affiliate(cluster, kept, mentions, text, lexicon)
        cluster.mentions.sort(key=lambda mention: mention.span)
    return Chains(tuple(sorted(kept, key=lambda cluster: cluster.mentions[0].span)))


def _is_actor(cluster: Cluster) -> bool:
    """Tell whether a cluster is an actor: a named one, or somebody unnamed or a group that speaks."""
    return cluster.kind is not None and (
        bool(cluster.names) or (cluster.speaks and cluster.kind in (Kind.UNNAMED, Kind.GROUP))
    )


# ---------------------------------------------------------------- names


def _join_names(names: Sequence[ActorMention]) -> list[Cluster]:
    """Cluster names: equal ones, then surnames with their full name, sites and acronyms with what they stand for."""
    by_key: dict[str, Cluster] = {}
    for mention in names:
        cluster = by_key.setdefault(name_key(mention.name), Cluster(key=name_key(mention.name)))
        cluster.mentions.append(mention)
    _join_surnames(by_key)
    _join_sites(by_key)
    _join_acronyms(by_key)
    return list(by_key.values())


def name_key(name: str) -> str:
    """Return what names of one actor share: letters and digits, folded, without "the"."""
    return " ".join(NOT_KEY.sub("", name.casefold()).split()).removeprefix("the ")


def _join_surnames(by_key: dict[str, Cluster]) -> None:
    """Join "Khovaev" to "Igor Khovaev": what is the last, or the first, word of just one full name."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for key, cluster in by_key.items():
        words = key.split()
        if len(words) > 1 and any(m.kind is Kind.PERSON for m in cluster.mentions):
            owners[words[-1]].add(key)
            owners[" ".join(words[-2:])].add(key)
            owners[words[0]].add(key)
    for key in list(by_key):
        full = sorted(owners.get(key, set()) - {key})
        if not full or any(m.kind is Kind.STATE for m in by_key[key].mentions):
            continue
        target = _nearest(by_key[key], [by_key[k] for k in full if k in by_key])
        if target is not None:
            target.mentions += by_key.pop(key).mentions


def _nearest(cluster: Cluster, candidates: Sequence[Cluster]) -> Cluster | None:
    """Return the candidate whose last mention before the cluster's first is nearest, else the only one there is."""
    first = min(mention.span.start for mention in cluster.mentions)
    before = [
        (max(m.span.start for m in candidate.mentions if m.span.start < first), number)
        for number, candidate in enumerate(candidates)
        if any(m.span.start < first for m in candidate.mentions)
    ]
    if before:
        return candidates[max(before)[1]]
    return candidates[0] if len(candidates) == 1 else None


def _join_sites(by_key: dict[str, Cluster]) -> None:
    """Join "politico.eu" to "Politico"."""
    for key in list(by_key):
        site = SITE.fullmatch(by_key[key].mentions[0].name)
        if site is None:
            continue
        stem = site[1].casefold()
        for other, cluster in by_key.items():
            if other != key and other.replace(" ", "") == stem:
                cluster.mentions += by_key.pop(key).mentions
                break


def _join_acronyms(by_key: dict[str, Cluster]) -> None:
    """Join "OSCE" to "Organization for Security and Co-operation in Europe"."""
    long: dict[str, list[str]] = {}
    for key, cluster in by_key.items():
        if any(m.kind is Kind.ORGANIZATION for m in cluster.mentions):
            for initials in _initials(cluster.mentions[0].name):
                long.setdefault(initials, []).append(key)
    for key in list(by_key):
        name = by_key[key].mentions[0].name.replace(".", "")
        owners = [owner for owner in long.get(name.casefold(), []) if owner != key and owner in by_key]
        if name.isupper() and len(owners) == 1:
            by_key[owners[0]].mentions += by_key.pop(key).mentions


def _initials(name: str) -> set[str]:
    """Return the acronyms of a name of several words, with and without its small words."""
    words = re.findall(r"\w+", name)
    if len(words) < 2:
        return set()
    whole = "".join(word[0] for word in words).casefold()
    short = "".join(word[0] for word in words if word.casefold() not in INITIALS_SKIP).casefold()
    return {whole, short} - {""}


def _vote(clusters: Iterable[Cluster]) -> None:
    """Let a document's mentions of one name vote on its kind; a full person's name counts double."""
    for cluster in clusters:
        votes: Counter[Kind | None] = Counter()
        for mention in cluster.mentions:
            weight = 2 if mention.kind is Kind.PERSON and " " in mention.name else 1
            votes[None if mention.place else mention.kind] += weight
        order = {None: 3, Kind.STATE: 0, Kind.PERSON: 1, Kind.ORGANIZATION: 2}
        cluster.kind = min(votes, key=lambda kind: (-votes[kind], order.get(kind, 9)))
        if cluster.kind is None and (
            votes[Kind.STATE] or any(m.kind is Kind.PERSON and " " in m.name for m in cluster.mentions)
        ):
            cluster.kind = Kind.STATE if votes[Kind.STATE] else Kind.PERSON
        if cluster.kind is Kind.STATE:
            cluster.mentions = [mention for mention in cluster.mentions if not mention.place]


# ---------------------------------------------------------------- descriptions


def _is_role(mention: ActorMention, roles: set[Span]) -> bool:
    """Tell whether a description is what the text says of a named person."""
    return any(role.overlaps(mention.span) for role in roles)


def _place_nominal(mention: ActorMention, clusters: list[Cluster], lexicon: Lexicon, text: str) -> None:
    """Put a description to the actor it describes again, or open a cluster of its own."""
    found = _antecedent(mention, clusters, lexicon) if mention.definite else None
    if found is None and mention.definite and not mention.plural:
        found = _named_in_role(mention, clusters, text)
    if found is not None:
        found.mentions.append(mention)
        return
    kind = {Kind.PERSON: Kind.UNNAMED, Kind.GROUP: Kind.GROUP}.get(mention.kind) if mention.kind else None
    clusters.append(Cluster(mentions=[mention], kind=kind))


def _antecedent(mention: ActorMention, clusters: Sequence[Cluster], lexicon: Lexicon) -> Cluster | None:
    """Find the description that another takes up: "the U.S. official" after "a U.S. official familiar with ..."."""
    earlier = [
        (other, cluster)
        for cluster in clusters
        for other in cluster.mentions
        if other.type is MentionType.NOMINAL and _takes_up(mention, other, lexicon)
    ]
    return max(earlier, key=lambda pair: _likeness(mention, pair[0]))[1] if earlier else None


def _takes_up(mention: ActorMention, other: ActorMention, lexicon: Lexicon) -> bool:
    """Tell whether a description can take up an earlier one: head alike, nothing said that was not said before."""
    if other.span.start >= mention.span.start or mention.paragraph - other.paragraph > NOMINAL_REACH:
        return False
    if mention.plural != other.plural or mention.kind != other.kind or (other.quoted and not mention.quoted):
        return False
    role = lexicon.role_nouns.get(mention.head)
    alike = other.head == mention.head or (role is not None and other.head in role.synonyms)
    return alike and set(mention.modifiers) <= set(other.modifiers)


def _likeness(mention: ActorMention, other: ActorMention) -> tuple[bool, int, int]:
    """Order earlier descriptions: the same head first, then the most words shared, then the nearest."""
    shared = len(set(mention.modifiers) & set(other.modifiers))
    return other.head == mention.head, shared, other.span.start


def _named_in_role(mention: ActorMention, clusters: Sequence[Cluster], text: str) -> Cluster | None:
    """Find the named person whose role a description takes up: "the mayor" after "Mayor Ayla Demir"."""
    earlier = [
        (other.span.start, number)
        for number, cluster in enumerate(clusters)
        if cluster.kind is Kind.PERSON
        for other in cluster.mentions
        if other.span.start < mention.span.start
        for role in other.roles
        if {mention.head, *mention.modifiers} <= set(re.findall(r"\w+", role.of(text).casefold()))
    ]
    return clusters[max(earlier)[1]] if earlier else None


# ---------------------------------------------------------------- pronouns


def _place_pronoun(mention: ActorMention, clusters: Sequence[Cluster]) -> None:
    """Put "he" and "she" to the person last spoken of, subjects first."""
    if mention.gender not in ("m", "f"):
        return
    people = [c for c in clusters if c.kind in (Kind.PERSON, Kind.UNNAMED) and _agrees(c, mention.gender)]
    rated = [(rank, number) for number, cluster in enumerate(people) if (rank := _nearness(mention, cluster))]
    if rated:
        people[max(rated)[1]].mentions.append(mention)


def _nearness(pronoun: ActorMention, cluster: Cluster) -> tuple[int, bool, int] | None:
    """Order the people before a pronoun: by sentences in pairs, then subjects, then the nearest; None is too far."""
    near = [
        m
        for m in cluster.mentions
        if m.span.end <= pronoun.span.start
        and pronoun.sentence - m.sentence <= PRONOUN_REACH
        and (pronoun.quoted or not m.quoted)
    ]
    if not near:
        return None
    last = max(near, key=lambda m: m.span.start)
    distance = (pronoun.sentence - last.sentence) // 2
    return -distance, any(m.function in SUBJECTS for m in near), last.span.start


def _agrees(cluster: Cluster, gender: str) -> bool:
    """Tell whether nothing known of a person contradicts a pronoun's gender."""
    known = Counter(m.gender for m in cluster.mentions if m.gender in ("m", "f"))
    return not known or known.most_common(1)[0][0] == gender


# ---------------------------------------------------------------- affiliation


def _affiliate(cluster: Cluster, clusters: Sequence[Cluster], mentions: Mentions, text: str, lexicon: Lexicon) -> None:
    """Find for whom a person works, from roles and descriptions: "a spokesperson for the U.S. State Department"."""
    if cluster.kind not in (Kind.PERSON, Kind.UNNAMED):
        return
    bodies = [c for c in clusters if c.kind in (Kind.ORGANIZATION, Kind.STATE)]
    for span in _descriptions(cluster):
        found = [c for c in bodies for m in c.mentions if span.covers(m.span) and _owns(m, span)]
        found += _by_demonym(span.of(text), bodies, lexicon) if not found else []
        found += _by_pronoun(span, bodies, mentions) if not found else []
        cluster.affiliation += [body for body in found if body not in cluster.affiliation]


def _descriptions(cluster: Cluster) -> list[Span]:
    """Return the words that say what a person is."""
    roles = [role for mention in cluster.mentions for role in mention.roles]
    return roles + [mention.span for mention in cluster.mentions if mention.type is MentionType.NOMINAL]


def _owns(mention: ActorMention, span: Span) -> bool:
    """Tell whether a name inside a description says whose it is: "Washington's adviser", "spokesperson for the EU"."""
    return mention.function in OWNERS or (
        mention.function == "pobj" and mention.verb in OF and mention.span.start > span.start
    )


def _by_demonym(words: str, bodies: Sequence[Cluster], lexicon: Lexicon) -> list[Cluster]:
    """Return the state whose demonym a description begins with: "Russian Deputy Foreign Minister"."""
    first = words.split()[0].casefold() if words.split() else ""
    state = lexicon.state_by_demonym.get(first)
    return [body for body in bodies if state is not None and state.name in body.names]


def _by_pronoun(span: Span, bodies: Sequence[Cluster], mentions: Mentions) -> list[Cluster]:
    """Return whom "its representative" means: the subject last named in the sentence."""
    owner = next(
        (
            m
            for m in mentions.actors
            if m.type is MentionType.PRONOUN and m.span.start == span.start and m.function == "poss"
        ),
        None,
    )
    if owner is None or owner.head not in ("its", "their"):
        return []
    before = [
        (m.span.start, body)
        for body in bodies
        for m in body.mentions
        if m.sentence == owner.sentence and m.span.end <= span.start and m.function in SUBJECTS
    ]
    return [max(before, key=lambda pair: pair[0])[1]] if before else []
