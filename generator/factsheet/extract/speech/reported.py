"""Extraction, reported: chooses which reports of a document are real.

The second ranker sees what the first made of the reports of the same sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factsheet.extract.speech.board import Board
from factsheet.extract.speech.contents import Under, closes_sentence
from factsheet.extract.speech.governors import Role
from factsheet.extract.speech.nearby import Nearby
from factsheet.extract.speech.report_features import CLAUSAL, FEATURES
from factsheet.extract.speech.reports import Report, find_reports
from factsheet.language import CueClass
from factsheet.model import Span

IN_CONTEXT = (
    *FEATURES,
    *("score", "best of the cue", "best of other speakers", "best around it", "best inside it", "best like it"),
    *("best of its speaker", "ahead of other speakers"),
)
ABSENT = -1.0
# A clause that only reports the sentence before it is a report whatever the ranker, which saw too few, makes of it.
CLOSING = 0.6
SAYING = frozenset({CueClass.SAY, CueClass.TELL, CueClass.WRITE, CueClass.SHOW})
LIKENESS = 0.5  # two reports that share this much of their characters are one report told twice
# The score from which a report is told: highest F1 on PolNeAR dev (.64), where .2 to .35 come within a point of it.
THRESHOLD = 0.27
# And for what is no clause, "denied the claims", "refused to go": it says less, so it must be surer. At the same
# threshold as clauses F1 is a point higher (.64 against .63) and precision three points lower (.68 against .72).
PHRASE_THRESHOLD = 0.38
# Reports before and behind one in its sentence that it is seen beside; no sentence that somebody wrote to be read has
# so many, and all pairs of "he said he said he said" would take hours.
NEIGHBOURS = 100


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that is real."""

    report: Report
    score: float


def choose_reports(board: Board) -> list[Reported]:
    """Choose the real reports of a document.

    Args:
        board: the document.

    Returns:
        The likeliest first; none crosses another: two are apart, or one lies inside the other.
    """
    rankers = board.text.lexicon.rankers
    reports = list(find_reports(board))
    alone = rankers.report_alone.score([report.features for report in reports])
    ranked = rankers.report_in_context.score(in_context(board, reports, alone))
    scores = [max(score, _least(board, report)) for report, score in zip(reports, ranked, strict=True)]
    return select(Reported(r, s) for r, s in zip(reports, scores, strict=True) if s >= threshold(r))


def _least(board: Board, report: Report) -> float:
    """Return the score that a report has by its form alone."""
    likely = report.under is Under.ASIDE and report.role in (Role.SUBJECT, Role.INVERTED)
    cue = board.text.lexicon.cues.get(board.text.lemmas[report.cue])
    surely = likely and len(report.pieces) == 1 and cue is not None and cue.klass in SAYING
    return CLOSING if surely and closes_sentence(board.text, report.cue) else 0.0


def threshold(report: Report) -> float:
    """Return the score from which a report is told."""
    return THRESHOLD if report.under in CLAUSAL else PHRASE_THRESHOLD


def select(found: Iterable[Reported]) -> list[Reported]:
    """Keep of reports that are alike, or that cross each other, the likeliest."""
    kept: list[Reported] = []
    near: Nearby[Span] = Nearby()
    for one in sorted(found, key=lambda one: (-one.score, one.report.span, one.report.cue)):
        span = one.report.span
        if not any(_excludes(other, span) for other in near.around(span)):
            kept.append(one)
            near.add(span, span)
    return kept


def _excludes(one: Span, other: Span) -> bool:
    """Tell whether two stretches cannot both be told: they are alike, or cross."""
    if not one.overlaps(other):
        return False
    return _alike(one, other) or not (one.covers(other) or other.covers(one))


def _alike(one: Span, other: Span) -> bool:
    """Tell whether two stretches share most of their characters."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= LIKENESS * (max(one.end, other.end) - min(one.start, other.start))


# ---------------------------------------------------------------- reports in context


def in_context(board: Board, reports: Sequence[Report], scores: Sequence[float]) -> list[tuple[float, ...]]:
    """Add to each report's features how it stands among those of its sentence.

    Args:
        board: the document.
        reports: its reports.
        scores: theirs, by themselves.

    Returns:
        Features in the order of `IN_CONTEXT`.
    """
    sentences: defaultdict[int, list[tuple[Report, float]]] = defaultdict(list)
    places: list[int] = []  # of each report in its sentence
    for report, score in zip(reports, scores, strict=True):
        sentence = sentences[board.text.sentences[report.cue]]
        places.append(len(sentence))
        sentence.append((report, score))
    return [
        (*report.features, *_standing(report, score, _near(sentences[board.text.sentences[report.cue]], place)))
        for report, score, place in zip(reports, scores, places, strict=True)
    ]


def _near(sentence: Sequence[tuple[Report, float]], place: int) -> Sequence[tuple[Report, float]]:
    """Return a report's neighbours in its sentence, all of them in any sentence that somebody wrote to be read."""
    return sentence[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]


def _standing(report: Report, score: float, sentence: Sequence[tuple[Report, float]]) -> tuple[float, ...]:
    """Return how a report stands among those of its sentence."""
    cue = alike = around = inside = speaker = others = ABSENT
    for other, its in sentence:
        if other is report:
            continue
        if other.cue == report.cue:
            if other.span == report.span:
                others = max(others, its)
            else:
                cue = max(cue, its)
        elif other.span.overlaps(report.span):
            around = max(around, its) if other.span.covers(report.span) else around
            inside = max(inside, its) if report.span.covers(other.span) else inside
            alike = max(alike, its) if _alike(other.span, report.span) else alike
        if other.speaker is not None and other.speaker == report.speaker:
            speaker = max(speaker, its)
    return score, cue, others, around, inside, alike, speaker, score - others
