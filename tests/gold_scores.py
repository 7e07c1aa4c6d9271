"""Measures how well quotes are read in the articles of `tests/gold/`: python tests/gold_scores.py [--errors].

The unit is a stretch of somebody's words: what stands between two quotation marks, the paragraph of an answer in an
interview, or a clause of indirect speech. A found unit and an annotated one match, one to one and best first, by the
letters and digits that they share against those of either. Entries marked `optional` count neither for nor against.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import reading
from factsheet.config import Settings
from factsheet.language import load_pipeline
from factsheet.model import Document, Facts, Form, Metadata, Quote, Span
from factsheet.readers import read_seed

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
FLOORS = GOLD / "floors.json"
SAME_QUOTED = 0.8  # nearly all of it: marks delimit the words, so little can be in doubt
SAME_INDIRECT = 0.5  # more of it than not: people differ on where a reported clause ends
SAME_NAME = 0.5  # "Amina Yusuf" is "Dr Amina Yusuf" but neither "Karim Yusuf" nor "Yusuf" alone
ARTICLES = {"a", "an", "the"}


# ---------------------------------------------------------------- the annotated articles


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that the annotation says are somebody's."""

    span: Span
    quoted: bool
    speakers: tuple[Span, ...]  # places that name the speaker, each as right as the others
    actor: str  # empty where the annotation names none
    optional: bool


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article."""

    document: Document
    kind: str
    entries: tuple[Entry, ...]


def gold_files() -> tuple[Path, ...]:
    """List the annotated articles."""
    return tuple(sorted(GOLD.glob("*.yml")))


def read_article(path: Path) -> Article:
    """Read an annotated article; a ValueError says which words do not stand in its text."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read_seed(ROOT / data["seed"], ROOT, Settings()) if "seed" in data else _written(path.stem, data)
    return Article(document, data["kind"], tuple(_entry(quote, document.text) for quote in data["quotes"]))


def digest() -> str:
    """Sum up the annotated articles, so that floors can tell on which of them they were measured."""
    sums = hashlib.sha256()
    for path in gold_files():
        sums.update(f"{path.name}\n{path.read_text(encoding='utf-8')}\n".encode())
    return sums.hexdigest()


def _written(name: str, data: Mapping[str, Any]) -> Document:
    """Make a document of an article that stands in its own file."""
    metadata = Metadata(title=data["title"], date=str(data["date"]))
    return Document(id=name, path=f"seeds/{name}.txt", text=data["text"], sha256="", metadata=metadata)


def _entry(quote: Mapping[str, Any], text: str) -> Entry:
    """Find the words and the speaker of one annotation in the text."""
    places = [match.start() for match in re.finditer(f"(?={re.escape(quote['words'])})", text)]
    nth = int(quote.get("nth", 1))
    if len(places) < nth:
        raise ValueError(f"the text has no {quote['words']!r} number {nth}")
    span = Span(places[nth - 1], places[nth - 1] + len(quote["words"]))
    quoted = Form(quote["form"]) is not Form.INDIRECT
    names = quote["speaker"] if isinstance(quote["speaker"], list) else [quote["speaker"]]
    speakers = tuple(_nearest(name, span, text, outside=quoted) for name in names if name is not None)
    return Entry(span, quoted, speakers, quote.get("actor", ""), quote.get("optional", False))


def _nearest(words: str, span: Span, text: str, *, outside: bool) -> Span:
    """Return where words stand nearest to a span; words inside it ("the cost, he said, would ...") are near."""
    places = [Span(*match.span()) for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    places = [place for place in places if not (outside and span.covers(place))]
    if not places:
        raise ValueError(f"the text has no {words!r} beside {span.of(text)!r}")
    return min(places, key=lambda place: max(place.start - span.end, span.start - place.end, 0))


# ---------------------------------------------------------------- what is found in them


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of words that the program found to be somebody's."""

    spans: tuple[Span, ...]
    quoted: bool
    speaker: Span | None
    names: tuple[str, ...]  # of the actor: its name first, then the aliases


def facts_of(nlp: Language, documents: Sequence[Document]) -> Iterator[Facts]:
    """Read documents, each as if there were no other."""
    yield from (reading.facts_of(nlp, document) for document in documents)


def units_of(facts: Facts, text: str) -> list[Unit]:
    """Cut the quotes of a document into units, quoted words at their marks and paragraphs."""
    names = {actor.id: (actor.name, *actor.aliases) for actor in facts.actors}
    units = []
    for quote in facts.quotes:
        pieces = [piece.span for piece in quote.pieces]
        quoted = quote.form is not Form.INDIRECT
        stretches = [(line,) for piece in pieces for line in _lines(piece, text)] if quoted else [tuple(pieces)]
        speaker = quote.speaker.words.span if quote.speaker else None
        units += [Unit(stretch, quoted, speaker, _names_of(quote, names)) for stretch in stretches]
    return units


def _names_of(quote: Quote, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names of a quote's speaker, none where nobody was identified."""
    return names.get(quote.speaker.actor or "", ()) if quote.speaker else ()


def _lines(span: Span, text: str) -> Iterator[Span]:
    """Cut a span at the ends of lines."""
    for match in re.finditer(r"[^\n]+", span.of(text)):
        yield Span(span.start + match.start(), span.start + match.end())


# ---------------------------------------------------------------- matching


@dataclass(frozen=True, slots=True)
class Match:
    """An annotated entry, a found unit, or the two of them where they are the same words."""

    entry: Entry | None
    unit: Unit | None

    @property
    def voiced(self) -> bool:
        """Tell whether the annotation says who speaks."""
        return self.entry is not None and bool(self.entry.speakers)

    @property
    def attributed(self) -> bool:
        """Tell whether the words that were found to name the speaker are those of the annotation."""
        speaker = self.unit.speaker if self.unit else None
        return speaker is not None and self.entry is not None and any(map(speaker.overlaps, self.entry.speakers))

    @property
    def identified(self) -> bool:
        """Tell whether the actor is the annotation's."""
        if self.entry is None or self.unit is None or not self.unit.names:
            return False
        wanted, *named = [_words(name) for name in (self.entry.actor, *self.unit.names)]
        described = all(word.islower() for word in self.entry.actor.split()[:2])
        if described and (wanted <= named[0] or named[0] <= wanted):
            return True  # descriptions end sooner or later: "an engineer (who still works for the supplier)"
        return wanted in named or len(wanted & named[0]) > SAME_NAME * len(wanted | named[0])


def match_units(article: Article, units: Sequence[Unit], *, quoted: bool) -> list[Match]:
    """Pair what is annotated with what was found, optional entries and what matches them left out.

    Indirect speech that was found over quoted words is left out: whose they are is scored with the quoted ones.
    """
    entries = [entry for entry in article.entries if entry.quoted is quoted]
    found = [unit for unit in units if unit.quoted is quoted]
    text = article.document.text
    gold = [_letters([entry.span], text) for entry in entries]
    read = [_letters(unit.spans, text) for unit in found]
    pairs = _pair(gold, read, SAME_QUOTED if quoted else SAME_INDIRECT)
    marked = _letters([entry.span for entry in article.entries if entry.quoted], text)
    matches = [Match(entry, found[pairs[i]] if i in pairs else None) for i, entry in enumerate(entries)]
    unpaired = [j for j in range(len(found)) if j not in pairs.values() and (quoted or not read[j] & marked)]
    kept = [match for match in matches if match.entry and not match.entry.optional]
    return kept + [Match(None, found[j]) for j in unpaired]


def _pair(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]], least: float) -> dict[int, int]:
    """Pair sets one to one, those that share most first; from indexes in `gold` to indexes in `found`."""
    shares = [
        (-len(ours & theirs) / len(ours | theirs), i, j)
        for i, ours in enumerate(gold)
        for j, theirs in enumerate(found)
        if ours & theirs
    ]
    pairs: dict[int, int] = {}
    for share, i, j in sorted(shares):
        if -share >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _letters(spans: Iterable[Span], text: str) -> frozenset[int]:
    """Return the places of the letters and digits in spans."""
    return frozenset(i for span in spans for i in range(span.start, span.end) if text[i].isalnum())


def _words(name: str) -> frozenset[str]:
    """Return the words of a name or description, apart from articles and possessives."""
    words = re.findall(r"\w+", re.sub(r"[’']s?(?!\w)", "", name.casefold()))
    return frozenset(words) - ARTICLES


# ---------------------------------------------------------------- scores


@dataclass(frozen=True, slots=True)
class Counts:
    """What scores are made of; counts of several articles add up."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    gold_voiced: int = 0  # annotated with a speaker
    found_voiced: int = 0  # found, apart from those that the annotation leaves without a speaker
    matched_voiced: int = 0
    attributed: int = 0
    matched_acting: int = 0  # matched and annotated with an actor
    identified: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add count by count."""
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def count(matches: Iterable[Match]) -> Counts:
    """Count matches."""
    total = Counts()
    for match in matches:
        both = match.entry is not None and match.unit is not None
        acting = both and match.entry is not None and bool(match.entry.actor)
        total += Counts(
            gold=match.entry is not None,
            found=match.unit is not None,
            matched=both,
            gold_voiced=match.voiced,
            found_voiced=match.unit is not None and (match.entry is None or match.voiced),
            matched_voiced=both and match.voiced,
            attributed=match.attributed,
            matched_acting=acting,
            identified=acting and match.identified,
        )
    return total


def _ratio(part: int, whole: int) -> float:
    """Divide; of nothing, all is right."""
    return part / whole if whole else 1.0


def _f1(right: int, found: int, gold: int) -> float:
    """Return the harmonic mean of right/found and right/gold."""
    return _ratio(2 * right, found + gold)


SCORES: Mapping[str, Callable[[Counts, Counts], float]] = {
    "quoted precision": lambda quoted, _: _ratio(quoted.matched, quoted.found),
    "quoted recall": lambda quoted, _: _ratio(quoted.matched, quoted.gold),
    "quoted f1": lambda quoted, _: _f1(quoted.matched, quoted.found, quoted.gold),
    "quoted attribution": lambda quoted, _: _ratio(quoted.attributed, quoted.matched_voiced),
    "quoted actor": lambda quoted, _: _ratio(quoted.identified, quoted.matched_acting),
    "quoted joint f1": lambda quoted, _: _f1(quoted.attributed, quoted.found_voiced, quoted.gold_voiced),
    "indirect f1": lambda _, indirect: _f1(indirect.matched, indirect.found, indirect.gold),
    "indirect attribution": lambda _, indirect: _ratio(indirect.attributed, indirect.matched_voiced),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How one article was read."""

    article: Article
    quoted: tuple[Match, ...]
    indirect: tuple[Match, ...]


def measure(nlp: Language) -> list[Result]:
    """Read all annotated articles and match what was found."""
    articles = [read_article(path) for path in gold_files()]
    results = []
    for article, facts in zip(articles, facts_of(nlp, [a.document for a in articles]), strict=True):
        units = units_of(facts, article.document.text)
        quoted, indirect = (tuple(match_units(article, units, quoted=one)) for one in (True, False))
        results.append(Result(article, quoted, indirect))
    return results


def scores_of(results: Iterable[Result]) -> dict[str, float]:
    """Score results together, each score rounded down to three digits."""
    listed = list(results)
    quoted = sum((count(result.quoted) for result in listed), Counts())
    indirect = sum((count(result.indirect) for result in listed), Counts())
    return {name: math.floor(round(score(quoted, indirect) * 1000, 6)) / 1000 for name, score in SCORES.items()}


def fallen(floors: Mapping[str, float], scores: Mapping[str, float]) -> list[str]:
    """Say which scores lie below their floors."""
    return [
        f"{name} fell from {floor:.3f} to {scores[name]:.3f}" for name, floor in floors.items() if scores[name] < floor
    ]


# ---------------------------------------------------------------- the command


def table(results: Sequence[Result]) -> str:
    """Set out the scores, an article a line and the total last."""
    rows = [(result.article.document.id, [result]) for result in results] + [("total", list(results))]
    heads = zip(*(score.split(" ", 1) for score in SCORES), strict=True)
    values = ([f"{value:.3f}" for value in scores_of(part).values()] for _, part in rows)
    lines = list(zip(["", "", *(name for name, _ in rows)], [*heads, *values], strict=True))
    first = max(len(name) for name, _ in lines)
    widths = [max(map(len, column)) for column in zip(*(cells for _, cells in lines), strict=True)]
    return "\n".join(f"{name:{first}}  " + "  ".join(map(str.rjust, map(str, cells), widths)) for name, cells in lines)


def errors(result: Result) -> Iterator[str]:
    """Tell what was missed, what was found beyond the annotation, and whose speaker is another."""
    text, name = result.article.document.text, result.article.document.id
    for match in (*result.quoted, *result.indirect):
        spans = match.unit.spans if match.unit else (match.entry.span,) if match.entry else ()
        form = "quoted" if (match.unit or match.entry or result).quoted else "indirect"
        words = f"{name}: {form} {' ... '.join(span.of(text) for span in spans)!r}"
        found = match.unit.speaker.of(text) if match.unit and match.unit.speaker else None
        if match.unit is None:
            yield f"{words} was missed"
        elif match.entry is None:
            yield f"{words} is not annotated; found for {found!r}"
        elif match.voiced and not match.attributed:
            yield f"{words} is by {[one.of(text) for one in match.entry.speakers]}; found {found!r}"
        elif match.entry.actor and not match.identified:
            yield f"{words} is by the actor {match.entry.actor!r}; found {match.unit.names[:1]}"


def update(scores: Mapping[str, float], *, allow_regression: bool) -> list[str]:
    """Write the floors, unless one would be lowered without leave; return those that would."""
    before = json.loads(FLOORS.read_text(encoding="utf-8"))["floors"] if FLOORS.exists() else {}
    lower = fallen({name: floor for name, floor in before.items() if name in scores}, scores)
    if not lower or allow_regression:
        content = json.dumps({"corpus": digest(), "floors": dict(scores)}, indent=2)
        FLOORS.write_text(content + "\n", encoding="utf-8", newline="\n")
        return []
    return lower


def main() -> int:
    """Print the table, and what else the arguments ask for."""
    parser = argparse.ArgumentParser(description="Score the reading of quotes on the articles in tests/gold/.")
    parser.add_argument("--errors", action="store_true", help="list every difference from the annotations")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower floors too")
    arguments = parser.parse_args()
    results = measure(load_pipeline())
    if arguments.errors:
        sys.stdout.writelines(f"{line}\n" for result in results for line in errors(result))
    sys.stdout.write(f"{table(results)}\n")
    lower = update(scores_of(results), allow_regression=arguments.allow_regression) if arguments.update else []
    if lower:
        sys.stderr.write("\n".join([*lower, "The floors stay; --allow-regression lowers them.", ""]))
    return 1 if lower else 0


if __name__ == "__main__":
    sys.exit(main())
