"""Resolution, turns: who "Q" and "A" are in an interview; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from factsheet.model import Kind, Span
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.discourse import Discourse

ANSWERS = frozenset({"a", "answer"})
QUESTIONS = frozenset({"q", "question"})


def name_turns(discourse: Discourse) -> Mapping[Span, Cluster]:
    """Find who answers and who asks behind the letters of an interview: "Q: ..." and "A: ...".

    Who answers is whom the introduction speaks of most; who asks is the only other person in it. Where the
    introduction tells nobody apart, the letters stand for nobody.

    Args:
        discourse: the document, its names, descriptions and pronouns resolved.

    Returns:
        The actor of each letter that stands for one, by its place.
    """
    letters = [
        quote.speaker for quote in discourse.mentions.quotes if quote.speaker and _letter(quote.speaker, discourse)
    ]
    if not letters:
        return {}
    asked, asking = _parties(discourse, min(letter.start for letter in letters))
    parties = {letter: asked if _letter(letter, discourse) in ANSWERS else asking for letter in letters}
    return {letter: cluster for letter, cluster in parties.items() if cluster is not None}


def _letter(span: Span, discourse: Discourse) -> str:
    """Return the letter of a turn, empty where the words are none."""
    words = span.of(discourse.text).strip(" .").casefold()
    behind = discourse.text[span.end : span.end + 1]
    return words if behind in (":", ".") and words in ANSWERS | QUESTIONS else ""


def _parties(discourse: Discourse, end: int) -> tuple[Cluster | None, Cluster | None]:
    """Return who answers and who asks, by an introduction that ends at an offset."""
    named = [c for c in discourse.clusters if c.kind is Kind.PERSON and c.names]
    counts = Counter({c: sum(m.span.end <= end for m in c.mentions) for c in named})
    ranked = [(cluster, count) for cluster, count in counts.most_common() if count]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None, None
    return ranked[0][0], ranked[1][0] if len(ranked) == 2 else None
