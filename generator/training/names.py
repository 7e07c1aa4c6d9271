"""Training, names: which names are people's and organizations'; python -m training.names, from generator/.

Trained on GUM (Zeldes 2017): news, biographies and interviews, read by the scorer that lies beside them, so that what
is learnt is what is measured. Prints what ten folds say of articles that no tree has seen.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.tokens import Doc

from factsheet.extract.evidence import FEATURES, weigh
from factsheet.extract.judging import LEAST, decide, group, tokens_of
from factsheet.extract.marks import pair_marks
from factsheet.extract.names import list_names
from factsheet.extract.parse import parse
from factsheet.extract.speech.quotes import find_quotes
from factsheet.extract.text import lay_out
from factsheet.language import Lexicon, load_lexicon, load_pipeline
from factsheet.model import Kind
from training.boosting import Example, Row, calibrate, fit, write
from training.corpus import load_scorer

DATA = Path(__file__).parents[1] / "factsheet/language/data/en"
POOLS = "news+bio+interview"
FOLDS = 10
ROUNDS = 200
# Smaller trees than speech has, for a hundredth of its examples; twice as many leaves bring nothing.
SHAPE = {"num_leaves": 7, "max_depth": 4, "min_data_in_leaf": 8, "feature_fraction": 0.4}
KINDS = (Kind.PERSON, Kind.ORGANIZATION)


@dataclass(frozen=True, slots=True)
class Case:
    """A name of an article with its answer."""

    fold: int
    row: Row
    kind: str  # as annotated; empty for what is not


def read_cases(folder: Path, lexicon: Lexicon) -> list[Case]:
    """Read the names of all articles.

    Args:
        folder: where `score_facts.py` and `facts/` lie.
        lexicon: of their language.
    """
    scorer = load_scorer(folder, "score_facts")
    articles = list(scorer.load(POOLS))
    docs = parse(load_pipeline(), [article.text for article in articles])
    return [
        Case(index % FOLDS, row, kind)
        for index, (article, doc) in enumerate(zip(articles, docs, strict=True))
        for row, kind in _names(scorer, article, doc, lexicon)
    ]


def _names(scorer: ModuleType, article: Any, doc: Doc, lexicon: Lexicon) -> Iterator[tuple[Row, str]]:
    """Yield the features of each name of an article, and its annotated kind."""
    text = lay_out(doc, pair_marks(doc.text).segments, lexicon)
    quotes, _ = find_quotes(text)
    groups = group(list_names(text))
    voices = (quote.speaker for quote in quotes if quote.speaker is not None)
    rows = weigh(text, groups, tokens_of(text, voices))
    entities = scorer.entities(article)
    named = [mention for mention in article.mentions if mention.named and mention.eid in entities]
    for key, names in groups.items():
        kinds = Counter(_kind(scorer, named, entities, text.starts[n.start], text.ends[n.end - 1]) for n in names)
        yield rows[key], kinds.most_common(1)[0][0]


def _kind(scorer: ModuleType, named: Sequence[Any], entities: Any, start: int, end: int) -> str:
    """Return the annotated kind of the name that shares most with a stretch, empty where none does."""
    shares = [(scorer.jac((start, end), one.core), one) for one in named if scorer.jac((start, end), one.head)]
    share, best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return str(entities[best.eid][0]) if best is not None and share else ""


def examples(cases: Sequence[Case], kind: Kind) -> list[Example]:
    """Return the names with the answer whether they are of a kind."""
    return [Example(case.row, case.kind == kind) for case in cases]


def in_folds(cases: Sequence[Case], kind: Kind) -> list[float]:
    """Score each name by trees that have not seen its article."""
    scores = [0.0] * len(cases)
    for fold in range(FOLDS):
        model = fit(examples([case for case in cases if case.fold != fold], kind), ROUNDS, SHAPE)
        held = [index for index, case in enumerate(cases) if case.fold == fold]
        for index, score in zip(held, model.predict([cases[index].row for index in held]), strict=True):
            scores[index] = float(score)
    return scores


def report(cases: Sequence[Case], scores: Sequence[Sequence[float]]) -> None:
    """Print precision, recall and the share of right kinds."""
    told = [decide((person, body), speaks=False) for person, body in zip(*scores, strict=True)]
    for kind in KINDS:
        mine = sum(one is kind for one in told)
        right = sum(one is kind and case.kind == kind for one, case in zip(told, cases, strict=True))
        real = sum(case.kind == kind for case in cases)
        print(f"{kind}: precision {right / mine:.3f}, recall {right / real:.3f} of {real}, at {LEAST}")
    both = [(one, case) for one, case in zip(told, cases, strict=True) if one and case.kind in KINDS]
    print(f"kind right: {sum(one == case.kind for one, case in both) / len(both):.3f} of {len(both)}")


def written(model: Any, kind: Kind, calibration: Sequence[tuple[float, float]]) -> str:
    """Return trees as text."""
    who = "a person" if kind is Kind.PERSON else "an organization"
    return write(model, FEATURES, calibration, f"Is this name {who}'s?")


def main() -> None:
    """Train from the corpus and write into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("FACTSHEET_EVAL", ".")))
    cases = read_cases(parser.parse_args().corpus, load_lexicon("en"))
    scores = [in_folds(cases, kind) for kind in KINDS]
    report(cases, scores)
    for kind, held in zip(KINDS, scores, strict=True):
        right = [case.kind == kind for case in cases]
        trees = written(fit(examples(cases, kind), ROUNDS, SHAPE), kind, calibrate(held, right))
        (DATA / f"{kind}.trees").write_text(trees, encoding="utf-8")
        print(f"{kind}: {len(trees):,} bytes")


if __name__ == "__main__":
    main()
