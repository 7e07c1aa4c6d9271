"""Resolution, spelling: names that may be two spellings of one, in another transliteration or with a slip; pure.

Only names with the same skeleton are compared, as names with the same consonants are where one sound is written in
several ways ("Aliev", "Aliyev"): so the work grows with the number of names and not with its square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from factsheet.model import Kind
from factsheet.resolve.families import GENERATIONS

MOST_LETTERS = 2  # by which two spellings differ; with three, "Martin" and "Marin Ito" would be near
SHORTEST = 5  # letters of a word that may be misspelt: of "Ali" and "Alu" nobody can tell
NEIGHBOURS = 12  # names of one skeleton that each name is compared with, next in the alphabet
# What transliterations write in several ways, brought to one; then all vowels, and h, which only colours, go.
SOUNDS = (("x", "ks"), ("ph", "f"), ("tch", "ch"), ("ck", "k"), ("q", "k"), ("c", "k"), ("w", "v"), ("z", "s"))
MUTE = re.compile(r"[aeiouyh\W_]")
DOUBLE = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Reduce a folded word to its consonants: "zelenskyy" and "zelensky" to "slnsk"."""
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return DOUBLE.sub(r"\1", MUTE.sub("", word))


def spelling_pairs(names: Iterable[tuple[str, Kind]]) -> Iterator[tuple[str, str, Kind]]:
    """Find names that may be spellings of one.

    Args:
        names: folded names with the kinds of their actors, each once.

    Yields:
        Pairs, the first before the second in the alphabet, with their kind.
    """
    blocks: defaultdict[tuple[Kind, str], list[str]] = defaultdict(list)
    for name, kind in sorted(names):
        blocks[kind, skeleton(name)].append(name)
    for (kind, _), block in blocks.items():
        for number, name in enumerate(block):
            for other in block[number + 1 : number + 1 + NEIGHBOURS]:
                if _may_be_one(name.split(), other.split(), kind):
                    yield name, other, kind


def differing(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words, one beside the other, in which two names of as many words differ."""
    return [(a, b) for a, b in zip(one, other, strict=True) if a != b]


def letters_apart(one: str, other: str) -> int:
    """Return by how many letters two words differ."""
    return int(Levenshtein.distance(one, other))


def _may_be_one(one: Sequence[str], other: Sequence[str], kind: Kind) -> bool:
    """Tell whether two names differ in spelling alone."""
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    pairs = differing(one, other)
    apart = sum(letters_apart(a, b) for a, b in pairs)
    if apart > MOST_LETTERS or any(_is_short(a, b) or {a, b} & GENERATIONS for a, b in pairs):
        return False
    return kind is not Kind.PERSON or all(_ends_alike(a, b) for a, b in pairs)


def _is_short(one: str, other: str) -> bool:
    """Tell whether words are too short for a slip to be told from another name."""
    return min(len(one), len(other)) < SHORTEST or one.isdigit() or other.isdigit()


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether two names are of one gender as far as their ends show: "Maria" is not "Mario"."""
    ends = [DOUBLE.sub(r"\1", word.replace("y", "i"))[-1] for word in (one, other)]
    return ends[0] == ends[1] or not set(ends) & set("aeiou")
