"""Training, corpus: annotated articles, parsed, with their annotations in offsets of the text that is read.

The corpus is PolNeAR (Newell et al. 2018), read and cut into units by the scorer that lies beside it, so that what is
learnt is what is measured. The folder is named by FACTSHEET_EVAL; nothing of the texts goes into the project.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.tokens import Doc, DocBin, Token

from factsheet.extract.marks import Segment, pair_marks
from factsheet.extract.parse import parse
from factsheet.extract.text import segment_levels
from factsheet.language import load_pipeline
from factsheet.model import Span

ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START"]
SAME = 0.8  # of a quoted unit's letters and digits: the scorer's own
ALIKE = 0.5  # of an unquoted one's


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that annotators took for somebody's."""

    letters: frozenset[int]  # offsets of letters and digits
    sources: tuple[Span, ...]  # the words that name who says them
    cues: tuple[int, ...] = ()  # tokens: the heads of the words that report it


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article."""

    name: str
    doc: Doc
    segments: tuple[Segment, ...]
    quoted: tuple[Unit, ...]  # inside quotation marks
    plain: tuple[Unit, ...]  # without any
    mixed: tuple[Unit, ...]  # with quotation marks in them
    cues: frozenset[int]  # tokens that are the heads of cues
    cue_words: frozenset[int]  # all tokens of cues
    quoting_cues: frozenset[int]  # those of contents with quotation marks
    discarded: tuple[Span, ...]


def read_articles(folder: Path, split: str, cache: Path) -> list[Article]:
    """Read and parse one split of the corpus.

    Args:
        folder: where `score_quotes.py` and `quotes/` lie.
        split: "train" or "dev".
        cache: where parsed articles are kept between two trainings.

    Returns:
        The articles by name.
    """
    scorer = load_scorer(folder, "score_quotes")
    records = scorer.load(split)
    texts = {name: record["text"].replace("\r\n", "\n").strip("\n") + "\n" for name, record in records.items()}
    docs = _parse(list(texts.values()), cache / f"{split}.spacy")
    return [_article(scorer, name, records[name], doc) for name, doc in zip(texts, docs, strict=True)]


def load_scorer(folder: Path, name: str) -> ModuleType:
    """Load a scorer, which reads the corpus that lies beside it, as a module.

    Args:
        folder: where it lies.
        name: the file's name without `.py`.
    """
    place = folder / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, place) if place.is_file() else None
    if spec is None or spec.loader is None:
        raise SystemExit(f"no {name}.py in {folder}; name the folder with FACTSHEET_EVAL=...")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def _parse(texts: Sequence[str], cache: Path) -> list[Doc]:
    """Parse texts, or take them from the cache where it holds the very same."""
    nlp = load_pipeline()
    if cache.is_file():
        docs = list(DocBin().from_disk(cache).get_docs(nlp.vocab))
        if [doc.text for doc in docs] == list(texts):
            return docs
    store = DocBin(attrs=ATTRIBUTES, docs=parse(nlp, texts))
    cache.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(cache)
    return list(store.get_docs(nlp.vocab))


class _Shift:
    """Turns offsets of the corpus into offsets of the text that is read: line ends are one character, ends trimmed."""

    def __init__(self, original: str, text: str) -> None:
        self._returns = [match.start() for match in re.finditer("\r\n", original)]
        plain = original.replace("\r\n", "\n")
        self._lead = len(plain) - len(plain.lstrip("\n"))
        if plain.strip("\n") + "\n" != text:
            raise ValueError("the text that is read is not the corpus' own")

    def __call__(self, offset: int) -> int:
        """Return the new offset."""
        return offset - bisect_right(self._returns, offset - 1) - self._lead

    def unit(self, unit: Any) -> Unit:
        """Turn one of the scorer's units."""
        return Unit(frozenset(map(self, unit.chars)), tuple(self.span(one) for one in unit.sources))

    def span(self, span: tuple[int, int]) -> Span:
        """Turn a stretch."""
        return Span(self(span[0]), self(span[1]))


def _article(scorer: ModuleType, name: str, record: dict[str, Any], doc: Doc) -> Article:
    """Put an article's annotations together."""
    attributions, discarded = scorer.gold_of(record)
    shift = _Shift(record["text"], doc.text)
    quoted, plain, mixed = (tuple(map(shift.unit, units)) for units in scorer.gold_units(record, attributions))
    inside = scorer.quoted_segments(record["text"])
    cues = [(set(_cue_heads(doc, shift, one.cue)), _touches(scorer, record, one, inside)) for one in attributions]
    said = [frozenset(map(shift, scorer.chars(record["text"], one.content))) for one in attributions]
    return Article(
        name=name,
        doc=doc,
        segments=pair_marks(doc.text).segments,
        quoted=tuple(_with_cues(unit, said, [heads for heads, _ in cues]) for unit in quoted),
        plain=plain,
        mixed=mixed,
        cues=frozenset().union(*(heads for heads, _ in cues)),
        quoting_cues=frozenset().union(*(heads for heads, quoting in cues if quoting)),
        cue_words=frozenset(token.i for one in attributions for token in _tokens(doc, shift, one.cue)),
        discarded=tuple(shift.span(one) for one in discarded),
    )


def _with_cues(unit: Unit, said: Sequence[frozenset[int]], cues: Sequence[set[int]]) -> Unit:
    """Add to a unit the cues of the attributions that it stands in."""
    found = (cue for letters, heads in zip(said, cues, strict=True) if letters & unit.letters for cue in heads)
    return replace(unit, cues=tuple(sorted(set(found))))


def _touches(scorer: ModuleType, record: dict[str, Any], attribution: Any, inside: Any) -> bool:
    """Tell whether an attribution's content holds quoted words."""
    return bool(scorer.chars(record["text"], scorer.cut(attribution.content, inside)))


def _cue_heads(doc: Doc, shift: _Shift, cue: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the words of a cue that hang on none of its other words."""
    tokens = _tokens(doc, shift, cue)
    inside = {token.i for token in tokens}
    for token in tokens:
        if token.head.i not in inside or token.head.i == token.i:
            yield token.i


def _tokens(doc: Doc, shift: _Shift, spans: Sequence[tuple[int, int]]) -> list[Token]:
    """Return the tokens of some stretches."""
    found = [doc.char_span(shift(start), shift(end), alignment_mode="expand") for start, end in spans]
    return [token for span in found for token in span or ()]


def letters(article: Article, span: Span) -> frozenset[int]:
    """Return the offsets of the letters and digits of a stretch."""
    text = article.doc.text
    return frozenset(at for at in range(span.start, span.end) if text[at].isalnum())


def likest(units: Sequence[Unit], these: frozenset[int]) -> tuple[float, Unit | None]:
    """Return the unit that shares most with some letters, and intersection over union."""
    best, share = None, 0.0
    for unit in units:
        shared = len(unit.letters & these)
        if shared and shared / (len(unit.letters) + len(these) - shared) > share:
            best, share = unit, shared / (len(unit.letters) + len(these) - shared)
    return share, best


def outside_marks(article: Article) -> list[int]:
    """Return the tokens that stand outside quotation marks."""
    levels = segment_levels([token.idx for token in article.doc], article.segments)
    return [index for index, level in enumerate(levels) if level is None]
