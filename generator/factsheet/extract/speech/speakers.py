"""Extraction, speakers: chooses for each quoted segment who speaks it, and tells speech from scare quotes and titles.

Three rankers in a row: candidates by themselves, candidates in the light of their neighbours' first choices (a stacked
ranker, Wolpert 1992), and whether the segment is speech at all. Each row of features can be read; see `candidates`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factsheet.extract.speech import codes
from factsheet.extract.speech.board import SURROUNDINGS, Board, Quoted, surroundings
from factsheet.extract.speech.candidates import CONTEST, FEATURES, PLACE, WORD, Candidate, list_candidates
from factsheet.extract.speech.relations import RELATION
from factsheet.language import Trees

Field = Sequence[Candidate]  # the candidates of one segment
Scores = Sequence[float]

LONG = 100_000  # characters of a document in which words are counted: a book would take minutes
SHORT = 3  # words: most scare quotes and terms have no more
NEIGHBOUR = ("same word", "same spelling", "score there", "words to it", "paragraphs to it", "its score there")
IN_CONTEXT = (
    *FEATURES,
    *("score", "rank by score", "behind the best score", "second best score", "chosen elsewhere"),
    *(f"{name}, {side}" for side in ("before", "behind") for name in NEIGHBOUR),
)
ABOUT_BEST = (*PLACE, *WORD, *RELATION, "governors", *CONTEST)
SPEECH = (
    *SURROUNDINGS,
    *("best score", "second best score", "sum of scores", "candidates", "times quoted", "times in document"),
    *("short segments in document", "mean best score in document"),
    *ABOUT_BEST,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the rankers make of a segment."""

    speech: float  # score that it is somebody's speech
    speaker: Candidate | None  # the likeliest; None where there is nobody to choose from
    score: float  # the speaker's


def choose_speakers(board: Board) -> list[Choice]:
    """Choose for each segment of a document who speaks it.

    Args:
        board: the document.

    Returns:
        A choice for each segment, in their order.
    """
    rankers = board.text.lexicon.rankers
    fields = [list_candidates(board, quoted) for quoted in board.quoted]
    alone = score_fields(rankers.speaker_alone, fields, [[c.features for c in field] for field in fields])
    scores = score_fields(rankers.speaker_in_context, fields, in_context(board, fields, alone))
    speech = rankers.speech.score(describe_speech(board, fields, scores))
    return [
        Choice(said, field[best], ranked[best]) if (best := _best(ranked)) is not None else Choice(said, None, 0.0)
        for said, field, ranked in zip(speech, fields, scores, strict=True)
    ]


def score_fields(trees: Trees, fields: Sequence[Field], rows: Sequence[Sequence[tuple[float, ...]]]) -> list[Scores]:
    """Score the candidates of all segments at once."""
    flat = iter(trees.score([row for field in rows for row in field]))
    return [[next(flat) for _ in field] for field in fields]


def _best(scores: Scores) -> int | None:
    """Return the position of the highest score."""
    return max(range(len(scores)), key=scores.__getitem__, default=None)


# ---------------------------------------------------------------- candidates in context


def in_context(board: Board, fields: Sequence[Field], scores: Sequence[Scores]) -> list[list[tuple[float, ...]]]:
    """Add to each candidate's features what the segments around it were given at first.

    Args:
        board: the document.
        fields: the candidates of each segment.
        scores: theirs, by themselves.

    Returns:
        Features in the order of `IN_CONTEXT`, for each segment and candidate.
    """
    views = [_view(field, ranked) for field, ranked in zip(fields, scores, strict=True)]
    chosen: defaultdict[str, float] = defaultdict(float)
    for view in views:
        if view is not None:
            chosen[board.text.lower[view.best.token]] += view.score
    before, behind = _order(board)
    rows: list[list[tuple[float, ...]]] = []
    for index, quoted in enumerate(board.quoted):
        sides = [_Side(board, quoted, views, side) for side in (before.get(index), behind.get(index))]
        standing = _standing(board, fields[index], scores[index], chosen)
        rows.append(
            [
                (*one.features, *own, *sides[0].says(one), *sides[1].says(one))
                for one, own in zip(fields[index], standing, strict=True)
            ]
        )
    return rows


def _order(board: Board) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each segment the one before and the one behind it on its level."""
    pairs = [pair for level in board.levels.values() for pair in pairwise(level)]
    return {second: first for first, second in pairs}, dict(pairs)


def _standing(board: Board, field: Field, scores: Scores, chosen: Mapping[str, float]) -> Iterator[tuple[float, ...]]:
    """Yield how each candidate stands among the others of its segment, and how often its word is chosen elsewhere."""
    ranked = sorted(scores)
    second = ranked[-2] if len(ranked) > 1 else 0.0
    best = _best(scores)
    for position, (candidate, score) in enumerate(zip(field, scores, strict=True)):
        elsewhere = chosen.get(board.text.lower[candidate.token], 0.0) - (score if position == best else 0.0)
        yield score, float(len(ranked) - bisect_right(ranked, score)), ranked[-1] - score, second, elsewhere


@dataclass(frozen=True, slots=True)
class _View:
    """What the first ranker made of a segment."""

    best: Candidate
    score: float
    scores: Mapping[int, float]  # by token


def _view(field: Field, scores: Scores) -> _View | None:
    """Sum up what the first ranker made of a segment; None where there is nobody to choose from."""
    best = _best(scores)
    if best is None:
        return None
    by_token = {candidate.token: score for candidate, score in zip(field, scores, strict=True)}
    return _View(field[best], scores[best], by_token)


class _Side:
    """What the segment before or behind another says of that one's candidates."""

    def __init__(self, board: Board, quoted: Quoted, views: Sequence[_View | None], neighbour: int | None) -> None:
        self._view = views[neighbour] if neighbour is not None else None
        self._lower = board.text.lower
        if neighbour is not None:
            self._gap = _gap(board, quoted, board.quoted[neighbour])

    def says(self, candidate: Candidate) -> tuple[float, ...]:
        """Return what it says of a candidate, in the order of `NEIGHBOUR`."""
        view = self._view
        if view is None:
            return (codes.NONE,) * len(NEIGHBOUR)
        return (
            float(view.best.token == candidate.token),
            float(self._lower[view.best.token] == self._lower[candidate.token]),
            view.score,
            *self._gap,
            view.scores.get(candidate.token, codes.NONE),
        )


def _gap(board: Board, one: Quoted, other: Quoted) -> tuple[float, float]:
    """Return the words and the paragraphs between two segments, both cut where more tell nothing more."""
    first, second = sorted((one.segment.outer, other.segment.outer))
    words = board.text.count_words(first.end, second.start)
    return float(min(words, 60)), float(min(abs(one.paragraph - other.paragraph), 2))


# ---------------------------------------------------------------- speech or not


def describe_speech(board: Board, fields: Sequence[Field], scores: Sequence[Scores]) -> list[tuple[float, ...]]:
    """Describe each segment for the question whether it is speech.

    Args:
        board: the document.
        fields: the candidates of each segment.
        scores: theirs, in context.

    Returns:
        Features in the order of `SPEECH`.
    """
    words = [quoted.segment.span.of(board.text.string).casefold() for quoted in board.quoted]
    quoted_times, whole = Counter(words), board.text.string[:LONG].casefold()
    manner = _manner(board, scores)
    return [
        (
            *surroundings(board, quoted),
            *_summary(ranked),
            float(quoted_times[said]),
            float(min(whole.count(said[:60]), 20)) if said else 0.0,
            *manner,
            *_about_best(field, ranked),
        )
        for quoted, said, field, ranked in zip(board.quoted, words, fields, scores, strict=True)
    ]


def _summary(scores: Scores) -> tuple[float, ...]:
    """Return the two best scores, their sum and their number."""
    ranked = [*sorted(scores, reverse=True), 0.0, 0.0]
    return ranked[0], ranked[1], sum(scores), float(len(scores))


def _manner(board: Board, scores: Sequence[Scores]) -> tuple[float, float]:
    """Return how a document uses marks: the share of short segments, and how well speakers are found on average."""
    number = max(len(scores), 1)
    short = sum(len(quoted.segment.span.of(board.text.string).split()) <= SHORT for quoted in board.quoted)
    return short / number, sum(max(ranked, default=0.0) for ranked in scores) / number


def _about_best(field: Field, scores: Scores) -> tuple[float, ...]:
    """Return the features of the likeliest speaker."""
    best = _best(scores)
    return field[best].features[: len(ABOUT_BEST)] if best is not None else (codes.NONE,) * len(ABOUT_BEST)
