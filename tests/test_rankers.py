"""The trained rankers: what they were trained on is what they are asked, and how their trees are read."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.errors import FactsheetError
from factsheet.extract.evidence import FEATURES as EVIDENCE
from factsheet.extract.evidence import weigh
from factsheet.extract.judging import group
from factsheet.extract.marks import pair_marks
from factsheet.extract.names import list_names
from factsheet.extract.speech import reported, speakers
from factsheet.extract.speech.board import set_up
from factsheet.extract.speech.candidates import FEATURES, list_candidates
from factsheet.extract.speech.report_features import FEATURES as REPORT_FEATURES
from factsheet.extract.speech.reports import find_reports
from factsheet.extract.text import lay_out
from factsheet.language import Lexicon, load_lexicon, read_trees

if TYPE_CHECKING:
    from spacy.language import Language

LEXICON = load_lexicon("en")
LIMIT = 1_000_000  # bytes: what a person still pulls, and a reviewer still opens
TEXT = "“We are ready,” Ayla Demir said. She called the plan “a sham.” The mayor denied that the bridge was closed.\n"
ASKED = {
    "speaker_alone": FEATURES,
    "speaker_in_context": speakers.IN_CONTEXT,
    "speech": speakers.SPEECH,
    "report_alone": REPORT_FEATURES,
    "report_in_context": reported.IN_CONTEXT,
    "person": EVIDENCE,
    "organization": EVIDENCE,
}
STUMPS = "features\tage\tsize\ncalibration\t0.2:0.1\t0.6:0.5\n0<1.5 -1 1<3 0.5 2\n0.25\n"


@pytest.mark.parametrize("name", ASKED)
def test_a_ranker_is_asked_for_what_it_was_trained_on(name: str) -> None:
    """A feature that is added, moved or renamed asks for `make train`."""
    assert getattr(LEXICON.rankers, name).features == ASKED[name]


def test_every_row_has_a_number_for_every_feature(nlp: Language) -> None:
    board = set_up(lay_out(nlp(TEXT), pair_marks(TEXT).segments, LEXICON))
    fields = [list_candidates(board, quoted) for quoted in board.quoted]
    scores = [[0.5] * len(field) for field in fields]
    reports = list(find_reports(board))
    evidence = list(weigh(board.text, group(list_names(board.text)), set()).values())
    rows = {
        "speaker_alone": [candidate.features for field in fields for candidate in field],
        "speaker_in_context": [row for field in speakers.in_context(board, fields, scores) for row in field],
        "speech": speakers.describe_speech(board, fields, scores),
        "report_alone": [report.features for report in reports],
        "report_in_context": reported.in_context(board, reports, [0.5] * len(reports)),
        "person": evidence,
        "organization": evidence,
    }
    for name, found in rows.items():
        assert found, name
        assert {len(row) for row in found} == {len(ASKED[name])}, name


def test_the_models_are_plain_text_and_small() -> None:
    folder = Path(speakers.__file__).parents[2] / "language/data/en"
    files = sorted(folder.glob("*.trees"))
    assert [file.stem for file in files] == sorted(ASKED)
    assert sum(file.stat().st_size for file in files) < LIMIT
    assert all(file.read_text(encoding="ascii").startswith("# ") for file in files)


@given(age=st.floats(-5, 5), size=st.floats(-5, 5))
def test_a_tree_is_walked_as_it_is_written(age: float, size: float) -> None:
    """`feature<threshold`, then the branch up to it, then the one above it; a sum of leaves through the logistic."""
    leaf = -1 if age <= 1.5 else 0.5 if size <= 3 else 2
    (score,) = read_trees(STUMPS, "a file").score([(age, size)])
    assert math.isclose(score, 1 / (1 + math.exp(-leaf - 0.25)))


def test_no_rows_ask_nothing() -> None:
    assert read_trees(STUMPS, "a file").score([]) == []


@pytest.mark.parametrize(("score", "share"), [(0.0, 0.1), (0.2, 0.1), (0.4, 0.3), (0.6, 0.5), (1.0, 0.5)])
def test_a_score_is_turned_into_the_share_that_is_right(score: float, share: float) -> None:
    assert math.isclose(read_trees(STUMPS, "a file").confidence(score), share)


@pytest.mark.parametrize("line", ["0<1.5 -1", "0<1.5 -1 2 3", "x<1 2 3", "0<x 1 2", "word"])
def test_a_line_that_is_no_tree_is_told_with_its_place(line: str) -> None:
    with pytest.raises(FactsheetError, match="expected a tree") as caught:
        read_trees(f"# trees\n{line}\n", "some.trees")
    assert str(caught.value).startswith("some.trees:2")


def test_confidence_never_falls_as_the_score_rises() -> None:
    for trees in (LEXICON.rankers.speaker_in_context, LEXICON.rankers.report_in_context):
        shares = [trees.confidence(step / 100) for step in range(101)]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)


def test_a_language_has_its_own_rankers() -> None:
    assert isinstance(LEXICON, Lexicon)
    with pytest.raises(FactsheetError, match="no such t"):
        load_lexicon("xx")
