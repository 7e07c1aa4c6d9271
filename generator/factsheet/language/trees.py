"""The language room: trained decision trees, read from plain text and asked in bulk.

A file holds, line by line: `#` comments; `features` with their names, tab-separated; `calibration` with pairs of a
score and the share of facts with about that score that were right; then a tree a line. A tree is its nodes in the
order in which they are walked, the lower branch first: `feature<threshold` for a question, a bare number for a leaf.
A text's score is the logistic function of the sum of the leaves that it comes to (Friedman 2001, "Greedy function
approximation: a gradient boosting machine").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from factsheet.errors import FactsheetError

# The language on whose articles the rankers were trained. Their features are relations, tags and the senses of function
# words, which other languages share once `universal.py` has told their parses anew.
TRAINED = "en"
AT_ONCE = 10_000  # rows that are scored together: one asks for some kilobytes, and a paragraph may have a million
Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees, all their nodes in one row of arrays."""

    features: tuple[str, ...]
    calibration: tuple[tuple[float, float], ...]  # score and share right, both rising
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]  # of each node; a leaf asks for feature 0 and leads to itself
    threshold: NDArray[np.float64]
    branches: NDArray[np.int32]  # two a node: for a value up to the threshold, and for one above it
    value: NDArray[np.float64]  # 0 but for leaves
    depth: int

    def score(self, rows: Matrix) -> list[float]:
        """Score some rows of features.

        Args:
            rows: the features of each, in the order of `features`.

        Returns:
            Between 0 and 1, a score a row.
        """
        return [score for at in range(0, len(rows), AT_ONCE) for score in self._score(rows[at : at + AT_ONCE])]

    def _score(self, rows: Matrix) -> list[float]:
        """Score rows at once, each by itself."""
        matrix = np.asarray(rows, dtype=np.float64)
        cells, row = matrix.ravel(), np.arange(len(matrix), dtype=np.int32)[:, None] * matrix.shape[1]
        at = np.tile(self.roots, (len(matrix), 1))
        for _ in range(self.depth):
            above = cells.take(row + self.feature.take(at)) > self.threshold.take(at)
            at = self.branches.take(2 * at + above)
        total = self.value.take(at).sum(axis=1)
        scores: list[float] = (1 / (1 + np.exp(-total))).tolist()
        return scores

    def confidence(self, score: float) -> float:
        """Turn a score into the share of such facts that are right, between the measured points in a straight line."""
        position = bisect_left(self.calibration, (score, 0.0))
        if position == 0:
            return self.calibration[0][1]
        if position == len(self.calibration):
            return self.calibration[-1][1]
        (low, below), (high, above) = self.calibration[position - 1 : position + 1]
        return below + (above - below) * (score - low) / (high - low)


@dataclass(frozen=True, slots=True)
class Rankers:
    """The trained trees of a language."""

    speaker_alone: Trees
    speaker_in_context: Trees
    speech: Trees
    report_alone: Trees
    report_in_context: Trees
    person: Trees  # of names: is it a person's?
    organization: Trees


@cache
def load_rankers(language: str) -> Rankers:
    """Read all trained trees of a language, or those of TRAINED where it has none.

    Args:
        language: an ISO 639-1 code.

    Raises:
        FactsheetError: when some are missing or cannot be read.
    """
    trained = language if _file(language, "speech").is_file() else TRAINED
    return Rankers(**{field.name: load_trees(trained, field.name) for field in fields(Rankers)})


def _file(language: str, name: str) -> Traversable:
    """Return the file of some trees."""
    return resources.files("factsheet.language").joinpath("data", language, f"{name}.trees")


@cache
def load_trees(language: str, name: str) -> Trees:
    """Read trained trees of a language.

    Args:
        language: an ISO 639-1 code, the name of the folder.
        name: the file's name without `.trees`.

    Raises:
        FactsheetError: when there are none, or a line cannot be read.
    """
    place = f"language/data/{language}/{name}.trees"
    file = _file(language, name)
    if not file.is_file():
        raise FactsheetError(f"no such trees; the language {language!r} lacks them", place)
    return read_trees(file.read_text(encoding="utf-8"), place)


def read_trees(text: str, place: str) -> Trees:
    """Read trees from a file's text.

    Args:
        text: as the module's docstring tells.
        place: the file's path, for messages.

    Raises:
        FactsheetError: with the line that cannot be read.
    """
    features: tuple[str, ...] = ()
    calibration: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    builder = _Builder()
    for number, line in enumerate(text.splitlines(), 1):
        word, *rest = line.split("\t")
        try:
            if word == "features":
                features = tuple(rest)
            elif word == "calibration":
                calibration = tuple(_pair(pair) for pair in rest)
            elif line and not line.startswith("#"):
                builder.add(line.split(" "))
        except (ValueError, IndexError) as error:
            raise FactsheetError(
                f"found {line[:60]!r}, expected a tree; train the rankers anew", place, number
            ) from error
    return builder.trees(features, calibration)


def _pair(pair: str) -> tuple[float, float]:
    """Read "0.3:0.25"."""
    score, share = pair.split(":")
    return float(score), float(share)


class _Builder:
    """Collects the nodes of trees."""

    def __init__(self) -> None:
        self._roots: list[int] = []
        self._nodes: list[tuple[int, float, int, int, float]] = []
        self._depth = 0

    def add(self, words: Sequence[str]) -> None:
        """Add a tree, given its nodes in the order in which they are walked."""
        self._roots.append(len(self._nodes))
        if self._node(words, 0, 0) != len(words):
            raise ValueError

    def _node(self, words: Sequence[str], position: int, depth: int) -> int:
        """Add the node at a position with all below it and return the position behind them."""
        self._depth = max(self._depth, depth)
        index, (question, _, threshold) = len(self._nodes), words[position].partition("<")
        if not threshold:
            self._nodes.append((0, 0.0, index, index, float(question)))
            return position + 1
        self._nodes.append((0, 0.0, 0, 0, 0.0))
        behind = self._node(words, position + 1, depth + 1)
        higher = len(self._nodes)
        behind = self._node(words, behind, depth + 1)
        self._nodes[index] = (int(question), float(threshold), index + 1, higher, 0.0)
        return behind

    def trees(self, features: tuple[str, ...], calibration: tuple[tuple[float, float], ...]) -> Trees:
        """Return the trees."""
        feature, threshold, lower, higher, value = zip(*self._nodes, strict=True)
        return Trees(
            features=features,
            calibration=calibration,
            roots=np.array(self._roots, dtype=np.int32),
            feature=np.array(feature, dtype=np.int32),
            threshold=np.array(threshold),
            branches=np.array([node for pair in zip(lower, higher, strict=True) for node in pair], dtype=np.int32),
            value=np.array(value),
            depth=self._depth,
        )
