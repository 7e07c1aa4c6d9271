"""Extraction, dates: the productions, regular expressions over lexeme codes, compiled from the language's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from factsheet.extract.dates.lexer import BREAK, OTHER, Lexemes, Vocabulary, number_parts, read_vocabulary
from factsheet.language.tables import read_table

ATOM = re.compile(r"<[^>]+>|[()|?]|\w+|\S")
STRUCTURE = frozenset("()|?")
ISLAND = re.compile(f"[^{re.escape(OTHER + BREAK)}]+")
WEAK = frozenset({"dash", "number", "about", "era", "era_letter", "era_last"})  # classes that alone make no date


@dataclass(frozen=True, slots=True)
class Production:
    """One rule of the grammar."""

    rule: str
    pattern: re.Pattern[str]
    reading: dict[str, str]  # values that its words do not carry
    guard: str
    slots: dict[str, tuple[str, ...]]  # slot -> the classes that may fill it


@dataclass(frozen=True, slots=True)
class Grammar:
    """The productions of one language and the words they speak of."""

    productions: tuple[Production, ...]
    vocabulary: Vocabulary
    strong: re.Pattern[str]  # a code without which there is no date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of lexemes that a production matched, with the values of its slots."""

    first: int
    last: int  # exclusive
    production: Production
    slots: dict[str, str]


@cache
def load_grammar(language: str) -> Grammar:
    """Compile the grammar of a language from its tables `date_words`, `date_fragments` and `date_productions`.

    Raises:
        FactsheetError: when the language has no such tables.
    """
    fragments = {row["name"]: row["pattern"] for row in read_table(language, "date_fragments")}
    rows = read_table(language, "date_productions")
    patterns = [[atom for word in ATOM.findall(row["pattern"]) for atom in expand(word, fragments)] for row in rows]
    literals = frozenset(a for atoms in patterns for a in atoms if a not in STRUCTURE and not a.startswith("<"))
    vocabulary = read_vocabulary(language, literals)
    productions = tuple(compile_production(row, atoms, vocabulary) for row, atoms in zip(rows, patterns, strict=True))
    strong = {c for name, codes in vocabulary.classes.items() if name not in WEAK for c in codes}
    return Grammar(productions, vocabulary, re.compile(f"[{''.join(sorted(strong))}]"))


def expand(atom: str, fragments: dict[str, str]) -> list[str]:
    """Put a fragment's atoms in the place of its name."""
    return (
        [part for word in ATOM.findall(fragments[atom]) for part in expand(word, fragments)]
        if atom in fragments
        else [atom]
    )


def compile_production(row: dict[str, str], atoms: list[str], vocabulary: Vocabulary) -> Production:
    r"""Turn one row into a pattern over codes: "<month> .? <day>" -> "(?P<month>[..])\u0101?(?P<day>[..])"."""
    slots: dict[str, tuple[str, ...]] = {}
    parts = []
    for atom in atoms:
        if atom in STRUCTURE:
            parts.append("(?:" if atom == "(" else atom)
        elif atom.startswith("<"):
            names, _, slot = atom[1:-1].partition(":")
            classes = tuple(names.split("|"))
            slot = slot or classes[0]
            codes = "".join(vocabulary.classes[name] for name in classes)
            parts.append(f"[{codes}]" if slot == "dash" else f"(?P<{slot}>[{codes}])")
            slots[slot] = classes
        else:
            parts.append(vocabulary.codes[atom])
    reading = dict(pair.strip().split("=") for pair in row["reading"].split(";") if pair)
    return Production(row["rule"], re.compile("".join(parts)), reading, row["guard"], slots)


def candidates(lexemes: Lexemes, grammar: Grammar) -> Iterator[Candidate]:
    """Yield every match of every production, in no order that matters; time linear in the text."""
    for island in ISLAND.finditer(lexemes.codes):
        if not grammar.strong.search(lexemes.codes, island.start(), island.end()):
            continue
        for production in grammar.productions:
            for match in production.pattern.finditer(lexemes.codes, island.start(), island.end()):
                yield Candidate(
                    match.start(), match.end(), production, slot_values(match, production, lexemes, grammar)
                )


def slot_values(match: re.Match[str], production: Production, lexemes: Lexemes, grammar: Grammar) -> dict[str, str]:
    """Read the value of each filled slot off its lexeme: "September" in the slot month is "9"."""
    values: dict[str, str] = {}
    for slot, classes in production.slots.items():
        if slot == "dash" or match[slot] is None:
            continue
        code, word = match[slot], lexemes.word(match.start(slot)).lower()
        name = next(c for c in classes if code in grammar.vocabulary.classes[c])
        values |= lexeme_value(slot, name, code, word, grammar.vocabulary)
        if name == "back":
            values["back"] = values[slot]
    return values


def lexeme_value(slot: str, name: str, code: str, word: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return what one lexeme contributes; a joined number contributes several slots."""
    if (name, word) in vocabulary.values:
        return {slot: vocabulary.values[name, word]}
    if word.isdigit():
        return {slot: word}
    joined = next(c for c in vocabulary.classes if code == vocabulary.classes[c])
    parts = number_parts(joined, word)
    return {slot: next(iter(parts.values()))} if len(parts) == 1 else parts


def choose(found: list[Candidate]) -> list[Candidate]:
    """Keep, from left to right, the longest of those that overlap; among equals the production listed first."""
    kept: list[Candidate] = []
    taken: set[int] = set()
    for candidate in sorted(found, key=lambda c: (c.first - c.last, c.first)):
        covered = range(candidate.first, candidate.last)
        if taken.isdisjoint(covered):
            kept.append(candidate)
            taken.update(covered)
    return sorted(kept, key=lambda c: c.first)
