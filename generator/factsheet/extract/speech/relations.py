"""Extraction, relations: how a clause of speech lies to a quoted segment: beside it, over it, farther off."""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.extract.speech import codes
from factsheet.extract.speech.board import Board, Quoted
from factsheet.extract.speech.governors import Governor, Role

RELATION = (
    "role", "cue rate", "quoting rate", "cue class", "cue side", "words to cue", "sentence ends to cue",
    "segments to cue", "hops up", "hops down", "relation down", "cues between", "words to clause", "negated",
    "cue tag", "other content", "cue relation", "as",
)  # fmt: skip
NOWHERE = 99
NEAR_WORDS = 40  # words within which a clause of the same sentence counts as near
WEAK = frozenset({Role.OBJECT, Role.ADDRESSEE, Role.PASSIVE, Role.NONE})


@dataclass(frozen=True, slots=True)
class Relation:
    """How a candidate's clause lies to a segment."""

    grade: float  # how strongly it suggests the candidate, before any training
    features: tuple[float, ...]  # in the order of `RELATION`


@dataclass(frozen=True, slots=True)
class _Lie:
    """Where a governor lies."""

    inside: bool
    ahead: bool
    words: int  # to the governor
    ends: int  # sentence ends to it
    segments: int
    clause: int  # words to the nearer of governor and candidate
    up: int
    down: int
    down_dep: float
    cues: int  # between it and the segment, up the tree

    @property
    def beside(self) -> bool:
        """Tell whether nothing stands between the clause and the segment."""
        return not self.inside and self.ends == 0 and (self.clause == 0 or self.words == 0)

    @property
    def over(self) -> bool:
        """Tell whether grammar puts the segment under the governor, or the governor under the segment."""
        return self.up < 6 or (self.down < 3 and not self.inside)


def relate(board: Board, quoted: Quoted, token: int, governor: Governor) -> Relation:
    """Say how a candidate's clause lies to a segment.

    Args:
        board: the document.
        quoted: the segment.
        token: the candidate.
        governor: what makes the candidate a possible speaker.

    Returns:
        Its features and its grade.
    """
    rate = board.rates[governor.token]
    lie = _lie(board, quoted, token, governor.token)
    if governor.role in (Role.TURN, Role.SIGNED):
        same = board.text.paragraph_at(board.text.starts[governor.token]) == quoted.paragraph
        strength, closeness = 1.0, 5.0 if same or lie.words == 0 else 0.5
    else:
        strength, closeness = 0.15 + rate.quoting + rate.reporting / 3, _closeness(lie)
    grade = strength * closeness * (0.3 if governor.role in WEAK else 1.0)
    return Relation(grade, _features(board, quoted, governor, lie))


def _closeness(lie: _Lie) -> float:
    """Grade where a clause lies."""
    if lie.beside:
        return 6.0
    if lie.up < 6:
        return 5.0 - 0.4 * lie.up
    if lie.over:
        return 4.5
    return 3.0 if lie.ends == 0 and lie.words < NEAR_WORDS and not lie.inside else 1.0


def _lie(board: Board, quoted: Quoted, token: int, governor: int) -> _Lie:
    """Measure where a governor lies."""
    text, outer = board.text, quoted.segment.outer
    start, end = text.starts[governor], text.ends[governor]
    inside, ahead = quoted.holds(governor), start < outer.start
    low, high = (start, start) if inside else (end, outer.start) if ahead else (outer.end, start)
    words = text.count_words(low, high)
    clause = _words_to_clause(board, quoted, token, governor)
    up = quoted.above.get(governor, NOWHERE)
    down, down_dep = _down(board, quoted, governor)
    return _Lie(
        inside=inside,
        ahead=ahead,
        words=words,
        ends=text.count_sentence_ends(low, high),
        segments=0 if inside else board.count_segments(low, high),
        clause=min(clause, words),
        up=up,
        down=down,
        down_dep=down_dep,
        cues=sum(hops < up and board.is_cue(t) for t, hops in quoted.above.items()) if up < NOWHERE else 9,
    )


def _words_to_clause(board: Board, quoted: Quoted, token: int, governor: int) -> int:
    """Count the words from a segment to the nearer of speaker and cue, or to the cue where it stands between them."""
    text, outer = board.text, quoted.segment.outer
    near, far = min(text.starts[governor], text.starts[token]), max(text.ends[governor], text.ends[token])
    if near >= outer.end:
        return text.count_words(outer.end, near)
    return text.count_words(far, outer.start) if far <= outer.start else NOWHERE


def _down(board: Board, quoted: Quoted, governor: int) -> tuple[int, float]:
    """Return how far above a governor the segment's own words stand, and by what relation it hangs there."""
    text, at = board.text, governor
    for hops in range(1, 5):
        up = text.heads[at]
        if up == at:
            break
        if quoted.holds(up) and not quoted.holds(at):
            return hops, codes.DEPS.get(text.deps[at], codes.FAR)
        at = up
    return NOWHERE, codes.NONE


def _features(board: Board, quoted: Quoted, governor: Governor, lie: _Lie) -> tuple[float, ...]:
    """Return a relation in numbers."""
    text, token = board.text, governor.token
    children, rate = text.children[token], board.rates[token]
    cue = (text.lexicon.cues if text.pos[token] in ("VERB", "AUX") else text.lexicon.cue_nouns).get(text.lemmas[token])
    return (
        float(governor.role),
        rate.reporting,
        rate.quoting,
        codes.CLASSES[cue.klass] if cue else codes.NONE,
        2.0 if lie.inside else float(lie.ahead),
        float(min(lie.words, 40)),
        float(min(lie.ends, 6)),
        float(min(lie.segments, 6)),
        float(lie.up),
        float(lie.down),
        lie.down_dep,
        float(lie.cues),
        float(min(lie.clause, 40)),
        float(any(text.deps[c] == "neg" for c in children)),
        codes.TAGS.get(text.tags[token], codes.FAR),
        float(any(text.deps[c] in ("ccomp", "xcomp") and not quoted.holds(c) for c in children)),
        codes.DEPS.get(text.deps[token], codes.FAR),
        float(any(text.senses[c] == "as" for c in children)),
    )


def explain(board: Board, quoted: Quoted, token: int, governor: Governor) -> str:
    """Say in words how a candidate's clause lies to a segment: "the clause after the quotation"."""
    text, lie = board.text, _lie(board, quoted, token, governor.token)
    if governor.role is Role.TURN:
        return "the turn’s name"
    if governor.role is Role.SIGNED:
        return "the signature"
    above = quoted.paragraph - text.paragraph_at(text.starts[governor.token])
    if above:
        return "a clause in a paragraph above" if above > 0 else "a clause in the paragraph below"
    if governor.role is Role.SOURCE:
        return "“according to” in the sentence"
    if lie.beside:
        return "the clause before the quotation" if lie.ahead else "the clause after the quotation"
    if lie.over:
        return "the clause that reports the quotation"
    return "a clause in the same sentence" if lie.ends == 0 else "a clause in the same paragraph"
