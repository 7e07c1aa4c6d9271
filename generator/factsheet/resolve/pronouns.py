"""Resolution, pronouns: for whom "he", "she", "it", "they", "who", "I" and "we" stand; pure.

Who is most in mind is reckoned as by Lappin and Leass (1994), "An algorithm for pronominal anaphora resolution":
mentions add up, a subject's count for more, and all fade from sentence to sentence. Filters come first, as in
Haghighi and Klein (2009), "Simple coreference resolution with rich syntactic and semantic features": gender, number,
kind, and that a verb's subject and object are two ("Demir told him" is not of Demir).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log2

from factsheet.model import ActorMention, Form, Kind, MentionType
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.descriptions import GENERIC
from factsheet.resolve.discourse import Discourse

REACH = 4  # sentences back: the antecedent stands within two in nearly all news
FADING = 0.5  # a sentence farther, as in Lappin and Leass
PARAGRAPH = 0.85  # a paragraph farther
WEIGHTS = {"nsubj": 1.0, "nsubjpass": 1.0, "dobj": 0.7, "dative": 0.7, "poss": 0.6, "pobj": 0.6, "appos": 0.8}
OTHER = 0.6
DESCRIBED = 0.8  # a description against a name: "the figure" may be no person
INDEFINITE = 0.6  # "a stranger" may be nobody
KNOWN = 1.6  # somebody known to be a woman against somebody who may be one
TOPIC = 0.15  # more for each doubling of how often somebody is mentioned: whom the text is about stays in mind
KEEPS = 0.5  # added for who spoke the quotation before, where a pronoun speaks the next
SURE = 1.15  # times the second: below it the two are equally likely and nobody is told
AHEAD = 2.0  # the same for descriptions, which may as well speak of somebody new
PLAIN = 0.4  # rating of a subject in the sentence before; less is no evidence of a gender
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "dative"})
RELATIVES = frozenset({"who", "whom", "which", "that"})
PEOPLE = frozenset({Kind.PERSON, Kind.UNNAMED})
BODIES = frozenset({Kind.ORGANIZATION, Kind.STATE, Kind.GROUP})
CLAUSE = re.compile(r" (?:who|whom|whose|that|which|of|from|in|with|at)\b")


def place_pronouns(discourse: Discourse) -> None:
    """Put pronouns to those for whom they stand, the reporter's before the quoted, each in the order of the text.

    So do "the man", "the 19-year-old striker" and other descriptions that take nothing up: they stand for whom "he"
    would stand for.

    Args:
        discourse: the document, its names and descriptions resolved; the pronouns are added to its clusters.
    """
    waiting = [mention for mention in discourse.mentions.actors if _waits(mention, discourse)]
    _guess_genders(waiting, discourse)
    for quoted in (False, True):
        for mention in waiting:
            if (discourse.host(mention) is not None) is quoted:
                _place(mention, discourse)


def _waits(mention: ActorMention, discourse: Discourse) -> bool:
    """Tell whether a mention is a pronoun, or a description that so far stands alone and may be one's like."""
    if mention.type is MentionType.PRONOUN:
        return True
    cluster = discourse.cluster_of(mention)
    return cluster is not None and cluster.mentions[0] is mention and _like_pronoun(mention, discourse)


def _like_pronoun(mention: ActorMention, discourse: Discourse) -> bool:
    """Tell whether a description says so little, or so little of who, that the text must have said it: "the man".

    Ages and places are added to those who are known: "the 19-year-old striker", "the Bramwell North councillor". "The
    man who came" says who, and "the French minister" is as often somebody new.
    """
    if mention.type is not MentionType.NOMINAL or mention.kind is not Kind.PERSON or mention.plural:
        return False
    words = mention.text.casefold()
    if not words.startswith("the ") or CLAUSE.match(discourse.text, mention.span.end):
        return False
    beside = mention.text[4 : max(words.find(mention.head), 4)].split()
    added = any(word[:1].isdigit() or word[:1].isupper() for word in beside)
    added = added and not any(word.casefold() in discourse.lexicon.state_by_demonym for word in beside)
    return (mention.head in GENERIC and not mention.modifiers) or (added and mention.function in SUBJECTS)


def _place(mention: ActorMention, discourse: Discourse) -> None:
    """Put one pronoun, or description like one, to whom it stands for, if that is clear."""
    cluster = _antecedent(mention, discourse)
    if cluster is None:
        return
    own = discourse.cluster_of(mention)
    if own is None:
        discourse.add(cluster, mention)
    elif own is not cluster:
        discourse.merge(own, cluster)


def _antecedent(mention: ActorMention, discourse: Discourse) -> Cluster | None:
    """Return whom a pronoun stands for, None where nobody or two are likely."""
    if mention.head in RELATIVES and mention.type is MentionType.PRONOUN:
        return _just_before(mention, discourse)
    pronoun = discourse.lexicon.pronouns.get(mention.head) if mention.type is MentionType.PRONOUN else None
    if pronoun is not None and pronoun.person == 1:
        return _speaker_around(mention, discourse)
    if pronoun is not None and mention.gender not in ("f", "m") and not _speaks(mention, discourse):
        return None
    rated = sorted(_rated(mention, discourse), key=lambda pair: -pair[0])
    margin = SURE if mention.type is MentionType.PRONOUN or mention.head in GENERIC else AHEAD
    if len(rated) > 1 and rated[0][0] < margin * rated[1][0]:
        return None
    return rated[0][1] if rated else None


def _speaks(mention: ActorMention, discourse: Discourse) -> bool:
    """Tell whether a mention is a quotation's speaker or addressee: "it" and "they" are followed no farther."""
    return id(mention) in discourse.spoken or id(mention) in discourse.addressed


def _speaker_around(mention: ActorMention, discourse: Discourse) -> Cluster | None:
    """Return who says the words in which "I" stands: the quotation's or the turn's speaker."""
    host = discourse.host(mention)
    return discourse.cluster_of(discourse.speakers[host]) if host is not None else None


def _just_before(mention: ActorMention, discourse: Discourse) -> Cluster | None:
    """Return whom "who" takes up: "Ayla Demir, who ..."."""
    near = [
        m
        for m in discourse.sentences.get(mention.sentence, ())
        if m.span.end <= mention.span.start and m.type is not MentionType.PRONOUN
    ]
    last = max(near, key=lambda m: m.span.end, default=None)
    between = discourse.text[last.span.end : mention.span.start] if last is not None else ""
    return discourse.cluster_of(last) if last is not None and between.strip() in ("", ",") else None


# ---------------------------------------------------------------- who is in mind


def _rated(mention: ActorMention, discourse: Discourse) -> Iterable[tuple[float, Cluster]]:
    """Rate those for whom a pronoun may stand by how much they are in mind."""
    barred = _barred(mention, discourse)
    ratings: dict[Cluster, float] = {}
    for near in _near_sentences(mention, discourse):
        best: dict[Cluster, float] = {}
        for other in near:
            cluster = discourse.owner[id(other)]
            if cluster not in barred and _fits(mention, other, cluster):
                best[cluster] = max(best.get(cluster, 0.0), _weight(mention, other, discourse))
        for cluster, weight in best.items():
            ratings[cluster] = ratings.get(cluster, 0.0) + weight
    last = _last_speaker(mention, discourse)
    if any(discourse.owner[id(other)] in ratings.keys() - {last} for other in _here(mention, discourse)):
        last = None
    return [
        (_scaled(rating, mention, cluster) + (KEEPS if cluster is last else 0.0), cluster)
        for cluster, rating in ratings.items()
    ]


def _here(mention: ActorMention, discourse: Discourse) -> list[ActorMention]:
    """Return the mentions before a pronoun in its paragraph: a new person there breaks off who spoke before it."""
    return [
        other
        for near in _near_sentences(mention, discourse)
        for other in near
        if other.paragraph == mention.paragraph and discourse.host(other) is None
    ]


def _scaled(rating: float, mention: ActorMention, cluster: Cluster) -> float:
    """Raise the rating of somebody whose gender is known to agree, and of whom the text is about."""
    known = KNOWN if cluster.gender and cluster.gender == mention.gender else 1.0
    return rating * known * (1 + TOPIC * log2(len(cluster.mentions)))


def _near_sentences(mention: ActorMention, discourse: Discourse) -> Iterable[list[ActorMention]]:
    """Yield the mentions before a pronoun, sentence by sentence backwards, that it may take up."""
    host = discourse.host(mention)
    here = discourse.told[mention.sentence]
    for number in range(mention.sentence, -1, -1):
        far = here - discourse.told[number] if host is None else mention.sentence - number
        if far > REACH:
            return
        yield [
            other
            for other in discourse.sentences.get(number, ())
            if other.span.end <= mention.span.start and (host is not None or discourse.host(other) is None)
        ]


def _weight(mention: ActorMention, other: ActorMention, discourse: Discourse) -> float:
    """Return how much a mention keeps somebody in mind where a pronoun stands; of two that are joined, both alike."""
    quoted = discourse.host(mention) is not None
    far = discourse.told[mention.sentence] - discourse.told[other.sentence]
    sentences = mention.sentence - other.sentence if quoted else far
    fresh = FADING**sentences * PARAGRAPH ** min(mention.paragraph - other.paragraph, REACH)
    function = discourse.functions.get(id(other), other.function)
    named = other.type is not MentionType.NOMINAL
    described = INDEFINITE if not other.definite else DESCRIBED
    return fresh * WEIGHTS.get(function, OTHER) * (1.0 if named else described)


def _last_speaker(mention: ActorMention, discourse: Discourse) -> Cluster | None:
    """Return who spoke the quotation just before the one that a pronoun speaks: "she said" keeps the speaker."""
    spoken = discourse.spoken.get(id(mention))
    if not spoken or spoken[0] == 0:
        return None
    number = spoken[0]
    quotes = discourse.mentions.quotes[number - 1 : number + 1]
    direct = all(quote.form is Form.DIRECT for quote in quotes)
    speaker = discourse.speakers[number - 1] if direct else None
    near = speaker is not None and 0 <= mention.paragraph - speaker.paragraph <= 1
    return discourse.cluster_of(speaker) if near else None


# ---------------------------------------------------------------- who cannot be meant


def _barred(mention: ActorMention, discourse: Discourse) -> set[Cluster]:
    """Return for whom a pronoun cannot stand.

    Whoever is told the words does not say them, whoever says words does not speak of himself as "he" in them, and a
    verb's subject is not its object.
    """
    barred = [discourse.cluster_of(discourse.addressees[quote]) for quote in discourse.spoken.get(id(mention), ())]
    host = discourse.host(mention)
    if host is not None:
        barred.append(discourse.cluster_of(discourse.speakers[host]))
    if not mention.head.endswith(("self", "selves")):
        near = discourse.sentences.get(mention.sentence, ())
        barred += [discourse.cluster_of(other) for other in near if _beside(mention, other)]
    own = discourse.cluster_of(mention)
    return {cluster for cluster in (*barred, own) if cluster is not None}


def _beside(one: ActorMention, other: ActorMention) -> bool:
    """Tell whether two mentions are subject and object of one verb."""
    if one.verb != other.verb or one.span == other.span:
        return False
    functions = (one.function, other.function)
    return any(a in SUBJECTS and b in OBJECTS for a, b in (functions, functions[::-1]))


def _fits(mention: ActorMention, other: ActorMention, cluster: Cluster) -> bool:
    """Tell whether gender, number and kind let a pronoun stand for somebody."""
    if mention.head in ("it", "its", "itself"):
        return not other.plural and cluster.kind not in PEOPLE
    if mention.plural:
        several = other.plural or cluster.kind in BODIES
        return several or (cluster.kind is Kind.UNNAMED and not cluster.gender)
    agrees = not cluster.gender or not mention.gender or cluster.gender == mention.gender
    return cluster.kind in PEOPLE and not other.plural and agrees


# ---------------------------------------------------------------- genders


def _guess_genders(pronouns: Iterable[ActorMention], discourse: Discourse) -> None:
    """Learn the gender of people whom neither title nor name tells it of, from pronouns that can mean nobody else."""
    votes: defaultdict[Cluster, Counter[str]] = defaultdict(Counter)
    for mention in pronouns:
        if mention.gender in ("f", "m") and mention.type is MentionType.PRONOUN and discourse.host(mention) is None:
            rated = list(_rated(mention, discourse))
            if len(rated) == 1 and rated[0][0] >= PLAIN and not rated[0][1].gender:
                votes[rated[0][1]][mention.gender] += 1
    for cluster, genders in votes.items():
        cluster.genders += genders
