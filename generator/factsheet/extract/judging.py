"""Extraction, judging: which of a document's names are people's and organizations', by trained trees over evidence.

The model's label is but one piece of evidence: it takes films, programs and awards for people and organizations, and
clubs for places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from factsheet.extract.evidence import weigh
from factsheet.extract.text import Text
from factsheet.extract.titled import Name
from factsheet.model import Kind, Span

# Set by ten folds over the training articles: from 0.3 to 0.5 people and organizations stay within half a point.
LEAST = 0.3

SPEECH = 0.5  # share of a verb's places that report speech; "say", "tell" and some fifty more

Scores = tuple[float, float]  # that a name is a person's, and that it is an organization's


def judge(text: Text, names: Iterable[Name], voices: Iterable[Span]) -> tuple[Name, ...]:
    """Give the names of a document their kinds.

    Args:
        text: the parsed document.
        names: those found; what the lexicon knows, and whoever has a title, stays as it is.
        voices: the words that name speakers; who speaks is an actor, whatever else is doubtful.

    Returns:
        The same names in the same order; one that is no actor's has no kind.
    """
    names, speaking = tuple(names), tokens_of(text, voices)
    scores = _score(text, names, speaking)
    heard = {
        key_of(name)
        for name in names
        if not speaking.isdisjoint(range(name.start, name.end)) or _says_something(text, name)
    }
    kinds = {key: decide(score, speaks=key in heard) for key, score in scores.items()}
    return tuple(_with_kind(name, kinds) for name in names)


def group(names: Iterable[Name]) -> Mapping[str, Sequence[Name]]:
    """Gather the names that are to be judged, all places of one under one key."""
    groups: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        if not name.known and not name.title:
            groups[key_of(name)].append(name)
    return groups


def tokens_of(text: Text, spans: Iterable[Span]) -> Set[int]:
    """Return the tokens of some words."""
    return {at for span in spans for at in range(text.token_from(span.start), text.token_from(span.end))}


def key_of(name: Name) -> str:
    """Return what the places of one name share."""
    return " ".join(name.name.casefold().split())


def decide(score: Scores, *, speaks: bool) -> Kind | None:
    """Return the likelier kind, None where neither is likely; whoever speaks has one."""
    person, organization = score
    if max(score) < LEAST and not speaks:
        return None
    return Kind.PERSON if person >= organization else Kind.ORGANIZATION


def _says_something(text: Text, name: Name) -> bool:
    """Tell whether a name is the subject of a verb that mostly reports speech: "Swift said she would sing"."""
    rate = text.lexicon.verb_rates.get(text.lemmas[text.heads[name.head]])
    return text.deps[name.head] == "nsubj" and rate is not None and rate.reporting >= SPEECH


def _score(text: Text, names: Sequence[Name], speaking: Set[int]) -> Mapping[str, Scores]:
    """Score each name that is to be judged."""
    rows = weigh(text, group(names), speaking)
    rankers = text.lexicon.rankers
    people, bodies = rankers.person.score(list(rows.values())), rankers.organization.score(list(rows.values()))
    return dict(zip(rows, zip(people, bodies, strict=True), strict=True))


def _with_kind(name: Name, kinds: Mapping[str, Kind | None]) -> Name:
    """Return a name with the kind that was decided, if any was."""
    if name.known or name.title:
        return name
    kind = kinds[key_of(name)]
    return replace(name, kind=kind, place=kind is None and name.place)
