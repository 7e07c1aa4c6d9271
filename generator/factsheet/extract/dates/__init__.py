"""Extraction, dates: the expressions of one document that name a date, each with what its words say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from factsheet.extract.dates.clauses import dated_clause
from factsheet.extract.dates.context import cues, dated_event, gist, head_of, hung_on, is_label, tense_at
from factsheet.extract.dates.grammar import Grammar, candidates, choose, load_grammar
from factsheet.extract.dates.guards import Place, is_allowed
from factsheet.extract.dates.lexer import Lexemes, lex
from factsheet.extract.dates.ranges import Found, join_ranges
from factsheet.extract.dates.readings import read_candidate
from factsheet.extract.dates.times import take_times
from factsheet.model import Anchor, DateMention, Span, Tense

__all__ = ["find_dates"]


def find_dates(doc: Doc, sentences: Sequence[SpacySpan], *, day_first: bool = False) -> tuple[DateMention, ...]:
    """Find the dates of one document: "September 17", "late Tuesday", "two days before Azerbaijan launched an attack".

    Durations, ages and sets ("nine-month", "past years", "every year") are none (TimeML 1.2.1, TIMEX3 types). What
    the words leave open stays open; `factsheet.resolve.dates` fills it in.

    Args:
        doc: the parsed document; its language chooses the grammar.
        sentences: its sentences, in order.
        day_first: whether 5/6/2024 is the fifth of June.

    Returns:
        The mentions in the order of the text. A date inside an event that another hangs on ("two days before
        September 19") is a mention of its own.
    """
    grammar = load_grammar(doc.lang_)
    lexemes = lex(doc.text, grammar.vocabulary)
    starts = tuple(token.idx for token in doc)
    bounds = tuple(sentence.start_char for sentence in sentences)
    day_first = day_first or bool(cues(doc.lang_, "day first"))
    found = read_all(doc, lexemes, grammar, starts, day_first=day_first)
    joined = take_times(join_ranges(found, lexemes), lexemes, grammar)
    mentions = [mention(item, starts, bounds) for item in joined]
    return tuple(cover(item, mentions, lexemes.text) for item in mentions)


def read_all(doc: Doc, lexemes: Lexemes, grammar: Grammar, starts: tuple[int, ...], *, day_first: bool) -> list[Found]:
    """Return what stands after the guards, the choice of the longest and the reading, in text order."""
    found = list(candidates(lexemes, grammar))
    readings = {id(c): reading for c in found if (reading := read_candidate(c, day_first=day_first))}
    places = {id(c): Place(doc, lexemes, c, doc.lang_, starts) for c in found if id(c) in readings}
    allowed = choose([c for c in found if id(c) in places and is_allowed(places[id(c)])])
    if any(readings[id(c)][0].year[:1] == "0" for c in allowed):
        places = {key: replace(place, ancient=True) for key, place in places.items()}
        allowed = choose([c for c in found if id(c) in places and is_allowed(places[id(c)])])
    return [Found(places[id(c)], c.first, c.last, c.production.rule, *readings[id(c)]) for c in allowed]


def mention(found: Found, starts: tuple[int, ...], sentences: tuple[int, ...]) -> DateMention:
    """Add to a reading what the parse tells: its tense, the clause it dates, the event it hangs on."""
    lexemes, language, doc = found.place.lexemes, found.place.language, found.place.doc
    start, end = lexemes.starts[found.first], lexemes.ends[found.last - 1]
    end -= len("'s") if found.rule == "year in the genitive" else 0
    tokens = list(doc[max(bisect_right(starts, start) - 1, 0) : bisect_right(starts, end - 1)])
    head, own = head_of(tokens), {token.i for token in tokens}
    reading, event = found.reading, None
    if reading.anchor is Anchor.EVENT:
        hung = hung_on(tokens[-1])
        if hung:
            root = head_of(hung)
            event = gist(root, hung, language)
            own |= {token.i for token in hung}
            end = hung[-1].idx + len(hung[-1])
    relation = relation_of(found)
    is_open = is_label(head) or found.place.is_cue(relation, "open term")
    return DateMention(
        span=Span(start, end),
        text=lexemes.text[start:end],
        rule=found.rule,
        sentence=max(bisect_right(sentences, start) - 1, 0),
        reading=reading,
        end=found.end,
        tense=Tense.NONE if reading.month and reading.day and is_open else tense_at(head, language),
        relation=relation,
        event=event,
        dated=dated_event(head, own, language),
        clause=dated_clause(head, own, language),
    )


def relation_of(found: Found) -> str:
    """Return how the clause lies to its date: "since" in "since about the 1990s"; a range has both its ends."""
    place, at = found.place, found.first - 1
    while place.is_cue(place.lexemes.word(at).lower(), "gap"):
        at -= 1
    word = place.lexemes.word(at).lower()
    return word if place.is_cue(word, "relation") and not found.end else ""


def cover(hanging: DateMention, mentions: Sequence[DateMention], text: str) -> DateMention:
    """Let the words of a date that hangs on another reach to its end: "two days before April 9, 1940"."""
    if hanging.reading.anchor is not Anchor.EVENT:
        return hanging
    ends = [m.span.end for m in mentions if hanging.span.start < m.span.start < hanging.span.end]
    span = Span(hanging.span.start, max([hanging.span.end, *ends]))
    return replace(hanging, span=span, text=text[span.start : span.end])
