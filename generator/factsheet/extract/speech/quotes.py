"""Extraction, quotes: which words of a document are reported as somebody's, inside quotation marks and without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from factsheet.extract.speech.board import Board, Quoted, set_up
from factsheet.extract.speech.forms import form_of, odd_ends
from factsheet.extract.speech.governors import VERBS, Governor, Role
from factsheet.extract.speech.nearby import Nearby
from factsheet.extract.speech.relations import explain
from factsheet.extract.speech.reported import Reported, choose_reports
from factsheet.extract.speech.speakers import Choice, choose_speakers
from factsheet.extract.speech.splits import join_splits
from factsheet.extract.speech.turns import find_turns
from factsheet.extract.syntax import phrase
from factsheet.extract.text import WORD, Text, stripped
from factsheet.language import CueClass
from factsheet.model import Form, Oddity, QuoteMention, Span

# From this score a segment is speech, below it is a scare quote, a title, a term: detection on PolNeAR dev is level
# (F1 .96) from .38 to .5.
SPEECH = 0.42
# Below this share of right ones a speaker is not told: it would be a guess.
LEAST_CONFIDENCE = 0.4
# A fragment of so few words is a term or a scare quote unless it is surer than this to be speech, and somebody's.
TERM_WORDS, TERM_SPEECH = 3, 0.6
# Words quoted inside a quotation are a quote of their own only from this confidence: less sure ones are mostly terms
# and mentions (PolNeAR dev, read by hand).
NESTED_CONFIDENCE = 0.95
FRAGMENT_SHARE = 0.6  # a reported clause of which this much is quoted says nothing beside the quotation
LEAST_WORDS = 3  # of a reported clause; fewer say too little to stand on a page of their own
NOBODY = frozenset({"nobody", "none", "anyone", "anybody"})  # whoever they are, they said nothing
TELLING = frozenset({CueClass.TELL, CueClass.ASK})


def find_quotes(text: Text) -> tuple[tuple[QuoteMention, ...], tuple[Oddity, ...]]:
    """Find what a document reports as somebody's words.

    Args:
        text: the parsed document with its quoted segments.

    Returns:
        The quotes by start, a nested one behind the one it stands in and with its index as parent; and what is odd
        about the quotation marks.
    """
    board = set_up(text)
    quoted = join_splits(text, [*_quoted(board, choose_speakers(board))])
    turns = find_turns(board)
    return _nested([*quoted, *turns, *_reports(board, quoted, choose_reports(board))]), tuple(odd_ends(text))


# ---------------------------------------------------------------- quoted segments


def _quoted(board: Board, choices: Sequence[Choice]) -> list[QuoteMention]:
    """Turn the segments that are speech into quotes."""
    found: list[QuoteMention] = []
    for quoted, choice in zip(board.quoted, _running_on(board, choices), strict=True):
        span = stripped(quoted.segment.span, board.text.string)
        if choice.speech >= SPEECH and span.start < span.end and _stands_alone(board, quoted, choice):
            found.append(_mention(board, quoted, span, choice))
    return found


def _running_on(board: Board, choices: Sequence[Choice]) -> list[Choice]:
    """Give the parts of a quotation that runs on over paragraphs the surest choice of any of them."""
    shared = list(choices)
    for run in _runs(board, choices):
        best = max((choices[i] for i in run), key=lambda choice: choice.score)
        for i in run:
            shared[i] = replace(best, speech=choices[i].speech)
    return shared


def _runs(board: Board, choices: Sequence[Choice]) -> Iterator[list[int]]:
    """Yield the parts of each quotation; a part that begins with a speaker's name and a colon begins another."""
    for level in board.levels.values():
        run: list[int] = []
        for index in level:
            if run and _names_turn(board, index, choices[index]):
                yield run
                run = []
            run.append(index)
            if not board.text.segments[index].continues:
                yield run
                run = []


def _names_turn(board: Board, index: int, choice: Choice) -> bool:
    """Tell whether the speaker chosen for a segment is the name of a turn inside it: '"PENCE: Well, look ..."'."""
    return choice.speaker is not None and board.quoted[index].holds(choice.speaker.token)


def _stands_alone(board: Board, quoted: Quoted, choice: Choice) -> bool:
    """Tell whether a segment is a quote of its own: a nested one, or a few words, only where the speaker is sure."""
    if quoted.segment.parent is not None:
        governor = choice.speaker.governor if choice.speaker else None
        named = governor is not None and governor.role is Role.SOURCE
        return named or _confidence(board, choice) >= NESTED_CONFIDENCE
    span = quoted.segment.span
    few = board.text.count_words(span.start, span.end) <= TERM_WORDS and form_of(board.text, quoted) is Form.MIXED
    return not few or (choice.speech >= TERM_SPEECH and _confidence(board, choice) >= LEAST_CONFIDENCE)


def _confidence(board: Board, choice: Choice) -> float:
    """Return how sure the speaker of a segment is."""
    return board.text.lexicon.rankers.speaker_in_context.confidence(choice.score)


def _mention(board: Board, quoted: Quoted, span: Span, choice: Choice) -> QuoteMention:
    """Put the quote of a segment together."""
    text, chosen = board.text, choice.speaker
    form = form_of(text, quoted)
    bare = QuoteMention(form=form, span=span, pieces=(span,))
    if chosen is None:
        return replace(bare, rule="nothing around it names a speaker")
    confidence = _confidence(board, choice)
    if confidence < LEAST_CONFIDENCE:
        doubt = f"the likeliest speaker would be right in {confidence:.0%} of such cases"
        return replace(bare, confidence=round(confidence, 2), rule=doubt)
    cue = chosen.governor.token if chosen.governor is not None else None
    if cue is not None and board.is_cue(cue) and _is_denied(text, cue):
        return replace(bare, rule="the clause beside it says that somebody did not say it")
    told = _attributed(text, bare, chosen.token, chosen.governor, confidence)
    governor = chosen.governor or Governor(text.heads[chosen.token], Role.NONE)
    return replace(told, rule=explain(board, quoted, chosen.token, governor))


def _attributed(
    text: Text, quote: QuoteMention, speaker: int, governor: Governor | None, confidence: float
) -> QuoteMention:
    """Add to a quote who speaks it, by which words, to whom."""
    cue = governor.token if governor is not None else None
    addressee = find_addressee(text, cue) if cue is not None and cue < len(text) else None
    return replace(
        quote,
        cue=_cue_span(text, cue) if cue is not None else None,
        verb=text.lemmas[cue] if cue is not None and text.pos[cue] in VERBS else "",
        speaker=phrase(text.doc[speaker]),
        addressee=phrase(text.doc[addressee]) if addressee not in (None, speaker) else None,
        confidence=round(confidence, 2),
    )


def _is_denied(text: Text, cue: int) -> bool:
    """Tell whether a clause denies that anything was said: "did not say that ...", "never called it “a sham”"."""
    return text.child(cue, "neg") is not None


def _cue_span(text: Text, cue: int) -> Span:
    """Return a cue's words: "according to" is two."""
    last = cue + 1 if text.senses[cue : cue + 2] == ["according", "to"] else cue
    return Span(text.starts[cue], text.ends[last])


def find_addressee(text: Text, verb: int) -> int | None:
    """Find whom words were told: "told Politico", "said to reporters"."""
    cue = text.lexicon.cues.get(text.lemmas[verb]) if text.pos[verb] in VERBS else None
    if cue is None:
        return None
    level = text.levels[verb]
    for child in text.children[verb]:
        direct = cue.klass in TELLING and text.deps[child] in ("dative", "dobj")
        if child < verb or text.levels[child] != level:
            continue
        if direct and text.pos[child] in ("NOUN", "PROPN", "PRON"):
            return child
        if direct or (text.deps[child] in ("prep", "dative") and text.senses[child] == "to"):
            return text.child(child, "pobj")
    return None


# ---------------------------------------------------------------- words without marks


def _reports(board: Board, quotes: Sequence[QuoteMention], reports: Sequence[Reported]) -> list[QuoteMention]:
    """Turn the reports that say something beside the quotations in them into quotes."""
    near: Nearby[QuoteMention] = Nearby()
    for quote in quotes:
        near.add(quote.span, quote)
    spans = ((one, one.report.span) for one in reports)
    found = [_report(board, one) for one, span in spans if _says_more(board.text, span, near.around(span))]
    return [quote for quote in found if quote is not None]


def _report(board: Board, one: Reported) -> QuoteMention | None:
    """Put the quote of a report together, or None where its words are too few."""
    text, report = board.text, one.report
    if _is_denied(text, report.cue) or (report.speaker is not None and text.senses[report.speaker] in NOBODY):
        return None
    pieces = tuple(piece for piece in report.pieces if WORD.search(piece.of(text.string)))
    if not pieces or text.count_words(report.span.start, report.span.end) < LEAST_WORDS:
        return None
    span = Span(pieces[0].start, pieces[-1].end)
    confidence = text.lexicon.rankers.report_in_context.confidence(one.score)
    bare = QuoteMention(form=Form.INDIRECT, span=span, pieces=pieces, rule="a clause that reports")
    if report.speaker is None:
        cue = replace(bare, cue=_cue_span(text, report.cue), confidence=round(confidence, 2))
        return replace(cue, rule="the clause that reports names nobody")
    return _attributed(text, bare, report.speaker, Governor(report.cue, report.role), confidence)


def _says_more(text: Text, span: Span, quotes: Sequence[QuoteMention]) -> bool:
    """Tell whether a reported clause is one beside the quotations that it holds: whole fragments, not most of it."""
    inside = {piece for quote in quotes for piece in quote.pieces if piece.overlaps(span)}
    if any(quote.form is Form.DIRECT and quote.span.overlaps(span) for quote in quotes):
        return False
    if not all(span.covers(piece) for piece in inside):
        return False
    words = sum(text.count_words(piece.start, piece.end) for piece in inside)
    return words < FRAGMENT_SHARE * text.count_words(span.start, span.end)


# ---------------------------------------------------------------- order


def _nested(quotes: Sequence[QuoteMention]) -> tuple[QuoteMention, ...]:
    """Sort quotes by their place and name for each the one in which it stands; what crosses another is left out."""
    found: list[QuoteMention] = []
    around: list[int] = []
    for quote in sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end)):
        while around and found[around[-1]].span.end <= quote.span.start:
            around.pop()
        parent = around[-1] if around else None
        if parent is not None and not _stands_in(found[parent], quote):
            continue
        found.append(replace(quote, parent=parent))
        around.append(len(found) - 1)
    return tuple(found)


def _stands_in(outer: QuoteMention, inner: QuoteMention) -> bool:
    """Tell whether a quote stands wholly in one stretch of another's words, and is less than it."""
    return outer.span != inner.span and any(piece.covers(inner.span) for piece in outer.pieces)
