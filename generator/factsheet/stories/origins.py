"""Which documents tell a story again that an earlier one tells; pure.

Texts that share runs of words are found by sorting these, and compared only then. So the time grows with the length of
the texts, whatever their order, and however many of them share a phrase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factsheet.stories.shingles import Shingles, count_shared

# Every so many runs are sorted; of the shortest story that counts some ten are, and none in one of 100,000 cases.
SAMPLED = np.uint64(4)
SHARED_SAMPLES = 2  # from which two texts are compared: one shared run may be a turn of phrase, or the name of a body
# What two texts must share to be one story. Measured by `tests/story_scores.py` on the articles of tests/gold/, whose
# edits as papers make them are to be joined, and follow-ups, round-ups and texts with the same boilerplate are not.
LEAST_SHARED = 40  # runs, some 44 words in a row: what is shorter may be a quotation, or the foot of a letter
SHARE_OF_SHORTER = 0.6
SHARE_OF_LONGER = 0.25  # a paper may print a third of a story; a round-up has a fifth of each, and is none of them


@dataclass(frozen=True, slots=True)
class Telling:
    """A document as it is compared with others."""

    source: str  # its id
    shingles: Shingles


Comparison = Callable[[Telling, Telling], bool]


def same_story(one: Telling, other: Telling) -> bool:
    """Tell whether two documents tell one story, from what they share."""
    shorter, longer = sorted((one.shingles, other.shingles), key=len)
    least = max(LEAST_SHARED, SHARE_OF_SHORTER * shorter.size, SHARE_OF_LONGER * longer.size)
    return shorter.size >= least and count_shared(shorter, longer) >= least


def find_origins(
    tellings: Sequence[Telling], said: Mapping[str, str], compare: Comparison = same_story
) -> Mapping[str, str]:
    """Find the document whose story each document tells.

    Each joins the earliest that it matches itself and that tells a story of its own: never by way of a third, for else
    a chain of texts that each share a part with the next would be one story.

    Args:
        tellings: the documents, the earliest first.
        said: for documents of which a person said so: the one whose story they tell, and empty where that is their
            own. Nothing in it leads in a circle.
        compare: tells whether two documents tell one story; asked a few times a document.

    Returns:
        From the id of each document that tells another one's story to the id of that one.
    """
    names = [one.source for one in tellings]
    near = _neighbours(tellings)
    ranks: dict[str, int] = {}  # of those with a story of their own
    found: dict[str, str] = {}
    for rank, one in enumerate(tellings):
        if one.source in said:
            origin = _last(one.source, said)
            origin = found.get(origin, origin)
        else:
            earlier = {ranks.get(found.get(names[other], names[other]), rank) for other in near.get(rank, ())}
            matches = (tellings[other] for other in sorted(earlier - {rank}) if compare(tellings[other], one))
            origin = next(matches, one).source
        if origin == one.source:
            ranks[origin] = rank
        else:
            found[one.source] = origin
    return {name: found.get(origin, origin) for name, origin in found.items()}


def _last(name: str, said: Mapping[str, str]) -> str:
    """Follow what people said to its end."""
    while said.get(name):
        name = said[name]
    return name


def _neighbours(tellings: Sequence[Telling]) -> Mapping[int, Sequence[int]]:
    """Return for each document some earlier ones that share runs with it, by their ranks.

    Of those that have a run, the first and the one before are enough: the first is the origin, or the one before leads
    to it.
    """
    pairs = defaultdict[int, list[int]](list)
    for earlier, later in _pairs(tellings):
        pairs[later].append(earlier)
    return pairs


def _pairs(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Yield the ranks of two documents that share enough samples to be compared, each two once."""
    samples = [one.shingles[one.shingles % SAMPLED == 0] for one in tellings]
    runs = np.concatenate(samples) if samples else np.empty(0, dtype=np.uint64)
    ranks = np.repeat(np.arange(len(samples)), [some.size for some in samples])
    order = np.lexsort((ranks, runs))
    runs, ranks = runs[order], ranks[order]
    again = np.flatnonzero(runs[1:] == runs[:-1]) + 1  # where a run stands that stood before
    first = ranks[_starts(runs)[again]]
    before, later = ranks[again - 1], ranks[again]
    other = first != before
    earlier = np.concatenate((first, before[other]))
    codes, counts = np.unique(earlier * len(samples) + np.concatenate((later, later[other])), return_counts=True)
    for code in codes[counts >= SHARED_SAMPLES].tolist():
        yield divmod(code, len(samples))


def _starts(runs: Shingles) -> NDArray[np.intp]:
    """Return for each place of a sorted list the place at which its equals begin."""
    new = np.ones(runs.size, dtype=bool)
    new[1:] = runs[1:] != runs[:-1]
    return np.maximum.accumulate(np.where(new, np.arange(runs.size), 0))
