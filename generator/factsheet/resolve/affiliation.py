"""Resolution, affiliation: for whom the people of one document work; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from factsheet.language import Lexicon
from factsheet.model import ActorMention, Kind, Mentions, MentionType, Span
from factsheet.resolve.clusters import OF, OWNERS, Cluster, Index, owners_of

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def affiliate(clusters: Sequence[Cluster], mentions: Mentions, text: str, lexicon: Lexicon) -> None:
    """Find for whom each person works, from roles and descriptions: "a spokesperson for the U.S. State Department".

    Args:
        clusters: the actors of a document; their affiliation is set.
        mentions: what extraction found in it.
        text: its text.
        lexicon: of its language.
    """
    bodies = [c for c in clusters if c.kind in (Kind.ORGANIZATION, Kind.STATE)]
    named = Index(mention for body in bodies for mention in body.mentions)
    owner = owners_of(bodies)
    possessives = {m.span.start: m for m in mentions.actors if m.type is MentionType.PRONOUN and m.function == "poss"}
    for cluster in clusters:
        for span in _descriptions(cluster):
            inside = [m for m in named.touching(span) if span.covers(m.span) and _owns(m, span)]
            found = _distinct(owner[id(m)] for m in inside)
            found = found or _by_demonym(span.of(text), bodies, lexicon)
            found = found or _by_pronoun(possessives.get(span.start), bodies)
            cluster.affiliation += [body for body in found if body not in cluster.affiliation]


def _distinct(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Leave out clusters that came before."""
    return list(dict.fromkeys(clusters))


def _descriptions(cluster: Cluster) -> list[Span]:
    """Return the words that say what a person is, none for others."""
    if cluster.kind not in (Kind.PERSON, Kind.UNNAMED):
        return []
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


def _by_pronoun(owner: ActorMention | None, bodies: Sequence[Cluster]) -> list[Cluster]:
    """Return whom "its representative" means: the subject last named in the sentence."""
    if owner is None or owner.head not in ("its", "their"):
        return []
    before = [
        (m.span.start, body)
        for body in bodies
        for m in body.mentions
        if m.sentence == owner.sentence and m.span.end <= owner.span.start and m.function in SUBJECTS
    ]
    return [max(before, key=lambda pair: pair[0])[1]] if before else []
