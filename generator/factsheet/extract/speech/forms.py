"""Extraction, forms: whether quoted words are a whole utterance or a fragment, and quotations that end oddly."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.extract.marks import Segment
from factsheet.extract.speech.board import Quoted
from factsheet.extract.speech.governors import SUBJECTS
from factsheet.extract.syntax import FINITE_TAGS
from factsheet.extract.text import WORD, Text
from factsheet.model import Form, Oddity, Span

OPENING = ",:—–-.?!…”\"’'"  # after these, or at the start of a paragraph, a quotation stands for itself
ENDING = ".?!,…—–"
CLAUSAL = frozenset({"ccomp", "advcl", "conj", "parataxis"})
CLAUSE_SUBJECTS = SUBJECTS | {"expl", "csubj"}


def form_of(text: Text, quoted: Quoted) -> Form:
    """Tell whether quoted words are a full clause or utterance of the speaker's, or a fragment in the reporter's words.

    '"No," she said' is direct, the "no" in 'gave a firm "no"' is a fragment.
    """
    if _holds_clause(text, quoted.first, quoted.last) or _is_utterance(text, quoted.segment):
        return Form.DIRECT
    return Form.MIXED


def _holds_clause(text: Text, first: int, last: int) -> bool:
    """Tell whether tokens hold a finite verb with its subject that hangs on no unfinite word among them."""
    return any(
        text.deps[t] in CLAUSE_SUBJECTS and _is_main(text, text.heads[t], first, last) for t in range(first, last)
    )


def _is_main(text: Text, verb: int, first: int, last: int) -> bool:
    """Tell whether a verb among tokens is finite and not below an unfinite one of them."""
    head = text.heads[verb]
    if not first <= verb < last or not _is_finite(text, verb):
        return False
    if not first <= head < last or head == verb:
        return True
    return text.deps[verb] in CLAUSAL and (_is_finite(text, head) or _is_imperative(text, head))


def _is_imperative(text: Text, verb: int) -> bool:
    """Tell an order: "Wait until it rains"."""
    return text.tags[verb] == "VB" and text.child(verb, "aux", "nsubj") is None


def _is_finite(text: Text, verb: int) -> bool:
    """Tell whether a verb or one of its auxiliaries is finite."""
    auxiliaries = (c for c in text.children[verb] if text.deps[c] in ("aux", "auxpass"))
    return text.tags[verb] in FINITE_TAGS or any(text.tags[c] in FINITE_TAGS for c in auxiliaries)


def _is_utterance(text: Text, segment: Segment) -> bool:
    """Tell whether quoted words stand for themselves, however few: capitalised, ended, not part of another clause."""
    words = segment.span.of(text.string).strip()
    before = text.string[: segment.outer.start].rstrip(" \t")[-1:]
    if not words[:1].isupper():
        return False
    return before == ":" or words[-1:] in "?!" or (words[-1:] in ENDING and (before or "\n") in f"\n{OPENING}")


def odd_ends(text: Text) -> Iterator[Oddity]:
    """Yield quotations that end in the middle of a clause: '"... of food and fuel" could reach the residents'."""
    for segment in text.segments:
        words = segment.span.of(text.string).rstrip()
        if not segment.closed or segment.parent is not None or not words[:1].isupper() or words[-1:] in ",.?!…;:—–-":
            continue
        first, last = text.token_from(segment.span.start), text.token_from(segment.span.end)
        behind = next((t for t in range(text.token_from(segment.outer.end), len(text)) if text.pos[t] != "SPACE"), None)
        if behind is not None and _goes_on(text, behind) and _holds_clause(text, first, last):
            yield _odd_end(text, segment, words, behind)


def _goes_on(text: Text, token: int) -> bool:
    """Tell whether a clause goes on with a finite verb in lower case."""
    return text.tags[token] in FINITE_TAGS and text.lower[token] == text.doc[token].text


def _odd_end(text: Text, segment: Segment, words: str, behind: int) -> Oddity:
    """Say where a quotation ends oddly."""
    mark = text.string[segment.span.end : segment.outer.end]
    return Oddity(
        span=Span(segment.span.end, segment.outer.end),
        message=f"the closing mark {mark} after {WORD.findall(words)[-1]!r} stands in the middle of a clause, "
        f"which goes on with {text.lower[behind]!r}; compare the source",
    )
