"""Extraction, reports: what may be somebody's words or thoughts reported without quotation marks.

A report is a cue, the words that grammar puts under it, and who may be said to say or think them. What counts follows
Pareti (2012), "A Database of Attribution Relations", and Newell et al. (2018), "An Attribution Relations Corpus for
Political News": statements, beliefs and attitudes, by verbs, nouns and adjectives. A trained ranker decides which
reports are real.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factsheet.extract.speech.board import Board
from factsheet.extract.speech.contents import Content, Under, find_contents
from factsheet.extract.speech.governors import SUBJECTS, VERBS, Role
from factsheet.extract.speech.report_features import describe
from factsheet.model import Span

LEAST_RATE = 0.06  # a rarer cue is not worth a look: more of them add no F1 on PolNeAR train
MATRIX_REACH = 5  # words up to a clause whose subject may speak
SPEAKING = (
    *(Role.SUBJECT, Role.AGENT, Role.INVERTED, Role.SOURCE, Role.TURN),
    *(Role.POSSESSOR, Role.OF, Role.INHERITED, Role.PASSIVE),
)
VOICES = 2  # governed words that are tried as a cue's speaker; a third is right in one report of a thousand
ADDING = frozenset(["which", "who", "whose", "where", "while", "but", "although", "though", "according", "as", "and"])
DASHES = frozenset({"—", "–", "--", ";", "―", "-"})


@dataclass(frozen=True, slots=True)
class Report:
    """What may be reported speech or thought."""

    cue: int  # token
    under: Under
    span: Span  # from the first reported word to the last
    pieces: tuple[Span, ...]  # the reported words without the clause that is thrown in
    speaker: int | None  # token
    role: Role
    features: tuple[float, ...]  # in the order of `report_features.FEATURES`


def find_reports(board: Board) -> Iterator[Report]:
    """Yield what may be reported in a document outside quotation marks.

    Args:
        board: the document.

    Yields:
        In the order of the cues; the same words more than once where more than one may speak.
    """
    voices = _voices(board)
    for cue in range(len(board.text)):
        if board.rates[cue].reporting < LEAST_RATE or board.text.levels[cue] is not None:
            continue
        speakers = _speakers(board, cue, voices)
        seen: set[Span] = set()
        for content in find_contents(board.text, cue):
            for clipped in dict.fromkeys((False, _clip(board, content) < content.last)):
                yield from _reports(board, cue, content, speakers, seen, clipped=clipped)


def _reports(
    board: Board,
    cue: int,
    content: Content,
    speakers: Iterable[tuple[int | None, Role]],
    seen: set[Span],
    *,
    clipped: bool,
) -> Iterator[Report]:
    """Yield one stretch of reported words with each who may speak."""
    last = _clip(board, content) if clipped else content.last
    span = board.text.span(content.first, last)
    if span is None or span in seen:
        return
    seen.add(span)
    cut = (float(clipped), float(content.last - last))
    for rank, (speaker, role) in enumerate(speakers):
        features = (*describe(board, cue, content, span, speaker, role), *cut, float(rank))
        yield Report(cue, content.under, span, _pieces(board, content, span), speaker, role, features)


def _pieces(board: Board, content: Content, span: Span) -> tuple[Span, ...]:
    """Return the reported words without what is thrown in: "The road, [he said,] is closed"."""
    if content.hole is None:
        return (span,)
    before, after = board.text.span(content.first, content.hole[0]), board.text.span(content.hole[1], content.last)
    return tuple(piece for piece in (before, after) if piece is not None and span.covers(piece)) or (span,)


def _clip(board: Board, content: Content) -> int:
    """Return where words end before a dash, a semicolon or a clause that only adds: ", which makes him ..."."""
    text = board.text
    for token in range(max(content.head, content.first) + 1, content.last - 1):
        dash = text.lower[token] in DASHES and text.pos[token] == "PUNCT"
        if dash and text.string[text.starts[token] - 1] == " ":
            return token
        if text.lower[token] == "," and text.senses[token + 1] in ADDING:
            return token
    return content.last


# ---------------------------------------------------------------- who speaks


def _voices(board: Board) -> dict[int, list[tuple[int, Role]]]:
    """Return for each cue the words that it governs as speakers, the likeliest first."""
    found: dict[int, list[tuple[int, int, Role]]] = {}
    for word, governors in board.governors.items():
        for governor in governors:
            if governor.role in SPEAKING and board.text.levels[word] is None:
                found.setdefault(governor.token, []).append((SPEAKING.index(governor.role), word, governor.role))
    return {cue: [(word, role) for _, word, role in sorted(ranked)] for cue, ranked in found.items()}


def _speakers(board: Board, cue: int, voices: dict[int, list[tuple[int, Role]]]) -> list[tuple[int | None, Role]]:
    """Return who may speak by a cue, the likeliest first, and nobody at the end."""
    verb = board.text.heads[cue] if board.text.pos[cue] == "ADJ" else cue
    found: list[tuple[int | None, Role]] = list(voices.get(verb, ())[:VOICES])
    matrix = _matrix_subject(board, verb)
    if matrix is not None and matrix != cue and all(word != matrix for word, _ in found):
        found.append((matrix, Role.MATRIX))
    return [*found, (None, Role.NONE)]


def _matrix_subject(board: Board, token: int) -> int | None:
    """Return the subject of the nearest clause farther up: "Trump took offense at suggestions that ..."."""
    text = board.text
    for _ in range(MATRIX_REACH):
        if text.heads[token] == token:
            return None
        token = text.heads[token]
        subject = text.child(token, *SUBJECTS) if text.pos[token] in VERBS else None
        if subject is not None:
            return subject if text.levels[subject] is None else None
    return None
