"""Extraction, splits: unites the parts of one quotation that a clause of speech, or a paragraph break, parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from factsheet.extract.text import WORD, Text
from factsheet.model import Form, QuoteMention, Span

BESIDE_CLAUSE = 12  # words that may stand between two parts beside cue and speaker: titles, the day, the occasion
LOWER = re.compile(r"[\"“‘'«\s]*[a-z]")


def join_splits(text: Text, quotes: Sequence[QuoteMention]) -> list[QuoteMention]:
    """Unite the parts of split quotations: '"A," he said. "B."', and those that run over paragraphs.

    Args:
        text: the document.
        quotes: those inside quotation marks, by start.

    Returns:
        The quotes, a united one with its parts as pieces.
    """
    joined: list[QuoteMention] = []
    for quote in quotes:
        last = next((i for i in range(len(joined) - 1, -1, -1) if not joined[i].span.covers(quote.span)), None)
        if last is not None and _goes_on(text, joined[last], quote):
            joined[last] = _united(joined[last], quote)
        else:
            joined.append(quote)
    return joined


def _united(first: QuoteMention, second: QuoteMention) -> QuoteMention:
    """Return two parts as one."""
    return replace(
        first,
        form=Form.DIRECT,
        span=Span(first.span.start, second.span.end),
        pieces=(*first.pieces, *second.pieces),
        confidence=max(first.confidence, second.confidence),
    )


def _goes_on(text: Text, first: QuoteMention, second: QuoteMention) -> bool:
    """Tell whether a quote is the next part of another."""
    gap = Span(first.span.end, second.span.start)
    if first.speaker != second.speaker:
        return False
    if _runs_on(text, gap):
        return True
    if first.speaker is None:
        return False
    if "\n" in gap.of(text.string) or first.cue is None or first.cue != second.cue or not gap.covers(first.cue):
        return False
    return (
        _is_only_clause(text, gap, first)
        and _is_short(text, gap, first, second)
        and (first.form is second.form is Form.DIRECT or _is_one_sentence(text, gap, first, second))
    )


def _runs_on(text: Text, gap: Span) -> bool:
    """Tell whether nothing but a paragraph break and one opening mark stands between two parts."""
    words = gap.of(text.string).strip()
    return "\n" in gap.of(text.string) and len(words) <= 2 and not WORD.search(words) and words[:1] not in ("”", "’")


def _is_only_clause(text: Text, gap: Span, quote: QuoteMention) -> bool:
    """Tell whether what parts two quotes is little more than the clause of speech."""
    speaker, cue = quote.speaker, quote.cue
    if speaker is None or cue is None or not gap.covers(speaker):
        return False
    clause = Span(min(cue.start, speaker.start), max(cue.end, speaker.end))
    return text.count_words(gap.start, gap.end) <= text.count_words(clause.start, clause.end) + BESIDE_CLAUSE


def _is_short(text: Text, gap: Span, *quotes: QuoteMention) -> bool:
    """Tell whether what parts two quotes has no more words than they have: more is no mere interruption."""
    said = sum(text.count_words(piece.start, piece.end) for quote in quotes for piece in quote.pieces)
    return text.count_words(gap.start, gap.end) <= said


def _is_one_sentence(text: Text, gap: Span, first: QuoteMention, second: QuoteMention) -> bool:
    """Tell whether a clause is thrown into a sentence: '"My client," Mr Banerjee said, "has nothing to hide."'."""
    opened = first.span.of(text.string).endswith(",") or gap.of(text.string).lstrip("”’\"'» ").startswith(",")
    return opened and bool(LOWER.match(second.span.of(text.string))) and "," in gap.of(text.string)[-4:]
