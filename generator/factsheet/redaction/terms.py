"""Redacted words, known by their digests, and where they stand in a text; pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from factsheet.blocks import BLOCK, MARK, show_blocks
from factsheet.folding import PLAIN_LETTERS
from factsheet.model import Span

# Accents that stand alone and marks that cannot be seen belong to the word around them.
UNSEEN = "\u00ad\u200b-\u200d\u2060"
WORD = re.compile(f"(?:[^\\W_]|[\u0300-\u036f{UNSEEN}])+")
SKIPPED = re.compile(f"[\u0300-\u036f{UNSEEN}]")
POSSESSIVE = re.compile(r"(?<=\w)['’](?:s\b)?\s*$", re.IGNORECASE)
QUOTES = "/quotes/"
LEADING = frozenset({"a", "an", "the"})
DIGEST_LENGTH = 20  # hexadecimal digits: no two of a collection's phrases share them by chance


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    span: Span
    key: str  # without case and accents
    capital: bool  # whether it begins as names do


def words_of(text: str) -> list[Word]:
    """Return the words of a text; punctuation, white space and hyphens part them."""
    found = ((match, key(match[0])) for match in WORD.finditer(text))
    return [Word(Span(*match.span()), name, match[0][:1] != match[0][:1].lower()) for match, name in found if name]


def key(word: str) -> str:
    """Return what spellings of one word share: letters without case and accents."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold().translate(PLAIN_LETTERS))
    return SKIPPED.sub("", letters)


def phrase(text: str) -> tuple[str, ...]:
    """Return the words of a name or a string as they are compared: without article and possessive.

    Args:
        text: as people write it: "the Roes’", "Jane  ROE's".
    """
    words = tuple(word.key for word in words_of(POSSESSIVE.sub("", text)))
    return words[1:] if len(words) > 1 and words[0] in LEADING else words


def digest(words: Iterable[str]) -> str:
    """Return the digest of some words."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:DIGEST_LENGTH]


@dataclass(frozen=True)
class Terms:
    """Redacted words by their digests.

    Args:
        phrases: digests of words in a row, with how many they are; they count whatever their capitals.
        names: digests of single names, which count only where they are written with a capital: "May" is not "may".
    """

    phrases: frozenset[tuple[str, int]] = frozenset()
    names: frozenset[str] = frozenset()
    _known: dict[tuple[str, bool], bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.phrases or self.names)

    @property
    def digest(self) -> str:
        """The digest of all of them."""
        return digest((*(f"{words}/{length}" for words, length in sorted(self.phrases)), *sorted(self.names)))

    def find(self, text: str, *, address: bool = False) -> list[Span]:
        """Find redacted words in a text.

        Args:
            text: any text.
            address: whether it is a file name or an address, in which no name has a capital.

        Returns:
            Where they stand, in code points, by start; what overlaps is one.
        """
        if not self:
            return []
        words = words_of(text)
        spans = sorted({span for length in self._lengths for span in self._runs(words, length, address)})
        return list(_united(spans))

    def mask(self, text: str) -> str:
        """Cover redacted words, character by character; line ends stay."""
        return cover(text, self.find(text))

    def block(self, text: str) -> str:
        """Write a block for redacted words: "Jane Roe’s plan" as "[redacted]’s plan"."""
        return show_blocks(self.mask(text))

    def block_address(self, address: str) -> str:
        """Write a block for redacted words in a file name or an address; of a quote it may be more than it must."""
        return show_blocks(cover(address, self.find(address, address=True)))

    def is_in(self, address: str) -> bool:
        """Tell whether a file name or an address gives redacted words away.

        A quote's address holds words of a text, among which "may" is no name; the others hold names.
        """
        return bool(self.find(address, address=QUOTES not in f"/{address}"))

    @property
    def _lengths(self) -> set[int]:
        """How many words in a row have to be looked at."""
        return {length for _, length in self.phrases} | ({1} if self.names else set())

    def _runs(self, words: list[Word], length: int, address: bool) -> Iterator[Span]:
        """Yield the redacted runs of so many words."""
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            named = " ".join(word.key for word in run)
            found = self._has(named, length, address or run[0].capital)
            if found or (address and self._has(named.removesuffix("s"), length, named=True)):  # Roe’s plan: roes-plan
                yield Span(run[0].span.start, run[-1].span.end)

    def _has(self, words: str, length: int, named: bool) -> bool:
        """Tell whether some words are redacted; each is looked up once."""
        known = self._known.get((words, named))
        if known is None:
            found = digest((words,))
            known = (found, length) in self.phrases or (named and length == 1 and found in self.names)
            self._known[words, named] = known
        return known


def cover(text: str, spans: Iterable[Span]) -> str:
    """Cover spans of a text, character by character; line ends stay."""
    chars = list(text)
    for span in spans:
        for place in range(span.start, span.end):
            if chars[place] != "\n":
                chars[place] = MARK
    return "".join(chars)


def _united(spans: Iterable[Span]) -> Iterator[Span]:
    """Unite spans that overlap."""
    held: Span | None = None
    for span in spans:
        if held and span.start < held.end:
            held = Span(held.start, max(held.end, span.end))
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


__all__ = ["BLOCK", "Terms", "Word", "cover", "digest", "key", "phrase", "words_of"]
