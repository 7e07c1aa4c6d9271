"""Extraction, quotes: which words of a document are reported as somebody's, inside quotation marks and without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from factsheet.extract.attribution import INDIRECT_WEIGHT, Attribution, Text
from factsheet.extract.marks import Segment
from factsheet.extract.syntax import FINITE_TAGS, SUBJECTS
from factsheet.model import Form, Oddity, QuoteMention, Span

WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s")
GAP_WORDS = (
    3  # "said only that", "told reporters on Monday:": more words than these and the clause is not beside the quote
)
FRAGMENT_WORDS = 5  # a shorter fragment that no attribution governs is a scare quote or a title
FRAGMENT_SHARE = 0.6  # a reported clause of which this much is quoted says nothing beside the quotation


@dataclass(frozen=True, slots=True)
class Choice:
    """The attribution chosen for a segment."""

    attribution: Attribution
    rule: str
    confidence: float


# How each relation between a segment and an attribution was right on PolNeAR dev (attribution accuracy of its cases).
AFTER, BEFORE, CONTENT, SENTENCE = 0.95, 0.92, 0.88, 0.75
CONTINUED, FLOATING, CHAINED = 0.85, 0.7, 0.6


def find_quotes(text: Text, attributions: Sequence[Attribution]) -> tuple[tuple[QuoteMention, ...], tuple[Oddity, ...]]:
    """Find what a document reports as somebody's words.

    Args:
        text: the parsed document with its quoted segments.
        attributions: its attributions, in the order of their cues.

    Returns:
        The quotes by start, a nested one behind the one it stands in and with its index as parent; and what is odd
        about the quotation marks.
    """
    choices = _choose_all(text, attributions)
    quoted = _join_split(text, _quoted(text, choices))
    quoted, indirect = _indirect(text, attributions, quoted)
    return _ordered([*quoted, *indirect]), tuple(_odd_ends(text))


# ---------------------------------------------------------------- quoted segments


def _choose_all(text: Text, attributions: Sequence[Attribution]) -> list[Choice | None]:
    """Choose for each segment the attribution that governs it, at first by itself, then by its neighbours."""
    choices = [_choose(text, segment, attributions) for segment in text.segments]
    for index, segment in enumerate(text.segments):
        if choices[index] is None and (_is_clause(text, segment) or not segment.closed):
            choices[index] = _by_neighbour(text, index, choices)
    return choices


def _choose(text: Text, segment: Segment, attributions: Sequence[Attribution]) -> Choice | None:
    """Choose the attribution nearest to a segment among those of its paragraph and level."""
    start = text.doc.text.rfind("\n", 0, segment.outer.start) + 1
    end = text.doc.text.find("\n", segment.outer.end)
    paragraph = Span(start, end if end >= 0 else len(text.doc.text))
    near = [a for a in attributions if paragraph.covers(a.cue) and a.segment == segment.parent and _serves(a, segment)]
    rated = [choice for a in near if (choice := _rate(text, segment, a))]
    return max(rated, key=lambda c: (c.confidence, -abs(c.attribution.cue.start - segment.span.start)), default=None)


def _serves(attribution: Attribution, segment: Segment) -> bool:
    """Tell whether an attribution lies outside a segment."""
    return not attribution.extent.overlaps(segment.span) or not segment.span.covers(attribution.cue)


def _rate(text: Text, segment: Segment, attribution: Attribution) -> Choice | None:
    """Say how an attribution lies to a segment, and how sure that makes it."""
    clause = attribution.extent
    strength = min(1.0, 0.8 + attribution.weight / 4)
    if clause.start >= segment.outer.end:
        gap = text.doc.text[segment.outer.end : clause.start]
        inside = text.doc.text[segment.span.start : segment.span.end].rstrip()
        if not WORD.search(gap) and not inside.endswith(".") and not SENTENCE_END.search(gap + " "):
            return Choice(attribution, "clause after the quote", AFTER * strength)
    if clause.end <= segment.outer.start:
        gap = text.doc.text[clause.end : segment.outer.start]
        if len(WORD.findall(gap)) <= GAP_WORDS and not SENTENCE_END.search(gap + " "):
            return Choice(attribution, "clause before the quote", BEFORE * strength)
    if any(content.overlaps(segment.span) for content in attribution.contents):
        return Choice(attribution, "inside the reported clause", CONTENT * strength)
    between = text.doc.text[min(clause.end, segment.outer.end) : max(clause.start, segment.outer.start)]
    if attribution.weight >= INDIRECT_WEIGHT and not SENTENCE_END.search(between + " "):
        return Choice(attribution, "same sentence", SENTENCE * strength)
    return None


def _by_neighbour(text: Text, index: int, choices: Sequence[Choice | None]) -> Choice | None:
    """Take the speaker of a full clause without attribution from the quotation before it, or behind it."""
    segment = text.segments[index]
    for other, rule, confidence in _neighbours(text, index):
        choice = choices[other]
        if choice and text.segments[other].parent == segment.parent:
            return Choice(choice.attribution, rule, min(choice.confidence, confidence))
    return None


def _neighbours(text: Text, index: int) -> Iterator[tuple[int, str, float]]:
    """Yield the segments from which a segment may take its speaker, nearest relation first."""
    segment = text.segments[index]
    siblings = [i for i, other in enumerate(text.segments) if other.parent == segment.parent]
    at = siblings.index(index)
    if at:
        before = siblings[at - 1]
        gap = text.doc.text[text.segments[before].outer.end : segment.outer.start]
        if text.segments[before].continues and not text.segments[before].closed:
            yield before, "quotation runs on over paragraphs", AFTER
        elif "\n" not in gap:
            yield before, "same paragraph as the quote before", CONTINUED
    if at + 1 < len(siblings):
        behind = siblings[at + 1]
        gap = text.doc.text[segment.outer.end : text.segments[behind].outer.start]
        if segment.continues or "\n" not in gap:
            yield behind, "same paragraph as the quote after", FLOATING
    if at:
        before = siblings[at - 1]
        gap = text.doc.text[text.segments[before].outer.end : segment.outer.start]
        if gap.count("\n") and len(WORD.findall(gap)) <= 12:
            yield before, "paragraph after the speaker's own", CHAINED


def _quoted(text: Text, choices: Sequence[Choice | None]) -> list[QuoteMention]:
    """Turn the segments that report words into quotes; scare quotes and titles are left out."""
    found: list[QuoteMention] = []
    place: dict[int, int] = {}
    for index, (segment, choice) in enumerate(zip(text.segments, choices, strict=True)):
        clause = _is_clause(text, segment)
        if choice is None and not (clause and len(WORD.findall(segment.span.of(text.doc.text))) >= FRAGMENT_WORDS):
            continue
        span = _stripped(text.doc.text, segment.span)
        if span is None or _is_title(text, segment, choice):
            continue
        parent = place.get(segment.parent) if segment.parent is not None else None
        place[index] = len(found)
        found.append(_mention(Form.DIRECT if clause else Form.MIXED, span, choice, parent))
    return found


def _mention(form: Form, span: Span, choice: Choice | None, parent: int | None) -> QuoteMention:
    """Put a quote together."""
    if choice is None:
        return QuoteMention(form=form, span=span, pieces=(span,), parent=parent, rule="no attribution found")
    return QuoteMention(
        form=form,
        span=span,
        pieces=(span,),
        cue=choice.attribution.cue,
        verb=choice.attribution.lemma,
        speaker=choice.attribution.speaker,
        addressee=choice.attribution.addressee,
        parent=parent,
        confidence=round(choice.confidence, 2),
        rule=f"{choice.rule}: {choice.attribution.rule}",
    )


def _stripped(text: str, span: Span) -> Span | None:
    """Return a span without white space at its ends, or None where nothing is left."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None


def _is_clause(text: Text, segment: Segment) -> bool:
    """Tell whether a segment holds a full clause: a finite verb with its subject, not below another word of it."""
    tokens = list(text.doc.char_span(*_bounds(segment), alignment_mode="contract") or ())
    inside = {token.i for token in tokens}
    if any(token.dep_ in SUBJECTS and _is_main(token.head, inside) for token in tokens):
        return True
    words = segment.span.of(text.doc.text).strip()
    return len(tokens) > 3 and words[:1].isupper() and words[-1:] in ".?!,"


def _is_main(verb: Token, inside: set[int]) -> bool:
    """Tell whether a finite verb of a segment stands in a clause that hangs on no unfinite word of it."""
    if verb.i not in inside or not _is_finite(verb):
        return False
    if verb.head.i not in inside or verb.head is verb:
        return True
    if verb.dep_ == "ccomp":
        return _is_finite(verb.head)
    return verb.dep_ in ("advcl", "conj", "parataxis")


def _bounds(segment: Segment) -> tuple[int, int]:
    """Return a segment's characters for spaCy."""
    return segment.span.start, segment.span.end


def _is_finite(verb: Token) -> bool:
    """Tell whether a verb or one of its auxiliaries is finite."""
    return verb.tag_ in FINITE_TAGS or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE_TAGS for c in verb.children
    )


def _is_title(text: Text, segment: Segment, choice: Choice | None) -> bool:
    """Tell whether a segment is a title rather than speech: "Morning Joe", the film "Hamilton"."""
    words = WORD.findall(segment.span.of(text.doc.text))
    capitalised = sum(word[:1].isupper() for word in words if len(word) > 3)
    long = sum(len(word) > 3 for word in words)
    if not words or len(words) > 8 or not long or capitalised < long or segment.span.of(text.doc.text)[-1:] in ".!?":
        return False
    return choice is None or choice.rule in ("same sentence", "inside the reported clause")


def _join_split(text: Text, quotes: list[QuoteMention]) -> list[QuoteMention]:
    """Unite the parts of a split quotation: '"A," he said. "B."' and one that runs over paragraphs."""
    joined: list[QuoteMention] = []
    index: dict[int, int] = {}
    for number, quote in enumerate(quotes):
        parent = index.get(quote.parent) if quote.parent is not None else None
        quote = replace(quote, parent=parent)
        last = next((i for i in range(len(joined) - 1, -1, -1) if joined[i].parent == parent), None)
        if last is not None and _goes_on(text, joined[last], quote):
            joined[last] = replace(
                joined[last],
                span=Span(joined[last].span.start, quote.span.end),
                pieces=(*joined[last].pieces, *quote.pieces),
            )
            index[number] = last
            continue
        index[number] = len(joined)
        joined.append(quote)
    return joined


def _goes_on(text: Text, first: QuoteMention, second: QuoteMention) -> bool:
    """Tell whether two quotes are one that the attribution splits, or that runs on over paragraphs."""
    if (
        first.form is not Form.DIRECT
        or second.form is not Form.DIRECT
        or first.speaker != second.speaker
        or not first.cue
    ):
        return False
    gap = Span(first.span.end, second.span.start)
    words = len(WORD.findall(gap.of(text.doc.text)))
    if second.rule.startswith("quotation runs on"):
        return words == 0
    clause = (
        first.cue
        if first.speaker is None
        else Span(min(first.cue.start, first.speaker.start), max(first.cue.end, first.speaker.end))
    )
    return (
        "\n" not in gap.of(text.doc.text)
        and gap.covers(clause)
        and words <= len(WORD.findall(clause.of(text.doc.text))) + 8
    )


# ---------------------------------------------------------------- words without marks


def _indirect(
    text: Text, attributions: Sequence[Attribution], quoted: Sequence[QuoteMention]
) -> tuple[list[QuoteMention], list[QuoteMention]]:
    """Find what is reported without quotation marks: "Politico revealed that the U.S. was represented by ...".

    Fragments inside a reported clause become its children; a clause that is all but quoted is told by its quotes.

    Returns:
        The reported clauses, and the quotes with their parents among them, as indexes behind the quotes.
    """
    quotes, found = list(quoted), list[QuoteMention]()
    for attribution in attributions:
        if attribution.weight < INDIRECT_WEIGHT or attribution.negated or attribution.segment is not None:
            continue
        for content in attribution.contents:
            inside = [i for i, quote in enumerate(quotes) if quote.parent is None and content.overlaps(quote.span)]
            if not _is_reported(text, content, [quotes[i] for i in inside], found):
                continue
            confidence = round(CONTENT * min(1.0, 0.6 + attribution.weight * 0.4), 2)
            for i in inside:
                quotes[i] = replace(quotes[i], parent=len(quoted) + len(found))
            found.append(_mention(Form.INDIRECT, content, Choice(attribution, "reported clause", confidence), None))
    return quotes, found


def _is_reported(text: Text, content: Span, inside: Sequence[QuoteMention], found: Sequence[QuoteMention]) -> bool:
    """Tell whether a clause is reported speech by itself: not told already, and not mostly by its quotations."""
    words = len(WORD.findall(content.of(text.doc.text)))
    if words < 3 or any(content.overlaps(quote.span) for quote in found):
        return False
    if any(quote.form is Form.DIRECT or not content.covers(quote.span) for quote in inside):
        return False
    return sum(len(WORD.findall(quote.span.of(text.doc.text))) for quote in inside) < FRAGMENT_SHARE * words


# ---------------------------------------------------------------- order and oddities


def _ordered(quotes: list[QuoteMention]) -> tuple[QuoteMention, ...]:
    """Sort quotes by their place and renew the parents' indexes."""
    order = sorted(range(len(quotes)), key=lambda i: (quotes[i].span.start, -quotes[i].span.end))
    place = {old: new for new, old in enumerate(order)}
    parent = (quotes[old].parent for old in order)
    return tuple(
        replace(quotes[old], parent=place[p] if p is not None else None) for old, p in zip(order, parent, strict=True)
    )


def _odd_ends(text: Text) -> Iterator[Oddity]:
    """Yield quotations that end in the middle of a clause: '"... of food and fuel" could reach the residents'."""
    for segment in text.segments:
        words = segment.span.of(text.doc.text).rstrip()
        if not segment.closed or segment.parent is not None or not words[:1].isupper() or words[-1:] in ",.?!…;:—–-":
            continue
        after = text.doc.char_span(segment.outer.end, segment.outer.end + 1, alignment_mode="expand")
        behind = next((t for t in text.doc[after.start :] if not t.is_space), None) if after is not None else None
        if behind is not None and behind.tag_ in FINITE_TAGS and behind.text.islower() and _is_clause(text, segment):
            last = WORD.findall(words)[-1]
            mark = text.doc.text[segment.span.end : segment.outer.end]
            yield Oddity(
                span=Span(segment.span.end, segment.outer.end),
                message=f"the closing mark {mark} after {last!r} stands in the middle of a clause, "
                f"which goes on with {behind.text!r}; compare the source",
            )
