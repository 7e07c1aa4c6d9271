"""Extraction, dates: which words tell what happened on a date: the clause that it dates, without what hangs on that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from factsheet.extract.dates.context import VERBAL, cues, governors
from factsheet.model import Span

# A clause is looked for among so many words on each side of its date: more than a sentence of news has, so that a
# list of a thousand dates is still read in the time of its length.
REACH = 80
LINKS = frozenset({"ADP", "SCONJ", "PART"})  # lead from a date to what it dates: "on", "since"
# What stands in these relations is dated together with its head: "launched an attack", "plans to meet" on May 3.
RISING = frozenset({"dobj", "attr", "acomp", "oprd", "xcomp", "advmod", "npadvmod", "nmod", "compound", "amod", "aux"})
APART = frozenset({"relcl", "advcl", "parataxis"})  # clauses that tell something else, of another time as like as not
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
SHARED = frozenset({"conj", "advcl"})  # verbs without a subject of their own have that of the verb above
EDGES = frozenset({"cc", "mark", "punct"})  # tie a clause to its sentence and are no part of it


def dated_clause(date: Token, own: set[int], language: str) -> tuple[Span, ...]:
    """Return the words that tell what happened on a date.

    "Troops entered the town on May 3 and burned it" gives "Troops entered the town on May 3"; of "Since the attack on
    September 19, Russia has blamed Yerevan" it is the attack that happened then. A clause that lost its subject to
    an earlier verb gets it back as a piece of its own; what is reported to have been said is no part of the saying.

    Args:
        date: the head of the date's words.
        own: the indices of the date's tokens, with those of an event that it hangs on.
        language: whose cues to use.

    Returns:
        The pieces in the order of the text, as offsets into it; none where the date stands alone.
    """
    head = dated_head(date, own)
    if head is None:
        return ()
    doc = date.doc
    tops = [head, *borrowed(head)]
    first = max(date.i - REACH, min(top.left_edge.i for top in tops))
    last = min(date.i + REACH, max(top.right_edge.i for top in tops))
    found = belonging(tops, doc[max(first, 0) : last + 1], language)
    runs = [trimmed(run) for run in unbroken_runs(doc, sorted(found | own))]
    told = [run for run in runs if run]
    if not any(token.i not in own for run in told for token in run):
        return ()
    return tuple(Span(run[0].idx, run[-1].idx + len(run[-1])) for run in told)


def dated_head(date: Token, own: set[int]) -> Token | None:
    """Return the head of the clause or of the event that a date dates; None where nothing stands above it."""
    while date.dep_ in {"conj", "appos"} and date.head.i != date.i:
        date = date.head
    head = next((above for above in governors(date) if above.i not in own and above.pos_ not in LINKS), None)
    while head is not None and head.dep_ in RISING and head.head.i != head.i:
        head = head.head
    return head


def borrowed(head: Token) -> Iterator[Token]:
    """Yield what a clause takes from the one above: the noun that it describes, or the subject that both share."""
    if head.dep_ in {"relcl", "acl"}:
        yield head.head
    while head.pos_ in VERBAL and head.dep_ in SHARED and not (subjects := subjects_of(head)):
        head = head.head
        subjects = subjects_of(head)
        yield from subjects


def subjects_of(verb: Token) -> list[Token]:
    """Return the subjects of a verb."""
    return [child for child in verb.children if child.dep_ in SUBJECTS]


def belonging(tops: Iterable[Token], near: Iterable[Token], language: str) -> set[int]:
    """Return the indices of the tokens that belong to the heads of a clause; each edge above them is asked once."""
    verdicts = {top.i: True for top in tops}
    tokens = {token.i: token for token in near}
    for token in tokens.values():
        path = []
        while token.i not in verdicts and token.i in tokens and not is_apart(token, language):
            path.append(token.i)
            if token.head.i == token.i:
                break
            token = token.head
        verdict = verdicts.get(token.i, False)
        verdicts |= dict.fromkeys((*path, token.i), verdict)
    return {index for index, inside in verdicts.items() if inside and index in tokens}


def is_apart(token: Token, language: str) -> bool:
    """Tell whether a token heads a clause that is no part of the one above: "..., built in 1930,", "said that ..."."""
    if token.dep_ == "acl":
        return token.left_edge.i > 0 and token.left_edge.nbor(-1).is_punct
    if token.dep_ == "conj":
        return token.pos_ in VERBAL and token.head.pos_ in VERBAL
    if token.dep_ == "ccomp":  # before its verb it is what was said, or a sentence of its own
        return token.i < token.head.i or token.head.lemma_.lower() in cues(language, "report")
    return token.dep_ in APART


def unbroken_runs(doc: Doc, indices: list[int]) -> list[list[Token]]:
    """Gather tokens into runs; only marks and blanks may stand between the tokens of one, and no bracket in it."""
    runs: list[list[Token]] = []
    for token in (doc[index] for index in indices if not doc[index].is_bracket):
        between = doc[runs[-1][-1].i + 1 : token.i] if runs else ()
        if runs and all((mark.is_punct or mark.is_space) and not mark.is_bracket for mark in between):
            runs[-1] += [*between, token]
        else:
            runs.append([token])
    return runs


def trimmed(run: list[Token]) -> list[Token]:
    """Take off a run's ends what only ties it to the rest: "and", "that", a comma."""
    kept = [place for place, token in enumerate(run) if token.dep_ not in EDGES and not token.is_space]
    return run[kept[0] : kept[-1] + 1] if kept else []
