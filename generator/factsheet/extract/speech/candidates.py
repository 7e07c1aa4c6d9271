"""Extraction, candidates: who may have spoken a quoted segment, each with what grammar and place say for it.

The features are numbers that a person can check by reading the sentence; the trained rankers weigh them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from factsheet.extract.speech import codes
from factsheet.extract.speech.board import SURROUNDINGS, Board, Quoted, surroundings
from factsheet.extract.speech.governors import SUBJECTS, Governor, Role
from factsheet.extract.speech.relations import RELATION, Relation, relate

REACH = 3  # paragraphs with words of their own, above its own, in which a segment's speaker is looked for
FARTHEST = 12  # paragraphs of any kind
NEAREST = 40  # candidates of a segment; one in a hundred segments of news has more
WINDOW = 200  # nouns of its paragraph on each side of a segment from which they are taken
BELOW = 60  # characters of the paragraph below in which a signature or "said Demir" may stand
TURN_REACH = 6  # tokens into a segment: '"PENCE: Well, look ..."'
UNGOVERNED = 0.25  # what is left of a clause's grade where the word is no part of it as a speaker

PLACE = (
    "ahead", "characters between", "words between", "sentence ends between", "paragraphs above", "segments between",
    "rank on its side", "same sentence", "words from paragraph start",
)  # fmt: skip
WORD = (
    "proper noun", "pronoun", "entity", "role noun", "group noun", "plural", "relation", "count", "determiner",
    "times speaking", "apposition",
)  # fmt: skip
CONTEST = ("grade", "rank by grade", "behind the best", "second best grade", "candidates")
FEATURES = (*PLACE, *WORD, *RELATION, "governors", *CONTEST, *SURROUNDINGS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may name the speaker of a segment."""

    token: int
    governor: Governor | None
    relation: Relation
    features: tuple[float, ...]


def list_candidates(board: Board, quoted: Quoted) -> list[Candidate]:
    """List who may have spoken a segment.

    The noun chunks of a quotation's own paragraph hold the speaker in 95 of 100 cases; the rest stands above, or
    below a quotation that has a paragraph to itself.

    Args:
        board: the document.
        quoted: the segment.

    Returns:
        The candidates in text order, with features in the order of `FEATURES`.
    """
    tokens = _nearest(board, quoted, _tokens(board, quoted))
    starts = [board.text.starts[token] for token in tokens]
    ahead = [start for start in starts if start < quoted.segment.outer.start]
    behind = [start for start in starts if start >= quoted.segment.outer.end]
    found = [_candidate(board, quoted, token, ahead, behind) for token in tokens]
    grades = sorted(one.relation.grade for one in found)
    around = surroundings(board, quoted)
    return [replace(one, features=(*one.features, *_contest(one.relation.grade, grades), *around)) for one in found]


def _candidate(board: Board, quoted: Quoted, token: int, ahead: Sequence[int], behind: Sequence[int]) -> Candidate:
    """Describe a candidate by itself."""
    governors = board.governors.get(token, ())
    related = [(relate(board, quoted, token, governor), governor) for governor in governors]
    if related:
        relation, governor = max(related, key=lambda pair: pair[0].grade)
    else:
        relation = relate(board, quoted, token, Governor(board.text.heads[token], Role.NONE))
        relation, governor = replace(relation, grade=relation.grade * UNGOVERNED), None
    features = (
        *_place(board, quoted, token, ahead, behind),
        *_word(board, token),
        *relation.features,
        float(min(len(governors), 5)),
    )
    return Candidate(token, governor, relation, features)


def _contest(grade: float, grades: Sequence[float]) -> tuple[float, ...]:
    """Return how a grade stands among those of all candidates, the best last."""
    return (
        grade,
        float(len(grades) - bisect_right(grades, grade)),
        grades[-1] - grade,
        grades[-2] if len(grades) > 1 else 0.0,
        float(min(len(grades), 40)),
    )


# ---------------------------------------------------------------- which words


def _tokens(board: Board, quoted: Quoted) -> list[int]:
    """Return the words that may name a segment's speaker."""
    text, parent = board.text, quoted.segment.parent
    nouns = board.nouns[quoted.paragraph]
    at = bisect_left(nouns, quoted.first)
    near = nouns[max(at - WINDOW, 0) : at + WINDOW]
    own = [t for t in near if text.levels[t] == parent or _is_turn_inside(board, quoted, t)]
    if parent is not None:
        outer = text.segments[parent].outer
        return [t for t in own if outer.start <= text.starts[t] < outer.end]
    return [*_above(board, quoted), *own, *_below(board, quoted)]


def _nearest(board: Board, quoted: Quoted, tokens: Sequence[int]) -> Sequence[int]:
    """Return the words nearest to a segment, in text order; without a limit a page of quotations would take hours."""
    if len(tokens) <= NEAREST:
        return tokens
    outer, starts = quoted.segment.outer, board.text.starts
    near = sorted(tokens, key=lambda token: max(outer.start - starts[token], starts[token] - outer.end))
    return sorted(near[:NEAREST])


def _is_turn_inside(board: Board, quoted: Quoted, token: int) -> bool:
    """Tell whether a word is the name of a turn inside the marks."""
    near = quoted.first <= token < quoted.first + TURN_REACH
    return near and any(governor.role is Role.TURN for governor in board.governors.get(token, ()))


def _above(board: Board, quoted: Quoted) -> list[int]:
    """Return the likely speakers of the paragraphs above; a paragraph that is all quotation does not count as one."""
    found: list[int] = []
    passed = 0
    for number in range(quoted.paragraph - 1, max(quoted.paragraph - 1 - FARTHEST, -1), -1):
        speakers = [t for t in board.nouns[number] if _may_reach(board, t, quoted.paragraph - number)]
        found = [*speakers, *found]
        passed += any(board.text.levels[t] is None for t in board.nouns[number])
        if passed >= REACH:
            break
    return found


def _may_reach(board: Board, token: int, paragraphs: int) -> bool:
    """Tell whether a word of a paragraph above may speak some paragraphs below it."""
    text = board.text
    governors = board.governors.get(token, ())
    if any(governor.role is Role.TURN for governor in governors):
        return True
    if text.levels[token] is not None:
        return False
    if any(board.is_cue(governor.token) or governor.role is Role.SIGNED for governor in governors):
        return True
    return paragraphs == 1 and (text.entities[token] == "PERSON" or text.deps[token] in SUBJECTS)


def _below(board: Board, quoted: Quoted) -> list[int]:
    """Return the words at the beginning of the paragraph below a quotation that has its own paragraph to itself."""
    number = quoted.paragraph + 1
    if quoted.beside > 0 or number >= len(board.nouns):
        return []
    limit = board.text.paragraphs[number].start + BELOW
    return [t for t in board.nouns[number] if board.text.starts[t] < limit and board.text.levels[t] is None]


# ---------------------------------------------------------------- what they look like


def _place(board: Board, quoted: Quoted, token: int, ahead: Sequence[int], behind: Sequence[int]) -> tuple[float, ...]:
    """Return where a candidate stands, in the order of `PLACE`."""
    text, outer = board.text, quoted.segment.outer
    start = text.starts[token]
    is_ahead = start < outer.start
    low, high = (text.ends[token], outer.start) if is_ahead else (outer.end, start)
    paragraph = text.paragraph_at(start)
    rank = len(ahead) - bisect_right(ahead, start) if is_ahead else bisect_left(behind, start)
    last = len(text) - 1
    first_sentence = text.sentences[token] == text.sentences[min(quoted.first, last)]
    last_sentence = text.sentences[token] == text.sentences[max(min(quoted.last - 1, last), 0)]
    return (
        float(is_ahead),
        float(min(max(high - low, 0), 800)),
        float(min(text.count_words(low, high), 80)),
        float(min(text.count_sentence_ends(low, high), 9)),
        float(quoted.paragraph - paragraph),
        float(min(board.count_segments(low, high), 9)),
        float(min(rank, 20)),
        float(first_sentence) + 2 * float(last_sentence),
        float(min(text.count_words(text.paragraphs[paragraph].start, start), 9)),
    )


def _word(board: Board, token: int) -> tuple[float, ...]:
    """Return what a candidate is, in the order of `WORD`."""
    text, word = board.text, board.text.lower[token]
    return (
        float(text.pos[token] == "PROPN"),
        codes.PRONOUNS.get(text.senses[token], codes.NONE),
        codes.ENTITIES.get(text.entities[token], codes.FAR),
        float(text.lemmas[token] in text.lexicon.role_nouns),
        float(text.lemmas[token] in text.lexicon.group_nouns),
        float(text.tags[token] in ("NNS", "NNPS")),
        codes.DEPS.get(text.deps[token], codes.FAR),
        float(min(board.counts.get(word, 0), 20)),
        determiner(board, token),
        float(min(board.speaking.get(word, 0), 9)),
        float(text.child(token, "appos") is not None),
    )


def determiner(board: Board, token: int) -> float:
    """Return the number of a noun's determiner, 0 where it has none that is known."""
    words = (board.text.senses[child] for child in board.text.children[token])
    return next((codes.DETERMINERS[word] for word in words if word in codes.DETERMINERS), 0.0)
