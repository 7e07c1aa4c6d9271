"""Extraction, grammar: what can be read off spaCy's dependency parse (ClearNLP labels), in characters of the text."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from factsheet.model import Span

# Below these a phrase is no longer the words that name somebody: "Mr. Bono, who ...", "the official, speaking ...".
CLIPPED = frozenset({"relcl", "appos", "acl", "advcl", "parataxis", "ccomp", "dep", "mark", "npadvmod"})
JOINED = frozenset({"conj", "cc", "preconj"})
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


def phrase(head: Token, *, joined: bool = True) -> Span:
    """Return the words that name what a noun heads, relative clauses and appositions left out.

    Args:
        head: the noun.
        joined: whether co-ordinated nouns belong to it ("Klaar and Bono").

    Returns:
        Characters of the text, from the phrase's first word to its last.
    """
    inside = {token.i for token in _inside(head, joined)}
    first = last = head.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    doc = head.doc
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > head.i and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ in ("case", "cc")):
        last -= 1
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


def _inside(head: Token, joined: bool) -> Iterator[Token]:
    """Yield the tokens of a noun's phrase."""
    stack = [head]
    while stack:
        token = stack.pop()
        yield token
        for child in token.children:
            if child.dep_ in CLIPPED or (
                child.dep_ in JOINED and not (joined and child.pos_ in ("PROPN", "NOUN", "CCONJ"))
            ):
                continue
            if child.dep_ == "punct" and child.i > head.i and child.text in ",;:()–—":
                continue
            stack.append(child)
