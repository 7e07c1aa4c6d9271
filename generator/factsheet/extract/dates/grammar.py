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
WEAK = frozenset(
    {"dash", "number", "about", "era", "era_letter", "era_last", "clock"}
)  # classes that alone make no date


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
    time_before: re.Pattern[str]  # a time of day that ends where the date begins
    time_behind: re.Pattern[str]  # a time of day that begins where the date ends


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of lexemes that a production matched, with the values of its slots."""

    first: int
    last: int  # exclusive
    production: Production
    slots: dict[str, str]


@cache
def load_grammar(language: str) -> Grammar:
    """Compile the grammar of a language from its tables: `date_words`, `_fragments`, `_productions` and `_times`.

    Raises:
        FactsheetError: when the language has no such tables.
    """
    fragments = {row["name"]: row["pattern"] for row in read_table(language, "date_fragments")}
    rows = read_table(language, "date_productions")
    times = read_table(language, "date_times")
    patterns, time_patterns = ([atoms_of(row["pattern"], fragments) for row in table] for table in (rows, times))
    literals = frozenset(
        a for atoms in patterns + time_patterns for a in atoms if a not in STRUCTURE and not a.startswith("<")
    )
    vocabulary = read_vocabulary(language, literals)
    productions = tuple(compile_production(row, atoms, vocabulary) for row, atoms in zip(rows, patterns, strict=True))
    strong = {c for name, codes in vocabulary.classes.items() if name not in WEAK for c in codes}
    before, behind = (
        "|".join(
            code_pattern(a, vocabulary)[0] for row, a in zip(times, time_patterns, strict=True) if row["place"] == place
        )
        for place in ("before", "behind")
    )
    return Grammar(
        productions,
        vocabulary,
        strong=re.compile(f"[{''.join(sorted(strong))}]"),
        time_before=re.compile(f"(?:{before})$"),
        time_behind=re.compile(behind),
    )


def names_of_months(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the forms of the names of the twelve months, in their order, in small letters.

    Args:
        language: one that has a grammar.
    """
    named = [
        (word, int(value))
        for (name, word), value in load_grammar(language).vocabulary.values.items()
        if name == "month"
    ]
    return tuple(tuple(word.casefold() for word, number in named if number == month) for month in range(1, 13))


def atoms_of(pattern: str, fragments: dict[str, str]) -> list[str]:
    """Cut a pattern into atoms and put a fragment's atoms in the place of its name."""
    return [
        part
        for atom in ATOM.findall(pattern)
        for part in (atoms_of(fragments[atom], fragments) if atom in fragments else [atom])
    ]


def compile_production(row: dict[str, str], atoms: list[str], vocabulary: Vocabulary) -> Production:
    """Turn one row into a production."""
    pattern, slots = code_pattern(atoms, vocabulary, slotted=True)
    reading = dict(pair.strip().split("=") for pair in row["reading"].split(";") if pair)
    return Production(row["rule"], re.compile(pattern), reading, row["guard"], slots)


def code_pattern(
    atoms: list[str], vocabulary: Vocabulary, *, slotted: bool = False
) -> tuple[str, dict[str, tuple[str, ...]]]:
    r"""Turn atoms into a pattern over codes: "<month> .? <day>" -> "(?P<month>[..])\u0101?(?P<day>[..])".

    Returns:
        The pattern, with named groups where `slotted`, and the classes that may fill each slot.
    """
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
            parts.append(f"(?P<{slot}>[{codes}])" if slotted and slot != "dash" else f"[{codes}]")
            slots[slot] = classes
        else:
            parts.append(vocabulary.codes[atom])
    return "".join(parts), slots


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
