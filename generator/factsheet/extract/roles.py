"""Extraction, roles: what the text says a person is, and on what terms an unnamed one spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from factsheet.extract.syntax import phrase
from factsheet.extract.text import Text
from factsheet.extract.titled import Name
from factsheet.language import Lexicon
from factsheet.language.universal import sense_of
from factsheet.model import Span

SERVING = frozenset({"serve", "work", "act"})
PREMODIFIERS = frozenset({"compound", "amod", "nmod", "nn", "poss", "case"})
NARROW_CUT = re.compile(r",? (?:explained|said|told|added|says|tells|confirmed|noted|claimed|warned)\b")


def role_spans(text: Text, name: Name) -> tuple[Span, ...]:
    """Find what a text says a named person is.

    Appositions ("Louis Bono, Washington's senior adviser"), relative clauses and predicates ("who serves as Putin's
    special envoy", "Demir is the mayor") and what stands before the name ("Russian Deputy Foreign Minister Galuzin").

    Returns:
        Spans of the text, without a leading article.
    """
    head = text.doc[name.head]
    spans = [*_before(text, name), *_appositions(head, text), *_predicates(head, text)]
    return tuple(dict.fromkeys(spans))


def _before(text: Text, name: Name) -> Iterator[Span]:
    """Yield the title and its attributes before a name."""
    doc = text.doc
    start = name.start
    while start > 0 and _premodifies(text, doc[start - 1], name):
        start -= 1
    while start < name.start and (doc[start].is_punct or doc[start].dep_ in ("case", "cc", "det")):
        start += 1
    words = [token for token in doc[start : name.start] if token.is_alpha]
    if any(
        w.lower_ in text.lexicon.titles or w.lemma_.lower() in text.lexicon.role_nouns for w in words
    ) and not _courtesy(words, text.lexicon):
        yield Span(doc[start].idx, doc[name.start - 1].idx + len(doc[name.start - 1]))


def _premodifies(text: Text, token: Token, name: Name) -> bool:
    """Tell whether a token before a name belongs to the title before it."""
    if token.is_space or (token.dep_ in ("det", "cc", "punct") and token.text != "-"):
        return False
    if token.pos_ == "VERB" or token.pos_ == "ADP":
        return False
    demonym = token.lower_ in text.lexicon.state_by_demonym
    title = token.text[0].isupper() and token.lower_ in text.lexicon.titles
    below = token.head.i <= name.end and token.head.i >= token.i and token.dep_ in PREMODIFIERS
    return demonym or title or below


def _courtesy(words: list[Token], lexicon: Lexicon) -> bool:
    """Tell whether a title is a mere form of address: "Mr", "Ms"."""
    return len(words) == 1 and words[0].lower_.rstrip(".") in lexicon.courtesies


def _appositions(head: Token, text: Text) -> Iterator[Span]:
    """Yield the appositions to a name that hold a role noun."""
    for child in head.children:
        if child.dep_ == "appos" and child.i > head.i and _is_role(child, text):
            yield _unarticled(phrase(child), child)
    if head.dep_ == "appos" and head.head.pos_ == "NOUN" and _is_role(head.head, text):
        span = phrase(head.head)
        if not span.covers(Span(head.idx, head.idx + len(head))):
            yield _unarticled(span, head.head)


def _predicates(head: Token, text: Text) -> Iterator[Span]:
    """Yield "who serves as X", "is the X", "was named X" behind a name."""
    verbs = [c for c in head.children if c.dep_ == "relcl"]
    if head.dep_ in ("nsubj", "nsubjpass"):
        verbs.append(head.head)
    for verb in verbs:
        for child in verb.children:
            if child.dep_ == "attr" and verb.lemma_ == "be" and _is_role(child, text):
                yield _unarticled(phrase(child), child)
            if sense_of(child) == "as" and verb.lemma_ in SERVING:
                for noun in child.children:
                    if noun.dep_ == "pobj" and _is_role(noun, text):
                        yield _unarticled(phrase(noun), noun)


def _is_role(noun: Token, text: Text) -> bool:
    """Tell whether a noun names a role."""
    return noun.lemma_.lower() in text.lexicon.role_nouns or noun.lower_ in text.lexicon.titles


def _unarticled(span: Span, noun: Token) -> Span:
    """Cut the article from a role."""
    first = next((t for t in noun.doc[noun.left_edge.i : noun.i + 1] if t.idx == span.start), None)
    if first is not None and sense_of(first) in ("a", "an", "the") and first.i < noun.i:
        return Span(noun.doc[first.i + 1].idx, span.end)
    return span


def terms_span(text: Text, head: Token) -> Span | None:
    """Find on what terms an unnamed source spoke: "granted anonymity by Politico to discuss sensitive matters"."""
    sentence = head.sent
    match = text.lexicon.terms.search(text.string, head.idx, sentence.end_char)
    if match is None:
        return None
    cut = NARROW_CUT.search(match.group())
    words = match.group()[: cut.start()] if cut else match.group()
    return Span(match.start(), match.start() + len(words.rstrip(' ,”"')))
