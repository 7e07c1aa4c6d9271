"""Training, measurement: python -m training.measure, from generator/; how often what is told of dev is right.

Prints how many facts of about each confidence are right, and the recall of each way to report words.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Token

from factsheet.extract import extract_mentions
from factsheet.language import load_lexicon
from factsheet.model import Document, Form, Metadata, QuoteMention, Span
from training.corpus import ALIKE, SAME, Article, Unit, letters, likest, read_articles

BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
FEW_WORDS = 5
SAYING = frozenset({"say"})


def read(article: Article) -> tuple[QuoteMention, ...]:
    """Return what the extraction finds in an article."""
    text = article.doc.text
    document = Document(id=article.name, path=article.name, text=text, sha256="", metadata=Metadata())
    return extract_mentions(document, article.doc, load_lexicon("en")).quotes


def is_right(quote: QuoteMention, unit: Unit) -> bool:
    """Tell whether the words that name the speaker are among those that annotators marked."""
    return quote.speaker is not None and any(source.overlaps(quote.speaker) for source in unit.sources)


def pieces(quotes: Sequence[QuoteMention]) -> list[tuple[Span, QuoteMention]]:
    """Return each stretch of quoted words with its quote."""
    return [(piece, quote) for quote in quotes if quote.form is not Form.INDIRECT for piece in quote.pieces]


def judged(article: Article, quotes: Sequence[QuoteMention]) -> Iterator[tuple[str, float, bool]]:
    """Yield each fact that annotators saw too: quoted or indirect, its confidence, whether its speaker is right."""
    for piece, quote in pieces(quotes):
        share, unit = likest(article.quoted, letters(article, piece))
        if unit is not None and share >= SAME and unit.sources and quote.speaker is not None:
            yield "quoted", quote.confidence, is_right(quote, unit)
    for quote in quotes:
        if quote.form is Form.INDIRECT and not likest(article.mixed, letters(article, quote.span))[0] >= ALIKE:
            share, unit = likest(article.plain, letters(article, quote.span))
            right = unit is not None and share >= ALIKE and (is_right(quote, unit) or not unit.sources)
            yield "indirect", quote.confidence, right


def ways(article: Article, unit: Unit) -> Iterator[str]:
    """Yield the ways in which a quoted unit is reported."""
    doc, first = article.doc, min(unit.letters)
    cues = [doc[cue] for cue in unit.cues]
    heads = [_head(article, source) for source in unit.sources]
    start = doc.char_span(first, first + 1, alignment_mode="expand")
    token = start[0] if start is not None else doc[0]
    paragraph = _paragraph(article, first)
    if _words(article, unit) < FEW_WORDS:
        yield "under five words"
    if cues and not any(cue.lemma_.lower() in SAYING for cue in cues):
        yield "a verb other than “say”"
    if any(cue.lemma_.lower() == "tell" for cue in cues):
        yield "“told”"
    if any(cue.lower_ == "according" for cue in cues):
        yield "“according to”"
    if not cues or all(cue.is_punct for cue in cues):
        yield "no cue, or a colon"
    yield from _by_speaker(heads, cues)
    if heads and all(not _same_sentence(head, token) for head in heads):
        yield "speaker in another sentence"
    if heads and all(_paragraph(article, head.idx) != paragraph for head in heads):
        yield "speaker in another paragraph"
    if paragraph == 0:
        yield "headline"


def _by_speaker(heads: Sequence[Token], cues: Sequence[Token]) -> Iterator[str]:
    """Yield what kind of word names the speaker, and whether it stands behind the cue."""
    if any(head.pos_ == "PRON" for head in heads):
        yield "pronoun"
    if any(head.pos_ == "NOUN" for head in heads):
        yield "common noun"
    if any(cue.i < head.i <= cue.i + 6 for cue in cues for head in heads if cue.pos_ == "VERB"):
        yield "inverted"


def _head(article: Article, source: Span) -> Token:
    """Return the word that heads some others."""
    span = article.doc.char_span(source.start, source.end, alignment_mode="expand")
    return span.root if span is not None else article.doc[0]


def _same_sentence(one: Token, other: Token) -> bool:
    """Tell whether two words stand in one sentence."""
    return bool(one.sent.start == other.sent.start)


def _paragraph(article: Article, offset: int) -> int:
    """Return the number of an offset's paragraph."""
    return len([line for line in article.doc.text[:offset].split("\n")[:-1] if line.strip()])


def _words(article: Article, unit: Unit) -> int:
    """Count a unit's words."""
    return len(article.doc.text[min(unit.letters) : max(unit.letters) + 1].split())


def print_bands(facts: Sequence[tuple[str, float, bool]]) -> None:
    """Print how many facts of about each confidence are right."""
    print(f"{'confidence':>12} {'quoted':>16} {'indirect':>16}")
    for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True):
        cells = []
        for kind in ("quoted", "indirect"):
            right = [ok for what, confidence, ok in facts if what == kind and low <= confidence < high]
            cells.append(f"{sum(right)} of {len(right)} ({sum(right) / len(right):.2f})" if right else "-")
        print(f"{low:>5.2f}-{min(high, 1):.2f}  {cells[0]:>16} {cells[1]:>16}")


def print_ways(found: Counter[str], right: Counter[str], every: Counter[str]) -> None:
    """Print the recall of each way to report words."""
    print(f"{'quoted words reported by':<32} {'units':>6} {'found':>6} {'and speaker right':>18}")
    for way, count in every.most_common():
        print(f"{way:<32} {count:>6} {found[way] / count:>6.2f} {right[way] / count:>18.2f}")


def main() -> None:
    """Measure on dev and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("FACTSHEET_EVAL", ".")))
    parser.add_argument("--cache", type=Path, default=Path(".factsheet/cache/training"))
    parser.add_argument("--split", default="dev")
    options = parser.parse_args()
    facts: list[tuple[str, float, bool]] = []
    tallies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in read_articles(options.corpus, options.split, options.cache):
        quotes = read(article)
        facts += judged(article, quotes)
        said = [(letters(article, piece), quote) for piece, quote in pieces(quotes)]
        for unit in article.quoted:
            matches = [q for own, q in said if len(own & unit.letters) >= SAME * len(own | unit.letters)]
            right = any(is_right(quote, unit) for quote in matches) or (bool(matches) and not unit.sources)
            for way in ("all", *ways(article, unit)):
                tallies["every"][way] += 1
                tallies["found"][way] += bool(matches)
                tallies["right"][way] += right
    print_bands(facts)
    print_ways(tallies["found"], tallies["right"], tallies["every"])


if __name__ == "__main__":
    main()
