"""Training: python -m training.train, from generator/; prints the scores and writes tables and trees into the package.

Trained on PolNeAR train, in five folds, so that no ranker learns from scores, or counts, that an article of its own
fold was part of; measured on PolNeAR dev.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from factsheet.extract.marks import Segment
from factsheet.extract.speech import reported, speakers
from factsheet.extract.speech.board import Board, set_up
from factsheet.extract.speech.candidates import FEATURES, Candidate, list_candidates
from factsheet.extract.speech.report_features import FEATURES as REPORT_FEATURES
from factsheet.extract.speech.reports import Report, find_reports
from factsheet.extract.text import lay_out
from factsheet.language import Lexicon, load_lexicon
from factsheet.model import Span
from training import rates
from training.boosting import FOLDS, Example, Row, calibrate, fit, write
from training.corpus import ALIKE, SAME, Article, letters, likest, read_articles

DATA = Path(__file__).parents[1] / "factsheet/language/data/en"
ROUNDS = {"speaker_alone": 200, "speaker_in_context": 260, "speech": 180, "report_alone": 160, "report_in_context": 260}
YES, NO, UNCLEAR = 1, 0, -1


@dataclass(slots=True)
class Case:
    """An article as the rankers see it, with the answers."""

    article: Article
    board: Board
    fields: list[list[Candidate]]
    named: list[list[int]]  # YES, NO or UNCLEAR for each candidate
    speech: list[int]  # for each segment
    reports: list[Report]
    real: list[bool]  # for each report
    scores: list[Sequence[float]]  # of the candidates, at each stage
    report_scores: list[float]


def prepare(article: Article, lexicon: Lexicon) -> Case:
    """Lay an article out and read the answers off its annotations."""
    board = set_up(lay_out(article.doc, article.segments, lexicon))
    fields = [list_candidates(board, quoted) for quoted in board.quoted]
    units = [likest(article.quoted, letters(article, segment.span)) for segment in article.segments]
    named = [
        [_names(board, candidate, unit.sources if unit and share >= SAME else ()) for candidate in field]
        for field, (share, unit) in zip(fields, units, strict=True)
    ]
    speech = [
        UNCLEAR if _is_unclear(article, segment) else int(share >= SAME)
        for segment, (share, _) in zip(article.segments, units, strict=True)
    ]
    reports = [r for r in find_reports(board) if not any(span.overlaps(r.span) for span in article.discarded)]
    real = [_is_real(article, board, report) for report in reports]
    return Case(article, board, fields, named, speech, reports, real, [], [])


def _is_unclear(article: Article, segment: Segment) -> bool:
    """Tell whether annotators say nothing of a segment: they left it out, or it is nested, which they did not mark."""
    return segment.parent is not None or any(span.overlaps(segment.span) for span in article.discarded)


def _names(board: Board, candidate: Candidate, sources: Sequence[Span]) -> int:
    """Tell whether a candidate heads the words that name the speaker; another word of them is unclear."""
    start = board.text.starts[candidate.token]
    head = board.text.heads[candidate.token]
    for source in sources:
        if source.start <= start < source.end:
            outside = head == candidate.token or not source.start <= board.text.starts[head] < source.end
            return YES if outside else UNCLEAR
    return NO


def _is_real(article: Article, board: Board, report: Report) -> bool:
    """Tell whether annotators saw a report, by the same cue and the same speaker."""
    if report.cue not in article.cue_words:
        return False
    these = letters(article, report.span)
    for units in (article.plain, article.mixed):
        share, unit = likest(units, these)
        if unit is not None and share >= ALIKE:
            start = board.text.starts[report.speaker] if report.speaker is not None else None
            if start is None:
                return not unit.sources
            return any(source.start <= start < source.end for source in unit.sources)
    return False


# ---------------------------------------------------------------- examples


def speaker_examples(case: Case, rows: Sequence[Sequence[Row]]) -> list[Example]:
    """Return the candidates of the segments that are speech and whose speaker is among them."""
    return [
        Example(row, answer == YES)
        for said, answers, field in zip(case.speech, case.named, rows, strict=True)
        if said == YES and YES in answers
        for answer, row in zip(answers, field, strict=True)
        if answer != UNCLEAR
    ]


def alone_rows(case: Case) -> list[list[Row]]:
    """Return the candidates' own features."""
    return [[candidate.features for candidate in field] for field in case.fields]


def context_rows(case: Case) -> list[list[Row]]:
    """Return the candidates' features among their neighbours."""
    return speakers.in_context(case.board, case.fields, case.scores)


def speech_examples(case: Case) -> list[Example]:
    """Return the segments."""
    rows = speakers.describe_speech(case.board, case.fields, case.scores)
    return [Example(row, said == YES) for row, said in zip(rows, case.speech, strict=True) if said != UNCLEAR]


def report_examples(case: Case) -> list[Example]:
    """Return the reports by themselves."""
    return [Example(report.features, real) for report, real in zip(case.reports, case.real, strict=True)]


def reports_in_context(case: Case) -> list[Example]:
    """Return the reports among those of their sentences."""
    rows = reported.in_context(case.board, case.reports, case.report_scores)
    return [Example(row, real) for row, real in zip(rows, case.real, strict=True)]


# ---------------------------------------------------------------- stages


def stage(
    cases: Sequence[Case], name: str, examples: Callable[[Case], list[Example]], use: Callable[..., None]
) -> object:
    """Train a ranker in folds, let each score the fold that it has not seen, and return the one trained on all.

    Args:
        cases: all articles of the training split.
        name: of the ranker.
        examples: what it learns from in an article.
        use: called with a trained model and an article that it has not seen.
    """
    made = [examples(case) for case in cases]
    for fold in range(FOLDS):
        learnt = [example for i, found in enumerate(made) if i % FOLDS != fold for example in found]
        model = fit(learnt, ROUNDS[name])
        for case in cases[fold::FOLDS]:
            use(model, case)
    return fit([example for found in made for example in found], ROUNDS[name])


def score_candidates(rows: Callable[[Case], list[list[Row]]]) -> Callable[..., None]:
    """Return what keeps a model's scores of an article's candidates."""

    def use(model: object, case: Case) -> None:
        fields = rows(case)
        flat = iter(predict(model, [row for field in fields for row in field]))
        case.scores = [[next(flat) for _ in field] for field in fields]

    return use


def predict(model: object, rows: Sequence[Row]) -> list[float]:
    """Score rows."""
    return list(model.predict(rows)) if rows else []  # type: ignore[attr-defined]


def keep_reports(rows: Callable[[Case], list[Example]]) -> Callable[..., None]:
    """Return what keeps a model's scores of an article's reports."""

    def use(model: object, case: Case) -> None:
        case.report_scores = predict(model, [example.row for example in rows(case)])

    return use


def speaker_points(cases: Sequence[Case]) -> list[tuple[float, float]]:
    """Calibrate the scores of the chosen speakers."""
    chosen = [
        (max(scores), answers[max(range(len(scores)), key=lambda i: scores[i])] != NO)
        for case in cases
        for said, scores, answers in zip(case.speech, case.scores, case.named, strict=True)
        if said == YES and scores
    ]
    return calibrate([score for score, _ in chosen], [right for _, right in chosen])


def report_points(cases: Sequence[Case]) -> list[tuple[float, float]]:
    """Calibrate the scores of the chosen reports."""
    chosen: list[tuple[float, bool]] = []
    for case in cases:
        real = dict(zip(map(id, case.reports), case.real, strict=True))
        pairs = zip(case.reports, case.report_scores, strict=True)
        found = reported.select(reported.Reported(r, s) for r, s in pairs if s >= reported.threshold(r))
        chosen += [(one.score, real[id(one.report)]) for one in found]
    return calibrate([score for score, _ in chosen], [right for _, right in chosen])


def train(cases: Sequence[Case]) -> dict[str, str]:
    """Train the five rankers and return their files by name."""
    plain = [(0.0, 0.0), (1.0, 1.0)]
    files: dict[str, str] = {}
    alone = stage(cases, "speaker_alone", lambda c: speaker_examples(c, alone_rows(c)), score_candidates(alone_rows))
    files["speaker_alone"] = write(alone, FEATURES, plain, "Who speaks a quoted segment, each candidate by itself")
    context = stage(
        cases, "speaker_in_context", lambda c: speaker_examples(c, context_rows(c)), score_candidates(context_rows)
    )
    files["speaker_in_context"] = write(
        context, speakers.IN_CONTEXT, speaker_points(cases), "Who speaks a quoted segment, among its neighbours"
    )
    speech = fit([example for case in cases for example in speech_examples(case)], ROUNDS["speech"])
    files["speech"] = write(speech, speakers.SPEECH, plain, "Whether a quoted segment is speech")
    report = stage(cases, "report_alone", report_examples, keep_reports(report_examples))
    files["report_alone"] = write(
        report, REPORT_FEATURES, plain, "Whether a clause reports speech or thought, by itself"
    )
    among = stage(cases, "report_in_context", reports_in_context, keep_reports(reports_in_context))
    files["report_in_context"] = write(
        among, reported.IN_CONTEXT, report_points(cases), "Whether a clause reports speech or thought, in its sentence"
    )
    return files


def main() -> None:
    """Train from the corpus and write into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("FACTSHEET_EVAL", ".")))
    parser.add_argument("--cache", type=Path, default=Path(".factsheet/cache/training"))
    options = parser.parse_args()
    lexicon = load_lexicon("en")
    articles = read_articles(options.corpus, "train", options.cache)
    tallies = [rates.count(article, lexicon) for article in articles]
    total = rates.Tally()
    for tally in tallies:
        total.add(tally)
    cases: list[Case] = [None] * len(articles)  # type: ignore[list-item]
    for fold in range(FOLDS):
        for tally in tallies[fold::FOLDS]:
            total.add(tally, -1)
        unseen = rates.with_rates(lexicon, rates.rates(total, lexicon))
        for index in range(fold, len(articles), FOLDS):
            cases[index] = prepare(articles[index], unseen)
        for tally in tallies[fold::FOLDS]:
            total.add(tally)
    table = rates.write(rates.rates(total, lexicon), total)
    (DATA / "cue_rates.tsv").write_text(table, encoding="utf-8")
    for name, text in train(cases).items():
        (DATA / f"{name}.trees").write_text(text, encoding="utf-8")
        print(f"{name}: {len(text):,} bytes")


if __name__ == "__main__":
    main()
