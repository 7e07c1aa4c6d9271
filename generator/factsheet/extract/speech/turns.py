"""Extraction, turns: what is said in an interview or a transcript that marks the speaker's turns and no quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from factsheet.extract.speech.board import Board
from factsheet.extract.speech.governors import TURN
from factsheet.model import Form, QuoteMention, Span

ENDING = ".?!…”\"’')]—–-"  # what a turn ends with; a list's lines do not
SURE = 0.9  # of the speaker: the name stands before the colon, and is the speaker's unless it is a heading
GOING_ON = 0.7  # of the speaker of a paragraph behind a turn's: it may be a reporter's note
NOTES = "([*"  # what a reporter's note between two turns begins with


def find_turns(board: Board) -> Iterator[QuoteMention]:
    """Yield the turns of an interview or a transcript, as in "Ayla Demir: We were told nothing".

    Two turns in a row make one. A paragraph between two turns goes on with the first of them, unless it is in brackets.

    Args:
        board: the document.
    """
    text = board.text
    turns = [_match(board, span) for span in text.paragraphs]
    if not any(one and other for one, other in pairwise(turns)):
        return
    last = max(number for number, turn in enumerate(turns) if turn)
    turn: re.Match[str] | None = None
    for number, span in enumerate(text.paragraphs[: last + 1]):
        turn, begins = turns[number] or turn, turns[number] is not None
        said = Span(turn.end() if turn and begins else span.start, span.start + len(span.of(text.string).rstrip()))
        if turn is None or text.string[said.start : said.start + 1] in NOTES or _is_quoted(board, turn, said):
            continue
        yield _turn(said, Span(*turn.span("name")), SURE if begins else GOING_ON)


def _match(board: Board, span: Span) -> re.Match[str] | None:
    """Return what begins a paragraph as a turn: a name, "Q", a role, no day; its words must end as speech does."""
    text = board.text
    turn = TURN.match(text.string, span.start, span.end)
    if turn is None or span.of(text.string).rstrip()[-1:] not in ENDING:
        return None
    name = text.token_from(turn.end("name")) - 1
    person = text.pos[name] == "PROPN" or text.lemmas[name] in text.lexicon.role_nouns or turn["name"].isupper()
    return turn if person and text.entities[name] not in ("DATE", "TIME") else None


def _is_quoted(board: Board, turn: re.Match[str], said: Span) -> bool:
    """Tell whether a turn stands inside quotation marks, or holds nothing but them: then it is told by its marks."""
    name = turn.start("name")
    return any(s.outer.start <= name < s.outer.end or s.outer.start == said.start for s in board.text.segments)


def _turn(said: Span, name: Span, confidence: float) -> QuoteMention:
    """Put a turn's quote together."""
    return QuoteMention(
        form=Form.DIRECT,
        span=said,
        pieces=(said,),
        cue=Span(name.end, name.end + 1),
        speaker=name,
        confidence=confidence,
        rule="the turn’s name",
    )
