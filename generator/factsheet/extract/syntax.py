"""Extraction, grammar: what can be read off spaCy's dependency parse (ClearNLP labels), in characters of the text."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from factsheet.model import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Below these a phrase is no longer the words that name somebody: "Mr. Bono, who ...", "the official, speaking ...".
CLIPPED = frozenset({"relcl", "appos", "acl", "advcl", "parataxis", "ccomp", "dep", "mark", "npadvmod"})
JOINED = frozenset({"conj", "cc", "preconj"})
NOUN_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"})
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
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


def subtree_span(token: Token) -> tuple[int, int]:
    """Return the first and one past the last token index below a token."""
    return token.left_edge.i, token.right_edge.i + 1


def subject_of(verb: Token, hops: int = 3) -> Token | None:
    """Find who does what a verb says.

    The subject may stand at the verb ("he said"), at the verb it is joined to ("he rose and said"), at the verb
    whose participle it is ("declined to comment, saying"), or be what a relative clause describes.

    Args:
        verb: the verb.
        hops: how many verbs may be climbed.

    Returns:
        The head of the subject, or None.
    """
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVE_PRONOUNS and verb.dep_ == "relcl":
                return verb.head
            return child
    if hops == 0 or verb.head is verb:
        return None
    if verb.dep_ == "acl":
        return verb.head if verb.head.pos_ in NOUN_TAGS else subject_of(verb.head, hops - 1)
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "dep"):
        climb = verb.head.head if verb.dep_ == "pcomp" else verb.head
        return subject_of(climb, hops - 1) if climb.pos_ in ("VERB", "AUX") else None
    return None


def is_negated(verb: Token) -> bool:
    """Tell whether a verb is denied: "did not say", "never said", "would say"."""
    return any(child.dep_ == "neg" for child in verb.children)


def head_token(tokens: list[Token]) -> Token:
    """Return the token of a stretch whose governor lies outside it, the last one where there are several."""
    inside = {token.i for token in tokens}
    roots = [token for token in tokens if token.head.i not in inside or token.head is token]
    return (roots or tokens)[-1]
