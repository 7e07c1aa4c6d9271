"""Training, boosting: fits trees with LightGBM and writes them as text that `factsheet.language.trees` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import lightgbm
import numpy as np

# Set on PolNeAR train by five folds; halving or doubling leaves, rounds or rate moves no score by half a point.
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "max_depth": 8,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
FOLDS = 5
BINS = 60  # points of a calibration

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One row with its answer."""

    row: Row
    right: bool


def fit(examples: Sequence[Example], rounds: int, shape: Mapping[str, float] = MappingProxyType({})) -> Any:
    """Fit trees; `shape` changes single parameters."""
    rows = np.array([example.row for example in examples], dtype=np.float64)
    answers = np.array([example.right for example in examples], dtype=np.float64)
    return lightgbm.train({**PARAMETERS, **shape}, lightgbm.Dataset(rows, answers), rounds)


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Measure which share of facts with about a score is right, never falling (pool adjacent violators)."""
    order = np.argsort(np.array(scores), kind="stable")
    pools: list[tuple[float, float, int]] = []
    for part in np.array_split(order, BINS):
        if len(part):
            pools.append(
                (float(np.mean([scores[i] for i in part])), float(np.mean([right[i] for i in part])), len(part))
            )
            while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
                pools[-2:] = [_pool(*pools[-2:])]
    return [(score, share) for score, share, _ in pools]


def _pool(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    """Unite two pools."""
    size = one[2] + other[2]
    return (one[0] * one[2] + other[0] * other[2]) / size, (one[1] * one[2] + other[1] * other[2]) / size, size


def write(model: Any, features: Sequence[str], calibration: Sequence[tuple[float, float]], about: str) -> str:
    """Return trees as text."""
    points = [f"{score:.4f}:{share:.3f}" for score, share in calibration]
    trees = [" ".join(_nodes(tree["tree_structure"])) for tree in model.dump_model()["tree_info"]]
    head = [f"# {about}", "# Made by generator/training; see MODEL_CARD.md there. Do not edit."]
    return "\n".join([*head, "\t".join(["features", *features]), "\t".join(["calibration", *points]), *trees]) + "\n"


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    """Yield a tree's nodes in the order in which they are walked."""
    if "leaf_value" in node:
        yield f"{node['leaf_value']:.4g}"
        return
    yield f"{node['split_feature']}<{node['threshold']:.6g}"
    yield from _nodes(node["left_child"])
    yield from _nodes(node["right_child"])
