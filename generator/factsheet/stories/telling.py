"""Facts in which every source knows whose story it tells, and what it tells once more is not counted again; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from factsheet.model import Decision, Facts, Finding, Source, Status
from factsheet.resolve.dates import bounds
from factsheet.stories.echoing import echo
from factsheet.stories.origins import Telling, find_origins
from factsheet.stories.repeating import mark_repeated
from factsheet.stories.ruling import rule
from factsheet.stories.shingles import shingles
from factsheet.stories.uniting import Ranks, Stood, unite_described, unite_quotes

NEVER = "~"  # sorts behind every day


def nowhere(_type: str, _name: str) -> str | None:
    """Say that no page stood anywhere."""
    return None


@dataclass(frozen=True)
class Stories:
    """Which sources tell one story, found in what stands in them before anybody corrected a fact.

    Args:
        decided: what people decided.
        origins: from the id of each source that tells another one's story to the id of that one.
        ranks: of all sources of such stories.
        findings: what people said of stories and cannot be.
        stood: tells which pages earlier runs wrote, whose addresses stay.
        echoes: what people decided of a quote or an actor, said of the same in the other sources of its story.
    """

    decided: tuple[Decision, ...]
    origins: Mapping[str, str]
    ranks: Ranks
    findings: tuple[Finding, ...]
    stood: Stood
    echoes: tuple[Decision, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What people decided, said of every source of a story."""
        return (*self.decided, *self.echoes)

    @cached_property
    def _echoed(self) -> frozenset[tuple[str, str]]:
        """The facts of which nobody decided anything but by what they are in another source."""
        return frozenset((one.type, one.id) for one in self.echoes)

    def tell_once(self, facts: Facts) -> Facts:
        """Tell a story once that several sources tell.

        Args:
            facts: as people corrected them.

        Returns:
            The facts, each source with the one whose story it tells again, each quote once with its places in all
            sources of its story, and every other place that is told once more marked.
        """
        if not self.origins:
            return facts
        unasked = (one for one in facts.forwards if (one.type, one.id) in self._echoed)
        unseen = {(one.type, one.id) for one in unasked if self.stood(one.type, one.id) is None}
        own = replace(
            _placed(facts, self.origins),
            decisions=tuple(one for one in facts.decisions if (one.type, one.id) not in self._echoed),
            forwards=tuple(one for one in facts.forwards if (one.type, one.id) not in unseen),
        )
        named = unite_described(own, self.ranks, self.stood)
        return unite_quotes(mark_repeated(named), self.ranks, self.stood)


def find_stories(facts: Facts, decisions: Sequence[Decision] = (), stood: Stood = nowhere) -> Stories:
    """Find out which sources tell one story.

    Args:
        facts: as they stand in the sources.
        decisions: what people decided.
        stood: tells which pages earlier runs wrote.
    """
    ranked = [source for source in sorted(facts.sources, key=rank) if source.id not in set(_rejected(decisions))]
    said, findings = rule(decisions, frozenset(source.id for source in ranked))
    origins = find_origins([_telling(source) for source in ranked], said)
    several = {*origins, *origins.values()}
    ranks = {one.id: (one.id in origins, number) for number, one in enumerate(ranked) if one.id in several}
    echoes = tuple(echo(_placed(facts, origins), ranks, decisions, stood)) if origins else ()
    return Stories(tuple(decisions), origins, ranks, findings, stood, echoes)


def rank(source: Source) -> tuple[str, str]:
    """Sort sources by the first day on which they may be published, those of which none is known last."""
    limits = None if source.published.startswith("X") else bounds(source.published)
    return limits[0].isoformat() if limits else NEVER, source.id


def _placed(facts: Facts, origins: Mapping[str, str]) -> Facts:
    """Let sources know whose story they tell."""
    return replace(facts, sources=tuple(replace(one, origin=origins.get(one.id, "")) for one in facts.sources))


def _rejected(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the ids of the sources that are none."""
    told = (one for one in decisions if (one.type, one.key) == ("source", "status"))
    return (one.id for one in told if one.value == Status.REJECTED)


def _telling(source: Source) -> Telling:
    """Prepare a source to be compared, by what in it is reporting."""
    edges = (0, *(edge for one in source.clutter for edge in (one.span.start, one.span.end)), None)
    pieces = (source.document.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return Telling(source.id, shingles(" ".join(pieces)))
