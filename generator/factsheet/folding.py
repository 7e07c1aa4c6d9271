"""Texts as their readers see them: what two texts must have in common to be the same words."""

from __future__ import annotations

import re
from unicodedata import normalize

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
