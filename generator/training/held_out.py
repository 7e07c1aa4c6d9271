"""Training, held out: reads each annotated article by trees that have not seen it; python -m training.held_out.

Writes what `factsheet extract` prints, for the scorer: so are scores of actors told honestly.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from factsheet.exports.extract_jsonl import extract_line
from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.language import Lexicon, load_lexicon, load_pipeline
from factsheet.language.trees import read_trees
from factsheet.model import Document, Metadata
from factsheet.resolve import resolve
from training.boosting import fit
from training.corpus import load_scorer
from training.names import FOLDS, KINDS, POOLS, ROUNDS, SHAPE, Case, examples, read_cases, written


def unseeing(lexicon: Lexicon, cases: list[Case], fold: int) -> Lexicon:
    """Return the lexicon with trees that have seen no article of a fold."""
    known = [case for case in cases if case.fold != fold]
    texts = {kind: written(fit(examples(known, kind), ROUNDS, SHAPE), kind, ()) for kind in KINDS}
    trees = {kind.value: read_trees(text, kind.value) for kind, text in texts.items()}
    return replace(lexicon, rankers=replace(lexicon.rankers, **trees))


def lines(folder: Path, lexicon: Lexicon) -> Iterator[str]:
    """Yield a line of JSON for each article.

    Args:
        folder: where `score_facts.py` and `facts/` lie.
        lexicon: of their language.
    """
    articles = list(load_scorer(folder, "score_facts").load(POOLS))
    cases = read_cases(folder, lexicon)
    lexicons = [unseeing(lexicon, cases, fold) for fold in range(FOLDS)]
    docs = parse(load_pipeline(), [article.text for article in articles])
    for number, (article, doc) in enumerate(zip(articles, docs, strict=True)):
        known = lexicons[number % FOLDS]
        metadata = Metadata(title=article.title, date=article.date)
        document = Document(id=article.name, path=article.name, text=article.text, sha256="", metadata=metadata)
        yield extract_line(resolve([(document, extract_mentions(document, doc, known))], known))


def main() -> None:
    """Write the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("FACTSHEET_EVAL", ".")))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text("".join(f"{line}\n" for line in lines(options.corpus, load_lexicon("en"))), encoding="utf-8")


if __name__ == "__main__":
    main()
