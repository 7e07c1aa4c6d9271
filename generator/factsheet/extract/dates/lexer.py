"""Extraction, dates: a text as a row of lexemes, each one character of a code that the grammar can match."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from factsheet.language.tables import read_table

OTHER = "."
BREAK = "\n"
FIRST_YEAR, LAST_YEAR = 1000, 2199

# Joined numbers are one lexeme, so that prices, telephone numbers and scores never come apart into days and years;
# so are a letter and a digit: "Q1", "G7".
LEXEME = re.compile(r"[^\W\d_]\d\b|[^\W\d_]+|\d[\d.,/:–-]*\d(?:['’]s\b|[^\W_]+)?|['’]?\d[^\W_]*|\n[^\S\n]*\n|[^\w\s]")
JOINED = (
    (
        "iso",
        re.compile(r"(?P<year>[12]\d{3})(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])"),
    ),
    ("iso_month", re.compile(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])")),
    ("numeric", re.compile(r"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second>\d\d?)(?P=mark)(?P<year>[12]\d{3})")),
    ("numeric_short", re.compile(r"(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<short_year>\d\d)")),
    ("year_span", re.compile(r"(?P<year>[12]\d{3})[-–/](?P<year_end>[12]\d{3}|\d\d)")),
    ("day_span", re.compile(r"(?P<day>\d\d?)[-–](?P<day_end>\d\d?)")),
    ("decade", re.compile(r"(?P<decade>[12]\d\d)0s")),
    ("year_s", re.compile(r"(?P<year>[12]\d{3})['’]s")),
    ("decade_short", re.compile(r"['’]?(?P<decade>[2-9])0s")),
    ("year_short", re.compile(r"['’](?P<short_year>\d\d)")),
    ("clock", re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d(?:[ap]m)?|(?:0?[1-9]|1[0-2])(?:\.[0-5]\d)?[ap]m")),
    ("ordinal_digits", re.compile(r"(?P<ordinal>\d\d?)(?:st|nd|rd|th)")),
)
PLAIN = ("number_month", "number_day", "number_other", "year3", "year")


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The lexemes of a text: where each begins and ends, and the code character of each."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    codes: str

    def word(self, index: int) -> str:
        """Return one lexeme as written; empty outside the text."""
        return self.text[self.starts[index] : self.ends[index]] if 0 <= index < len(self.starts) else ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One code character a word, and what each class of words covers."""

    codes: dict[str, str]  # word -> code
    classes: dict[str, str]  # class -> codes
    values: dict[tuple[str, str], str]  # (class, lower-case word) -> value


def number_class(text: str) -> str:
    """Name the class of a lexeme that begins with a digit or an apostrophe before one: "1990s" is a decade."""
    if text.isascii() and text.isdigit():
        if len(text) <= 2:
            return "number_month" if 1 <= int(text) <= 12 else "number_day" if 13 <= int(text) <= 31 else "number_other"
        if len(text) == 3:
            return "year3"
        return "year" if len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR else ""
    return next((name for name, form in JOINED if form.fullmatch(text)), "")


def number_parts(name: str, text: str) -> dict[str, str]:
    """Return the parts of a joined number by the name of its class: "May 3-5" has a day and a day_end."""
    form = dict(JOINED)[name].fullmatch(text)
    return form.groupdict() if form else {}


@cache
def read_vocabulary(language: str, literals: frozenset[str]) -> Vocabulary:
    """Give every word of a language's date words, and every word its patterns name, a code of its own.

    Args:
        language: an ISO 639-1 code.
        literals: the words and marks that the patterns name themselves.
    """
    rows = read_table(language, "date_words")
    words = sorted({row["word"] for row in rows} | literals)
    names = [name for name, _ in JOINED] + list(PLAIN)
    codes = {word: chr(0x100 + index) for index, word in enumerate([*words, *(f"<{name}>" for name in names)])}
    classes: defaultdict[str, str] = defaultdict(str, {name: codes[f"<{name}>"] for name in names})
    values = {}
    for row in rows:
        classes[row["class"]] += codes[row["word"]]
        values[row["class"], row["word"].lower()] = row["value"]
    return Vocabulary(codes=codes, classes=combine_classes(classes), values=values)


def combine_classes(classes: defaultdict[str, str]) -> dict[str, str]:
    """Add the classes that are unions of others: a day is a number up to 31 or an ordinal."""
    digits = classes["number_month"] + classes["number_day"]
    return dict(classes) | {
        "day": digits + classes["ordinal_digits"],
        "short": digits + classes["number_other"],
        "number": classes["number"] + digits + classes["number_other"] + classes["year3"],
        "number_digits": digits + classes["number_other"],
    }


def lex(text: str, vocabulary: Vocabulary) -> Lexemes:
    """Cut a text into lexemes; time linear in its length."""
    found = [(match.start(), match.end()) for match in LEXEME.finditer(text)]
    seen: dict[str, str] = {}
    codes = []
    for start, end in found:
        word = text[start:end]
        code = seen.get(word)
        if code is None:
            code = seen[word] = code_of(word, vocabulary.codes)
        codes.append(code)
    return Lexemes(text, tuple(start for start, _ in found), tuple(end for _, end in found), "".join(codes))


def code_of(word: str, codes: dict[str, str]) -> str:
    """Return a lexeme's code: of the word as written, of its class of numbers, or of the word in other letters."""
    if word in codes:
        return codes[word]
    if word[0] == "\n":
        return BREAK
    if word[0].isdigit() or (word[0] in "'’" and len(word) > 1):
        return codes.get(f"<{number_class(word)}>", OTHER)
    if word.isupper() and len(word) > 2 and word.title() in codes:
        return codes[word.title()]
    return codes.get(word.lower().replace("’", "'"), OTHER)
