"""Training, rates: counts how often each word reports speech or thought, outside quotation marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from factsheet.extract.speech.contents import Under, find_contents
from factsheet.extract.speech.report_features import CLAUSAL, PREPOSITIONAL
from factsheet.extract.text import Text, lay_out
from factsheet.language import CueRate, Lexicon, guessed_rates
from training.corpus import ALIKE, Article, letters, likest, outside_marks

COUNTED = ("VERB", "NOUN", "ADJ")
LEAST_SEEN = 8  # times; a rarer word's rate is chance
LEAST_RATE = 0.06
TRUST = 4  # sightings that the hand-made lexicon's weight counts for
GROUPS = ("clause", "infinitive", "object", "preposition")
SHARES = {"clause": 0.55, "infinitive": 0.3, "object": 0.2, "preposition": 0.15}  # of all such words under any cue

Word = tuple[str, str]


def group_of(under: Under) -> str:
    """Return the column that a relation counts for."""
    if under in CLAUSAL:
        return "clause"
    if under is Under.INFINITIVE:
        return "infinitive"
    return "preposition" if under in PREPOSITIONAL else "object"


class Tally:
    """What was counted."""

    def __init__(self) -> None:
        self.seen = Counter[Word]()
        self.reporting = Counter[Word]()
        self.quoting = Counter[Word]()
        self.tried = Counter[tuple[Word, str]]()
        self.real = Counter[tuple[Word, str]]()

    def add(self, other: Tally, sign: int = 1) -> None:
        """Add, or take away, what was counted elsewhere."""
        for name in ("seen", "reporting", "quoting", "tried", "real"):
            mine: Counter[object] = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] += sign * count


def count(article: Article, lexicon: Lexicon) -> Tally:
    """Count the cues of one article."""
    tally, text = Tally(), lay_out(article.doc, article.segments, lexicon)
    for token in outside_marks(article):
        word = (text.pos[token], text.lemmas[token])
        if word[0] in COUNTED and (word[0] != "ADJ" or text.deps[token] == "acomp"):
            tally.seen[word] += 1
            tally.reporting[word] += token in (article.cues if word[0] == "VERB" else article.cue_words)
            tally.quoting[word] += token in article.quoting_cues
            _count_contents(tally, article, text, token, word)
    return tally


def _count_contents(tally: Tally, article: Article, text: Text, token: int, word: Word) -> None:
    """Count for each group whether a word has such contents, and whether one of them is a report."""
    found: dict[str, bool] = {}
    for content in find_contents(text, token):
        span = text.span(content.first, content.last)
        if span is not None:
            these = letters(article, span)
            real = any(likest(units, these)[0] >= ALIKE for units in (article.plain, article.mixed))
            group = group_of(content.under)
            found[group] = found.get(group, False) or real
    for group, real in found.items():
        tally.tried[word, group] += 1
        tally.real[word, group] += real


def rates(tally: Tally, lexicon: Lexicon) -> dict[Word, CueRate]:
    """Turn counts into rates, those of rare words drawn towards what the hand-made lexicon says."""
    by_hand = {("VERB", cue.lemma): cue.weight for cue in lexicon.cues.values()}
    by_hand |= {("NOUN", cue.lemma): cue.weight for cue in lexicon.cue_nouns.values()}
    found: dict[Word, CueRate] = {}
    for word, seen in tally.seen.items():
        prior = by_hand.get(word, 0.0)
        rate = (tally.reporting[word] + TRUST * 0.8 * prior) / (seen + TRUST)
        if word in by_hand or (seen >= LEAST_SEEN and rate >= LEAST_RATE and word[1].isalpha()):
            quoting = (tally.quoting[word] + TRUST * 0.2 * prior) / (seen + TRUST)
            found[word] = CueRate(round(rate, 3), round(quoting, 3), *_by_group(tally, word, rate))
    return found


def _by_group(tally: Tally, word: Word, rate: float) -> Iterable[float]:
    """Return the rate for each group, drawn towards the word's own."""
    for group in GROUPS:
        expected = min(rate * SHARES[group] / 0.3, 0.95)
        key = (word, group)
        yield round((tally.real[key] + 6 * expected) / (tally.tried[key] + 6), 3)


def with_rates(lexicon: Lexicon, found: Mapping[Word, CueRate]) -> Lexicon:
    """Return a lexicon that knows these rates, and of words that were not seen what the hand-made tables suggest."""

    def of(pos: str) -> dict[str, CueRate]:
        return {lemma: rate for (kind, lemma), rate in found.items() if kind == pos}

    return replace(
        lexicon,
        verb_rates=guessed_rates(lexicon.language, "cues") | of("VERB"),
        noun_rates=guessed_rates(lexicon.language, "cue_nouns") | of("NOUN"),
        adjective_rates=of("ADJ"),
    )


def write(found: Mapping[Word, CueRate], tally: Tally) -> str:
    """Return rates as a table."""
    lines = [
        "# How often a word reports speech or thought; counted by generator/training, see MODEL_CARD.md there.",
        "\t".join(["lemma", "pos", "reporting", "quoting", *GROUPS, "source"]),
    ]
    for (pos, lemma), rate in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        numbers = (rate.reporting, rate.quoting, rate.clause, rate.infinitive, rate.object, rate.preposition)
        cells = [lemma, pos, *(f"{number:.3f}" for number in numbers), f"PolNeAR train, seen {tally.seen[pos, lemma]}"]
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"
