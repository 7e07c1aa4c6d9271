"""Resolution, coreference: which mentions of one document stand for the same actor; pure.

Names first, then descriptions, then pronouns, each against what stands before it, as in the sieves of Lee et al.
(2013), "Deterministic coreference resolution based on entity-centric, precision-ranked rules". Where two actors are as
likely, none is told.
"""

from __future__ import annotations

from factsheet.language import Lexicon
from factsheet.model import Kind, Mentions, MentionType
from factsheet.resolve.affiliation import affiliate
from factsheet.resolve.clusters import Chains, Cluster, Index, owners_of
from factsheet.resolve.descriptions import place_descriptions
from factsheet.resolve.discourse import begin
from factsheet.resolve.named import by_first_mention, join_names
from factsheet.resolve.pronouns import place_pronouns
from factsheet.resolve.turns import name_turns


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
    names = [mention for mention in mentions.actors if mention.type is MentionType.NAME]
    discourse = begin(mentions, join_names(names, text, lexicon), text, lexicon)
    place_descriptions(discourse)
    place_pronouns(discourse)
    labels = name_turns(discourse)
    chains = Chains(tuple(discourse.clusters), Index(mentions.actors), discourse.owner, lexicon.cue_nouns, labels)
    for quote in mentions.quotes:
        speaker = chains.actor_of(quote.speaker)
        if speaker is not None:
            speaker.speaks = True
    kept = [cluster for cluster in discourse.clusters if _is_actor(cluster)]
    affiliate(kept, mentions, text, lexicon)
    for cluster in kept:
        cluster.mentions.sort(key=lambda mention: mention.span)
    return Chains(tuple(by_first_mention(kept)), chains.index, owners_of(kept), lexicon.cue_nouns, labels)


def _is_actor(cluster: Cluster) -> bool:
    """Tell whether a cluster is an actor: a named one, or somebody unnamed or a group that speaks."""
    return cluster.kind is not None and (
        bool(cluster.names) or (cluster.speaks and cluster.kind in (Kind.UNNAMED, Kind.GROUP))
    )
