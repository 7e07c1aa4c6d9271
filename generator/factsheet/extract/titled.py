"""Extraction, titled names: people whom a title or the label of their turn shows, where the model saw no name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from factsheet.extract.text import Text
from factsheet.language import Lexicon
from factsheet.model import Kind

LONGEST_TITLE = 4  # words
LONGEST = 4  # words of a person's name
HYPHENS = frozenset({"-", "‐", "‑"})
# "FONTEBASSO: Twelve on paper." and "Mr RIMKUS: ..."; the name is what is in capitals.
LABEL = re.compile(
    r"[ \t]*(?:[A-Z][\w.]* ){0,2}?(?P<name>[^\W\d_a-z][^\W\d_a-z'’.-]+(?: [^\W\d_a-z][^\W\d_a-z'’.-]*)*):\s"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a document."""

    start: int  # token indexes, article, title and possessive left out
    end: int
    head: int
    name: str  # as the lexicon prints it, else as the text does
    kind: Kind | None
    title: str = ""
    place: bool = False
    capital: bool = False
    seat: bool = False
    known: bool = False  # by the lexicon, which needs no judge


def title_before(doc: Doc, start: int, lexicon: Lexicon) -> str:
    """Return the title that stands before a name, lower case, empty where there is none."""
    for length in range(LONGEST_TITLE, 0, -1):
        if start - length >= 0:
            words = doc[start - length : start].text.casefold()
            if words in lexicon.titles:
                return words
    return ""


def find_titled(text: Text) -> Iterator[Name]:
    """Yield the capitalised words behind a title or a role: "Mayor Marja-Liisa Aho", "the ceramist Ama Darko"."""
    doc = text.doc
    for token in doc[:-1]:
        least = _least_words(token, text.lexicon)
        if least:
            end = _end_of_name(doc, token.i + 1)
            if end > token.i + least and not _is_common(doc[token.i + 1 : end], text.lexicon):
                words = doc[token.i + 1 : end].text
                title = title_before(doc, token.i + 1, text.lexicon)
                yield Name(token.i + 1, end, end - 1, words, Kind.PERSON, title)


def _least_words(token: Token, lexicon: Lexicon) -> int:
    """Return how many capitalised words behind a word make a name, 0 where it is neither title nor role."""
    if token.text[:1].isupper():
        return 1 if token.lower_ in lexicon.titles else 0
    return 2 if token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.role_nouns else 0


def find_bodies(text: Text) -> Iterator[Name]:
    """Yield the capitalised words that end in the head noun of an organization: "Lumitra Energy Oyj"."""
    doc, start = text.doc, 0
    for token in doc:
        if token.pos_ != "PROPN" or not token.text[:1].isupper():
            start = token.i + 1
        elif token.i > start and token.lower_ in text.lexicon.organization_heads:
            longer = token.i + 1 < len(doc) and doc[token.i + 1].pos_ == "PROPN"
            if not longer and not _is_titled(doc[start : token.i + 1], text.lexicon):
                yield Name(start, token.i + 1, token.i, doc[start : token.i + 1].text, Kind.ORGANIZATION)


def _is_titled(words: Span, lexicon: Lexicon) -> bool:
    """Tell whether capitalised words begin with a title: "President Bank" is a person."""
    return words[0].lower_ in lexicon.titles


def _end_of_name(doc: Doc, start: int) -> int:
    """Return one past the last token of a person's name that begins at a token."""
    at, words = start, 0
    while at < len(doc) and words < LONGEST and doc[at].pos_ == "PROPN" and doc[at].text[:1].isupper():
        words += 1
        at += 1
        if not doc[at - 1].whitespace_ and at + 1 < len(doc) and doc[at].text in HYPHENS:
            at += 1
        elif not doc[at - 1].whitespace_:
            break
    return at - 1 if at > start and doc[at - 1].text in HYPHENS else at


def _is_common(tokens: Span, lexicon: Lexicon) -> bool:
    """Tell whether words behind a title are more of it, or of a body: "Foreign Minister", "Mayor Council"."""
    words = {token.lower_ for token in tokens}
    return bool(words & (lexicon.titles.keys() | lexicon.organization_heads | lexicon.not_actor_heads))


def find_labels(text: Text, found: Sequence[Name]) -> Iterator[Name]:
    """Yield the names in capitals that label turns, where they are the names or surnames of people found elsewhere."""
    known = {word for name in found if name.kind is Kind.PERSON for word in (name.name, name.name.split()[-1])}
    by_key = {word.casefold(): word for word in sorted(known, key=str.isupper, reverse=True)}
    for paragraph in text.paragraphs:
        match = LABEL.match(text.string, paragraph.start, paragraph.end)
        if match is None or match["name"].casefold() not in by_key:
            continue
        start, end = text.token_from(match.start("name")), text.token_from(match.end("name"))
        title = title_before(text.doc, start, text.lexicon)
        yield Name(start, end, end - 1, by_key[match["name"].casefold()], Kind.PERSON, title)
