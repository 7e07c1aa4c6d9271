"""Texts as their readers see them: what two texts must have in common to be the same words."""

from __future__ import annotations

import re
from unicodedata import normalize

SHOWN = 60  # characters of a text that a finding shows
# HTML can hold no control character, and Python-Markdown keeps its own marks between U+0002 and U+0003.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")

PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
COMBINING = range(0x300, 0x370)  # marks that stand on the letter before
WORDS = re.compile(r"\w+")


def fold(text: str) -> str:
    """Reduce a text to what its reader sees: runs of white space become one space, control characters go.

    Args:
        text: any text, of a source or of a rendered page.

    Returns:
        The folded text without white space at its ends; two texts that fold alike read alike.
    """
    return " ".join(CONTROLS.sub("", text).split())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Fold a text, and tell where it comes from.

    Args:
        text: any text.

    Returns:
        What `fold` returns, and for each of its characters the place in the text, in code points; that of a space
        is the place before the word behind it.
    """
    chars: list[str] = []
    places: list[int] = []
    for found in re.finditer(r"\S+", text):
        word = [(place, char) for place, char in enumerate(found[0], found.start()) if not CONTROLS.match(char)]
        if word and chars:
            chars.append(" ")
            places.append(word[0][0] - 1)
        chars += [char for _, char in word]
        places += [place for place, _ in word]
    return "".join(chars), places


def bare(text: str) -> str:
    """Reduce a text to its words: without case and without marks, so that “Go, now!” and “go now” are the same.

    Args:
        text: any text.

    Returns:
        The words with one space between.
    """
    return " ".join(WORDS.findall(fold(text).casefold()))


def unaccented(name: str) -> str:
    """Return a name without the marks of Latin, Greek and Cyrillic letters, "erdoğan" as "erdogan".

    Args:
        name: in small letters.
    """
    letters = normalize("NFKD", name.translate(PLAIN_LETTERS))
    return normalize("NFC", "".join(letter for letter in letters if ord(letter) not in COMBINING))


def difference(shown: str, expected: str) -> str:
    """Say in a few words how two texts differ.

    Args:
        shown: what the page says.
        expected: what the source says.

    Returns:
        As in "found “never floods”, the source has “floods”"; linear in the texts' length.
    """
    left, right = shown.split(" "), expected.split(" ")
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    before = max(head - 1, 0)
    behind = min(tail, 1)
    ours, theirs = (words[before : len(words) - tail + behind] for words in (left, right))
    return f"found {show(' '.join(ours))}, the source has {show(' '.join(theirs))}"


def show(text: str) -> str:
    """Show the beginning of a text in quotation marks."""
    line = fold(text)
    return f"“{line if len(line) <= SHOWN else line[: SHOWN - 1] + '…'}”"
