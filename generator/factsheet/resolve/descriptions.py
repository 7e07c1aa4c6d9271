"""Resolution, descriptions: whom "the mayor", "his wife" and "the company" describe; pure.

Sieves in the order of their precision (Lee et al. 2013): a description that stands beside a name, one that says what
the text has said of somebody, one that names an organization by its head noun, one that takes up an earlier
description by a noun of like meaning. What passes through all of them opens an actor of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from factsheet.language import Lexicon
from factsheet.model import ActorMention, Kind, MentionType
from factsheet.resolve.bodies import Bodies, index_bodies
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.discourse import Discourse

REACH = 12  # paragraphs back: "the official" is seldom explained farther up
LATEST = 30  # descriptions with one head looked at, latest first, so that a long document costs little more
ROLE_END = re.compile(r"\b(?:of|for|at|from|in|on|to|with|who)\b|[,(]")
WORDS = re.compile(r"\w+")
# "Rosalía, his wife", "Achebe, 67, the society's secretary"
AFTER_NAME = re.compile(r"(?:,|\s[(–—])\s*(?:\d{1,3},\s+)?")
# "the judge, Ottilie van Rensburg", "our plumber, Mr Okonkwo"
BEFORE_NAME = re.compile(r",\s+(?:[A-Z][\w.]*\s+){0,2}")
BESIDE = frozenset({"appos", "npadvmod", "dep"})
APART = frozenset({"conj", "nsubj", "nsubjpass", "dobj"})
SPELLED_OUT = {
    "capt": "captain",
    "cllr": "councillor",
    "col": "colonel",
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "prof": "professor",
    "rep": "representative",
    "rev": "reverend",
    "sen": "senator",
    "sgt": "sergeant",
}  # titles to the nouns that take them up: "the doctor" after "Dr Karim"
# Nouns that say so little of a person that they stand for whoever is in mind, as a pronoun does.
GENERIC = frozenset(
    {"boy", "child", "girl", "individual", "lad", "man", "person", "teen", "teenager", "woman", "youngster", "youth"}
    | {"author", "caller", "interviewee", "source", "witness", "writer"}
)


@dataclass(slots=True)
class Said:
    """What a document has said of its actors, by the head noun."""

    bodies: Bodies
    described: defaultdict[str, list[tuple[ActorMention, Cluster]]] = field(default_factory=lambda: defaultdict(list))
    roles: defaultdict[str, list[tuple[int, Cluster, frozenset[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    starts: dict[int, tuple[int, Cluster]] = field(default_factory=dict)  # of roles, with where their head noun ends


def place_descriptions(discourse: Discourse) -> None:
    """Put descriptions to the actors they describe, or open clusters for them.

    Args:
        discourse: the document with its names; the descriptions are added to its clusters.
    """
    said = _roles(discourse)
    nominals = [mention for mention in discourse.mentions.actors if mention.type is MentionType.NOMINAL]
    beside = {id(mention): cluster for mention in nominals if (cluster := _beside(mention, said, discourse))}
    for mention in nominals:
        cluster = beside.get(id(mention))
        if cluster is not None:
            _name_kind(cluster, mention)
            _note(said, mention.head, mention.span.start, cluster, mention.modifiers)
    previous: ActorMention | None = None
    for mention in nominals:
        cluster = beside.get(id(mention)) or _apposed(mention, previous, discourse)
        cluster = cluster or (_antecedent(mention, said, discourse) if mention.definite else None)
        if cluster is not None:
            discourse.add(cluster, mention)
        else:
            cluster = discourse.open(mention, _kind(mention))
        said.described[mention.head].append((mention, cluster))
        previous = mention


def _kind(mention: ActorMention) -> Kind | None:
    """Return what somebody is who is only described: unnamed, a group, or nobody who acts."""
    if mention.kind is Kind.PERSON:
        return Kind.UNNAMED
    return Kind.GROUP if mention.kind in (Kind.GROUP, Kind.ORGANIZATION) else None


# ---------------------------------------------------------------- beside a name


def _roles(discourse: Discourse) -> Said:
    """Gather what the text says of named people: titles and roles."""
    said = Said(index_bodies(discourse.clusters, discourse.lexicon))
    for cluster in discourse.clusters:
        for mention in cluster.mentions:
            at = mention.span.start
            titles = [SPELLED_OUT.get(word.rstrip("."), word) for word in mention.title.split()]
            for word in titles:
                _note(said, word, at, cluster, titles)
            for role in mention.roles:
                words = role.of(discourse.text).casefold()
                core = ROLE_END.split(words)[0].rstrip()
                said.starts[role.start] = (role.start + len(core), cluster)
                for word in WORDS.findall(core):
                    _note(said, word, at, cluster, WORDS.findall(words))
    for entries in said.roles.values():
        entries.sort(key=lambda entry: entry[0])
    return said


def _note(said: Said, head: str, at: int, cluster: Cluster, words: Iterable[str]) -> None:
    """Remember that somebody was described by a noun."""
    said.roles[head].append((at, cluster, frozenset({head, *words})))


def _beside(mention: ActorMention, said: Said, discourse: Discourse) -> Cluster | None:
    """Return whom a description stands beside: "Rosalía, his wife", "the judge, Ottilie van Rensburg"."""
    article = len(mention.text) - len(mention.name)
    for start in (mention.span.start, mention.span.start + article):
        end, cluster = said.starts.get(start, (0, None))
        if cluster is not None and mention.span.end >= end:
            return cluster
    if mention.kind not in (Kind.PERSON, Kind.ORGANIZATION) or mention.function == "conj":
        return None
    for name in (*_names_before(mention, discourse), *_names_after(mention, discourse)):
        named = discourse.cluster_of(name)
        if named is not None and _may_be(mention, named):
            return named
    return None


def _names_before(mention: ActorMention, discourse: Discourse) -> Iterator[ActorMention]:
    """Yield the name to which a description is added behind a comma."""
    if mention.function in APART:
        return
    text, end = discourse.text, mention.span.end
    closed = text[end : end + 1] in (",", ".", ";", ")", ":") or text[end : end + 2] == " –"
    for name in _names_near(mention, discourse):
        between = text[name.span.end : mention.span.start]
        joined = name.function == "conj" or name.span.end > mention.span.start
        if not joined and AFTER_NAME.fullmatch(between) and (closed or mention.function == "appos"):
            yield name


def _names_after(mention: ActorMention, discourse: Discourse) -> Iterator[ActorMention]:
    """Yield the name that is added to a description behind a comma, or stands after it: "the critic Ustaoğlu"."""
    text = discourse.text
    for name in _names_near(mention, discourse):
        between = text[mention.span.end : name.span.start]
        if name.span.start < mention.span.end or (name.function == "conj" and not name.title):
            continue
        closed = text.startswith((",", ";", ")", " ("), name.span.end)
        if BEFORE_NAME.fullmatch(between) and (name.function in BESIDE or closed):
            yield name


def _names_near(mention: ActorMention, discourse: Discourse) -> list[ActorMention]:
    """Return the names in a description's sentence."""
    near = discourse.sentences.get(mention.sentence, ())
    return [one for one in near if one.type is MentionType.NAME]


def _may_be(mention: ActorMention, cluster: Cluster) -> bool:
    """Tell whether a description can be of a named actor: a person of a person, whatever the name was taken for."""
    if mention.kind is Kind.ORGANIZATION:
        return cluster.kind is Kind.ORGANIZATION
    agrees = not cluster.gender or not mention.gender or cluster.gender == mention.gender
    named = any(m.title for m in cluster.mentions)
    return agrees and (cluster.kind is Kind.PERSON or (cluster.kind is not Kind.STATE and (named or _unsure(cluster))))


def _unsure(cluster: Cluster) -> bool:
    """Tell whether a name may be a person's though it was read otherwise: mentioned little, and not as a body."""
    return all(not m.definite or m.function != "pobj" for m in cluster.mentions) or " " in cluster.key


def _name_kind(cluster: Cluster, mention: ActorMention) -> None:
    """Let a description beside a name say that it is a person's: "Hernán Oblitas" beside "the ministry's spokesman"."""
    if mention.kind is Kind.PERSON:
        cluster.kind = Kind.PERSON


def _apposed(mention: ActorMention, previous: ActorMention | None, discourse: Discourse) -> Cluster | None:
    """Return the description that another is added to: "one of them, a woman in a green scarf"."""
    if previous is None or mention.function != "appos" or mention.plural != previous.plural:
        return None
    between = discourse.text[previous.span.end : mention.span.start]
    return discourse.cluster_of(previous) if AFTER_NAME.fullmatch(between) else None


# ---------------------------------------------------------------- what was said before


def _antecedent(mention: ActorMention, said: Said, discourse: Discourse) -> Cluster | None:
    """Find whom a definite description describes."""
    return (
        _said_so(mention, said)
        or said.bodies.meant_by(mention)
        or _alike(mention, said, discourse.lexicon)
        or _said_later(mention, said)
    )


def _said_so(mention: ActorMention, said: Said) -> Cluster | None:
    """Find the nearest of whom the same noun was said before, with all the words that stand beside it."""
    words = {mention.head, *mention.modifiers}
    roles = [
        (at, cluster)
        for at, cluster, role in reversed(said.roles.get(mention.head, ())[-LATEST:] if not mention.plural else ())
        if at < mention.span.start and words <= role and _kind_fits(mention, cluster)
    ]
    described = [
        (len(set(mention.modifiers) & set(other.modifiers)), other.span.start, cluster)
        for other, cluster in reversed(said.described.get(mention.head, ())[-LATEST:])
        if _takes_up(mention, other)
    ]
    best = max(described, key=lambda one: one[:2], default=None)
    if roles and (best is None or max(at for at, _ in roles) > best[1]):
        return max(roles, key=lambda role: role[0])[1]
    return best[2] if best is not None else None


def _kind_fits(mention: ActorMention, cluster: Cluster) -> bool:
    """Tell whether a description can be of an actor of this kind and gender."""
    people = mention.kind is Kind.PERSON and cluster.kind in (Kind.PERSON, Kind.UNNAMED)
    bodies = mention.kind is not Kind.PERSON and cluster.kind not in (Kind.PERSON, Kind.UNNAMED)
    return (people or bodies) and (not mention.gender or not cluster.gender or mention.gender == cluster.gender)


def _takes_up(mention: ActorMention, other: ActorMention) -> bool:
    """Tell whether a description can take up an earlier one: nothing said that was not said before."""
    if other.span.start >= mention.span.start or mention.paragraph - other.paragraph > REACH:
        return False
    if mention.plural != other.plural or mention.kind != other.kind or (other.quoted and not mention.quoted):
        return False
    return set(mention.modifiers) <= set(other.modifiers)


def _alike(mention: ActorMention, said: Said, lexicon: Lexicon) -> Cluster | None:
    """Find the nearest earlier description by a noun of like meaning: "the envoy" after "a senior diplomat"."""
    role = lexicon.role_nouns.get(mention.head) if mention.head not in GENERIC else None
    earlier = [
        (other.span.start, cluster)
        for head in (role.synonyms if role is not None else ())
        for other, cluster in said.described.get(head, ())[-LATEST:]
        if _takes_up(mention, other) and _kind_fits(mention, cluster)
    ]
    if earlier:
        return max(earlier, key=lambda pair: pair[0])[1]
    return _titled_alike(mention, said, role.synonyms) if role is not None and not mention.modifiers else None


def _titled_alike(mention: ActorMention, said: Said, synonyms: Iterable[str]) -> Cluster | None:
    """Find the only named person before with a title of like meaning: "the judge" after "Justice Amara Bello"."""
    holders = {
        cluster
        for title in synonyms
        for at, cluster, _ in said.roles.get(title, ())[-LATEST:]
        if at < mention.span.start and _kind_fits(mention, cluster)
    }
    return next(iter(holders)) if len(holders) == 1 and not mention.plural else None


def _said_later(mention: ActorMention, said: Said) -> Cluster | None:
    """Find the only named actor of whom the text says it anywhere: "the mayor" before "Mayor Ayla Demir"."""
    if mention.plural or mention.modifiers or mention.kind is not Kind.PERSON:
        return None
    holders = {cluster for _, cluster, _ in said.roles.get(mention.head, ())}
    only = next(iter(holders)) if len(holders) == 1 else None
    return only if only is not None and _kind_fits(mention, only) else None
