"""Resolution, aliases: names that the text itself says are one actor's; pure.

"Jenna Mourey, better known by her pseudonym Jenna Marbles", "Ali Reza Kian (alias Abu Tariq)", "Nadia Orlov, née
Petrov", "the General Workers' Alliance, formerly the Dockers' League".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factsheet.model import ActorMention

REACH = 60  # characters between the two names; longer apposition tells of something else
# What stands between the two names, to its end; which name is the actor's first one makes no difference.
ALIAS = re.compile(
    r"(?:[^.;:]*?[\s,(])?(?:(?:and|who is|who was|is|was)\s+)?(?:"
    r"(?:(?:also|better|best|formerly|previously|commonly|popularly|widely|once|now|sometimes)\s+)?known\s+(?:as|by)\b"
    r"|a\.?k\.?a\.?|alias|n[ée]e|born(?=\s*[“\"]?\s*$)|nicknamed|formerly|whose\s+real\s+name\s+(?:is|was)"
    r"|real\s+name:?|(?:stage|pen|screen)\s+name"
    r")[^.;:,]{0,30}",
    re.IGNORECASE,
)


def find_aliases(names: Sequence[ActorMention], text: str) -> Iterator[tuple[ActorMention, ActorMention]]:
    """Yield the pairs of neighbouring names of which the text says that they are one actor's.

    Args:
        names: the mentions that are names, in text order.
        text: the document's text.
    """
    for one, other in pairwise(names):
        gap = text[one.span.end : other.span.start]
        if one.sentence == other.sentence and 0 < len(gap) <= REACH and ALIAS.fullmatch(gap) and _are_alike(one, other):
            yield one, other


def _are_alike(one: ActorMention, other: ActorMention) -> bool:
    """Tell whether two names may be one's: neither a place, and of one kind as far as is known."""
    return not one.place and not other.place and one.kind == other.kind
