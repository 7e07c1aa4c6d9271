"""What one story quotes, told as one quote with its place in each source; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from factsheet.edits import kept_apart, unite
from factsheet.folding import bare
from factsheet.model import NOBODY_YET, Actor, Facts, Form, Forward, MentionType, Quote

# Tells of a fact, by its type and id, what its page said in an earlier run: empty where that was its own, the id of
# another fact where it led there, None where it had no page.
Stood = Callable[[str, str], str | None]
Ranks = Mapping[str, tuple[bool, int]]  # of the sources of stories: the origin first, then by their days


def unite_described(facts: Facts, ranks: Ranks, stood: Stood) -> Facts:
    """Tell those whom the sources of one story only describe, and nobody names, as one.

    Across documents a description alone makes nobody one with anybody ("a senior official"); in one story it does where
    it stands in the same sentence, and if no two of one source would be one with it.

    Args:
        facts: whose sources know whose story they tell.
        ranks: of the sources of stories.
        stood: which pages there were.
    """
    known = {actor.id: actor for actor in facts.actors}
    apart = kept_apart(facts.decisions)
    into: dict[str, str] = {}
    for names in alike_in(facts, ranks):
        actors = [known[name] for name in names]
        places = [{one.words.source for one in actor.mentions} for actor in actors]
        torn = any((one, other) in apart for one, other in combinations(names, 2))
        if not torn and sum(map(len, places)) == len(set().union(*places)):
            first = min(actors, key=lambda actor: (stood("actor", actor.id) != "", _place(actor, ranks), actor.id))
            into |= {name: first.id for name in names if name != first.id}
    united = unite(facts, into)
    before = frozenset((one.type, one.id) for one in facts.forwards)
    return replace(united, forwards=tuple(one for one in united.forwards if _is_known(one, stood, before)))


def _is_described(actor: Actor) -> bool:
    """Tell whether an actor has no name, only descriptions."""
    return bool(actor.mentions) and all(one.type is not MentionType.NAME for one in actor.mentions)


def alike_in(facts: Facts, ranks: Ranks) -> Iterator[list[str]]:
    """Yield the ids of those who stand under one description in the same sentence of a story's sources."""
    stories = stories_of(facts, ranks)
    rows = defaultdict[Hashable, list[str]](list)
    for actor in filter(_is_described, facts.actors):
        for one in actor.mentions:
            if one.words.source in stories and one.type is not MentionType.PRONOUN:
                place = stories[one.words.source], bare(one.context.text), bare(one.words.text)
                rows[actor.kind, place].append(actor.id)
    return _linked(tuple(names) for names in rows.values())


def _is_known(forward: Forward, stood: Stood, before: frozenset[tuple[str, str]]) -> bool:
    """Tell whether somebody may look for the page of a fact that is told elsewhere."""
    return (forward.type, forward.id) in before or stood(forward.type, forward.id) is not None


def _place(actor: Actor, ranks: Ranks) -> tuple[bool, int]:
    """Rank an actor by the first of its sources."""
    return min((ranks[one.words.source] for one in actor.mentions if one.words.source in ranks), default=(True, 0))


def _linked(rows: Iterable[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield names that rows link with each other, where these are several."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        joined = list(dict.fromkeys(name for one in row for name in groups.get(one, [one])))
        groups |= dict.fromkeys(joined, joined)
    distinct = {id(group): group for group in groups.values()}
    return (sorted(group) for group in distinct.values() if len(group) > 1)


# ---------------------------------------------------------------- quotes


def unite_quotes(facts: Facts, ranks: Ranks, stood: Stood) -> Facts:
    """Tell the same words of the same speaker in the sources of one story as one quote.

    Its page is one that there was already, for addresses stay; else that of the earliest source. Quotes of which two
    people found something else stay apart, and so do those that people added.

    Args:
        facts: whose sources know whose story they tell.
        ranks: of the sources of stories.
        stood: which pages there were.
    """
    united: dict[str, Quote] = {}
    into: dict[str, str] = {}
    for row in rows_of(facts, ranks, voice_of):
        first, others = _told_by(row, ranks, stood)
        if others:
            united[first.id] = _united(first, others)
            into |= {one.id: first.id for one in others}
    if not into:
        return facts
    quotes = [united.get(one.id, one) for one in facts.quotes if one.id not in into]
    gone = (Forward(type="quote", fact=one, target=into[one.id]) for one in facts.quotes if one.id in into)
    return replace(
        facts,
        quotes=tuple(replace(one, parent=into.get(one.parent or "", one.parent)) for one in quotes),
        dates=tuple(
            replace(one, quotes=tuple(sorted({into.get(name, name) for name in one.quotes}))) for one in facts.dates
        ),
        forwards=(*facts.forwards, *(one for one in gone if stood("quote", one.id) is not None)),
    )


def _told_by(row: Sequence[Quote], ranks: Ranks, stood: Stood) -> tuple[Quote, list[Quote]]:
    """Choose the quote as which others are told, and those."""
    first = min(row, key=lambda one: (not one.added, stood("quote", one.id) != "", ranks[one.source]))
    others = sorted((one for one in row if one is not first), key=lambda one: ranks[one.source])
    reviews = {one.review for one in row} - {NOBODY_YET}
    return first, [one for one in others if not one.added and (len(reviews) < 2 or one.review == NOBODY_YET)]


def _united(first: Quote, others: Sequence[Quote]) -> Quote:
    """Give a quote what it is in other sources."""
    every = (first, *others)
    return replace(
        first,
        addressee=next((one.addressee for one in every if one.addressee), None),
        about=tuple(sorted({name for one in every for name in one.about})),
        said_on=next((one.said_on for one in every if one.said_on), ""),
        tags=tuple(dict.fromkeys(tag for one in every for tag in one.tags)),
        review=next((one.review for one in every if one.review != NOBODY_YET), NOBODY_YET),
        republished=tuple(others),
    )


def stories_of(facts: Facts, ranks: Ranks) -> Mapping[str, str]:
    """Return the origins of the sources of stories, also of those that are origins."""
    return {source.id: source.origin or source.id for source in facts.sources if source.id in ranks}


def rows_of(facts: Facts, ranks: Ranks, voice: Callable[[Quote], Hashable]) -> Iterator[list[Quote]]:
    """Yield the quotes that have the same words and voice in several sources of a story.

    Where a source has them several times, the first goes with the first of another source, and so on.

    Args:
        facts: whose sources know whose story they tell.
        ranks: of the sources of stories.
        voice: tells whose words a quote is.
    """
    stories = stories_of(facts, ranks)
    rows = defaultdict[Hashable, list[Quote]](list)
    seen = Counter[Hashable]()
    for quote in sorted(
        (one for one in facts.quotes if one.source in stories), key=lambda one: (one.words.order, one.id)
    ):
        words = bare(" ".join(piece.text for piece in quote.pieces or (quote.words,)))
        if words:
            key = stories[quote.source], quote.form is Form.INDIRECT, words, voice(quote)
            seen[quote.source, key] += 1
            rows[key, seen[quote.source, key]].append(quote)
    return (row for row in rows.values() if len(row) > 1)


def voice_of(quote: Quote) -> Hashable:
    """Tell whose words a quote is: an actor's, or those of whom the text names so and nobody knows."""
    if quote.speaker is None:
        return None
    return quote.speaker.actor or ("", bare(quote.speaker.words.text))
