"""Where words that a person copied stand in a text, and what stands there instead when they do not; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import ScoreAlignment

from factsheet.folding import difference, fold, fold_with_places
from factsheet.model import Span

# Marks that an editor, a browser or a typesetter writes one for another.
TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"),
)
WORD = re.compile(r"\w+")
OPENING, CLOSING = frozenset("“„«‘‚‹"), frozenset("”»’›")
STRAIGHT = '"'
# A passage is compared letter by letter with so many paragraphs, and no more of each: that takes milliseconds
# however long the text is.
COMPARED = 8
COMPARED_LENGTH = 20_000
LEAST_LIKE = 60  # of 100: below it a passage only happens to share some letters


@dataclass(frozen=True)
class Text:
    """A text prepared for finding words in it.

    Args:
        text: as its reader returned it.
    """

    text: str

    @cached_property
    def folded(self) -> tuple[str, list[int]]:
        """The text with white space and typography folded, and for each of its characters the place in the text."""
        text, places = fold_with_places(self.text)
        return text.translate(TYPOGRAPHY), places

    def find(self, words: str) -> list[Span]:
        """Find every place where words stand: to the letter or, where they nowhere do, folded.

        Args:
            words: as a person copied them, white space at the ends left out of account.

        Returns:
            Code points into the text; no place begins or ends inside a word.
        """
        wanted = words.strip()
        exact = [Span(start, start + len(wanted)) for start in _places(wanted, self.text)]
        if exact:
            return exact
        text, places = self.folded
        wanted = fold(words).translate(TYPOGRAPHY)
        return [Span(places[start], places[start + len(wanted) - 1] + 1) for start in _places(wanted, text)]

    def nearest(self, words: str) -> Span | None:
        """Find the passage that is most like some words; None where nothing is like them."""
        wanted = fold(words)
        known = set(WORD.findall(wanted.casefold()))
        lines = list(re.finditer(r"[^\n]*\S[^\n]*", self.text))
        shared = [(len(known.intersection(WORD.findall(line[0].casefold()))), line) for line in lines]
        ranked = sorted((one for one in shared if one[0]), key=lambda one: (-one[0], one[1].start()))[:COMPARED]
        found = [
            (one.score, line.start() + one.dest_start, line) for _, line in ranked if (one := _like(wanted, line[0]))
        ]
        if not found or max(score for score, *_ in found) < LEAST_LIKE:
            return None
        _, start, line = min(found, key=lambda one: (-one[0], one[1]))
        return self._whole_words(Span(start, min(start + len(wanted), line.end())))

    def _whole_words(self, span: Span) -> Span:
        """Widen a span to the words that it cuts."""
        start, end = span.start, span.end
        while start > 0 and not self.text[start - 1].isspace():
            start -= 1
        while end < len(self.text) and not self.text[end].isspace():
            end += 1
        return Span(start, end)

    def in_marks(self, span: Span) -> bool:
        """Tell whether words stand between quotation marks, by the marks next to them in their paragraph."""
        before = self.text[self.text.rfind("\n", 0, span.start) + 1 : span.start]
        end = self.text.find("\n", span.end)
        behind = self.text[span.end : end if end >= 0 else len(self.text)]
        opened = next((char in OPENING for char in reversed(before) if char in OPENING | CLOSING - {"’"}), False)
        closed = next((char in CLOSING for char in behind if char in OPENING | CLOSING), False)
        return (opened and closed) or (before.count(STRAIGHT) % 2 == 1 and STRAIGHT in behind)


def instead(words: str, text: Text) -> str:
    """Say, to end a sentence, what a text has instead of words that are not in it.

    Args:
        words: as a person wrote them.
        text: the source.

    Returns:
        The nearest passage and the difference, or that nothing is like them.
    """
    place = text.nearest(words)
    if place is None:
        return "nothing there is like them"
    passage = fold(place.of(text.text))
    return f"the nearest passage is “{passage}”: {difference(fold(words), passage)}"


def _places(words: str, text: str) -> Iterator[int]:
    """Yield the places of words that begin and end with whole words."""
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        cut = _inside(text, start) or _inside(text, end)
        if not cut:
            yield start
        start = text.find(words, start + 1 if cut else end)


def _inside(text: str, place: int) -> bool:
    """Tell whether a place lies within a word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _like(words: str, line: str) -> ScoreAlignment | None:
    """Lay words along a line where they fit best."""
    return fuzz.partial_ratio_alignment(words, line[:COMPARED_LENGTH])
