"""What a republication says once more: marked, so that no count takes it for another sentence; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from factsheet.folding import bare
from factsheet.model import ActorReference, DateReference, Document, Facts, Passage
from factsheet.stories.shingles import Shingles, count_shared, shingles

Reference = TypeVar("Reference", ActorReference, DateReference)
# Of the runs of a sentence that must stand in the origin: with one word of fifteen changed, six of eleven do at least,
# and with two perhaps none. What is changed more is the paper's own.
SHARE = 0.5


@dataclass(frozen=True)
class _Stories:
    """The republications with the words of their origins."""

    origins: Mapping[str, str]  # from the id of a republication to that of its origin
    documents: Mapping[str, Document]  # the sources, by their ids
    runs: dict[str, Shingles] = field(default_factory=dict)  # of words of origins, made once
    answers: dict[Passage, bool] = field(default_factory=dict)  # many facts stand in one sentence

    def has_runs(self, sentence: Passage) -> bool:
        """Tell whether the origin has enough runs of words of a republication's sentence."""
        if sentence not in self.answers:
            origin, own = self.origins[sentence.source], shingles(sentence.text)
            if origin not in self.runs:
                self.runs[origin] = shingles(self.documents[origin].text)
            self.answers[sentence] = 0 < own.size * SHARE <= count_shared(own, self.runs[origin])
        return self.answers[sentence]


def mark_repeated(facts: Facts) -> Facts:
    """Mark the places of actors and dates that stand in a republication as they do in its origin.

    Args:
        facts: whose sources know whose story they tell.

    Returns:
        The facts. Nothing of an actor or a date that the origin does not name is marked: nothing that is counted is
        lost where a republication comes to its origin.
    """
    origins = {source.id: source.origin for source in facts.sources if source.origin}
    stories = _Stories(origins, {source.id: source.document for source in facts.sources})
    actors = (replace(one, mentions=_marked(one.mentions, stories)) for one in facts.actors)
    dates = (replace(one, references=_marked(one.references, stories)) for one in facts.dates)
    return replace(facts, actors=tuple(actors), dates=tuple(dates))


def _marked(places: Sequence[Reference], stories: _Stories) -> tuple[Reference, ...]:
    """Mark those of the places of one fact that are told once more."""
    again = [one for one in places if one.context.source in stories.origins]
    if not again:
        return tuple(places)
    wanted = {stories.origins[one.context.source] for one in again}
    told: defaultdict[str, set[str]] = defaultdict(set)
    for one in places:
        if one.context.source in wanted:
            told[one.context.source].add(bare(one.context.text))
    return tuple(
        replace(one, again=_is_told(one.context, told, stories)) if one.context.source in stories.origins else one
        for one in places
    )


def _is_told(sentence: Passage, told: Mapping[str, set[str]], stories: _Stories) -> bool:
    """Tell whether a sentence of a republication stands in its origin, which names the fact, too.

    A sentence that is too short for runs of words must be among those that name the fact there.
    """
    sentences = told.get(stories.origins[sentence.source])
    return bool(sentences) and (stories.has_runs(sentence) or bare(sentence.text) in (sentences or ()))
